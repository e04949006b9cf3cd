/* Countries, currencies and time zones as the browser knows them, in the user's language. */

export interface Choice {
  value: string;
  label: string;
}

const countryCodes = (
  'AD AE AL AM AR AT AU AZ BA BD BE BG BR BY CA CH CL CN CO CY CZ DE DK DZ EE EG ES FI FR GB GE GR HK HR HU ID IE IL IN ' +
  'IQ IS IT JO JP KE KR KZ LB LI LT LU LV MA MC MD ME MK MT MX MY NG NL NO NZ PE PH PK PL PT QA RO RS RU SA SE SG SI SK ' +
  'SM TH TN TR TW UA US UY UZ VN XK ZA'
).split(' ');

const currencyCodes = (
  'EUR HUF RON USD GBP CHF CZK PLN BGN RSD UAH MDL TRY SEK NOK DKK ISK CAD AUD NZD JPY CNY INR BRL MXN ZAR ILS AED KRW SGD HKD'
).split(' ');

function named(codes: string[], type: 'region' | 'currency', language: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type });
  return codes.map((value) => ({ value, label: names.of(value) ?? value }));
}

export function countries(language: string): Choice[] {
  const compare = new Intl.Collator(language).compare;
  return named(countryCodes, 'region', language).toSorted((a, b) => compare(a.label, b.label));
}

/** "EUR – euro" … in the order of how near they are. */
export function currencies(language: string): Choice[] {
  return named(currencyCodes, 'currency', language).map(({ value, label }) => ({ value, label: `${value} – ${label}` }));
}

/** All zones of the browser; with the one in use, which may be an alias the browser does not list. */
export function zones(used?: string): string[] {
  const list = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  return used === undefined || list.includes(used) ? list : [used, ...list];
}

/** What the browser's own settings make likely, so most need not be chosen. */
export function guessPlace(language: string): { zone: string; country: string; currency: string } {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const country =
    { 'Europe/Budapest': 'HU', 'Europe/Bucharest': 'RO', 'Europe/London': 'GB', 'Europe/Berlin': 'DE' }[zone] ??
    { hu: 'HU', ro: 'RO' }[language] ??
    'GB';
  const currency = { HU: 'HUF', RO: 'RON', GB: 'GBP' }[country] ?? 'EUR';
  return { zone: zone === 'UTC' ? ({ HU: 'Europe/Budapest', RO: 'Europe/Bucharest' }[country] ?? zone) : zone, country, currency };
}
