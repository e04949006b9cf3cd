#include "base/clock.h"
#include "http/sse_hub.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define BEAT_US                                                                                              \
    25000000LL /* a comment when nothing was sent for so long; also the longest a write may stall */
#define N_EVENTS 64

static void age_remove(struct sse_hub *h, struct sse_client *c)
{
    if (c->older)
        c->older->newer = c->newer;
    else
        h->oldest = c->newer;
    if (c->newer)
        c->newer->older = c->older;
    else
        h->newest = c->older;
    c->older = c->newer = NULL;
}

static void age_append(struct sse_hub *h, struct sse_client *c)
{
    c->written_us = clock_mono_us();
    c->older = h->newest;
    if (h->newest)
        h->newest->newer = c;
    else
        h->oldest = c;
    h->newest = c;
}

static void client_close(struct sse_client *c)
{
    struct sse_hub *h = c->hub;
    if (c->watched)
        age_remove(h, c);
    pthread_mutex_lock(&h->lock);
    for (struct sse_client **p = &h->dirty; c->dirty && *p; p = &(*p)->next_dirty)
        if (*p == c) {
            *p = c->next_dirty;
            break;
        }
    sse_client_unlink(c);
    pthread_mutex_unlock(&h->lock);
    sse_client_free(c);
}

/* Take from the queue what fits. Gives false when the client is to be closed. */
static bool client_fill(struct sse_client *c)
{
    pthread_mutex_lock(&c->hub->lock);
    bool open = !c->closing;
    while (c->n && c->n_out < SSE_OUT)
        c->out[c->n_out++] = sse_queue_take(c);
    pthread_mutex_unlock(&c->hub->lock);
    return open;
}

/* Forget the n bytes that the kernel has taken. */
static void client_sent(struct sse_client *c, size_t n)
{
    size_t done = 0;
    n += c->out_sent;
    pthread_mutex_lock(&c->hub->lock);
    while (done < c->n_out && n >= c->out[done]->len) {
        n -= c->out[done]->len;
        sse_text_drop(c->out[done++]);
    }
    pthread_mutex_unlock(&c->hub->lock);
    c->out_sent = n;
    c->n_out -= done;
    for (size_t i = 0; i < c->n_out; i++)
        c->out[i] = c->out[done + i];
    age_remove(c->hub, c);
    age_append(c->hub, c);
}

static ssize_t client_send(struct sse_client *c)
{
    struct iovec iov[SSE_OUT];
    for (size_t i = 0; i < c->n_out; i++)
        iov[i] = (struct iovec){c->out[i]->bytes, c->out[i]->len};
    iov[0].iov_base = c->out[0]->bytes + c->out_sent;
    iov[0].iov_len -= c->out_sent;
    struct msghdr msg = {.msg_iov = iov, .msg_iovlen = c->n_out};
    return sendmsg(c->fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Send all there is. Gives false when the client is to be closed. */
static bool client_write(struct sse_client *c)
{
    c->stalled = false;
    for (;;) {
        if (!client_fill(c))
            return false;
        if (!c->n_out)
            return true;
        ssize_t n = client_send(c);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN) {
            c->stalled = true; /* EPOLLOUT comes by itself: edge-triggered */
            return true;
        }
        if (n < 0)
            return false;
        client_sent(c, (size_t)n);
    }
}

/* What a client sends is read and dropped. Gives false when it has gone. */
static bool client_read(struct sse_client *c)
{
    char drop[1024];
    ssize_t n;
    while ((n = recv(c->fd, drop, sizeof drop, MSG_DONTWAIT)) > 0)
        ;
    return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static bool client_watch(struct sse_client *c)
{
    struct epoll_event ev = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = c};
    if (epoll_ctl(c->hub->epoll_fd, EPOLL_CTL_ADD, c->fd, &ev))
        return false;
    c->watched = true;
    age_append(c->hub, c);
    return true;
}

/* Clients with something new. One at a time, since closing one changes the list. */
static void serve_dirty(struct sse_hub *h)
{
    for (;;) {
        pthread_mutex_lock(&h->lock);
        struct sse_client *c = h->dirty;
        bool closing = c && c->closing;
        if (c) {
            h->dirty = c->next_dirty;
            c->dirty = false;
        }
        pthread_mutex_unlock(&h->lock);
        if (!c)
            return;
        if (closing || (!c->watched && !client_watch(c)) || (!c->stalled && !client_write(c)))
            client_close(c);
    }
}

static void serve_event(struct sse_hub *h, const struct epoll_event *ev)
{
    struct sse_client *c = ev->data.ptr;
    uint64_t count;
    if (!c) {
        while (read(h->wake_fd, &count, sizeof count) < 0 && errno == EINTR)
            ;
        return;
    }
    if ((ev->events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) || ((ev->events & EPOLLIN) && !client_read(c)) ||
            ((ev->events & EPOLLOUT) && !client_write(c)))
        client_close(c);
}

/* Comments for streams that were quiet, so that proxies keep them open and dead clients are found. */
static void beat(struct sse_hub *h, int64_t now_us)
{
    struct sse_client *c;
    while ((c = h->oldest) && now_us - c->written_us >= BEAT_US) {
        pthread_mutex_lock(&h->lock);
        bool full = c->n_out > 0 || c->closing;
        if (!full) {
            h->beat->refs++;
            c->out[c->n_out++] = h->beat;
        }
        pthread_mutex_unlock(&h->lock);
        if (full || !client_write(c)) {
            client_close(c);
        } else if (c->n_out) {
            age_remove(h, c); /* it could not even take the comment; it has until the next one */
            age_append(h, c);
        }
    }
}

static int hub_timeout_ms(const struct sse_hub *h)
{
    if (!h->oldest)
        return 60000;
    int64_t ms = (h->oldest->written_us + BEAT_US - clock_mono_us() + 999) / 1000;
    return ms < 0 ? 0 : (int)ms;
}

void *sse_hub_main(void *arg)
{
    struct sse_hub *h = arg;
    struct epoll_event ev[N_EVENTS];
    for (int64_t forget_us = 0;;) {
        int n = epoll_wait(h->epoll_fd, ev, N_EVENTS, hub_timeout_ms(h));
        for (int i = 0; i < n; i++)
            serve_event(h, &ev[i]);
        serve_dirty(h);
        int64_t now_us = clock_mono_us();
        beat(h, now_us);
        pthread_mutex_lock(&h->lock);
        bool stop = h->stopping;
        if (now_us >= forget_us) {
            sse_forget_accounts(h, now_us);
            forget_us = now_us + SSE_FORGET_US / 10;
        }
        pthread_mutex_unlock(&h->lock);
        if (stop)
            return NULL;
    }
}
