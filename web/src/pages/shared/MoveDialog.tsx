import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { asProblem, problemOf } from '../../api/problem';
import type { CardRow, Field, FieldValue, Module, Status } from '../../api/types';
import { FieldEdit, isEmpty } from '../../fields';
import { useEditCard } from './card-actions';
import { Dialog } from '../../ui/Dialog';
import { useTexts } from '../../ui/useTexts';

interface Props {
  row: CardRow;
  module: Module;
  status: Status;
  /** What the status asks for. */
  needed: Field;
  onClose: () => void;
}

/** Asks for the lost reason or the date a card comes back on, then moves it. */
export function MoveDialog({ row, module, status, needed, onClose }: Props) {
  const t = useTexts(['list', 'common']);
  const [value, setValue] = useState<FieldValue>(null);
  const edit = useEditCard({ quiet: true });
  const field = module.fields.find((one) => one.code === 'status');
  const move = (): void => {
    if (!field || isEmpty(value)) return;
    edit.mutate({ row, field, value: status.id, more: { [needed.code]: value } }, {
      onSuccess: onClose,
      // Both statuses are shown elsewhere then.
      onError: (reason) => {
        if (asProblem(reason).stale) onClose();
      },
    });
  };
  const error = problemOf(edit.error, `fields.${needed.code}`);
  return (
    <Dialog onClose={onClose} title={t('move.title', { status: status.label })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          move();
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">{row.name}</Text>
          <FieldEdit field={needed} module={module} label={needed.label} value={value} onChange={setValue} error={error} />
          {edit.error && !error && <Text size="sm" c="red" role="alert">{edit.error.message}</Text>}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
            <Button type="submit" disabled={isEmpty(value)} loading={edit.isPending}>{t('move.submit')}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
