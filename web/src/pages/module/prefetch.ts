import type { QueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { queries } from '../../api/queries';
import type { Id, Member } from '../../api/types';
import { OPEN_BY_DEFAULT } from './days';
import { FIRST_PAGE } from './paging';
import type { ModuleSearch } from './view-state';
import { cardQuery, ownerParam } from './view-state';

/** Asks for what the list and its pipeline will show first. The other views ask for theirs when their code has come. */
export async function prefetchModule(client: QueryClient, module: Id, search: ModuleSearch, me: Member): Promise<void> {
  if ((search.view ?? 'list') !== 'list') return;
  const query = cardQuery(search, me);
  await Promise.all([
    client.prefetchQuery(queries.groups(module, query)),
    client.prefetchQuery(queries.pipeline(module, ownerParam(search, me))),
    ...(search.day ? [search.day] : OPEN_BY_DEFAULT).map((day) =>
      client.prefetchInfiniteQuery({
        ...queries.cards(module, { ...query, day }),
        queryFn: ({ signal }) => api.modules.cards(module, { ...query, day, limit: FIRST_PAGE }, signal),
      }),
    ),
  ]);
}
