/* filter_date - days and relative dates of filters, in the acting member's zone. */
#pragma once
#include "core/ctx.h"

/* filter_day_valid - "YYYY-MM-DD" and such a day exists. */
bool filter_day_valid(const char *s);
/* filter_day_start - the first ms of a valid day, `days` days later, in the member's zone. */
int64_t filter_day_start(const struct ctx *cx, const char *s, int days);
/* filter_relative - today, yesterday, tomorrow, this_ last_ next_ week month quarter year, last_N_days (those before
 * today, and today), next_N_days (today, and those after), older_than_N_days, past, future; N 1-3650.
 * Takes:  dates: as day texts, otherwise as times
 * Gives:  out[2]: from, and before what; VAL_NULL = open
 * Errors: false when it is none of these words */
bool filter_relative(const struct ctx *cx, const char *word, bool dates, struct val out[2]);
