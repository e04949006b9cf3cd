/* exchange - the HTTP room's own view of connections and of one request with its reply. Only files of src/http
 * include this. All of it belongs to the event loop, except an exchange between its hand-over to a worker and its way
 * back (exchange_run … exchange_post): then it belongs to the worker, or to whoever holds it. */
#pragma once
#include "http/accesslog.h"
#include "http/http.h"
#include "http/metrics.h"
#include "http/pool.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

/* What a connection is doing; each has its own deadline. */
enum phase {
    PHASE_HEAD, /* the first head has not been read yet */
    PHASE_IDLE, /* between requests */
    PHASE_BODY,
    PHASE_RUN, /* with a worker: no deadline */
    PHASE_SEND,
    PHASE_CUT /* its socket is shut down; the library is about to close it */
};

struct conn {
    struct http_server *server;
    struct MHD_Connection *mhd;
    struct exchange *x; /* the request being read, run or answered; NULL between two */
    struct conn *prev, *next;
    int fd;
    enum phase phase;
    int64_t deadline_us; /* 0 = none */
    char remote[46];
};

enum exchange_state {
    X_HEAD,    /* waiting for the head */
    X_BODY,    /* collecting the body */
    X_SAVING,  /* the IO lane writes a part of the body; suspended */
    X_RUN,     /* with a worker; suspended */
    X_REFUSED, /* the plan refused it: no worker is needed */
    X_DONE,    /* the reply is ready */
    X_SENDING,
    X_PIECE, /* sending, and a worker makes the next piece; suspended */
    X_DEAD   /* answered by hand or given up: the library is to close the connection */
};

/* A body on its way to a temporary file. */
struct upload {
    char *path;
    int fd;
    struct buf part; /* heap; what the IO lane writes next */
    int fail_status; /* != 0: the file cannot be written */
    bool finished;   /* everything is in the file */
};

struct exchange {
    struct http_request rq;
    struct http_server *server;
    struct conn *conn;
    enum exchange_state state;
    struct pool_job job;
    void (*go_on)(void *arg); /* http_continue */
    void *go_on_arg;
    struct exchange *done_next;
    atomic_int pending; /* the handler and the holds that must end before the reply goes out */

    char id[17];
    char *target;          /* raw, as received */
    const char *target_at; /* where it stood in the library's buffer; only for the layout check */
    size_t target_len;
    bool http_1_0;
    struct http_header headers[HTTP_MAX_HEADERS];
    size_t n_headers;
    struct http_header *query;
    size_t n_query;

    struct http_plan plan;
    bool has_body;
    int64_t content_length; /* -1: chunked */
    int64_t received_bytes, body_started_us;
    struct buf body;       /* heap; a body in memory */
    size_t body_counted;   /* what it adds to the server's sum of bodies in memory */
    struct upload *upload; /* a body in a file; NULL otherwise */

    int file_fd; /* reply->file_path, opened; -1 otherwise */
    int64_t file_bytes;
    bool gzipped;
    bool head_only;
    bool sse_attached;
    struct buf piece; /* heap; reply->stream_next */
    size_t piece_sent;
    bool stream_ended, stream_broken;
    int log_status;
    int64_t log_bytes_out;
};

struct lingering {
    int fd; /* -1 = free */
    int64_t until_us;
    size_t drained_bytes;
};

#define MAX_LINGER 256
#define MAX_SPARE  64 /* arenas kept for the next requests */

struct http_server {
    struct http_config cfg;
    struct MHD_Daemon *mhd;
    int listen_fd, port, epoll_fd, wake_fd;
    pthread_t thread;
    struct pool *pool;
    struct pool_batch batches[N_POOL_LANES]; /* gathered in one turn of the loop */
    struct accesslog *accesslog;
    struct metrics *metrics;
    bool layout_known; /* the library parses heads in place: see head.c */
    uint64_t id_base, id_count;

    /* The event loop's. */
    struct conn *conns;
    atomic_size_t n_conns, n_active; /* n_active: exchanges whose request line was read */
    int64_t next_sweep_us;
    size_t bodies_bytes; /* of bodies in memory */
    struct arena *spare[MAX_SPARE];
    size_t n_spare;
    struct lingering linger[MAX_LINGER];
    size_t n_linger;
    bool draining, graced, ended;
    _Atomic bool parting; /* see http_part */
    int64_t grace_until_us;

