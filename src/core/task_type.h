/* task_type - the editor of a module's task types: what a planned step is (a call, a meeting), with what it begins with.
 * Bodies are the API's, checked against their shapes. */
#pragma once
#include "core/job.h"

#define TASK_TYPES_MAX    50
#define TASK_DURATION_MAX (7 * 24 * 60)
#define TASK_REMINDER_MAX (366 * 24 * 60)

/* task_type_add - members: label, icon, duration_min, reminder_min, is_contact; goes to the end.
 * Errors: ERR_INVALID, ERR_CONFLICT too many, ERR_FORBIDDEN, ERR_NOT_FOUND */
enum err task_type_add(struct ctx *cx, int64_t module_id, const json_t *in, int64_t *out_id);
/* task_type_edit - the same, as far as given; retired false offers a retired one again. */
enum err task_type_edit(
        struct ctx *cx, int64_t id, int64_t version, const json_t *in, int64_t *out_module_id);
/* task_types_order - ids: all that are offered, in their order. Errors: ERR_CONFLICT they are others by now */
enum err task_types_order(struct ctx *cx, int64_t module_id, const json_t *ids);

struct task_type_retirement {
    int64_t module_id, n, job_id, change_id;
};
/* task_type_retire - it is no longer offered. Its open tasks get the type `to` (0 = it must have none): at once, or as a
 * job when they are many; closed ones keep it. Undo offers it again and gives it back to its tasks.
 * Errors: ERR_INVALID "to" */
enum err task_type_retire(
        struct ctx *cx, int64_t id, int64_t to, struct task_type_retirement *out_retirement);
/* task_type_retire_step - the job kind "task_type_retire". */
enum err task_type_retire_step(struct ctx *cx, struct job *job, bool *out_more);
