import { useSyncExternalStore } from 'react';

interface Store {
  subscribe: (changed: () => void) => () => void;
  matches: () => boolean;
}

const stores = new Map<string, Store>();

function storeOf(query: string): Store {
  let store = stores.get(query);
  if (!store) {
    const list = window.matchMedia(query);
    store = {
      subscribe: (changed) => {
        list.addEventListener('change', changed);
        return () => {
          list.removeEventListener('change', changed);
        };
      },
      matches: () => list.matches,
    };
    stores.set(query, store);
  }
  return store;
}

/** Whether the window fits a media query: right from the first drawing on, so nothing is laid out twice. */
export function useMedia(query: string): boolean {
  const { subscribe, matches } = storeOf(query);
  return useSyncExternalStore(subscribe, matches);
}

/** The border between a phone and a desk, as in our style sheets. */
export const usePhone = (): boolean => useMedia('(max-width: 48em)');
