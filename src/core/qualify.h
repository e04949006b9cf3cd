/* qualify - the module's target-group rules applied to cards that nobody qualified by hand. */
#pragma once
#include "core/job.h"

/* qualify_all - start the job over all live cards of the module. *out_n how many it will look at. */
enum err qualify_all(struct ctx *cx, const struct module *mod, int64_t *out_job_id, int64_t *out_n);
enum err qualify_step(struct ctx *cx, struct job *job, bool *out_more);
