#include "base/recur.h"
#include "base/clock.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

static bool given(const short *list)
{
    return list[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

/* Only months and years have a second Tuesday. */
static bool places_fit(const struct icalrecurrencetype *r)
{
    if (r->freq == ICAL_MONTHLY_RECURRENCE || r->freq == ICAL_YEARLY_RECURRENCE)
        return true;
    for (int i = 0; i < ICAL_BY_DAY_SIZE && r->by_day[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
        if (icalrecurrencetype_day_position(r->by_day[i]))
            return false;
    return true;
}

static bool ours(const struct icalrecurrencetype *r)
{
    return r->freq >= ICAL_DAILY_RECURRENCE && r->freq <= ICAL_YEARLY_RECURRENCE && r->interval >= 1 &&
           r->interval <= RECUR_INTERVAL_MAX && r->count >= 0 && r->count <= RECUR_COUNT_MAX &&
           (icaltime_is_null_time(r->until) || (r->until.is_date && !r->count)) && !given(r->by_second) &&
           !given(r->by_minute) && !given(r->by_hour) && !given(r->by_year_day) && !given(r->by_week_no) &&
           places_fit(r);
}

static char *text_of(struct arena *a, struct icalrecurrencetype *r)
{
    char *made = icalrecurrencetype_as_string_r(r), *s = made ? arena_str(a, made) : NULL;
    icalmemory_free_buffer(made);
    return s;
}

char *recur_clean(struct arena *a, const char *rule)
{
    if (strlen(rule) > RECUR_TEXT_MAX ||
            strspn(rule, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=;,-+") != strlen(rule) ||
            strstr(rule, "RSCALE") || strstr(rule, "SKIP"))
        return NULL;
    struct icalrecurrencetype r = icalrecurrencetype_from_string(rule);
    if (r.freq == ICAL_NO_RECURRENCE || !ours(&r))
        return NULL;
    /* 30 February: over eight years, every day that a year can have has come. */
    struct icalrecurrencetype ever = r;
    ever.until = icaltime_null_time();
    ever.count = 0;
    ever.interval = 1;
    icalrecur_iterator *it = icalrecur_iterator_new(ever, icaltime_from_string("20200101"));
    bool comes = it && !icaltime_is_null_time(icalrecur_iterator_next(it));
    if (it)
        icalrecur_iterator_free(it);
    return comes ? text_of(a, &r) : NULL;
}

int recur_count(const char *rule)
{
    const char *at = strstr(rule, "COUNT=");
    return at ? atoi(at + strlen("COUNT=")) : 0;
}

static struct icaltimetype local_time(int64_t at, const struct recur *r)
{
    struct icaltimetype t = icaltime_null_time();
    struct civil c;
    clock_local(at, r->zone, &c);
    t.year = c.year;
    t.month = c.month;
    t.day = c.day;
    t.is_date = !r->timed;
    if (r->timed) {
        t.hour = c.hour;
        t.minute = c.minute;
        t.second = c.second;
    }
    return t;
}

static bool instant(const struct icaltimetype *t, const struct recur *r, int64_t *out_at)
{
    struct civil c = {.year = t->year, .month = t->month, .day = t->day, .hour = 12};
    int64_t at;
    if (r->timed) {
        c.hour = t->hour;
        c.minute = t->minute;
        c.second = t->second;
    }
    if (!clock_from_local(&c, r->zone, &at))
        return false;
    *out_at = r->timed ? at : clock_day_end(at, r->zone, 0);
    return true;
}

/* The rule without its COUNT; its last day counts whole. */
static struct icalrecurrencetype parsed(const struct recur *r)
{
    struct icalrecurrencetype rule = icalrecurrencetype_from_string(r->rule);
    rule.count = 0;
    if (r->timed && !icaltime_is_null_time(rule.until)) {
        rule.until.is_date = 0;
        rule.until.hour = 23;
        rule.until.minute = rule.until.second = 59;
    }
    return rule;
}

size_t recur_times(const struct recur *r, int64_t after_at, int64_t to_at, int64_t *out, size_t max)
{
    size_t n = 0;
    struct icaltimetype t = local_time(r->start_at, r), from = local_time(after_at, r);
    icalrecur_iterator *it = icalrecur_iterator_new(parsed(r), t);
    if (!it)
        return 0;
    if (after_at > r->start_at)
        icalrecur_iterator_set_start(it, from);
    for (t = icalrecur_iterator_next(it); n < max && !icaltime_is_null_time(t);
            t = icalrecur_iterator_next(it)) {
        int64_t at;
        if (!instant(&t, r, &at) || at <= after_at)
            continue;
        if (at >= to_at)
            break;
        out[n++] = at;
    }
    icalrecur_iterator_free(it);
    return n;
}

bool recur_next(const struct recur *r, int64_t after_at, int64_t *out_at)
{
    return recur_times(r, after_at, NO_DUE, out_at, 1) == 1;
}

char *recur_for_calendar(struct arena *a, const struct recur *r, int count)
{
    struct icalrecurrencetype rule = parsed(r);
    rule.count = count;
    int64_t until_at;
    if (r->timed && !icaltime_is_null_time(rule.until) && instant(&rule.until, r, &until_at))
        rule.until = icaltime_from_timet_with_zone(
                (time_t)(until_at / MS_SECOND), 0, icaltimezone_get_utc_timezone());
    return text_of(a, &rule);
}
