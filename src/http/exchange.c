#include "http/exchange.h"

#include "base/clock.h"
#include "base/mem.h"
#include "http/stream.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A bijection with good diffusion (splitmix64): ids are unique within a run and tell nothing about each other. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static struct arena *take_arena(struct http_server *s)
{
    return s->n_spare ? s->spare[--s->n_spare] : arena_new(0);
}

static void give_arena(struct http_server *s, struct arena *a)
{
    if (s->n_spare == MAX_SPARE) {
        arena_free(a);
        return;
    }
    arena_reset(a);
    s->spare[s->n_spare++] = a;
}

struct exchange *exchange_new(struct conn *c, const char *target)
{
    struct http_server *s = c->server;
    struct arena *a = take_arena(s);
    struct exchange *x = arena_new_of(a, struct exchange);
    x->server = s;
    x->conn = c;
    x->rq.arena = a;
    x->rq.started_us = clock_mono_us();
    x->rq.priv = x;
    x->rq.id = x->id;
    x->rq.remote = c->remote;
    x->rq.reply.status = 200;
    buf_init(&x->rq.reply.body, a);
    buf_init(&x->body, NULL);
    buf_init(&x->piece, NULL);
    x->file_fd = -1;
    x->target_at = target;
    x->target = arena_str(a, target ? target : "");
    x->target_len = strlen(x->target);
    snprintf(x->id, sizeof x->id, "%016llx", (unsigned long long)mix(s->id_base + ++s->id_count));
    s->n_active++;
    c->x = x;
    return x;
}

/* One of the reply's conditions is met: the handler has returned, or a hold was released. */
static void release(struct exchange *x)
{
    if (atomic_fetch_sub(&x->pending, 1) == 1)
        exchange_post(x);
}

static void run_on(struct pool_job *job, struct pool_worker *w);

static void handled(struct exchange *x, struct pool_worker *w)
{
    if (x->go_on) {
        struct pool_batch one = {0};
        x->job.run = run_on;
        pool_batch_add(&one, &x->job);
        pool_submit(x->server->pool, POOL_LONG, &one);
        return;
    }
    /* A held reply may still change, so it goes out as it will be: uncompressed, prepared on the loop. */
    if (atomic_load(&x->pending) == 1)
        reply_prepare(x, w);
    release(x);
}

static void run_on(struct pool_job *job, struct pool_worker *w)
{
    struct exchange *x = (struct exchange *)((char *)job - offsetof(struct exchange, job));
    void (*fn)(void *) = x->go_on;
    x->go_on = NULL;
    fn(x->go_on_arg);
    handled(x, w);
}

void http_continue(struct http_request *rq, void (*fn)(void *arg), void *arg)
{
    struct exchange *x = rq->priv;
    x->go_on = fn;
    x->go_on_arg = arg;
}

static void run(struct pool_job *job, struct pool_worker *w)
{
    struct exchange *x = (struct exchange *)((char *)job - offsetof(struct exchange, job));
    x->server->cfg.handle(x->server->cfg.arg, &x->rq);
    handled(x, w);
}

void exchange_run(struct exchange *x)
{
    x->state = X_RUN;
    atomic_store(&x->pending, 1);
    x->job.run = run;
    x->job.share = x->plan.share;
    conn_phase(x->conn, PHASE_RUN, 0);
    loop_suspend(x);
    loop_submit(x, x->plan.lane == LANE_LONG ? POOL_LONG : POOL_SHORT);
}

void http_hold(struct http_request *rq)
{
    struct exchange *x = rq->priv;
    atomic_fetch_add(&x->pending, 1);
}

void http_release(struct http_request *rq)
{
    release(rq->priv);
}

void exchange_post(struct exchange *x)
{
    struct http_server *s = x->server;
    static const uint64_t one = 1;
    pthread_mutex_lock(&s->done_lock);
    bool wake = !s->done;
    x->done_next = s->done;
    s->done = x;
    /* Still under the lock: afterwards the loop may be through with everything, the server included. */
    if (wake && write(s->wake_fd, &one, sizeof one) != sizeof one)
        mem_panic("http: cannot wake the event loop");
    pthread_mutex_unlock(&s->done_lock);
}

static void record(struct exchange *x)
{
    struct http_server *s = x->server;
    const struct http_request *rq = &x->rq;
    struct access_line l = {.status = x->log_status,
            .duration_us = clock_mono_us() - rq->started_us,
            .bytes_in = x->received_bytes,
            .bytes_out = x->log_bytes_out,
            .user_id = rq->user_id,
            .account_id = rq->account_id,
            .db_us = rq->db_us,
            .n_sql = rq->n_sql};
    const char *method = rq->method ? rq->method : "";
    memcpy(l.id, x->id, sizeof l.id);
    snprintf(l.method, sizeof l.method, "%s", method);
    snprintf(l.route, sizeof l.route, "%s", rq->route ? rq->route : "");
    snprintf(l.remote, sizeof l.remote, "%s", rq->remote);
    accesslog_put(s->accesslog, &l);
    metrics_count(s->metrics, rq->route, method, x->log_status, l.duration_us);
    metrics_count_db(s->metrics, rq->route, method, rq->n_sql, rq->db_us);
}

static void release_all(struct exchange *x)
{
    if (x->file_fd >= 0)
        close(x->file_fd);
    if (x->rq.reply.sse && !x->sse_attached)
        sse_drop(x->rq.reply.sse);
    buf_free(&x->body);
    buf_free(&x->piece);
    upload_discard(x);
}

/* What the handler tied to the arena may block when it is let go (files, statements), so that goes to the IO lane. */
static void dispose(struct pool_job *job, struct pool_worker *w)
{
    struct exchange *x = (struct exchange *)((char *)job - offsetof(struct exchange, job));
    release_all(x);
    arena_free(x->rq.arena);
}

void exchange_end(struct exchange *x)
{
    struct http_server *s = x->server;
    record(x);
    s->n_active--;
    s->bodies_bytes -= x->body_counted;
    x->conn->x = NULL;
    if (x->conn->phase != PHASE_CUT)
        conn_phase(x->conn, PHASE_IDLE, s->cfg.idle_deadline_ms);
    if (x->upload || x->rq.reply.stream_next) {
        x->job.run = dispose;
        loop_submit(x, POOL_IO);
        return;
    }
    release_all(x);
    give_arena(s, x->rq.arena);
}
