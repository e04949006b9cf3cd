/* job - work that outlives a request: bulk changes, imports, big undos, demo data. A job is a row written in the
 * transaction that asks for it; the worker (src/jobs) runs it in steps, each step one transaction that also saves how
 * far it came, so a crash loses and repeats nothing. */
#pragma once
#include "core/ctx.h"

struct job {
    int64_t id, member_id, progress, total, change_id, attempts;
    int64_t lease_until;         /* as it stands in the row: what says that the job is still this runner's */
    const char *kind, *position; /* position: where the next step begins, the kind's own text */
    json_t *payload, *result;    /* result: the kind adds members to it */
    void *state; /* the kind's own, kept between steps of one run (an open file), freed by free_state */
    void (*free_state)(void *state);
};

/* job_add - ask for a job. payload is borrowed. Effects: row, wake after the commit. */
enum err job_add(struct ctx *cx, const char *kind, const json_t *payload, int64_t total, int64_t change_id,
        int64_t *out_id);
/* job_add_at - the same, to be begun at `at`. */
enum err job_add_at(struct ctx *cx, const char *kind, const json_t *payload, int64_t at, int64_t *out_id);
/* job_write - {"id","kind","state","progress","total","result","change_id"}; only one's own, or a manager's. */
enum err job_write(struct ctx *cx, struct jw *w, int64_t id);
/* job_cancel - stop after the present step; what is done stays (and can be undone). */
enum err job_cancel(struct ctx *cx, int64_t id);

/* One kind of job. step() does a bounded piece of work in the given transaction and says whether there is more. */
struct job_kind {
    const char *name;
    enum err (*step)(struct ctx *cx, struct job *job, bool *out_more);
    enum origin origin;
};

/* The worker's side. Each runs in the worker's own transaction. */
/* job_claim - take the next due job for lease_ms. The caller decrefs payload and result. ERR_NOT_FOUND: none is due. */
enum err job_claim(struct ctx *cx, int64_t lease_ms, struct job *out_job);
/* job_save_step - progress, position, result and change of a step, in the step's transaction; tells event streams. Once
 * that is durable, job->lease_until is to be set to lease_until.
 * ERR_CONFLICT without a fault: it was cancelled meanwhile, or another server has taken it. */
enum err job_save_step(struct ctx *cx, const struct job *job, int64_t lease_until);
/* job_end - state done or failed, with job->result. Errors as job_save_step. */
enum err job_end(struct ctx *cx, const struct job *job, const char *state);
/* job_release - give it back so that it can be claimed at once. */
enum err job_release(struct ctx *cx, const struct job *job);
/* job_next_at - when the next one is due, NO_DUE when none. */
enum err job_next_at(struct ctx *cx, int64_t *out_at);
