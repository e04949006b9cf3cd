import { useFormat } from '../../../ui/format';
import { addDays, daysToMonday, todayIn } from '../when';

/** The handy days: what most tasks are put off to. */
export function useHandyDays(): { key: 'today' | 'tomorrow' | 'days3' | 'next_week'; date: string; days: number }[] {
  const { zone } = useFormat().settings;
  const today = todayIn(zone);
  const monday = daysToMonday(today);
  const days = [
    ['today', 0], ['tomorrow', 1], ['days3', 3],
    // On a Sunday next week begins tomorrow.
    ...(monday === 1 || monday === 3 ? [] : [['next_week', monday] as const]),
  ] as const;
  return days.map(([key, n]) => ({ key, days: n, date: addDays(today, n) })).sort((a, b) => a.days - b.days);
}
