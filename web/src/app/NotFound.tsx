import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/EmptyState';
import { Logo } from '../ui/Logo';
import { useTitle } from '../ui/Page';
import classes from './frame/Frame.module.css';
import { useTexts } from '../ui/useTexts';

export function NotFound() {
  const t = useTexts('errors');
  useTitle(t('not_found'));
  return (
    <>
      <header className={classes['bar']}>
        <Link to="/" className={classes['logo']} aria-label="Cardinal">
          <Logo />
          Cardinal
        </Link>
      </header>
      <main>
        <EmptyState
          level={1}
          title={t('not_found')}
          text={t('not_found_text')}
          action={
            <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
              {t('go_home')}
            </Button>
          }
        />
      </main>
    </>
  );
}
