/* recur - rules of what comes again, as RFC 5545 writes them (FREQ=WEEKLY;BYDAY=MO,TH), by days, weeks, months or years. A
 * rule is followed in the calendar of a zone: ten o'clock stays ten o'clock when the clocks change. How often it comes at
 * most (COUNT) is the caller's to count. */
#pragma once
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define RECUR_TEXT_MAX     300
#define RECUR_INTERVAL_MAX 99
#define RECUR_COUNT_MAX    999

/* When a rule is followed, and from when on. */
struct recur {
    const char *rule, *zone;
    int64_t start_at; /* its first time; the time of day of all */
    bool timed;       /* else days: start_at and what comes out is the last ms of a day */
};

/* recur_clean - check a rule and write it as it is stored.
 * Gives: NULL when it is none of ours: no such rule, an interval or COUNT beyond the limits, times of day, or never */
char *recur_clean(struct arena *a, const char *rule);
/* recur_count - the rule's COUNT, 0 = none. */
int recur_count(const char *rule);
/* recur_times - the times behind after_at and before to_at, at most max; UNTIL (the last day) ends them. */
size_t recur_times(const struct recur *r, int64_t after_at, int64_t to_at, int64_t *out, size_t max);
/* recur_next - the first time behind after_at; false when there is none. */
bool recur_next(const struct recur *r, int64_t after_at, int64_t *out_at);
/* recur_for_calendar - the rule as calendars are told it: `count` instead of its COUNT (0 = none), UNTIL as the zone's
 * instant where times of day are told. */
char *recur_for_calendar(struct arena *a, const struct recur *r, int count);
