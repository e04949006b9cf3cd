#include "store/checklist_store.h"

#define COLS                                                                                                 \
    "i.id, i.card_id, i.task_id, i.text, i.position, i.done_at, i.done_by, i.created_at, i.created_by, "     \
    "i.version"

enum err checklist_store_get(struct db *db, int64_t id, const struct val **out_row)
{
    return db_one(db, "SELECT " COLS " FROM checklist_item i WHERE i.id = ?1", P(val_int(id)), out_row);
}

enum err checklist_store_of_card(struct db *db, int64_t card_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT " COLS " FROM checklist_item i WHERE i.card_id = ?1 AND (i.task_id = 0 OR i.task_id IN "
            "(SELECT t.id FROM task t WHERE t.card_id = ?1 AND t.state = 0)) "
            "ORDER BY i.task_id, i.position, i.id LIMIT ?2",
            P(val_int(card_id), val_int(max)), out_rows);
}

enum err checklist_store_list(struct db *db, int64_t card_id, int64_t task_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT " COLS " FROM checklist_item i WHERE i.card_id = ?1 AND i.task_id = ?2 "
            "ORDER BY i.position, i.id LIMIT ?3",
            P(val_int(card_id), val_int(task_id), val_int(max)), out_rows);
}

enum err checklist_store_add(struct db *db, const struct val *row, int64_t *out_id)
{
    if (val_i(row[CHECK_ID], 0) > 0) {
        *out_id = row[CHECK_ID].i;
        return db_exec(db,
                "INSERT INTO checklist_item (id, card_id, task_id, text, position, done_at, done_by, "
                "created_at, "
                "created_by, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                row, N_CHECK_COL, NULL);
    }
    return db_add(db,
            "INSERT INTO checklist_item (card_id, task_id, text, position, done_at, done_by, created_at, "
            "created_by, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            row + CHECK_CARD, N_CHECK_COL - CHECK_CARD, out_id);
}

enum err checklist_store_update(struct db *db, const struct val *row)
{
    int64_t changed = 0;
    enum err e = db_exec(db,
            "UPDATE checklist_item SET text = ?2, position = ?3, done_at = ?4, done_by = ?5, version = "
            "version "
            "+ 1 WHERE id = ?1 AND version = ?6",
            P(row[CHECK_ID], row[CHECK_TEXT], row[CHECK_POSITION], row[CHECK_DONE_AT], row[CHECK_DONE_BY],
                    row[CHECK_VERSION]),
            &changed);
    return e ? e : changed ? ERR_OK : ERR_STALE;
}

enum err checklist_store_delete(struct db *db, int64_t id)
{
    return db_exec(db, "DELETE FROM checklist_item WHERE id = ?1", P(val_int(id)), NULL);
}

#define COUNTED                                                                                              \
    "n_checks = (SELECT count(*) FROM checklist_item i WHERE i.card_id = ?1 AND i.task_id = ?2), "           \
    "n_checks_done = (SELECT count(*) FROM checklist_item i WHERE i.card_id = ?1 AND i.task_id = ?2 AND "    \
    "i.done_at > 0)"

enum err checklist_store_count(struct db *db, int64_t card_id, int64_t task_id)
{
    const char *sql = task_id ? "UPDATE task SET " COUNTED " WHERE id = ?2"
                              : "UPDATE card SET " COUNTED " WHERE id = ?1";
    return db_exec(db, sql, P(val_int(card_id), val_int(task_id)), NULL);
}

enum err checklist_store_copy(
        struct db *db, int64_t card_id, int64_t from_id, int64_t to_id, int64_t at, int64_t by)
{
    enum err e = db_exec(db,
            "INSERT INTO checklist_item (card_id, task_id, text, position, created_at, created_by) "
            "SELECT i.card_id, ?3, i.text, i.position, ?4, ?5 FROM checklist_item i WHERE i.card_id = ?1 AND "
            "i.task_id = ?2 ORDER BY i.position, i.id",
            P(val_int(card_id), val_int(from_id), val_int(to_id), val_int(at), val_int(by)), NULL);
    return e ? e : checklist_store_count(db, card_id, to_id);
}
