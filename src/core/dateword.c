/* dateword - takes a deadline out of what somebody types: "Call tomorrow 10:00", "Hívás péntekig", "sună peste 2
 * săptămâni la 10". The text is cut into words; at each word the patterns are tried in turn; the first day and the first
 * time of day count, and what they were read from is left out of the rest. */
#include "core/dateword_impl.h"

#include <stdlib.h>

#define WORDS_MAX 100

struct word {
    const char *s;   /* as typed, without trailing commas and the like */
    const char *key; /* folded */
    size_t from, to; /* place in the text */
    bool used;
};

struct reader {
    struct arena *a;
    const char *zone;
    int64_t now_at;
    struct civil now;
    struct word *w;
    int n;
    bool has_day, has_time, has_instant;
    bool weak_day;    /* "ma": today in Hungarian, but "me" in Romanian: any other day is believed rather */
    struct civil day; /* year, month, day */
    int hour, minute;
    int64_t instant; /* "in 2 hours" */
};

static const char *key_at(const struct reader *r, int i)
{
    return i >= 0 && i < r->n ? r->w[i].key : "";
}

static const char *word_at(const struct reader *r, int i)
{
    return i >= 0 && i < r->n ? r->w[i].s : "";
}

/* Days */

static void day_of(struct reader *r, int64_t at)
{
    clock_local(at, r->zone, &r->day);
    r->has_day = true;
    r->weak_day = false;
}

static void day_offset(struct reader *r, int days)
{
    day_of(r, clock_day_start(r->now_at, r->zone, days));
}

static bool day_exists(const struct reader *r, int year, int month, int day)
{
    struct civil c = {.year = year, .month = month, .day = day, .hour = 12};
    int64_t at;
    return clock_from_local(&c, r->zone, &at);
}

/* A date; without a year (0) the next time it comes, today included. */
static bool day_set(struct reader *r, int year, int month, int day)
{
    if (year == 0) {
        bool over = month < r->now.month || (month == r->now.month && day < r->now.day);
        year = r->now.year + over;
        for (int i = 0; i < 8 && !day_exists(r, year, month, day); i++) /* 29 February */
            year++;
    }
    if (year < 1970 || year > 9998 || !day_exists(r, year, month, day))
        return false;
    r->day = (struct civil){.year = year, .month = month, .day = day};
    r->has_day = true;
    r->weak_day = false;
    return true;
}

static int take_offset(struct reader *r, int i)
{
    int days;
    if (strcmp(key_at(r, i), "day") == 0 && strcmp(key_at(r, i + 1), "after") == 0 &&
            strcmp(key_at(r, i + 2), "tomorrow") == 0) {
        day_offset(r, 2);
        return 3;
    }
    if (!word_offset(key_at(r, i), &days))
        return 0;
    bool weak = strcmp(key_at(r, i), "ma") == 0;
    if (weak && strcmp(r->w[i].s, "ma") != 0 && strcmp(r->w[i].s, "Ma") != 0 && strcmp(r->w[i].s, "MA") != 0)
        return 0; /* "mă" */
    day_offset(r, days);
    r->weak_day = weak;
    return 1;
}

/* The next such day after today; "next" means the one of next week. */
static void weekday_set(struct reader *r, int weekday, bool next)
{
    int days = weekday - r->now.weekday;
    if (next || days <= 0)
        days += 7;
    day_offset(r, days);
}

static int take_weekday(struct reader *r, int i)
{
    bool weak;
    bool before = word_in(key_at(r, i), "next jovo this ezen");
    int k = i + before, weekday = word_weekday(key_at(r, k), &weak);
    if (!weekday)
        return 0;
    if (weekday == 1 && strcmp(key_at(r, k), "luni") == 0 && word_number(key_at(r, k - 1)))
        return 0; /* "2 luni" are months */
    bool led = before || word_in(key_at(r, i - 1), "on by until till");
    if (weak && !led && word_in(key_at(r, k), "sat sun"))
        return 0;
    bool behind = word_in(key_at(r, k + 1), "viitoare viitor");
    weekday_set(r, weekday, behind || word_in(before ? key_at(r, i) : "", "next jovo"));
    return k - i + 1 + behind;
}

