#include "core/file.h"
#include "base/mem.h"

#include <errno.h>

#define STEP_CHUNKS   32 /* of one transaction */
#define UNFINISHED_MS MS_DAY

enum err file_begin(struct ctx *cx, const char *kind, const char *name, const char *type, int64_t keep_until,
        int64_t *out_id)
{
    const struct file_row row = {.kind = kind,
            .name = name,
            .type = type,
            .keep_until = keep_until,
            .created_at = cx->now_at,
            .created_by = cx->member ? cx->member->id : 0};
    wake_by(cx, keep_until);
    return file_store_insert(cx->db, &row, out_id);
}

enum err file_append(struct ctx *cx, int64_t id, const void *bytes, size_t n)
{
    enum err e = ERR_OK;
    for (const char *p = bytes; n && !e;) {
        size_t piece = n < FILE_CHUNK_BYTES ? n : FILE_CHUNK_BYTES;
        e = file_store_append(cx->db, id, p, piece);
        p += piece;
        n -= piece;
    }
    return e;
}

static enum err put_end(struct ctx *cx, struct file_put *put)
{
    unsigned char digest[SHA256_BYTES];
    char hex[2 * SHA256_BYTES + 1];
    crypt_sha256_end(&put->hash, digest);
    for (int i = 0; i < SHA256_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    return file_store_whole(cx->db, put->id, hex, put->keep_ms ? cx->now_at + put->keep_ms : 0);
}

enum err file_put_step(struct ctx *cx, struct file_put *put, bool *out_more)
{
    enum err e = ERR_OK;
    if (!put->id) {
        crypt_sha256_begin(&put->hash);
        e = file_begin(cx, put->kind, put->name, put->type, cx->now_at + UNFINISHED_MS, &put->id);
    }
    if (!put->buffer)
        put->buffer = arena_alloc(cx->arena, FILE_CHUNK_BYTES);
    size_t n = FILE_CHUNK_BYTES;
    for (int i = 0; i < STEP_CHUNKS && n == FILE_CHUNK_BYTES && !e; i++) {
        n = fread(put->buffer, 1, FILE_CHUNK_BYTES, put->from);
        if (ferror(put->from))
            return ERR_INTERNAL;
        crypt_sha256_add(&put->hash, put->buffer, n);
        e = n ? file_store_append(cx->db, put->id, put->buffer, n) : ERR_OK;
    }
    *out_more = n == FILE_CHUNK_BYTES;
    return e || *out_more ? e : put_end(cx, put);
}

/* Reading */

struct file_reader {
    struct db *db;
    int64_t id, no;
    char *chunk; /* FILE_CHUNK_BYTES */
    size_t at, len;
};

static enum err next_chunk(struct file_reader *r)
{
    enum err e = file_store_chunk(r->db, r->id, r->no, r->chunk, &r->len);
    r->at = 0;
    r->no += !e;
    return e;
}

static ssize_t reader_read(void *cookie, char *to, size_t n)
{
    struct file_reader *r = cookie;
    if (r->at == r->len) {
        enum err e = next_chunk(r);
        if (e) {
            r->len = 0;
            errno = EIO;
            return e == ERR_NOT_FOUND ? 0 : -1;
        }
    }
    size_t piece = r->len - r->at < n ? r->len - r->at : n;
    memcpy(to, r->chunk + r->at, piece);
    r->at += piece;
    return (ssize_t)piece;
}

static int reader_close(void *cookie)
{
    struct file_reader *r = cookie;
    mem_free(r->chunk);
    mem_free(r);
    return 0;
}

enum err file_reader_open(struct db *db, int64_t id, struct file_reader **out_reader, FILE **out_stream)
{
    struct file_row row;
    enum err e = file_store_get(db, id, &row);
    if (e)
        return e;
    struct file_reader *r = mem_zalloc(sizeof *r);
    *r = (struct file_reader){.db = db, .id = id, .chunk = mem_alloc(FILE_CHUNK_BYTES)};
    *out_stream = fopencookie(r, "rb", (cookie_io_functions_t){.read = reader_read, .close = reader_close});
    if (!*out_stream)
        mem_panic("file_reader_open");
    *out_reader = r;
    return ERR_OK;
}

void file_reader_use(struct file_reader *r, struct db *db)
{
    r->db = db;
}

enum err file_piece(struct ctx *cx, int64_t id, int64_t no, struct buf *out)
{
    size_t n;
    char *at = buf_reserve(out, FILE_CHUNK_BYTES);
    enum err e = file_store_chunk(cx->db, id, no, at, &n);
    if (!e)
        out->len += n;
    return e;
}

enum err file_sweep_at(struct ctx *cx, int64_t *out_at)
{
    return file_store_next_at(cx->db, out_at);
}

enum err file_sweep(struct ctx *cx, bool *out_more)
{
    int64_t id;
    bool gone;
    enum err e = file_store_expired(cx->db, cx->now_at, &id);
    *out_more = !e;
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    return file_store_drop(cx->db, id, 8L * STEP_CHUNKS, &gone);
}
