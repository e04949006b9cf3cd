/* due_times - until when a card is to be answered and solved: by its priority, in working hours, standing still while it waits
 * for the customer. For every module that has fields of the roles priority and answer_due or solution_due, and hours
 * for its priorities in its setting due_hours: {"urgent": {"answer": 1, "solution": 4}, …} by the choices' codes. */
#pragma once
#include "core/card.h"

/* due_times_place - the times of a card that is made, gets another priority, or comes back from a status of the role waiting;
 * and when it was answered first. before NULL = on creation. What is entered by hand stays until then. */
void due_times_place(struct ctx *cx, const struct card *before, struct card *after);
/* due_times_check - the module's setting. Errors: ERR_INVALID "settings.due_hours" */
enum err due_times_check(struct ctx *cx, const struct module *mod, const json_t *settings);
