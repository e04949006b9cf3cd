/* wake - the timer's side of the pipeline rules: which cards are due, and waking them. */
#pragma once
#include "core/ctx.h"

/* wake_due - wake the cards whose wake_at has come, at most `max` in this transaction.
 * Gives: *out_n how many; *out_next_at when the next one is due (NO_DUE = none) */
enum err wake_due(struct ctx *cx, int max, int *out_n, int64_t *out_next_at);
/* wake_next_at - when the next card is due, NO_DUE when none; needs no write transaction. */
enum err wake_next_at(struct ctx *cx, int64_t *out_at);
