import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { base } from '../../api/base';
import { queryText } from '../../api/http';
import { keys, queries } from '../../api/queries';

/** Only addresses of our own: a link to the log-in page must not lead elsewhere. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
}

/** Where single sign-on begins; the server leads on from there. */
export const ssoUrl = (next: string | undefined) => `${base}/api/sso/login?${queryText({ next: safeNext(next) })}`;

/** After the server has set the session cookie: forget what was known before, and go on. */
export function useEnter(): (next?: string) => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async (next) => {
    // The page shown now keeps its own data (boot, the invitation) until it is left.
    client.removeQueries({ predicate: (query) => query.getObserversCount() === 0 && query.queryKey[0] !== keys.boot[0] });
    await client.fetchQuery({ ...queries.boot(), staleTime: 0 });
    router.history.push(base + safeNext(next));
  };
}

export const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
