import { describe, expect, it } from 'vitest';
import { addDays, daysToMonday, dueOn, endOfDay, todayIn } from './when';

const zone = 'Europe/Budapest';

describe('calendar days', () => {
  it('cross months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('know the next Monday', () => {
    expect(daysToMonday('2026-11-22')).toBe(1);
    expect(daysToMonday('2026-11-23')).toBe(7);
    expect(daysToMonday('2026-11-24')).toBe(6);
  });

  it('end at midnight of the zone, also on the days the clock changes', () => {
    expect(endOfDay('2026-11-22', zone)).toBe(Date.parse('2026-11-22T22:59:59.999Z'));
    expect(endOfDay('2026-03-29', zone)).toBe(Date.parse('2026-03-29T21:59:59.999Z'));
    expect(endOfDay('2026-10-25', zone)).toBe(Date.parse('2026-10-25T22:59:59.999Z'));
    expect(todayIn(zone, Date.parse('2026-11-21T23:30:00Z'))).toBe('2026-11-22');
  });

  it('keep the time of day of a postponed task', () => {
    const timed = { due_at: Date.parse('2026-10-24T08:00:00Z'), due_has_time: true };
    expect(dueOn(timed, '2026-10-26', zone)).toBe(Date.parse('2026-10-26T09:00:00Z'));
    expect(dueOn({ due_at: timed.due_at, due_has_time: false }, '2026-10-26', zone)).toBe(endOfDay('2026-10-26', zone));
  });
});
