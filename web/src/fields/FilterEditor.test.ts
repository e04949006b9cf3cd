import { describe, expect, it } from 'vitest';
import { completeFilter, isComplete } from './FilterEditor';

describe('filters being written', () => {
  it('wait for the value of each condition', () => {
    expect(isComplete({ field: 'a', op: 'empty' })).toBe(true);
    expect(isComplete({ field: 'a', op: 'eq', value: null })).toBe(false);
    expect(isComplete({ field: 'a', op: 'eq', value: 0 })).toBe(true);
    expect(isComplete({ field: 'a', op: 'eq', value: false })).toBe(true);
    expect(isComplete({ field: 'a', op: 'contains', value: '' })).toBe(false);
    expect(isComplete({ field: 'a', op: 'in', value: [] })).toBe(false);
    expect(isComplete({ field: 'a', op: 'between', value: [1, null] })).toBe(false);
    expect(isComplete({ field: 'a', op: 'between', value: [1, 2] })).toBe(true);
  });

  it('are asked for without what is not finished', () => {
    const done = { field: 'a', op: 'empty' } as const;
    const open = { field: 'b', op: 'eq', value: null } as const;
    expect(completeFilter({ all: [done, { any: [open] }, { not: { any: [done, open] } }] })).toEqual({
      all: [done, { not: { any: [done] } }],
    });
    expect(completeFilter({ all: [open] })).toBeNull();
    expect(completeFilter(null)).toBeNull();
  });
});
