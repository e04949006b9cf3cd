import { afterEach, describe, expect, it, vi } from 'vitest';
import { onLoggedOut, queryText, request } from './http';
import { Problem, problemOf } from './problem';

const answer = (status: number, body: unknown) =>
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status }))));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('queryText', () => {
  it('leaves out what is not set and writes lists, flags and filters', () => {
    expect(queryText({ a: undefined, b: null, c: '', d: [], e: 0, f: false })).toBe('?e=0&f=0');
    expect(queryText({ columns: ['city', 'value'], desc: true })).toBe('?columns=city%2Cvalue&desc=1');
    expect(new URLSearchParams(queryText({ filter: { all: [] } })).get('filter')).toBe('{"all":[]}');
    expect(queryText({})).toBe('');
  });
});

describe('request', () => {
  it('throws the problem the server sent', async () => {
    answer(422, { code: 'invalid', detail: 'Too long', field: 'name', limit: 100 });
    const error = await request('POST', '/api/contacts', { body: {} }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Problem);
    expect(problemOf(error, 'name')).toBe('Too long');
    expect(problemOf(error, 'email')).toBeUndefined();
    expect((error as Problem).limit).toBe(100);
  });

  it('tells a refused stale write apart', async () => {
    answer(412, { code: 'stale', current: { id: 1 }, your_version: 2, fields: { value: { yours: 1, theirs: 2 } } });
    const error = await request('PATCH', '/api/cards/1', { body: {} }).catch((e: unknown) => e);
    expect((error as Problem).stale?.fields['value']).toEqual({ yours: 1, theirs: 2 });
  });

  it('says offline when nobody answers', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('failed'))));
    const error = await request('GET', '/api/boot').catch((e: unknown) => e);
    expect((error as Problem).offline).toBe(true);
  });

  it('survives an answer that is no JSON', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('<html>', { status: 502 }))));
    const error = await request('GET', '/api/boot').catch((e: unknown) => e);
    expect((error as Problem).status).toBe(502);
  });

  it('reports an ended session, but not a wrong password', async () => {
    const out = vi.fn();
    onLoggedOut(out);
    answer(401, { code: 'unauthenticated' });
    await request('POST', '/api/login', { body: {} }).catch(() => undefined);
    expect(out).not.toHaveBeenCalled();
    await request('GET', '/api/meta').catch(() => undefined);
    expect(out).toHaveBeenCalledTimes(1);
  });

  it('marks writes as coming from the client, against forged requests', async () => {
    answer(200, {});
    await request('DELETE', '/api/cards/1');
    const init = vi.mocked(fetch).mock.calls[0]?.[1];
    expect((init?.headers as Record<string, string>)['X-Cardinal']).toBe('1');
  });
});
