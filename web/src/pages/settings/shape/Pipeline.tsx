import { Button, Group, MultiSelect, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import { problemOf } from '../../../api/problem';
import { keys } from '../../../api/queries';
import type { Label, ModuleShape, StatusGroup, StatusShape } from '../../../api/types';
import { Dialog } from '../../../ui/Dialog';
import { useFormat } from '../../../ui/format';
import { Dot, StatusLabel } from '../../../ui/Status';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { JobProgress } from '../../shared/JobProgress';
import { carried } from './carried';
import { Count } from './Count';
import { labelText } from './label';
import { LabelInput } from './LabelInput';
import { ColourPick } from './Pick';
import classes from './shape.module.css';
import type { SortItem } from './SortList';
import { SortList } from './SortList';
import { ShapeForm } from './ShapeForm';
import { StaleNote } from './StaleNote';
import { useShaping } from './useShape';

type Values = Pick<StatusShape, 'label' | 'colour' | 'cadence_days' | 'cadence_label' | 'stalled_days' | 'probability_pct' | 'needs'>;
const valuesOf = ({ label, colour, cadence_days, cadence_label, stalled_days, probability_pct, needs }: StatusShape): Values =>
  ({ label, colour, cadence_days, cadence_label, stalled_days, probability_pct, needs });
const fresh: Values = { label: {}, colour: 'blue', cadence_days: 0, cadence_label: {}, stalled_days: 0, probability_pct: 50, needs: [] };

/** One status: its name, colour, next step, limits and what it asks for. */
function StatusForm({ shape, status, onDraft, onDone }: {
  shape: ModuleShape;
  /** A group: a new one in it. */
  status: StatusShape | StatusGroup;
  onDraft: (values: Values | null) => void;
  onDone: () => void;
}) {
  const t = useTexts(['shape', 'common']);
  const language = useLanguage();
  const made = typeof status === 'string' ? null : status;
  const [values, setValues] = useState<Values>(made ? valuesOf(made) : fresh);
  const [version, setVersion] = useState(made?.version ?? 0);
  const set = (change: Partial<Values>): void => {
    const next = { ...values, ...change };
    setValues(next);
    onDraft(next);
  };
  const save = useShaping((at: number) => {
    const { needs, ...rest } = values;
    const sent = shape.fixed ? rest : { ...rest, needs };
    return made ? api.statuses.edit(made.id, { ...sent, version: at }) : api.modules.addStatus(shape.id, { ...sent, group: status as StatusGroup });
  }, {
    says: () => t(made ? 'status.saved' : 'status.added', { status: labelText(values.label, language) }),
    done: onDone,
  });
  const part = (key: keyof Values) => problemOf(save.error, key);
  return (
    <ShapeForm label={values.label} busy={save.isPending} onSave={() => { save.mutate(version); }} onDone={onDone}>
      <LabelInput label={t('status.label')} required value={values.label} error={part('label')} onChange={(label) => { set({ label }); }} />
      <ColourPick value={values.colour} onChange={(colour) => { set({ colour }); }} />
      <LabelInput label={t('status.cadence_label')} placeholder={t('status.cadence_hint')} value={values.cadence_label} error={part('cadence_label')} onChange={(cadence_label) => { set({ cadence_label }); }} />
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Count label={t('status.cadence_days')} max={3650} value={values.cadence_days} error={part('cadence_days')} onChange={(cadence_days) => { set({ cadence_days }); }} />
        <Count label={t('status.stalled_days')} max={3650} value={values.stalled_days} error={part('stalled_days')} onChange={(stalled_days) => { set({ stalled_days }); }} />
        <Count label={t('status.probability_pct')} max={100} value={values.probability_pct} error={part('probability_pct')} onChange={(probability_pct) => { set({ probability_pct }); }} />
      </SimpleGrid>
      {!shape.fixed && (
        <MultiSelect
          label={t('status.needs')}
          description={t('status.needs_text')}
          data={shape.needable.map((field) => ({ value: field.code, label: field.label }))}
          value={values.needs}
          error={part('needs')}
          maxValues={20}
          searchable
          onChange={(needs) => { set({ needs }); }}
        />
      )}
      <StaleNote
        error={save.error}
        names={{
          label: t('status.label'), colour: t('colour'), cadence_label: t('status.cadence_label'), cadence_days: t('status.cadence_days'),
          stalled_days: t('status.stalled_days'), probability_pct: t('status.probability_pct'), needs: t('status.needs'),
        }}
        onMine={() => { save.mutate(0); }}
        onTheirs={() => {
          const now = shape.statuses.find((one) => one.id === made?.id);
          save.reset();
          if (!now) return;
          setValues(valuesOf(now));
          setVersion(now.version);
          onDraft(null);
        }}
      />
    </ShapeForm>
  );
}

/** Removing a status asks where its cards go. */
function RemoveStatus({ shape, status, onClose, onJob }: {
  shape: ModuleShape;
  status: StatusShape;
  onClose: () => void;
  onJob: (id: number) => void;
}) {
  const t = useTexts(['shape', 'common']);
  const language = useLanguage();
  const format = useFormat();
  const [to, setTo] = useState<string | null>(null);
  const name = labelText(status.label, language);
  const remove = useShaping((target: string | null) => api.statuses.remove(status.id, target === null ? {} : { to: Number(target) }), {
    says: () => t('remove.done', { status: name }),
    done: (result) => {
      const { job_id } = result as unknown as { job_id: number | null };
      if (job_id !== null) onJob(job_id);
      onClose();
    },
  });
  const error = problemOf(remove.error, 'to');
  return (
    <Dialog onClose={onClose} title={t('remove.title', { status: name })}>
      <Stack gap="md">
        <Text size="sm">{status.n > 0 ? t('remove.text', { count: status.n, n: format.number(status.n) }) : t('remove.empty')}</Text>
        {(status.n > 0 || error !== undefined) && (
          <Select
            label={t('remove.to')}
            data={shape.statuses.filter((one) => one.id !== status.id).map((one) => ({ value: String(one.id), label: labelText(one.label, language) }))}
            value={to}
            error={error}
            onChange={setTo}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button disabled={status.n > 0 && to === null} loading={remove.isPending} onClick={() => { remove.mutate(to); }}>
            {t('remove.submit')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function GroupName({ shape, at, onDone }: { shape: ModuleShape; at: number; onDone: () => void }) {
  const t = useTexts(['shape', 'common']);
  const [label, setLabel] = useState<Label>(shape.groups[at]?.label ?? {});
  const save = useShaping(
    () => api.modules.edit(shape.id, { groups: shape.groups.map((group, i) => (i === at ? label : group.label)), version: shape.version }),
    { says: () => t('group.saved'), done: onDone, loud: true },
  );
  return (
    <ShapeForm label={label} busy={save.isPending} onSave={() => { save.mutate(undefined); }} onDone={onDone}>
      <LabelInput label={t('group.label')} required value={label} onChange={setLabel} />
    </ShapeForm>
  );
}

/** The panel as colleagues see it, with what is being typed. */
function Preview({ shape, draft }: { shape: ModuleShape; draft: { id: string; values: Values } | null }) {
  const t = useTexts('shape');
  const language = useLanguage();
  const format = useFormat();
  return (
    <aside className={classes['preview']} aria-label={t('pipeline.preview')}>
      <Text size="xs" c="dimmed">
        {t('pipeline.preview')}
      </Text>
      {shape.groups.map((group) => (
        <div key={group.group}>
          <h3>{labelText(group.label, language)}</h3>
          {shape.statuses
            .filter((status) => status.group === group.group)
            .map((status) => {
              const values = draft?.id === String(status.id) ? draft.values : status;
              return (
                <div key={status.id} className={classes['previewRow']}>
                  <StatusLabel colour={values.colour} label={labelText(values.label, language)} />
                  <span className={classes['note']}>{format.number(status.n)}</span>
                </div>
              );
            })}
          {draft?.id === group.group && (
            <div className={classes['previewRow']}>
              <StatusLabel colour={draft.values.colour} label={labelText(draft.values.label, language)} />
              <span className={classes['note']}>0</span>
            </div>
          )}
        </div>
      ))}
    </aside>
  );
}

export function Pipeline({ shape }: { shape: ModuleShape }) {
  const t = useTexts('shape');
  const language = useLanguage();
  const format = useFormat();
  const client = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  const [draft, setDraft] = useState<{ id: string; values: Values } | null>(null);
  const [removing, setRemoving] = useState<StatusShape | null>(null);
  const [job, setJob] = useState<number | null>(null);
  const order = useShaping((statuses: { id: number; group: StatusGroup }[]) => api.modules.orderStatuses(shape.id, { statuses, version: shape.version }), {
    says: () => t('pipeline.ordered'), loud: true,
  });
  const close = (): void => {
    setOpen(null);
    setDraft(null);
  };
  const items: SortItem[] = shape.groups.flatMap((group, at): SortItem[] => [
    {
      id: group.group,
      name: labelText(group.label, language),
      head: true,
      content: (
        <>
          <button type="button" className={classes['name']} aria-expanded={open === `g-${group.group}`} onClick={() => { setOpen(open === `g-${group.group}` ? null : `g-${group.group}`); }}>
            {labelText(group.label, language)}
          </button>
          {!shape.fixed && (
            <Button size="compact-xs" variant="subtle" aria-label={t('status.add_to', { group: labelText(group.label, language) })} onClick={() => { setOpen(group.group); }}>
              {t('status.add')}
            </Button>
          )}
        </>
      ),
      below: open === `g-${group.group}` ? <GroupName shape={shape} at={at} onDone={close} />
        : open === group.group ? (
          <StatusForm
            shape={shape}
            status={group.group}
            onDraft={(values) => { setDraft(values && { id: group.group, values }); }}
            onDone={close}
          />
        ) : undefined,
    },
    ...shape.statuses
      .filter((status) => status.group === group.group)
      .map((status): SortItem => {
        const id = String(status.id);
        const name = labelText(status.label, language);
        return {
          id,
          name,
          content: (
            <>
              <Dot colour={status.colour} />
              <button type="button" className={classes['name']} aria-expanded={open === id} onClick={() => { setDraft(null); setOpen(open === id ? null : id); }}>
                {name}
              </button>
              <span className={classes['note']}>
                {[
                  status.cadence_days > 0 && t('status.every', { count: status.cadence_days }),
                  status.needs.length > 0 && t('status.asks', { count: status.needs.length }),
                  t('cards', { count: status.n, n: format.number(status.n) }),
                ].filter(Boolean).join(' · ')}
              </span>
              {!shape.fixed && (
                <Button size="compact-xs" variant="subtle" color="gray" aria-label={t('remove.of', { status: name })} onClick={() => { setRemoving(status); }}>
                  {t('remove.submit')}
                </Button>
              )}
            </>
          ),
          below: open === id ? (
            <StatusForm key={id} shape={shape} status={status} onDraft={(values) => { setDraft(values && { id, values }); }} onDone={close} />
          ) : undefined,
        };
      }),
  ]);
  const move = (from: number, to: number): void => {
    const statuses = carried(items.map((item) => item.id), from, to);
    const next = statuses.flatMap(({ id, group }) => shape.statuses.filter((one) => one.id === id).map((one) => ({ ...one, group })));
    client.setQueryData([...keys.shapes, shape.id], { module: { ...shape, statuses: next } });
    order.mutate(statuses);
  };
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {shape.fixed ? shape.fixed_reason : t('pipeline.text')}
      </Text>
      {job !== null && (
        <JobProgress
          id={job}
          label={t('remove.working')}
          done={() => {
            setJob(null);
            void client.invalidateQueries({ queryKey: keys.shapes });
          }}
        />
      )}
      <div className={classes['split']}>
        <SortList label={t('pipeline.title')} items={items} movable={!shape.fixed} onMove={move} />
        <Preview shape={shape} draft={draft} />
      </div>
      {removing && <RemoveStatus shape={shape} status={removing} onClose={() => { setRemoving(null); }} onJob={setJob} />}
    </>
  );
}
