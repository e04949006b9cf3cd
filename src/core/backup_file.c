#include "core/backup_file.h"
#include "base/buf.h"
#include "base/text.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

#define BLOCK_BYTES 262144
#define HEAD_MAX    4096 /* bytes of the head at most */
#define LEVEL       4    /* of zlib: half the size of level 1 costs more time than the database takes */

static const char magic[8] = "CARDBKUP";

enum tag { TAG_NULL, TAG_INT, TAG_REAL, TAG_TEXT, TAG_BLOB };

/* Writing */

struct backup_out {
    struct arena *arena;
    const char *path, *part;
    FILE *f;
    struct crypt_sha256 digest;
    unsigned char *raw, *packed;
    size_t n;
    int64_t bytes;
    struct backup_failure failure;
};

void backup_out_fail(struct backup_out *o, enum err e, const char *why)
{
    if (!o->failure.e)
        o->failure = (struct backup_failure){e, arena_str(o->arena, why)};
}

enum err backup_out_err(const struct backup_out *o)
{
    return o->failure.e;
}

static void fail_errno(struct backup_out *o, const char *path)
{
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    backup_out_fail(o, full ? ERR_FULL : ERR_INTERNAL,
            full ? arena_printf(o->arena, "%s: the disk is full; no backup was made", path)
                 : arena_printf(o->arena, "%s: %s", path, strerror(errno)));
}

static void file_put(struct backup_out *o, const void *p, size_t n)
{
    if (o->failure.e)
        return;
    if (fwrite(p, 1, n, o->f) != n)
        fail_errno(o, o->part);
    o->bytes += (int64_t)n;
}

static void u32_put(unsigned char *p, uint32_t v)
{
    v = htole32(v);
    memcpy(p, &v, sizeof v);
}

static void block_put(struct backup_out *o)
{
    unsigned char sizes[8];
    uLongf packed = compressBound(BLOCK_BYTES);
    if (o->failure.e)
        return;
    if (compress2(o->packed, &packed, o->raw, o->n, LEVEL) != Z_OK) {
        backup_out_fail(o, ERR_INTERNAL, "zlib cannot compress");
        return;
    }
    u32_put(sizes, (uint32_t)o->n);
    u32_put(sizes + 4, (uint32_t)packed);
    crypt_sha256_add(&o->digest, sizes, sizeof sizes);
    crypt_sha256_add(&o->digest, o->packed, packed);
    file_put(o, sizes, sizeof sizes);
    file_put(o, o->packed, packed);
    o->n = 0;
}

static void head_text(struct buf *b, const char *s)
{
    unsigned char size[4];
    size_t n = strlen(s) < 1000 ? strlen(s) : 1000;
    u32_put(size, (uint32_t)n);
    buf_add(b, size, sizeof size);
    buf_add(b, s, n);
}

/* Magic, length of what follows, format, schema, time, three texts, and a digest of all this. */
static void head_put(struct backup_out *o, const struct backup_head *h)
{
    struct buf b;
    unsigned char fixed[16], size[4], digest[SHA256_BYTES];
    uint64_t at = htole64((uint64_t)h->made_at);
    struct crypt_sha256 sha;
    buf_init(&b, o->arena);
    u32_put(fixed, BACKUP_FORMAT);
    u32_put(fixed + 4, (uint32_t)h->schema);
    memcpy(fixed + 8, &at, sizeof at);
    buf_add(&b, fixed, sizeof fixed);
    head_text(&b, h->program);
    head_text(&b, h->slug);
    head_text(&b, h->name);
    u32_put(size, (uint32_t)b.len);
    crypt_sha256_begin(&sha);
    crypt_sha256_add(&sha, magic, sizeof magic);
    crypt_sha256_add(&sha, size, sizeof size);
    crypt_sha256_add(&sha, b.p, b.len);
    crypt_sha256_end(&sha, digest);
    file_put(o, magic, sizeof magic);
    file_put(o, size, sizeof size);
    file_put(o, b.p, b.len);
    file_put(o, digest, sizeof digest);
}

