import { describe, expect, it } from 'vitest';
import { dayNumber, isoDate, isoTime, zonedToUtc } from './zone';

const at = (iso: string) => Date.parse(iso);

describe('zones', () => {
  it('takes the day of the zone, not of UTC', () => {
    expect(isoDate(at('2026-11-22T22:30:00Z'), 'Europe/Bucharest')).toBe('2026-11-23');
    expect(isoDate(at('2026-11-22T22:30:00Z'), 'Europe/Budapest')).toBe('2026-11-22');
    expect(isoTime(at('2026-11-22T22:30:00Z'), 'Europe/Bucharest')).toBe('00:30');
  });

  it('gives back the moment of a wall-clock time', () => {
    expect(zonedToUtc('2026-07-01', '10:00', 'Europe/Budapest')).toBe(at('2026-07-01T08:00:00Z'));
    expect(zonedToUtc('2026-12-01', '10:00', 'Europe/Budapest')).toBe(at('2026-12-01T09:00:00Z'));
  });

  it('keeps to the rules on the days the clocks change', () => {
    // 29 March 2026: 02:00 -> 03:00. 25 October 2026: 03:00 -> 02:00.
    expect(zonedToUtc('2026-03-29', '01:59', 'Europe/Budapest')).toBe(at('2026-03-29T00:59:00Z'));
    expect(zonedToUtc('2026-03-29', '03:00', 'Europe/Budapest')).toBe(at('2026-03-29T01:00:00Z'));
    expect(zonedToUtc('2026-10-25', '04:00', 'Europe/Budapest')).toBe(at('2026-10-25T03:00:00Z'));
    for (const time of ['00:00', '01:30', '12:00', '23:59']) {
      expect(isoTime(zonedToUtc('2026-10-25', time, 'Europe/Bucharest'), 'Europe/Bucharest')).toBe(time);
    }
  });

  it('counts calendar days over a change of clocks', () => {
    const zone = 'Europe/Budapest';
    expect(dayNumber(zonedToUtc('2026-03-30', '00:00', zone), zone) - dayNumber(zonedToUtc('2026-03-28', '23:59', zone), zone)).toBe(2);
    expect(dayNumber(zonedToUtc('2027-01-01', '00:00', zone), zone) - dayNumber(zonedToUtc('2026-12-31', '23:59', zone), zone)).toBe(1);
  });
});
