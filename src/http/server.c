#include "base/clock.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/mem.h"
#include "http/exchange.h"
#include "http/listen.h"
#include "http/stream.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#define N_EVENTS   64
#define POOL_EXTRA 12288u /* of a connection's memory: parsed fields, and the head of the reply */
#define SPARE_FDS  512

/* ---- What the library calls. All on the event loop's thread. ---- */

/* Addresses are decoded by head.c; the library is to leave them as they came. */
static size_t keep_escaped(void *arg, struct MHD_Connection *mhd, char *s)
{
    return strlen(s);
}

static struct conn *conn_of(struct MHD_Connection *mhd)
{
    return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void on_connection(void *arg, struct MHD_Connection *mhd, void **socket_context,
        enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        conn_open(arg, mhd, socket_context);
    } else if (*socket_context) {
        conn_close(*socket_context);
        *socket_context = NULL;
    }
}

/* A request line was read: an exchange begins. */
static void *on_request_line(void *arg, const char *target, struct MHD_Connection *mhd)
{
    struct conn *c = conn_of(mhd);
    if (c->phase != PHASE_CUT)
        conn_phase(c, PHASE_HEAD, c->server->cfg.head_deadline_ms);
    return exchange_new(c, target);
}

static enum MHD_Result on_head(struct exchange *x, const char *method, const char *version)
{
    struct http_server *s = x->server;
    const char *why = NULL;
    int status = head_read(x, method, version, &why);
    if (status)
        return reply_refuse(x, status, why);
    if (s->draining)
        return reply_refuse(x, 503, "The server is stopping.");
    x->plan = (struct http_plan){.lane = LANE_SHORT, .max_body_bytes = 1u << 20};
    if (s->cfg.accept)
        s->cfg.accept(s->cfg.arg, &x->rq, &x->plan);
    if (x->plan.refuse_status && x->has_body)
        return reply_refuse(x, x->plan.refuse_status, NULL);
    if (x->plan.refuse_status) {
        reply_problem(x, x->plan.refuse_status, NULL);
        x->state = X_REFUSED;
        return MHD_YES;
    }
    status = upload_begin(x, &why);
    return status ? reply_refuse(x, status, why) : MHD_YES;
}

static enum MHD_Result on_body(struct exchange *x, const char *p, size_t *n)
{
    const char *why = NULL;
    int status = upload_piece(x, p, n, &why);
    return status ? reply_refuse(x, status, why) : MHD_YES;
}

static enum MHD_Result on_whole(struct exchange *x)
{
    if (x->upload && x->upload->fail_status)
        return reply_refuse(x, x->upload->fail_status, "The body cannot be stored.");
    if (upload_finish(x))
        exchange_run(x);
    return MHD_YES;
}

/* Suspended and resumed although there is no work to do: a resumed connection is read again, and only so does the
 * library (edge-triggered, and content with a short read) see an end that came together with the request. */
static enum MHD_Result on_refused(struct exchange *x)
{
    x->state = X_RUN;
    server_suspend(x);
    exchange_post(x);
    return MHD_YES;
}

static enum MHD_Result on_access(void *arg, struct MHD_Connection *mhd, const char *url, const char *method,
        const char *version, const char *data, size_t *n, void **context)
{
    struct exchange *x = *context;
    switch (x->state) {
    case X_HEAD:
        return on_head(x, method, version);
    case X_BODY:
        return *n ? on_body(x, data, n) : on_whole(x);
    case X_REFUSED:
        return on_refused(x);
    case X_DONE:
        return reply_queue(x);
    default:
        return MHD_NO;
    }
}

static void on_completed(
        void *arg, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode code)
{
    struct exchange *x = *context;
    if (!x)
        return;
    *context = NULL;
    /* Heads and chunks that the library itself refuses never come to us with a status. */
    if (!x->log_status && x->state <= X_BODY && x->conn->phase != PHASE_CUT &&
            code == MHD_REQUEST_TERMINATED_WITH_ERROR)
        x->log_status = 400;
    exchange_end(x);
}

