/* job_store - rows of the job table. A job is claimed by a lease, so a crashed worker's job is taken up again. */
#pragma once
#include "store/db.h"

/* The longest that a lease may be, as the setting job-lease allows it. */
#define JOB_LEASE_MOST_MS (10 * MS_MINUTE)

struct job_row {
    int64_t id, member_id, run_at, lease_until, attempts, progress, total, change_id, created_at, ended_at;
    const char *kind, *payload, *state, *position, *result;
};

enum err job_store_insert(struct db *db, const struct job_row *in, int64_t *out_id);
/* job_store_claim - take the job that has been due longest: waiting, or running with an expired lease, for lease_ms, at most
 * JOB_LEASE_MOST_MS. A clock that was set back since makes nothing wait.
 * Errors: ERR_NOT_FOUND nothing is due. */
enum err job_store_claim(struct db *db, int64_t now_at, int64_t lease_ms, struct job_row *out_job);
/* What a runner writes about its job, under the lease that it has. Each claim makes a later lease, so a runner that was
 * taken for dead (stopped, cut off) and comes back finds ERR_CONFLICT, as when the job was cancelled, and keeps nothing.
 * job_store_step - what a step reached, in the step's own transaction; held is the lease so far, job->lease_until the next.
 * A job that comes on has had no failed attempts. */
enum err job_store_step(struct db *db, const struct job_row *job, int64_t held);
enum err job_store_end(struct db *db, const struct job_row *job, int64_t held, int64_t now_at);
/* job_store_find - a job of this kind with exactly this payload that has not ended; fresh: nor begun. ERR_NOT_FOUND none. */
enum err job_store_find(struct db *db, const char *kind, const char *payload, bool fresh, int64_t *out_id);
enum err job_store_get(struct db *db, int64_t id, struct job_row *out_job);
/* job_store_next_at - when the next waiting job is due; NO_DUE (clock.h) when none. */
enum err job_store_next_at(struct db *db, int64_t now_at, int64_t *out_at);
/* job_store_cancel - *out_done false when it had ended already. */
enum err job_store_cancel(struct db *db, int64_t id, int64_t now_at, bool *out_done);
/* job_store_release - give running jobs back at a clean stop, so that the next start need not wait for the lease. */
enum err job_store_release(struct db *db, int64_t id, int64_t held);
