import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../../api/queries';
import { Waiting } from '../../ui/Delayed';
import { Page } from '../../ui/Page';

export default function HomePage() {
  const { t } = useTranslation('frame');
  const { data } = useQuery(queries.home());
  return (
    <Page title={t('home')}>
      {data ? (
        data.today.map((row) => (
          <p key={row.id}>
            <Link to="/m/$moduleId/card/$cardId" params={{ moduleId: row.module_id, cardId: row.id }}>
              {row.name}
            </Link>{' '}
            {row.next_task?.text}
          </p>
        ))
      ) : (
        <Waiting />
      )}
    </Page>
  );
}
