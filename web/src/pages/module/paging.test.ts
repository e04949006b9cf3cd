import { describe, expect, it } from 'vitest';
import type { CardRow, Page } from '../../api/types';
import { cutToBounds, mustFetch } from './paging';

const page = (ids: number[], next: string | null): Page<CardRow> => ({ rows: ids.map((id) => ({ id }) as CardRow), next });
const ids = (one: Page<CardRow>): number[] => one.rows.map((row) => row.id);

describe('refreshing a long list', () => {
  const many = { pages: Array.from({ length: 10 }, () => page([], 'x')), pageParams: [] };

  it('asks only for the pages on the screen and their neighbours', () => {
    const asked = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((i) => mustFetch(many, i, { first: 4, last: 5 }));
    expect(asked).toEqual([3, 4, 5, 6]);
  });

  it('asks for a page it has never had, and for all of a short list', () => {
    expect(mustFetch(many, -1, { first: 0, last: 0 })).toBe(true);
    expect(mustFetch(undefined, 0, { first: 0, last: 0 })).toBe(true);
    expect(mustFetch({ pages: many.pages.slice(0, 3), pageParams: [] }, 2, { first: 0, last: 0 })).toBe(true);
  });

  it('keeps the seam: a new row joins its page, the next page begins where it did', () => {
    const cut = cutToBounds(page([1, 9, 2, 3, 4], 'fresh'), page([1, 2], 'old'), page([3, 4], null));
    expect(ids(cut)).toEqual([1, 9, 2]);
    expect(cut.next).toBe('old');
  });

  it('keeps the seam also when the first row of the next page has left', () => {
    expect(ids(cutToBounds(page([1, 2, 4], 'fresh'), page([1, 2], 'old'), page([3, 4], null)))).toEqual([1, 2]);
  });

  it('takes the fresh page when nothing of the next one is met', () => {
    expect(cutToBounds(page([1, 2], 'fresh'), page([1], 'old'), page([7], null)).next).toBe('fresh');
  });
});
