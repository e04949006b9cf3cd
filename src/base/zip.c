#include "base/zip.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#define UTF8_NAMES 0x0800
#define DEFLATED   8
#define VERSION    20
#define DATE_1980  0x21 /* the first of January: what is inside says when it was made */

static void put(struct buf *b, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_putc(b, (char)(v >> (8 * i) & 0xff));
}

void zip_begin(struct zip *z, struct buf *out)
{
    *z = (struct zip){.out = out, .begin = out->len};
    buf_init(&z->directory, out->arena);
}

static enum err deflated(struct arena *a, const void *p, size_t n, unsigned char **out, size_t *out_n)
{
    z_stream s = {.next_in = (Bytef *)p, .avail_in = (uInt)n};
    if (deflateInit2(&s, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return ERR_INTERNAL;
    size_t room = deflateBound(&s, (uLong)n);
    *out = arena_alloc(a, room);
    s.next_out = *out;
    s.avail_out = (uInt)room;
    int done = deflate(&s, Z_FINISH);
    *out_n = s.total_out;
    deflateEnd(&s);
    return done == Z_STREAM_END ? ERR_OK : ERR_INTERNAL;
}

/* What the file itself and its entry in the directory have in common. */
static void facts(struct buf *b, const char *name, uint32_t crc, size_t packed, size_t n)
{
    put(b, VERSION, 2);
    put(b, UTF8_NAMES, 2);
    put(b, DEFLATED, 2);
    put(b, 0, 2);
    put(b, DATE_1980, 2);
    put(b, crc, 4);
    put(b, (uint32_t)packed, 4);
    put(b, (uint32_t)n, 4);
    put(b, (uint32_t)strlen(name), 2);
    put(b, 0, 2); /* no extra field */
}

enum err zip_add(struct zip *z, const char *name, const void *p, size_t n)
{
    unsigned char *packed;
    size_t packed_n;
    const size_t at = z->out->len - z->begin;
    if (n >= UINT32_MAX / 2 || at >= UINT32_MAX / 2)
        return ERR_TOO_LARGE;
    enum err e = deflated(z->out->arena, p, n, &packed, &packed_n);
    if (e)
        return e;
    const uint32_t crc = (uint32_t)crc32(0, p, (uInt)n);
    put(z->out, 0x04034b50, 4);
    facts(z->out, name, crc, packed_n, n);
    buf_puts(z->out, name);
    buf_add(z->out, packed, packed_n);
    put(&z->directory, 0x02014b50, 4);
    put(&z->directory, VERSION, 2);
    facts(&z->directory, name, crc, packed_n, n);
    put(&z->directory, 0, 2); /* no comment */
    put(&z->directory, 0, 2); /* the first disk */
    put(&z->directory, 0, 2);
    put(&z->directory, 0, 4);
    put(&z->directory, (uint32_t)at, 4);
    buf_puts(&z->directory, name);
    z->n++;
    return ERR_OK;
}

void zip_end(struct zip *z)
{
    const size_t at = z->out->len - z->begin;
    buf_add(z->out, z->directory.p, z->directory.len);
    put(z->out, 0x06054b50, 4);
    put(z->out, 0, 2);
    put(z->out, 0, 2);
    put(z->out, (uint32_t)z->n, 2);
    put(z->out, (uint32_t)z->n, 2);
    put(z->out, (uint32_t)z->directory.len, 4);
    put(z->out, (uint32_t)at, 4);
    put(z->out, 0, 2);
}
