#include "http/pool.h"

#include "base/mem.h"
#include "http/gzip.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

/* A coarse clock: seconds are asked for, at every job. */
static int64_t clock_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

#define SHARES   64u /* those that fall together stand in one line */
#define ALONE_US 10000000

struct share {
    struct share *next; /* in the ring of those with jobs in line */
    struct pool_job *head, **tail;
    size_t running;
};

struct lane {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct share shares[SHARES];
    struct share *ring, **ring_end;
    const struct share *latest; /* the share of the latest job */
    int64_t others_us;          /* when it last was another than before; 0 = never */
    struct pool_stats stats;
    size_t idle;
    bool stopping;
    pthread_t *threads;
};

struct pool {
    struct lane lanes[N_POOL_LANES];
};

static struct share *share_of(struct lane *l, const struct pool_job *job)
{
    return &l->shares[(job->share * 0x9e3779b97f4a7c15u) >> 58];
}

static void ring_put(struct lane *l, struct share *s)
{
    s->next = NULL;
    *l->ring_end = s;
    l->ring_end = &s->next;
}

static struct share *ring_take(struct lane *l, struct share **at)
{
    struct share *s = *at;
    *at = s->next;
    if (!*at)
        l->ring_end = at;
    return s;
}

static void share_put(struct lane *l, struct pool_job *job)
{
    struct share *s = share_of(l, job);
    if (l->latest && l->latest != s)
        l->others_us = clock_us();
    l->latest = s;
    job->next = NULL;
    if (!s->head) {
        s->tail = &s->head;
        ring_put(l, s);
    }
    *s->tail = job;
    s->tail = &job->next;
}

/* How many threads one share may have: while others come too, one is left for them. */
static size_t share_most(const struct lane *l)
{
    bool alone = !l->others_us || clock_us() - l->others_us > ALONE_US;
    return alone || l->stats.threads == 1 || l->stopping ? l->stats.threads : l->stats.threads - 1;
}

/* The next share's next job; NULL when there is none that may run now. */
static struct pool_job *share_take(struct lane *l)
{
    size_t most = l->ring ? share_most(l) : 0;
    for (struct share **at = &l->ring; *at; at = &(*at)->next) {
        if ((*at)->running >= most)
            continue;
        struct share *s = ring_take(l, at);
        struct pool_job *job = s->head;
        s->head = job->next;
        if (s->head)
            ring_put(l, s);
        s->running++;
        return job;
    }
    return NULL;
}

/* The next job, or NULL when the lane is stopping and empty. Called and left with the lock held. */
static struct pool_job *lane_next(struct lane *l)
{
    struct pool_job *job;
    while (!(job = share_take(l)) && !(l->stopping && !l->ring)) {
        l->idle++;
        pthread_cond_wait(&l->more, &l->lock);
        l->idle--;
    }
    if (job)
        l->stats.queued--;
    return job;
}

static void *worker_main(void *arg)
{
    struct lane *l = arg;
    struct pool_worker w = {0};
    struct pool_job *job;
    pthread_mutex_lock(&l->lock);
    while ((job = lane_next(l))) {
        struct share *s = share_of(l, job);
        l->stats.running++;
        pthread_mutex_unlock(&l->lock);
        job->run(job, &w); /* the job may be gone afterwards */
        pthread_mutex_lock(&l->lock);
        s->running--;
        l->stats.running--;
        l->stats.done++;
    }
    pthread_mutex_unlock(&l->lock);
    gzip_free(w.gzip);
    return NULL;
}

static void lane_start(struct lane *l, int n)
{
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->more, NULL);
    l->ring_end = &l->ring;
    l->stats.threads = n < 1 ? 1 : (size_t)n;
    l->threads = mem_zalloc(l->stats.threads * sizeof *l->threads);
    for (size_t i = 0; i < l->stats.threads; i++)
        if (pthread_create(&l->threads[i], NULL, worker_main, l))
            mem_panic("pool: cannot start a thread");
}

struct pool *pool_new(const int n[N_POOL_LANES])
{
    struct pool *p = mem_zalloc(sizeof *p);
    for (int i = 0; i < N_POOL_LANES; i++)
        lane_start(&p->lanes[i], n[i]);
    return p;
}

void pool_batch_add(struct pool_batch *b, struct pool_job *job)
{
    job->next = NULL;
    if (b->last)
        b->last->next = job;
    else
        b->head = job;
    b->last = job;
    b->n++;
}

void pool_submit(struct pool *p, enum pool_lane lane, struct pool_batch *b)
{
    struct lane *l = &p->lanes[lane];
    if (!b->n)
        return;
    pthread_mutex_lock(&l->lock);
    for (struct pool_job *job = b->head, *next; job; job = next) {
        next = job->next;
        share_put(l, job);
    }
    l->stats.queued += b->n;
    size_t wake = l->idle < b->n ? l->idle : b->n;
    pthread_mutex_unlock(&l->lock);
    *b = (struct pool_batch){0}; /* the jobs may be running, or through, by now */
    while (wake--)
        pthread_cond_signal(&l->more);
}

static void lane_stop(struct lane *l)
{
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    pthread_cond_broadcast(&l->more);
    pthread_mutex_unlock(&l->lock);
    for (size_t i = 0; i < l->stats.threads; i++)
        pthread_join(l->threads[i], NULL);
    mem_free(l->threads);
    pthread_cond_destroy(&l->more);
    pthread_mutex_destroy(&l->lock);
}

void pool_stop(struct pool *p)
{
    if (!p)
        return;
    for (int i = 0; i < N_POOL_LANES; i++)
        lane_stop(&p->lanes[i]);
    mem_free(p);
}

void pool_stats(struct pool *p, enum pool_lane lane, struct pool_stats *out_stats)
{
    struct lane *l = &p->lanes[lane];
    pthread_mutex_lock(&l->lock);
    *out_stats = l->stats;
    pthread_mutex_unlock(&l->lock);
}
