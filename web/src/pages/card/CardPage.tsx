import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import { Waiting } from '../../ui/Delayed';
import { useTitle } from '../../ui/Page';
import { LoadError } from '../shared/LoadError';
import { CardView } from './CardView';

const route = getRouteApi('/frame/m/$moduleId/card/$cardId');

export default function CardPage() {
  const { moduleId, cardId } = route.useParams();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(queries.card(cardId));
  useTitle(data?.name ?? '');
  if (error) return <LoadError level={1} error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting />;
  return <CardView key={data.id} card={data} onClose={() => void navigate({ to: '/m/$moduleId', params: { moduleId } })} />;
}