    /* Exchanges on their way back to the loop. */
    pthread_mutex_t done_lock;
    struct exchange *done;
    atomic_int stop_grace_ms; /* -1: not stopping */
    atomic_uint_fast64_t n_cut, n_refused, n_accepted;
};

/* conn.c: connections, their deadlines, and the slow end of refused ones. */
void conn_open(struct http_server *s, struct MHD_Connection *mhd, void **socket_context);
void conn_close(struct conn *c);
/* conn_phase - now in this phase, until deadline_ms from now (0 = no limit). */
void conn_phase(struct conn *c, enum phase phase, int64_t deadline_ms);
/* conn_deadline - move the deadline of the present phase. */
void conn_deadline(struct conn *c, int64_t at_us);
/* conn_cut - shut the socket down; the library then closes the connection. */
void conn_cut(struct conn *c);
/* conn_sweep - cut what is over its deadline; sets the time of the next sweep. */
void conn_sweep(struct http_server *s, int64_t now_us);
/* linger_add - keep a copy of the socket until the client has read the refusal: reads and drops what it still sends. */
void linger_add(struct http_server *s, int fd);
void linger_drain(struct http_server *s, struct lingering *l);
void linger_sweep(struct http_server *s, int64_t now_us, bool all);

/* head.c: everything about the head. */
/* head_read - check the head strictly and take it over.
 * Gives:  0, or the status of the refusal and *out_why */
int head_read(struct exchange *x, const char *method, const char *version, const char **out_why);

/* exchange.c: the life of a request. */
struct exchange *exchange_new(struct conn *c, const char *target);
/* exchange_run - hand it to a worker of the lane its plan asks for. */
void exchange_run(struct exchange *x);
/* exchange_post - give it back to the loop. Any thread. */
void exchange_post(struct exchange *x);
/* exchange_end - the reply is sent, or the connection died: log, count, free. */
void exchange_end(struct exchange *x);

/* upload.c: the body. Both give 0, or the status of a refusal and *out_why. */
int upload_begin(struct exchange *x, const char **out_why);
int upload_piece(struct exchange *x, const char *p, size_t *n, const char **out_why);
/* upload_finish - the body is complete. Gives false when it must first be written: the exchange is suspended. */
bool upload_finish(struct exchange *x);
/* upload_discard - remove the temporary file; may block. */
void upload_discard(struct exchange *x);

/* reply.c: the answer. */
/* reply_prepare - on the worker, when the handler is through: open the file, compress. */
void reply_prepare(struct exchange *x, struct pool_worker *w);
/* reply_queue - give the ready reply to the library. */
enum MHD_Result reply_queue(struct exchange *x);
/* reply_refuse - answer by hand and let the library close the connection; usable wherever the body is. */
enum MHD_Result reply_refuse(struct exchange *x, int status, const char *why);
/* reply_late - the body did not come in time: say so on the socket, which the caller then cuts. */
void reply_late(struct exchange *x);
/* reply_problem - fill the reply with a problem document (RFC 9457). */
void reply_problem(struct exchange *x, int status, const char *why);

/* loop.c: the event loop. */
void *loop_main(void *server);
/* loop_suspend - the library is to leave the connection alone until the exchange comes back by exchange_post. */
void loop_suspend(struct exchange *x);
/* loop_submit - x->job goes to the lane when the loop has seen to what is ready now. */
void loop_submit(struct exchange *x, enum pool_lane lane);

/* entry.c: what the library calls. */
size_t entry_unescape(void *arg, struct MHD_Connection *mhd, char *s);
void entry_connection(void *server, struct MHD_Connection *mhd, void **socket_context,
        enum MHD_ConnectionNotificationCode code);
void *entry_request_line(void *arg, const char *target, struct MHD_Connection *mhd);
enum MHD_Result entry_access(void *arg, struct MHD_Connection *mhd, const char *url, const char *method,
        const char *version, const char *data, size_t *n, void **context);
void entry_completed(
        void *arg, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode code);
