#include "base/arena.h"
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BLOCK_BYTES 16384u
#define ALIGN       16u

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(16) unsigned char data[];
};

struct cleanup {
    struct cleanup *next;
    void (*fn)(void *);
    void *arg;
};

struct arena {
    struct block *first, *cur;
    struct cleanup *cleanups;
    size_t bytes;
};

static struct block *block_new(size_t size)
{
    struct block *b = mem_alloc(sizeof *b + size);
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

struct arena *arena_new(size_t first_bytes)
{
    struct arena *a = mem_zalloc(sizeof *a);
    a->first = a->cur = block_new(first_bytes ? first_bytes : BLOCK_BYTES);
    return a;
}

static void run_cleanups(struct arena *a)
{
    while (a->cleanups) {
        struct cleanup *c = a->cleanups;
        a->cleanups = c->next;
        c->fn(c->arg);
    }
}

void arena_reset(struct arena *a)
{
    run_cleanups(a);
    for (struct block *b = a->first->next, *next; b; b = next) {
        next = b->next;
        mem_free(b);
    }
    a->first->next = NULL;
    a->first->used = 0;
    a->cur = a->first;
    a->bytes = 0;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    mem_free(a->first);
    mem_free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
    size_t need = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (need < n)
        mem_panic("arena_alloc: size overflow");
    if (a->cur->size - a->cur->used < need) {
        struct block *b = block_new(need > BLOCK_BYTES / 2 ? need : BLOCK_BYTES);
        a->cur->next = b;
        a->cur = b;
    }
    void *p = a->cur->data + a->cur->used;
    a->cur->used += need;
    a->bytes += need;
    return p;
}

void *arena_zalloc(struct arena *a, size_t n)
{
    return memset(arena_alloc(a, n), 0, n);
}

void *arena_grow(struct arena *a, void *p, size_t old_n, size_t new_n)
{
    size_t old_need = (old_n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    size_t new_need = (new_n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct block *b = a->cur;
    if (p && (unsigned char *)p + old_need == b->data + b->used && b->used - old_need + new_need <= b->size) {
        b->used += new_need - old_need;
        a->bytes += new_need - old_need;
        return p;
    }
    void *q = arena_alloc(a, new_n);
    if (p && old_n)
        memcpy(q, p, old_n);
    return q;
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
    void *q = arena_alloc(a, n);
    if (n)
        memcpy(q, p, n);
    return q;
}

char *arena_strn(struct arena *a, const char *s, size_t n)
{
    char *q = arena_alloc(a, n + 1);
    if (n)
        memcpy(q, s, n);
    q[n] = 0;
    return q;
}

char *arena_str(struct arena *a, const char *s)
{
    return s ? arena_strn(a, s, strlen(s)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        mem_panic("arena_vprintf: bad format");
    char *s = arena_alloc(a, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

void arena_cleanup(struct arena *a, void (*fn)(void *arg), void *arg)
{
    struct cleanup *c = arena_alloc(a, sizeof *c);
    c->fn = fn;
    c->arg = arg;
    c->next = a->cleanups;
    a->cleanups = c;
}

size_t arena_bytes(const struct arena *a)
{
    return a->bytes;
}
