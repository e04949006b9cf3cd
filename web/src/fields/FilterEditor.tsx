import { ActionIcon, Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Field, Filter, FilterCondition, Module, Op } from '../meta/types';
import { FieldFilter, fieldTypes } from './index';
import classes from './fields.module.css';
import { isBare, isList } from './filters';
import type { FilterValue } from './type';
import { useTexts } from '../ui/useTexts';

interface Props {
  fields: readonly Field[];
  value: Filter | null;
  onChange: (filter: Filter | null) => void;
  /** Whose statuses a status field takes. */
  module?: Module | undefined;
}

const MAX_DEPTH = 4;

interface GroupNode {
  any: boolean;
  not: boolean;
  kids: Filter[];
}

/** Any filter as a group: a lone condition is a group of one, and "not" is "none of these". */
function toGroup(filter: Filter): GroupNode {
  if ('field' in filter) return { any: false, not: false, kids: [filter] };
  if ('any' in filter) return { any: true, not: false, kids: filter.any };
  if ('all' in filter) return { any: false, not: false, kids: filter.all };
  const inner = toGroup(filter.not);
  if (inner.not) return { ...inner, not: false };
  if (inner.any || inner.kids.length <= 1) return { any: true, not: true, kids: inner.kids };
  // Not all of several: any of them is not so.
  return { any: true, not: false, kids: inner.kids.map((kid) => ({ not: kid })) };
}

function fromGroup({ any, not, kids }: GroupNode): Filter {
  const group: Filter = any ? { any: kids } : { all: kids };
  return not ? { not: group } : group;
}

/** A first value that makes sense for the operator, so that a new condition is complete where it can be. */
function startValue(field: Field, op: Op): FilterValue {
  if (isBare(op)) return undefined;
  if (op === 'relative') return 'this_week';
  if (isList(op)) return [];
  if (field.type === 'bool') return true;
  return null;
}

function startOp(field: Field): Op {
  const preferred: Op[] = fieldTypes[field.type].words === 'choice' ? ['in', 'eq'] : ['relative', 'contains', 'eq'];
  return preferred.find((op) => field.ops.includes(op)) ?? field.ops[0] ?? 'eq';
}

function newCondition(field: Field): FilterCondition {
  const op = startOp(field);
  const value = startValue(field, op);
  return { field: field.code, op, ...(value === undefined ? {} : { value }) };
}

/** False while a condition still waits for its value: it is kept in the editor but not asked for. */
export function isComplete(condition: FilterCondition): boolean {
  if (isBare(condition.op)) return true;
  const { value } = condition;
  if (Array.isArray(value)) {
    return value.length > 0 && (condition.op !== 'between' || (value.length === 2 && value.every((one) => one !== null)));
  }
  return value !== undefined && value !== null && value !== '';
}

/** The filter without what is not finished; null when nothing is left. */
export function completeFilter(filter: Filter | null): Filter | null {
  if (!filter) return null;
  if ('field' in filter) return isComplete(filter) ? filter : null;
  if ('not' in filter) {
    const inner = completeFilter(filter.not);
    return inner && { not: inner };
  }
  const kids = ('any' in filter ? filter.any : filter.all).map(completeFilter).filter((kid) => kid !== null);
  if (kids.length === 0) return null;
  return 'any' in filter ? { any: kids } : { all: kids };
}

