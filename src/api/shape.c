#include "api/shape.h"
#include "base/text.h"

#include <errno.h>
#include <stdlib.h>

/* Where in the body we are: "contact.points[2].value", built on the way back up only when something is wrong. */
struct path {
    const struct path *up;
    const char *name; /* NULL: an index */
    size_t index;
};

/* A name that is not ours may be as long as the body; the error names its beginning only. */
#define NAME_SHOWN_BYTES 80u

static void name_print(struct buf *b, const char *name)
{
    size_t n = strlen(name), i = 0;
    while (i < n && i < NAME_SHOWN_BYTES) {
        size_t k = text_utf8_len(name + i, n - i);
        if (!k)
            break;
        i += k;
    }
    buf_add(b, name, i);
}

static void path_print(struct buf *b, const struct path *p)
{
    if (p->up)
        path_print(b, p->up);
    if (p->name) {
        if (b->len)
            buf_putc(b, '.');
        name_print(b, p->name);
    } else if (p->up)
        buf_printf(b, "[%zu]", p->index);
}

static enum err refuse(struct ctx *cx, const struct path *p, const char *key, int64_t limit)
{
    struct buf b;
    buf_init(&b, cx->arena);
    path_print(&b, p);
    return fail_limit(cx, ERR_INVALID, b.len ? buf_str(&b) : NULL, key, limit);
}

static enum err check_object(struct ctx *cx, const struct shape *s, const json_t *v, const struct path *at);

static enum err check_range(struct ctx *cx, const struct member_shape *m, int64_t v, const struct path *at)
{
    int64_t min = m->type == SH_TIME ? 0 : m->min, max = m->max;
    if (!max)
        max = m->type == SH_TIME ? NO_DUE - 1 : SHAPE_INT_MAX;
    if (!min && !m->max && m->type != SH_TIME)
        min = -SHAPE_INT_MAX;
    if (v < min)
        return refuse(cx, at, "error.too_small", min);
    if (v > max)
        return refuse(cx, at, "error.too_large", max);
    return ERR_OK;
}

static enum err check_text(
        struct ctx *cx, const struct member_shape *m, const char *s, size_t n, const struct path *at)
{
    if (!text_valid(s, n))
        return refuse(cx, at, "error.not_utf8", 0);
    if (m->values) {
        for (const char *const *v = m->values; *v; v++)
            if (strcmp(*v, s) == 0)
                return ERR_OK;
        struct buf b;
        buf_init(&b, cx->arena);
        for (const char *const *v = m->values; *v; v++)
            buf_printf(&b, "%s%s", b.len ? ", " : "", *v);
        refuse(cx, at, "error.one_of", 0);
        cx->fault.arg = buf_str(&b);
        return ERR_INVALID;
    }
    int64_t max = m->max ? m->max : SHAPE_TEXT_MAX;
    int64_t chars = (int64_t)text_chars(s, n);
    if (chars > max)
        return refuse(cx, at, "error.too_long", max);
    if (chars < m->min)
        return refuse(cx, at, m->min == 1 ? "error.required" : "error.too_short", m->min);
    return ERR_OK;
}

static enum err check_item(
        struct ctx *cx, const struct member_shape *m, const json_t *v, const struct path *at)
{
    if (m->type == SH_ARRAY)
        return check_object(cx, m->sub, v, at);
    if (m->type == SH_ARRAY_INT)
        return json_is_integer(v) ? ERR_OK : refuse(cx, at, "error.not_whole_number", 0);
    if (!json_is_string(v))
        return refuse(cx, at, "error.not_text", 0);
    const struct member_shape text = {.type = SH_TEXT, .values = m->values};
    return check_text(cx, &text, json_string_value(v), json_string_length(v), at);
}

static enum err check_array(
        struct ctx *cx, const struct member_shape *m, const json_t *v, const struct path *at)
{
    if (!json_is_array(v))
        return refuse(cx, at, "error.not_list", 0);
    size_t max = m->max ? (size_t)m->max : SHAPE_ITEMS_MAX;
    if (json_array_size(v) > max)
        return refuse(cx, at, "error.too_many", (int64_t)max);
    for (size_t i = 0; i < json_array_size(v); i++) {
        struct path here = {.up = at, .index = i};
        enum err e = check_item(cx, m, json_array_get(v, i), &here);
        if (e)
            return e;
    }
    return ERR_OK;
}

static enum err check_real(
        struct ctx *cx, const struct member_shape *m, const json_t *v, const struct path *at)
{
    if (!json_is_number(v))
        return refuse(cx, at, "error.not_number", 0);
    double d = json_number_value(v);
    if ((m->min || m->max) && d < (double)m->min)
        return refuse(cx, at, "error.too_small", m->min);
    if (m->max && d > (double)m->max)
        return refuse(cx, at, "error.too_large", m->max);
    return ERR_OK;
}

