import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { asProblem } from '../../api/problem';
import type { Module, Task, TaskIn } from '../../api/types';
import { useFormat } from '../../ui/format';
import { isoDate } from '../../ui/zone';
import { TaskFields } from '../shared/task-dialogs';
import { useTexts } from '../../ui/useTexts';

/** Changes an open task. */
export function TaskEditor({ module, task, onClose }: { module: Module; task: Task; onClose: () => void }) {
  const t = useTexts(['card', 'common']);
  const { zone } = useFormat().settings;
  const day = task.due_at === null ? null : isoDate(task.due_at, zone);
  const [value, setValue] = useState<TaskIn>({
    text: task.text, type_id: task.type_id, assignee_id: task.assignee_id, due_date: day,
  });
  const save = useChange({
    run: () => {
      const { due_date, ...rest } = value;
      // A day that was left as it is keeps its time of day.
      return api.tasks.patch(task.id, { ...rest, ...(due_date === day ? {} : { due_date: due_date ?? null }), version: task.version });
    },
    says: (out) => t('task.edited', { task: out.task.text }),
    refused: (error) => !asProblem(error).stale,
  });
  return (
    <Modal opened onClose={onClose} title={t('task.edit')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <TaskFields module={module} value={value} onChange={setValue} autoFocus error={save.error?.message} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
            <Button type="submit" loading={save.isPending} disabled={!value.text?.trim()}>{t('common:save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
