/// <reference lib="webworker" />
/* One event stream for all tabs of the browser: HTTP/1.1 allows six connections to a server, and each tab would take one. */
import { openStream } from './stream';

const ports = new Set<MessagePort>();
let close: (() => void) | null = null;

function tell(message: unknown): void {
  for (const port of ports) port.postMessage(message);
}

(self as unknown as SharedWorkerGlobalScope).onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  ports.add(port);
  port.onmessage = (message: MessageEvent<string>) => {
    if (message.data !== 'bye') return;
    ports.delete(port);
    if (ports.size > 0) return;
    close?.();
    close = null;
  };
  close ??= openStream(tell);
};
