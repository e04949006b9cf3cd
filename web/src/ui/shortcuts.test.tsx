import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { keyName, listenForShortcuts, shownKeys, useShortcuts } from './shortcuts';

function Keys({ map, always = false }: { map: Record<string, () => void>; always?: boolean }) {
  useShortcuts(Object.entries(map).map(([keys, run]) => ({ keys, run, label: keys, group: 'test', always })));
  return null;
}

const press = (key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));

beforeAll(() => {
  listenForShortcuts();
});
afterEach(() => {
  cleanup();
  document.body.innerHTML = '';
  vi.useRealTimers();
});

describe('shortcuts', () => {
  it('runs a single key and a sequence', () => {
    const c = vi.fn();
    const home = vi.fn();
    render(<Keys map={{ c, 'g h': home }} />);
    press('c');
    expect(c).toHaveBeenCalledTimes(1);
    press('g');
    press('h');
    expect(home).toHaveBeenCalledTimes(1);
  });

  it('forgets the first key of a sequence after a while', () => {
    vi.useFakeTimers();
    const home = vi.fn();
    render(<Keys map={{ 'g h': home }} />);
    press('g');
    vi.advanceTimersByTime(2_000);
    press('h');
    expect(home).not.toHaveBeenCalled();
  });

  it('lets the one registered last win, until it is gone', () => {
    const list = vi.fn();
    const panel = vi.fn();
    render(<Keys map={{ d: list }} />);
    const { unmount } = render(<Keys map={{ d: panel }} />);
    press('d');
    unmount();
    press('d');
    expect([panel.mock.calls.length, list.mock.calls.length]).toEqual([1, 1]);
  });

  it('keeps quiet while somebody types or a dialog is open, except for "always"', () => {
    const c = vi.fn();
    const palette = vi.fn();
    render(<Keys map={{ c }} />);
    render(<Keys map={{ 'mod+k': palette }} always />);
    const input = document.body.appendChild(document.createElement('input'));
    press('c', {}, input);
    press('k', { ctrlKey: true }, input);
    input.remove();
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.setAttribute('role', 'dialog');
    dialog.setAttribute('aria-modal', 'true');
    press('c');
    expect(c).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledTimes(1);
  });

  it('leaves keys alone that the page has handled', () => {
    const enter = vi.fn();
    render(<Keys map={{ Enter: enter }} />);
    const button = document.body.appendChild(document.createElement('button'));
    button.addEventListener('keydown', (event) => {
      event.preventDefault();
    });
    press('Enter', {}, button);
    expect(enter).not.toHaveBeenCalled();
  });

  it('names and shows keys', () => {
    expect(keyName({ key: 'K', ctrlKey: false, metaKey: true, altKey: false })).toBe('mod+k');
    expect(keyName({ key: 'Enter', ctrlKey: false, metaKey: false, altKey: false })).toBe('Enter');
    expect(shownKeys('g h')).toEqual(['G', 'H']);
    expect(shownKeys('mod+k').at(-1)).toBe('K');
  });
});
