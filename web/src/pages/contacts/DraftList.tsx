import { ActionIcon, Button, Group } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Fragment, useState } from 'react';
import classes from './contacts.module.css';
import { useTexts } from '../../ui/useTexts';

interface Props<T> {
  items: readonly T[];
  editable: boolean;
  /** What a new line begins with, beside those that are there. */
  fresh: (others: readonly T[]) => T;
  /** What the button says that adds the first. */
  addFirst: string;
  /** Lines as they are saved; empty ones are left out. */
  tidy: (items: readonly T[]) => T[];
  onSave: (items: T[]) => Promise<void>;
  show: (item: T) => ReactNode;
  edit: (item: T, set: (part: Partial<T>) => void, replace: (change: (all: readonly T[]) => T[]) => void, remove: ReactNode) => ReactNode;
}

/** A short list that is read as lines and edited as a whole: phones, addresses. */
export function DraftList<T>({ items, editable, fresh, addFirst, tidy, onSave, show, edit }: Props<T>) {
  const t = useTexts('common');
  const [draft, setDraft] = useState<readonly T[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const leave = (): void => {
    setDraft(null);
    setError(null);
  };
  const save = async (): Promise<void> => {
    if (saving) return;
    setSaving(true);
    try {
      await onSave(tidy(draft ?? []));
      leave();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
    setSaving(false);
  };
  if (!draft) {
    return (
      <>
        {items.map((item, i) => <div key={i} className={classes['line']}>{show(item)}</div>)}
        {editable && (
          <Button size="compact-xs" variant="subtle" className={classes['flush']} onClick={() => { setDraft(items.length > 0 ? items : [fresh([])]); }}>
            {items.length > 0 ? t('edit') : addFirst}
          </Button>
        )}
      </>
    );
  }
  const remove = (at: number) => (
    <ActionIcon variant="subtle" color="gray" aria-label={t('remove')} onClick={() => { setDraft(draft.filter((_, i) => i !== at)); }}>
      <IconX size={14} stroke={1.6} />
    </ActionIcon>
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {draft.map((item, at) => {
        const set = (part: Partial<T>): void => { setDraft(draft.map((one, i) => (i === at ? { ...one, ...part } : one))); };
        return <Fragment key={at}>{edit(item, set, (change) => { setDraft(change(draft)); }, remove(at))}</Fragment>;
      })}
      {error && <p role="alert" className={classes['refused']}>{error}</p>}
      <Group gap="sm">
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} stroke={2} aria-hidden="true" />} onClick={() => { setDraft([...draft, fresh(draft)]); }}>
          {t('add')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={leave}>{t('cancel')}</Button>
        <Button size="compact-xs" type="submit" loading={saving}>{t('save')}</Button>
      </Group>
    </form>
  );
}