static enum err check_map(
        struct ctx *cx, const struct member_shape *m, const json_t *v, const struct path *at)
{
    if (!json_is_object(v))
        return refuse(cx, at, "error.not_object", 0);
    size_t max = m->max ? (size_t)m->max : SHAPE_MAP_MAX;
    return json_object_size(v) > max ? refuse(cx, at, "error.too_many", (int64_t)max) : ERR_OK;
}

static enum err check_value(
        struct ctx *cx, const struct member_shape *m, const json_t *v, const struct path *at)
{
    if (json_is_null(v) && m->type != SH_ANY)
        return m->flags & SH_NULL ? ERR_OK : refuse(cx, at, "error.not_null", 0);
    switch (m->type) {
    case SH_INT:
    case SH_TIME:
        return json_is_integer(v) ? check_range(cx, m, json_integer_value(v), at)
                                  : refuse(cx, at, "error.not_whole_number", 0);
    case SH_REAL:
        return check_real(cx, m, v, at);
    case SH_BOOL:
        return json_is_boolean(v) ? ERR_OK : refuse(cx, at, "error.not_bool", 0);
    case SH_TEXT:
        return json_is_string(v) ? check_text(cx, m, json_string_value(v), json_string_length(v), at)
                                 : refuse(cx, at, "error.not_text", 0);
    case SH_OBJECT:
        return check_object(cx, m->sub, v, at);
    case SH_ARRAY:
    case SH_ARRAY_INT:
    case SH_ARRAY_TEXT:
        return check_array(cx, m, v, at);
    case SH_MAP:
        return check_map(cx, m, v, at);
    case SH_ANY:
    case SH_END:
        break;
    }
    return ERR_OK;
}

static const struct member_shape *member_named(const struct shape *s, const char *name)
{
    for (const struct member_shape *m = s->members; m->type != SH_END; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

static enum err check_object(struct ctx *cx, const struct shape *s, const json_t *v, const struct path *at)
{
    if (!json_is_object(v))
        return refuse(cx, at, "error.not_object", 0);
    const char *name;
    json_t *kid;
    json_object_foreach((json_t *)v, name, kid)
    {
        struct path here = {.up = at, .name = name};
        const struct member_shape *m = member_named(s, name);
        if (!m)
            return refuse(cx, &here, "error.unknown_member", 0);
        enum err e = check_value(cx, m, kid, &here);
        if (e)
            return e;
    }
    for (const struct member_shape *m = s->members; m->type != SH_END; m++) {
        struct path here = {.up = at, .name = m->name};
        if (m->flags & SH_REQUIRED && !json_object_get(v, m->name))
            return refuse(cx, &here, "error.required", 0);
    }
    return ERR_OK;
}

enum err shape_check(struct ctx *cx, const struct shape *s, const json_t *body)
{
    const struct path top = {0};
    return check_object(cx, s, body, &top);
}

static bool parse_int(const char *text, int64_t *out)
{
    char *end;
    if (!*text || strchr(" \t\n\v\f\r+", *text))
        return false;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    if (errno || *end)
        return false;
    *out = v;
    return true;
}

enum err shape_parameter(struct ctx *cx, const struct member_shape *query, const char *name)
{
    const struct path at = {.name = name};
    for (const struct member_shape *q = query; q && q->type != SH_END; q++)
        if (strcmp(q->name, name) == 0)
            return ERR_OK;
    return refuse(cx, &at, "error.unknown_parameter", 0);
}

enum err shape_parse(struct ctx *cx, const struct member_shape *m, const char *text, struct val *out_val)
{
    const struct path at = {.name = m->name};
    int64_t i;
    enum err e;
    switch (m->type) {
    case SH_INT:
    case SH_TIME:
        if (!parse_int(text, &i))
            return refuse(cx, &at, "error.not_whole_number", 0);
        e = check_range(cx, m, i, &at);
        break;
    case SH_BOOL:
        i = strcmp(text, "1") == 0 || strcmp(text, "true") == 0;
        e = i || strcmp(text, "0") == 0 || strcmp(text, "false") == 0 ? ERR_OK
                                                                      : refuse(cx, &at, "error.not_bool", 0);
        break;
    default:
        e = check_text(cx, m, text, strlen(text), &at);
        if (!e)
            *out_val = val_text(text);
        return e;
    }
    if (!e)
        *out_val = val_int(i);
    return e;
}
