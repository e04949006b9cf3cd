/**
 * Long lists are fetched page by page and refreshed in place. When something changed, only the pages on the screen are
 * asked for again, however many have been scrolled past; each keeps its bounds, so the others stay valid.
 */
import type { CardRow, Page } from '../../api/types';

export const FIRST_PAGE = 60;
export const NEXT_PAGE = 200;

/** Below this many pages a refresh simply fetches them all. */
const FEW = 3;

/** The pages on the screen. */
export interface Window {
  first: number;
  last: number;
}

export interface Fetched {
  pages: Page<CardRow>[];
  pageParams: (string | undefined)[];
}

/** Whether page i must really be fetched again; the other pages are handed back as they are. */
export function mustFetch(before: Fetched | undefined, i: number, window: Window): boolean {
  if (!before || i < 0 || before.pages.length <= FEW) return true;
  return i >= window.first - 1 && i <= window.last + 1;
}

/**
 * A page fetched again, cut where the next known page begins, so that no card is lost or shown twice at the seam.
 * Without a next page, or when nothing of it is met (more was inserted than fits), the fresh page stands as it is.
 */
export function cutToBounds(fresh: Page<CardRow>, old: Page<CardRow> | undefined, next: Page<CardRow> | undefined): Page<CardRow> {
  if (!old || !next) return fresh;
  const beyond = new Set(next.rows.map((row) => row.id));
  const cut = fresh.rows.findIndex((row) => beyond.has(row.id));
  return cut < 0 ? fresh : { rows: fresh.rows.slice(0, cut), next: old.next };
}
