#include "meta/field_impl.h"

#include <stdio.h>
#include <string.h>

bool date_exists(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap);
}

/* 1 to 4 digits; moves on behind them and the separators that follow. */
static bool take_digits(const char **s, int *out_number, size_t *out_n)
{
    size_t n = strspn(*s, "0123456789");
    if (n == 0 || n > 4)
        return false;
    int v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + ((*s)[i] - '0');
    *s += n;
    *out_number = v;
    *out_n = n;
    return true;
}

static bool take_separator(const char **s)
{
    const char *p = *s;
    if (*p != '-' && *p != '.' && *p != '/')
        return false;
    p++;
    while (*p == ' ')
        p++;
    *s = p;
    return true;
}

bool read_date(const char **s, struct civil *out_civil)
{
    int v[3];
    size_t n[3];
    const char *p = *s;
    for (int i = 0; i < 3; i++) {
        if (i && !take_separator(&p))
            return false;
        if (!take_digits(&p, &v[i], &n[i]))
            return false;
    }
    if (*p == '.')
        p++; /* "2026. 11. 22." */
    struct civil c = {.year = v[0], .month = v[1], .day = v[2]};
    if (n[0] < 4) {
        if (n[2] != 4)
            return false;
        c = (struct civil){.year = v[2], .month = v[1], .day = v[0]};
        if (c.month > 12 && c.day <= 12) /* month first: only where it cannot be meant otherwise */
            c = (struct civil){.year = v[2], .month = v[0], .day = v[1]};
    }
    if (!date_exists(c.year, c.month, c.day))
        return false;
    *s = p;
    *out_civil = c;
    return true;
}

char *show_date(struct arena *a, const struct civil *c, enum lang lang)
{
    static const char *const months[] = {
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (lang == LANG_HU)
        return arena_printf(a, "%04d. %02d. %02d.", c->year, c->month, c->day);
    if (lang == LANG_RO)
        return arena_printf(a, "%02d.%02d.%04d", c->day, c->month, c->year);
    return arena_printf(a, "%d %s %04d", c->day, months[c->month - 1], c->year);
}

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    if (json_is_null(in) || (json_is_string(in) && json_string_length(in) == 0)) {
        *out = val_null();
        return ERR_OK;
    }
    int y, m, d, used = 0;
    const char *s = json_string_value(in);
    if (!s || strlen(s) != 10 || sscanf(s, "%4d-%2d-%2d%n", &y, &m, &d, &used) != 3 || used != 10 ||
            strspn(s, "0123456789-") != 10 || !date_exists(y, m, d))
        return refuse(out_key, "error.not_date");
    *out = val_text(arena_str(a, s));
    return ERR_OK;
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    const char *s = text_trim(a, in);
    struct civil c;
    if (!*s) {
        *out = val_null();
        return ERR_OK;
    }
    if (!read_date(&s, &c))
        return refuse(out_key, "error.not_date");
    if (*s == 'T' || *s == ' ') /* a time behind the date is left out */
        s += strspn(s, "T 0123456789:.Z+");
    if (*s)
        return refuse(out_key, "error.not_date");
    *out = val_text(arena_printf(a, "%04d-%02d-%02d", c.year, c.month, c.day));
    return ERR_OK;
}

static char *show(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    const char *s = val_s(v, "");
    struct civil c;
    return read_date(&s, &c) ? show_date(a, &c, lang) : arena_str(a, "");
}

const struct field_type type_date = {.name = "date",
        .sql_word = "{TEXT}",
        .ops = OPS_EQ | OPS_ORDER | 1u << OP_RELATIVE,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_val,
        .show = show};
