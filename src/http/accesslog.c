#include "http/accesslog.h"

#include "base/log.h"
#include "base/mem.h"

#include <math.h>
#include <pthread.h>
#include <time.h>

#define MAX_WAITING 4096 /* lines */
#define BATCH       64
#define GATHER_MS   5

struct accesslog {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct access_line *ring; /* MAX_WAITING of them */
    size_t first, n;
    uint64_t dropped;
    bool stopping, sleeping;
    pthread_t thread;
};

static void fill_line(struct jw *w, void *arg)
{
    const struct access_line *l = arg;
    jw_kstr(w, "id", l->id);
    jw_kstr(w, "method", l->method);
    jw_kstr(w, "route", l->route[0] ? l->route : NULL);
    jw_kint(w, "status", l->status);
    jw_key(w, "ms");
    jw_real(w, round((double)l->duration_us / 10) / 100);
    jw_kint(w, "bytes_in", l->bytes_in);
    jw_kint(w, "bytes_out", l->bytes_out);
    jw_kstr(w, "remote", l->remote);
    jw_kint(w, "user", l->user_id);
    jw_kint(w, "account", l->account_id);
    jw_kint(w, "n_sql", l->n_sql);
    jw_kint(w, "db_us", l->db_us);
}

/* Take up to BATCH lines. Called and left with the lock held. */
static size_t take(struct accesslog *l, struct access_line *dst)
{
    size_t n = l->n < BATCH ? l->n : BATCH;
    for (size_t i = 0; i < n; i++)
        dst[i] = l->ring[(l->first + i) % MAX_WAITING];
    l->first = (l->first + n) % MAX_WAITING;
    l->n -= n;
    return n;
}

/* Let some lines come together, so that under load this thread wakes now and then, not for each request. */
static void gather(struct accesslog *l)
{
    static const struct timespec nap = {.tv_nsec = GATHER_MS * 1000000L};
    pthread_mutex_unlock(&l->lock);
    nanosleep(&nap, NULL);
    pthread_mutex_lock(&l->lock);
}

static void *log_main(void *arg)
{
    struct accesslog *l = arg;
    struct access_line batch[BATCH];
    pthread_mutex_lock(&l->lock);
    while (l->n || !l->stopping) {
        size_t n = take(l, batch);
        if (!n) {
            l->sleeping = true;
            pthread_cond_wait(&l->more, &l->lock);
            l->sleeping = false;
            if (!l->stopping)
                gather(l);
            continue;
        }
        pthread_mutex_unlock(&l->lock);
        for (size_t i = 0; i < n; i++)
            log_line(LOG_INFO, "request", fill_line, &batch[i]);
        pthread_mutex_lock(&l->lock);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

struct accesslog *accesslog_new(void)
{
    struct accesslog *l = mem_zalloc(sizeof *l);
    l->ring = mem_alloc(MAX_WAITING * sizeof *l->ring);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->more, NULL);
    if (pthread_create(&l->thread, NULL, log_main, l))
        mem_panic("accesslog: cannot start its thread");
    return l;
}

void accesslog_free(struct accesslog *l)
{
    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    pthread_cond_signal(&l->more);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->thread, NULL);
    pthread_cond_destroy(&l->more);
    pthread_mutex_destroy(&l->lock);
    mem_free(l->ring);
    mem_free(l);
}

void accesslog_put(struct accesslog *l, const struct access_line *line)
{
    pthread_mutex_lock(&l->lock);
    bool room = l->n < MAX_WAITING;
    if (room)
        l->ring[(l->first + l->n++) % MAX_WAITING] = *line;
    else
        l->dropped++;
    bool wake = l->sleeping;
    pthread_mutex_unlock(&l->lock);
    if (wake)
        pthread_cond_signal(&l->more);
}

uint64_t accesslog_dropped(struct accesslog *l)
{
    pthread_mutex_lock(&l->lock);
    uint64_t n = l->dropped;
    pthread_mutex_unlock(&l->lock);
    return n;
}
