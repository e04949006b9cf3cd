#include "base/clock.h"
#include "base/mem.h"
#include "http/exchange.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#define N_EVENTS 64

void loop_suspend(struct exchange *x)
{
    MHD_suspend_connection(x->conn->mhd);
}

void loop_submit(struct exchange *x, enum pool_lane lane)
{
    pool_batch_add(&x->server->batches[lane], &x->job);
}

static void submit_batches(struct http_server *s)
{
    for (int i = 0; i < N_POOL_LANES; i++)
        pool_submit(s->pool, (enum pool_lane)i, &s->batches[i]);
}

/* Exchanges that workers have given back go on where they stopped. */
static void resume_done(struct http_server *s)
{
    pthread_mutex_lock(&s->done_lock);
    struct exchange *x = s->done;
    s->done = NULL;
    pthread_mutex_unlock(&s->done_lock);
    while (x) {
        struct exchange *next = x->done_next;
        if (x->state == X_SAVING)
            x->state = X_BODY;
        else if (x->state == X_RUN)
            x->state = X_DONE;
        else if (x->state == X_PIECE)
            x->state = X_SENDING;
        MHD_resume_connection(x->conn->mhd);
        x = next;
    }
}

static void drain_begin(struct http_server *s)
{
    s->draining = true;
    s->grace_until_us = clock_mono_us() + atomic_load(&s->stop_grace_ms) * 1000LL;
    int fd = MHD_quiesce_daemon(s->mhd);
    if (fd >= 0)
        close(fd);
    for (struct conn *c = s->conns; c; c = c->next)
        if (c->phase == PHASE_IDLE)
            conn_cut(c);
}

/* The grace is over. Whoever waits for a handler is told so (the handler itself is waited for: a thread cannot be
 * taken away from it); whoever is still sending or reading is cut. */
static void drain_force(struct http_server *s)
{
    static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 2\r\n"
                               "Connection: close\r\n\r\n";
    s->graced = true;
    for (struct conn *c = s->conns; c; c = c->next) {
        if (c->phase == PHASE_RUN && send(c->fd, busy, sizeof busy - 1, MSG_NOSIGNAL | MSG_DONTWAIT) > 0) {
            c->x->log_status = 503;
            c->x->state = X_DEAD;
            shutdown(c->fd, SHUT_WR);
            c->phase = PHASE_CUT;
        } else {
            conn_cut(c);
        }
    }
}

static void drain_step(struct http_server *s)
{
    if (!s->draining)
        drain_begin(s);
    if (!s->graced && clock_mono_us() >= s->grace_until_us)
        drain_force(s);
    s->ended = s->n_active == 0;
}

static int loop_timeout_ms(const struct http_server *s)
{
    MHD_UNSIGNED_LONG_LONG mhd_ms = 0;
    int64_t until = s->next_sweep_us;
    if (MHD_get_timeout(s->mhd, &mhd_ms) == MHD_YES && mhd_ms == 0)
        return 0;
    if (s->draining && !s->graced && s->grace_until_us < until)
        until = s->grace_until_us;
    int64_t ms = (until - clock_mono_us() + 999) / 1000;
    return ms < 0 ? 0 : (int)ms;
}

static void loop_events(struct http_server *s, const struct epoll_event *ev, int n)
{
    uint64_t count;
    for (int i = 0; i < n; i++) {
        void *p = ev[i].data.ptr;
        if (p == &s->wake_fd && read(s->wake_fd, &count, sizeof count) < 0 && errno != EAGAIN)
            mem_panic("http: the event loop's wake-up is broken");
        if (p >= (void *)s->linger && p < (void *)(s->linger + MAX_LINGER))
            linger_drain(s, p);
    }
}

static void sweep(struct http_server *s)
{
    int64_t now_us = clock_mono_us();
    if (now_us < s->next_sweep_us)
        return;
    conn_sweep(s, now_us);
    linger_sweep(s, now_us, false);
    if (s->n_linger && s->next_sweep_us > now_us + 500000)
        s->next_sweep_us = now_us + 500000;
}

void *loop_main(void *arg)
{
    struct http_server *s = arg;
    struct epoll_event ev[N_EVENTS];
    while (!s->ended) {
        int n = epoll_wait(s->epoll_fd, ev, N_EVENTS, loop_timeout_ms(s));
        loop_events(s, ev, n);
        resume_done(s);
        MHD_run(s->mhd);
        submit_batches(s);
        sweep(s);
        if (atomic_load(&s->stop_grace_ms) >= 0)
            drain_step(s);
    }
    MHD_stop_daemon(s->mhd); /* nothing is suspended any more */
    submit_batches(s);
    linger_sweep(s, 0, true);
    return NULL;
}
