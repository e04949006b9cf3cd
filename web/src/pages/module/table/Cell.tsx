import { memo, useEffect, useRef, useState } from 'react';
import { showProblem } from '../../../api/change';
import { asProblem } from '../../../api/problem';
import type { CardRow, Field, FieldValue, Module } from '../../../api/types';
import { FieldEdit, FieldShow, fieldTypes, isEmpty } from '../../../fields';
import { DueTime } from '../../shared/DueTime';
import { rowValue } from '../../shared/card-actions';
import classes from './table.module.css';
import { useFormat } from '../../../ui/format';
import { useTexts } from '../../../ui/useTexts';

/** The name a contact or company cell shows without asking the server. */
function nameOf(row: CardRow, field: Field): string | undefined {
  if (field.code === 'contact') return row.contact?.name ?? '';
  if (field.code === 'company') return row.company?.name ?? '';
  return undefined;
}

/** A status of a fixed pipeline and what belongs to the customer are not changed here. */
export function canEdit(field: Field, module: Module): boolean {
  return field.editable && !fieldTypes[field.type].standing && !(module.fixed && field.code === 'status') && !field.code.startsWith('contact.');
}

/** A tick has no place of its own for a refusal; of a write that came too late both values are shown already. */
function showUnlessStale(error: unknown): void {
  if (!asProblem(error).stale) showProblem(error);
}

interface Props {
  row: CardRow;
  field: Field;
  module: Module;
  left: number;
  width: number;
  column: number;
  active: boolean;
  editing: boolean;
  onActivate: (id: number, column: number, edit: boolean) => void;
  onSave: (row: CardRow, field: Field, value: FieldValue) => Promise<unknown>;
  onLeave: () => void;
}

function Editor({ row, field, module, onSave, onLeave }: Pick<Props, 'row' | 'field' | 'module' | 'onSave' | 'onLeave'>) {
  const [draft, setDraft] = useState<FieldValue>(() => rowValue(row, field));
  const [error, setError] = useState<string | null>(null);
  const busy = useRef(false);
  const commit = async (value: FieldValue): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    try {
      if (JSON.stringify(value) !== JSON.stringify(rowValue(row, field))) await onSave(row, field, value);
      onLeave();
    } catch (reason) {
      if (asProblem(reason).stale) onLeave();
      else setError(reason instanceof Error ? reason.message : String(reason));
    } finally {
      busy.current = false;
    }
  };
  return (
    <div className={classes['editor']}>
      <FieldEdit
        field={field}
        module={module}
        value={draft}
        text={nameOf(row, field)}
        size="xs"
        autoFocus
        onChange={setDraft}
        onCommit={(value) => void commit(value)}
        onCancel={() => {
          if (!busy.current) onLeave();
        }}
      />
      {error !== null && <div className={classes['error']} role="alert">{error}</div>}
    </div>
  );
}

function TableCell(props: Props) {
  const t = useTexts('fields');
  const format = useFormat();
  const { row, field, module, left, width, column, active, editing, onActivate, onSave } = props;
  const { numeric, direct } = fieldTypes[field.type];
  const place = useRef<HTMLDivElement>(null);
  const [glow, setGlow] = useState(false);
  const value = rowValue(row, field);
  const editable = canEdit(field, module);
  useEffect(() => {
    if (active && !editing) place.current?.focus({ preventScroll: true });
  }, [active, editing]);
  const save: Props['onSave'] = async (...what) => {
    await onSave(...what);
    setGlow(true);
  };
  const tick = (on: boolean): void => { save(row, field, on).catch(showUnlessStale); };
  return (
    <div
      ref={place}
      role="gridcell"
      aria-colindex={column + 1}
      aria-readonly={!editable}
      tabIndex={active ? 0 : -1}
      className={classes['cell']}
      style={{ left, width }}
      data-numeric={numeric || undefined}
      data-editable={editable || undefined}
      data-editing={editing || undefined}
      data-glow={glow || undefined}
      onAnimationEnd={() => { setGlow(false); }}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('a, input, button')) onActivate(row.id, column, editable && !direct);
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || !editable) return;
        if (event.key === 'Enter' || event.key === 'F2') {
          event.preventDefault();
          event.stopPropagation();
          if (direct) tick(value !== true);
          else onActivate(row.id, column, true);
        }
      }}
    >
      {editing ? (
        <Editor {...props} onSave={save} />
      ) : direct && editable ? (
        <input
          type="checkbox"
          checked={value === true}
          aria-label={t('edit_field', { field: field.label })}
          tabIndex={-1}
          onChange={(event) => { tick(event.currentTarget.checked); }}
        />
      ) : isEmpty(value) ? null : field.role === 'due_next' ? (
        <span className={classes['shown']}><DueTime row={row} module={module} now={Date.now()} format={format} /></span>
      ) : (
        <span className={classes['shown']}>
          <FieldShow field={field} value={value} module={module} text={nameOf(row, field)} />
        </span>
      )}
    </div>
  );
}

export const Cell = memo(TableCell);
