import { ActionIcon, Group, Select, Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { FieldType, Import, ImportColumn, Mapping, MappingColumn } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { ColumnDetails } from './ColumnDetails';
import classes from './import.module.css';
import { isChoice, meaningOf, targetType, withTarget } from './mapping';
import type { TargetGroup } from './targets';
import { leaveOut, newTypes, targetGroups } from './targets';
import { useTexts } from '../../ui/useTexts';

interface RowProps {
  row: Import;
  column: MappingColumn;
  stats: ImportColumn;
  targets: TargetGroup[];
  onChange: (column: MappingColumn) => void;
}

function NewField({ column, onChange }: Pick<RowProps, 'column' | 'onChange'>) {
  const t = useTexts('import');
  const field = column.new ?? { label: column.header, type: 'text' as FieldType };
  return (
    <Group gap="xs" mt={4} wrap="nowrap">
      <TextInput
        size="xs"
        style={{ flex: 2 }}
        maxLength={100}
        aria-label={t('columns.new_label')}
        value={field.label}
        onChange={(event) => {
          onChange({ ...column, new: { ...field, label: event.currentTarget.value } });
        }}
      />
      <Select
        size="xs"
        style={{ flex: 1 }}
        aria-label={t('columns.new_type')}
        allowDeselect={false}
        data={newTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
        value={field.type}
        onChange={(type) => {
          if (type !== null) onChange({ ...column, new: { ...field, type: type as FieldType } });
        }}
      />
    </Group>
  );
}

function ColumnRow({ row, column, stats, targets, onChange }: RowProps) {
  const t = useTexts('import');
  const format = useFormat();
  const meta = useMeta();
  const [open, setOpen] = useState(false);
  const field = column.to === null || column.to === 'new' ? undefined : meta.field(row.module_id, column.to);
  const choice = isChoice(targetType(column, field));
  const unknown = choice
    ? stats.distinct.filter((text) => meaningOf(column, field, text).kind === 'unknown').length
    : 0;
  return (
    <>
      <tr data-out={column.to === null || undefined}>
        <td>
          <b>{column.header}</b>
          <div className={classes['samples']}>
            {t('columns.filled', { n: format.number(stats.n_filled), of: format.number(row.n_rows ?? 0) })}
          </div>
        </td>
        <td className={classes['samples']}>{[...new Set(stats.samples)].join(' · ')}</td>
        <td>
          <Group gap="xs" wrap="nowrap">
            <Select
              size="xs"
              style={{ flex: 1 }}
              searchable
              allowDeselect={false}
              aria-label={t('columns.target_of', { column: column.header })}
              data={targets}
              value={column.to ?? leaveOut}
              onChange={(to) => {
                if (to !== null) onChange(withTarget(column, to === leaveOut ? null : to, stats));
              }}
            />
            {column.to !== null && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-expanded={open}
                aria-label={t('columns.details_of', { column: column.header })}
                onClick={() => {
                  setOpen(!open);
                }}
              >
                {open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
              </ActionIcon>
            )}
          </Group>
          {column.to === 'new' && <NewField column={column} onChange={onChange} />}
          {unknown > 0 && (
            <Text size="xs" c="var(--c-soon)">
              {t('columns.values_open', { count: unknown })}
            </Text>
          )}
        </td>
      </tr>
      {open && column.to !== null && (
        <tr className={classes['details']}>
          <td colSpan={3}>
            <ColumnDetails column={column} stats={stats} field={field} choice={choice} onChange={onChange} />
          </td>
        </tr>
      )}
    </>
  );
}

/** One line a column of the file: what it holds, and where it goes. */
export function ColumnTable({ row, mapping, onChange }: {
  row: Import;
  mapping: Mapping;
  onChange: (columns: MappingColumn[]) => void;
}) {
  const t = useTexts('import');
  const module = useMeta().module(row.module_id);
  const targets = useMemo(
    () =>
      module
        ? targetGroups(module, {
            nothing: t('columns.nothing'),
            newField: t('columns.new_field'),
            card: t('columns.group_card'),
            person: t('columns.group_person'),
            company: t('columns.group_company'),
            member: (member) => t(`member.${member}`),
          })
        : [],
    [module, t],
  );
  const empty = row.columns.filter(({ n_filled }) => n_filled === 0).length;
  return (
    <>
      <table className={classes['columns']}>
        <thead>
          <tr>
            <th style={{ width: '28%' }}>{t('columns.column')}</th>
            <th>{t('columns.samples')}</th>
            <th style={{ width: '38%' }}>{t('columns.goes_to')}</th>
          </tr>
        </thead>
        <tbody>
          {mapping.columns.map((column, i) => {
            const stats = row.columns[i];
            if (!stats || stats.n_filled === 0) return null;
            return (
              <ColumnRow
                key={i}
                row={row}
                column={column}
                stats={stats}
                targets={targets}
                onChange={(changed) => {
                  onChange(mapping.columns.with(i, changed));
                }}
              />
            );
          })}
        </tbody>
      </table>
      {empty > 0 && (
        <Text size="xs" c="dimmed">
          {t('columns.hidden', { count: empty })}
        </Text>
      )}
    </>
  );
}
