#include "meta/field_impl.h"

#include <string.h>

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    if (json_is_null(in)) {
        *out = val_null();
        return ERR_OK;
    }
    if (!json_is_boolean(in))
        return refuse(out_key, "error.not_bool");
    *out = val_int(json_is_true(in));
    return ERR_OK;
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    static const char *const yes[] = {
            "1", "yes", "y", "true", "on", "x", "igen", "i", "igaz", "da", "d", "adevarat", NULL};
    static const char *const no[] = {"0", "no", "n", "false", "off", "nem", "hamis", "nu", "fals", NULL};
    const char *key = text_fold(a, in);
    if (!*key) {
        *out = val_null();
        return ERR_OK;
    }
    for (const char *const *p = yes; *p; p++)
        if (strcmp(*p, key) == 0) {
            *out = val_int(1);
            return ERR_OK;
        }
    for (const char *const *p = no; *p; p++)
        if (strcmp(*p, key) == 0) {
            *out = val_int(0);
            return ERR_OK;
        }
    return refuse(out_key, "error.not_bool");
}

static void write_bool(struct jw *w, const struct field *f, struct val v)
{
    if (v.type == VAL_INT)
        jw_bool(w, v.i != 0);
    else
        jw_null(w);
}

static char *show(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    static const char *const words[2][N_LANG] = {{"no", "nem", "nu"}, {"yes", "igen", "da"}};
    return arena_str(a, v.type == VAL_INT ? words[v.i != 0][lang] : "");
}

const struct field_type type_bool = {.name = "bool",
        .sql_word = "{INT}",
        .ops = 1u << OP_EQ | 1u << OP_NE | OPS_EMPTY,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_bool,
        .show = show};