/* "next week" is its Monday, "next month" its first day. */
static int take_next(struct reader *r, int i)
{
    const char *a = key_at(r, i), *b = key_at(r, i + 1);
    bool next = word_in(a, "next jovo"), behind = word_in(b, "viitoare");
    bool week = (next && word_in(b, "week het heten hetre")) || (behind && word_in(a, "saptamana"));
    bool month = (next && word_in(b, "month honap honapban honapra")) || (behind && word_in(a, "luna"));
    if (week)
        weekday_set(r, 1, true);
    else if (month)
        day_set(r, r->now.year + r->now.month / 12, r->now.month % 12 + 1, 1);
    else
        return 0;
    return 2;
}

static bool span_set(struct reader *r, int n, enum unit unit)
{
    switch (unit) {
    case UNIT_MINUTE:
    case UNIT_HOUR:
        r->instant = r->now_at + n * (unit == UNIT_HOUR ? MS_HOUR : MS_MINUTE);
        r->has_instant = r->has_day = r->has_time = true;
        r->weak_day = false;
        return true;
    case UNIT_DAY:
    case UNIT_WEEK:
        day_offset(r, n * (unit == UNIT_WEEK ? 7 : 1));
        return true;
    case UNIT_MONTH:
        day_of(r, clock_add_months(r->now_at, r->zone, n));
        return true;
    default:
        return false;
    }
}

/* "in 3 days", "3 nap múlva", "peste 20 de zile". */
static int take_span(struct reader *r, int i)
{
    bool before = word_in(key_at(r, i), "in peste");
    int k = i + before, n = word_number(key_at(r, k));
    if (!n)
        return 0;
    int u = k + 1 + (strcmp(key_at(r, k + 1), "de") == 0);
    enum unit unit = word_unit(key_at(r, u));
    bool mulva = word_in(key_at(r, u + 1), "mulva");
    bool from_now = strcmp(key_at(r, u + 1), "from") == 0 && strcmp(key_at(r, u + 2), "now") == 0;
    if (unit == UNIT_NONE || strlen(key_at(r, u)) < 2 || (!before && !mulva && !from_now) ||
            !span_set(r, n, unit))
        return 0;
    return u - i + 1 + mulva + 2 * from_now;
}

/* "+3d", "+2w", "+1m", "+4h", "+30min". */
static int take_plus(struct reader *r, int i)
{
    const char *s = word_at(r, i);
    size_t n = *s == '+' ? strspn(s + 1, "0123456789") : 0;
    if (n == 0 || n > 3 || !s[1 + n])
        return 0;
    enum unit unit = word_unit(text_fold(r->a, s + 1 + n));
    return span_set(r, atoi(s + 1), unit);
}

/* Numbers of a date: up to three, and what stands between and behind them. */
struct numbers {
    int v[3], digits[3], n;
    char sep;
    const char *behind;
};

static bool numbers_read(const char *s, struct numbers *out)
{
    *out = (struct numbers){0};
    while (out->n < 3) {
        size_t d = strspn(s, "0123456789");
        if (d == 0 || d > 4)
            break;
        out->v[out->n] = atoi(s);
        out->digits[out->n++] = (int)d;
        s += d;
        bool more = (*s == '.' || *s == '/' || *s == '-') && s[1] >= '0' && s[1] <= '9';
        if (!more || (out->sep && *s != out->sep))
            break;
        out->sep = *s++;
    }
    out->behind = s;
    return out->n > 0;
}

/* Where people write the month first. */
static bool month_first(const struct reader *r)
{
    return strcmp(r->zone, "Europe/Budapest") == 0 || strncmp(r->zone, "America/", 8) == 0;
}

