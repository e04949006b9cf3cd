import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { keys } from '../../api/queries';
import type { BoardColumn, CardRow } from '../../api/types';
import { dropRows, patchRow } from './row-cache';

function row(id: number, status: number, value: number | null = null): CardRow {
  return { id, module_id: 1, status_id: status, value_minor: value, name: String(id), version: 1 } as CardRow;
}

describe('cards in the cached lists', () => {
  it('change in every list of their module and in no other', () => {
    const client = new QueryClient();
    const list = [...keys.cards(1), 'list', {}];
    const other = [...keys.cards(2), 'list', {}];
    const data = { pages: [{ rows: [row(1, 5)], next: 'x' }, { rows: [row(2, 5)], next: null }], pageParams: [undefined, 'x'] };
    client.setQueryData(list, data);
    client.setQueryData(other, data);
    patchRow(client, 1, 2, (one) => ({ ...one, name: 'new' }));
    const after = client.getQueryData<typeof data>(list);
    expect(after?.pages[1]?.rows[0]?.name).toBe('new');
    expect(after?.pages[0]).toBe(data.pages[0]);
    expect(client.getQueryData(other)).toBe(data);
  });

  it('move to their new column on the board, counts and values with them', () => {
    const client = new QueryClient();
    const key = [...keys.cards(1), 'board', {}];
    const columns: BoardColumn[] = [
      { status_id: 5, n: 40, capped: false, partial: false, value_minor: 900, rows: [row(1, 5, 300), row(2, 5)], next: 'x' },
      { status_id: 6, n: 0, capped: false, partial: false, value_minor: 0, rows: [], next: null },
    ];
    client.setQueryData(key, { columns });
    patchRow(client, 1, 1, (one) => ({ ...one, status_id: 6 }));
    const after = client.getQueryData<{ columns: BoardColumn[] }>(key);
    expect(after?.columns.map(({ n, value_minor, rows }) => [n, value_minor, rows.map((one) => one.id)])).toEqual([
      [39, 600, [2]], [1, 300, [1]],
    ]);
  });

  it('leave the lists when they are trashed', () => {
    const client = new QueryClient();
    const list = [...keys.cards(1), 'list', {}];
    client.setQueryData(list, { pages: [{ rows: [row(1, 5), row(2, 5)], next: null }], pageParams: [undefined] });
    dropRows(client, 1, new Set([1]));
    expect(client.getQueryData<{ pages: { rows: CardRow[] }[] }>(list)?.pages[0]?.rows.map((one) => one.id)).toEqual([2]);
  });
});
