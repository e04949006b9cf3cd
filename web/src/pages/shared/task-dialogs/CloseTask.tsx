import { Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '../../../api/problem';
import type { CardRow, TaskIn } from '../../../api/types';
import { useMeta } from '../../../meta/meta';
import { useFormat } from '../../../ui/format';
import { isoDate } from '../../../ui/zone';
import type { CloseTask as Closing } from '../card-actions';
import { useAddTask, useCloseTask } from '../card-actions';
import type { SeenTask } from '../task-conflict';
import { TaskFields } from './TaskFields';
import { Dialog } from '../../../ui/Dialog';
import { useTexts } from '../../../ui/useTexts';

interface Props {
  card: Pick<CardRow, 'id' | 'module_id' | 'name' | 'n_open_tasks'>;
  task: SeenTask & { text: string };
  onClose: () => void;
  /** False where the caller itself knows what to focus next. */
  returnFocus?: boolean;
}

const STATES = ['done', 'success', 'failed'] as const;

/**
 * Closing a task asks how it went; when the card is left without a next action, it asks for that too, with what the
 * status's cadence suggests. Enter, Enter is enough.
 */
export function CloseTask({ card, task, onClose, returnFocus = true }: Props) {
  const t = useTexts(['list', 'common']);
  const meta = useMeta();
  const { zone } = useFormat().settings;
  const [state, setState] = useState<Closing['state']>('done');
  const [result, setResult] = useState('');
  const [next, setNext] = useState<TaskIn | null>(null);
  const close = useCloseTask();
  const add = useAddTask();
  const module = meta.module(card.module_id);

  const submit = (): void => {
    close.mutate({ row: card, task, state, result: result.trim() }, {
      onSuccess: ({ suggest }) => {
        if (!suggest) {
          onClose();
          return;
        }
        setNext({
          text: suggest.text, type_id: suggest.type_id, assignee_id: meta.me.id, due_date: isoDate(suggest.due_at, zone),
        });
      },
      // What was typed stays, unless somebody was quicker: then both values are asked about in a dialog of their own.
      onError: (error) => { if (asProblem(error).stale) onClose(); },
    });
  };
  const plan = (): void => {
    if (next?.text?.trim()) add.mutate({ card: card.id, task: next }, { onSuccess: onClose });
  };

  return (
    <Dialog onClose={onClose} returnFocus={returnFocus} title={next ? t('close.next_title') : t('close.title')}>
      {next ? (
        <form onSubmit={(event) => { event.preventDefault(); plan(); }}>
          <Stack gap="md">
            <Text size="sm" c="dimmed">{t('close.next_hint', { card: card.name })}</Text>
            <TaskFields module={module} value={next} onChange={setNext} autoFocus label={t('close.next')} />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={onClose}>{t('close.no_next')}</Button>
              <Button type="submit" loading={add.isPending} disabled={!next.text?.trim()}>{t('close.add_next')}</Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
          <Stack gap="md">
            <div>
              <Text fw={600}>{task.text}</Text>
              <Text size="sm" c="dimmed">{card.name}</Text>
            </div>
            <SegmentedControl
              aria-label={t('close.how')}
              data={STATES.map((value) => ({ value, label: t(`close.${value}`) }))}
              value={state}
              onChange={(value) => { setState(value as Closing['state']); }}
            />
            <Textarea
              label={t('close.result')}
              description={t('close.result_hint')}
              data-autofocus
              autosize
              minRows={2}
              maxRows={8}
              maxLength={4000}
              value={result}
              onChange={(event) => { setResult(event.currentTarget.value); }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey) return;
                event.preventDefault();
                submit();
              }}
            />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
              <Button type="submit" loading={close.isPending}>{t('close.submit')}</Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
