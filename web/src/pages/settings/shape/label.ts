import type { Label } from '../../../api/types';

/** A name in a language, as the server would show it. */
export function labelText(label: Label, language: string): string {
  const own = label[language as keyof Label];
  return own ?? label['*'] ?? label.en ?? label.hu ?? label.ro ?? '';
}

export function isBlank(label: Label): boolean {
  return Object.values(label).every((text) => text.trim() === '');
}

/** Is it named in each language, or the same in all? */
export function isPerLanguage(label: Label): boolean {
  return Object.keys(label).some((tongue) => tongue !== '*');
}
