/* work - what is due in one account, a slice of time at once; for the crew (crew.c), which shares its threads among all. */
#pragma once
#include "core/account.h"

#include <stdatomic.h>

struct run;

/* What has become of jobs and cards, since the start. */
struct work_stats {
    _Atomic uint64_t done, failed, given_back, woken_rounds;
};

struct work {
    struct work_stats *stats;
    struct account *acc; /* held by the crew */
    int64_t lease_ms;    /* for how long a job is taken, and again with each step */
    struct run *run;     /* a job that is not through; NULL between two */
};

/* work_slice - wake the cards and run the jobs that are due, for slice_us at least until the next step's end.
 * Gives:  *out_next_at when there is work again, not later than now when some is left
 * Errors: ERR_BUSY try again soon; others: something is wrong with the account */
enum err work_slice(struct work *w, int64_t slice_us, const atomic_bool *stop, int64_t *out_next_at);
/* work_park - give an unfinished job back: it goes on where it was, here or elsewhere. */
void work_park(struct work *w);
