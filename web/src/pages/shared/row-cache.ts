/** Cards in the cached lists: an optimistic change shows in the list, the board, the table and the panel at once. */
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { keys } from '../../api/queries';
import type { BoardColumn, Card, CardRow, Id, Page } from '../../api/types';

type Patch = (row: CardRow) => CardRow;
type Board = { columns: BoardColumn[] };

function patchList(rows: CardRow[], id: Id, patch: Patch): CardRow[] {
  return rows.some((row) => row.id === id) ? rows.map((row) => (row.id === id ? patch(row) : row)) : rows;
}

/** On the board a card whose status changes goes to its new column at once, counts and values with it. */
function patchBoard(board: Board, id: Id, patch: Patch): Board {
  const before = board.columns.flatMap((column) => column.rows).find((row) => row.id === id);
  if (!before) return board;
  const after = patch(before);
  const value = (row: CardRow): number => row.value_minor ?? 0;
  const columns = board.columns.map((column) => {
    const had = column.status_id === before.status_id;
    const gets = column.status_id === after.status_id;
    if (had && gets) return { ...column, rows: patchList(column.rows, id, patch), value_minor: column.value_minor + value(after) - value(before) };
    if (had) {
      return { ...column, n: column.n - 1, value_minor: column.value_minor - value(before), rows: column.rows.filter((row) => row.id !== id) };
    }
    if (gets) return { ...column, n: column.n + 1, value_minor: column.value_minor + value(after), rows: [after, ...column.rows] };
    return column;
  });
  return { ...board, columns };
}

function patchData(data: unknown, id: Id, patch: Patch): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if ('pages' in data) {
    const list = data as InfiniteData<Page<CardRow>>;
    const pages = list.pages.map((page) => {
      const rows = patchList(page.rows, id, patch);
      return rows === page.rows ? page : { ...page, rows };
    });
    return pages.some((page, i) => page !== list.pages[i]) ? { ...list, pages } : data;
  }
  if ('columns' in data) return patchBoard(data as Board, id, patch);
  return data;
}

/** Changes a card wherever a list of its module shows it, and on its own page. */
export function patchRow(client: QueryClient, module: Id, id: Id, patch: Patch): void {
  client.setQueriesData({ queryKey: keys.cards(module) }, (data: unknown) => patchData(data, id, patch));
  client.setQueryData<Card>(keys.card(id), (card) => (card ? { ...card, ...patch(card) } : card));
}

/** Takes cards out of the lists (trashed, moved away). */
export function dropRows(client: QueryClient, module: Id, ids: ReadonlySet<Id>): void {
  client.setQueriesData({ queryKey: keys.cards(module) }, (data: unknown) => {
    if (typeof data !== 'object' || data === null || !('pages' in data)) return data;
    const list = data as InfiniteData<Page<CardRow>>;
    return { ...list, pages: list.pages.map((page) => ({ ...page, rows: page.rows.filter((row) => !ids.has(row.id)) })) };
  });
}
