/* pool - worker threads in lanes. Each lane has its own queue and its own threads, so long work can never take the
 * threads of short work. Jobs of a share start in the order they came; shares take turns, so that one with a thousand jobs
 * in line keeps no other waiting, and while there are several one alone never has all threads. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum pool_lane { POOL_SHORT, POOL_LONG, POOL_IO, N_POOL_LANES };

/* What a thread keeps between jobs; made by the job that first needs it. */
struct pool_worker {
    struct gzip *gzip;
};

/* A job lives inside the thing it works for; the pool never allocates for one. */
struct pool_job {
    struct pool_job *next;
    uint64_t share;
    void (*run)(struct pool_job *job, struct pool_worker *w);
};

struct pool;

/* pool_new - start n[lane] threads for each lane; less than one counts as one. */
struct pool *pool_new(const int n[N_POOL_LANES]);
/* Jobs that go to a lane together: one lock and no more wake-ups than needed. */
struct pool_batch {
    struct pool_job *head, *last;
    size_t n;
};
void pool_batch_add(struct pool_batch *b, struct pool_job *job);
/* pool_submit - any thread; never blocks; leaves the batch empty. */
void pool_submit(struct pool *p, enum pool_lane lane, struct pool_batch *b);
/* pool_stop - run what is queued, end the threads, free. Nobody may submit from outside any more. */
void pool_stop(struct pool *p);

struct pool_stats {
    size_t queued, running, threads;
    uint64_t done;
};
void pool_stats(struct pool *p, enum pool_lane lane, struct pool_stats *out_stats);
