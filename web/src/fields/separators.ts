import type { Format } from '../ui/format';

/** The decimal and the thousands sign of a language, for number boxes. */
export function separators(format: Format): { decimalSeparator: string; thousandSeparator: string } {
  const parts = new Intl.NumberFormat(format.locale).formatToParts(1234567.8);
  const sign = (type: string): string | undefined => parts.find((part) => part.type === type)?.value;
  return { decimalSeparator: sign('decimal') ?? '.', thousandSeparator: sign('group') ?? ' ' };
}

/**
 * A date as people type it: 2026-11-22, 2026.11.22., 22.11.2026, 22/11/2026, also without the year. Null when it is none.
 * Day and month stand in the order of the language.
 */
export function parseDay(text: string, locale: string, today: string): string | null {
  const numbers = text.match(/\d+/g)?.map(Number) ?? [];
  const yearFirst = (numbers[0] ?? 0) > 31 || (numbers.length === 2 && locale.startsWith('hu'));
  const [a = 0, b = 0, c] = numbers;
  const thisYear = Number(today.slice(0, 4));
  let year = thisYear;
  let month = b;
  let day = a;
  if (numbers.length === 3 && yearFirst) [year, month, day] = [a, b, c ?? 0];
  else if (numbers.length === 3) year = c ?? thisYear;
  else if (numbers.length === 2 && yearFirst) [month, day] = [a, b];
  else if (numbers.length !== 2) return null;
  if (year < 100) year += 2000;
  const date = new Date(Date.UTC(year, month - 1, day));
  const sound = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return sound ? date.toISOString().slice(0, 10) : null;
}
