/* task_impl - shared by task.c (what is done with tasks) and task_json.c (how they are read and written). */
#pragma once
#include "core/stale.h"
#include "core/task.h"

void task_of_row(struct task *t, const struct val *row);
void task_to_row(const struct task *t, struct val *row);
/* task_draft - a new task of the card, checked, and not saved yet. */
enum err task_draft(
        struct ctx *cx, const struct card *card, const struct task_edit *in, struct task *out_task);
/* task_insert - its row, event and notice; the card's next action is the caller's. */
enum err task_insert(struct ctx *cx, const struct card *card, struct task *t);
/* task_diff - the members that differ, as JSON objects with their old and new values; old NULL: all members
 * are new. False when nothing differs. */
bool task_diff(struct arena *a, const struct task *old, const struct task *now, const char **out_old_json,
        const char **out_new_json);
/* task_col_kept - the name under which history keeps a column; NULL = it does not. */
const char *task_col_kept(int col);
/* task_has - does it carry exactly the values of the JSON object? */
bool task_has(struct arena *a, const struct task *t, const char *json);
/* task_take - set the values of the JSON object. */
bool task_take(struct arena *a, struct task *t, const char *json);
/* task_row_write - a row of task_store_list: the task with its card. */
void task_row_write(struct jw *w, const struct val *row);
/* task_stale_fields - the members that differ, as the API gives them; closed_at and closed_by follow from state. */
void task_stale_fields(struct stale *s, const struct task *yours, const struct task *theirs);
