import { Group, NumberInput, Select, TagsInput } from '@mantine/core';
import type { ComponentType } from 'react';
import type { FieldValue, Scalar } from '../meta/types';
import type { Item } from './option-select';
import { OptionMultiSelect, OptionSelect } from './option-select';
import { relativeWord, splitRelative, RELATIVE } from './relative';
import { TextBox } from './box';
import type { EditProps, FilterProps, FilterValue } from './type';
import { useTexts } from '../ui/useTexts';

export function isList(op: string): boolean {
  return op === 'in' || op === 'not_in' || op === 'between';
}

/** Operators that need no value. */
export function isBare(op: string): boolean {
  return op === 'empty' || op === 'not_empty';
}

function single(value: FilterValue): Scalar {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function list(value: FilterValue): Scalar[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

const numbers = (value: FilterValue): number[] => list(value).filter((one) => typeof one === 'number');

/** A single value in a condition is never kept as a list. */
const toScalar = (value: FieldValue): Scalar => (Array.isArray(value) ? null : value);

/** Text to look for: one, or several for "is one of". */
export function TextFilter({ field, op, value, onChange }: FilterProps) {
  const t = useTexts('fields');
  if (isBare(op)) return null;
  if (isList(op)) {
    return (
      <TagsInput
        size="xs"
        aria-label={t('value_of', { field: field.label })}
        value={list(value).map(String)}
        onChange={onChange}
        placeholder={t('type_and_enter')}
      />
    );
  }
  const edit: EditProps = {
    field: { ...field, max: 200 }, value: single(value), size: 'xs', ariaLabel: t('value_of', { field: field.label }),
    onChange: (typed) => {
      onChange(toScalar(typed) ?? '');
    },
  };
  return <TextBox edit={edit} />;
}

/** One number, or two for "is between". */
export function rangeFilter(Edit: ComponentType<EditProps>): ComponentType<FilterProps> {
  return function RangeFilter({ field, op, value, onChange }: FilterProps) {
    const t = useTexts('fields');
    if (isBare(op)) return null;
    if (op !== 'between') {
      return (
        <Edit
          field={field}
          size="xs"
          ariaLabel={t('value_of', { field: field.label })}
          value={single(value)}
          onChange={(typed) => {
            onChange(toScalar(typed));
          }}
        />
      );
    }
    const [from = null, to = null] = list(value);
    return (
      <Group gap={4} wrap="nowrap">
        <Edit
          field={field}
          size="xs"
          ariaLabel={t('from_of', { field: field.label })}
          value={from}
          onChange={(typed) => {
            onChange([toScalar(typed), to]);
          }}
        />
        <span aria-hidden="true">–</span>
        <Edit
          field={field}
          size="xs"
          ariaLabel={t('to_of', { field: field.label })}
          value={to}
          onChange={(typed) => {
            onChange([from, toScalar(typed)]);
          }}
        />
      </Group>
    );
  };
}

/** "in the last 7 days", "this week" … */
function RelativeFilter({ field, value, onChange }: FilterProps) {
  const t = useTexts('fields');
  const { pattern, days } = splitRelative(String(single(value) ?? ''));
  const known = RELATIVE.find((one) => one === pattern) ?? 'today';
  return (
    <Group gap={4} wrap="nowrap">
      {known.includes('N') && (
        <NumberInput
          size="xs"
          w={64}
          min={1}
          max={3650}
          hideControls
          aria-label={t('days')}
          value={days}
          onChange={(typed) => {
            onChange(relativeWord(known, Number(typed) || 1));
          }}
        />
      )}
      <Select
        size="xs"
        aria-label={t('value_of', { field: field.label })}
        data={RELATIVE.map((one) => ({ value: one, label: t(`relative.${one}`) }))}
        value={known}
        allowDeselect={false}
        maxDropdownHeight={320}
        onChange={(chosen) => {
          onChange(relativeWord(chosen ?? 'today', days));
        }}
      />
    </Group>
  );
}

/** Dates compare with dates ("is before") or with today ("in the last 7 days"). */
export function dateFilter(Edit: ComponentType<EditProps>): ComponentType<FilterProps> {
  const Range = rangeFilter(Edit);
  return function DateFilter(props: FilterProps) {
    return props.op === 'relative' ? <RelativeFilter {...props} /> : <Range {...props} />;
  };
}

/** One option or several; which ones there are is told by the type. */
export function optionFilter(useItems: (props: FilterProps) => readonly Item[]): ComponentType<FilterProps> {
  return function OptionFilter(props: FilterProps) {
    const t = useTexts('fields');
    const items = useItems(props);
    const { field, op, value, onChange } = props;
    if (isBare(op)) return null;
    const shared = { field: { ...field, nullable: false }, size: 'xs', ariaLabel: t('value_of', { field: field.label }) } as const;
    if (!isList(op)) {
      return (
        <OptionSelect
          items={items}
          edit={{
            ...shared, value: single(value),
            onChange: (chosen) => {
              onChange(toScalar(chosen));
            },
          }}
        />
      );
    }
    return (
      <OptionMultiSelect
        items={items}
        edit={{
          ...shared, value: numbers(value),
          onChange: (chosen) => {
            onChange(Array.isArray(chosen) ? chosen : []);
          },
        }}
      />
    );
  };
}
