import type { Namespace, TFunction } from 'i18next';
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';

const made = new Map<string, TFunction>();

function subscribe(changed: () => void): () => void {
  i18next.on('languageChanged', changed);
  return () => {
    i18next.off('languageChanged', changed);
  };
}

export function useLanguage(): string {
  return useSyncExternalStore(subscribe, () => i18next.language);
}

/** The texts of a namespace, or of several (the first needs no prefix). One function for everybody who asks for the same:
 * a list draws rows by the hundred. */
export function useTexts<const N extends Namespace>(namespace: N): TFunction<N> {
  const language = useLanguage();
  const key = `${language} ${String(namespace)}`;
  let t = made.get(key);
  if (!t) {
    t = i18next.getFixedT(language, namespace) as TFunction;
    made.set(key, t);
  }
  return t as unknown as TFunction<N>;
}

/** A text with one gap, as a function of what fills it. Looking a text up is dear where hundreds of rows want it. */
export function withGap(look: (gap: string) => string): (value: string) => string {
  const [before = '', after = ''] = look('\0').split('\0');
  return (value) => before + value + after;
}
