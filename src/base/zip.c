#include "base/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <sys/stat.h>

static la_ssize_t put(struct archive *z, void *out, const void *p, size_t n)
{
    buf_add(out, p, n);
    return (la_ssize_t)n;
}

static bool add(struct archive *z, const struct zip_file *f, int64_t at)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, f->name);
    archive_entry_set_filetype(entry, S_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)f->len);
    archive_entry_set_mtime(entry, (time_t)(at / 1000), 0);
    bool ok = archive_write_header(z, entry) == ARCHIVE_OK &&
              archive_write_data(z, f->data, f->len) == (la_ssize_t)f->len;
    archive_entry_free(entry);
    return ok;
}

enum err zip_write(struct buf *out, const struct zip_file *files, size_t n, int64_t at)
{
    struct archive *z = archive_write_new();
    bool ok = z && archive_write_set_format_zip(z) == ARCHIVE_OK &&
              archive_write_set_bytes_in_last_block(z, 1) == ARCHIVE_OK &&
              archive_write_open(z, out, NULL, put, NULL) == ARCHIVE_OK;
    for (size_t i = 0; ok && i < n; i++)
        ok = add(z, &files[i], at);
    ok = ok && archive_write_close(z) == ARCHIVE_OK;
    archive_write_free(z);
    return ok ? ERR_OK : ERR_INTERNAL;
}
