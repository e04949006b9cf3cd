import '@mantine/dates/styles.css';
import { DatePicker } from '@mantine/dates';
import { usePickerTexts } from '../../../ui/calendar';
import { useFormat } from '../../../ui/format';
import { todayIn } from '../when';

/** A small calendar; a click takes the day. */
export default function DayPicker({ onPick }: { onPick: (iso: string) => void }) {
  const { zone } = useFormat().settings;
  return (
    <DatePicker
      {...usePickerTexts()}
      size="xs"
      p={4}
      minDate={todayIn(zone)}
      onChange={(day) => {
        if (day) onPick(day);
      }}
    />
  );
}
