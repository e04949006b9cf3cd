#include "meta/field_impl.h"

#include <stdio.h>
#include <string.h>

#define YEAR_1000_AT (-30610224000000LL)

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    return take_int(in, YEAR_1000_AT, NO_DUE - 1, out, out_key, out_limit);
}

/* A zone behind the time: "Z" or "+02:00"; without one the time is local. */
static bool take_offset(const char **s, bool *out_given, int64_t *out_ms)
{
    int h, m, n = 0;
    if (**s == 'Z') {
        *out_given = true;
        *out_ms = 0;
        ++*s;
        return true;
    }
    if (**s != '+' && **s != '-')
        return true;
    if (sscanf(*s + 1, "%2d:%2d%n", &h, &m, &n) != 2 || n != 5 || h > 14 || m > 59)
        return false;
    *out_given = true;
    *out_ms = (h * MS_HOUR + m * MS_MINUTE) * (**s == '-' ? -1 : 1);
    *s += 6;
    return true;
}

static bool read_clock(const char **s, struct civil *c)
{
    int n = 0;
    if (sscanf(*s, "%2d:%2d%n", &c->hour, &c->minute, &n) != 2 || n < 4)
        return false;
    *s += n;
    if (**s == ':') {
        n = 0;
        if (sscanf(*s + 1, "%2d%n", &c->second, &n) != 1)
            return false;
        *s += 1 + n;
    }
    if (**s == '.' || **s == ',')
        *s += 1 + strspn(*s + 1, "0123456789");
    return c->hour >= 0 && c->hour < 24 && c->minute >= 0 && c->minute < 60 && c->second >= 0 &&
           c->second < 60;
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    const char *s = text_trim(a, in);
    struct civil c;
    bool given = false;
    int64_t at, offset_ms = 0;
    if (!*s) {
        *out = val_null();
        return ERR_OK;
    }
    if (!read_date(&s, &c))
        return refuse(out_key, "error.not_date");
    if (*s == 'T' || *s == ' ' || *s == ',') {
        s += strspn(s, "T ,");
        if (!read_clock(&s, &c) || !take_offset(&s, &given, &offset_ms))
            return refuse(out_key, "error.not_date");
    }
    if (*s || !clock_from_local(&c, given ? "UTC" : zone, &at))
        return refuse(out_key, "error.not_date");
    *out = val_int(at - offset_ms);
    return ERR_OK;
}

static char *show(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    if (v.type != VAL_INT)
        return arena_str(a, "");
    struct civil c;
    clock_local(v.i, zone, &c);
    return arena_printf(a, "%s %02d:%02d", show_date(a, &c, lang), c.hour, c.minute);
}

const struct field_type type_datetime = {.name = "datetime",
        .sql_word = "{INT}",
        .ops = OPS_EQ | OPS_ORDER | 1u << OP_RELATIVE,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_val,
        .show = show};
