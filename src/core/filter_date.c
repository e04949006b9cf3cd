#include "core/filter_date.h"

#include <stdio.h>
#include <stdlib.h>

#define DAYS_MAX 3650

static bool day_read(const char *s, struct civil *out)
{
    *out = (struct civil){.hour = 12};
    char behind;
    if (strlen(s) != 10 || s[strspn(s, "0123456789-")])
        return false;
    return sscanf(s, "%4d-%2d-%2d%c", &out->year, &out->month, &out->day, &behind) == 3 && out->year > 0;
}

bool filter_day_valid(const char *s)
{
    struct civil c;
    int64_t at;
    return day_read(s, &c) && clock_from_local(&c, "UTC", &at);
}

int64_t filter_day_start(const struct ctx *cx, const char *s, int days)
{
    struct civil c;
    int64_t noon;
    if (!day_read(s, &c) || !clock_from_local(&c, cx->zone, &noon))
        return cx->now_at;
    return clock_day_start(noon, cx->zone, days);
}

/* A span of the calendar: from a day's start to before another's. */
struct span {
    bool has_from, has_to;
    int64_t from, to;
};

static int64_t noon_of(const struct ctx *cx, int year, int month, int day)
{
    struct civil c = {.year = year, .month = month, .day = day, .hour = 12};
    int64_t at;
    return clock_from_local(&c, cx->zone, &at) ? at : cx->now_at;
}

static int64_t month_start(const struct ctx *cx, int year, int months)
{
    return clock_day_start(noon_of(cx, year + months / 12, months % 12 + 1, 1), cx->zone, 0);
}

/* The n-th unit from the present one: -1 the last, 0 this, 1 the next. */
static bool unit_span(const struct ctx *cx, const char *unit, int n, struct span *out)
{
    struct civil now;
    clock_local(cx->now_at, cx->zone, &now);
    *out = (struct span){.has_from = true, .has_to = true};
    if (strcmp(unit, "week") == 0) {
        int monday = 1 - now.weekday + 7 * n;
        out->from = clock_day_start(cx->now_at, cx->zone, monday);
        out->to = clock_day_start(cx->now_at, cx->zone, monday + 7);
        return true;
    }
    int size = strcmp(unit, "month") == 0     ? 1
               : strcmp(unit, "quarter") == 0 ? 3
               : strcmp(unit, "year") == 0    ? 12
                                              : 0;
    if (!size)
        return false;
    int first = 12 + (now.month - 1) / size * size +
                size * n; /* counted from last year's January: never negative */
    out->from = month_start(cx, now.year - 1, first);
    out->to = month_start(cx, now.year - 1, first + size);
    return true;
}

static bool days_span(const struct ctx *cx, int from, int to, struct span *out)
{
    *out = (struct span){.has_from = true,
            .has_to = true,
            .from = clock_day_start(cx->now_at, cx->zone, from),
            .to = clock_day_start(cx->now_at, cx->zone, to)};
    return true;
}

/* "last_7_days": the number between the two texts; 0 when the word is another. */
static int number_in(const char *word, const char *before, const char *behind)
{
    size_t n = strlen(before);
    if (strncmp(word, before, n) != 0 || word[n] < '1' || word[n] > '9')
        return 0;
    char *end;
    long v = strtol(word + n, &end, 10);
    return strcmp(end, behind) == 0 && v <= DAYS_MAX ? (int)v : 0;
}

static bool counted_span(const struct ctx *cx, const char *word, struct span *out)
{
    int n = number_in(word, "last_", "_days");
    if (n)
        return days_span(cx, -n, 1, out);
    n = number_in(word, "next_", "_days");
    if (n)
        return days_span(cx, 0, n + 1, out);
    n = number_in(word, "older_than_", "_days");
    if (!n)
        return false;
    days_span(cx, 0, -n, out);
    out->has_from = false;
    return true;
}

static bool word_span(const struct ctx *cx, const char *word, bool dates, struct span *out)
{
    if (strcmp(word, "today") == 0)
        return days_span(cx, 0, 1, out);
    if (strcmp(word, "yesterday") == 0)
        return days_span(cx, -1, 0, out);
    if (strcmp(word, "tomorrow") == 0)
        return days_span(cx, 1, 2, out);
    bool past = strcmp(word, "past") == 0;
    if (past || strcmp(word, "future") == 0) {
        days_span(cx, 1, 0, out);
        if (!dates) {
            out->from = cx->now_at + 1;
            out->to = cx->now_at;
        }
        out->has_from = !past;
        out->has_to = past;
        return true;
    }
    static const struct {
        const char *word;
        int n;
    } which[] = {{"this_", 0}, {"last_", -1}, {"next_", 1}};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(word, which[i].word, 5) == 0 && unit_span(cx, word + 5, which[i].n, out))
            return true;
    return counted_span(cx, word, out);
}

static struct val end_val(const struct ctx *cx, int64_t at, bool has, bool dates)
{
    if (!has)
        return val_null();
    if (!dates)
        return val_int(at);
    struct civil c;
    clock_local(at, cx->zone, &c);
    return val_text(arena_printf(cx->arena, "%04d-%02d-%02d", c.year, c.month, c.day));
}

bool filter_relative(const struct ctx *cx, const char *word, bool dates, struct val out[2])
{
    struct span s;
    if (!word_span(cx, word, dates, &s))
        return false;
    out[0] = end_val(cx, s.from, s.has_from, dates);
    out[1] = end_val(cx, s.to, s.has_to, dates);
    return true;
}
