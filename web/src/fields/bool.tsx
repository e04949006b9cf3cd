import { Checkbox, Select } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { inputProps } from './box';
import type { EditProps, FieldType, FilterProps, ShowProps } from './type';
import { useTexts } from '../ui/useTexts';

function BoolShow({ value }: ShowProps) {
  const t = useTexts('fields');
  if (value !== true && value !== false) return null;
  return value ? (
    <>
      <IconCheck size={14} stroke={2} aria-hidden="true" style={{ verticalAlign: -2 }} /> {t('yes')}
    </>
  ) : (
    <>{t('no')}</>
  );
}

function BoolEdit(props: EditProps) {
  const { label, ...input } = inputProps(props);
  return (
    <Checkbox
      {...input}
      {...(label ? { label } : {})}
      checked={props.value === true}
      indeterminate={props.field.nullable && props.value === null}
      onChange={(event) => {
        props.onChange(event.currentTarget.checked);
        props.onCommit?.(event.currentTarget.checked);
      }}
    />
  );
}

function BoolFilter({ field, op, value, onChange }: FilterProps) {
  const t = useTexts('fields');
  if (op === 'empty' || op === 'not_empty') return null;
  return (
    <Select
      size="xs"
      aria-label={t('value_of', { field: field.label })}
      data={[{ value: '1', label: t('yes') }, { value: '0', label: t('no') }]}
      value={value === false ? '0' : '1'}
      allowDeselect={false}
      onChange={(chosen) => {
        onChange(chosen === '1');
      }}
    />
  );
}

export const bool: FieldType = {
  name: 'bool', Show: BoolShow, Edit: BoolEdit, Filter: BoolFilter, words: 'bool', direct: true,
};
