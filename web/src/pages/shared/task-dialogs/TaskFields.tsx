import { Chip, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { Field, FieldType, Module, TaskIn } from '../../../api/types';
import { FieldEdit } from '../../../fields';
import { OptionSelect } from '../../../fields/option-select';
import { useMeta } from '../../../meta/meta';
import { useHandyDays } from './handy-days';
import { useTexts } from '../../../ui/useTexts';

/** A field that stands in no module: for the boxes of dialogs. */
export function looseField(code: string, type: FieldType, label: string): Field {
  return {
    id: 0, code, type, label, help: '', group: '', role: '', required: false, filterable: false, sortable: false,
    editable: true, nullable: true, ops: [], min: null, max: null, options: [],
  };
}

interface Props {
  module: Module | undefined;
  value: TaskIn;
  onChange: (value: TaskIn) => void;
  label?: ReactNode;
  autoFocus?: boolean;
  error?: string | undefined;
}

/** Text, day, type and person of a planned task. */
export function TaskFields({ module, value, onChange, label, autoFocus = false, error }: Props) {
  const t = useTexts('list');
  const meta = useMeta();
  const days = useHandyDays();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) first.current?.select();
  }, [autoFocus]);
  const set = (part: Partial<TaskIn>): void => { onChange({ ...value, ...part }); };
  const members = meta.activeMembers.map(({ id, name }) => ({ id, label: name }));
  const types = (module?.task_types ?? []).filter((type) => !type.retired || type.id === value.type_id).map((type) => ({ id: type.id, label: type.label }));
  return (
    <Stack gap="sm">
      <TextInput
        label={label ?? t('task.text')}
        value={value.text ?? ''}
        maxLength={500}
        ref={first}
        data-autofocus={autoFocus || undefined}
        error={error}
        onChange={(event) => { set({ text: event.currentTarget.value }); }}
      />
      <Chip.Group
        value={value.due_date ?? ''}
        onChange={(date) => { set({ due_date: typeof date === 'string' ? date : null, due_at: undefined }); }}
      >
        <Group gap={6} role="group" aria-label={t('task.when')}>
          {days.map(({ key, date }) => (
            <Chip key={key} value={date} size="xs" variant="outline">
              {t(`task.${key}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <FieldEdit
          field={looseField('due', 'date', t('task.day'))}
          label={t('task.day')}
          value={value.due_date ?? null}
          onChange={(date) => { set({ due_date: typeof date === 'string' ? date : null, due_at: undefined }); }}
        />
        <OptionSelect
          items={types}
          edit={{
            field: looseField('type', 'choice', t('task.type')), label: t('task.type'), value: value.type_id ?? null,
            onChange: (id) => { set({ type_id: typeof id === 'number' ? id : null }); },
          }}
        />
        <OptionSelect
          items={members}
          edit={{
            field: looseField('assignee', 'user', t('task.assignee')), label: t('task.assignee'),
            value: value.assignee_id ?? null,
            onChange: (id) => { set({ assignee_id: typeof id === 'number' ? id : null }); },
          }}
        />
      </SimpleGrid>
    </Stack>
  );
}
