#include "base/buf.h"
#include "base/clock.h"
#include "store/archive_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct rebuild {
    struct arena *a;
    int fd;
    int64_t at;
    struct buf open; /* frames of a transaction whose end has not come */
    struct archive_reached *out;
};

static enum err put_pages(struct rebuild *r, size_t page_size, uint32_t db_pages)
{
    const size_t one = sizeof(struct archive_frame) + page_size;
    for (size_t i = 0; i + one <= r->open.len; i += one) {
        struct archive_frame f;
        memcpy(&f, r->open.p + i, sizeof f);
        if (!f.page)
            return ERR_INVALID;
        if (pwrite(r->fd, r->open.p + i + sizeof f, page_size, (off_t)(f.page - 1) * (off_t)page_size) !=
                (ssize_t)page_size)
            return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_FULL : ERR_INTERNAL;
        r->out->n_pages++;
    }
    r->open.len = 0;
    return ftruncate(r->fd, (off_t)db_pages * (off_t)page_size) ? ERR_INTERNAL : ERR_OK;
}

/* ERR_NOT_FOUND only says that the time is reached. */
static enum err take_block(void *arg, const struct archive_block *b, const unsigned char *raw)
{
    struct rebuild *r = arg;
    const size_t page_size = b->pos.page_size, one = sizeof(struct archive_frame) + page_size;
    if (b->raw_bytes != b->n_frames * one)
        return ERR_INVALID;
    for (uint32_t i = 0; i < b->n_frames; i++) {
        struct archive_frame f;
        memcpy(&f, raw + i * one, sizeof f);
        buf_add(&r->open, raw + i * one, one);
        if (!f.db_pages)
            continue;
        if (f.at > r->at)
            return ERR_NOT_FOUND;
        enum err e = put_pages(r, page_size, f.db_pages);
        if (e)
            return e;
        r->out->commit_at = f.at;
        r->out->n_commits++;
    }
    return ERR_OK;
}

static const char *when(struct arena *a, int64_t at)
{
    char text[25];
    clock_iso(at, text);
    return arena_str(a, text);
}

/* Every commit up to the time, or the reason why that cannot be said. */
static enum err replay(struct rebuild *r, const char *dir, int64_t next_epoch, const char **out_why)
{
    struct archive_log log;
    enum err e = archive_walk(r->a, dir, r->out->epoch, take_block, r, &log, out_why);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (e || !next_epoch || log.last.flags & ARCHIVE_NEXT || r->at <= log.last.last_at)
        return e;
    int64_t until = log.last.last_at > r->out->epoch ? log.last.last_at : r->out->epoch;
    *out_why = arena_printf(
            r->a, "what came between %s and %s was not kept", when(r->a, until), when(r->a, next_epoch));
    return ERR_INVALID;
}

static enum err choose(struct rebuild *r, const char *dir, int64_t *out_next, const char **out_why)
{
    int64_t *epochs;
    size_t n, i = 0;
    enum err e = archive_epochs(r->a, dir, &epochs, &n);
    if (e)
        return e;
    while (i < n && epochs[i] <= r->at)
        i++;
    if (!i) {
        *out_why = n ? arena_printf(r->a, "%s: it begins at %s", dir, when(r->a, epochs[0]))
                     : arena_printf(r->a, "%s: there is no past", dir);
        return ERR_NOT_FOUND;
    }
    r->out->epoch = epochs[i - 1];
    *out_next = i < n ? epochs[i] : 0;
    return ERR_OK;
}

enum err archive_rebuild(struct arena *a, const char *dir, int64_t at, const char *to,
        struct archive_reached *out, const char **out_why)
{
    struct rebuild r = {.a = a, .fd = -1, .at = at, .out = out};
    int64_t next = 0;
    *out = (struct archive_reached){0};
    *out_why = NULL;
    enum err e = choose(&r, dir, &next, out_why);
    if (e)
        return e;
    const char *base = arena_printf(a, "%s/%lld/base.gz", dir, (long long)out->epoch);
    unlink(to);
    e = archive_unpack(base, to);
    if (e) {
        *out_why = arena_printf(a, "%s: damaged, or it cannot be read", base);
        return e;
    }
    r.fd = open(to, O_RDWR | O_CLOEXEC);
    buf_init(&r.open, NULL);
    e = r.fd < 0 ? ERR_INTERNAL : replay(&r, dir, next, out_why);
    if (!e && fsync(r.fd))
        e = ERR_INTERNAL;
    if (r.fd >= 0)
        close(r.fd);
    buf_free(&r.open);
    if (e)
        unlink(to);
    return e;
}
