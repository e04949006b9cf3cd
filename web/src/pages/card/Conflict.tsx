import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { showProblem, useChange } from '../../api/change';
import type { Card, FieldValues, Module } from '../../api/types';
import { FieldShow, isEmpty } from '../../fields';
import classes from './card.module.css';
import type { Save } from './useSave';

/** Two people changed the same card: both values side by side, field by field; the person decides. */
export function Conflict({ card, module, saving }: { card: Card; module: Module; saving: Save }) {
  const { t } = useTranslation(['card', 'common']);
  const [mine, setMine] = useState<Record<string, boolean>>({});
  const keep = useChange({
    run: ({ fields, version }: { fields: FieldValues; version: number }) => api.cards.patch(card.id, fields, { version }),
    says: () => t('conflict.kept'),
  });
  if (!saving.conflict) return null;
  const { stale, wish } = saving.conflict;
  const yours: FieldValues = { ...wish.more, [wish.field.code]: wish.value };
  const fields = module.fields.filter((field) => field.code in yours);
  const theirs = (code: string) => stale.fields[code]?.theirs ?? null;
  const decide = (): void => {
    const kept = Object.fromEntries(Object.entries(yours).filter(([code]) => mine[code]));
    if (Object.keys(kept).length === 0) {
      saving.settle();
      return;
    }
    keep.mutate({ fields: kept, version: stale.current.version }, { onSuccess: saving.settle, onError: showProblem });
  };
  return (
    <Modal opened size="lg" onClose={saving.settle} title={t('conflict.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Text size="sm" c="dimmed" mb="md">{t('conflict.text')}</Text>
      {fields.map((field) => (
        <div key={field.code}>
          <Text size="sm" fw={600} mb={4}>{field.label}</Text>
          <div className={classes['conflict']}>
            {([true, false] as const).map((own) => {
              const value = own ? yours[field.code] : theirs(field.code);
              return (
                <button
                  key={String(own)}
                  type="button"
                  className={classes['choice']}
                  aria-pressed={(mine[field.code] ?? false) === own}
                  onClick={() => { setMine((before) => ({ ...before, [field.code]: own })); }}
                >
                  <Text size="xs" c="dimmed">{own ? t('conflict.yours') : t('conflict.theirs')}</Text>
                  {isEmpty(value) ? '–' : <FieldShow field={field} value={value ?? null} module={module} />}
                </button>
              );
            })}
          </div>
        </div>
      ))}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={saving.settle}>{t('common:cancel')}</Button>
        <Button onClick={decide} loading={keep.isPending}>{t('conflict.decide')}</Button>
      </Group>
    </Modal>
  );
}
