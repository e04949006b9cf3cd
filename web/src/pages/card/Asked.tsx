import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '../../api/problem';
import type { FieldValue, Module } from '../../api/types';
import { FieldEdit, isEmpty } from '../../fields';
import type { Save } from './useSave';
import { useTexts } from '../../ui/useTexts';

/** Asks for what a step needs (the reason of a loss, the date of a deferral) and takes the step with it. */
export function Asked({ module, saving }: { module: Module; saving: Save }) {
  const t = useTexts(['card', 'common']);
  const [value, setValue] = useState<FieldValue>(null);
  const [error, setError] = useState<string | null>(null);
  const { asked } = saving;
  if (!asked) return null;
  const { needed, wish } = asked;
  const submit = async (): Promise<void> => {
    try {
      await saving.save({ ...wish, more: { ...wish.more, [needed.code]: value } });
      saving.settle();
    } catch (reason) {
      setError(asProblem(reason).message);
    }
  };
  return (
    <Modal opened onClose={saving.settle} title={t('asked.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">{t('asked.text', { field: needed.label })}</Text>
          <FieldEdit field={needed} module={module} label={needed.label} value={value} onChange={setValue} />
          {error && <Text size="sm" c="red" role="alert">{error}</Text>}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={saving.settle}>{t('common:cancel')}</Button>
            <Button type="submit" disabled={isEmpty(value)}>{t('common:save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
