import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../../api/queries';
import { Waiting } from '../../ui/Delayed';
import { Page } from '../../ui/Page';

const route = getRouteApi('/frame/contacts');

export default function ContactsPage() {
  const { t } = useTranslation('frame');
  const { kind, q } = route.useSearch();
  const { data } = useInfiniteQuery(queries.contacts({ ...(kind ? { kind } : {}), ...(q ? { q } : {}) }));
  return (
    <Page title={t('contacts')}>
      {data ? (
        data.pages
          .flatMap((page) => page.rows)
          .map((row) => (
            <p key={row.id}>
              <Link to="/contacts/$contactId" params={{ contactId: row.id }}>
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
