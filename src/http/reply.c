#include "base/json.h"
#include "base/log.h"
#include "http/exchange.h"
#include "http/gzip.h"
#include "http/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BYTES_PER_SECOND (64 << 10) /* what a reply's deadline grants beyond body_deadline_ms */
#define STREAM_BLOCK     32768
#define PROBLEM_TYPE     "application/problem+json"

static const char *reason(int status)
{
    switch (status) {
    case 431:
        return "Request Header Fields Too Large";
    default:
        return MHD_get_reason_phrase_for((unsigned)status);
    }
}

/* The stable name for a refusal: that of the first error with the status, else of its class. */
static const char *problem_code(int status)
{
    if (status == 414 || status == 431)
        return err_name(ERR_TOO_LARGE);
    for (int e = 1; e < N_ERR; e++)
        if (err_status((enum err)e) == status)
            return err_name((enum err)e);
    return err_name(status < 500 ? ERR_MALFORMED : ERR_INTERNAL);
}

static const char *detail_of(const struct exchange *x, int status, const char *why)
{
    const struct http_config *cfg = &x->server->cfg;
    const char *said = cfg->refusal
                               ? cfg->refusal(cfg->arg, &x->rq, status, why, (int64_t)x->plan.max_body_bytes)
                               : NULL;
    return said ? said : why ? why : reason(status);
}

static void write_problem(struct buf *out, const struct exchange *x, int status, const char *why)
{
    struct jw w;
    jw_init(&w, out);
    jw_obj(&w);
    jw_kstr(&w, "type", "about:blank");
    jw_kstr(&w, "title", reason(status));
    jw_kint(&w, "status", status);
    jw_kstr(&w, "code", problem_code(status));
    jw_kstr(&w, "detail", detail_of(x, status, why));
    jw_kstr(&w, "request_id", x->id);
    jw_obj_end(&w);
}

void reply_problem(struct exchange *x, int status, const char *why)
{
    struct http_reply *r = &x->rq.reply;
    *r = (struct http_reply){.status = status, .content_type = PROBLEM_TYPE};
    buf_init(&r->body, x->rq.arena);
    write_problem(&r->body, x, status, why);
}

/* Answered by hand on the socket, since the library takes a reply only before or after the whole body. Nothing of
 * this exchange was sent before but perhaps a whole "100 Continue". The reply is far smaller than an empty socket
 * buffer; a client that left no room for it is not reading, and gets the close only. */
static void send_problem(struct exchange *x, int status, const char *why)
{
    struct buf body, out;
    char date[40];
    time_t now = time(NULL);
    struct tm tm;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &tm));
    buf_init(&body, x->rq.arena);
    buf_init(&out, x->rq.arena);
    write_problem(&body, x, status, why);
    buf_printf(&out,
            "HTTP/1.1 %d %s\r\nDate: %s\r\nContent-Type: " PROBLEM_TYPE "\r\nContent-Length: %zu\r\n"
            "X-Content-Type-Options: nosniff\r\nX-Request-Id: %s\r\n%sConnection: close\r\n\r\n",
            status, reason(status), date, body.len, x->id, status == 503 ? "Retry-After: 2\r\n" : "");
    if (!x->head_only)
        buf_add(&out, body.p, body.len);
    ssize_t sent = send(x->conn->fd, out.p, out.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    x->log_bytes_out = sent > 0 ? sent : 0;
    x->log_status = status;
}

enum MHD_Result reply_refuse(struct exchange *x, int status, const char *why)
{
    if (x->conn->phase != PHASE_CUT) {
        send_problem(x, status, why);
        linger_add(x->server, x->conn->fd);
        x->conn->phase = PHASE_CUT;
        x->conn->deadline_us = 0;
    }
    x->log_status = status;
    x->state = X_DEAD;
    x->server->n_refused++;
    return MHD_NO;
}

void reply_late(struct exchange *x)
{
    send_problem(x, 408, NULL);
}

static void open_reply_file(struct exchange *x)
{
    struct stat st;
    x->file_fd = open(x->rq.reply.file_path, O_RDONLY | O_CLOEXEC);
    if (x->file_fd >= 0 && fstat(x->file_fd, &st) == 0 && S_ISREG(st.st_mode)) {
        x->file_bytes = st.st_size;
        return;
    }
    log_msg(LOG_ERROR, "request %s: cannot send a file: %s", x->id, strerror(errno));
    reply_problem(x, 500, err_sentence(ERR_INTERNAL));
}

static bool is_plain(const struct http_reply *r)
{
    return !r->file_path && !r->file_data && !r->stream_next && !r->sse;
}

void reply_prepare(struct exchange *x, struct pool_worker *w)
{
    struct http_reply *r = &x->rq.reply;
    if (r->file_path)
        open_reply_file(x);
    if (!w || !r->gzip_ok || !is_plain(r) || r->body.len < HTTP_GZIP_MIN_BYTES ||
            !gzip_accepted(http_header(&x->rq, "Accept-Encoding")))
        return;
    struct buf packed;
    buf_init(&packed, x->rq.arena);
    if (!gzip_pack(&w->gzip, r->body.p, r->body.len, &packed))
        return;
    r->body = packed;
    x->gzipped = true;
}

void http_reply_header(struct http_request *rq, const char *name, const char *value)
{
    struct http_reply *r = &rq->reply;
    if (r->n_headers == HTTP_MAX_REPLY_HEADERS) {
        log_msg(LOG_ERROR, "request %s: no room for reply header %s", rq->id, name);
        return;
    }
    r->headers[r->n_headers++] = (struct http_header){name, value};
}

