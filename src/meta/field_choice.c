#include "meta/field_impl.h"

#include <string.h>

const struct option *option_of_json(const struct field *f, const json_t *in)
{
    if (json_is_integer(in))
        return field_option(f, json_integer_value(in));
    const char *code = json_string_value(in);
    for (int i = 0; code && *code && i < f->n_options; i++)
        if (strcmp(f->options[i].code, code) == 0)
            return &f->options[i];
    return NULL;
}

static bool option_means(struct arena *a, const struct option *o, const char *key)
{
    for (int l = 0; l < N_LANG; l++)
        if (strcmp(text_fold(a, o->label.text[l]), key) == 0)
            return true;
    return false;
}

const struct option *option_of_text(struct arena *a, const struct field *f, const char *text)
{
    for (int i = 0; i < f->n_options; i++)
        for (int l = 0; l < N_LANG; l++)
            if (strcmp(f->options[i].label.text[l], text) == 0)
                return &f->options[i];
    for (int i = 0; i < f->n_options; i++)
        if (*f->options[i].code && strcmp(f->options[i].code, text) == 0)
            return &f->options[i];
    const char *key = text_fold(a, text);
    for (int i = 0; *key && i < f->n_options; i++)
        if (option_means(a, &f->options[i], key))
            return &f->options[i];
    return NULL;
}

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    if (json_is_null(in)) {
        *out = val_null();
        return ERR_OK;
    }
    const struct option *o = option_of_json(f, in);
    if (!o)
        return refuse(out_key, "error.unknown_choice");
    *out = val_int(o->id);
    return ERR_OK;
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    const char *s = text_trim(a, in);
    if (!*s) {
        *out = val_null();
        return ERR_OK;
    }
    const struct option *o = option_of_text(a, f, s);
    if (!o)
        return refuse(out_key, "error.unknown_choice");
    *out = val_int(o->id);
    return ERR_OK;
}

static char *show(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    const struct option *o = v.type == VAL_INT ? field_option(f, v.i) : NULL;
    return arena_str(a, o ? label_in(&o->label, lang) : "");
}

const struct field_type type_choice = {.name = "choice",
        .sql_word = "{INT}",
        .ops = OPS_EQ,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_val,
        .show = show};
