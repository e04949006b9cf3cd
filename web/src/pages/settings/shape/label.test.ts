import { expect, test } from 'vitest';
import { isBlank, isPerLanguage, labelText } from './label';

test('a name falls back as on the server', () => {
  expect(labelText({ en: 'Offer', hu: 'Ajánlat' }, 'hu')).toBe('Ajánlat');
  expect(labelText({ '*': 'Offer', hu: 'Ajánlat' }, 'ro')).toBe('Offer');
  expect(labelText({ ro: 'Ofertă' }, 'en')).toBe('Ofertă');
  expect(labelText({}, 'en')).toBe('');
  expect([isBlank({ en: ' ' }), isBlank({ '*': 'x' })]).toEqual([true, false]);
  expect([isPerLanguage({ '*': 'x' }), isPerLanguage({ hu: 'x' })]).toEqual([false, true]);
});
