import { useEffect, useRef, useSyncExternalStore } from 'react';

/* Keyboard shortcuts: whoever is on the screen registers its keys; the one registered last wins, so a panel over a list
 * takes its keys first. "?" shows what is registered. */

export interface Shortcut {
  /** "c", "g h" (one after the other), "mod+k" (Ctrl or ⌘), "/", "?", "Escape", "Enter", "ArrowDown". */
  keys: string;
  /** What it does, in the user's language; shown on the sheet. */
  label: string;
  /** Heading on the sheet. */
  group: string;
  run: (event?: KeyboardEvent) => void;
  /** Also while typing in a field or with a dialog open. */
  always?: boolean;
}

interface Entry {
  current: Shortcut;
}

const sequenceMs = 1_200;
let entries: Entry[] = [];
let listeners: (() => void)[] = [];
let snapshot: Shortcut[] = [];
let pending: { key: string; at: number } | null = null;

function changed(): void {
  snapshot = entries.map((entry) => entry.current);
  for (const listener of listeners) listener();
}

/** The name of the pressed key as shortcuts write it. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : event.altKey ? `alt+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function dialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"], [popover][role="menu"]') !== null;
}

function find(keys: string, onlyAlways: boolean): Shortcut | undefined {
  return entries.findLast((entry) => entry.current.keys === keys && (!onlyAlways || entry.current.always === true))?.current;
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  const onlyAlways = isTyping(event.target) || dialogOpen();
  const key = keyName(event);
  const before = pending && Date.now() - pending.at < sequenceMs ? pending.key : null;
  pending = null;
  const hit = (before === null ? undefined : find(`${before} ${key}`, onlyAlways)) ?? find(key, onlyAlways);
  if (hit) {
    event.preventDefault();
    hit.run(event);
    return;
  }
  if (!onlyAlways && entries.some((entry) => entry.current.keys.startsWith(`${key} `))) pending = { key, at: Date.now() };
}

/** Call once, when the app starts. */
export function listenForShortcuts(): () => void {
  window.addEventListener('keydown', handle);
  return () => {
    window.removeEventListener('keydown', handle);
  };
}

/** Registers shortcuts while the component is shown. The list may be a new array on each render; its length must not change
 * while `enabled` stays the same. */
export function useShortcuts(shortcuts: Shortcut[], enabled = true): void {
  const mine = useRef<Entry[]>([]);
  const text = shortcuts.map((s) => `${s.keys}\u0000${s.label}`).join('\u0001');
  const latest = useRef(shortcuts);

  useEffect(() => {
    latest.current = shortcuts;
    shortcuts.forEach((shortcut, i) => {
      const entry = mine.current[i];
      if (entry) entry.current = shortcut;
    });
  });

  useEffect(() => {
    if (!enabled) return undefined;
    mine.current = latest.current.map((current) => ({ current }));
    const added = mine.current;
    entries = [...entries, ...added];
    changed();
    return () => {
      entries = entries.filter((entry) => !added.includes(entry));
      mine.current = [];
      changed();
    };
  }, [enabled, text]);
}

/** What is registered now, for the sheet. */
export function useRegisteredShortcuts(): Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.push(listener);
      return () => {
        listeners = listeners.filter((other) => other !== listener);
      };
    },
    () => snapshot,
  );
}

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** "mod+k" -> "⌘ K" or "Ctrl K", for showing. */
export function shownKeys(keys: string): string[] {
  return keys
    .split(/[ +]/)
    .filter((key) => key !== '')
    .map((key) => {
      if (key === 'mod') return isMac ? '⌘' : 'Ctrl';
      if (key === 'Escape') return 'Esc';
      if (key === 'ArrowDown') return '↓';
      if (key === 'ArrowUp') return '↑';
      return key.length === 1 ? key.toUpperCase() : key;
    });
}
