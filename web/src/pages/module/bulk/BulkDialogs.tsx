import { Button, Group, SegmentedControl, Select, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Field, FieldValue, TaskIn } from '../../../api/types';
import { FieldEdit, isEmpty } from '../../../fields';
import { useMeta } from '../../../meta/meta';
import { useFormat } from '../../../ui/format';
import { neededField } from '../../shared/status-needs';
import { TaskFields } from '../../shared/task-dialogs';
import { useModuleState } from '../context';
import type { Bulk } from './useBulk';
import { Dialog } from '../../../ui/Dialog';
import { useTexts } from '../../../ui/useTexts';

interface DialogProps {
  bulk: Bulk;
  n: number;
  onClose: () => void;
}

function Frame({ title, bulk, n, onClose, onSubmit, disabled, children }: DialogProps & {
  title: string;
  onSubmit: () => Promise<boolean>;
  disabled: boolean;
  children: ReactNode;
}) {
  const t = useTexts(['bulk', 'common']);
  const format = useFormat();
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit().then((done) => {
            if (done) onClose();
          });
        }}
      >
        <Stack gap="md">
          {children}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
            <Button type="submit" disabled={disabled} loading={bulk.busy}>
              {t('change_n', { count: n, n: format.number(n) })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Fields that can be the same for many cards; names and customers are each card's own. */
function bulkFields(fields: readonly Field[], fixed: boolean): Field[] {
  const own = ['name', 'contact', 'company', ...(fixed ? ['status'] : [])];
  return fields.filter((field) => field.editable && !own.includes(field.code));
}

/** One field to one value for all of them; a status may bring the field it asks for. */
export function EditDialog({ bulk, n, onClose, code, status }: DialogProps & {
  code?: string | undefined;
  status?: number | undefined;
}) {
  const t = useTexts('bulk');
  const meta = useMeta();
  const { module } = useModuleState();
  const target = status === undefined ? undefined : meta.status(status);
  const needed = target && neededField(module, target);
  const fields = bulkFields(module.fields, module.fixed);
  const [chosen, setChosen] = useState<string | null>(needed?.code ?? code ?? null);
  const [value, setValue] = useState<FieldValue>(null);
  const [clear, setClear] = useState(false);
  const field = module.fields.find((one) => one.code === chosen);
  const title = target ? t('to_status', { status: target.label }) : t('edit_title');
  const submit = (): Promise<boolean> => {
    if (!field) return Promise.resolve(false);
    const fieldsIn = { [field.code]: clear ? null : value, ...(target ? { status: target.id } : {}) };
    return bulk.run({ action: 'edit', fields: fieldsIn });
  };
  return (
    <Frame
      title={title}
      bulk={bulk}
      n={n}
      onClose={onClose}
      onSubmit={submit}
      disabled={!field || (isEmpty(value) && !clear)}
    >
      {!needed && (
        <Select
          label={t('field')}
          data={fields.map((one) => ({ value: one.code, label: one.label }))}
          value={chosen}
          searchable
          data-autofocus={code === undefined || undefined}
          allowDeselect={false}
          onChange={(next) => {
            setChosen(next);
            setValue(null);
            setClear(false);
          }}
        />
      )}
      {field && !clear && (
        <FieldEdit key={field.code} field={field} module={module} label={needed ? field.label : t('value')} value={value} onChange={setValue} />
      )}
      {field && field.nullable && !needed && !field.required && (
        <Switch label={t('leave_empty')} checked={clear} onChange={(event) => { setClear(event.currentTarget.checked); }} />
      )}
    </Frame>
  );
}

export function AddTaskDialog({ bulk, n, onClose }: DialogProps) {
  const t = useTexts('bulk');
  const { module } = useModuleState();
  const [task, setTask] = useState<TaskIn>({ text: '' });
  const text = task.text?.trim() ?? '';
  return (
    <Frame
      title={t('add_task')}
      bulk={bulk}
      n={n}
      onClose={onClose}
      onSubmit={() => bulk.run({ action: 'add_task', task: { ...task, text } })}
      disabled={text === ''}
    >
      <TaskFields module={module} value={task} onChange={setTask} autoFocus />
      <Text size="xs" c="dimmed">{t('assignee_hint')}</Text>
    </Frame>
  );
}

export function CloseTasksDialog({ bulk, n, onClose }: DialogProps) {
  const t = useTexts(['bulk', 'list']);
  const [state, setState] = useState<'done' | 'success' | 'failed'>('done');
  const [result, setResult] = useState('');
  return (
    <Frame
      title={t('close_tasks')}
      bulk={bulk}
      n={n}
      onClose={onClose}
      onSubmit={() => bulk.run({ action: 'close_tasks', state, ...(result.trim() ? { result: result.trim() } : {}) })}
      disabled={false}
    >
      <Text size="sm" c="dimmed">{t('close_hint')}</Text>
      <SegmentedControl
        aria-label={t('list:close.how')}
        data={(['done', 'success', 'failed'] as const).map((one) => ({ value: one, label: t(`list:close.${one}`) }))}
        value={state}
        onChange={(next) => { setState(next as typeof state); }}
      />
      <Textarea
        label={t('list:close.result')}
        autosize
        minRows={2}
        maxLength={4000}
        data-autofocus
        value={result}
        onChange={(event) => { setResult(event.currentTarget.value); }}
      />
    </Frame>
  );
}
