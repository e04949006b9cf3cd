#include "meta/field_impl.h"

#define TEXT_MAX 500

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    enum err e = take_text(a, in, f->max ? f->max : TEXT_MAX, out, out_key, out_limit);
    if (e != ERR_OK || out->type != VAL_TEXT)
        return e;
    char *s = arena_str(a, out->s); /* one line: names and labels never break it */
    for (char *p = s; *p; p++)
        if (*p == '\n' || *p == '\t')
            *p = ' ';
    *out = val_text(s);
    return ERR_OK;
}

const struct field_type type_text = {.name = "text",
        .sql_word = "{TEXT}",
        .ops = OPS_EQ | OPS_TEXT,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_cell,
        .write = write_val,
        .show = show_text};
