#include "core/label.h"

#include <string.h>

#define ICON_CHARS 40

static const char *const tongues[] = {"*", "en", "hu", "ro", NULL};

static bool known_tongue(const char *name)
{
    for (const char *const *t = tongues; *t; t++)
        if (strcmp(*t, name) == 0)
            return true;
    return false;
}

static enum err check_members(struct ctx *cx, const json_t *in, const char *path)
{
    const char *name;
    json_t *text;
    if (!json_is_object(in))
        return fail(cx, ERR_INVALID, path, "error.not_object");
    json_object_foreach((json_t *)in, name, text)
    {
        const char *at = arena_printf(cx->arena, "%s.%s", path, name);
        if (!known_tongue(name))
            return fail(cx, ERR_INVALID, at, "error.unknown_member");
        if (!json_is_string(text))
            return fail(cx, ERR_INVALID, at, "error.not_text");
    }
    return ERR_OK;
}

enum err label_take(
        struct ctx *cx, const json_t *in, const char *path, size_t max, bool needed, const char **out_json)
{
    struct buf b;
    struct jw w;
    bool any = false;
    enum err e = check_members(cx, in, path);
    if (e != ERR_OK)
        return e;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_obj(&w);
    for (const char *const *t = tongues; *t; t++) {
        const char *raw = json_str(in, *t), *text = raw ? text_trim(cx->arena, raw) : "";
        if (text_chars(text, strlen(text)) > max)
            return fail_limit(cx, ERR_INVALID, arena_printf(cx->arena, "%s.%s", path, *t), "error.too_long",
                    (int64_t)max);
        if (*text)
            jw_kstr(&w, *t, text);
        any |= *text != 0;
    }
    jw_obj_end(&w);
    if (needed && !any)
        return fail(cx, ERR_INVALID, path, "error.required");
    *out_json = buf_str(&b);
    return ERR_OK;
}

const char *label_shown(struct ctx *cx, const char *json)
{
    struct label label;
    label_parse(cx->arena, json, &label);
    return label_in(&label, cx->lang);
}

void label_write(struct ctx *cx, struct jw *w, const char *key, const char *json)
{
    json_t *j;
    const char *why;
    jw_key(w, key);
    if (json_read(cx->arena, json, strlen(json), &j, &why) == ERR_OK && json_is_object(j)) {
        jw_raw(w, json, strlen(json));
        return;
    }
    jw_obj(w);
    jw_kstr(w, "*", json);
    jw_obj_end(w);
}

enum err colour_check(struct ctx *cx, const char *path, const char *colour)
{
    static const char *const palette[] = {"gray", "red", "pink", "grape", "violet", "indigo", "blue", "cyan",
            "teal", "green", "lime", "yellow", "orange", NULL};
    for (const char *const *c = palette; *c; c++)
        if (strcmp(*c, colour) == 0)
            return ERR_OK;
    return fail_arg(cx, ERR_INVALID, path, "error.one_of",
            "gray, red, pink, grape, violet, indigo, blue, cyan, teal, green, lime, yellow, orange");
}

enum err icon_check(struct ctx *cx, const char *path, const char *icon)
{
    size_t n = strlen(icon);
    if (n == 0 || n > ICON_CHARS || strspn(icon, "abcdefghijklmnopqrstuvwxyz0123456789-") != n)
        return fail(cx, ERR_INVALID, path, "error.icon");
    return ERR_OK;
}
