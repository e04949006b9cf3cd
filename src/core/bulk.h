/* bulk - one change for many cards: a selection, or all that match. The number is stated first and checked; up to 100
 * cards are done at once, more by a job in steps. The whole is one undoable change. */
#pragma once
#include "core/job.h"

/* bulk_run - POST …/bulk. body is checked against its shape.
 * Gives:  writes {"n","change_id","job_id","failed":[{id,detail}]}
 * Errors: ERR_CONFLICT error.bulk_count_changed with extra {"n":…} when the number is not the expected one;
 *         ERR_INVALID for values; ERR_FORBIDDEN */
enum err bulk_run(struct ctx *cx, const struct module *mod, const json_t *body, struct jw *w);
/* bulk_step - the job's step: the next 200 cards. */
enum err bulk_step(struct ctx *cx, struct job *job, bool *out_more);
/* bulk_try - fn for one thing in a savepoint of its own: a refusal takes back what it did, is added to `failed` as {id, detail}
 * (the first 100 are), and is no error. */
enum err bulk_try(struct ctx *cx, enum err (*fn)(struct ctx *cx, void *arg, int64_t id), void *arg,
        int64_t id, json_t *failed);
