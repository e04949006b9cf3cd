/* checklist - what is to be ticked off on a card, or on one of its open tasks: one list each, of at most CHECKS_MAX items.
 * Whoever may change the card may change them. */
#pragma once
#include "core/card.h"

#define CHECKS_MAX     200
#define CHECK_TEXT_MAX 300

struct check {
    int64_t id, card_id, task_id, position, done_at, done_by, created_at, created_by, version;
    const char *text;
};

/* checklist_write - {"rows":[…]}: the items of a card and of its open tasks, list by list, in order. */
enum err checklist_write(struct ctx *cx, struct jw *w, int64_t card_id);
void check_write(struct jw *w, const struct check *item);
/* checks_add - texts to the end of a list. task_id 0: the card's own.
 * Gives: the ids, as many as texts
 * Errors: ERR_INVALID "texts", "task_id"; ERR_CONFLICT too many */
enum err checks_add(struct ctx *cx, int64_t card_id, int64_t task_id, const json_t *texts, int64_t *out_ids);
enum err check_get(struct ctx *cx, int64_t id, struct check *out); /* access by its card */
/* check_edit - text NULL = as it is; done -1 = as it is. version 0 = no check. Errors: ERR_STALE with both values */
enum err check_edit(struct ctx *cx, struct check *item, int64_t version, const char *text, int done);
enum err check_remove(struct ctx *cx, const struct check *item);
/* checks_order - ids: the whole list. Errors: ERR_CONFLICT error.order_changed */
enum err checks_order(struct ctx *cx, int64_t card_id, int64_t task_id, const json_t *ids);
/* checks_drop - a new task goes again, and its list with it: one event each.
 * Errors: ERR_CONFLICT error.undo_later_change when somebody has worked with the list since the task was made */
enum err checks_drop(struct ctx *cx, const struct card *card, int64_t task_id, int64_t made_at);
/* check_revert - undo of an event check_…. Errors: ERR_CONFLICT error.undo_later_change */
enum err check_revert(struct ctx *cx, const struct card *card, const char *kind, const char *old_json,
        const char *new_json);
