#include "core/cursor.h"
#include "base/buf.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#define TEXT_MAX 2000

/* One letter for the type, the value, a dot, the id. Texts and blobs in hexadecimal. */
char *cursor_text(struct arena *a, const struct cursor *c)
{
    struct buf b;
    buf_init(&b, a);
    switch (c->key.type) {
    case VAL_NULL:
        buf_putc(&b, 'n');
        break;
    case VAL_INT:
        buf_printf(&b, "i%lld", (long long)c->key.i);
        break;
    case VAL_REAL:
        buf_printf(&b, "r%.17g", c->key.d);
        break;
    default:
        buf_putc(&b, c->key.type == VAL_TEXT ? 't' : 'b');
        for (uint32_t i = 0; i < c->key.len; i++)
            buf_printf(&b, "%02x", (unsigned char)c->key.s[i]);
    }
    buf_printf(&b, "_%lld", (long long)c->id);
    char *s = buf_str(&b);
    for (char *p = s; *p; p++) /* 1e+30 -> 1ep30: a plus sign means a blank in an address */
        if (*p == '+')
            *p = 'p';
    return s;
}

static bool int_of(const char *s, int64_t *out)
{
    char *end;
    if (*s != '-' && (*s < '0' || *s > '9'))
        return false;
    errno = 0;
    long long v = strtoll(s, &end, 10);
    if (errno || *end)
        return false;
    *out = v;
    return true;
}

static bool real_of(char *s, double *out)
{
    char *end;
    for (char *p = s; *p; p++)
        if (*p == 'p')
            *p = '+';
    *out = strtod(s, &end);
    return *s && !*end && isfinite(*out);
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool bytes_of(struct arena *a, const char *s, bool text, struct val *out)
{
    size_t n = strlen(s);
    if (n % 2)
        return false;
    char *p = arena_alloc(a, n / 2 + 1);
    for (size_t i = 0; i < n / 2; i++) {
        int hi = hex(s[2 * i]), lo = hex(s[2 * i + 1]);
        if (hi < 0 || lo < 0 || (text && hi + lo == 0))
            return false;
        p[i] = (char)(hi << 4 | lo);
    }
    p[n / 2] = 0;
    *out = text ? val_text(p) : val_blob(p, n / 2);
    return true;
}

bool cursor_read(struct arena *a, const char *text, struct cursor *out_cursor)
{
    if (strlen(text) > TEXT_MAX)
        return false;
    char *s = arena_str(a, text), *id = strrchr(s, '_');
    struct cursor c = {0};
    if (!id || id == s || !int_of(id + 1, &c.id))
        return false;
    *id = 0;
    bool ok = false;
    switch (*s) {
    case 'n':
        ok = !s[1];
        break;
    case 'i':
        c.key.type = VAL_INT;
        ok = int_of(s + 1, &c.key.i);
        break;
    case 'r':
        c.key.type = VAL_REAL;
        ok = real_of(s + 1, &c.key.d);
        break;
    case 't':
    case 'b':
        ok = bytes_of(a, s + 1, *s == 't', &c.key);
        break;
    default:
        break;
    }
    if (ok)
        *out_cursor = c;
    return ok;
}
