import { Button, Checkbox, Group, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import { problemOf } from '../../../api/problem';
import { keys } from '../../../api/queries';
import type { ModuleShape, TaskTypeShape } from '../../../api/types';
import { Dialog } from '../../../ui/Dialog';
import { Icon } from '../../../ui/Icon';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { JobProgress } from '../../shared/JobProgress';
import { Count } from './Count';
import { labelText } from './label';
import { LabelInput } from './LabelInput';
import { IconPick } from './Pick';
import classes from './shape.module.css';
import { ShapeForm } from './ShapeForm';
import { SortList } from './SortList';
import { StaleNote } from './StaleNote';
import { useShaping } from './useShape';

type Values = Pick<TaskTypeShape, 'label' | 'icon' | 'duration_min' | 'reminder_min' | 'is_contact'>;
const valuesOf = ({ label, icon, duration_min, reminder_min, is_contact }: TaskTypeShape): Values => ({ label, icon, duration_min, reminder_min, is_contact });
const fresh: Values = { label: {}, icon: 'checklist', duration_min: 30, reminder_min: 0, is_contact: false };

function TypeForm({ shape, type, onDone }: { shape: ModuleShape; type: TaskTypeShape | null; onDone: () => void }) {
  const t = useTexts('shape');
  const language = useLanguage();
  const [values, setValues] = useState<Values>(type ? valuesOf(type) : fresh);
  const [version, setVersion] = useState(type?.version ?? 0);
  const set = (change: Partial<Values>): void => { setValues({ ...values, ...change }); };
  const save = useShaping(
    (at: number) => (type ? api.taskTypes.edit(type.id, { ...values, version: at }) : api.taskTypes.add(shape.id, values)),
    { says: () => t(type ? 'task_types.saved' : 'task_types.added', { type: labelText(values.label, language) }), done: onDone },
  );
  const part = (key: keyof Values) => problemOf(save.error, key);
  return (
    <ShapeForm label={values.label} busy={save.isPending} onSave={() => { save.mutate(version); }} onDone={onDone}>
      <LabelInput label={t('task_types.label')} required value={values.label} error={part('label')} onChange={(label) => { set({ label }); }} />
      <IconPick value={values.icon} onChange={(icon) => { set({ icon }); }} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Count label={t('task_types.duration')} max={10_080} value={values.duration_min} error={part('duration_min')} onChange={(duration_min) => { set({ duration_min }); }} />
        <Count label={t('task_types.reminder')} max={527_040} value={values.reminder_min} error={part('reminder_min')} onChange={(reminder_min) => { set({ reminder_min }); }} />
      </SimpleGrid>
      <Checkbox label={t('task_types.is_contact')} checked={values.is_contact} onChange={(event) => { set({ is_contact: event.currentTarget.checked }); }} />
      <StaleNote
        error={save.error}
        names={{ label: t('task_types.label'), icon: t('icon'), duration_min: t('task_types.duration'), reminder_min: t('task_types.reminder'), is_contact: t('task_types.is_contact') }}
        onMine={() => { save.mutate(0); }}
        onTheirs={() => {
          const now = shape.task_types.find((one) => one.id === type?.id);
          save.reset();
          if (!now) return;
          setValues(valuesOf(now));
          setVersion(now.version);
        }}
      />
    </ShapeForm>
  );
}

/** Retiring one asks which type its open tasks get. */
function Retire({ shape, type, onClose, onJob }: { shape: ModuleShape; type: TaskTypeShape; onClose: () => void; onJob: (id: number) => void }) {
  const t = useTexts(['shape', 'common']);
  const language = useLanguage();
  const [to, setTo] = useState<string | null>(null);
  const name = labelText(type.label, language);
  const retire = useShaping((target: string | null) => api.taskTypes.retire(type.id, target === null ? undefined : Number(target)), {
    says: () => t('task_types.retired', { type: name }),
    done: (result) => {
      const { job_id } = result as unknown as { job_id: number | null };
      if (job_id !== null) onJob(job_id);
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={t('task_types.retire_of', { type: name })}>
      <Stack gap="md">
        <Text size="sm">{t('task_types.retire_text')}</Text>
        <Select
          label={t('task_types.retire_to')}
          data={shape.task_types.filter((one) => !one.retired && one.id !== type.id).map((one) => ({ value: String(one.id), label: labelText(one.label, language) }))}
          value={to}
          error={problemOf(retire.error, 'to')}
          clearable
          onChange={setTo}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button loading={retire.isPending} onClick={() => { retire.mutate(to); }}>{t('task_types.retire')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** What planned steps of a module can be. */
export function TaskTypes({ shape }: { shape: ModuleShape }) {
  const t = useTexts('shape');
  const language = useLanguage();
  const client = useQueryClient();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const [retiring, setRetiring] = useState<TaskTypeShape | null>(null);
  const [job, setJob] = useState<number | null>(null);
  const nameOf = (type: TaskTypeShape) => labelText(type.label, language);
  const order = useShaping((ids: number[]) => api.taskTypes.order(shape.id, ids), { says: () => t('task_types.ordered'), loud: true });
  const offer = useShaping((type: TaskTypeShape) => api.taskTypes.edit(type.id, { retired: false }), {
    says: (type) => t('task_types.offered', { type: nameOf(type) }), loud: true,
  });
  const offered = shape.task_types.filter((type) => !type.retired);
  const retired = shape.task_types.filter((type) => type.retired);
  const move = (from: number, to: number): void => {
    const next = offered.toSpliced(from, 1).toSpliced(to, 0, ...offered.slice(from, from + 1));
    client.setQueryData([...keys.shapes, shape.id], { module: { ...shape, task_types: [...next, ...retired] } });
    order.mutate(next.map((type) => type.id));
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">{t('task_types.text')}</Text>
      {job !== null && (
        <JobProgress
          id={job}
          label={t('task_types.working')}
          done={() => {
            setJob(null);
            void client.invalidateQueries({ queryKey: keys.shapes });
          }}
        />
      )}
      <SortList
        label={t('task_types.title')}
        onMove={move}
        items={offered.map((type) => ({
          id: String(type.id),
          name: nameOf(type),
          content: (
            <>
              <Icon name={type.icon} />
              <button type="button" className={classes['name']} aria-expanded={open === type.id} onClick={() => { setOpen(open === type.id ? null : type.id); }}>
                {nameOf(type)}
              </button>
              <span className={classes['note']}>
                {[type.duration_min > 0 && t('task_types.minutes', { n: type.duration_min }), type.is_contact && t('task_types.contact')].filter(Boolean).join(' · ')}
              </span>
              <Button size="compact-xs" variant="subtle" color="gray" aria-label={t('task_types.retire_of', { type: nameOf(type) })} onClick={() => { setRetiring(type); }}>
                {t('task_types.retire')}
              </Button>
            </>
          ),
          below: open === type.id ? <TypeForm key={type.id} shape={shape} type={type} onDone={() => { setOpen(null); }} /> : undefined,
        }))}
      />
      {open === 'new' ? <TypeForm shape={shape} type={null} onDone={() => { setOpen(null); }} /> : (
        <Group>
          <Button variant="default" onClick={() => { setOpen('new'); }}>{t('task_types.add')}</Button>
        </Group>
      )}
      {retired.length > 0 && (
        <div>
          <Text size="sm" fw={600}>{t('task_types.retired_title')}</Text>
          {retired.map((type) => (
            <Group key={type.id} gap="sm" py={4}>
              <Icon name={type.icon} />
              <Text size="sm" c="dimmed">{nameOf(type)}</Text>
              <Button size="compact-xs" variant="subtle" aria-label={t('task_types.offer_of', { type: nameOf(type) })} onClick={() => { offer.mutate(type); }}>
                {t('task_types.offer')}
              </Button>
            </Group>
          ))}
        </div>
      )}
      {retiring && <Retire shape={shape} type={retiring} onClose={() => { setRetiring(null); }} onJob={setJob} />}
    </Stack>
  );
}
