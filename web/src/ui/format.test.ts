import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import en from '../../locales/en/common.json';
import hu from '../../locales/hu/common.json';
import ro from '../../locales/ro/common.json';
import { createFormat, initials } from './format';

const now = Date.parse('2026-11-22T10:00:00Z');
const hour = 3_600_000;
const make = (language: string, currency = 'EUR') =>
  createFormat({ language, zone: 'Europe/Budapest', currency, nameOrder: language === 'hu' ? 'family_first' : 'given_first' });
/** Intl uses different kinds of blanks in different versions. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

beforeAll(async () => {
  await i18next.init({ showSupportNotice: false, lng: 'en', resources: { en: { common: en }, hu: { common: hu }, ro: { common: ro } } });
});

describe('due', () => {
  const format = make('en');
  it('says how many days late, by calendar days', () => {
    expect(format.due(now - 12 * hour, false, now)).toEqual({ text: '1 d late', late: true, today: false });
    expect(format.due(now - 40 * hour, true, now).text).toBe('2 d late');
  });
  it('says today with the time, late or not', () => {
    expect(format.due(now + hour, true, now)).toEqual({ text: 'today 12:00', late: false, today: true });
    expect(format.due(now - hour, true, now)).toEqual({ text: 'today 10:00', late: true, today: true });
    expect(format.due(now + 12 * hour, false, now).text).toBe('today');
  });
  it('says tomorrow, then the date', () => {
    expect(format.due(now + 24 * hour, false, now).text).toBe('tomorrow');
    expect(format.due(now + 72 * hour, false, now).text).toBe('Wed 25 Nov');
  });
  it('speaks the three languages', async () => {
    await i18next.changeLanguage('hu');
    expect(make('hu').due(now - 40 * hour, false, now).text).toBe('2 napja lejárt');
    await i18next.changeLanguage('ro');
    expect(make('ro').due(now - 40 * hour, false, now).text).toBe('2 zile restanță');
    expect(make('ro').due(now - 30 * 24 * hour, false, now).text).toBe('30 de zile restanță');
    await i18next.changeLanguage('en');
  });
});

describe('money', () => {
  it('shows minor units only where there are some', () => {
    expect(plain(make('en').money(123_456_00))).toBe('€123,456');
    expect(plain(make('en').money(1_050))).toBe('€10.50');
    expect(plain(make('hu', 'HUF').money(2_500_000_00))).toBe('2 500 000 Ft');
  });
  it('takes hundredths in every currency, as the server does', () => {
    expect(plain(make('en', 'JPY').money(1_500_00))).toBe('JP¥1,500');
    expect(plain(make('hu', 'HUF').money(99_50))).toBe('99,50 Ft');
  });
});

describe('names', () => {
  it('puts names in the order of the account', () => {
    expect(make('hu').fullName('Anna', 'Kovács')).toBe('Kovács Anna');
    expect(make('en').fullName('Anna', 'Kovács')).toBe('Anna Kovács');
    expect(make('en').fullName(null, 'Kovács')).toBe('Kovács');
  });
  it('sorts as the language does', () => {
    expect(['Zoltán', 'Czuczor', 'Csaba', 'Cecil'].toSorted(make('hu').compare)).toEqual(['Cecil', 'Czuczor', 'Csaba', 'Zoltán']);
    expect(['Țiriac', 'Tudor', 'Ștefan', 'Sorin'].toSorted(make('ro').compare)).toEqual(['Sorin', 'Ștefan', 'Tudor', 'Țiriac']);
  });
  it('takes initials of words with capitals', () => {
    expect(initials('Kovács és Társa Kft.')).toBe('KT');
    expect(initials('ștefan')).toBe('Ș');
    expect(initials('Őry-Nagy Éva')).toBe('ŐN');
    expect(initials('')).toBe('');
  });
});

describe('ago', () => {
  const format = make('en');
  it('goes from minutes to hours to days to the date', () => {
    expect(format.ago(now - 10_000, now)).toBe('just now');
    expect(format.ago(now - 5 * 60_000, now)).toBe('5 minutes ago');
    expect(format.ago(now - 3 * hour, now)).toBe('3 hours ago');
    expect(format.ago(now - 26 * hour, now)).toBe('yesterday');
    expect(plain(format.ago(now - 300 * 24 * hour, now))).toBe('26 Jan 2026');
  });
});

it('shows a calendar date without shifting it by the zone', () => {
  expect(make('en').day('2026-03-01')).toBe('1 Mar 2026');
  expect(plain(make('hu').day('2026-03-01'))).toBe('2026. márc. 1.');
  expect(['en', 'hu', 'ro'].map((language) => plain(make(language).dayLong('2026-11-22')).replaceAll(',', '')))
    .toEqual(['Sunday 22 November 2026', '2026. november 22. vasárnap', 'duminică 22 noiembrie 2026']);
  expect(['en', 'hu', 'ro'].map((language) => plain(make(language).month('2026-11-22 10:00:00'))))
    .toEqual(['November 2026', '2026. november', 'noiembrie 2026']);
});
