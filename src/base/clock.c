#include "base/clock.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define ZONE_CHARS 63 /* longest zone name taken */
#define ZONES_KEPT 8  /* calendars kept per thread */

int64_t clock_now_at(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

int64_t clock_mono_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

/* A calendar costs about 30 µs to open and cannot be shared, so each thread keeps its last few. */
struct zones {
    struct {
        char name[ZONE_CHARS + 1];
        UCalendar *cal;
    } kept[ZONES_KEPT];
    unsigned next;
};

static pthread_key_t zones_key;
static pthread_once_t zones_once = PTHREAD_ONCE_INIT;

static void zones_free(void *p)
{
    struct zones *z = p;
    for (int i = 0; i < ZONES_KEPT; i++)
        if (z->kept[i].cal)
            ucal_close(z->kept[i].cal);
    mem_free(z);
}

static void zones_start(void)
{
    if (pthread_key_create(&zones_key, zones_free))
        mem_panic("clock: no thread key left");
}

static bool zone_wide(const char *zone, UChar dst[ZONE_CHARS + 1])
{
    size_t n = strnlen(zone, ZONE_CHARS + 1);
    if (n == 0 || n > ZONE_CHARS)
        return false;
    for (size_t i = 0; i <= n; i++) {
        if ((unsigned char)zone[i] >= 0x80)
            return false;
        dst[i] = (UChar)zone[i];
    }
    return true;
}

bool zone_valid(const char *zone)
{
    UChar wide[ZONE_CHARS + 1], canonical[128];
    if (!zone || !zone_wide(zone, wide))
        return false;
    UErrorCode e = U_ZERO_ERROR;
    UBool known = false;
    ucal_getCanonicalTimeZoneID(wide, -1, canonical, 128, &known, &e);
    return U_SUCCESS(e) && known;
}

static UCalendar *calendar_open(const char *zone)
{
    UChar wide[ZONE_CHARS + 1];
    if (!zone_wide(zone, wide))
        zone_wide("Etc/UTC", wide);
    UErrorCode e = U_ZERO_ERROR;
    UCalendar *cal = ucal_open(wide, -1, "en", UCAL_GREGORIAN, &e);
    if (U_FAILURE(e))
        mem_panic("clock: ICU has no calendar data");
    ucal_setGregorianChange(cal, -1e15, &e); /* Gregorian always */
    ucal_setAttribute(cal, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
    return cal;
}

static UCalendar *calendar(const char *zone)
{
    pthread_once(&zones_once, zones_start);
    struct zones *z = pthread_getspecific(zones_key);
    if (!z) {
        z = mem_zalloc(sizeof *z);
        pthread_setspecific(zones_key, z);
    }
    for (int i = 0; i < ZONES_KEPT; i++)
        if (z->kept[i].cal && strcmp(z->kept[i].name, zone) == 0)
            return z->kept[i].cal;
    unsigned i = z->next++ % ZONES_KEPT;
    if (z->kept[i].cal)
        ucal_close(z->kept[i].cal);
    z->kept[i].cal = calendar_open(zone);
    snprintf(z->kept[i].name, sizeof z->kept[i].name, "%s", zone);
    return z->kept[i].cal;
}

static int field(const UCalendar *cal, UCalendarDateFields f)
{
    UErrorCode e = U_ZERO_ERROR;
    return ucal_get(cal, f, &e);
}

static int64_t millis(const UCalendar *cal)
{
    UErrorCode e = U_ZERO_ERROR;
    return (int64_t)ucal_getMillis(cal, &e);
}

/* Points the zone's calendar at an instant and reads the civil fields there. */
static UCalendar *calendar_at(int64_t at, const char *zone, struct civil *out_civil)
{
    UCalendar *cal = calendar(zone);
    UErrorCode e = U_ZERO_ERROR;
    ucal_setMillis(cal, (UDate)at, &e);
    *out_civil = (struct civil){
            .year = field(cal, UCAL_EXTENDED_YEAR),
            .month = field(cal, UCAL_MONTH) + 1,
            .day = field(cal, UCAL_DATE),
            .hour = field(cal, UCAL_HOUR_OF_DAY),
            .minute = field(cal, UCAL_MINUTE),
            .second = field(cal, UCAL_SECOND),
            .weekday = (field(cal, UCAL_DAY_OF_WEEK) + 5) % 7 + 1,
    };
    return cal;
}

/* The instant of a civil time; days outside the month count on. A wall time that the clock skips is read with
 * the offset before the gap (02:30 becomes 03:30, as in RFC 5545); one that comes twice means its first
 * passing. */
static int64_t resolve(UCalendar *cal, int year, int month, int day, int hour, int minute, int second)
{
    UErrorCode e = U_ZERO_ERROR;
    ucal_setAttribute(cal, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_LAST);
    ucal_clear(cal);
    ucal_setDateTime(cal, year, month - 1, day, hour, minute, second, &e);
    return millis(cal);
}

/* First instant of a civil day, also where the clock skips midnight. */
static int64_t day_start(UCalendar *cal, int year, int month, int day)
{
    UErrorCode e = U_ZERO_ERROR;
    ucal_setAttribute(cal, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
    ucal_clear(cal);
    ucal_setDateTime(cal, year, month - 1, day, 0, 0, 0, &e);
    return millis(cal);
}

void clock_day_bounds(int64_t now_at, const char *zone, struct day_bounds *out_bounds)
{
    struct civil c;
    UCalendar *cal = calendar_at(now_at, zone, &c);
    int monday = c.day + 8 - c.weekday;
    *out_bounds = (struct day_bounds){
            .today_at = day_start(cal, c.year, c.month, c.day),
            .tomorrow_at = day_start(cal, c.year, c.month, c.day + 1),
            .day_after_at = day_start(cal, c.year, c.month, c.day + 2),
            .next_week_at = day_start(cal, c.year, c.month, monday),
            .week_after_at = day_start(cal, c.year, c.month, monday + 7),
            .next_month_at = day_start(cal, c.year, c.month + 1, 1),
            .month_after_at = day_start(cal, c.year, c.month + 2, 1),
    };
}

int64_t clock_day_start(int64_t at, const char *zone, int days)
{
    struct civil c;
    UCalendar *cal = calendar_at(at, zone, &c);
    return day_start(cal, c.year, c.month, c.day + days);
}

int64_t clock_day_end(int64_t at, const char *zone, int days)
{
    return clock_day_start(at, zone, days + 1) - 1;
}

/* What civil fields do not carry: the milliseconds of an instant. */
static int64_t sub_second(int64_t at)
{
    return ((at % MS_SECOND) + MS_SECOND) % MS_SECOND;
}

int64_t clock_add_days(int64_t at, const char *zone, int days)
{
    if (days == 0)
        return at;
    struct civil c;
    UCalendar *cal = calendar_at(at, zone, &c);
    return resolve(cal, c.year, c.month, c.day + days, c.hour, c.minute, c.second) + sub_second(at);
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (leap && month == 2);
}

int64_t clock_add_months(int64_t at, const char *zone, int months)
{
    if (months == 0)
        return at;
    struct civil c;
    UCalendar *cal = calendar_at(at, zone, &c);
    int total = c.year * 12 + c.month - 1 + months;
    int year = total / 12, month = total % 12 + 1;
    int last = month_days(year, month);
    return resolve(cal, year, month, c.day < last ? c.day : last, c.hour, c.minute, c.second) +
           sub_second(at);
}

void clock_local(int64_t at, const char *zone, struct civil *out_civil)
{
    calendar_at(at, zone, out_civil);
}

bool clock_from_local(const struct civil *c, const char *zone, int64_t *out_at)
{
    if (c->year < 1 || c->year > 9999 || c->month < 1 || c->month > 12)
        return false;
    if (c->day < 1 || c->day > month_days(c->year, c->month))
        return false;
    if (c->hour < 0 || c->hour > 23 || c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 59)
        return false;
    *out_at = resolve(calendar(zone), c->year, c->month, c->day, c->hour, c->minute, c->second);
    return true;
}

void clock_iso(int64_t at, char dst[static 25])
{
    const int64_t year_0_at = -62167219200000, year_9999_end_at = 253402300799999;
    at = at < year_0_at ? year_0_at : at > year_9999_end_at ? year_9999_end_at : at;
    int64_t ms = sub_second(at);
    time_t s = (time_t)((at - ms) / MS_SECOND);
    struct tm t;
    gmtime_r(&s, &t);
    char year[5];
    snprintf(year, sizeof year, "%04u", (unsigned)(t.tm_year + 1900) % 10000);
    strftime(dst + 4, 21, "-%m-%dT%H:%M:%S", &t);
    memcpy(dst, year, 4);
    snprintf(dst + 19, 6, ".%03uZ", (unsigned)ms % 1000);
}
