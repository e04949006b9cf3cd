import type { Member } from '../api/types';

/** What the page of an address asks the server for first; a test holds it against what the pages do ask for. An address
 * that narrows its list leaves it to the page. */
export function earlyUrls(pathname: string, search: string, me: Pick<Member, 'id' | 'role'>): string[] {
  const module = /^\/m\/(\d+)$/.exec(pathname)?.[1];
  if (search !== '') return ['/api/meta'];
  if (pathname === '/') return ['/api/meta', '/api/home'];
  if (module === undefined) return ['/api/meta'];
  const owner = me.role === 'user' ? `owner=${String(me.id)}` : '';
  const days = ['overdue', 'today', 'tomorrow'].map((day) => `cards?${owner && `${owner}&`}day=${day}&limit=60`);
  const lists = ['groups', 'pipeline'].map((list) => list + (owner && `?${owner}`));
  return ['/api/meta', ...[...lists, ...days].map((part) => `/api/modules/${module}/${part}`)];
}
