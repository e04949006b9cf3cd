import { describe, expect, it } from 'vitest';
import { relativeWord, splitRelative } from './relative';
import { parseDay } from './separators';
import { safeUrl } from './link';

describe('dates as people type them', () => {
  it.each([
    ['2026-11-22', 'en-GB', '2026-11-22'],
    ['2026. 11. 22.', 'hu-HU', '2026-11-22'],
    ['22.11.2026', 'ro-RO', '2026-11-22'],
    ['22/11/26', 'en-GB', '2026-11-22'],
    ['11. 22.', 'hu-HU', '2026-11-22'],
    ['22.11', 'ro-RO', '2026-11-22'],
    ['29.02.2027', 'ro-RO', null],
    ['31.4.2026', 'ro-RO', null],
    ['tomorrow', 'en-GB', null],
    ['7', 'en-GB', null],
  ])('%s in %s', (typed, locale, day) => {
    expect(parseDay(typed, locale, '2026-06-01')).toBe(day);
  });
});

describe('relative days', () => {
  it('carry their number', () => {
    expect(splitRelative('last_30_days')).toEqual({ pattern: 'last_N_days', days: 30 });
    expect(splitRelative('this_week')).toEqual({ pattern: 'this_week', days: 7 });
    expect(relativeWord('older_than_N_days', 90)).toBe('older_than_90_days');
    expect(relativeWord('last_N_days', 99999)).toBe('last_3650_days');
  });
});

describe('links', () => {
  it('lead only to the web', () => {
    expect(safeUrl('example.com/a')).toBe('https://example.com/a');
    expect(safeUrl('javascript:alert(1)')).toBeNull();
    expect(safeUrl('data:text/html,x')).toBeNull();
    expect(safeUrl('http://')).toBeNull();
  });
});
