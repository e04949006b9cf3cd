#include "base/clock.h"
#include "base/mem.h"
#include "http/exchange.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SWEEP_MIN_US     50000
#define SWEEP_MAX_US     5000000
#define LINGER_US        2000000
#define LINGER_MAX_BYTES (4u << 20)

/* The client's address as text; an IPv4 client of an IPv6 socket shows as IPv4. */
static void remote_text(const struct sockaddr *sa, char *dst, size_t n)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (sa && sa->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, text, sizeof text);
    else if (sa && sa->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr, text, sizeof text);
    const char *shown = strncmp(text, "::ffff:", 7) == 0 && strchr(text, '.') ? text + 7 : text;
    snprintf(dst, n, "%s", shown);
}

void conn_open(struct http_server *s, struct MHD_Connection *mhd, void **socket_context)
{
    struct conn *c = mem_zalloc(sizeof *c);
    c->server = s;
    c->mhd = mhd;
    c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    remote_text(MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr, c->remote,
            sizeof c->remote);
    c->next = s->conns;
    if (c->next)
        c->next->prev = c;
    s->conns = c;
    s->n_conns++;
    s->n_accepted++;
    *socket_context = c;
    conn_phase(c, PHASE_HEAD, s->cfg.head_deadline_ms);
}

/* The library is about to close the socket. Unread bytes would turn the close into a reset, which can take the last
 * reply from the client before it is read; so a copy of the socket lingers. */
void conn_close(struct conn *c)
{
    struct http_server *s = c->server;
    int unread = 0;
    if (c->phase != PHASE_CUT && ioctl(c->fd, FIONREAD, &unread) == 0 && unread > 0)
        linger_add(s, c->fd);
    if (c->prev)
        c->prev->next = c->next;
    else
        s->conns = c->next;
    if (c->next)
        c->next->prev = c->prev;
    s->n_conns--;
    mem_free(c);
}

void conn_deadline(struct conn *c, int64_t at_us)
{
    c->deadline_us = at_us;
    if (at_us && at_us < c->server->next_sweep_us)
        c->server->next_sweep_us = at_us;
}

void conn_phase(struct conn *c, enum phase phase, int64_t deadline_ms)
{
    c->phase = phase;
    conn_deadline(c, deadline_ms ? clock_mono_us() + deadline_ms * 1000 : 0);
}

void conn_cut(struct conn *c)
{
    if (c->phase == PHASE_CUT)
        return;
    c->phase = PHASE_CUT;
    c->deadline_us = 0;
    shutdown(c->fd, SHUT_RDWR);
}

static void cut_late(struct conn *c)
{
    if (c->phase == PHASE_BODY)
        reply_late(c->x);
    c->server->n_cut++;
    conn_cut(c);
}

void conn_sweep(struct http_server *s, int64_t now_us)
{
    int64_t next = now_us + SWEEP_MAX_US;
    for (struct conn *c = s->conns; c; c = c->next) {
        if (!c->deadline_us)
            continue;
        if (c->deadline_us <= now_us)
            cut_late(c);
        else if (c->deadline_us < next)
            next = c->deadline_us;
    }
    s->next_sweep_us = next < now_us + SWEEP_MIN_US ? now_us + SWEEP_MIN_US : next;
}

static void linger_end(struct http_server *s, struct lingering *l)
{
    epoll_ctl(s->epoll_fd, EPOLL_CTL_DEL, l->fd,
            NULL); /* closing is not enough while the library has the socket too */
    close(l->fd);
    l->fd = -1;
    s->n_linger--;
}

void linger_add(struct http_server *s, int fd)
{
    struct lingering *l = s->linger;
    while (l < s->linger + MAX_LINGER && l->fd >= 0)
        l++;
    if (l == s->linger + MAX_LINGER)
        return;
    int copy = dup(fd);
    if (copy < 0)
        return;
    shutdown(copy, SHUT_WR);
    struct epoll_event ev = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = l};
    if (epoll_ctl(s->epoll_fd, EPOLL_CTL_ADD, copy, &ev)) {
        close(copy);
        return;
    }
    *l = (struct lingering){.fd = copy, .until_us = clock_mono_us() + LINGER_US};
    s->n_linger++;
    if (l->until_us < s->next_sweep_us)
        s->next_sweep_us = l->until_us;
}

void linger_drain(struct http_server *s, struct lingering *l)
{
    char drop[16384];
    while (l->fd >= 0) {
        ssize_t n = recv(l->fd, drop, sizeof drop, MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        l->drained_bytes += n > 0 ? (size_t)n : 0;
        if (n <= 0 || l->drained_bytes > LINGER_MAX_BYTES)
            linger_end(s, l);
    }
}

void linger_sweep(struct http_server *s, int64_t now_us, bool all)
{
    for (struct lingering *l = s->linger; s->n_linger && l < s->linger + MAX_LINGER; l++)
        if (l->fd >= 0 && (all || l->until_us <= now_us))
            linger_end(s, l);
}
