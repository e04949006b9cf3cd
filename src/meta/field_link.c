#include "meta/field_impl.h"

#include <string.h>

#define LINK_MAX 2000

/* Only web addresses: what people click must never be a script. "example.com/x" gets https:// in front. */
static enum err check(struct arena *a, struct val *v, const char **out_key)
{
    if (v->type != VAL_TEXT)
        return ERR_OK;
    const char *s = v->s;
    if (strpbrk(s, " \t\n\"<>\\^`{}|"))
        return refuse(out_key, "error.link");
    bool web = strncasecmp(s, "http://", 7) == 0 || strncasecmp(s, "https://", 8) == 0;
    if (!web && (strstr(s, "://") || !strchr(s, '.') || strcspn(s, ":") < strcspn(s, "./?#")))
        return refuse(out_key, "error.link");
    const char *host = web ? strstr(s, "://") + 3 : s;
    if (strcspn(host, "/?#") == 0)
        return refuse(out_key, "error.link");
    if (!web)
        *v = val_text(arena_printf(a, "https://%s", s));
    return ERR_OK;
}

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    struct val v;
    enum err e = take_text(a, in, LINK_MAX, &v, out_key, out_limit);
    if (e == ERR_OK)
        e = check(a, &v, out_key);
    if (e == ERR_OK)
        *out = v;
    return e;
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    const char *s = text_trim(a, in);
    if (strlen(s) > LINK_MAX)
        return refuse(out_key, "error.too_long");
    struct val v = *s ? val_text(s) : val_null();
    enum err e = check(a, &v, out_key);
    if (e == ERR_OK)
        *out = v;
    return e;
}

const struct field_type type_link = {.name = "link",
        .sql_word = "{TEXT}",
        .ops = OPS_EQ | OPS_TEXT,
        .sortable = true,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_val,
        .show = show_text};
