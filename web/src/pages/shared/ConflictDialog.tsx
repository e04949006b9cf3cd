import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { api } from '../../api/client';
import type { FieldValue, FieldValues } from '../../api/types';
import { FieldShow, isEmpty } from '../../fields';
import { useMeta } from '../../meta/meta';
import { Dialog } from '../../ui/Dialog';
import classes from './conflict.module.css';
import type { Conflict } from './conflict';
import { setConflict } from './conflict';
import { useTexts } from '../../ui/useTexts';

/** The name of the customer, which is all that is shown of him. */
function nameOf({ stale }: Conflict, code: string, own: boolean): string | undefined {
  if (own || !('contact' in stale.current)) return undefined;
  return code === 'contact' ? stale.current.contact?.name : code === 'company' ? stale.current.company?.name : undefined;
}

/** Two people changed the same card: both values side by side, field by field; the person decides. */
export default function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const t = useTexts(['card', 'common']);
  const meta = useMeta();
  const { card, yours, stale } = conflict;
  const module = meta.module(card.module_id);
  const [mine, setMine] = useState<Record<string, boolean>>({});
  const close = (): void => { setConflict(null); };
  const keep = useChange({
    run: (fields: FieldValues) => api.cards.patch(card.id, fields, { version: stale.current.version }),
    says: () => t('conflict.kept'),
  });
  if (!module) return null;
  const theirs = (code: string): FieldValue => stale.fields[code]?.theirs ?? null;
  const fields = module.fields.filter((field) => field.code in yours);
  // What goes with a status (the reason of a loss) is not chosen without it.
  const status = fields.find((field) => field.code === 'status');
  const chosen = (code: string): boolean => mine[status?.code ?? code] ?? false;
  const decide = (): void => {
    const kept = Object.fromEntries(Object.entries(yours).filter(([code]) => chosen(code)));
    if (Object.keys(kept).length === 0) close();
    else keep.mutate(kept, { onSettled: close });
  };
  return (
    <Dialog size="lg" onClose={close} title={t('conflict.title')}>
      <Text size="sm" c="dimmed" mb="md">{t('conflict.text', { card: 'name' in stale.current ? stale.current.name : '' })}</Text>
      {fields.map((field) => (
        <div key={field.code} role="group" aria-label={field.label}>
          <Text size="sm" fw={600} mb={4}>{field.label}</Text>
          <div className={classes['both']}>
            {([true, false] as const).map((own) => {
              const value = (own ? yours[field.code] : theirs(field.code)) ?? null;
              return (
                <button
                  key={String(own)}
                  type="button"
                  className={classes['choice']}
                  aria-pressed={chosen(field.code) === own}
                  onClick={() => { setMine((before) => ({ ...before, [status?.code ?? field.code]: own })); }}
                >
                  <Text size="xs" c="dimmed">{own ? t('conflict.yours') : t('conflict.theirs')}</Text>
                  {isEmpty(value) ? '–' : <FieldShow field={field} value={value} module={module} text={nameOf(conflict, field.code, own)} />}
                </button>
              );
            })}
          </div>
        </div>
      ))}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={close}>{t('common:cancel')}</Button>
        <Button onClick={decide} loading={keep.isPending}>{t('conflict.decide')}</Button>
      </Group>
    </Dialog>
  );
}
