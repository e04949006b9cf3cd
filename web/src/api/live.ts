import type { QueryClient } from '@tanstack/react-query';
import { base } from './base';
import { isOwnWrite } from './change';
import { keys } from './queries';
import type { LiveMessage } from './stream';
import { openStream } from './stream';
import type { Id } from './types';

/* Live changes: one stream a browser (SharedWorker; where there is none, the tab that holds a lock reads and passes on by
 * BroadcastChannel), and the caches marked old by what it says. */

type Listener = (message: LiveMessage) => void;

function viaWorker(listen: Listener): () => void {
  const worker = new SharedWorker(new URL('./live.worker.ts', import.meta.url), { type: 'module', name: 'cardinal-live' });
  worker.port.onmessage = (event: MessageEvent<LiveMessage>) => {
    listen(event.data);
  };
  worker.port.start();
  worker.port.postMessage({ base });
  return () => {
    worker.port.postMessage({ base, leaves: true });
    worker.port.close();
  };
}

function viaLeader(listen: Listener): () => void {
  const channel = new BroadcastChannel(`cardinal-live${base}`);
  channel.onmessage = (event: MessageEvent<LiveMessage>) => {
    listen(event.data);
  };
  const stop = new AbortController();
  const held = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => {
      resolve();
    });
  });
  navigator.locks
    .request(`cardinal-live${base}`, { signal: stop.signal }, async () => {
      const close = openStream(base, (message) => {
        listen(message);
        channel.postMessage(message);
      });
      await held;
      close();
    })
    .catch(() => undefined);
  return () => {
    stop.abort();
    channel.close();
  };
}

function connect(listen: Listener): () => void {
  if (typeof SharedWorker !== 'undefined') return viaWorker(listen);
  if (typeof BroadcastChannel !== 'undefined' && 'locks' in navigator) return viaLeader(listen);
  return openStream(base, listen);
}

/** Gathers the keys named within a moment, so a bulk change of a thousand cards asks for each list once. */
function invalidator(client: QueryClient) {
  const pending = new Map<string, readonly unknown[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...list: (readonly unknown[])[]) => {
    for (const key of list) pending.set(JSON.stringify(key), key);
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const queryKey of pending.values()) void client.invalidateQueries({ queryKey });
      pending.clear();
    }, 150);
  };
}

const idOf = (value: unknown): Id => (typeof value === 'number' ? value : 0);

/** Starts to follow the stream; gives back what stops it. onState hears whether the server is reached. */
export function followLive(client: QueryClient, onState: (online: boolean) => void): () => void {
  const old = invalidator(client);
  let lost = false;
  let greeted = false;

  const hear = (message: LiveMessage) => {
    if (message.type === 'state') {
      if (!message.online) lost = true;
      else if (lost) {
        lost = false;
        void client.invalidateQueries();
      }
      onState(message.online);
      return;
    }
    const { name, data } = message;
    switch (name) {
      case 'card':
        if (isOwnWrite(idOf(data['id']), idOf(data['version']))) return;
        old(keys.card(idOf(data['id'])), keys.cards(idOf(data['module_id'])), keys.home);
        return;
      case 'task':
        if (data['card_id'] !== undefined) old(keys.card(idOf(data['card_id'])));
        if (data['module_id'] !== undefined) old(keys.cards(idOf(data['module_id'])));
        old(keys.tasks, keys.home);
        return;
      case 'contact':
        old(keys.contacts, keys.contact(idOf(data['id'])));
        return;
      case 'talk': {
        const card = data['card_id'];
        const of = keys.subject(card === undefined ? { kind: 'contacts', id: idOf(data['id']) } : { kind: 'cards', id: idOf(card) });
        for (const part of ['files', 'followers', 'events']) old([...of, part]);
        return;
      }
      case 'notification':
        old([...keys.notifications, 'unread'], [...keys.notifications, 'list']);
        return;
      case 'module':
        old(keys.cards(idOf(data['module_id'])), ['card'], keys.home, keys.changes);
        return;
      case 'meta':
      case 'view':
        old(keys.meta);
        old(keys.shapes);
        return;
      case 'reset':
        // The server no longer has all that was missed.
        void client.invalidateQueries();
        return;
      case 'job':
        old(keys.job(idOf(data['id'])));
        return;
      case 'hello':
        onState(true);
        // The first lists are asked for before the stream is open: what changed between would never be told.
        if (!greeted && Number(data['quiet_ms'] ?? 0) < performance.now()) void client.invalidateQueries();
        greeted = true;
        return;
    }
  };

  let close: (() => void) | null = connect(hear);
  const hide = () => {
    close?.();
    close = null;
    greeted = false;
  };
  const show = () => {
    close ??= connect(hear);
  };
  window.addEventListener('pagehide', hide);
  window.addEventListener('pageshow', show);
  return () => {
    window.removeEventListener('pagehide', hide);
    window.removeEventListener('pageshow', show);
    hide();
  };
}
