import { describe, expect, it } from 'vitest';
import type { Stale } from '../../api/problem';
import { isUntouched } from './conflict';

const stale = (fields: Stale['fields']): Stale => ({ current: {} as Stale['current'], your_version: 3, fields });

describe('a write that came too late', () => {
  it('may be made all the same when the others changed something else', () => {
    expect(isUntouched(stale({ rating: { yours: 2, theirs: 1 } }), { rating: 1 })).toBe(true);
    expect(isUntouched(stale({ tags: { yours: [1], theirs: [2, 3] } }), { tags: [2, 3] })).toBe(true);
  });

  it('is a conflict when they changed the same field', () => {
    expect(isUntouched(stale({ rating: { yours: 2, theirs: 0 } }), { rating: 1 })).toBe(false);
    expect(isUntouched(stale({ rating: { yours: 2, theirs: 1 }, value: { yours: 1, theirs: 5 } }), { rating: 1, value: null })).toBe(false);
  });

  it('is a conflict when the server does not say what stands', () => {
    expect(isUntouched(stale({}), { rating: 1 })).toBe(false);
  });
});
