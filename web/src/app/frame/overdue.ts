import { useQueries } from '@tanstack/react-query';
import { queries } from '../../api/queries';
import type { Id } from '../../api/types';
import { useMeta } from '../../meta/meta';

/** The member's overdue cards of each module, for the tabs. */
export function useOverdue(): Map<Id, number> {
  const { modules, me } = useMeta();
  const results = useQueries({ queries: modules.map((module) => queries.pipeline(module.id, me.id)) });
  return new Map(modules.map((module, i) => [module.id, results[i]?.data?.overdue ?? 0]));
}
