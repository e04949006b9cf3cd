import type { ReactNode } from 'react';
import { useState } from 'react';
import { showProblem } from '../../api/change';
import { asProblem } from '../../api/problem';
import type { CardRow, Field, FieldValues, Module, Status } from '../../api/types';
import { useTexts } from '../../ui/useTexts';
import { AskFields } from './AskFields';
import { useEditCard } from './card-actions';
import { askedFields, missingFields } from './status-needs';

interface Asking {
  row: CardRow;
  status: Status;
  fields: Field[];
}

/** Moves a card into a status; what the status asks for is asked for in a dialog, and then the move goes on. */
export function useMove(module: Module): { move: (row: CardRow, status: Status) => void; dialog: ReactNode } {
  const t = useTexts('list');
  const [asking, setAsking] = useState<Asking | null>(null);
  const edit = useEditCard({ quiet: true });
  const field = module.fields.find((one) => one.code === 'status');
  const send = (row: CardRow, status: Status, more?: FieldValues) =>
    field ? edit.mutateAsync({ row, field, value: status.id, ...(more ? { more } : {}) }) : Promise.resolve();

  const move = (row: CardRow, status: Status): void => {
    const known = askedFields(module, status, row);
    if (known.length > 0) {
      setAsking({ row, status, fields: known });
      return;
    }
    send(row, status).catch((reason: unknown) => {
      const problem = asProblem(reason);
      const fields = missingFields(module, problem);
      if (problem.stale) return;
      if (fields.length > 0) setAsking({ row, status, fields });
      else showProblem(problem);
    });
  };
  return {
    move,
    dialog: asking && (
      <AskFields
        title={t('move.title', { status: asking.status.label })}
        text={asking.row.name}
        submit={t('move.submit')}
        module={module}
        fields={asking.fields}
        onSubmit={(values) => send(asking.row, asking.status, values)}
        onClose={() => { setAsking(null); }}
      />
    ),
  };
}
