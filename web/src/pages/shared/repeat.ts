/* Rules of tasks that come again, as the dialog shows them: a part of RFC 5545. */

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

export interface Rule {
  every: Frequency;
  interval: number;
  /** Of weeks. */
  days: Weekday[];
  /** Of months: the day itself, its weekday ("the second Tuesday"), or the last day. */
  monthly: 'day' | 'weekday' | 'last';
  until: string | null;
  count: number | null;
}

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);
const dayOfMonth = (day: string) => dateOf(day).getUTCDate();
export const weekdayOf = (day: string): Weekday => weekdays[(dateOf(day).getUTCDay() + 6) % 7] ?? 'MO';
/** Which of its weekday it is in its month: 1 to 4, or -1 for a fifth, which is the last. */
export function placeOf(day: string): number {
  const place = Math.ceil(dayOfMonth(day) / 7);
  return place > 4 ? -1 : place;
}

export const freshRule = (day: string, every: Frequency): Rule => ({
  every, interval: 1, days: [weekdayOf(day)], monthly: 'day', until: null, count: null,
});

/** Day 31 is the last one of each month, and day 30 the 30th or, in February, its last: no month is left out. */
function monthDay(n: number): string {
  if (n < 29) return `BYMONTHDAY=${String(n)}`;
  if (n === 31) return 'BYMONTHDAY=-1';
  return `BYMONTHDAY=${[28, 29, 30].filter((one) => one <= n).join(',')};BYSETPOS=-1`;
}

function which(rule: Rule, day: string): string | null {
  if (rule.every === 'WEEKLY') return `BYDAY=${weekdays.filter((one) => rule.days.includes(one)).join(',') || weekdayOf(day)}`;
  if (rule.every === 'YEARLY') return day.endsWith('-02-29') ? 'BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1' : null;
  if (rule.every !== 'MONTHLY') return null;
  if (rule.monthly === 'last') return 'BYMONTHDAY=-1';
  return rule.monthly === 'weekday' ? `BYDAY=${String(placeOf(day))}${weekdayOf(day)}` : monthDay(dayOfMonth(day));
}

/** The rule of a task due on that day. */
export function writeRule(rule: Rule, day: string): string {
  return [
    `FREQ=${rule.every}`,
    rule.interval > 1 ? `INTERVAL=${String(rule.interval)}` : null,
    which(rule, day),
    rule.until !== null ? `UNTIL=${rule.until.replaceAll('-', '')}` : rule.count !== null ? `COUNT=${String(rule.count)}` : null,
  ].filter(Boolean).join(';');
}

export function readRule(text: string): Rule {
  const parts = new Map(text.split(';').map((part) => part.split('=') as [string, string]));
  const by = parts.get('BYDAY') ?? '';
  const until = /^(\d{4})(\d\d)(\d\d)$/.exec(parts.get('UNTIL') ?? '');
  return {
    every: frequencies.find((one) => one === parts.get('FREQ')) ?? 'DAILY',
    interval: Number(parts.get('INTERVAL') ?? 1),
    days: weekdays.filter((one) => by.split(',').includes(one)),
    monthly: parts.get('FREQ') !== 'MONTHLY' ? 'day' : by !== '' ? 'weekday' : parts.get('BYMONTHDAY') === '-1' ? 'last' : 'day',
    until: until ? until.slice(1).join('-') : null,
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
  };
}
