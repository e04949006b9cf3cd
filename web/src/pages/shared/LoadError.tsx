import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { EmptyState } from '../../ui/EmptyState';
import { PageError } from '../../ui/PageError';
import { useTexts } from '../../ui/useTexts';

/** In place of what could not be loaded. What is not there will not come by trying again: the way home is offered. */
export function LoadError({ error, retry, level = 2 }: { error: Error; retry: () => void; level?: 1 | 2 }) {
  const t = useTexts('errors');
  const problem = asProblem(error);
  if (problem.status !== 404 && problem.status !== 403) return <PageError level={level} text={problemText(problem)} retry={retry} />;
  const home = <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>{t('go_home')}</Button>;
  return <div role="alert"><EmptyState level={level} title={t('nothing_here')} text={problemText(problem)} action={home} /></div>;
}
