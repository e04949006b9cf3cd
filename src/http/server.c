#include "base/crypt.h"
#include "base/mem.h"
#include "http/exchange.h"
#include "http/listen.h"
#include "http/stream.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#define POOL_EXTRA 12288u /* of a connection's memory: parsed fields, and the head of the reply */
#define SPARE_FDS  512

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
            entry_access, s, MHD_OPTION_LISTEN_SOCKET, s->listen_fd, MHD_OPTION_CONNECTION_LIMIT,
            (unsigned)most_connections(&s->cfg), MHD_OPTION_CONNECTION_TIMEOUT, 0u,
            MHD_OPTION_CONNECTION_MEMORY_LIMIT, pool_bytes, MHD_OPTION_STRICT_FOR_CLIENT, 1,
            MHD_OPTION_NOTIFY_COMPLETED, entry_completed, s, MHD_OPTION_NOTIFY_CONNECTION, entry_connection,
            s, MHD_OPTION_URI_LOG_CALLBACK, entry_request_line, s, MHD_OPTION_UNESCAPE_CALLBACK,
            entry_unescape, NULL, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
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

void http_part(struct http_server *s)
{
    atomic_store(&s->parting, true);
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
    print_lane(s, POOL_SHORT, "short", out);
    print_lane(s, POOL_LONG, "long", out);
    print_lane(s, POOL_IO, "io", out);
}
