import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import { Waiting } from '../../ui/Delayed';
import { Page } from '../../ui/Page';

const route = getRouteApi('/frame/m/$moduleId/card/$cardId');

export default function CardPage() {
  const { cardId } = route.useParams();
  const { data } = useQuery(queries.card(cardId));
  return <Page title={data?.name ?? ''}>{data ? <p>{data.reason}</p> : <Waiting />}</Page>;
}
