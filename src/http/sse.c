#include "base/clock.h"
#include "base/mem.h"
#include "http/sse_hub.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define SEND_BYTES 65536 /* of the kernel's buffer for one client */
#define RETRY_MS   3000

/* ---- Texts and queues. Under the hub's lock. ---- */

static struct text *text_new(size_t len)
{
    struct text *t = mem_alloc(sizeof *t + len);
    t->refs = 1;
    t->len = len;
    return t;
}

static struct text *text_of(const struct buf *b)
{
    struct text *t = text_new(b->len);
    memcpy(t->bytes, b->p, b->len);
    return t;
}

void sse_text_drop(struct text *t)
{
    if (--t->refs == 0)
        mem_free(t);
}

static struct text *event_text(uint64_t id, const char *event, const char *data, size_t len)
{
    struct buf b;
    buf_init(&b, NULL);
    buf_printf(&b, "id: %llu\nevent: %s\ndata: ", (unsigned long long)id, event);
    buf_add(&b, data, len);
    buf_puts(&b, "\n\n");
    struct text *t = text_of(&b);
    buf_free(&b);
    return t;
}

static void wake(struct sse_hub *h)
{
    static const uint64_t one = 1;
    if (write(h->wake_fd, &one, sizeof one) < 0 && errno != EAGAIN)
        mem_panic("sse: cannot wake the hub");
}

/* The hub's thread is to look at this client. */
static void mark(struct sse_client *c)
{
    struct sse_hub *h = c->hub;
    if (c->dirty || !c->attached)
        return;
    if (!h->dirty)
        wake(h);
    c->dirty = true;
    c->next_dirty = h->dirty;
    h->dirty = c;
}

static void queue_grow(struct sse_client *c)
{
    size_t cap = c->cap ? c->cap * 2 : 4;
    struct text **q = mem_alloc(cap * sizeof(struct text *));
    for (size_t i = 0; i < c->n; i++)
        q[i] = c->queue[(c->first + i) % c->cap];
    mem_free(c->queue);
    c->queue = q;
    c->cap = cap;
    c->first = 0;
}

/* Takes a reference of its own. A client too far behind is closed instead. */
static void queue_put(struct sse_client *c, struct text *t)
{
    if (c->closing)
        return;
    if (c->n == SSE_QUEUE_EVENTS) {
        c->closing = true;
    } else {
        if (c->n == c->cap)
            queue_grow(c);
        t->refs++;
        c->queue[(c->first + c->n++) % c->cap] = t;
    }
    mark(c);
}

struct text *sse_queue_take(struct sse_client *c)
{
    struct text *t = c->queue[c->first];
    c->first = (c->first + 1) % c->cap;
    if (--c->n == 0) { /* idle clients keep no queue */
        mem_free(c->queue);
        c->queue = NULL;
        c->cap = c->first = 0;
    }
    return t;
}

/* ---- Accounts. Under the hub's lock. ---- */

static struct account **account_slot(struct sse_hub *h, int64_t id)
{
    struct account **p = &h->buckets[(uint64_t)id % SSE_BUCKETS];
    while (*p && (*p)->id != id)
        p = &(*p)->next;
    return p;
}

static struct account *account_get(struct sse_hub *h, int64_t id)
{
    struct account **p = account_slot(h, id);
    if (!*p) {
        *p = mem_zalloc(sizeof **p);
        (*p)->id = id;
        (*p)->complete_since = (*p)->last_id = h->next_id - 1;
        (*p)->left_us = (*p)->told_us = clock_mono_us();
        (*p)->kept = mem_zalloc((h->keep ? h->keep : 1) * sizeof *(*p)->kept);
    }
    return *p;
}

static void kept_drop(struct kept *k)
{
    sse_text_drop(k->text);
    mem_free(k->arg);
}

static void account_free(struct sse_hub *h, struct account *a)
{
    for (size_t i = 0; i < a->n_kept; i++)
        kept_drop(&a->kept[(a->first + i) % h->keep]);
    mem_free(a->kept);
    mem_free(a);
}

void sse_forget_accounts(struct sse_hub *h, int64_t now_us)
{
    for (size_t i = 0; i < SSE_BUCKETS; i++)
        for (struct account **p = &h->buckets[i], *a; (a = *p);) {
            if (a->n_clients || now_us - a->left_us < SSE_FORGET_US) {
                p = &a->next;
                continue;
            }
            *p = a->next;
            account_free(h, a);
        }
}

static void keep_event(struct sse_hub *h, struct account *a, struct kept k)
{
    if (!h->keep) {
        a->complete_since = k.id;
        mem_free(k.arg);
        return;
    }
    if (a->n_kept == h->keep) {
        a->complete_since = a->kept[a->first].id;
        kept_drop(&a->kept[a->first]);
        a->first = (a->first + 1) % h->keep;
        a->n_kept--;
    }
    k.text->refs++;
    a->kept[(a->first + a->n_kept++) % h->keep] = k;
}

/* ---- Clients. ---- */

static void tell_reset(struct sse_client *c)
{
    struct text *t = event_text(c->account->last_id, "reset", "{}", 2);
    queue_put(c, t);
    sse_text_drop(t);
}

