/* checklist_store - the SQL of checklists: items of a card (task_id 0) or of one of its tasks. */
#pragma once
#include "store/db.h"

enum check_col {
    CHECK_ID,
    CHECK_CARD,
    CHECK_TASK,
    CHECK_TEXT,
    CHECK_POSITION,
    CHECK_DONE_AT,
    CHECK_DONE_BY,
    CHECK_CREATED_AT,
    CHECK_CREATED_BY,
    CHECK_VERSION,
    N_CHECK_COL
};

/* checklist_store_get - Errors: ERR_NOT_FOUND. */
enum err checklist_store_get(struct db *db, int64_t id, const struct val **out_row);
/* checklist_store_of_card - the items of a card and of its open tasks, list by list in order; at most max. */
enum err checklist_store_of_card(struct db *db, int64_t card_id, int max, struct rows *out_rows);
/* checklist_store_list - one list in order; at most max. */
enum err checklist_store_list(
        struct db *db, int64_t card_id, int64_t task_id, int max, struct rows *out_rows);
/* checklist_store_add - a row of N_CHECK_COL values; with an id it is put back under it. */
enum err checklist_store_add(struct db *db, const struct val *row, int64_t *out_id);
/* checklist_store_update - text, position, done_at, done_by; version + 1. Errors: ERR_STALE */
enum err checklist_store_update(struct db *db, const struct val *row);
enum err checklist_store_delete(struct db *db, int64_t id);
/* checklist_store_count - the progress of a list, written where it is shown. */
enum err checklist_store_count(struct db *db, int64_t card_id, int64_t task_id);
/* checklist_store_copy - the items of a task for another one of its card, none done; counted. */
enum err checklist_store_copy(
        struct db *db, int64_t card_id, int64_t from_id, int64_t to_id, int64_t at, int64_t by);
