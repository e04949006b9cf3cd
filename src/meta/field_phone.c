#include "meta/field_impl.h"

#include <string.h>

#define PHONE_MAX        40
#define PHONE_DIGITS_MIN 5
#define PHONE_DIGITS_MAX 20

static enum err check(struct val v, struct val *out, const char **out_key)
{
    if (v.type == VAL_TEXT) {
        size_t digits = 0;
        for (const char *p = v.s; *p; p++)
            digits += *p >= '0' && *p <= '9';
        if (digits < PHONE_DIGITS_MIN || digits > PHONE_DIGITS_MAX ||
                v.s[strspn(v.s, "+0123456789 ()/.-xX#*,;")])
            return refuse(out_key, "error.phone");
    }
    *out = v;
    return ERR_OK;
}

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    struct val v;
    enum err e = take_text(a, in, PHONE_MAX, &v, out_key, out_limit);
    return e == ERR_OK ? check(v, out, out_key) : e;
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    const char *s = text_trim(a, in);
    if (strlen(s) > PHONE_MAX)
        return refuse(out_key, "error.too_long");
    return check(*s ? val_text(s) : val_null(), out, out_key);
}

const struct field_type type_phone = {.name = "phone",
        .sql_word = "{TEXT}",
        .ops = OPS_EQ | OPS_TEXT,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_val,
        .show = show_text};
