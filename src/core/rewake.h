/* rewake - a changed setting changes how long cards may wait: when they must be looked at again is computed anew. */
#pragma once
#include "core/job.h"

/* rewake - the first cards of the module, whose kind has waits, at once, the rest by a job. Cards that a step has not reached yet are looked at
 * by their old time and then by the new setting. Takes: the module as it will be. Effects: wakes the timer */
enum err rewake(struct ctx *cx, const struct module *mod);
/* rewake_step - the job kind "rewake". */
enum err rewake_step(struct ctx *cx, struct job *job, bool *out_more);
