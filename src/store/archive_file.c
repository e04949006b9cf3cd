#include "store/archive_file.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define MAGIC "CWALBK1"

static enum err io_err(void)
{
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_FULL : ERR_INTERNAL;
}

static int by_number(const void *x, const void *y)
{
    const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

enum err archive_epochs(struct arena *a, const char *dir, int64_t **out_epochs, size_t *out_n)
{
    size_t cap = 16, n = 0;
    int64_t *list = arena_array(a, int64_t, cap);
    DIR *d = opendir(dir);
    if (!d && errno != ENOENT)
        return ERR_INTERNAL;
    for (struct dirent *f; d && (f = readdir(d));) {
        char *end, base[PATH_MAX];
        int64_t epoch = strtoll(f->d_name, &end, 10);
        if (epoch <= 0 || *end)
            continue;
        snprintf(base, sizeof base, "%s/%s/base.gz", dir, f->d_name);
        if (access(base, F_OK)) /* one that was never finished */
            continue;
        if (n == cap) {
            list = arena_grow(a, list, cap * sizeof *list, 2 * cap * sizeof *list);
            cap *= 2;
        }
        list[n++] = epoch;
    }
    if (d)
        closedir(d);
    qsort(list, n, sizeof *list, by_number);
    *out_epochs = list;
    *out_n = n;
    return ERR_OK;
}

static void segment_name(const struct archive_log *log, int number, char out[static PATH_MAX])
{
    if (snprintf(out, PATH_MAX, "%s/%08d.log", log->dir, number) >= PATH_MAX)
        *out = 0;
}

static void digest_of(const unsigned char before[static SHA256_BYTES], const struct archive_block *b,
        const unsigned char *packed, unsigned char out[static SHA256_BYTES])
{
    struct crypt_sha256 h;
    crypt_sha256_begin(&h);
    crypt_sha256_add(&h, before, SHA256_BYTES);
    crypt_sha256_add(&h, b, offsetof(struct archive_block, digest));
    crypt_sha256_add(&h, packed, b->packed_bytes);
    crypt_sha256_end(&h, out);
}

/* Writing */

enum err archive_append(struct archive_log *log, struct archive_block *b, const unsigned char *raw, size_t n)
{
    char name[PATH_MAX];
    uLongf packed_bytes = compressBound((uLong)n);
    unsigned char *packed = mem_alloc(packed_bytes);
    if (compress2(packed, &packed_bytes, raw ? raw : (const unsigned char *)"", (uLong)n, 1) != Z_OK) {
        mem_free(packed);
        return ERR_INTERNAL;
    }
    if (!log->segment || log->bytes >= ARCHIVE_SEGMENT_BYTES) {
        log->segment++;
        log->bytes = 0;
    }
    memcpy(b->magic, MAGIC, sizeof b->magic);
    b->raw_bytes = (uint32_t)n;
    b->packed_bytes = (uint32_t)packed_bytes;
    digest_of(log->digest, b, packed, b->digest);
    segment_name(log, log->segment, name);
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    /* What was cut off by a crash, or by a full disk, is written over. */
    bool ok = fd >= 0 && ftruncate(fd, log->bytes) == 0 &&
              pwrite(fd, b, sizeof *b, log->bytes) == sizeof *b &&
              pwrite(fd, packed, packed_bytes, log->bytes + (off_t)sizeof *b) == (ssize_t)packed_bytes &&
              fdatasync(fd) == 0;
    enum err e = ok ? ERR_OK : errno ? io_err() : ERR_FULL;
    if (fd >= 0)
        close(fd);
    mem_free(packed);
    if (e)
        return e;
    log->bytes += (int64_t)(sizeof *b + packed_bytes);
    log->last = *b;
    memcpy(log->digest, b->digest, SHA256_BYTES);
    return ERR_OK;
}

/* Reading */

struct walk {
    struct arena *a;
    struct archive_log *log;
    enum err (*block)(void *arg, const struct archive_block *b, const unsigned char *raw);
    void *arg;
    const char **why;
};

static enum err damaged(struct walk *w, const char *name, const char *what)
{
    *w->why = arena_printf(w->a, "%s: %s", name, what);
    return ERR_INVALID;
}

/* One block; *out_there false: the file ends here, or the block was cut off. */
static enum err walk_block(struct walk *w, int fd, const char *name, bool *out_there)
{
    struct archive_block b;
    unsigned char digest[SHA256_BYTES];
    *out_there = false;
    ssize_t n = pread(fd, &b, sizeof b, w->log->bytes);
    if (n < (ssize_t)sizeof b)
        return ERR_OK;
    if (memcmp(b.magic, MAGIC, sizeof b.magic) != 0 || b.packed_bytes > 2 * ARCHIVE_BLOCK_BYTES ||
            b.raw_bytes > 2 * ARCHIVE_BLOCK_BYTES)
        return damaged(w, name, "damaged");
    unsigned char *packed = mem_alloc(b.packed_bytes + 1), *raw = NULL;
    enum err e = ERR_OK;
    if (pread(fd, packed, b.packed_bytes, w->log->bytes + (off_t)sizeof b) == (ssize_t)b.packed_bytes) {
        digest_of(w->log->digest, &b, packed, digest);
        if (memcmp(digest, b.digest, SHA256_BYTES) != 0)
            e = damaged(w, name, "damaged, or not what follows on the file before");
        uLongf raw_bytes = b.raw_bytes;
        if (!e && w->block) {
            raw = mem_alloc(b.raw_bytes + 1);
            if (uncompress(raw, &raw_bytes, packed, b.packed_bytes) != Z_OK || raw_bytes != b.raw_bytes)
                e = damaged(w, name, "damaged");
            else
                e = w->block(w->arg, &b, raw);
        }
        *out_there = true;
    }
    mem_free(raw);
    mem_free(packed);
    if (!e && *out_there) {
        w->log->bytes += (int64_t)(sizeof b + b.packed_bytes);
        w->log->last = b;
        memcpy(w->log->digest, b.digest, SHA256_BYTES);
    }
    return e;
}

static enum err walk_segment(struct walk *w, int fd, const char *name)
{
    bool there = true;
    enum err e = ERR_OK;
    w->log->bytes = 0;
    while (!e && there)
        e = walk_block(w, fd, name, &there);
    return e;
}

static int last_segment(const char *dir)
{
    int last = 0;
    DIR *d = opendir(dir);
    for (struct dirent *f; d && (f = readdir(d));) {
        char *end;
        long n = strtol(f->d_name, &end, 10);
        if (strcmp(end, ".log") == 0 && n > last && n < INT_MAX)
            last = (int)n;
    }
    if (d)
        closedir(d);
    return last;
}

enum err archive_walk(struct arena *a, const char *dir, int64_t epoch,
        enum err (*block)(void *arg, const struct archive_block *b, const unsigned char *raw), void *arg,
        struct archive_log *out_log, const char **out_why)
{
    struct walk w = {a, out_log, block, arg, out_why};
    char name[PATH_MAX];
    struct stat st;
    *out_log = (struct archive_log){.epoch = epoch};
    *out_why = NULL;
    if (snprintf(out_log->dir, sizeof out_log->dir, "%s/%lld", dir, (long long)epoch) >= PATH_MAX)
        return ERR_INTERNAL;
    int last = last_segment(out_log->dir);
    enum err e = ERR_OK;
    for (int i = 1; !e && i <= last; i++) {
        segment_name(out_log, i, name);
        int fd = open(name, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return damaged(&w, name, "missing");
        out_log->segment = i;
        e = walk_segment(&w, fd, name);
        if (!e && i < last && (fstat(fd, &st) || st.st_size != out_log->bytes))
            e = damaged(&w, name, "cut off, and others follow");
        close(fd);
    }
    return e;
}

static bool tail_of(struct archive_log *log, int segment)
{
    char name[PATH_MAX];
    struct archive_block b;
    struct stat st;
    segment_name(log, segment, name);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st)) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    log->bytes = 0;
    log->segment = segment;
    while (pread(fd, &b, sizeof b, log->bytes) == sizeof b && memcmp(b.magic, MAGIC, sizeof b.magic) == 0) {
        int64_t end = log->bytes + (int64_t)(sizeof b + b.packed_bytes);
        if (end > st.st_size)
            break;
        log->bytes = end;
        log->last = b;
        memcpy(log->digest, b.digest, SHA256_BYTES);
    }
    close(fd);
    return *log->last.magic != 0;
}

