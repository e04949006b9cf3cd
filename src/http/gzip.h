/* gzip - compression of replies, zlib level 1: one state per worker thread, reused for each reply. */
#pragma once
#include "base/buf.h"

#include <stdbool.h>

struct gzip;

/* gzip_pack - append n bytes, compressed, to the empty buffer out; makes *g when it is NULL.
 * Gives:  false when it would not become smaller; out is then undefined */
bool gzip_pack(struct gzip **g, const char *p, size_t n, struct buf *out);
void gzip_free(struct gzip *g);
/* gzip_accepted - does an Accept-Encoding value (may be NULL) take gzip? */
bool gzip_accepted(const char *accept_encoding);
