import { describe, expect, it } from 'vitest';
import type { Rule } from './repeat';
import { freshRule, readRule, writeRule } from './repeat';

const rule = (day: string, every: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY', more: object = {}) => writeRule({ ...freshRule(day, every), ...more }, day);

describe('rules of tasks that come again', () => {
  it('are written from the day', () => {
    expect(rule('2026-11-22', 'DAILY', { interval: 3 })).toBe('FREQ=DAILY;INTERVAL=3');
    expect(rule('2026-11-22', 'WEEKLY')).toBe('FREQ=WEEKLY;BYDAY=SU');
    expect(rule('2026-11-22', 'WEEKLY', { days: ['TH', 'MO'], until: '2027-01-31' })).toBe('FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270131');
    expect(rule('2026-11-10', 'MONTHLY', { monthly: 'weekday' })).toBe('FREQ=MONTHLY;BYDAY=2TU');
    expect(rule('2026-11-30', 'MONTHLY', { monthly: 'weekday' })).toBe('FREQ=MONTHLY;BYDAY=-1MO');
    expect(rule('2026-11-22', 'YEARLY', { count: 4 })).toBe('FREQ=YEARLY;COUNT=4');
  });
  it('leave no month out at its end', () => {
    expect(rule('2026-11-28', 'MONTHLY')).toBe('FREQ=MONTHLY;BYMONTHDAY=28');
    expect(rule('2026-11-29', 'MONTHLY')).toBe('FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1');
    expect(rule('2026-11-30', 'MONTHLY')).toBe('FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1');
    expect(rule('2026-10-31', 'MONTHLY')).toBe('FREQ=MONTHLY;BYMONTHDAY=-1');
    expect(rule('2028-02-29', 'YEARLY')).toBe('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1');
  });
  it('read as they were written', () => {
    const parts: Partial<Rule>[] = [{ interval: 2, days: ['MO', 'FR'] }, { until: '2027-05-01' }, { count: 9 }];
    for (const part of parts) {
      const made = { ...freshRule('2026-11-22', 'WEEKLY'), ...part };
      expect(readRule(writeRule(made, '2026-11-22'))).toEqual(made);
    }
  });
});
