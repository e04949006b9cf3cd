/* status - the pipeline editor: adding, changing, ordering and removing the statuses of a module. Fixed pipelines take
 * names, colours, suggested next steps, limits and probabilities only. Bodies are the API's, checked against their shapes. */
#pragma once
#include "core/job.h"

#define STATUSES_MAX 60
#define NEEDS_MAX    20

/* status_add - members: label, group, and as status_edit; before: the status it goes in front of, else to the group's end.
 * Errors: ERR_INVALID, ERR_CONFLICT fixed pipeline, too many; ERR_FORBIDDEN, ERR_NOT_FOUND */
enum err status_add(struct ctx *cx, int64_t module_id, const json_t *in, int64_t *out_id);
/* status_edit - label, colour, cadence_days, cadence_label, stalled_days, probability_pct, needs, as far as given. */
enum err status_edit(struct ctx *cx, int64_t id, int64_t version, const json_t *in, int64_t *out_module_id);
/* pipeline_order - [{id, group}]: all statuses of the module as they are to stand. version: the module's.
 * Errors: ERR_STALE with both orders; ERR_CONFLICT they are others by now, or the pipeline is fixed */
enum err pipeline_order(struct ctx *cx, int64_t module_id, int64_t version, const json_t *list);

struct status_removal {
    int64_t module_id, n, job_id, change_id;
};
/* status_remove - its cards go to `to` (0 = it must have none): at once, or as a job when they are many; then it is gone
 * from the pipeline. History still names it, undo brings it back with its cards.
 * Takes:  expect - the number of cards the question named, -1 = none
 * Errors: ERR_INVALID "to"; ERR_CONFLICT other number, last status, fixed pipeline */
enum err status_remove(
        struct ctx *cx, int64_t id, int64_t to, int64_t expect, struct status_removal *out_removal);
/* status_remove_step - the job kind "status_remove". */
enum err status_remove_step(struct ctx *cx, struct job *job, bool *out_more);
/* statuses_follow - what a status in another group, or gone, changes about waiting cards. */
enum err statuses_follow(struct ctx *cx, int64_t module_id);

/* pipeline_may_change - a module that may be shaped: live, and of a free pipeline where `freely`. In *out_piece its row.
 * Errors: ERR_FORBIDDEN, ERR_NOT_FOUND, ERR_CONFLICT */
struct piece;
enum err pipeline_may_change(struct ctx *cx, int64_t module_id, bool freely, struct piece *out_piece);
