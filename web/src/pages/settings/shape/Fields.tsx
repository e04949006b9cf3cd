import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import { keys } from '../../../api/queries';
import type { FieldShape, Label, ModuleShape } from '../../../api/types';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { JobProgress } from '../../shared/JobProgress';
import { Section } from '../Section';
import { ConvertField } from './ConvertField';
import type { FieldTypeName } from './FieldForm';
import { FieldForm } from './FieldForm';
import { isBlank, labelText } from './label';
import { LabelInput } from './LabelInput';
import classes from './shape.module.css';
import { ShapeForm } from './ShapeForm';
import type { SortItem } from './SortList';
import { SortList } from './SortList';
import { useShaping } from './useShape';

interface FieldGroup {
  label: Label;
  fields: FieldShape[];
}

/** Fields that stand together under one name. */
export function groupsOf(fields: readonly FieldShape[]): FieldGroup[] {
  const groups: FieldGroup[] = [];
  for (const field of fields) {
    const name = JSON.stringify(field.group);
    const found = groups.find((group) => JSON.stringify(group.label) === name);
    if (found) found.fields.push(field);
    else groups.push({ label: field.group, fields: [field] });
  }
  return groups;
}

function GroupForm({ label, onSave, onDone }: { label: Label; onSave: (label: Label) => void; onDone: () => void }) {
  const t = useTexts(['shape', 'common']);
  const [value, setValue] = useState(label);
  return (
    <ShapeForm label={value} onSave={() => { onSave(value); onDone(); }} onDone={onDone}>
      <LabelInput label={t('group.label')} required value={value} onChange={setValue} />
    </ShapeForm>
  );
}