static bool pair_set(struct reader *r, int a, int b, int year)
{
    if (a > 12 || (b <= 12 && !month_first(r)))
        return day_set(r, year, b, a);
    return day_set(r, year, a, b);
}

/* What may stand behind the number of a day: "30.", "30-ig", "30-án", "30th". */
static bool day_end_ok(const struct reader *r, const char *s)
{
    return !*s || strcmp(s, ".") == 0 ||
           word_in(text_fold(r->a, s), "ig an en re ra on i st nd rd th a e jen jere jeig");
}

static int take_numeric(struct reader *r, int i)
{
    struct numbers d;
    const char *s = word_at(r, i);
    if (!numbers_read(s, &d) || d.n < 2 || !day_end_ok(r, d.behind))
        return 0;
    if (d.n == 3 && d.digits[0] == 4)
        return day_set(r, d.v[0], d.v[1], d.v[2]);
    if (d.n == 3 && d.digits[2] == 4 && d.sep != '-')
        return pair_set(r, d.v[0], d.v[1], d.v[2]);
    if (d.n != 2 || d.sep == '-' || d.digits[0] > 2 || d.digits[1] > 2 || strcmp(s, "24/7") == 0)
        return 0;
    if (d.sep == '.' && d.digits[1] != 2 && *d.behind != '.')
        return 0; /* 3.5 is a number */
    if (d.sep == '.' && word_in(key_at(r, i - 1), "at la ora"))
        return 0; /* "la 10.30" is a time */
    return pair_set(r, d.v[0], d.v[1], 0);
}

/* A lone day number: "30", "30.", "30-ig", "30th". */
static int day_number(const struct reader *r, const char *s)
{
    struct numbers d;
    if (!numbers_read(s, &d) || d.n != 1 || d.digits[0] > 2 || !day_end_ok(r, d.behind))
        return 0;
    return d.v[0] >= 1 && d.v[0] <= 31 ? d.v[0] : 0;
}

static int year_number(const char *s)
{
    struct numbers d;
    if (!numbers_read(s, &d) || d.n != 1 || d.digits[0] != 4 || (*d.behind && strcmp(d.behind, ".") != 0))
        return 0;
    return d.v[0];
}

/* "november 30", "Nov 30, 2026", "2026. november 30.", "30 noiembrie 2026", "30th of November". */
static int take_named(struct reader *r, int i)
{
    int year = year_number(word_at(r, i)), k = i + (year > 0);
    int month = word_month(key_at(r, k)), day;
    if (month) {
        day = day_number(r, word_at(r, k + 1));
        k += 2;
    } else {
        if (year)
            return 0;
        day = day_number(r, word_at(r, i));
        k = i + 1 + (strcmp(key_at(r, i + 1), "of") == 0);
        month = word_month(key_at(r, k++));
    }
    if (!day || !month)
        return 0;
    int behind = year ? 0 : year_number(word_at(r, k));
    return day_set(r, year ? year : behind, month, day) ? k - i + (behind > 0) : 0;
}

/* Times of day */

/* Half of a day from "am" and "pm"; a bare small hour is one of office hours: "at 3" means 15:00. */
static bool time_set(struct reader *r, int hour, int minute, const char *half, bool bare)
{
    bool am = word_in(half, "am"), pm = word_in(half, "pm");
    if ((am || pm) && (hour < 1 || hour > 12))
        return false;
    if (am || pm)
        hour = hour % 12 + (pm ? 12 : 0);
    else if (bare && hour >= 1 && hour <= 6)
        hour += 12;
    if (hour > 23 || minute > 59)
        return false;
    r->hour = hour;
    r->minute = minute;
    r->has_time = true;
    return true;
}

static const char *half_at(const struct reader *r, int i)
{
    const char *k = key_at(r, i);
    return word_in(k, "am pm") ? k : strcmp(k, "a m") == 0 ? "am" : strcmp(k, "p m") == 0 ? "pm" : "";
}

