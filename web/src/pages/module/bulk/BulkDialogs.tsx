import { Button, Group, SegmentedControl, Select, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Field, FieldValue, FieldValues, Id, Status, TaskIn } from '../../../api/types';
import { FieldEdit, isEmpty } from '../../../fields';
import { useMeta } from '../../../meta/meta';
import { useFormat } from '../../../ui/format';
import { isAskedAnew, neededFields } from '../../shared/status-needs';
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

/** Fields that can be the same for many cards; names, customers and files are each card's own. */
function bulkFields(fields: readonly Field[], fixed: boolean): Field[] {
  const own = ['name', 'contact', 'company', ...(fixed ? ['status'] : [])];
  return fields.filter((field) => field.editable && field.type !== 'file' && !own.includes(field.code));
}

/** What a status asks for: some for all cards anew, the rest where a card has nothing yet. */
function useFill(status: Status | undefined): { fill: { fields: FieldValues; fill: FieldValues; ready: boolean }; boxes: ReactNode } {
  const t = useTexts('bulk');
  const { module } = useModuleState();
  const [values, setValues] = useState<FieldValues>({});
  const needed = (status ? neededFields(module, status) : []).filter((field) => field.type !== 'file');
  const anew = needed.filter((field) => status && isAskedAnew(field, status));
  const given = (fields: readonly Field[]): FieldValues =>
    Object.fromEntries(fields.flatMap((field) => (isEmpty(values[field.code]) ? [] : [[field.code, values[field.code] ?? null]])));
  const rest = needed.filter((field) => !anew.includes(field));
  return {
    fill: { fields: given(anew), fill: given(rest), ready: anew.every((field) => !isEmpty(values[field.code])) },
    boxes: (
      <>
        {[...anew, ...rest].map((field) => (
          <FieldEdit
            key={field.code}
            field={field}
            module={module}
            label={field.label}
            value={values[field.code] ?? null}
            onChange={(value) => { setValues((before) => ({ ...before, [field.code]: value })); }}
          />
        ))}
        {rest.length > 0 && <Text size="xs" c="dimmed">{t('fill_hint')}</Text>}
      </>
    ),
  };
}

/** One field to one value for all of them. */
export function EditDialog({ bulk, n, onClose, code }: DialogProps & { code?: string | undefined }) {
  const t = useTexts('bulk');
  const meta = useMeta();
  const { module } = useModuleState();
  const fields = bulkFields(module.fields, module.fixed);
  const [chosen, setChosen] = useState<string | null>(code ?? null);
  const [value, setValue] = useState<FieldValue>(null);
  const [clear, setClear] = useState(false);
  const field = module.fields.find((one) => one.code === chosen);
  const status = field?.code === 'status' && typeof value === 'number' ? meta.status(value) : undefined;
  const { fill, boxes } = useFill(status);
  return (
    <Frame
      title={t('edit_title')}
      bulk={bulk}
      n={n}
      onClose={onClose}
      onSubmit={() => (field ? bulk.run({ action: 'edit', fields: { ...fill.fields, [field.code]: clear ? null : value }, fill: fill.fill }) : Promise.resolve(false))}
      disabled={!field || (isEmpty(value) && !clear) || !fill.ready}
    >
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
      {field && !clear && (
        <FieldEdit key={field.code} field={field} module={module} label={t('value')} value={value} onChange={setValue} />
      )}
      {boxes}
      {field && field.nullable && !field.required && (
        <Switch label={t('leave_empty')} checked={clear} onChange={(event) => { setClear(event.currentTarget.checked); }} />
      )}
    </Frame>
  );
}

/** All of them into a status that asks for something. */
export function MoveManyDialog({ bulk, n, onClose, status: id }: DialogProps & { status: Id }) {
  const t = useTexts('bulk');
  const meta = useMeta();
  const status = meta.status(id);
  const { fill, boxes } = useFill(status);
  return (
    <Frame
      title={t('to_status', { status: status?.label ?? '' })}
      bulk={bulk}
      n={n}
      onClose={onClose}
      onSubmit={() => bulk.run({ action: 'edit', fields: { ...fill.fields, status: id }, fill: fill.fill })}
      disabled={!fill.ready}
    >
      {boxes}
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
