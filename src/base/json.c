#include "base/json.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_DEPTH 32

void jw_init(struct jw *w, struct buf *out)
{
    *w = (struct jw){.out = out};
}

static void sep(struct jw *w)
{
    if (w->comma >> w->depth & 1)
        buf_putc(w->out, ',');
    w->comma |= 1ull << w->depth;
}

static void open_level(struct jw *w, char c)
{
    sep(w);
    buf_putc(w->out, c);
    w->depth++;
    w->comma &= ~(1ull << w->depth);
}

static void close_level(struct jw *w, char c)
{
    w->depth--;
    buf_putc(w->out, c);
}

void jw_obj(struct jw *w)
{
    open_level(w, '{');
}

void jw_obj_end(struct jw *w)
{
    close_level(w, '}');
}

void jw_arr(struct jw *w)
{
    open_level(w, '[');
}

void jw_arr_end(struct jw *w)
{
    close_level(w, ']');
}

void jw_key(struct jw *w, const char *key)
{
    sep(w);
    size_t n = strlen(key);
    char *p = buf_reserve(w->out, n + 3);
    *p = '"';
    memcpy(p + 1, key, n);
    p[n + 1] = '"';
    p[n + 2] = ':';
    w->out->len += n + 3;
    w->comma &= ~(1ull << w->depth); /* the value follows without a comma */
}

void jw_int(struct jw *w, int64_t v)
{
    sep(w);
    buf_int(w->out, v);
}

void jw_real(struct jw *w, double v)
{
    if (!isfinite(v)) {
        jw_null(w);
        return;
    }
    sep(w);
    char tmp[40];
    int n = snprintf(tmp, sizeof tmp, "%.15g", v);
    if (!val_equal(
                val_real(strtod(tmp, NULL)), val_real(v))) /* 0.1 stays 0.1; what needs 17 digits gets them */
        n = snprintf(tmp, sizeof tmp, "%.17g", v);
    buf_add(w->out, tmp, (size_t)n);
}

void jw_bool(struct jw *w, bool v)
{
    sep(w);
    buf_puts(w->out, v ? "true" : "false");
}

void jw_null(struct jw *w)
{
    sep(w);
    buf_add(w->out, "null", 4);
}

/* Bytes that can go out as they are: printable ASCII but the quote and the backslash. */
static inline bool plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static size_t escape(struct buf *out, const char *s, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char c = (unsigned char)s[0];
    if (c >= 0x80) {
        size_t k = text_utf8_len(s, n);
        if (k == 0) {
            buf_add(out, "\xef\xbf\xbd", 3);
            return 1;
        }
        buf_add(out, s, k);
        return k;
    }
    switch (c) {
    case '"':
        buf_add(out, "\\\"", 2);
        break;
    case '\\':
        buf_add(out, "\\\\", 2);
        break;
    case '\n':
        buf_add(out, "\\n", 2);
        break;
    case '\r':
        buf_add(out, "\\r", 2);
        break;
    case '\t':
        buf_add(out, "\\t", 2);
        break;
    default: {
        char u[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
        buf_add(out, u, 6);
    }
    }
    return 1;
}

void jw_strn(struct jw *w, const char *s, size_t n)
{
    sep(w);
    buf_reserve(w->out, n + 2);
    buf_putc(w->out, '"');
    size_t i = 0;
    while (i < n) {
        size_t k = i;
        while (k < n && plain((unsigned char)s[k]))
            k++;
        buf_add(w->out, s + i, k - i);
        i = k;
        if (i < n)
            i += escape(w->out, s + i, n - i);
    }
    buf_putc(w->out, '"');
}

void jw_str(struct jw *w, const char *s)
{
    if (s)
        jw_strn(w, s, strlen(s));
    else
        jw_null(w);
}

void jw_val(struct jw *w, struct val v)
{
    switch (v.type) {
    case VAL_NULL:
    case VAL_BLOB:
        jw_null(w);
        break;
    case VAL_INT:
        jw_int(w, v.i);
        break;
    case VAL_REAL:
        jw_real(w, v.d);
        break;
    case VAL_TEXT:
        jw_strn(w, v.s, v.len);
        break;
    }
}

void jw_raw(struct jw *w, const char *json, size_t n)
{
    sep(w);
    buf_add(w->out, json, n);
}

void jw_kint(struct jw *w, const char *key, int64_t v)
{
    jw_key(w, key);
    jw_int(w, v);
}

void jw_kbool(struct jw *w, const char *key, bool v)
{
    jw_key(w, key);
    jw_bool(w, v);
}

void jw_kstr(struct jw *w, const char *key, const char *s)
{
    jw_key(w, key);
    jw_str(w, s);
}

void jw_kval(struct jw *w, const char *key, struct val v)
{
    jw_key(w, key);
    jw_val(w, v);
}

/* jansson allows 2,048 levels; we refuse deeper nesting than any of our shapes before it builds a tree. */
static bool too_deep(const char *s, size_t n)
{
    unsigned depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"')
            in_string = true;
        else if ((c == '{' || c == '[') && ++depth > MAX_DEPTH)
            return true;
        else if ((c == '}' || c == ']') && depth)
            depth--;
    }
    return false;
}

static void drop(void *j)
{
    json_decref(j);
}

enum err json_read(struct arena *a, const char *text, size_t n, json_t **out_json, const char **out_why)
{
    if (too_deep(text, n)) {
        *out_why = "nested deeper than 32 levels";
        return ERR_MALFORMED;
    }
    json_error_t e;
    json_t *j = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);
    if (!j) {
        *out_why = arena_printf(a, "line %d, column %d: %s", e.line, e.column, e.text);
        return ERR_MALFORMED;
    }
    arena_cleanup(a, drop, j);
    *out_json = j;
    return ERR_OK;
}

json_t *json_keep(struct arena *a, json_t *j)
{
    arena_cleanup(a, drop, j);
    return j;
}

json_t *json_tree(struct arena *a, const char *text)
{
    json_t *j = text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
    return json_keep(a, j ? j : json_object());
}

char *json_text(struct arena *a, const json_t *j)
{
    size_t n = json_dumpb(j, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
    char *s = arena_alloc(a, n + 1);
    json_dumpb(j, s, n, JSON_COMPACT | JSON_ENCODE_ANY);
    s[n] = 0;
    return s;
}

const char *json_str(const json_t *o, const char *name)
{
    return json_string_value(json_object_get(o, name));
}
