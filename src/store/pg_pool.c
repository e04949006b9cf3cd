/* The connections to a database: one bounded pool for each conninfo, shared by all accounts that live there, so that
 * thousands of accounts need no connection each. A connection that last served the same account is the best: its path
 * is set and its statements are prepared. */
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/pg.h"

#include <errno.h>
#include <stdio.h>

#define BACKOFF_LEAST_MS 50
#define BACKOFF_MOST_MS  2000
#define WARM_US                                                                                              \
    1000000 /* a connection used this recently is left to its account while others may be opened */

struct pg_pool {
    struct pg_pool *next;
    char *conninfo;
    int refs;
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    struct pg_conn *idle; /* latest used first */
    int open, busy, max;
    int backoff_ms;
    int64_t retry_at_us; /* nobody tries to connect before */
    pthread_mutex_t ear_mutex;
    struct pg_ear *ear; /* NULL: nobody listens */
    int64_t n_waits, n_timeouts, n_losses, n_failures;
};

static pthread_mutex_t pools_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct pg_pool *pools;

struct pg_pool *pool_get(const char *conninfo, int max)
{
    pthread_mutex_lock(&pools_mutex);
    struct pg_pool *p = pools;
    while (p && strcmp(p->conninfo, conninfo) != 0)
        p = p->next;
    if (!p) {
        p = mem_zalloc(sizeof *p);
        p->conninfo = mem_str(conninfo);
        p->max = max;
        pthread_mutex_init(&p->mutex, NULL);
        pthread_mutex_init(&p->ear_mutex, NULL);
        cond_init(&p->cond);
        p->next = pools;
        pools = p;
    }
    p->refs++;
    pthread_mutex_unlock(&pools_mutex);
    return p;
}

static void pool_free(struct pg_pool *p)
{
    pg_ear_close(p->ear);
    for (struct pg_conn *c = p->idle, *next; c; c = next) {
        next = c->next;
        pg_conn_close(c);
    }
    pthread_cond_destroy(&p->cond);
    pthread_mutex_destroy(&p->mutex);
    pthread_mutex_destroy(&p->ear_mutex);
    mem_free(p->conninfo);
    mem_free(p);
}

void pool_put(struct pg_pool *p)
{
    pthread_mutex_lock(&pools_mutex);
    bool last = --p->refs == 0;
    if (last) {
        struct pg_pool **at = &pools;
        while (*at != p)
            at = &(*at)->next;
        *at = p->next;
    }
    pthread_mutex_unlock(&pools_mutex);
    if (last)
        pool_free(p);
}

/* The idle connection to use: one that last served this schema; else the one unused for longest, unless there is room
 * for one more and it was busy just now. NULL: open one. Holding the mutex. */
static struct pg_conn *choose(struct pg_pool *p, const char *schema)
{
    struct pg_conn **best = NULL, **last = NULL;
    for (struct pg_conn **at = &p->idle; *at && !best; at = &(*at)->next) {
        last = at;
        if (strcmp((*at)->schema, schema) == 0)
            best = at;
    }
    if (!best && last && p->open < p->max && clock_mono_us() - (*last)->used_at_us < WARM_US)
        last = NULL;
    best = best ? best : last;
    if (!best)
        return NULL;
    struct pg_conn *c = *best;
    *best = c->next;
    return c;
}

static enum err room_wait(struct pg_pool *p, int wait_ms)
{
    struct timespec until = cond_until(wait_ms);
    p->n_waits++;
    while (!p->idle && p->open >= p->max)
        if (pthread_cond_timedwait(&p->cond, &p->mutex, &until) == ETIMEDOUT && !p->idle &&
                p->open >= p->max) {
            p->n_timeouts++;
            return ERR_BUSY;
        }
    return ERR_OK;
}

/* A connection, or room for one (*out_conn == NULL), counted as busy. */
static enum err reserve(struct pg_pool *p, const char *schema, int wait_ms, struct pg_conn **out_conn)
{
    pthread_mutex_lock(&p->mutex);
    enum err e = p->idle || p->open < p->max ? ERR_OK : room_wait(p, wait_ms);
    if (!e) {
        *out_conn = choose(p, schema);
        if (!*out_conn && clock_mono_us() < p->retry_at_us)
            e = ERR_BUSY;
        if (!e && !*out_conn)
            p->open++;
        if (!e)
            p->busy++;
    }
    pthread_mutex_unlock(&p->mutex);
    return e;
}

/* A place given up: its connection is closed, or was never there. */
static void place_free(struct pg_pool *p, bool was_lost)
{
    pthread_mutex_lock(&p->mutex);
    p->open--;
    p->busy--;
    p->n_losses += was_lost;
    pthread_cond_signal(&p->cond);
    pthread_mutex_unlock(&p->mutex);
}

static void note_connected(struct pg_pool *p, bool connected, const char *why)
{
    pthread_mutex_lock(&p->mutex);
    if (connected) {
        p->backoff_ms = 0;
        p->retry_at_us = 0;
    } else {
        int ms = p->backoff_ms * 2;
        p->backoff_ms = ms < BACKOFF_LEAST_MS  ? BACKOFF_LEAST_MS
                        : ms > BACKOFF_MOST_MS ? BACKOFF_MOST_MS
                                               : ms;
        p->retry_at_us = clock_mono_us() + p->backoff_ms * 1000LL;
        p->n_failures++;
    }
    pthread_mutex_unlock(&p->mutex);
    if (!connected)
        log_msg(LOG_WARN, "PostgreSQL cannot be reached: %s", why);
}

enum err pool_listen(struct pg_pool *p, const struct store_ear *ear)
{
    pthread_mutex_lock(&p->ear_mutex);
    enum err e = p->ear ? ERR_OK : pg_ear_open(p->conninfo, ear, &p->ear);
    pthread_mutex_unlock(&p->ear_mutex);
    return e;
}

const char *pool_conninfo(const struct pg_pool *p)
{
    return p->conninfo;
}

enum err pool_take(struct pg_pool *p, const char *schema, int wait_ms, struct pg_conn **out_conn)
{
    struct pg_conn *c = NULL;
    enum err e = reserve(p, schema, wait_ms, &c);
    while (!e && c && !pg_conn_settle(c)) { /* the server ended it meanwhile: probably the others too */
        pg_conn_close(c);
        place_free(p, true);
        c = NULL;
        e = reserve(p, schema, wait_ms, &c);
    }
    if (e)
        return e;
    if (!c) {
        char why[400];
        c = pg_conn_open(p->conninfo, why, sizeof why);
        note_connected(p, c != NULL, why);
        if (!c) {
            place_free(p, false);
            return ERR_BUSY;
        }
        c->pool = p;
    }
    pg_conn_path(c, schema);
    *out_conn = c;
    return ERR_OK;
}

void pool_give(struct pg_conn *c)
{
    struct pg_pool *p = c->pool;
    if (c->lost) {
        pg_conn_close(c);
        place_free(p, true);
        return;
    }
    c->used_at_us = clock_mono_us();
    pthread_mutex_lock(&p->mutex);
    c->next = p->idle;
    p->idle = c;
    p->busy--;
    pthread_cond_signal(&p->cond);
    pthread_mutex_unlock(&p->mutex);
}

void pool_figures(struct pg_pool *p, struct pool_figures *out)
{
    pthread_mutex_lock(&p->mutex);
    *out = (struct pool_figures){.open = p->open,
            .busy = p->busy,
            .max = p->max,
            .waits = p->n_waits,
            .timeouts = p->n_timeouts,
            .losses = p->n_losses,
            .failures = p->n_failures};
    pthread_mutex_unlock(&p->mutex);
}