export function Fields({ shape }: { shape: ModuleShape }) {
  const t = useTexts('shape');
  const language = useLanguage();
  const client = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  const [extra, setExtra] = useState<Label | null>(null); // a group that has no field yet
  const [converting, setConverting] = useState<FieldShape | null>(null);
  const [job, setJob] = useState<number | null>(null);
  const live = shape.fields.filter((field) => field.trashed_at === null);
  const trash = shape.fields.filter((field) => field.trashed_at !== null);
  const filled = groupsOf(live);
  // The first field needs no group of a name.
  const groups = [...(filled.length > 0 || extra ? filled : [{ label: {}, fields: [] }]), ...(extra ? [{ label: extra, fields: [] }] : [])];
  const nameOf = (field: FieldShape): string => labelText(field.label, language);
  const close = (): void => { setOpen(null); };
  const order = useShaping(
    (next: FieldGroup[]) => api.modules.orderFields(shape.id, {
      version: shape.version,
      groups: next.map((group) => ({ label: group.label, fields: group.fields.map((field) => field.id) })),
    }),
    { says: () => t('fields.ordered'), loud: true },
  );
  const remove = useShaping((field: FieldShape) => api.fields.trash(field.id), { says: (field) => t('fields.trashed', { field: nameOf(field) }), loud: true });
  const restore = useShaping((field: FieldShape) => api.fields.restore(field.id), { says: (field) => t('fields.restored', { field: nameOf(field) }), loud: true });
  const put = (next: FieldGroup[]): void => {
    const fields = next.flatMap((group) => group.fields.map((field) => ({ ...field, group: group.label })));
    client.setQueryData([...keys.shapes, shape.id], { module: { ...shape, fields: [...fields, ...trash] } });
    if (extra && next.some((group) => group.label === extra && group.fields.length > 0)) setExtra(null);
    order.mutate(next);
  };
  const row = (field: FieldShape): SortItem => {
    const id = String(field.id);
    return {
      id,
      name: nameOf(field),
      content: (
        <>
          <button type="button" className={classes['name']} aria-expanded={open === id} onClick={() => { setOpen(open === id ? null : id); }}>
            {nameOf(field)}
          </button>
          <span className={classes['note']}>
            {[
              t(`types.${field.type as FieldTypeName}`),
              field.formula !== null && t('formula.computed'),
              field.required && t('fields.required'),
              field.required_from !== null && t('fields.required_later'),
              field.unique && t('fields.unique'),
              field.indexing && t('fields.indexing'),
            ].filter(Boolean).join(' · ')}
          </span>
          {field.role === '' && field.formula === null && field.type !== 'file' && (
            <Button size="compact-xs" variant="subtle" color="gray" aria-label={t('convert.of', { field: nameOf(field) })} onClick={() => { setConverting(field); }}>
              {t('convert.open')}
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" color="gray" aria-label={t('fields.trash_of', { field: nameOf(field) })} onClick={() => { remove.mutate(field); }}>
            {t('remove.submit')}
          </Button>
        </>
      ),
      below: open === id ? <FieldForm key={id} shape={shape} field={field} onDone={close} /> : undefined,
    };
  };
  const items: SortItem[] = groups.flatMap((group, at): SortItem[] => {
    const name = isBlank(group.label) ? t('fields.no_group') : labelText(group.label, language);
    const id = `group-${String(at)}`;
    return [
      {
        id,
        name,
        head: true,
        content: (
          <>
            <button type="button" className={classes['name']} aria-expanded={open === `${id}-name`} onClick={() => { setOpen(open === `${id}-name` ? null : `${id}-name`); }}>
              {name}
            </button>
            <Button size="compact-xs" variant="subtle" aria-label={t('fields.add_to', { group: name })} onClick={() => { setOpen(`${id}-add`); }}>
              {t('fields.add')}
            </Button>
          </>
        ),
        below: open === `${id}-name` ? (
          <GroupForm
            label={group.label}
            onDone={close}
            onSave={(label) => {
              if (group.fields.length === 0) setExtra(label);
              else put(groups.filter((one) => one.fields.length > 0).map((one) => (one === group ? { ...one, label } : one)));
            }}
          />
        ) : open === `${id}-add` ? (
          <FieldForm
            shape={shape}
            field={null}
            group={group.label}
            onDone={() => {
              close();
              if (group.label === extra) setExtra(null);
            }}
          />
        ) : undefined,
      },
      ...group.fields.map(row),
    ];
  });
  const move = (from: number, to: number): void => {
    const moved = items.filter((_, i) => i !== from);
    const item = items[from];
    if (!item) return;
    moved.splice(Math.max(to, 1), 0, item);
    const next: FieldGroup[] = [];
    for (const { id, head } of moved) {
      const group = head === true ? groups[Number(id.slice('group-'.length))] : undefined;
      const field = live.find((one) => String(one.id) === id);
      if (group) next.push({ label: group.label, fields: [] });
      else if (field) next.at(-1)?.fields.push(field);
    }
    put(next.filter((group) => group.fields.length > 0));
  };
  return (
    <>
      <Section>
        <Text size="sm" c="dimmed">
          {t('fields.text')}
        </Text>
        {job !== null && (
          <JobProgress
            id={job}
            label={t('convert.working')}
            done={() => {
              setJob(null);
              void client.invalidateQueries();
            }}
          />
        )}
        {shape.computing !== null && (
          <JobProgress
            id={shape.computing}
            label={t('formula.working')}
            done={() => { void client.invalidateQueries(); }}
          />
        )}
        <SortList label={t('fields.title')} items={items} onMove={move} />
        <Group>
          <Button
            variant="default"
            disabled={extra !== null}
            onClick={() => {
              setExtra({});
              setOpen(`group-${String(groups.length)}-name`);
            }}
          >
            {t('fields.add_group')}
          </Button>
        </Group>
      </Section>
      {trash.length > 0 && (
        <Section title={t('fields.trash')} text={t('fields.trash_text')}>
          <ul className={classes['list']}>
            {trash.map((field) => (
              <li key={field.id} className={classes['item']}>
                <Text className={classes['grow']}>{nameOf(field)}</Text>
                <span className={classes['note']}>{t(`types.${field.type as FieldTypeName}`)}</span>
                <Button size="xs" variant="default" aria-label={t('restore_of', { name: nameOf(field) })} onClick={() => { restore.mutate(field); }}>
                  {t('restore')}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {converting && <ConvertField field={converting} onClose={() => { setConverting(null); }} onJob={setJob} />}
    </>
  );
}
