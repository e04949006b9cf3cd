/* repeat - tasks that come again: what their rule makes of them. Only the next one stands there; closing it makes the one
 * after it. Shared by task.c, task_json.c and the calendar. */
#pragma once
#include "base/recur.h"
#include "core/task.h"

#define REPEAT_NONE ((struct repeat){.rule = "", .zone = "", .keeps = "{}"})

/* repeat_take - the rule that a client set, into a task whose deadline is set. Errors: ERR_INVALID "repeat.rrule", "due_at" */
enum err repeat_take(struct ctx *cx, const struct task_edit *in, struct task *t);
/* repeat_follow - after an edit: what this one alone is to have is noted, so that those to come have what was; a new time
 * for all is counted from. */
void repeat_follow(struct arena *a, const struct task *old, const struct task_edit *in, struct task *now);
/* repeat_next - the one that follows an open task when it is closed now; false when its rule has ended, or it has none. */
bool repeat_next(struct ctx *cx, const struct task *t, struct task *out_next);
/* repeat_recur - its rule, and what it is counted from. */
struct recur repeat_recur(struct arena *a, const struct task *t);
/* repeat_left - how many come at most, this one included; 0 = no limit. */
int repeat_left(const struct repeat *r);
/* repeat_write - the member "repeat": {rrule, from, no} or null. */
void repeat_write(struct jw *w, const struct repeat *r);
