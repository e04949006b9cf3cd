import { useChange } from '../../api/change';
import { api } from '../../api/client';
import type { FieldValue, FieldValues } from '../../api/types';
import { FieldShow, isEmpty } from '../../fields';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import { BothValues } from './BothValues';
import type { CardConflict, Conflict } from './conflict';
import { setConflict } from './conflict';
import type { TaskConflict } from './task-conflict';

const close = (): void => { setConflict(null); };

/** The name of the customer, which is all that is shown of him. */
function nameOf({ stale }: CardConflict, code: string, own: boolean): string | undefined {
  if (own || !('contact' in stale.current)) return undefined;
  return code === 'contact' ? stale.current.contact?.name : code === 'company' ? stale.current.company?.name : undefined;
}

/** Field by field of a card. */
function OfCard({ conflict }: { conflict: CardConflict }) {
  const t = useTexts('card');
  const meta = useMeta();
  const { card, yours, stale } = conflict;
  const module = meta.module(card.module_id);
  const keep = useChange({
    run: (fields: FieldValues) => api.cards.patch(card.id, fields, { version: stale.current.version }),
    says: () => t('conflict.kept'),
  });
  if (!module) return null;
  const fields = module.fields.filter((field) => field.code in yours);
  // What goes with a status (the reason of a loss) is not chosen without it.
  const status = fields.find((field) => field.code === 'status');
  const entries = fields.map((field) => {
    const show = (value: FieldValue, own: boolean) =>
      isEmpty(value) ? '–' : <FieldShow field={field} value={value} module={module} text={nameOf(conflict, field.code, own)} />;
    return {
      code: field.code, label: field.label, goesWith: status?.code,
      yours: show(yours[field.code] ?? null, true), theirs: show(stale.fields[field.code]?.theirs ?? null, false),
    };
  });
  const decide = (own: ReadonlySet<string>): void => {
    if (own.size === 0) close();
    else keep.mutate(Object.fromEntries(Object.entries(yours).filter(([code]) => own.has(code))), { onSettled: close });
  };
  const name = 'name' in stale.current ? stale.current.name : '';
  return <BothValues name={name} entries={entries} pending={keep.isPending} onDecide={decide} onClose={close} />;
}

/** A value of a task in words. */
function useTaskWords() {
  const t = useTexts('list');
  const meta = useMeta();
  const format = useFormat();
  const labels: Record<string, string> = {
    text: t('task.text'), due_at: t('task.when'), type_id: t('task.type'), assignee_id: t('task.assignee'),
    state: t('task.state'), result: t('close.result'),
  };
  const states: Record<string, string> = {
    open: t('task.open'), done: t('close.done'), success: t('close.success'), failed: t('close.failed'),
  };
  const show = (code: string, value: FieldValue): string => {
    if (code === 'state') return states[String(value)] ?? '';
    if (typeof value === 'string') return value === '' ? '–' : value;
    if (typeof value !== 'number') return '–';
    if (code === 'type_id') return meta.taskType(value)?.label ?? '–';
    if (code === 'assignee_id') return meta.member(value)?.name ?? '–';
    return code === 'due_at' ? format.dateTime(value) : format.number(value);
  };
  return { labels, show };
}

/** A task that was edited, put off or closed by two. */
function OfTask({ conflict }: { conflict: TaskConflict }) {
  const t = useTexts('card');
  const { labels, show } = useTaskWords();
  const { task, stale, again } = conflict;
  const closed = task.state !== 'open';
  const keep = useChange({
    // A task that somebody has closed is opened again for what was meant for it.
    run: async (own: ReadonlySet<string>) => again(own, closed ? (await api.tasks.reopen(task.id)).task.version : task.version),
    says: () => t('conflict.kept'),
  });
  const codes = Object.keys(stale.fields).filter((code) => code in labels);
  const whole = codes.includes('state') ? 'state' : undefined;
  const entries = codes.map((code) => ({
    code, label: labels[code] ?? '', goesWith: whole,
    yours: show(code, stale.fields[code]?.yours ?? null), theirs: show(code, stale.fields[code]?.theirs ?? null),
  }));
  const decide = (own: ReadonlySet<string>): void => {
    if (own.size === 0) close();
    else keep.mutate(own, { onSettled: close });
  };
  return <BothValues name={task.text} entries={entries} pending={keep.isPending} onDecide={decide} onClose={close} />;
}

export default function ConflictDialog({ conflict }: { conflict: Conflict }) {
  return 'task' in conflict ? <OfTask conflict={conflict} /> : <OfCard conflict={conflict} />;
}
