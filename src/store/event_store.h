/* event_store - appending to the history: changes and their events. (Reading and undoing: change_store.) */
#pragma once
#include "store/db.h"

struct change_row {
    int64_t at, member_id, n, parent_id;
    const char *kind, *summary, *request_id;
};
enum err event_store_change(struct db *db, const struct change_row *in, int64_t *out_id);

/* event_store_add - n events; v holds EVENT_COLS values each: at, change_id, member_id, card_id, contact_id, task_id, kind,
 * field, old_value, new_value, text, is_contact. */
#define EVENT_COLS 12
enum err event_store_add(struct db *db, const struct val *v, size_t n);
