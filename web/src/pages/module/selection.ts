import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Id } from '../../api/types';

export interface Selection {
  ids: ReadonlySet<Id>;
  /** Everything that matches is meant; n is the exact number the server counted. */
  all: { n: number } | null;
  count: number;
  toggle: (id: Id) => void;
  add: (ids: readonly Id[]) => void;
  takeAll: (n: number) => void;
  clear: () => void;
}

const NONE: ReadonlySet<Id> = new Set();

/** The chosen cards. They are let go when something else is listed. */
export function useSelection(what: unknown): Selection {
  const [ids, setIds] = useState(NONE);
  const [all, setAll] = useState<{ n: number } | null>(null);
  const clear = useCallback(() => {
    setIds(NONE);
    setAll(null);
  }, []);
  useEffect(clear, [what, clear]);
  const toggle = useCallback((id: Id) => {
    setAll(null);
    setIds((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const add = useCallback((more: readonly Id[]) => {
    setAll(null);
    setIds((before) => new Set([...before, ...more]));
  }, []);
  const takeAll = useCallback((n: number) => { setAll({ n }); }, []);
  return useMemo(
    () => ({ ids, all, count: all?.n ?? ids.size, toggle, add, takeAll, clear }),
    [ids, all, toggle, add, takeAll, clear],
  );
}
