#include "base/buf.h"
#include "base/mem.h"

#include <stdio.h>

void buf_init(struct buf *b, struct arena *arena)
{
    *b = (struct buf){.arena = arena};
}

char *buf_reserve(struct buf *b, size_t n)
{
    if (b->cap - b->len >= n)
        return b->p + b->len;
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->len < n) {
        if (cap > (size_t)1 << 40)
            mem_panic("buf_reserve: too large");
        cap *= 2;
    }
    if (b->arena)
        b->p = arena_grow(b->arena, b->p, b->cap, cap);
    else
        b->p = mem_realloc(b->p, cap);
    b->cap = cap;
    return b->p + b->len;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    if (!n)
        return;
    memcpy(buf_reserve(b, n), p, n);
    b->len += n;
}

void buf_puts(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    *buf_reserve(b, 1) = c;
    b->len++;
}

void buf_int(struct buf *b, long long v)
{
    char tmp[24], *e = tmp + sizeof tmp, *s = e;
    unsigned long long u = v < 0 ? 0ULL - (unsigned long long)v : (unsigned long long)v;
    do
        *--s = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        *--s = '-';
    buf_add(b, s, (size_t)(e - s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        mem_panic("buf_printf: bad format");
    vsnprintf(buf_reserve(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
    va_end(again);
    b->len += (size_t)n;
}

char *buf_str(struct buf *b)
{
    *buf_reserve(b, 1) = 0;
    return b->p;
}

void buf_free(struct buf *b)
{
    if (!b->arena)
        mem_free(b->p);
    b->p = NULL;
    b->len = b->cap = 0;
}