void http_reply_header_set(struct http_request *rq, const char *name, const char *value)
{
    struct http_reply *r = &rq->reply;
    for (size_t i = 0; i < r->n_headers; i++)
        if (strcasecmp(r->headers[i].name, name) == 0) {
            r->headers[i].value = value;
            return;
        }
    http_reply_header(rq, name, value);
}

static void make_piece(struct pool_job *job, struct pool_worker *w)
{
    struct exchange *x = (struct exchange *)((char *)job - offsetof(struct exchange, job));
    struct http_reply *r = &x->rq.reply;
    x->piece.len = x->piece_sent = 0;
    enum err e = ERR_OK;
    while (!x->piece.len && !e)
        e = r->stream_next(r->stream_arg, &x->piece);
    x->stream_ended = e != ERR_OK;
    x->stream_broken = e && e != ERR_NOT_FOUND;
    exchange_post(x);
}

/* The library asks for more of a streamed reply. */
static ssize_t read_stream(void *arg, uint64_t pos, char *dst, size_t max)
{
    struct exchange *x = arg;
    size_t left = x->piece.len - x->piece_sent;
    if (left) {
        size_t n = left < max ? left : max;
        memcpy(dst, x->piece.p + x->piece_sent, n);
        x->piece_sent += n;
        x->log_bytes_out += (int64_t)n;
        conn_phase(x->conn, PHASE_SEND, x->server->cfg.body_deadline_ms);
        return (ssize_t)n;
    }
    if (x->stream_ended)
        return x->stream_broken ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
    x->state = X_PIECE;
    x->job.run = make_piece;
    loop_suspend(x);
    loop_submit(x, POOL_LONG);
    return 0;
}

static struct MHD_Response *make_response(struct exchange *x)
{
    struct http_reply *r = &x->rq.reply;
    if (r->stream_next)
        return MHD_create_response_from_callback(
                r->stream_bytes ? (uint64_t)r->stream_bytes : MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, x,
                NULL);
    if (r->file_path) {
        struct MHD_Response *resp = MHD_create_response_from_fd64((uint64_t)x->file_bytes, x->file_fd);
        if (resp)
            x->file_fd = -1; /* the library closes it */
        x->log_bytes_out = x->file_bytes;
        return resp;
    }
    const char *p = r->file_data ? r->file_data : r->body.p;
    size_t n = r->file_data ? r->file_len : r->body.len;
    x->log_bytes_out = (int64_t)n;
    /* PERSISTENT: sent from where it is; the arena, or the static site, outlives the response. */
    return MHD_create_response_from_buffer(
            n, n ? (void *)(uintptr_t)p : (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
}

static void add_header(struct exchange *x, struct MHD_Response *resp, const char *name, const char *value)
{
    if (MHD_add_response_header(resp, name, value) == MHD_NO)
        log_msg(LOG_ERROR, "request %s: reply header %s is not valid", x->id, name);
}

static void add_headers(struct exchange *x, struct MHD_Response *resp)
{
    const struct http_reply *r = &x->rq.reply;
    if (r->status != 204 && r->status != 304)
        add_header(x, resp, "Content-Type",
                r->content_type ? r->content_type : "application/json; charset=utf-8");
    if (x->gzipped)
        add_header(x, resp, "Content-Encoding", "gzip");
    if (r->gzip_ok)
        add_header(x, resp, "Vary", "Accept-Encoding");
    add_header(x, resp, "X-Request-Id", x->id);
    for (size_t i = 0; i < r->n_headers; i++)
        add_header(x, resp, r->headers[i].name, r->headers[i].value);
    if (x->server->draining || atomic_load(&x->server->parting))
        add_header(x, resp, "Connection", "close");
}

/* The connection leaves the library: the hub's thread gets a copy of the socket and writes the head itself. An event
 * stream so costs some hundred bytes, not a connection's buffers. */
static enum MHD_Result hand_over_stream(struct exchange *x)
{
    const struct http_reply *r = &x->rq.reply;
    struct buf head;
    buf_init(&head, x->rq.arena);
    buf_puts(&head,
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache, no-transform\r\n"
            "X-Accel-Buffering: no\r\nConnection: close\r\nX-Request-Id: ");
    buf_puts(&head, x->id);
    for (size_t i = 0; i < r->n_headers; i++)
        if (!strpbrk(r->headers[i].name, "\r\n:") && !strpbrk(r->headers[i].value, "\r\n"))
            buf_printf(&head, "\r\n%s: %s", r->headers[i].name, r->headers[i].value);
    buf_puts(&head, "\r\n\r\n");
    x->sse_attached = sse_attach(r->sse, x->conn->fd, head.p, head.len);
    x->conn->phase = PHASE_CUT;
    x->conn->deadline_us = 0;
    x->log_status = 200;
    x->state = X_DEAD;
    return MHD_NO;
}

enum MHD_Result reply_queue(struct exchange *x)
{
    struct http_reply *r = &x->rq.reply;
    if (r->sse && !x->head_only)
        return hand_over_stream(x);
    if (r->sse)
        r->content_type = "text/event-stream";
    if (r->file_path && x->file_fd < 0)
        reply_prepare(x, NULL);
    struct MHD_Response *resp = make_response(x);
    if (!resp)
        return MHD_NO;
    add_headers(x, resp);
    x->state = X_SENDING;
    x->log_status = r->status;
    int64_t grant_ms = x->log_bytes_out * 1000 / BYTES_PER_SECOND;
    if (x->head_only)
        x->log_bytes_out = 0;
    conn_phase(x->conn, PHASE_SEND, x->server->cfg.body_deadline_ms + grant_ms);
    enum MHD_Result ok = MHD_queue_response(x->conn->mhd, (unsigned)r->status, resp);
    MHD_destroy_response(resp);
    return ok;
}
