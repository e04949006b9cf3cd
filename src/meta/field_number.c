#include "meta/field_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 1e15

static enum err check(
        const struct field *f, double d, struct val *out, const char **out_key, int64_t *out_limit)
{
    if (!isfinite(d) || fabs(d) > NUMBER_MAX) {
        *out_limit = (int64_t)NUMBER_MAX;
        return refuse(out_key, "error.too_large");
    }
    bool limited = f->min != 0 || f->max != 0;
    if (limited && d < (double)f->min) {
        *out_limit = f->min;
        return refuse(out_key, "error.too_small");
    }
    if (limited && d > (double)f->max) {
        *out_limit = f->max;
        return refuse(out_key, "error.too_large");
    }
    *out = val_real(d);
    return ERR_OK;
}

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    if (json_is_null(in)) {
        *out = val_null();
        return ERR_OK;
    }
    if (!json_is_number(in))
        return refuse(out_key, "error.not_number");
    return check(f, json_number_value(in), out, out_key, out_limit);
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    char *s = text_trim(a, in);
    double d;
    int64_t limit;
    if (!*s) {
        *out = val_null();
        return ERR_OK;
    }
    if (!read_number(s, &d))
        return refuse(out_key, "error.not_number");
    return check(f, d, out, out_key, &limit);
}

static char *show(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    if (v.type == VAL_NULL)
        return arena_str(a, "");
    return show_number(a, v.type == VAL_INT ? (double)v.i : v.d, 6, lang);
}

/* Blanks that people and spreadsheets put between groups of digits: blank, tab, no-break and narrow no-break space. */
static size_t blank_len(const char *s)
{
    if (*s == ' ' || *s == '\t' || *s == '\'')
        return 1;
    if (strncmp(s, "\xc2\xa0", 2) == 0)
        return 2;
    if (strncmp(s, "\xe2\x80\xaf", 3) == 0 || strncmp(s, "\xe2\x80\x89", 3) == 0)
        return 3;
    return 0;
}

/* Copy sign, digits and separators; stops at a unit behind the digits ("Ft", "%", "EUR"). */
static bool number_chars(const char *s, char *dst, size_t n)
{
    size_t k = 0;
    bool digits = false;
    while (*s) {
        size_t b = blank_len(s);
        if (b) {
            s += b;
            continue;
        }
        bool sign = (*s == '-' || *s == '+') && k == 0;
        bool digit = *s >= '0' && *s <= '9';
        if (!sign && !digit && *s != ',' && *s != '.')
            break;
        if (k + 1 >= n)
            return false;
        digits |= digit;
        dst[k++] = *s++;
    }
    dst[k] = 0;
    for (const char *p = s; *p; p++) /* behind a unit no digit may follow: "12a3" is no number */
        if (*p >= '0' && *p <= '9')
            return false;
    return digits && strlen(s) <= 8;
}

bool read_number(const char *s, double *out_number)
{
    char t[64], u[64];
    if (!number_chars(s, t, sizeof t))
        return false;
    const char *comma = strrchr(t, ','), *point = strrchr(t, '.');
    char dec = 0; /* which of the two is the decimal separator */
    if (comma && point)
        dec = comma > point ? ',' : '.';
    else if (comma && strchr(t, ',') == comma)
        dec = strlen(comma + 1) == 3 && comma - t <= 3 && t[0] != '0' ? 0 : ',';
    else if (point && strchr(t, '.') == point)
        dec = '.';
    size_t k = 0;
    bool seen = false;
    for (const char *p = t; *p; p++) {
        if (*p == dec) {
            if (seen)
                return false;
            seen = true;
            u[k++] = '.';
        } else if (*p != ',' && *p != '.')
            u[k++] = *p;
    }
    u[k] = 0;
    char *end;
    double d = strtod(u, &end);
    if (*end || end == u)
        return false;
    *out_number = d;
    return true;
}

char *show_number(struct arena *a, double v, int decimals, enum lang lang)
{
    static const char *const group[N_LANG] = {",", "\xc2\xa0", "."};
    char raw[64];
    snprintf(raw, sizeof raw, "%.*f", decimals, fabs(v));
    char *dot = strchr(raw, '.');
    if (dot) {
        char *end = raw + strlen(raw);
        while (end > dot && (end[-1] == '0' || end[-1] == '.'))
            *--end = 0;
    }
    size_t whole = strcspn(raw, ".");
    struct buf b;
    buf_init(&b, a);
    if (v < 0 && strspn(raw, "0.") != strlen(raw))
        buf_putc(&b, '-');
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            buf_puts(&b, group[lang]);
        buf_putc(&b, raw[i]);
    }
    if (raw[whole]) {
        buf_putc(&b, lang == LANG_EN ? '.' : ',');
        buf_puts(&b, raw + whole + 1);
    }
    return buf_str(&b);
}

const struct field_type type_number = {.name = "number",
        .sql_word = "{REAL}",
        .ops = OPS_EQ | OPS_ORDER,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_val,
        .show = show};