/* What a client that comes back has missed; under the lock. */
static void replay(struct sse_client *c, uint64_t last_id)
{
    struct account *a = c->account;
    size_t n = 0;
    for (size_t i = 0; i < a->n_kept; i++)
        n += a->kept[(a->first + i) % c->hub->keep].id > last_id;
    if (last_id < a->complete_since || last_id > a->last_id || n >= SSE_QUEUE_EVENTS) {
        tell_reset(c);
        return;
    }
    for (size_t i = 0; i < a->n_kept; i++) {
        const struct kept *k = &a->kept[(a->first + i) % c->hub->keep];
        if (k->id > last_id && (!k->may || k->may(k->arg, c->tag)))
            queue_put(c, k->text);
    }
}

struct sse_client *sse_client_new(
        struct sse_hub *h, int64_t account_id, void *tag, void (*free_tag)(void *tag), uint64_t last_id)
{
    pthread_mutex_lock(&h->lock);
    struct account *a = account_get(h, account_id);
    if (a->n_clients >= h->max_per_account) {
        pthread_mutex_unlock(&h->lock);
        return NULL;
    }
    struct sse_client *c = mem_zalloc(sizeof *c);
    *c = (struct sse_client){.hub = h, .account = a, .tag = tag, .free_tag = free_tag, .fd = -1};
    c->next = a->clients;
    if (c->next)
        c->next->prev = c;
    a->clients = c;
    a->n_clients++;
    h->n_clients++;
    c->greet_id = last_id ? last_id : a->last_id;
    if (last_id)
        replay(c, last_id);
    pthread_mutex_unlock(&h->lock);
    return c;
}

/* Out of the account, with all it holds; under the lock. What is left is only the caller's. */
void sse_client_unlink(struct sse_client *c)
{
    struct account *a = c->account;
    if (c->prev)
        c->prev->next = c->next;
    else
        a->clients = c->next;
    if (c->next)
        c->next->prev = c->prev;
    if (--a->n_clients == 0)
        a->left_us = clock_mono_us();
    c->hub->n_clients--;
    while (c->n)
        sse_text_drop(sse_queue_take(c));
    for (size_t i = 0; i < c->n_out; i++)
        sse_text_drop(c->out[i]);
}

void sse_client_free(struct sse_client *c)
{
    if (c->fd >= 0) {
        epoll_ctl(c->hub->epoll_fd, EPOLL_CTL_DEL, c->fd,
                NULL); /* the library may hold the socket a moment longer */
        shutdown(c->fd, SHUT_RDWR);
        close(c->fd);
    }
    if (c->free_tag)
        c->free_tag(c->tag);
    mem_free(c);
}

void sse_drop(struct sse_client *c)
{
    struct sse_hub *h = c->hub;
    pthread_mutex_lock(&h->lock);
    sse_client_unlink(c);
    pthread_mutex_unlock(&h->lock);
    sse_client_free(c);
}

