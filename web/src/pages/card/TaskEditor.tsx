import { Button, Group, Modal, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { asProblem } from '../../api/problem';
import type { Module, Task, TaskIn } from '../../api/types';
import { useFormat } from '../../ui/format';
import { isoDate } from '../../ui/zone';
import { showTaskConflict, writeTask } from '../shared/task-conflict';
import { TaskFields } from '../shared/task-dialogs';
import type { RepeatValue } from '../shared/task-dialogs/RepeatFields';
import { RepeatFields } from '../shared/task-dialogs/RepeatFields';
import { useTexts } from '../../ui/useTexts';

/** Those of the changes that shall stand; the day is told of as a moment. */
function chosen({ due_date, ...rest }: TaskIn, own: ReadonlySet<string>): TaskIn {
  const kept = Object.entries(rest).filter(([code]) => own.has(code) || own.has('state'));
  return { ...Object.fromEntries(kept), ...(due_date !== undefined && (own.has('due_at') || own.has('state')) ? { due_date } : {}) };
}

/** Changes an open task. */
export function TaskEditor({ module, task, onClose }: { module: Module; task: Task; onClose: () => void }) {
  const t = useTexts(['card', 'common', 'tasks']);
  const { zone } = useFormat().settings;
  const day = task.due_at === null ? null : isoDate(task.due_at, zone);
  const [value, setValue] = useState<TaskIn>({
    text: task.text, type_id: task.type_id, assignee_id: task.assignee_id, due_date: day,
  });
  const [repeat, setRepeat] = useState<RepeatValue | null>(task.repeat);
  const [scope, setScope] = useState<'this' | 'following'>('following');
  const ruled = repeat?.rrule !== task.repeat?.rrule || repeat?.from !== task.repeat?.from;
  // Only what was changed is written: a day that was left as it is keeps its time of day.
  const changed: TaskIn = {
    ...(value.text === task.text ? {} : { text: value.text ?? '' }),
    ...(value.type_id === task.type_id ? {} : { type_id: value.type_id ?? null }),
    ...(value.assignee_id === task.assignee_id ? {} : { assignee_id: value.assignee_id ?? null }),
    ...(value.due_date === day ? {} : { due_date: value.due_date ?? null }),
    ...(ruled ? { repeat: repeat && { rrule: repeat.rrule, from: repeat.from } } : {}),
  };
  const several = task.repeat !== null && !ruled && Object.keys(changed).length > 0;
  const save = useChange({
    run: () => writeTask(task, (version) => api.tasks.patch(task.id, { ...changed, ...(several ? { scope } : {}), version })),
    says: (out) => t('task.edited', { task: out.task.text }),
    refused: (error) =>
      showTaskConflict(error, (own, version) => api.tasks.patch(task.id, { ...chosen(changed, own), ...(several ? { scope } : {}), version }))
      || !asProblem(error).stale,
  });
  return (
    <Modal opened onClose={onClose} title={t('task.edit')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (Object.keys(changed).length === 0) onClose();
          else save.mutate(undefined, { onSuccess: onClose, onError: (error) => { if (asProblem(error).stale) onClose(); } });
        }}
      >
        <Stack gap="md">
          <TaskFields module={module} value={value} onChange={setValue} autoFocus error={save.error?.message} />
          <RepeatFields value={repeat} day={value.due_date ?? null} onChange={setRepeat} />
          {several && (
            <SegmentedControl
              aria-label={t('tasks:repeat.scope')}
              value={scope}
              data={(['following', 'this'] as const).map((one) => ({ value: one, label: t(`tasks:repeat.scope_${one}`) }))}
              onChange={(one) => { setScope(one); }}
            />
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
            <Button type="submit" loading={save.isPending} disabled={!value.text?.trim()}>{t('common:save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
