/* The names of months and days of the calendars: imported by what shows a calendar, which is loaded on demand. */
import 'dayjs/locale/hu';
import 'dayjs/locale/ro';
