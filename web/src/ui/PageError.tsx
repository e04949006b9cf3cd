import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { EmptyState } from './EmptyState';
import { useTexts } from './useTexts';

/** In place of a page or panel that could not be loaded. */
export function PageError({ text, retry, level = 2 }: {
  text: string;
  retry?: () => void;
  /** 1 where it is the whole page. */
  level?: 1 | 2;
}) {
  const t = useTexts('errors');
  return (
    <div role="alert">
      <EmptyState
        icon={<IconAlertTriangle size={28} stroke={1.6} color="var(--c-late)" aria-hidden="true" />}
        level={level}
        title={t('page_failed')}
        text={text}
        action={retry && <Button variant="default" onClick={retry}>{t('try_again')}</Button>}
      />
    </div>
  );
}
