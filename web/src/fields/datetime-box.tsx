import '@mantine/dates/styles.css';
import { DateTimePicker } from '@mantine/dates';
import { usePickerTexts } from '../ui/calendar';
import { useFormat } from '../ui/format';
import { isoDate, isoTime, zonedToUtc } from '../ui/zone';
import { inputProps } from './box';
import type { EditProps } from './type';
import { useTexts } from '../ui/useTexts';

/** A moment, shown and picked in the person's time zone, kept in UTC. */
export default function DateTimeBox(props: EditProps) {
  const t = useTexts('fields');
  const format = useFormat();
  const { zone } = format.settings;
  const at = typeof props.value === 'number' ? props.value : null;
  const wall = at === null ? null : `${isoDate(at, zone)} ${isoTime(at, zone)}:00`;
  const { autoFocus, ...input } = inputProps(props);
  return (
    <DateTimePicker
      {...input}
      {...usePickerTexts()}
      {...(autoFocus ? { autoFocus } : {})}
      value={wall}
      valueFormat={(text) => format.dateTime(zonedToUtc(text.slice(0, 10), text.slice(11, 16) || '00:00', zone))}
      defaultTimeValue="09:00"
      clearable
      clearButtonProps={{ 'aria-label': t('clear') }}
      onChange={(text) => {
        props.onChange(text ? zonedToUtc(text.slice(0, 10), text.slice(11, 16) || '00:00', zone) : null);
      }}
      onDropdownClose={() => props.onCommit?.(at)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && props.onCancel) {
          event.stopPropagation();
          props.onCancel();
        }
      }}
    />
  );
}
