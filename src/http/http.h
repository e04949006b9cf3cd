/* http - the server side of HTTP/1.1: an adapter over libmicrohttpd. One event-loop thread reads whole requests and
 * writes whole replies; handlers run on worker threads in two lanes, straight code, one request at a time each.
 * Nothing here knows the CRM. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* LONG: reports, imports, exports, password hashing never take the last short worker. */
enum http_lane { LANE_SHORT, LANE_LONG };

#define HTTP_MAX_URI_BYTES     8192u
#define HTTP_MAX_HEADERS       100
#define HTTP_MAX_QUERY_PARAMS  64
#define HTTP_MAX_REPLY_HEADERS 24
#define HTTP_GZIP_MIN_BYTES    1024u

struct http_server;
struct http_request;

/* What the accept callback decides when the head has been read (loop thread: must not block). */
struct http_plan {
    enum http_lane lane;
    size_t max_body_bytes; /* more than this answers 413 before or while reading */
    bool body_to_file;     /* body goes to a temporary file instead of memory */
    int refuse_status;     /* != 0: answer this problem at once, the body is not read */
    uint64_t share;        /* requests of one share wait for each other, not for those of other shares */
};

struct http_header {
    const char *name, *value;
};

struct http_reply {
    int status;
    struct buf body;          /* in the request's arena */
    const char *content_type; /* default application/json; charset=utf-8 */
    struct http_header headers[HTTP_MAX_REPLY_HEADERS];
    size_t n_headers;
    const char *file_path; /* when set, the file is sent instead of body (streamed, constant memory) */
    const char
            *file_data; /* when set, file_len constant bytes are sent (static assets; outlive the server) */
    size_t file_len;
    /* when set, the reply is produced piece by piece on LONG workers (never two at a time, but not always the same
     * one): next() adds to the empty b. ERR_NOT_FOUND = that was all; any other error cuts the connection, so that
     * the client sees that the file is not whole. What it holds is freed by a cleanup of the request's arena. */
    enum err (*stream_next)(void *arg, struct buf *b);
    void *stream_arg;
    int64_t stream_bytes;   /* of all pieces together, when that is known; 0 = not */
    struct sse_client *sse; /* when set, the reply is this event stream */
    bool gzip_ok;           /* the server may compress the body (zlib level 1) when the client takes it */
};

/* A request as the handler sees it; all texts live until the request is finished. */
struct http_request {
    struct arena *arena;
    const char *id; /* request id: 16 hex digits, also sent as X-Request-Id */
    const char *method,
            *path;    /* path percent-decoded, "/" first, valid UTF-8, no "." and ".." segments, no NUL;
                                  an encoded slash is refused before it comes here */
    const char *body; /* NUL-terminated beyond body_len; NULL when there is none or it is in a file */
    size_t body_len;
    const char *body_path; /* temporary file with the body; removed when the request ends */
    const char *remote;    /* client address; from X-Forwarded-For only when the peer is a configured proxy */
    bool secure;           /* https at the proxy (X-Forwarded-Proto from a configured proxy) */
    int64_t started_us;
    struct http_reply reply;
    /* For the log line and metrics, filled by the handler: */
    const char *route; /* pattern, e.g. "/api/cards/{id}" */
    int64_t user_id, account_id;
    unsigned n_sql;
    int64_t db_us;
    void *priv; /* the server's own */
};

/* Numbers that are 0 have a default: 10 s, 30 s and 60 s for the deadlines, 4096 connections, 16 KiB of head. Texts must
 * outlive the server. */
struct http_config {
    const char *listen_address; /* "127.0.0.1" */
    int port;                   /* 0 = any free one; see http_port */
    int short_workers, long_workers;
    int head_deadline_ms,
            body_deadline_ms; /* whole head / whole body (the body's grows by 1 s per 64 KiB received) */
    int idle_deadline_ms;     /* between two requests of a connection */
    int max_connections, max_header_bytes;
    const char *tmp_dir;                /* for bodies in files */
    const char *const *trusted_proxies; /* addresses, NULL-terminated */
    void (*accept)(void *arg, const struct http_request *head, struct http_plan *out_plan);
    void (*handle)(void *arg, struct http_request *rq); /* on a worker; fills rq->reply */
    /* The sentence of a refusal that no handler sees, in the client's language; why is English and may be NULL, limit is
     * that of the body. NULL, also as its answer: the English one. Called on the loop: must not block. */
    const char *(*refusal)(
            void *arg, const struct http_request *rq, int status, const char *why, int64_t limit);
    void *arg;
};

/* http_start - listen and serve. Errors: ERR_CONFLICT port taken, ERR_INTERNAL. */
enum err http_start(const struct http_config *cfg, struct http_server **out_server);
/* http_port - the port really listened on. */
int http_port(const struct http_server *s);
/* http_part - from now on every reply closes its connection, so that a proxy keeps none when http_stop comes. */
void http_part(struct http_server *s);
/* http_stop - quiesce, let running requests finish (at most grace_ms; the rest gets 503), free. Event streams belong to
 * their hub: sse_hub_free ends them. Returns when the last handler has returned and the last hold was released. */
void http_stop(struct http_server *s, int grace_ms);

/* http_hold - in a handler: do not send when the handler returns, but when http_release is called (from any thread,
 * also before the handler returned). Used to send a reply only after its group commit. Until the release the reply may
 * still be changed by whoever holds it; each hold needs exactly one release. */
void http_hold(struct http_request *rq);
void http_release(struct http_request *rq);

/* http_continue - in a handler on a SHORT worker, as its last act: fn(arg) goes on with the request on a LONG worker. */
void http_continue(struct http_request *rq, void (*fn)(void *arg), void *arg);

/* Access to the parsed head. Names are case-insensitive; NULL when absent. */
const char *http_header(const struct http_request *rq, const char *name);
const char *http_query(
        const struct http_request *rq, const char *name); /* percent- and plus-decoded, valid UTF-8 */
const char *http_cookie(const struct http_request *rq, const char *name);
/* http_queries - all query parameters in order, decoded as above; names may repeat. */
const struct http_header *http_queries(const struct http_request *rq, size_t *out_n);

/* http_reply_header - add a header; both texts must live as long as the request. */
void http_reply_header(struct http_request *rq, const char *name, const char *value);
/* http_reply_header_set - the same in place of the one of this name, if there is one. */
void http_reply_header_set(struct http_request *rq, const char *name, const char *value);

/* http_metrics - append Prometheus text: requests by route and status, durations, lanes, connections, streams. */
void http_metrics(struct http_server *s, struct buf *out);
