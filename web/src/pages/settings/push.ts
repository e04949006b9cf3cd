import type { Push } from '../../api/types';

/** What this browser can do, and what it was told here before. */
export interface Here {
  supported: boolean;
  denied: boolean;
  subscribed: boolean;
}

export type PushState = 'unsupported' | 'denied' | 'company_off' | 'off' | 'on';

/** Whether this browser is told: only where it listens itself and the server knows it as the one of this session. */
export function pushState({ supported, denied, subscribed }: Here, { on, browsers }: Pick<Push, 'on' | 'browsers'>): PushState {
  if (!on) return 'company_off';
  if (!supported) return 'unsupported';
  if (denied) return 'denied';
  return subscribed && browsers.some(({ current }) => current) ? 'on' : 'off';
}

/** The bytes of a text in base64url, which some browsers do not take as it is. */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

const supported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** This program's own worker, if it was registered. */
const registered = () => navigator.serviceWorker.getRegistration('/');

export async function lookHere(): Promise<Here> {
  if (!supported()) return { supported: false, denied: false, subscribed: false };
  const subscription = await (await registered())?.pushManager.getSubscription();
  return { supported: true, denied: Notification.permission === 'denied', subscribed: subscription != null };
}

/** Asks the browser for its address and keys; null where it, or who sits before it, gives none. */
export async function subscribe(key: string): Promise<{ endpoint: string; p256dh: string; auth: string } | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  try {
    await navigator.serviceWorker.register('/push-worker.js', { scope: '/' });
    const { pushManager } = await navigator.serviceWorker.ready;
    // One that is left over may be of another server's key, or somebody else's who sat here.
    await (await pushManager.getSubscription())?.unsubscribe();
    const { endpoint, keys } = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) })).toJSON();
    const { p256dh, auth } = keys ?? {};
    return endpoint !== undefined && p256dh !== undefined && auth !== undefined ? { endpoint, p256dh, auth } : null;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return null;
    throw error;
  }
}

/** The browser listens no more, and keeps nothing of ours. */
export async function unsubscribe(): Promise<void> {
  const registration = await registered();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  await registration?.unregister();
}
