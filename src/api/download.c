#include "api/download.h"
#include "core/file.h"
#include "http/range.h"

#define CHUNKS 4 /* of a piece: so many are read in one transaction */

const char *download_name(struct arena *a, const char *how, const char *plain, const char *name)
{
    struct buf b;
    buf_init(&b, a);
    buf_printf(&b, "%s; filename=\"%s\"; filename*=UTF-8''", how, plain);
    for (const char *s = name; *s; s++)
        if ((*s >= '0' && *s <= '9') || (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z') || *s == '.' ||
                *s == '-' || *s == '_')
            buf_putc(&b, *s);
        else
            buf_printf(&b, "%%%02X", (unsigned char)*s);
    return buf_str(&b);
}

/* A file on its way to the browser. */
struct outgoing {
    struct account *acc;
    int64_t file_id, member_id;
    int64_t at, end; /* the next byte, and the one behind the last */
};

static enum err chunk(struct ctx *cx, struct outgoing *o, struct buf *b)
{
    struct buf whole;
    buf_init(&whole, cx->arena);
    enum err e = file_piece(cx, o->file_id, o->at / FILE_CHUNK_BYTES, &whole);
    size_t skip = (size_t)(o->at % FILE_CHUNK_BYTES);
    if (e || whole.len <= skip)
        return e ? e : ERR_INTERNAL;
    size_t n = whole.len - skip;
    if ((int64_t)n > o->end - o->at)
        n = (size_t)(o->end - o->at);
    buf_add(b, whole.p + skip, n);
    o->at += (int64_t)n;
    return ERR_OK;
}

static enum err next_piece(void *arg, struct buf *b)
{
    struct outgoing *o = arg;
    if (o->at == o->end)
        return ERR_NOT_FOUND;
    struct arena *a = arena_new(CHUNKS * FILE_CHUNK_BYTES + 4096);
    struct ctx cx = {.arena = a, .now_at = clock_now_at()};
    enum err e = tx_read(o->acc, &cx, o->member_id);
    if (!e) {
        for (int i = 0; i < CHUNKS && !e && o->at < o->end; i++)
            e = chunk(&cx, o, b);
        e = tx_end(o->acc, &cx, e == ERR_NOT_FOUND ? ERR_INTERNAL : e, NULL,
                NULL); /* it is shorter than its row says */
    }
    arena_free(a);
    return e;
}

/* A part is asked for only of what the client has: If-Range with another tag asks for the whole. */
static const char *wish(struct call *c, const char *tag)
{
    const char *of = http_header(c->rq, "If-Range");
    return !of || strstr(of, tag) ? http_header(c->rq, "Range") : NULL;
}

enum err download_file(struct call *c, int64_t file_id, int64_t size_bytes, const char *tag)
{
    struct outgoing *o = arena_new_of(c->cx->arena, struct outgoing);
    int64_t last;
    *o = (struct outgoing){.acc = c->account, .file_id = file_id, .member_id = c->cx->member->id};
    enum range part = range_read(wish(c, tag), size_bytes, &o->at, &last);
    http_reply_header(c->rq, "Accept-Ranges", "bytes");
    if (part == RANGE_OUTSIDE) {
        http_reply_header(
                c->rq, "Content-Range", arena_printf(c->cx->arena, "bytes */%lld", (long long)size_bytes));
        return fail(c->cx, ERR_RANGE, NULL, "error.range");
    }
    reply_etag(c, tag, true);
    if (c->status == 304)
        return ERR_OK;
    if (part == RANGE_PART) {
        c->status = 206;
        http_reply_header(c->rq, "Content-Range",
                arena_printf(c->cx->arena, "bytes %lld-%lld/%lld", (long long)o->at, (long long)last,
                        (long long)size_bytes));
    }
    o->end = last + 1;
    c->rq->reply.stream_next = next_piece;
    c->rq->reply.stream_arg = o;
    c->rq->reply.stream_bytes = o->end - o->at;
    return ERR_OK;
}
