import { useSyncExternalStore } from 'react';

/* The short messages at the foot of the page. They wait while the pointer or the focus is on them. */

export interface Toast {
  id: string;
  text: string;
  /** A refusal: read out at once, in red. */
  alarm?: boolean;
  action?: { label: string; run: () => void };
  ms: number;
}

const most = 4;
let toasts: Toast[] = [];
let listeners: (() => void)[] = [];
const timers = new Map<string, ReturnType<typeof setTimeout>>();
let counter = 0;

function set(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function hideToast(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(toasts.filter((toast) => toast.id !== id));
}

function start(toast: Toast): void {
  clearTimeout(timers.get(toast.id));
  timers.set(
    toast.id,
    setTimeout(() => {
      hideToast(toast.id);
    }, toast.ms),
  );
}

/** Shows a message; one with the same id takes the place of the old one. Returns its id. */
export function showToast(toast: Omit<Toast, 'id'> & { id?: string }): string {
  const shown: Toast = { ...toast, id: toast.id ?? `toast-${String(++counter)}` };
  for (const old of toasts.slice(0, Math.max(0, toasts.length + 1 - most))) hideToast(old.id);
  set([...toasts.filter(({ id }) => id !== shown.id), shown]);
  start(shown);
  return shown.id;
}

/** While somebody points at a message it stays. */
export function holdToast(id: string, hold: boolean): void {
  const toast = toasts.find((one) => one.id === id);
  if (hold) clearTimeout(timers.get(id));
  else if (toast) start(toast);
}

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.push(listener);
      return () => {
        listeners = listeners.filter((other) => other !== listener);
      };
    },
    () => toasts,
  );
}
