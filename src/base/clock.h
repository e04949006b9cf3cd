/* clock - time. Times are milliseconds UTC since 1970 (`…_at`); the calendar lives in the user's zone.
 * Domain code never asks for the time: it uses cx->now_at. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define MS_SECOND 1000LL
#define MS_MINUTE (60 * MS_SECOND)
#define MS_HOUR   (60 * MS_MINUTE)
#define MS_DAY    (24 * MS_HOUR)

/* NO_DUE - sorts behind every real time (the first ms of the year 10000): the due time of a card without an open task. */
#define NO_DUE 253402300800000LL

/* clock_now_at - wall clock now, ms UTC. Only dispatcher, worker and main call this. */
int64_t clock_now_at(void);
/* clock_mono_us - monotonic microseconds, for durations. */
int64_t clock_mono_us(void);

/* The bounds of the day list's groups in one zone; each is the first ms of the group, half-open.
 * overdue: due < now (date-time) or due day < today; a date-only deadline is stored as the end of its day. */
struct day_bounds {
    int64_t today_at, tomorrow_at, day_after_at, next_week_at, week_after_at, next_month_at, month_after_at;
};

/* zone_valid - is it an IANA zone known to us, e.g. "Europe/Budapest"? */
bool zone_valid(const char *zone);
/* clock_day_bounds - the bounds around now_at in the zone; weeks begin on Monday (ISO 8601). */
void clock_day_bounds(int64_t now_at, const char *zone, struct day_bounds *out_bounds);
/* clock_day_start - first instant of the local day that contains at, `days` days later (DST-safe). */
int64_t clock_day_start(int64_t at, const char *zone, int days);
/* clock_day_end - last ms of the local day that contains at, `days` days later. */
int64_t clock_day_end(int64_t at, const char *zone, int days);
/* clock_add_days - the same local wall time `days` days later; a time that DST skips moves forward. */
int64_t clock_add_days(int64_t at, const char *zone, int days);
/* clock_add_months - the same day of month and wall time, clamped to the month's end. */
int64_t clock_add_months(int64_t at, const char *zone, int months);
/* clock_local - civil fields in the zone. month 1-12, weekday 1 (Monday) - 7. */
struct civil {
    int year, month, day, hour, minute, second, weekday;
};
void clock_local(int64_t at, const char *zone, struct civil *out_civil);
/* clock_from_local - instant of a civil time; false when the date does not exist (31 February, hour 25). */
bool clock_from_local(const struct civil *c, const char *zone, int64_t *out_at);
/* clock_iso - "2026-11-22T01:02:03.004Z"; dst holds at least 25 bytes. */
void clock_iso(int64_t at, char dst[static 25]);
