import { NumberInput } from '@mantine/core';
import { useFormat } from '../ui/format';
import { commitKeys, inputProps } from './box';
import { rangeFilter } from './filters';
import { separators } from './separators';
import type { EditProps, FieldType, ShowProps } from './type';
import { useTypedNumber } from './typed-number';

function MoneyShow({ value }: ShowProps) {
  const format = useFormat();
  return <>{typeof value === 'number' ? format.money(value) : ''}</>;
}

/** Typed in whole units with decimals, kept in minor units. */
function MoneyEdit(props: EditProps) {
  const format = useFormat();
  const minor = typeof props.value === 'number' ? props.value : null;
  const typed = useTypedNumber(minor === null ? null : minor / format.moneyScale, (value) => {
    props.onChange(value === null ? null : Math.round(value * format.moneyScale));
  });
  const commit = props.onCommit && (() => props.onCommit?.(minor));
  return (
    <NumberInput
      {...inputProps(props)}
      {...separators(format)}
      {...typed}
      decimalScale={format.moneyDigits}
      suffix={` ${format.settings.currency}`}
      clampBehavior="none"
      hideControls
      onKeyDown={commitKeys(commit, props.onCancel)}
      onBlur={commit}
    />
  );
}

export const money: FieldType = {
  name: 'money', Show: MoneyShow, Edit: MoneyEdit, Filter: rangeFilter(MoneyEdit), words: 'number', numeric: true,
};
