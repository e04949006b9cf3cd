import '@mantine/dates/styles.css';
import { DateInput } from '@mantine/dates';
import { usePickerTexts } from '../ui/calendar';
import { useFormat } from '../ui/format';
import { isoDate } from '../ui/zone';
import { commitKeys, inputProps } from './box';
import { parseDay } from './separators';
import type { EditProps } from './type';
import { useTexts } from '../ui/useTexts';

/** A date in the person's own notation, typed or picked. */
export default function DateBox(props: EditProps) {
  const t = useTexts('fields');
  const format = useFormat();
  const value = typeof props.value === 'string' ? props.value : null;
  const commit = props.onCommit && (() => props.onCommit?.(value));
  return (
    <DateInput
      {...inputProps(props)}
      {...usePickerTexts()}
      value={value}
      valueFormat={format.day}
      dateParser={(typed) => parseDay(typed, format.locale, isoDate(Date.now(), format.settings.zone))}
      clearable
      clearButtonProps={{ 'aria-label': t('clear') }}
      onChange={(day) => {
        props.onChange(day);
      }}
      onKeyDown={commitKeys(commit, props.onCancel)}
      onBlur={commit}
    />
  );
}
