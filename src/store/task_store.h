/* task_store - the SQL of tasks. */
#pragma once
#include "store/db.h"
#include "store/sees.h"

/* The columns of table task, in the order of the rows given and taken here. */
enum task_col {
    TASK_ID,
    TASK_CARD,
    TASK_C_TEXT,
    TASK_C_TYPE,
    TASK_C_ASSIGNEE,
    TASK_C_DUE,
    TASK_C_HAS_TIME,
    TASK_C_DURATION,
    TASK_C_REMINDER,
    TASK_C_ADDRESS,
    TASK_STATE,
    TASK_RESULT,
    TASK_CLOSED_AT,
    TASK_CLOSED_BY,
    TASK_CREATED_AT,
    TASK_CREATED_BY,
    TASK_UPDATED_AT,
    TASK_VERSION,
    TASK_RULE,
    TASK_RULE_ZONE,
    TASK_RULE_CLOSING,
    TASK_RULE_START,
    TASK_RULE_AT,
    TASK_RULE_NO,
    TASK_RULE_KEEPS,
    TASK_CHECKS, /* the progress of its checklist, kept by checklist_store */
    TASK_CHECKS_DONE,
    N_TASK_COL
};

/* task_store_get - Errors: ERR_NOT_FOUND. */
enum err task_store_get(struct db *db, int64_t id, const struct val **out_row);
/* task_store_insert - a row of N_TASK_COL values; id and version are set here unless id > 0 (undo puts a row
 * back). guest: what task_store_guests would say. */
enum err task_store_insert(struct db *db, const struct val *row, int guest, bool demo, int64_t *out_id);
/* task_store_update - everything but id, card and creation; version + 1. Errors: ERR_STALE when it has
 * another version. */
enum err task_store_update(struct db *db, const struct val *row);
/* task_store_guests - say of a card's open tasks whether their assignee owns the card, or that it is in the trash; after
 * its owner, its being in the trash, or a task's assignee or being open changed. */
enum err task_store_guests(struct db *db, int64_t card_id);
enum err task_store_delete(struct db *db, int64_t id);
/* task_store_of_card - the open ones by deadline, at most max. */
enum err task_store_of_card(struct db *db, int64_t card_id, size_t max, struct rows *out_rows);

/* task_store_of_type - ids of open tasks of a type behind after_id, on cards that are not in the trash. */
enum err task_store_of_type(struct db *db, int64_t type_id, int64_t after_id, int max, struct rows *out_rows);
/* task_store_count_of_type - how many these are. */
enum err task_store_count_of_type(struct db *db, int64_t type_id, int64_t *out_n);

/* task_store_calendar - open tasks with a deadline from `from` to before `to`, by deadline; repeats: only those that come
 * again. Takes: assignee_ids - n_assignees of them, 0 = everybody's. Gives: as task_store_list */
enum err task_store_calendar(struct db *db, const int64_t *assignee_ids, size_t n_assignees, int64_t from,
        int64_t to, bool repeats, const struct sees *sees, int max, struct rows *out_rows);
/* task_store_list - tasks with a deadline from `from` to before `to` after the cursor (due, id), by deadline.
 * Takes: assignee_id 0 = everybody's; closed: the closed ones instead of the open; sees: NULL = all
 * Gives: N_TASK_COL columns, then the card's name, module and status */
enum err task_store_list(struct db *db, int64_t assignee_id, int64_t from, int64_t to, bool closed,
        int64_t after_due, int64_t after_id, const struct sees *sees, int max, struct rows *out_rows);
