import '@mantine/dates/styles.css';
import '../../../ui/calendar';
import { DatePicker } from '@mantine/dates';
import { useFormat } from '../../../ui/format';
import { todayIn } from '../when';

/** A small calendar; a click takes the day. */
export default function DayPicker({ onPick }: { onPick: (iso: string) => void }) {
  const { language, zone } = useFormat().settings;
  return (
    <DatePicker
      size="xs"
      p={4}
      locale={language}
      firstDayOfWeek={1}
      minDate={todayIn(zone)}
      onChange={(day) => {
        if (day) onPick(day);
      }}
    />
  );
}
