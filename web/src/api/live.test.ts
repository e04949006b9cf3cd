import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followLive } from './live';
import type { LiveMessage } from './stream';

const stream = vi.hoisted(() => ({ tell: (() => undefined) as (message: unknown) => unknown }));
vi.mock('./stream', () => ({
  openStream: (_: string, tell: (message: LiveMessage) => void) => {
    stream.tell = tell as (message: unknown) => unknown;
    return () => undefined;
  },
}));

const hello = (quiet_ms: number) => stream.tell({ type: 'event', name: 'hello', data: { quiet_ms } });
let client: QueryClient;
let stop: () => void;

beforeEach(() => {
  vi.stubGlobal('SharedWorker', undefined);
  vi.stubGlobal('BroadcastChannel', undefined);
  client = new QueryClient();
  vi.spyOn(client, 'invalidateQueries').mockResolvedValue();
  stop = followLive(client, () => undefined);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

test('what was quiet since the page began is not asked for again', () => {
  hello(performance.now() + 1000);
  expect(client.invalidateQueries).not.toHaveBeenCalled();
});

test('a change between the first lists and the stream has them fetched anew, once', () => {
  hello(0);
  hello(0);
  expect(client.invalidateQueries).toHaveBeenCalledOnce();
});

test('a page that comes back from the browser\'s memory looks again', () => {
  hello(performance.now() + 1000);
  window.dispatchEvent(new Event('pagehide'));
  window.dispatchEvent(new Event('pageshow'));
  hello(0);
  expect(client.invalidateQueries).toHaveBeenCalledOnce();
});
