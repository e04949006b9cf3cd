import type { InfiniteData } from '@tanstack/react-query';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { api } from '../../api/client';
import { queries } from '../../api/queries';
import type { CardQuery, CardRow, Id, Page } from '../../api/types';
import type { Window } from './paging';
import { cutToBounds, FIRST_PAGE, mustFetch, NEXT_PAGE } from './paging';

export interface PagedCards {
  pages: readonly (readonly CardRow[])[];
  more: boolean;
  /** False until the first page has come. */
  ready: boolean;
  error: Error | null;
  fetchMore: () => void;
  /** Tells which pages are on the screen, so that a refresh asks only for those. */
  show: (first: number, last: number) => void;
}

type Data = InfiniteData<Page<CardRow>, string | undefined>;

/** A list of cards, fetched by cursor while it is scrolled, refreshed where it is looked at. */
export function usePagedCards(module: Id, query: CardQuery, enabled = true): PagedCards {
  const client = useQueryClient();
  const seen = useRef<Window>({ first: 0, last: 0 });
  // Pages that a refresh passed over: fetched when they come into view.
  const old = useRef(new WeakSet<Page<CardRow>>());
  const options = queries.cards(module, query);
  const list = useInfiniteQuery({
    ...options,
    enabled,
    structuralSharing: false,
    queryFn: async ({ pageParam, signal, queryKey }) => {
      const before = client.getQueryData<Data>(queryKey);
      const i = before ? before.pageParams.indexOf(pageParam) : -1;
      const had = before?.pages[i];
      if (had && !mustFetch(before, i, seen.current)) {
        old.current.add(had);
        return had;
      }
      const next = before?.pages[i + 1];
      const limit = pageParam === undefined && !next ? FIRST_PAGE : NEXT_PAGE;
      const fresh = await api.modules.cards(module, { ...query, limit, cursor: pageParam }, signal);
      return cutToBounds(fresh, had, next);
    },
  });
  const { data, hasNextPage, isFetchingNextPage, isFetching, fetchNextPage, refetch } = list;
  const pages = useMemo(() => data?.pages.map((page) => page.rows) ?? [], [data]);
  const state = useRef({ data, hasNextPage, isFetching, isFetchingNextPage });
  state.current = { data, hasNextPage, isFetching, isFetchingNextPage };

  const fetchMore = useCallback(() => {
    const { hasNextPage: has, isFetching: busy } = state.current;
    // Asked for again while it is on its way, the page is not fetched twice.
    if (has && !busy) void fetchNextPage({ cancelRefetch: false });
  }, [fetchNextPage]);

  const show = useCallback((first: number, last: number) => {
    seen.current = { first, last };
    const shown = state.current.data?.pages.slice(first, last + 1) ?? [];
    if (!state.current.isFetching && shown.some((page) => old.current.has(page))) void refetch();
  }, [refetch]);

  return { pages, more: hasNextPage, ready: data !== undefined, error: list.error, fetchMore, show };
}
