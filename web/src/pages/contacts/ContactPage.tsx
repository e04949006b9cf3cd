import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import { Waiting } from '../../ui/Delayed';
import { Page } from '../../ui/Page';

const route = getRouteApi('/frame/contacts/$contactId');

export default function ContactPage() {
  const { contactId } = route.useParams();
  const { data } = useQuery(queries.contact(contactId));
  return <Page title={data?.name ?? ''}>{data ? <p>{data.company?.name}</p> : <Waiting />}</Page>;
}
