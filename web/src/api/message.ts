import i18next from 'i18next';
import type { Problem } from './problem';

/** The sentence to show for a problem: the server's own (already in the user's language), or ours when it was not reached. */
export function problemText(problem: Problem): string {
  if (problem.offline) return i18next.t('errors:offline');
  if (problem.body.detail) return problem.body.detail;
  const known = `errors:code.${problem.code}`;
  return i18next.exists(known) ? i18next.t(known as 'errors:code.internal') : i18next.t('errors:code.internal');
}
