#include "http/pool.h"

#include "base/mem.h"
#include "http/gzip.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

struct lane {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct pool_job *head, **tail;
    struct pool_stats stats;
    size_t idle;
    bool stopping;
    pthread_t *threads;
};

struct pool {
    struct lane lanes[N_POOL_LANES];
};

/* The next job, or NULL when the lane is stopping and empty. Called and left with the lock held. */
static struct pool_job *lane_next(struct lane *l)
{
    while (!l->head && !l->stopping) {
        l->idle++;
        pthread_cond_wait(&l->more, &l->lock);
        l->idle--;
    }
    struct pool_job *job = l->head;
    if (!job)
        return NULL;
    l->head = job->next;
    if (!l->head)
        l->tail = &l->head;
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
        l->stats.running++;
        pthread_mutex_unlock(&l->lock);
        job->run(job, &w); /* the job may be gone afterwards */
        pthread_mutex_lock(&l->lock);
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
    l->tail = &l->head;
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
    *l->tail = b->head;
    l->tail = &b->last->next;
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
