#include "http/gzip.h"

#include "base/mem.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define LEVEL       1
#define WINDOW_GZIP (15 + 16) /* 32 KiB window, gzip wrapper */
#define MEM_LEVEL   8

struct gzip {
    z_stream z;
};

static struct gzip *gzip_new(void)
{
    struct gzip *g = mem_zalloc(sizeof *g);
    if (deflateInit2(&g->z, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        mem_panic("gzip: cannot start zlib");
    return g;
}

bool gzip_pack(struct gzip **g, const char *p, size_t n, struct buf *out)
{
    if (n > 1u << 30)
        return false;
    if (!*g)
        *g = gzip_new();
    z_stream *z = &(*g)->z;
    deflateReset(z);
    z->next_in = (Bytef *)(uintptr_t)p; /* only read */
    z->avail_in = (uInt)n;
    z->next_out = (Bytef *)buf_reserve(out, n);
    z->avail_out = (uInt)n;
    if (deflate(z, Z_FINISH) != Z_STREAM_END)
        return false;
    out->len = n - z->avail_out;
    return true;
}

void gzip_free(struct gzip *g)
{
    if (!g)
        return;
    deflateEnd(&g->z);
    mem_free(g);
}

/* Is the weight in the parameters of a coding zero ("q=0", "q=0.00")? */
static bool weight_zero(const char *s, const char *end)
{
    const char *q = s;
    while (q < end && *q != 'q' && *q != 'Q')
        q++;
    if (q + 2 >= end || q[1] != '=')
        return false;
    for (q += 2; q < end; q++)
        if (*q >= '1' && *q <= '9')
            return false;
    return true;
}

bool gzip_accepted(const char *accept_encoding)
{
    for (const char *s = accept_encoding; s && *s;) {
        s += strspn(s, " \t,");
        const char *end = s + strcspn(s, ",");
        size_t name = strcspn(s, " \t;,");
        if (name == 4 && strncasecmp(s, "gzip", 4) == 0)
            return !weight_zero(s + name, end);
        s = end;
    }
    return false;
}
