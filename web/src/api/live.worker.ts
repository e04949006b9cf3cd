/// <reference lib="webworker" />
/* One event stream for all tabs of the browser in one account: HTTP/1.1 allows six connections to a server, and each tab
 * would take one. A tab says first in which account it is, by what its addresses begin with. */
import type { LiveMessage } from './stream';
import { openStream } from './stream';

interface Account {
  ports: Set<MessagePort>;
  /** When the stream said something last, or began. */
  toldAt: number;
  close: () => void;
}
const accounts = new Map<string, Account>();

function join(base: string, port: MessagePort): void {
  const known = accounts.get(base);
  if (known) {
    known.ports.add(port);
    const hello: LiveMessage = { type: 'event', name: 'hello', data: { quiet_ms: performance.now() - known.toldAt } };
    port.postMessage(hello);
    return;
  }
  const account: Account = { ports: new Set([port]), toldAt: performance.now(), close: () => undefined };
  accounts.set(base, account);
  account.close = openStream(base, (message) => {
    account.toldAt = performance.now();
    for (const one of account.ports) one.postMessage(message);
  });
}

function leave(base: string, port: MessagePort): void {
  const account = accounts.get(base);
  account?.ports.delete(port);
  if (!account || account.ports.size > 0) return;
  account.close();
  accounts.delete(base);
}

(self as unknown as SharedWorkerGlobalScope).onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = (message: MessageEvent<{ base: string; leaves?: boolean }>) => {
    const { base, leaves } = message.data;
    if (leaves) leave(base, port);
    else join(base, port);
  };
};
