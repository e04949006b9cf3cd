/* demo - a company to look around in: three colleagues, 660 cards over Auto-sales, Sales and Leads, a year of history.
 * Everything is made through the same verbs people use, with the clock set back, and carries demo = 1, so that one job
 * takes all of it out again. The stories come from a fixed seed: the same demo every time, but for the dates. */
#pragma once
#include "core/job.h"

/* demo_load, demo_remove - administrators; start the job. Errors: ERR_CONFLICT error.demo_there / error.demo_gone,
 * error.demo_modules when none of the three modules is installed. */
enum err demo_load(struct ctx *cx, int64_t *out_job_id);
enum err demo_remove(struct ctx *cx, int64_t *out_job_id);

/* The jobs' steps. */
enum err demo_load_step(struct ctx *cx, struct job *job, bool *out_more);
enum err demo_remove_step(struct ctx *cx, struct job *job, bool *out_more);
