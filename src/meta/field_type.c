#include "meta/field_impl.h"

#include <string.h>

const struct field_type *const field_types[] = {&type_text, &type_long_text, &type_number, &type_money,
        &type_date, &type_datetime, &type_choice, &type_choices, &type_bool, &type_link, &type_email,
        &type_phone, &type_user, &type_contact, &type_file, &type_status, NULL};

static const char *const op_names[N_OP] = {
        [OP_EQ] = "eq",
        [OP_NE] = "ne",
        [OP_LT] = "lt",
        [OP_LE] = "le",
        [OP_GT] = "gt",
        [OP_GE] = "ge",
        [OP_BETWEEN] = "between",
        [OP_IN] = "in",
        [OP_NOT_IN] = "not_in",
        [OP_CONTAINS] = "contains",
        [OP_STARTS] = "starts",
        [OP_EMPTY] = "empty",
        [OP_NOT_EMPTY] = "not_empty",
        [OP_RELATIVE] = "relative",
};

const struct field_type *field_type_named(const char *name)
{
    for (const struct field_type *const *t = field_types; *t; t++)
        if (strcmp((*t)->name, name) == 0)
            return *t;
    return NULL;
}

const char *op_name(enum op op)
{
    return op < N_OP ? op_names[op] : "";
}

enum op op_named(const char *name)
{
    for (int i = 0; i < N_OP; i++)
        if (strcmp(op_names[i], name) == 0)
            return (enum op)i;
    return N_OP;
}

enum err take_text(struct arena *a, const json_t *in, int64_t max, struct val *out, const char **out_key,
        int64_t *out_limit)
{
    if (json_is_null(in)) {
        *out = val_null();
        return ERR_OK;
    }
    if (!json_is_string(in))
        return refuse(out_key, "error.not_text");
    /* A code point takes at most four bytes: refuse before copying what cannot fit anyway. */
    if (json_string_length(in) > (size_t)max * 4 + 64) {
        *out_limit = max;
        return refuse(out_key, "error.too_long");
    }
    char *s = text_trim(a, json_string_value(in));
    if (text_chars(s, strlen(s)) > (size_t)max) {
        *out_limit = max;
        return refuse(out_key, "error.too_long");
    }
    *out = *s ? val_text(s) : val_null();
    return ERR_OK;
}

enum err parse_cell(struct arena *a, const struct field *f, const char *in, const char *zone, struct val *out,
        const char **out_key)
{
    json_t *j = json_string(in);
    if (!j)
        return refuse(out_key, "error.not_text");
    int64_t limit = 0;
    enum err e = f->type->parse(a, f, j, out, out_key, &limit);
    json_decref(j);
    return e;
}

enum err take_int(
        const json_t *in, int64_t min, int64_t max, struct val *out, const char **out_key, int64_t *out_limit)
{
    if (json_is_null(in)) {
        *out = val_null();
        return ERR_OK;
    }
    if (!json_is_integer(in))
        return refuse(out_key, "error.not_whole_number");
    int64_t i = json_integer_value(in);
    if (i < min || i > max) {
        *out_limit = i < min ? min : max;
        return refuse(out_key, i < min ? "error.too_small" : "error.too_large");
    }
    *out = val_int(i);
    return ERR_OK;
}

void write_val(struct jw *w, const struct field *f, struct val v)
{
    jw_val(w, v);
}

char *show_text(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    return arena_str(a, val_s(v, ""));
}
