/* zip - a handful of files that are in memory as one ZIP file (libarchive). */
#pragma once
#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct zip_file {
    const char *name; /* UTF-8 */
    const void *data;
    size_t len;
};

/* zip_write - appended to out; the files are dated `at` (ms UTC). Errors: ERR_INTERNAL the library cannot */
enum err zip_write(struct buf *out, const struct zip_file *files, size_t n, int64_t at);
