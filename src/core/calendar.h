/* calendar - open tasks by their days: what a calendar page shows, and the feed that other calendar programs read. */
#pragma once
#include "core/ctx.h"

#define CALENDAR_DAYS_MAX  100
#define CALENDAR_ROWS_MAX  1000
#define CALENDAR_COMES_MAX 1000 /* times to come of tasks that come again */

enum calendar_who { CALENDAR_ALL, CALENDAR_TEAM, CALENDAR_MEMBER };
struct calendar_query {
    enum calendar_who who;
    int64_t member_id; /* CALENDAR_MEMBER */
    int64_t from_at, to_at;
};
/* calendar_write - {"rows":[TaskRow], "coming":[{task_id, at}], "more"}: tasks with a deadline in the range, and when those
 * that come again will come in it; more: there are others behind these.
 * Errors: ERR_INVALID "to" */
enum err calendar_write(struct ctx *cx, const struct calendar_query *q, struct jw *w);
/* calendar_feed - the acting member's open tasks as an iCalendar file (RFC 5545): those of the last FEED_DAYS_BACK days and
 * all to come, at most CALENDAR_ROWS_MAX. base: where cards' pages are, "https://crm.example.com". */
enum err calendar_feed(struct ctx *cx, const char *base, struct buf *out);
