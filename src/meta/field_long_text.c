#include "meta/field_impl.h"

#define LONG_TEXT_MAX 20000

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    return take_text(a, in, f->max ? f->max : LONG_TEXT_MAX, out, out_key, out_limit);
}

const struct field_type type_long_text = {.name = "long_text",
        .sql_word = "{TEXT}",
        .ops = OPS_TEXT | OPS_EMPTY,
        .parse = parse,
        .parse_text = parse_cell,
        .write = write_val,
        .show = show_text};
