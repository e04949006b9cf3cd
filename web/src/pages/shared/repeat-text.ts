import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import type { Weekday } from './repeat';
import { readRule, weekdays } from './repeat';

/** "Mon" in the language of the page; 2024-01-01 was a Monday. */
export function useWeekdayNames(): (day: Weekday, width: 'short' | 'long') => string {
  const { locale } = useFormat();
  return (day, width) =>
    new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + weekdays.indexOf(day)));
}

/** A rule in words: "every 2 weeks, Mon, Thu". */
export function useRuleText(): (rule: string) => string {
  const t = useTexts('tasks');
  const name = useWeekdayNames();
  return (text) => {
    const rule = readRule(text);
    const what = t(`repeat.say_${rule.every}`, { count: rule.interval });
    return rule.every === 'WEEKLY' && rule.days.length > 0
      ? t('repeat.say_on', { what, days: rule.days.map((day) => name(day, 'short')).join(', ') }) : what;
  };
}
