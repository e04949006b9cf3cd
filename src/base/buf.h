/* buf - a growable byte buffer, in an arena (arena != NULL) or on the heap (arena == NULL; then buf_free it). */
#pragma once
#include "base/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

struct buf {
    char *p;
    size_t len, cap;
    struct arena *arena;
};

/* buf_init - an empty buffer; nothing is allocated before the first byte. */
void buf_init(struct buf *b, struct arena *arena);
/* buf_reserve - room for n more bytes; returns where they go (then add to len yourself). */
char *buf_reserve(struct buf *b, size_t n);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_int(struct buf *b, long long v);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* buf_str - NUL-terminate (the NUL is not counted in len) and return the text. */
char *buf_str(struct buf *b);
/* buf_free - only for heap buffers; leaves an empty buffer. */
void buf_free(struct buf *b);
