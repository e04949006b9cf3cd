import { afterEach, expect, it, vi } from 'vitest';
import { newQueryClient, queries } from '../api/queries';
import type { Member } from '../api/types';
import { prefetchModule } from '../pages/module/prefetch';
import { readSearch } from '../pages/module/view-state';
import { earlyUrls } from './early-urls';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The addresses that something asks for. */
async function asked(run: () => Promise<unknown>): Promise<string[]> {
  const urls: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const { pathname, search } = new URL(request.url);
    urls.push(pathname + search);
    return Promise.resolve(new Response('{}', { status: 200, headers: { 'Content-Type': 'application/json' } }));
  });
  await run();
  return urls.toSorted();
}

const client = newQueryClient();
const member = { id: 7, role: 'user' } as Member;
const manager = { id: 8, role: 'manager' } as Member;

it('asks ahead for just what home asks for', async () => {
  const urls = await asked(() => Promise.all([client.fetchQuery(queries.meta()), client.fetchQuery(queries.home())]));
  expect(earlyUrls('/', '', member).toSorted()).toEqual(urls);
});

it.each([member, manager])('asks ahead for just what a module asks for, a $role', async (me) => {
  const urls = await asked(() => prefetchModule(client, 3, readSearch({}), me));
  expect(earlyUrls('/m/3', '', me).toSorted()).toEqual([...urls, '/api/meta'].toSorted());
});

it('leaves narrowed lists and other pages to themselves', () => {
  expect(earlyUrls('/m/3', '?status=2', member)).toEqual(['/api/meta']);
  expect(earlyUrls('/contacts', '', member)).toEqual(['/api/meta']);
});