struct backup_out *backup_out_open(struct arena *a, const char *path, const struct backup_head *head)
{
    struct backup_out *o = arena_new_of(a, struct backup_out);
    o->arena = a;
    o->path = path;
    o->part = arena_printf(a, "%s.part", path);
    o->raw = arena_alloc(a, BLOCK_BYTES);
    o->packed = arena_alloc(a, compressBound(BLOCK_BYTES));
    crypt_sha256_begin(&o->digest);
    unlink(o->part); /* of a backup that was killed */
    int fd = open(o->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    o->f = fd < 0 ? NULL : fdopen(fd, "wb");
    if (o->f)
        head_put(o, head);
    else
        fail_errno(o, o->part);
    return o;
}

static void raw_put(struct backup_out *o, const void *p, size_t n)
{
    const char *s = p;
    while (n && !o->failure.e) {
        size_t some = BLOCK_BYTES - o->n < n ? BLOCK_BYTES - o->n : n;
        memcpy(o->raw + o->n, s, some);
        o->n += some;
        s += some;
        n -= some;
        if (o->n == BLOCK_BYTES)
            block_put(o);
    }
}

void backup_out_byte(struct backup_out *o, unsigned char c)
{
    raw_put(o, &c, 1);
}

/* Seven bits a byte, lowest first; small negative numbers are short too. */
void backup_out_int(struct backup_out *o, int64_t i)
{
    unsigned char b[10];
    size_t n = 0;
    uint64_t u = ((uint64_t)i << 1) ^ (i < 0 ? UINT64_MAX : 0);
    for (; u > 127; u >>= 7)
        b[n++] = (unsigned char)(u | 128);
    b[n++] = (unsigned char)u;
    raw_put(o, b, n);
}

static void bytes_put(struct backup_out *o, const char *p, size_t n)
{
    if (n > BACKUP_VALUE_BYTES)
        backup_out_fail(o, ERR_INTERNAL, "a value of more than 64 MiB cannot be backed up");
    backup_out_int(o, (int64_t)n);
    raw_put(o, p, n);
}

void backup_out_text(struct backup_out *o, const char *s)
{
    bytes_put(o, s, strlen(s));
}

/* Zero has one sign: SQLite does not keep it. */
static void real_put(struct backup_out *o, double d)
{
    uint64_t bits;
    d = d < 0 || d > 0 ? d : 0.0;
    memcpy(&bits, &d, sizeof bits);
    bits = htole64(bits);
    raw_put(o, &bits, sizeof bits);
}

void backup_out_val(struct backup_out *o, struct val v)
{
    static const unsigned char tags[] = {[VAL_NULL] = TAG_NULL,
            [VAL_INT] = TAG_INT,
            [VAL_REAL] = TAG_REAL,
            [VAL_TEXT] = TAG_TEXT,
            [VAL_BLOB] = TAG_BLOB};
    backup_out_byte(o, tags[v.type]);
    if (v.type == VAL_INT)
        backup_out_int(o, v.i);
    else if (v.type == VAL_REAL)
        real_put(o, v.d);
    else if (v.type != VAL_NULL)
        bytes_put(o, v.s, v.len);
}

static bool folder_sync(const char *path)
{
    char dir[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(dir, sizeof dir, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* On the disk before it has its name. */
static void file_keep(struct backup_out *o)
{
    if (!o->failure.e && (fflush(o->f) || fsync(fileno(o->f))))
        fail_errno(o, o->part);
    if (fclose(o->f) && !o->failure.e)
        fail_errno(o, o->part);
    if (!o->failure.e && (rename(o->part, o->path) || !folder_sync(o->path)))
        fail_errno(o, o->path);
    if (o->failure.e)
        unlink(o->part);
}

struct backup_failure backup_out_end(
        struct backup_out *o, int64_t *out_bytes, unsigned char out_digest[static SHA256_BYTES])
{
    static const unsigned char last[8] = {0};
    if (o->n)
        block_put(o);
    crypt_sha256_add(&o->digest, last, sizeof last);
    crypt_sha256_end(&o->digest, out_digest);
    file_put(o, last, sizeof last);
    file_put(o, out_digest, SHA256_BYTES);
    if (o->f)
        file_keep(o);
    *out_bytes = o->bytes;
    return o->failure;
}

/* Reading */

struct backup_in {
    struct arena *arena, *row;
    FILE *f;
    const char *path;
    struct crypt_sha256 digest;
    unsigned char *raw, *packed;
    size_t n, at;          /* bytes of the block, and taken from it */
    int64_t bytes, before; /* read from the file; where the block begins */
    bool last;             /* the block that says there is none any more was read */
    struct backup_failure failure;
};

enum err backup_in_fail(struct backup_in *in, const char *why)
{
    if (!in->failure.e)
        in->failure = (struct backup_failure){
                ERR_INVALID, arena_printf(in->arena, "%s: %s (in the part that begins at byte %lld)",
                                     in->path, why, (long long)in->before)};
    return in->failure.e;
}

bool backup_in_failed(const struct backup_in *in)
{
    return in->failure.e != ERR_OK;
}

static bool file_get(struct backup_in *in, void *p, size_t n)
{
    if (in->failure.e || !in->f)
        return false;
    size_t got = fread(p, 1, n, in->f);
    in->bytes += (int64_t)got;
    if (got == n)
        return true;
    if (ferror(in->f))
        in->failure = (struct backup_failure){
                ERR_INTERNAL, arena_printf(in->arena, "%s: %s", in->path, strerror(errno))};
    else
        in->failure = (struct backup_failure){
                ERR_INVALID, arena_printf(in->arena, "%s: the file is cut off: it ends at byte %lld",
                                     in->path, (long long)in->bytes)};
    return false;
}

static uint32_t u32_of(const unsigned char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return le32toh(v);
}

static const char *head_text_take(struct backup_in *in, const unsigned char **p, size_t *left)
{
    size_t n = *left < 4 ? SIZE_MAX : u32_of(*p);
    if (n > *left - 4 || *left < 4 || !text_valid((const char *)*p + 4, n)) {
        backup_in_fail(in, "the head is damaged");
        return "";
    }
    const char *s = arena_strn(in->arena, (const char *)*p + 4, n);
    *p += 4 + n;
    *left -= 4 + n;
    return s;
}

/* Its digest was right: what is wrong now is what a newer program wrote. */
static void head_take(struct backup_in *in, const unsigned char *p, size_t n, struct backup_head *h)
{
    uint64_t at;
    uint32_t format = n < 4 ? 0 : u32_of(p);
    if (format != BACKUP_FORMAT || n < 16) {
        backup_in_fail(in, arena_printf(in->arena, "the file has format %u; this program knows format %d",
                                   format, BACKUP_FORMAT));
        return;
    }
    h->schema = (int)(u32_of(p + 4) & INT_MAX);
    memcpy(&at, p + 8, sizeof at);
    h->made_at = (int64_t)le64toh(at);
    p += 16;
    n -= 16;
    h->program = head_text_take(in, &p, &n);
    h->slug = head_text_take(in, &p, &n);
    h->name = head_text_take(in, &p, &n);
}

static void head_get(struct backup_in *in, struct backup_head *h)
{
    unsigned char start[12], rest[HEAD_MAX], told[SHA256_BYTES], is[SHA256_BYTES];
    struct crypt_sha256 sha;
    if (!file_get(in, start, sizeof start))
        return;
    size_t n = u32_of(start + 8);
    if (memcmp(start, magic, sizeof magic) != 0) {
        in->failure = (struct backup_failure){
                ERR_INVALID, arena_printf(in->arena, "%s: this is no backup of Cardinal", in->path)};
        return;
    }
    if (n > sizeof rest) {
        backup_in_fail(in, "the head is damaged");
        return;
    }
    if (!file_get(in, rest, n) || !file_get(in, told, sizeof told))
        return;
    crypt_sha256_begin(&sha);
    crypt_sha256_add(&sha, start, sizeof start);
    crypt_sha256_add(&sha, rest, n);
    crypt_sha256_end(&sha, is);
    if (memcmp(told, is, sizeof is) != 0)
        backup_in_fail(in, "the head is damaged");
    else
        head_take(in, rest, n, h);
}

struct backup_in *backup_in_open(struct arena *a, const char *path, struct backup_head *out_head)
{
    struct backup_in *in = arena_new_of(a, struct backup_in);
    in->arena = a;
    in->row = arena_new(0);
    in->path = path;
    in->raw = arena_alloc(a, BLOCK_BYTES);
    in->packed = arena_alloc(a, compressBound(BLOCK_BYTES));
    crypt_sha256_begin(&in->digest);
    *out_head = (struct backup_head){.program = "", .slug = "", .name = ""};
    in->f = fopen(path, "rbe");
    if (in->f)
        head_get(in, out_head);
    else
        in->failure = (struct backup_failure){errno == ENOENT ? ERR_NOT_FOUND : ERR_INTERNAL,
                arena_printf(a, "%s: %s", path, strerror(errno))};
    return in;
}

/* False at the end of the blocks, and after a failure. */
static bool block_get(struct backup_in *in)
{
    unsigned char sizes[8];
    in->before = in->bytes;
    if (in->last || !file_get(in, sizes, sizeof sizes))
        return false;
    uint32_t raw = u32_of(sizes), packed = u32_of(sizes + 4);
    crypt_sha256_add(&in->digest, sizes, sizeof sizes);
    in->at = in->n = 0;
    if (!raw && !packed) {
        in->last = true;
        return false;
    }
    uLongf n = BLOCK_BYTES;
    if (!raw || raw > BLOCK_BYTES || packed > compressBound(BLOCK_BYTES)) {
        backup_in_fail(in, "the file is damaged");
        return false;
    }
    if (!file_get(in, in->packed, packed))
        return false;
    crypt_sha256_add(&in->digest, in->packed, packed);
    if (uncompress(in->raw, &n, in->packed, packed) != Z_OK || n != raw) {
        backup_in_fail(in, "the file is damaged");
        return false;
    }
    in->n = n;
    return true;
}

static bool raw_get(struct backup_in *in, void *p, size_t n)
{
    unsigned char *to = p;
    while (n && !in->failure.e) {
        if (in->at == in->n && !block_get(in)) {
            backup_in_fail(in, "rows are missing");
            break;
        }
        size_t some = in->n - in->at < n ? in->n - in->at : n;
        memcpy(to, in->raw + in->at, some);
        in->at += some;
        to += some;
        n -= some;
    }
    return !in->failure.e;
}

unsigned char backup_in_byte(struct backup_in *in)
{
    unsigned char c = 0;
    raw_get(in, &c, 1);
    return in->failure.e ? 0 : c;
}

int64_t backup_in_int(struct backup_in *in)
{
    uint64_t u = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        unsigned char c = backup_in_byte(in);
        u |= (uint64_t)(c & 127) << shift;
        if (c < 128)
            return in->failure.e ? 0 : (int64_t)(u >> 1 ^ (0 - (u & 1)));
    }
    backup_in_fail(in, "a number is too long");
    return 0;
}

static struct val bytes_get(struct backup_in *in, enum val_type type)
{
    int64_t n = backup_in_int(in);
    if (n < 0 || n > BACKUP_VALUE_BYTES)
        backup_in_fail(in, "a value is too long");
    if (in->failure.e)
        return val_null();
    char *s = arena_alloc(in->row, (size_t)n + 1);
    if (!raw_get(in, s, (size_t)n))
        return val_null();
    s[n] = 0;
    if (type == VAL_TEXT && !text_valid(s, (size_t)n)) {
        backup_in_fail(in, "a text is not UTF-8");
        return val_null();
    }
    return (struct val){.type = type, .len = (uint32_t)n, .s = s};
}

const char *backup_in_text(struct backup_in *in)
{
    return val_s(bytes_get(in, VAL_TEXT), "");
}

struct val backup_in_val(struct backup_in *in)
{
    uint64_t bits = 0;
    double d;
    switch (backup_in_byte(in)) {
    case TAG_NULL:
        return val_null();
    case TAG_INT:
        return val_int(backup_in_int(in));
    case TAG_REAL:
        raw_get(in, &bits, sizeof bits);
        bits = le64toh(bits);
        memcpy(&d, &bits, sizeof d);
        return val_real(d);
    case TAG_TEXT:
        return bytes_get(in, VAL_TEXT);
    case TAG_BLOB:
        return bytes_get(in, VAL_BLOB);
    default:
        backup_in_fail(in, "a value of an unknown kind");
        return val_null();
    }
}

void backup_in_row(struct backup_in *in)
{
    arena_reset(in->row);
}

struct backup_failure backup_in_close(struct backup_in *in)
{
    if (in->f)
        fclose(in->f);
    in->f = NULL;
    arena_free(in->row);
    in->row = NULL;
    return in->failure;
}

struct backup_failure backup_in_end(struct backup_in *in, unsigned char out_digest[static SHA256_BYTES])
{
    unsigned char told[SHA256_BYTES], more;
    if (!in->failure.e && (in->at < in->n || block_get(in)))
        backup_in_fail(in, "there is more than the backup");
    crypt_sha256_end(&in->digest, out_digest);
    if (file_get(in, told, sizeof told)) {
        if (memcmp(told, out_digest, sizeof told) != 0)
            backup_in_fail(in, "the file is damaged: its SHA-256 is another one");
        else if (fread(&more, 1, 1, in->f) == 1)
            backup_in_fail(in, "something follows behind the backup");
    }
    return backup_in_close(in);
}
