/** Words for days relative to today; N stands for a number of days. */
export const RELATIVE = [
  'today', 'yesterday', 'tomorrow', 'this_week', 'last_week', 'next_week', 'this_month', 'last_month', 'next_month',
  'this_year', 'last_year', 'last_N_days', 'next_N_days', 'older_than_N_days', 'past', 'future',
] as const;

const DEFAULT_DAYS = 7;

export type Relative = (typeof RELATIVE)[number];

/** "last_30_days" -> the pattern "last_N_days" and 30. */
export function splitRelative(word: string): { pattern: string; days: number } {
  const found = /_(\d{1,4})_/.exec(word);
  return found ? { pattern: word.replace(/\d{1,4}/, 'N'), days: Number(found[1]) } : { pattern: word, days: DEFAULT_DAYS };
}

export function relativeWord(pattern: string, days: number): string {
  return pattern.replace('N', String(Math.min(3650, Math.max(1, Math.round(days)))));
}