enum err archive_tail(const char *dir, int64_t epoch, struct archive_log *out_log)
{
    *out_log = (struct archive_log){.epoch = epoch};
    if (snprintf(out_log->dir, sizeof out_log->dir, "%s/%lld", dir, (long long)epoch) >= PATH_MAX)
        return ERR_INTERNAL;
    int last = last_segment(out_log->dir);
    for (int i = last; i > 0; i--)
        if (tail_of(out_log, i)) {
            if (i == last)
                return ERR_OK;
            out_log->segment = last; /* it was begun, and nothing whole came into it */
            out_log->bytes = 0;
            return ERR_OK;
        }
    return ERR_OK;
}

/* Whole files */

static bool pump(gzFile gz, FILE *f, bool packing)
{
    static const size_t piece = 1 << 18;
    char *buf = mem_alloc(piece);
    bool ok = true;
    for (;;) {
        int n = packing ? (int)fread(buf, 1, piece, f) : gzread(gz, buf, (unsigned)piece);
        if (n <= 0) {
            ok = packing ? !ferror(f) : n == 0;
            break;
        }
        ok = packing ? gzwrite(gz, buf, (unsigned)n) == n : fwrite(buf, 1, (size_t)n, f) == (size_t)n;
        if (!ok)
            break;
    }
    mem_free(buf);
    return ok;
}

