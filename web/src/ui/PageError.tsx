import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';

/** In place of a page or panel that could not be loaded. */
export function PageError({ text, retry }: { text: string; retry?: () => void }) {
  const { t } = useTranslation('errors');
  return (
    <div role="alert">
      <EmptyState
        icon={<IconAlertTriangle size={28} stroke={1.6} color="var(--c-late)" aria-hidden="true" />}
        title={t('page_failed')}
        text={text}
        action={retry && <Button variant="default" onClick={retry}>{t('try_again')}</Button>}
      />
    </div>
  );
}
