/* zip - writes ZIP files (PKWARE APPNOTE 6.3, deflate, names in UTF-8), for a handful of files that are in memory. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

struct zip {
    struct buf *out;
    struct buf directory;
    size_t begin; /* where the file begins in out */
    int n;
};

/* zip_begin - the file is appended to out. */
void zip_begin(struct zip *z, struct buf *out);
/* zip_add - a file of at most 4 GiB. Errors: ERR_TOO_LARGE; ERR_INTERNAL */
enum err zip_add(struct zip *z, const char *name, const void *p, size_t n);
void zip_end(struct zip *z);