function fieldData(fields: readonly Field[], other: string): { group: string; items: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const field of fields) {
    const name = field.group || other;
    const items = groups.get(name) ?? [];
    items.push({ value: field.code, label: field.label });
    groups.set(name, items);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

function Condition({ fields, module, value, onChange, onRemove }: {
  fields: readonly Field[];
  module: Module | undefined;
  value: FilterCondition;
  onChange: (condition: FilterCondition) => void;
  onRemove: () => void;
}) {
  const t = useTexts('fields');
  const field = fields.find((one) => one.code === value.field);
  const words = field ? fieldTypes[field.type].words : 'text';
  const ops = field?.ops ?? [value.op];
  const setOp = (op: Op): void => {
    if (!field) return;
    const kept = isList(op) === isList(value.op) && op !== 'relative' && value.op !== 'relative' && op !== 'between' && value.op !== 'between';
    const next = kept && !isBare(op) && !isBare(value.op) ? value.value : startValue(field, op);
    onChange({ field: field.code, op, ...(next === undefined ? {} : { value: next }) });
  };
  return (
    <div className={classes['condition']}>
      <Select
        size="xs"
        aria-label={t('filter.field')}
        data={fieldData(fields, t('filter.general'))}
        value={value.field}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        onChange={(code) => {
          const chosen = fields.find((one) => one.code === code);
          if (chosen) onChange(newCondition(chosen));
        }}
      />
      <Select
        size="xs"
        aria-label={t('filter.op')}
        data={ops.map((op) => ({ value: op, label: t(`op.${words}.${op}`) }))}
        value={value.op}
        allowDeselect={false}
        onChange={(op) => {
          if (op) setOp(op);
        }}
      />
      <div className={classes['operand']}>
        {field && (
          <FieldFilter
            field={field}
            module={module}
            op={value.op}
            value={value.value}
            onChange={(next) => {
              onChange({ field: value.field, op: value.op, ...(next === undefined ? {} : { value: next }) });
            }}
          />
        )}
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={t('filter.remove')} onClick={onRemove}>
        <IconTrash size={15} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

function GroupEditor({ fields, module, filter, onChange, onRemove, depth }: {
  fields: readonly Field[];
  module: Module | undefined;
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove?: () => void;
  depth: number;
}) {
  const t = useTexts('fields');
  const group = toGroup(filter);
  const set = (part: Partial<GroupNode>): void => { onChange(fromGroup({ ...group, ...part })); };
  const setKid = (i: number, kid: Filter | null): void => {
    set({ kids: group.kids.flatMap((one, k) => (k === i ? (kid ? [kid] : []) : [one])) });
  };
  const first = fields[0];
  const mode = group.not ? 'none' : group.any ? 'any' : 'all';
  return (
    <Stack gap={6} className={depth > 0 ? classes['group'] : undefined}>
      {(depth > 0 || group.kids.length > 1 || mode !== 'all') && (
        <Group justify="space-between" gap="sm">
          <SegmentedControl
            size="xs"
            aria-label={t('filter.mode')}
            data={(['all', 'any', 'none'] as const).map((value) => ({ value, label: t(`filter.${value}`) }))}
            value={mode}
            onChange={(chosen) => { set({ any: chosen !== 'all', not: chosen === 'none' }); }}
          />
          {onRemove && (
            <ActionIcon variant="subtle" color="gray" aria-label={t('filter.remove_group')} onClick={onRemove}>
              <IconTrash size={15} stroke={1.6} />
            </ActionIcon>
          )}
        </Group>
      )}
      {group.kids.map((kid, i) =>
        'field' in kid ? (
          <Condition
            key={i}
            fields={fields}
            module={module}
            value={kid}
            onChange={(next) => { setKid(i, next); }}
            onRemove={() => { setKid(i, null); }}
          />
        ) : (
          <GroupEditor
            key={i}
            fields={fields}
            module={module}
            filter={kid}
            depth={depth + 1}
            onChange={(next) => { setKid(i, next); }}
            onRemove={() => { setKid(i, null); }}
          />
        ),
      )}
      <Group gap="sm">
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} stroke={2} aria-hidden="true" />}
          onClick={() => {
            if (first) set({ kids: [...group.kids, newCondition(first)] });
          }}
        >
          {t('filter.add')}
        </Button>
        {depth < MAX_DEPTH && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              if (first) set({ kids: [...group.kids, { any: [newCondition(first)] }] });
            }}
          >
            {t('filter.add_group')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** Conditions over any field, in groups of "all", "any" or "none" that nest. */
export function FilterEditor({ fields, value, onChange, module }: Props) {
  const t = useTexts('fields');
  const usable = fields.filter((field) => field.filterable && field.ops.length > 0);
  if (usable.length === 0) return <Text size="sm" c="dimmed">{t('nothing_found')}</Text>;
  return (
    <GroupEditor
      fields={usable}
      module={module}
      filter={value ?? { all: [] }}
      depth={0}
      onChange={(next) => {
        const { kids } = toGroup(next);
        onChange(kids.length === 0 ? null : next);
      }}
    />
  );
}