static bool is_kor(const char *s)
{
    return strcmp(s, "-kor") == 0 || strcmp(s, "kor") == 0 || strcmp(s, "-ig") == 0 ||
           strcmp(s, "-re") == 0 || strcmp(s, "-ra") == 0;
}

/* "10:30", "10:30-kor", "10:30pm", "10.30-kor", "la 10.30", "10h30". */
static int take_clock(struct reader *r, int i)
{
    const char *s = word_at(r, i);
    size_t h = strspn(s, "0123456789");
    if (h < 1 || h > 2 || !strchr(":.h", s[h]) || !s[h])
        return 0;
    size_t m = strspn(s + h + 1, "0123456789");
    const char *behind = s + h + 1 + m;
    if (m != 2 || (*behind && !is_kor(behind) && !word_in(behind, "am pm")))
        return 0;
    bool dotted = s[h] == '.';
    if (dotted && strcmp(behind, "-kor") != 0 && !word_in(key_at(r, i - 1), "at la ora"))
        return 0;
    const char *half = word_in(behind, "am pm") ? behind : half_at(r, i + 1);
    if (!time_set(r, atoi(s), atoi(s + h + 1), half, false))
        return 0;
    return 1 + (*half && half != behind);
}

/* "10am", "10 am", "10-kor", "10h", "10 órakor", "10 óra". */
static int take_hour(struct reader *r, int i)
{
    const char *s = word_at(r, i);
    size_t h = strspn(s, "0123456789");
    const char *behind = s + h, *next = key_at(r, i + 1);
    if (h < 1 || h > 2)
        return 0;
    if (word_in(behind, "am pm"))
        return time_set(r, atoi(s), 0, behind, false);
    if (strcmp(behind, "-kor") == 0 || strcmp(behind, "kor") == 0)
        return time_set(r, atoi(s), 0, "", true);
    if (word_in(behind, "h"))
        return time_set(r, atoi(s), 0, "", false);
    if (*behind)
        return 0;
    if (*half_at(r, i + 1))
        return time_set(r, atoi(s), 0, half_at(r, i + 1), false) ? 2 : 0;
    bool hours = word_in(next, "orakor") || (word_in(next, "ora") && !word_in(key_at(r, i + 2), "mulva"));
    return hours && time_set(r, atoi(s), 0, "", true) ? 2 : 0;
}

/* "at 10", "la 10", "ora 10": only where the text ends or a day follows, for "la 10 clienți" is no time. */
static int take_led_hour(struct reader *r, int i)
{
    int k = i;
    while (k - i < 2 && word_in(key_at(r, k), "at la ora"))
        k++;
    const char *s = word_at(r, k);
    size_t h = strspn(s, "0123456789");
    if (k == i || h < 1 || h > 2 || s[h])
        return 0;
    struct reader probe = *r;
    int days;
    bool day = k + 1 < r->n && (word_offset(key_at(r, k + 1), &days) || take_weekday(&probe, k + 1) > 0);
    bool ends = k + 1 >= r->n || r->w[k + 1].used || word_in(key_at(r, k + 1), "on pe fix sharp");
    if (!day && !ends && strcmp(key_at(r, k - 1), "ora") != 0)
        return 0;
    return time_set(r, atoi(s), 0, "", s[0] != '0') ? k - i + 1 : 0;
}

static int take_noon(struct reader *r, int i)
{
    if (!word_in(key_at(r, i), "noon delben pranz"))
        return 0;
    return time_set(r, 12, 0, "", false);
}

/* Putting it together */

typedef int (*take_fn)(struct reader *r, int i);

static const take_fn day_takers[] = {
        take_span, take_plus, take_next, take_named, take_numeric, take_weekday, take_offset};
static const take_fn time_takers[] = {take_clock, take_hour, take_led_hour, take_noon};

