#include "meta/field_impl.h"

#include <stdlib.h>
#include <string.h>

enum err parse_id(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    return take_int(in, 1, INT64_MAX, out, out_key, out_limit);
}

enum err parse_text_id(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    const char *s = text_trim(a, in);
    if (!*s) {
        *out = val_null();
        return ERR_OK;
    }
    if (strlen(s) > 15 || s[strspn(s, "0123456789")] || *s == '0')
        return refuse(out_key, "error.not_whole_number");
    *out = val_int(strtoll(s, NULL, 10));
    return ERR_OK;
}

char *show_id(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    return v.type == VAL_INT ? arena_printf(a, "%lld", (long long)v.i) : arena_str(a, "");
}

const struct field_type type_user = {.name = "user",
        .sql_word = "{INT}",
        .ops = OPS_EQ,
        .sortable = false,
        .parse = parse_id,
        .parse_text = parse_text_id,
        .write = write_val,
        .show = show_id};
