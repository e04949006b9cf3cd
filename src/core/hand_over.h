/* hand_over - what a member leaves behind goes to colleagues: open cards, open tasks (and so the series they belong to),
 * private views, what he follows, the teams he leads. Closed cards stay his. For a member who is deactivated, or was, or who
 * goes on working. A job in steps; cards, tasks and views are one change that can be undone, and each who gets something is
 * told once. */
#pragma once
#include "core/job.h"

struct hand_over {
    int64_t member_id,
            to; /* to: of modules that are not named, of teams and contacts he follows; 0 = left as it is */
    const json_t *modules; /* [{module_id, to: id or null}], may be NULL */
    bool privates;         /* his private cards, and tasks on private cards, too */
};

/* hand_over_write - {"cards","private_cards","tasks","private_tasks","series","views","followed","teams","modules":[{id,…}]}: what
 * there is, exactly. Errors: ERR_NOT_FOUND */
enum err hand_over_write(struct ctx *cx, int64_t member_id, struct jw *w);
/* hand_over_begin - Errors: ERR_NOT_FOUND; ERR_INVALID "to", "modules[i]…"
 * Effects: the teams at once; a job for the rest, a change, audit */
enum err hand_over_begin(
        struct ctx *cx, const struct hand_over *in, int64_t *out_job_id, int64_t *out_change_id);
/* hand_over_step - the job's step: 200 things at most. */
enum err hand_over_step(struct ctx *cx, struct job *job, bool *out_more);
