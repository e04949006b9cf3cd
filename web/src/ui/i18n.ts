import type { FormatFunction } from 'i18next';
import i18next from 'i18next';

export const namespaces = [
  'common', 'frame', 'home', 'list', 'card', 'contact', 'settings', 'import', 'account', 'errors',
  'fields', 'bulk', 'shape', 'access', 'talk', 'tasks',
] as const;
export const languages = ['en', 'hu', 'ro'] as const;
export type Language = (typeof languages)[number];
/** Each in its own words. */
export const languageNames: Record<Language, string> = { en: 'English', hu: 'Magyar', ro: 'Română' };

const texts = {
  en: () => import('./texts/en'),
  hu: () => import('./texts/hu'),
  ro: () => import('./texts/ro'),
} satisfies Record<Language, unknown>;

async function load(language: Language): Promise<void> {
  const { default: files } = await texts[language]();
  for (const namespace of namespaces) {
    i18next.addResourceBundle(language, namespace, files[`../../../locales/${language}/${namespace}.json`]);
  }
}

export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

/** The language before anybody has logged in: the last one used here, or the browser's, or English. */
export function guessLanguage(): Language {
  const wanted = [localStorage.getItem('language') ?? '', ...navigator.languages];
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

/** "8,000 cards changed": counts are written as numbers are in that language. */
const writeCount: FormatFunction = (value: unknown, _, language, options) =>
  options?.['interpolationkey'] === 'count' && typeof value === 'number' && value >= 1_000
    ? new Intl.NumberFormat(language).format(value)
    : (value as string);

export async function startTexts(): Promise<void> {
  const language = guessLanguage();
  await i18next.init({
    lng: language,
    fallbackLng: false,
    ns: namespaces,
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false, alwaysFormat: true, format: writeCount },
    returnNull: false,
    showSupportNotice: false,
  });
  await setLanguage(language);
}

/** Loads a language's texts and switches to it; kept for the log-in page of the next visit. */
export async function setLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'common')) await load(language);
  await i18next.changeLanguage(language);
  localStorage.setItem('language', language);
  document.documentElement.lang = language;
}
