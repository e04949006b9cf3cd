/* sse_hub - the event-stream hub's own view: sse.c keeps accounts, clients and queues under the hub's lock; sse_send.c is
 * the hub's thread, which alone touches the sockets. */
#pragma once
#include "http/sse.h"
#include "http/stream.h"

#include <pthread.h>

#define SSE_OUT       16 /* events handed to the kernel at a time */
#define SSE_BUCKETS   256
#define SSE_FORGET_US 900000000LL /* an account without clients keeps its events for so long */

/* A piece of stream text, shared by all queues it is in. Counted under the hub's lock. */
struct text {
    size_t refs, len;
    char bytes[];
};

/* An event kept for clients that come back. */
struct kept {
    uint64_t id;
    struct text *text;
    bool (*may)(const void *arg, const void *tag);
    void *arg;
};

struct account {
    int64_t id;
    struct account *next; /* in its bucket */
    struct sse_client *clients;
    size_t n_clients;
    uint64_t complete_since; /* every later event is in kept */
    uint64_t last_id;        /* of the latest event */
    struct kept *kept;       /* ring of hub->keep */
    size_t first, n_kept;
    int64_t left_us; /* when the last client went */
    int64_t told_us; /* when its latest event came, or when we began to listen */
};

struct sse_client {
    struct sse_hub *hub;
    struct account *account;
    struct sse_client *prev, *next; /* in its account */
    struct sse_client *next_dirty;
    void *tag;
    void (*free_tag)(void *tag);
    struct text **queue; /* ring of cap; NULL while empty */
    size_t first, n, cap;
    uint64_t greet_id;
    int fd;
    bool attached, dirty, closing;

    /* Only the hub's thread. */
    struct text *out[SSE_OUT];
    size_t n_out, out_sent;           /* out_sent: bytes of out[0] that are gone */
    struct sse_client *older, *newer; /* by the time of the last write */
    int64_t written_us;
    bool watched, stalled;
};

struct sse_hub {
    pthread_mutex_t lock;
    pthread_t thread;
    int epoll_fd, wake_fd;
    size_t keep, max_per_account, n_clients;
    uint64_t next_id;
    struct account *buckets[SSE_BUCKETS];
    struct sse_client *dirty;
    bool stopping;
    struct sse_client *oldest, *newest; /* only the hub's thread */
    struct text *beat;
};

/* Under the hub's lock. */
void sse_text_drop(struct text *t);
struct text *sse_queue_take(struct sse_client *c);
/* sse_client_unlink - out of its account, with all it holds; the client is then only the caller's. */
void sse_client_unlink(struct sse_client *c);
void sse_forget_accounts(struct sse_hub *h, int64_t now_us);

/* Without it. */
void sse_client_free(struct sse_client *c);
/* sse_hub_main - the hub's thread. */
void *sse_hub_main(void *hub);
