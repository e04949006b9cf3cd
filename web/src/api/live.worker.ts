/// <reference lib="webworker" />
/* One event stream for all tabs of the browser in one account: HTTP/1.1 allows six connections to a server, and each tab
 * would take one. A tab says first in which account it is, by what its addresses begin with. */
import { openStream } from './stream';

interface Account {
  ports: Set<MessagePort>;
  close: () => void;
}
const accounts = new Map<string, Account>();

function join(base: string, port: MessagePort): void {
  const known = accounts.get(base);
  if (known) {
    known.ports.add(port);
    return;
  }
  const ports = new Set([port]);
  const tell = (message: unknown) => {
    for (const one of ports) one.postMessage(message);
  };
  accounts.set(base, { ports, close: openStream(base, tell) });
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
