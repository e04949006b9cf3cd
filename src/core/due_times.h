/* due_times - until when a card is to be answered and solved: by its priority, in working hours, standing still while it waits
 * for the customer. For every module that has fields of the roles priority and answer_due or solution_due, and hours
 * for its priorities in its setting due_hours: {"urgent": {"answer": 1, "solution": 4}, …} by the choices' codes. A field of the
 * role due_next holds the nearest of those that run: not answered yet, not solved yet; none while the card waits. */
#pragma once
#include "core/job.h"

struct card;

/* due_times_place - the times of a card that is made, gets another priority, or comes back from a status of the role waiting;
 * when it was answered first; and which time runs out next. before NULL = on creation. What is entered by hand stays until
 * then. */
void due_times_place(struct ctx *cx, const struct card *before, struct card *after);
/* due_times_wakes_at - when somebody is to be told of a time of the card; 0 = never. */
int64_t due_times_wakes_at(struct ctx *cx, const struct card *before, const struct card *card);
/* due_times_wake - tell the owner that a time is near, and him and who leads him that one was missed. Gives: card->wake_at */
enum err due_times_wake(struct ctx *cx, const struct module *mod, struct card *card);
/* due_times_check - the module's setting. Errors: ERR_INVALID "settings.due_hours" */
enum err due_times_check(struct ctx *cx, const struct module *mod, const json_t *settings);
/* due_times_follow - other hours reach the open cards: a job, as if each got its priority anew. mod: as it is still known. */
enum err due_times_follow(struct ctx *cx, const struct module *mod, const json_t *settings);
enum err due_times_step(struct ctx *cx, struct job *job, bool *out_more);
