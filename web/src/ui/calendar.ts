/* What all calendars share: imported by what shows one, which is loaded on demand. */
import './calendar.css';
import dayjs from 'dayjs';
import 'dayjs/locale/hu';
import ro from 'dayjs/locale/ro';
import { useFormat } from './format';
import { useTexts } from './useTexts';

// Romanian writes months and days small; this library writes them with capitals.
const small = (names: string[] | undefined) => (names ?? []).map((name) => name.toLocaleLowerCase('ro'));
dayjs.locale({
  ...ro, months: small(ro.months), monthsShort: small(ro.monthsShort), weekdays: small(ro.weekdays), weekdaysShort: small(ro.weekdaysShort),
}, undefined, true);

/** The words of a calendar from which a day is picked. */
export function usePickerTexts() {
  const t = useTexts('fields');
  const format = useFormat();
  return {
    locale: format.settings.language,
    firstDayOfWeek: 1 as const,
    monthLabelFormat: format.month,
    getDayAriaLabel: format.dayLong,
    ariaLabels: {
      monthLevelControl: t('calendar.months'), yearLevelControl: t('calendar.years'),
      nextMonth: t('calendar.next_month'), previousMonth: t('calendar.previous_month'),
      nextYear: t('calendar.next_year'), previousYear: t('calendar.previous_year'),
      nextDecade: t('calendar.next_years'), previousDecade: t('calendar.previous_years'),
    },
  };
}
