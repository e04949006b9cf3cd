import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { Page } from '../../ui/Page';

const route = getRouteApi('/frame/m/$moduleId');

export default function ModulePage() {
  const { moduleId } = route.useParams();
  const { status } = route.useSearch();
  const module = useMeta().module(moduleId);
  const { data } = useInfiniteQuery(queries.cards(moduleId, status === undefined ? {} : { status }));
  return (
    <Page title={module?.label ?? ''}>
      {data ? (
        data.pages
          .flatMap((page) => page.rows)
          .map((row) => (
            <p key={row.id}>
              <Link to="/m/$moduleId/card/$cardId" params={{ moduleId, cardId: row.id }}>
                {row.name}
              </Link>
            </p>
          ))
      ) : (
        <Waiting />
      )}
    </Page>
  );
}