/* The small word before a day or a time goes with it: "by Friday", "pe luni", "până la 10". */
static void use(struct reader *r, int i, int n)
{
    for (int k = i; k < i + n && k < r->n; k++)
        r->w[k].used = true;
    while (i > 0 && word_in(key_at(r, i - 1), "on at by until till pe la in pana ora the"))
        r->w[--i].used = true;
}

static bool take_any(struct reader *r, const take_fn *takers, size_t n_takers, int *i)
{
    for (size_t k = 0; k < n_takers; k++) {
        int n = takers[k](r, *i);
        if (n <= 0)
            continue;
        use(r, *i, n);
        *i += n - 1;
        return true;
    }
    return false;
}

static void words_split(struct reader *r, const char *text)
{
    r->w = arena_array(r->a, struct word, WORDS_MAX);
    for (size_t at = 0; text[at] && r->n < WORDS_MAX;) {
        at += strspn(text + at, " \t\r\n");
        size_t n = strcspn(text + at, " \t\r\n"), keep = n;
        if (n == 0)
            break;
        while (keep > 1 && strchr(",;!?)", text[at + keep - 1]))
            keep--;
        struct word *w = &r->w[r->n++];
        w->from = at;
        w->to = at + n;
        w->s = arena_strn(r->a, text + at, keep);
        w->key = text_fold(r->a, w->s);
        at += n;
    }
}

/* The days first: then a time knows whether a day follows it. */
static void words_read(struct reader *r)
{
    int weak_at = -1;
    for (int i = 0; i < r->n && !(r->has_day && !r->weak_day); i++) {
        int at = i;
        if (!take_any(r, day_takers, sizeof day_takers / sizeof *day_takers, &i))
            continue;
        if (weak_at >= 0)
            r->w[weak_at].used = false;
        weak_at = r->weak_day ? at : -1;
    }
    for (int i = 0; i < r->n && !r->has_time; i++)
        if (!r->w[i].used)
            take_any(r, time_takers, sizeof time_takers / sizeof *time_takers, &i);
}

static char *rest_of(const struct reader *r, const char *text)
{
    struct buf b;
    size_t at = 0;
    buf_init(&b, r->a);
    for (int i = 0; i < r->n; i++) {
        if (!r->w[i].used)
            continue;
        buf_add(&b, text + at, r->w[i].from - at);
        at = r->w[i].to;
        at += strspn(text + at, " \t");
    }
    buf_puts(&b, text + at);
    char *s = text_trim(r->a, buf_str(&b));
    size_t n = strlen(s);
    while (n > 0 && strchr(" ,;-", s[n - 1]))
        s[--n] = 0;
    return s;
}

static bool due_of(struct reader *r, int64_t *out_due_at)
{
    if (r->has_instant) {
        *out_due_at = r->instant - r->instant % MS_MINUTE;
        return true;
    }
    struct civil c = r->has_day ? r->day : r->now;
    c.hour = r->has_time ? r->hour : 12;
    c.minute = r->has_time ? r->minute : 0;
    c.second = 0;
    int64_t at;
    if (!clock_from_local(&c, r->zone, &at))
        return false;
    if (!r->has_time)
        at = clock_day_end(at, r->zone, 0);
    else if (!r->has_day && at <= r->now_at)
        at = clock_add_days(at, r->zone, 1);
    *out_due_at = at;
    return true;
}

void dateword_parse(struct arena *a, const char *text, int64_t now_at, const char *zone, char **out_rest,
        int64_t *out_due_at, bool *out_has_time)
{
    struct reader r = {.a = a, .zone = zone, .now_at = now_at};
    int64_t due_at;
    clock_local(now_at, zone, &r.now);
    words_split(&r, text);
    words_read(&r);
    bool found = (r.has_day || r.has_time) && due_of(&r, &due_at);
    *out_rest = found ? rest_of(&r, text) : arena_str(a, text);
    *out_due_at = found ? due_at : NO_DUE;
    *out_has_time = found && r.has_time;
}