bool sse_attach(struct sse_client *c, int fd, const char *head, size_t head_len)
{
    static const int on = 1, send_bytes = SEND_BYTES;
    int copy = dup(fd);
    if (copy < 0)
        return false;
    setsockopt(copy, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(copy, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
    struct buf b;
    buf_init(&b, NULL);
    buf_add(&b, head, head_len);
    pthread_mutex_lock(&c->hub->lock);
    int64_t quiet_ms = (clock_mono_us() - c->account->told_us) / 1000;
    buf_printf(&b, "retry: %d\nid: %llu\nevent: hello\ndata: {\"quiet_ms\":%lld}\n\n", RETRY_MS,
            (unsigned long long)c->greet_id, (long long)quiet_ms);
    c->fd = copy;
    c->out[c->n_out++] = text_of(&b); /* the hub's thread does not know the client yet */
    c->attached = true;
    mark(c);
    pthread_mutex_unlock(&c->hub->lock);
    buf_free(&b);
    return true;
}

/* ---- The hub. ---- */

struct sse_hub *sse_hub_new(size_t keep, size_t max_per_account)
{
    static const char comment[] = ":\n\n";
    struct sse_hub *h = mem_zalloc(sizeof *h);
    h->keep = keep;
    h->max_per_account = max_per_account;
    h->next_id = (uint64_t)clock_now_at() * 1000; /* ids of an earlier run are all smaller */
    h->beat = text_new(sizeof comment - 1);
    memcpy(h->beat->bytes, comment, sizeof comment - 1);
    pthread_mutex_init(&h->lock, NULL);
    h->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    h->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct epoll_event ev = {.events = EPOLLIN, .data.ptr = NULL};
    if (h->epoll_fd < 0 || h->wake_fd < 0 || epoll_ctl(h->epoll_fd, EPOLL_CTL_ADD, h->wake_fd, &ev) ||
            pthread_create(&h->thread, NULL, sse_hub_main, h))
        mem_panic("sse: cannot start the hub");
    return h;
}

void sse_hub_free(struct sse_hub *h)
{
    if (!h)
        return;
    pthread_mutex_lock(&h->lock);
    h->stopping = true;
    wake(h);
    pthread_mutex_unlock(&h->lock);
    pthread_join(h->thread, NULL);
    for (size_t i = 0; i < SSE_BUCKETS; i++)
        for (struct account *a = h->buckets[i], *next; a; a = next) {
            next = a->next;
            while (a->clients) {
                struct sse_client *c = a->clients;
                sse_client_unlink(c);
                sse_client_free(c);
            }
            account_free(h, a);
        }
    sse_text_drop(h->beat);
    close(h->epoll_fd);
    close(h->wake_fd);
    pthread_mutex_destroy(&h->lock);
    mem_free(h);
}

/* An event on its way. */
struct post {
    uint64_t id;
    const char *event, *data;
    size_t data_len;
    bool (*may)(const void *arg, const void *tag);
    const void *arg;
    size_t arg_bytes;
};

/* Under the lock. */
static void publish(struct sse_hub *h, struct account *a, const struct post *p)
{
    struct text *t = event_text(p->id, p->event, p->data, p->data_len);
    struct kept k = {.id = p->id, .text = t, .may = p->may};
    if (p->arg_bytes) {
        k.arg = mem_alloc(p->arg_bytes);
        memcpy(k.arg, p->arg, p->arg_bytes);
    }
    if (p->id > a->last_id)
        a->last_id = p->id;
    a->told_us = clock_mono_us();
    for (struct sse_client *c = a->clients; c; c = c->next)
        if (!p->may || p->may(p->arg, c->tag))
            queue_put(c, t);
    keep_event(h, a, k);
    sse_text_drop(t);
}

void sse_publish(struct sse_hub *h, int64_t account_id, const char *event, const char *data, size_t data_len,
        bool (*may)(const void *arg, const void *tag), const void *arg, size_t arg_bytes)
{
    struct post p = {0, event, data, data_len, may, arg, arg_bytes};
    pthread_mutex_lock(&h->lock);
    p.id = h->next_id++;
    struct account *a = *account_slot(h, account_id);
    if (a) /* nobody of an unknown account was ever here, or not for a long time: such clients start anew anyway */
        publish(h, a, &p);
    pthread_mutex_unlock(&h->lock);
}

void sse_publish_as(struct sse_hub *h, int64_t account_id, uint64_t id, const char *event, const char *data,
        size_t data_len, bool (*may)(const void *arg, const void *tag), const void *arg, size_t arg_bytes)
{
    const struct post p = {id, event, data, data_len, may, arg, arg_bytes};
    pthread_mutex_lock(&h->lock);
    bool known = *account_slot(h, account_id);
    struct account *a = account_get(h, account_id);
    if (!known)
        a->last_id = 0;
    if (!known || a->complete_since == UINT64_MAX)
        a->complete_since = id - 1;
    publish(h, a, &p);
    pthread_mutex_unlock(&h->lock);
}

bool sse_knows(struct sse_hub *h, int64_t account_id)
{
    pthread_mutex_lock(&h->lock);
    bool known = *account_slot(h, account_id);
    pthread_mutex_unlock(&h->lock);
    return known;
}

void sse_start(struct sse_hub *h, int64_t account_id, uint64_t last_id)
{
    pthread_mutex_lock(&h->lock);
    if (!*account_slot(h, account_id)) {
        struct account *a = account_get(h, account_id);
        a->complete_since = a->last_id = last_id;
    }
    pthread_mutex_unlock(&h->lock);
}

/* What comes next is kept again, and complete from there. */
static void account_reset(struct sse_hub *h, struct account *a)
{
    for (; a->n_kept; a->n_kept--) {
        kept_drop(&a->kept[a->first]);
        a->first = (a->first + 1) % h->keep;
    }
    a->complete_since = UINT64_MAX;
    for (struct sse_client *c = a->clients; c; c = c->next)
        tell_reset(c);
}

void sse_reset(struct sse_hub *h, int64_t account_id)
{
    pthread_mutex_lock(&h->lock);
    for (size_t i = 0; i < SSE_BUCKETS; i++)
        for (struct account *a = h->buckets[i]; a; a = a->next)
            if (!account_id || a->id == account_id)
                account_reset(h, a);
    pthread_mutex_unlock(&h->lock);
}

/* Under the lock. */
static void close_where(struct account *a, bool (*pred)(const void *arg, const void *tag), const void *arg)
{
    for (struct sse_client *c = a->clients; c; c = c->next)
        if (pred(arg, c->tag)) {
            c->closing = true;
            mark(c);
        }
}

void sse_close_where(struct sse_hub *h, int64_t account_id, bool (*pred)(const void *arg, const void *tag),
        const void *arg)
{
    pthread_mutex_lock(&h->lock);
    for (size_t i = 0; i < SSE_BUCKETS; i++)
        for (struct account *a = h->buckets[i]; a; a = a->next)
            if (!account_id || a->id == account_id)
                close_where(a, pred, arg);
    pthread_mutex_unlock(&h->lock);
}

size_t sse_count(struct sse_hub *h)
{
    pthread_mutex_lock(&h->lock);
    size_t n = h->n_clients;
    pthread_mutex_unlock(&h->lock);
    return n;
}
