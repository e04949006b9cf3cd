/* wake - what happens at a time of its own: the pipeline's rules look at cards again, and what is kept for a while goes. */
#pragma once
#include "core/ctx.h"

/* wake_due - wake the cards whose wake_at has come, and do what else is due, at most `max` of each in this transaction.
 * Gives: *out_n how many cards; *out_next_at when there is something again (NO_DUE = never) */
enum err wake_due(struct ctx *cx, int max, int *out_n, int64_t *out_next_at);
/* wake_next_at - when something is due, NO_DUE when nothing is; needs no write transaction. */
enum err wake_next_at(struct ctx *cx, int64_t *out_at);