void server_suspend(struct exchange *x)
{
    MHD_suspend_connection(x->conn->mhd);
}

void server_submit(struct exchange *x, enum pool_lane lane)
{
    pool_batch_add(&x->server->batches[lane], &x->job);
}

static void submit_batches(struct http_server *s)
{
    for (int i = 0; i < N_POOL_LANES; i++)
        pool_submit(s->pool, (enum pool_lane)i, &s->batches[i]);
}

/* ---- The event loop. ---- */

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

static void *loop_main(void *arg)
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

/* ---- Start and stop. ---- */

static void fill_defaults(struct http_config *c)
{
    if (c->head_deadline_ms <= 0)
        c->head_deadline_ms = 10000;
    if (c->body_deadline_ms <= 0)
        c->body_deadline_ms = 30000;
    if (c->idle_deadline_ms <= 0)
        c->idle_deadline_ms = 60000;
    if (c->max_connections <= 0)
        c->max_connections = 4096;
    if (c->max_header_bytes <= 0)
        c->max_header_bytes = 16384;
}

/* Connections, event streams and files all need descriptors; take as many as we are allowed. */
static void raise_fd_limit(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < r.rlim_max) {
        r.rlim_cur = r.rlim_max;
        setrlimit(RLIMIT_NOFILE, &r);
    }
}

static int most_connections(const struct http_config *c)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_NOFILE, &r) || r.rlim_cur == RLIM_INFINITY || r.rlim_cur < 2 * SPARE_FDS)
        return c->max_connections;
    return r.rlim_cur - SPARE_FDS < (rlim_t)c->max_connections ? (int)(r.rlim_cur - SPARE_FDS)
                                                               : c->max_connections;
}

static struct MHD_Daemon *start_library(struct http_server *s)
{
    size_t pool_bytes = (size_t)s->cfg.max_header_bytes + POOL_EXTRA;
    /* TURBO: the library then does not shut sockets down before it closes them, which would end the copies that event
     * streams and lingering refusals go on with. */
    return MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
            on_access, s, MHD_OPTION_LISTEN_SOCKET, s->listen_fd, MHD_OPTION_CONNECTION_LIMIT,
            (unsigned)most_connections(&s->cfg), MHD_OPTION_CONNECTION_TIMEOUT, 0u,
            MHD_OPTION_CONNECTION_MEMORY_LIMIT, pool_bytes, MHD_OPTION_STRICT_FOR_CLIENT, 1,
            MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
            MHD_OPTION_URI_LOG_CALLBACK, on_request_line, s, MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped, NULL,
            MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
}

static bool watch(struct http_server *s, int fd, void *ptr)
{
    struct epoll_event ev = {.events = EPOLLIN, .data.ptr = ptr};
    return epoll_ctl(s->epoll_fd, EPOLL_CTL_ADD, fd, &ev) == 0;
}

