#include "core/worktime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_MAX     4000 /* as far as is counted */
#define HOLIDAYS_MAX 400
#define DAY_MINUTES  1440

/* The minutes of a day between which the company works; from == to: it does not. */
struct span {
    int from, to;
};

static bool read_time(const char *text, int *out_minutes)
{
    int hour, minute, n = 0;
    if (!text || sscanf(text, "%2d:%2d%n", &hour, &minute, &n) != 2 || text[n] || hour < 0 || hour > 24 ||
            minute < 0 || minute > 59 || hour * 60 + minute > DAY_MINUTES)
        return false;
    *out_minutes = hour * 60 + minute;
    return true;
}

static bool read_span(const json_t *day, struct span *out)
{
    return read_time(json_str(day, "from"), &out->from) && read_time(json_str(day, "to"), &out->to) &&
           out->from < out->to;
}

static bool is_holiday(const json_t *hours, const struct civil *c)
{
    char day[40];
    size_t i;
    const json_t *one;
    snprintf(day, sizeof day, "%04d-%02d-%02d", c->year, c->month, c->day);
    json_array_foreach(json_object_get(hours, "holidays"), i, one)
    {
        if (strcmp(json_string_value(one), day) == 0)
            return true;
    }
    return false;
}

/* Monday to Friday from nine to five, until somebody says otherwise. */
static struct span span_of(const json_t *hours, const struct civil *c)
{
    struct span s = {0, 0};
    if (!json_is_object(hours))
        return c->weekday <= 5 ? (struct span){9 * 60, 17 * 60} : s;
    const json_t *day = json_array_get(json_object_get(hours, "days"), (size_t)c->weekday - 1);
    return json_is_object(day) && !is_holiday(hours, c) && read_span(day, &s) ? s : (struct span){0, 0};
}

/* The day's working hours as instants; false when there are none. */
static bool work_on(struct ctx *cx, int64_t day_at, int64_t *out_from, int64_t *out_to)
{
    const char *zone = meta_setting_str(cx->meta, "zone", "UTC");
    struct civil c;
    clock_local(day_at, zone, &c);
    struct span s = span_of(json_object_get(cx->meta->settings, "work_hours"), &c);
    if (s.from == s.to)
        return false;
    struct civil from = {
            .year = c.year, .month = c.month, .day = c.day, .hour = s.from / 60, .minute = s.from % 60};
    if (!clock_from_local(&from, zone, out_from))
        return false;
    *out_to = *out_from + (s.to - s.from) * MS_MINUTE;
    return true;
}

/* Does the company work on any day? Without one, nothing is to be found by looking at day after day. */
static bool works(struct ctx *cx)
{
    const json_t *hours = json_object_get(cx->meta->settings, "work_hours"), *day;
    bool any = !json_is_object(hours);
    size_t i;
    json_array_foreach(json_object_get(hours, "days"), i, day)
    {
        any = any || json_is_object(day);
    }
    return any;
}

static int64_t next_day(struct ctx *cx, int64_t at)
{
    return clock_day_start(at, meta_setting_str(cx->meta, "zone", "UTC"), 1);
}

int64_t worktime_add(struct ctx *cx, int64_t at, int64_t minutes)
{
    int64_t left = minutes * MS_MINUTE, day_at = at, from, to;
    for (int i = 0, n = works(cx) ? DAYS_MAX : 0; i < n; i++, day_at = next_day(cx, day_at)) {
        if (!work_on(cx, day_at, &from, &to) || to <= at)
            continue;
        from = from < at ? at : from;
        if (left <= to - from)
            return from + left;
        left -= to - from;
    }
    return at;
}

int64_t worktime_between(struct ctx *cx, int64_t from_at, int64_t to_at)
{
    int64_t sum = 0, day_at = from_at, from, to;
    for (int i = 0, n = works(cx) ? DAYS_MAX : 0; i < n && day_at < to_at;
            i++, day_at = next_day(cx, day_at)) {
        if (!work_on(cx, day_at, &from, &to))
            continue;
        from = from < from_at ? from_at : from;
        to = to > to_at ? to_at : to;
        sum += to > from ? to - from : 0;
    }
    return sum / MS_MINUTE;
}

void worktime_write(const struct meta *m, struct jw *w)
{
    static const char first[] =
            "{\"days\":[{\"from\":\"09:00\",\"to\":\"17:00\"},{\"from\":\"09:00\",\"to\":\"17:00\"},"
            "{\"from\":\"09:00\",\"to\":\"17:00\"},{\"from\":\"09:00\",\"to\":\"17:00\"},"
            "{\"from\":\"09:00\",\"to\":\"17:00\"},null,null],\"holidays\":[]}";
    const json_t *set = json_object_get(m->settings, "work_hours");
    char *text = json_is_object(set) ? json_dumps(set, JSON_COMPACT) : NULL;
    jw_raw(w, text ? text : first, strlen(text ? text : first));
    free(text);
}

enum err worktime_check(struct ctx *cx, const json_t *in)
{
    const json_t *days = json_object_get(in, "days"), *holidays = json_object_get(in, "holidays"), *one;
    size_t i;
    struct span s;
    struct civil c;
    int n = 0;
    bool good = json_array_size(days) == 7 && json_array_size(holidays) <= HOLIDAYS_MAX;
    json_array_foreach(days, i, one)
    {
        good = good && (json_is_null(one) || read_span(one, &s));
    }
    json_array_foreach(holidays, i, one)
    {
        const char *day = json_string_value(one);
        good = good && day && sscanf(day, "%4d-%2d-%2d%n", &c.year, &c.month, &c.day, &n) == 3 && n == 10 &&
               !day[n];
    }
    return good ? ERR_OK : fail(cx, ERR_INVALID, "work_hours", "error.work_hours");
}
