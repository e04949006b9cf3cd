import { NumberInput } from '@mantine/core';
import { useFormat } from '../ui/format';
import { commitKeys, inputProps } from './box';
import { rangeFilter } from './filters';
import { separators } from './separators';
import type { EditProps, FieldType, ShowProps } from './type';
import { useTypedNumber } from './typed-number';

function NumberShow({ field, value }: ShowProps) {
  const format = useFormat();
  if (typeof value !== 'number') return null;
  // Years are not grouped.
  return <>{field.code === 'founded_year' ? String(value) : format.number(value)}</>;
}

function NumberEdit(props: EditProps) {
  const format = useFormat();
  const value = typeof props.value === 'number' ? props.value : null;
  const typed = useTypedNumber(value, props.onChange);
  const commit = props.onCommit && (() => props.onCommit?.(value));
  return (
    <NumberInput
      {...inputProps(props)}
      {...separators(format)}
      {...typed}
      min={props.field.min ?? undefined}
      max={props.field.max ?? undefined}
      clampBehavior="none"
      hideControls
      onKeyDown={commitKeys(commit, props.onCancel)}
      onBlur={commit}
    />
  );
}

export const number: FieldType = {
  name: 'number', Show: NumberShow, Edit: NumberEdit, Filter: rangeFilter(NumberEdit), words: 'number', numeric: true,
};
