import { IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { Field, FieldValue, Module } from '../meta/types';
import { FieldEdit, FieldShow, fieldTypes, isEmpty } from './index';
import classes from './fields.module.css';
import { useTexts } from '../ui/useTexts';

interface Props {
  field: Field;
  value: FieldValue | undefined;
  module?: Module | undefined;
  /** The name behind a contact's id. */
  text?: string | undefined;
  /** The value drawn as a link to where it leads; then a pencil beside it opens the box. */
  link?: ReactNode;
  editable: boolean;
  /** Keeps the value; rejects with the reason when it is refused, and what was typed stays. */
  onSave: (value: FieldValue) => Promise<unknown>;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** A value that is edited where it stands: click or Enter, type, Enter; Escape restores. It glows when it is saved. */
export function InPlace({ field, value, module, text, link, editable, onSave }: Props) {
  const t = useTexts('fields');
  const [draft, setDraft] = useState<{ value: FieldValue } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [glow, setGlow] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const busy = useRef(false);
  const { direct, linked, standing } = fieldTypes[field.type];

  useEffect(() => {
    if (!glow) return undefined;
    const timer = setTimeout(() => { setGlow(false); }, 1600);
    return () => { clearTimeout(timer); };
  }, [glow]);

  const leave = (): void => {
    setDraft(null);
    setError(null);
    requestAnimationFrame(() => place.current?.focus());
  };
  const save = async (next: FieldValue): Promise<void> => {
    if (busy.current) return;
    if (same(next, value)) {
      leave();
      return;
    }
    busy.current = true;
    try {
      await onSave(next);
      setGlow(true);
      leave();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    } finally {
      busy.current = false;
    }
  };

  if (editable && (draft || direct || standing)) {
    return (
      <div>
        <FieldEdit
          field={field}
          module={module}
          text={text}
          value={draft ? draft.value : (value ?? null)}
          size="xs"
          autoFocus={!direct && !standing}
          onChange={(next) => {
            if (!direct && !standing) setDraft({ value: next });
          }}
          onCommit={(next) => {
            void save(next);
          }}
          onCancel={() => {
            if (!busy.current) leave();
          }}
        />
        {error && <div className={classes['error']} role="alert">{error}</div>}
      </div>
    );
  }
  const shown = isEmpty(value) ? (
    <span className={classes['none']}>{editable ? t('add_value') : '–'}</span>
  ) : (
    (link ?? <FieldShow field={field} value={value} module={module} text={text} />)
  );
  if (!editable) return <div className={classes['place']}>{shown}</div>;
  const open = (): void => { setDraft({ value: value ?? null }); };
  if ((linked || link !== undefined) && !isEmpty(value)) {
    return (
      <div className={classes['place']} data-editable data-glow={glow || undefined}>
        {shown}
        <button
          type="button"
          className={classes['pencil']}
          aria-label={t('edit_field', { field: field.label })}
          onClick={open}
        >
          <IconPencil size={14} stroke={1.6} aria-hidden="true" />
        </button>
      </div>
    );
  }
  return (
    <div
      ref={place}
      role="button"
      tabIndex={0}
      className={classes['place']}
      data-editable
      data-glow={glow || undefined}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'F2' || event.key === ' ') {
          event.preventDefault();
          event.stopPropagation();
          open();
        }
      }}
    >
      <span className={classes['hidden']}>{t('edit_field', { field: field.label })} </span>
      {shown}
    </div>
  );
}
