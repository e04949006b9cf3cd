import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queries } from '../../../api/queries';
import type { CardQuery, Day, DayGroup, Id } from '../../../api/types';
import type { Loaded } from '../days';
import { DAYS, Lines, OPEN_BY_DEFAULT, regroup } from '../days';
import type { PagedCards } from '../usePagedCards';
import { usePagedCards } from '../usePagedCards';

const MINUTE = 60_000;

/** A count that was cut says at least how many; of none it says that nobody knows yet. */
const mayHold = (group: DayGroup): boolean => group.n > 0 || group.capped;

/** Groups that are unfolded, kept per module for this visit. */
const unfolded = new Map<Id, ReadonlySet<Day>>();

function useOpenDays(module: Id, groups: readonly DayGroup[] | undefined, only: Day | undefined) {
  const [open, setOpen] = useState<ReadonlySet<Day> | null>(() => unfolded.get(module) ?? null);
  // At first: what is due soon; when nothing is, the first group that holds anything.
  const first = groups?.find(mayHold)?.day;
  const effective = useMemo(() => {
    if (only) return new Set([only]);
    if (open) return open;
    const soon = groups?.some((group) => OPEN_BY_DEFAULT.includes(group.day) && mayHold(group));
    return new Set<Day>(soon || !first ? OPEN_BY_DEFAULT : [...OPEN_BY_DEFAULT, first]);
  }, [open, only, groups, first]);
  const toggle = (day: Day): void => {
    const next = new Set(effective);
    if (!next.delete(day)) next.add(day);
    unfolded.set(module, next);
    setOpen(next);
  };
  return { open: effective, toggle };
}

export interface Days {
  lines: Lines;
  parts: ReadonlyMap<Day, PagedCards>;
  toggle: (day: Day) => void;
  ready: boolean;
  empty: boolean;
  error: Error | null;
  retry: () => void;
}

/** The day list of a module: counts of all groups, rows of the unfolded ones. */
export function useDays(module: Id, query: CardQuery, only: Day | undefined, foldOnOneLine: boolean): Days {
  const counts = useQuery({ ...queries.groups(module, query), placeholderData: keepPreviousData, refetchInterval: MINUTE });
  const groups = useMemo(
    () => counts.data?.groups.filter((group) => !only || group.day === only),
    [counts.data, only],
  );
  const { open, toggle } = useOpenDays(module, groups, only);
  const holds = (day: Day): boolean => groups?.some((group) => group.day === day && mayHold(group)) ?? open.has(day);

  const use = (day: Day): PagedCards => usePagedCards(module, { ...query, day }, open.has(day) && holds(day));
  // Nine lists, always in the same order: one for each group of DAYS.
  const parts = DAYS.map(use);
  const pages = parts.map((part) => part.pages);
  const flags = parts.map((part) => `${String(part.more)}${String(part.ready)}`).join();

  const shaped = useMemo(() => {
    const loaded = new Map<Day, Loaded>();
    DAYS.forEach((day, i) => {
      const part = parts[i];
      if (part?.ready && open.has(day)) loaded.set(day, { pages: part.pages, more: part.more });
    });
    const { groups: shifted, loaded: placed } = regroup(groups ?? [], loaded);
    return new Lines(shifted, open, placed, foldOnOneLine);
    // `pages` and `flags` are what of `parts` matters here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [groups, open, foldOnOneLine, flags, ...pages]);

  const byDay = useMemo(
    () => new Map(DAYS.flatMap((day, i) => (parts[i] ? [[day, parts[i]]] : []))),
    // As above.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [flags, ...pages],
  );

  return {
    lines: shaped,
    parts: byDay,
    toggle,
    ready: counts.data !== undefined,
    empty: groups ? !groups.some(mayHold) : false,
    error: counts.error,
    retry: () => void counts.refetch(),
  };
}
