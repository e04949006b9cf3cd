#include "meta/field_impl.h"

#define EMAIL_MAX 254

static enum err check(struct arena *a, struct val v, struct val *out, const char **out_key)
{
    if (v.type == VAL_TEXT && !text_email_key(a, v.s))
        return refuse(out_key, "error.email");
    *out = v;
    return ERR_OK;
}

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    struct val v;
    enum err e = take_text(a, in, EMAIL_MAX, &v, out_key, out_limit);
    return e == ERR_OK ? check(a, v, out, out_key) : e;
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    const char *s = text_trim(a, in);
    return check(a, *s ? val_text(s) : val_null(), out, out_key);
}

const struct field_type type_email = {.name = "email",
        .sql_word = "{TEXT}",
        .ops = OPS_EQ | OPS_TEXT,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_val,
        .show = show_text};
