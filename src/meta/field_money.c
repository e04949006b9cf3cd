#include "meta/field_impl.h"

#include <math.h>

/* The largest integer that JavaScript's numbers hold exactly. */
#define MONEY_MAX 9007199254740991LL

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    bool limited = f->min != 0 || f->max != 0;
    return take_int(in, limited ? f->min : -MONEY_MAX, limited ? f->max : MONEY_MAX, out, out_key, out_limit);
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    char *s = text_trim(a, in);
    double d;
    if (!*s) {
        *out = val_null();
        return ERR_OK;
    }
    if (!read_number(s, &d))
        return refuse(out_key, "error.not_number");
    if (fabs(d) > (double)MONEY_MAX / 100)
        return refuse(out_key, "error.too_large");
    *out = val_int(llround(d * 100));
    return ERR_OK;
}

static char *show(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    return v.type == VAL_NULL ? arena_str(a, "") : show_number(a, (double)v.i / 100, 2, lang);
}

const struct field_type type_money = {.name = "money",
        .sql_word = "{INT}",
        .ops = OPS_EQ | OPS_ORDER,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_val,
        .show = show};
