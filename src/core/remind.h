/* remind - the timer's side of notifications: tasks that are due soon, and cards that will soon be forgotten. */
#pragma once
#include "core/task.h"

/* remind_task - keep its reminder as the task is now: reminder_min before its deadline; of one without a time of day, so
 * long before nine in the morning of its day, in its assignee's zone. was: as it was, NULL = it is new. */
enum err remind_task(struct ctx *cx, const struct task *was, const struct task *now);

/* Timers, see core/wake.c. What was missed while no server ran is told afterwards, but not what is a week old. */
enum err remind_due(struct ctx *cx, int max);
enum err remind_next_at(struct ctx *cx, int64_t *out_at);
/* Once an hour at most, each owner of cards that the rules will call forgotten within three days: how many. */
enum err remind_forgotten(struct ctx *cx, int max);
enum err remind_forgotten_at(struct ctx *cx, int64_t *out_at);
