import { getRouteApi } from '@tanstack/react-router';
import { createContext, useCallback, useContext, useMemo } from 'react';
import type { CardQuery, Id, Module } from '../../api/types';
import { useMeta } from '../../meta/meta';
import type { ModuleSearch } from './view-state';
import { cardQuery, ownerParam, readSearch } from './view-state';

const route = getRouteApi('/frame/m/$moduleId');

export interface ModuleState {
  module: Module;
  search: ModuleSearch;
  /** Which cards are meant, as the API asks for them. */
  query: CardQuery;
  owner: Id | 'none' | undefined;
  /** Changes the address; `replace` where going back should skip the step. */
  set: (patch: Partial<Record<keyof ModuleSearch, unknown>>, replace?: boolean) => void;
}

const ModuleContext = createContext<ModuleState | null>(null);
export const ModuleProvider = ModuleContext.Provider;

export function useModuleState(): ModuleState {
  const state = useContext(ModuleContext);
  if (!state) throw new Error('useModuleState outside of ModulePage');
  return state;
}

/** The page's state read from its address; null when there is no such module. */
export function useAddress(): ModuleState | null {
  const { moduleId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const meta = useMeta();
  const module = meta.module(moduleId);
  const { me } = meta;
  // The query must stay the same object while nothing that narrows changes: lists are keyed by it.
  const key = JSON.stringify(cardQuery(search, me));
  const query = useMemo(() => JSON.parse(key) as CardQuery, [key]);
  const owner = ownerParam(search, me);
  const set = useCallback<ModuleState['set']>((patch, replace = false) => {
    void navigate({ search: (before) => readSearch({ ...before, ...patch }), replace, resetScroll: false });
  }, [navigate]);
  return useMemo(
    () => (module ? { module, search, query, owner, set } : null),
    [module, search, query, owner, set],
  );
}
