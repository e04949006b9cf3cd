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

/** What useTranslation gives, for rows that a list draws by the hundred: one function for all of them, nothing of their own. */
export function useTexts<N extends Namespace>(namespace: N): TFunction<N> {
  const language = useSyncExternalStore(subscribe, () => i18next.language);
  const key = `${language} ${String(namespace)}`;
  let t = made.get(key);
  if (!t) {
    t = i18next.getFixedT(language, namespace) as TFunction;
    made.set(key, t);
  }
  return t as TFunction<N>;
}