static bool start_loop(struct http_server *s)
{
    s->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    s->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    s->mhd = s->epoll_fd >= 0 && s->wake_fd >= 0 ? start_library(s) : NULL;
    if (!s->mhd)
        return false;
    int mhd_fd = MHD_get_daemon_info(s->mhd, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    if (watch(s, s->wake_fd, &s->wake_fd) && watch(s, mhd_fd, &s->mhd)) {
        const int threads[N_POOL_LANES] = {s->cfg.short_workers, s->cfg.long_workers, 1};
        s->pool = pool_new(threads);
        s->accesslog = accesslog_new();
        if (pthread_create(&s->thread, NULL, loop_main, s) == 0)
            return true;
    }
    MHD_stop_daemon(s->mhd);
    s->listen_fd = -1;
    return false;
}

static void server_free(struct http_server *s)
{
    pool_stop(s->pool);
    accesslog_free(s->accesslog);
    metrics_free(s->metrics);
    while (s->n_spare)
        arena_free(s->spare[--s->n_spare]);
    if (s->epoll_fd >= 0)
        close(s->epoll_fd);
    if (s->wake_fd >= 0)
        close(s->wake_fd);
    pthread_mutex_destroy(&s->done_lock);
    mem_free(s);
}

static struct http_server *server_new(const struct http_config *cfg)
{
    struct http_server *s = mem_zalloc(sizeof *s);
    s->cfg = *cfg;
    fill_defaults(&s->cfg);
    s->epoll_fd = s->wake_fd = -1;
    s->stop_grace_ms = -1;
    s->metrics = metrics_new();
    s->layout_known = (unsigned long)strtoul(MHD_get_version(), NULL, 10) < 1;
    crypt_random(&s->id_base, sizeof s->id_base);
    pthread_mutex_init(&s->done_lock, NULL);
    for (size_t i = 0; i < MAX_LINGER; i++)
        s->linger[i].fd = -1;
    return s;
}

enum err http_start(const struct http_config *cfg, struct http_server **out_server)
{
    int fd, port;
    enum err e = listen_open(cfg->listen_address, cfg->port, &fd, &port);
    if (e)
        return e;
    raise_fd_limit();
    signal(SIGPIPE, SIG_IGN);
    struct http_server *s = server_new(cfg);
    s->listen_fd = fd;
    s->port = port;
    if (!start_loop(s)) {
        if (s->listen_fd >= 0)
            close(s->listen_fd);
        server_free(s);
        return ERR_INTERNAL;
    }
    *out_server = s;
    return ERR_OK;
}

int http_port(const struct http_server *s)
{
    return s->port;
}

void http_stop(struct http_server *s, int grace_ms)
{
    static const uint64_t one = 1;
    if (!s)
        return;
    atomic_store(&s->stop_grace_ms, grace_ms < 0 ? 0 : grace_ms);
    if (write(s->wake_fd, &one, sizeof one) != sizeof one)
        mem_panic("http: cannot wake the event loop");
    pthread_join(s->thread, NULL);
    server_free(s);
}

static void print_lane(struct http_server *s, enum pool_lane lane, const char *name, struct buf *out)
{
    struct pool_stats p;
    pool_stats(s->pool, lane, &p);
    buf_printf(out, "cardinal_http_lane_queued{lane=\"%s\"} %zu\n", name, p.queued);
    buf_printf(out, "cardinal_http_lane_running{lane=\"%s\"} %zu\n", name, p.running);
    buf_printf(out, "cardinal_http_lane_threads{lane=\"%s\"} %zu\n", name, p.threads);
    buf_printf(out, "cardinal_http_lane_jobs_total{lane=\"%s\"} %llu\n", name, (unsigned long long)p.done);
}

void http_metrics(struct http_server *s, struct buf *out)
{
    metrics_print(s->metrics, out);
    buf_printf(out, "cardinal_http_connections %zu\n", atomic_load(&s->n_conns));
    buf_printf(
            out, "cardinal_http_connections_total %llu\n", (unsigned long long)atomic_load(&s->n_accepted));
    buf_printf(out, "cardinal_http_requests_active %zu\n", atomic_load(&s->n_active));
    buf_printf(out, "cardinal_http_cut_total %llu\n", (unsigned long long)atomic_load(&s->n_cut));
    buf_printf(out, "cardinal_http_refused_total %llu\n", (unsigned long long)atomic_load(&s->n_refused));
    buf_printf(out, "cardinal_http_log_lines_dropped_total %llu\n",
            (unsigned long long)accesslog_dropped(s->accesslog));
    buf_printf(out, "cardinal_http_event_streams %zu\n", sse_open_streams());
    print_lane(s, POOL_SHORT, "short", out);
    print_lane(s, POOL_LONG, "long", out);
    print_lane(s, POOL_IO, "io", out);
}
