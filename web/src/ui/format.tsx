import i18next from 'i18next';
import type { ReactNode } from 'react';
import { createContext, useContext, useMemo } from 'react';
import { dayNumber } from './zone';

/* Dates, numbers, money and names as the user reads them: in his language and time zone. */

export interface FormatSettings {
  language: string;
  zone: string;
  currency: string;
  nameOrder: 'given_first' | 'family_first';
}

/** The server keeps all money in hundredths, whatever the currency. */
const moneyDigits = 2;
const moneyScale = 100;

const locales: Record<string, string> = { en: 'en-GB', hu: 'hu-HU', ro: 'ro-RO' };

/** A late, due or coming moment: the words and how pressing it is. */
export interface Due {
  text: string;
  late: boolean;
  today: boolean;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function createFormat(settings: FormatSettings) {
  const { zone, currency, nameOrder } = settings;
  const locale = locales[settings.language] ?? 'en-GB';
  // Each formatter is made when it is first needed: they cost milliseconds, and a page needs few of them.
  const date = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  const amount = (options: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(locale, options));
  const money = (options: Intl.NumberFormatOptions) => amount({ style: 'currency', currency, ...options });
  const time = date({ hour: '2-digit', minute: '2-digit' });
  const dayShort = date({ weekday: 'short', day: 'numeric', month: 'short' });
  const dayYear = date({ year: 'numeric', month: 'short', day: 'numeric' });
  const full = date({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  const utcDay = date({ timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' });
  const utcDayLong = date({ timeZone: 'UTC', weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const utcMonth = date({ timeZone: 'UTC', year: 'numeric', month: 'long' });
  const utc = (iso: string) => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const distance = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' }));
  const number = amount({ maximumFractionDigits: 6 });
  const percent = amount({ style: 'percent', maximumFractionDigits: 0 });
  const whole = money({ maximumFractionDigits: 0 });
  const exact = money({ minimumFractionDigits: moneyDigits, maximumFractionDigits: moneyDigits });
  const compact = money({ notation: 'compact', maximumFractionDigits: 1 });
  const collator = once(() => new Intl.Collator(locale, { sensitivity: 'base', numeric: true }));

  // All rows of a list ask for the same `now`.
  let today = { at: NaN, day: 0 };
  const daysFrom = (at: number, now: number) => {
    if (today.at !== now) today = { at: now, day: dayNumber(now, zone) };
    return dayNumber(at, zone) - today.day;
  };
  // Said once for each number of days and language: rows by the hundred are as late as each other.
  const lateTexts = new Map<string, string>();
  const daysLate = (count: number): string => {
    const key = `${i18next.language} ${String(count)}`;
    const text = lateTexts.get(key) ?? i18next.t('common:when.days_late', { count });
    lateTexts.set(key, text);
    return text;
  };
  const dateText = (at: number, now: number) =>
    (Math.abs(daysFrom(at, now)) < 180 ? dayShort() : dayYear()).format(at);

  return {
    settings,
    locale,
    moneyScale,
    moneyDigits,
    time: (at: number) => time().format(at),
    date: (at: number) => dayYear().format(at),
    dateTime: (at: number) => full().format(at),
    /** A calendar date "YYYY-MM-DD", which has no time zone. */
    day: (iso: string) => utcDay().format(utc(iso)),
    /** The same with the name of the weekday. */
    dayLong: (iso: string) => utcDayLong().format(utc(iso)),
    /** The month of a calendar date: "November 2026". */
    month: (iso: string) => utcMonth().format(utc(iso)),
    /** "3 minutes ago", "yesterday", then the date. */
    ago(at: number, now = Date.now()): string {
      const minutes = Math.round((at - now) / 60_000);
      if (Math.abs(minutes) < 1) return i18next.t('common:when.now');
      if (Math.abs(minutes) < 60) return relative().format(minutes, 'minute');
      const days = daysFrom(at, now);
      if (days === 0) return relative().format(Math.round(minutes / 60), 'hour');
      if (Math.abs(days) < 7) return relative().format(days, 'day');
      return dateText(at, now);
    },
    /** When a task is due: "2 d late", "today 10:00", "tomorrow", "Wed 25 Nov". */
    due(at: number, hasTime: boolean, now = Date.now()): Due {
      const days = daysFrom(at, now);
      const late = at < now;
      const clock = hasTime ? ` ${time().format(at)}` : '';
      if (late && days < 0) return { text: daysLate(-days), late, today: false };
      if (days === 0) return { text: i18next.t('common:when.today') + clock, late, today: true };
      if (days === 1) return { text: i18next.t('common:when.tomorrow') + clock, late, today: false };
      return { text: dateText(at, now) + clock, late, today: false };
    },
    /** How far off, in few letters: "in 45 min", "3 hr. ago", "in 2 days". */
    distance(at: number, now = Date.now()): string {
      const minutes = Math.round((at - now) / 60_000);
      const size = Math.abs(minutes);
      if (size < 60) return distance().format(minutes, 'minute');
      return size < 48 * 60 ? distance().format(Math.round(minutes / 60), 'hour') : distance().format(Math.round(minutes / 1440), 'day');
    },
    /** In how many days: "in 3 days", "tomorrow". */
    inDays: (at: number, now = Date.now()) => relative().format(daysFrom(at, now), 'day'),
    // Small whole numbers are written alike in all three languages, and a formatter's making costs a phone a tenth of a second.
    number: (value: number) => (value >= 0 && value < 1_000 && Number.isInteger(value) ? String(value) : number().format(value)),
    money: (minor: number) => (minor % moneyScale === 0 ? whole() : exact()).format(minor / moneyScale),
    moneyCompact: (minor: number) => compact().format(minor / moneyScale),
    percent: (share: number) => percent().format(share),
    bytes(n: number): string {
      const unit = n < 1_000 ? 'byte' : n < 1_000_000 ? 'kilobyte' : n < 1_000_000_000 ? 'megabyte' : 'gigabyte';
      const by = { byte: 1, kilobyte: 1e3, megabyte: 1e6, gigabyte: 1e9 }[unit];
      return new Intl.NumberFormat(locale, {
        style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: 1,
      }).format(n / by);
    },
    /** A person's name in the account's order. */
    fullName: (first: string | null, last: string | null) =>
      (nameOrder === 'family_first' ? [last, first] : [first, last]).filter(Boolean).join(' '),
    compare: (a: string, b: string) => collator().compare(a, b),
  };
}

export type Format = ReturnType<typeof createFormat>;

/** "Kovács és Társa Kft." -> "KT": the first letters of the first two words that begin with a capital. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word));
  const capital = words.filter((word) => /^\p{Lu}/u.test(word));
  return (capital.length > 0 ? capital : words)
    .slice(0, 2)
    .map((word) => Array.from(word)[0]?.toLocaleUpperCase() ?? '')
    .join('');
}

const FormatContext = createContext<Format | null>(null);

export function FormatProvider({ settings, children }: { settings: FormatSettings; children: ReactNode }) {
  const { language, zone, currency, nameOrder } = settings;
  const format = useMemo(
    () => createFormat({ language, zone, currency, nameOrder }),
    [language, zone, currency, nameOrder],
  );
  return <FormatContext.Provider value={format}>{children}</FormatContext.Provider>;
}

export function useFormat(): Format {
  const format = useContext(FormatContext);
  if (!format) throw new Error('useFormat outside of FormatProvider');
  return format;
}