static bool sync_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

enum err archive_pack(const char *from, const char *to)
{
    char part[PATH_MAX];
    if (snprintf(part, sizeof part, "%s.part", to) >= PATH_MAX)
        return ERR_INTERNAL;
    errno = 0;
    FILE *f = fopen(from, "rbe");
    gzFile gz = f ? gzopen(part, "wb1") : NULL;
    bool ok = gz && pump(gz, f, true);
    if (gz && gzclose(gz) != Z_OK)
        ok = false;
    if (f)
        fclose(f);
    ok = ok && sync_file(part) && rename(part, to) == 0;
    if (!ok)
        unlink(part);
    return ok ? ERR_OK : io_err();
}

enum err archive_unpack(const char *from, const char *to)
{
    errno = 0;
    gzFile gz = gzopen(from, "rbe");
    FILE *f = gz ? fopen(to, "wbe") : NULL;
    bool ok = f && pump(gz, f, false);
    if (f && fclose(f))
        ok = false;
    if (gz && gzclose(gz) != Z_OK)
        ok = false;
    return ok ? ERR_OK : errno ? io_err() : ERR_INVALID;
}

static int64_t epoch_each(const char *dir, int64_t epoch, bool forget)
{
    char path[PATH_MAX], name[PATH_MAX];
    int64_t bytes = 0;
    if (snprintf(path, sizeof path, "%s/%lld", dir, (long long)epoch) >= PATH_MAX)
        return 0;
    DIR *d = opendir(path);
    for (struct dirent *f; d && (f = readdir(d));) {
        struct stat st;
        if (*f->d_name == '.' || snprintf(name, sizeof name, "%s/%s", path, f->d_name) >= PATH_MAX)
            continue;
        if (stat(name, &st) == 0)
            bytes += st.st_size;
        if (forget)
            unlink(name);
    }
    if (d)
        closedir(d);
    if (forget)
        rmdir(path);
    return bytes;
}

void archive_forget(const char *dir, int64_t epoch)
{
    epoch_each(dir, epoch, true);
}

int64_t archive_bytes(const char *dir, int64_t epoch)
{
    return epoch_each(dir, epoch, false);
}
