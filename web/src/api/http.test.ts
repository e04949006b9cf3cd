import { afterEach, describe, expect, it, vi } from 'vitest';
import { body, http, onLoggedOut, queryText } from './http';
import { Problem, problemOf } from './problem';

const answer = (status: number, body: unknown) =>
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status }))));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('queryText', () => {
  it('leaves out what is not set and writes lists, flags and filters', () => {
    expect(queryText({ a: undefined, b: null, c: '', d: [], e: 0, f: false })).toBe('e=0&f=0');
    expect(queryText({ columns: ['city', 'value'], desc: true })).toBe('columns=city%2Cvalue&desc=1');
    expect(new URLSearchParams(queryText({ filter: { all: [] } })).get('filter')).toBe('{"all":[]}');
    expect(queryText({})).toBe('');
  });
});

describe('http', () => {
  it('throws the problem the server sent', async () => {
    answer(422, { code: 'invalid', detail: 'Too long', field: 'name', limit: 100 });
    const error = await body(http.POST('/api/contacts', { body: {} })).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Problem);
    expect(problemOf(error, 'name')).toBe('Too long');
    expect(problemOf(error, 'email')).toBeUndefined();
    expect((error as Problem).limit).toBe(100);
  });

  it('tells a refused stale write apart', async () => {
    answer(412, { code: 'stale', current: { id: 1 }, your_version: 2, fields: { value: { yours: 1, theirs: 2 } } });
    const error = await body(http.PATCH('/api/cards/{id}', { params: { path: { id: 1 } }, body: { fields: {} } })).catch((e: unknown) => e);
    expect((error as Problem).stale?.fields['value']).toEqual({ yours: 1, theirs: 2 });
  });

  it('posts once what is asked for twice at the same time, and again when it has been answered', async () => {
    const sent = vi.fn(() => Promise.resolve(new Response('{"id":7}', { status: 201, headers: { 'Content-Type': 'application/json' } })));
    vi.stubGlobal('fetch', sent);
    const create = (name: string) => body(http.POST('/api/keys', { body: { name } }));
    expect(await Promise.all([create('a'), create('a'), create('b')])).toEqual([{ id: 7 }, { id: 7 }, { id: 7 }]);
    expect(sent).toHaveBeenCalledTimes(2);
    await create('a');
    expect(sent).toHaveBeenCalledTimes(3);
  });

  it('says offline when nobody answers', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('failed'))));
    const error = await body(http.GET('/api/boot')).catch((e: unknown) => e);
    expect((error as Problem).offline).toBe(true);
  });

  it('survives an answer that is no JSON', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('<html>', { status: 502 }))));
    const error = await body(http.GET('/api/boot')).catch((e: unknown) => e);
    expect((error as Problem).status).toBe(502);
  });

  it('reports an ended session, but not a wrong password', async () => {
    const out = vi.fn();
    onLoggedOut(out);
    answer(401, { code: 'unauthenticated' });
    await body(http.POST('/api/login', { body: { email: 'a@b.hu', password: 'x' } })).catch(() => undefined);
    expect(out).not.toHaveBeenCalled();
    await body(http.GET('/api/meta')).catch(() => undefined);
    expect(out).toHaveBeenCalledTimes(1);
  });

  it('marks writes as coming from the client, against forged requests', async () => {
    answer(200, {});
    await body(http.DELETE('/api/cards/{id}', { params: { path: { id: 1 } } }));
    const sent = vi.mocked(fetch).mock.calls[0]?.[0] as Request;
    expect(sent.headers.get('X-Cardinal')).toBe('1');
    expect(new URL(sent.url).pathname).toBe('/api/cards/1');
  });
});
