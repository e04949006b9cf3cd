export const liveEvents = ['card', 'task', 'contact', 'view', 'meta', 'job', 'module', 'talk', 'notification', 'hello', 'reset'] as const;
export type LiveEvent = (typeof liveEvents)[number];

export type LiveMessage =
  | { type: 'state'; online: boolean }
  | { type: 'event'; name: LiveEvent; data: Record<string, unknown> };

const retryFirstMs = 1_000;
const retryMostMs = 30_000;

/** Opens the event stream and keeps it open; gives back what closes it. The browser itself comes back after a lost
 * connection; only after a refusal (the server restarting behind a proxy) a new stream is needed. */
export function openStream(base: string, tell: (message: LiveMessage) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = retryFirstMs;

  const open = () => {
    source = new EventSource(`${base}/api/events`);
    source.onopen = () => {
      wait = retryFirstMs;
      tell({ type: 'state', online: true });
    };
    source.onerror = () => {
      tell({ type: 'state', online: false });
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, retryMostMs);
    };
    for (const name of liveEvents) {
      source.addEventListener(name, (event: MessageEvent<string>) => {
        try {
          tell({ type: 'event', name, data: JSON.parse(event.data) as Record<string, unknown> });
        } catch {
          tell({ type: 'event', name, data: {} });
        }
      });
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
}
