import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Push } from '../../api/types';
import type { Here } from './push';
import { keyBytes, lookHere, pushState, subscribe, unsubscribe } from './push';

const browser = (current: boolean): Push['browsers'][number] => ({ id: 1, agent: '', current, created_at: 0, sent_at: null, failed_at: null });
const here: Here = { supported: true, denied: false, subscribed: true };

describe('pushState', () => {
  it('is on only where the browser listens and the server knows this session’s', () => {
    expect(pushState(here, { on: true, browsers: [browser(false), browser(true)] })).toBe('on');
    expect(pushState(here, { on: true, browsers: [browser(false)] })).toBe('off');
    expect(pushState({ ...here, subscribed: false }, { on: true, browsers: [browser(true)] })).toBe('off');
  });
  it('says first what nothing here can change', () => {
    const none: Here = { supported: false, denied: true, subscribed: false };
    expect(pushState(none, { on: false, browsers: [] })).toBe('company_off');
    expect(pushState(none, { on: true, browsers: [] })).toBe('unsupported');
    expect(pushState({ ...here, denied: true }, { on: true, browsers: [browser(true)] })).toBe('denied');
  });
});

describe('keyBytes', () => {
  it('reads base64url, also without its padding', () => {
    expect([...keyBytes('-_8')]).toEqual([251, 255]);
    expect([...keyBytes('AQID')]).toEqual([1, 2, 3]);
    expect(keyBytes(`B${'A'.repeat(86)}`)).toHaveLength(65);
  });
});

/** A browser with one worker, which may have been told before. */
function browserWith({ permission = 'granted', before = false, refuses = false } = {}) {
  const left = { endpoint: 'https://old.example', unsubscribe: vi.fn(() => Promise.resolve(true)) };
  const given = { toJSON: () => ({ endpoint: 'https://new.example', keys: { p256dh: 'p', auth: 'a' } }) };
  const pushManager = {
    getSubscription: () => Promise.resolve(before ? left : null),
    subscribe: vi.fn(() => (refuses ? Promise.reject(new DOMException('no', 'AbortError')) : Promise.resolve(given))),
  };
  const registration = { pushManager, unregister: vi.fn(() => Promise.resolve(true)) };
  const serviceWorker = {
    register: vi.fn(() => Promise.resolve(registration)),
    ready: Promise.resolve(registration),
    getRegistration: () => Promise.resolve(registration),
  };
  vi.stubGlobal('navigator', { serviceWorker });
  vi.stubGlobal('PushManager', vi.fn());
  vi.stubGlobal('Notification', { permission, requestPermission: () => Promise.resolve(permission) });
  return { left, pushManager, registration, serviceWorker };
}

describe('this browser', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  it('cannot be told where it has no push', async () => {
    expect(await lookHere()).toEqual({ supported: false, denied: false, subscribed: false });
  });
  it('says what was chosen before', async () => {
    browserWith({ permission: 'denied', before: true });
    expect(await lookHere()).toEqual({ supported: true, denied: true, subscribed: true });
  });
  it('gives its address and keys, and forgets the earlier ones', async () => {
    const { left, pushManager } = browserWith({ before: true });
    expect(await subscribe('AQID')).toEqual({ endpoint: 'https://new.example', p256dh: 'p', auth: 'a' });
    expect(left.unsubscribe).toHaveBeenCalledOnce();
    expect(pushManager.subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: new Uint8Array([1, 2, 3]) });
  });
  it('registers no worker without permission', async () => {
    const { serviceWorker } = browserWith({ permission: 'denied' });
    expect(await subscribe('AQID')).toBeNull();
    expect(serviceWorker.register).not.toHaveBeenCalled();
  });
  it('gives nothing where its push service refuses', async () => {
    browserWith({ refuses: true });
    expect(await subscribe('AQID')).toBeNull();
  });
  it('keeps no worker when it is switched off', async () => {
    const { left, registration } = browserWith({ before: true });
    await unsubscribe();
    expect(left.unsubscribe).toHaveBeenCalledOnce();
    expect(registration.unregister).toHaveBeenCalledOnce();
  });
});
