#include "store/change_store.h"
#include "store/query.h"

#define CHANGE_COLS "c.id, c.at, c.member_id, c.kind, c.summary, c.n, c.parent_id, c.undone_at, c.undo_of"
#define EVENT_COLS                                                                                           \
    "e.id, e.at, e.change_id, e.member_id, e.card_id, e.contact_id, e.task_id, e.kind, e.field, "            \
    "e.old_value, e.new_value, e.text, e.is_contact, c.at, c.member_id, c.undone_at"

enum err change_store_get(struct db *db, int64_t id, const struct val **out_row)
{
    return db_one(db, "SELECT " CHANGE_COLS " FROM change c WHERE c.id = ?1", P(val_int(id)), out_row);
}

enum err change_store_list(
        struct db *db, int64_t member_id, int64_t before_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT " CHANGE_COLS " FROM change c WHERE c.member_id = ?1 AND c.id < ?2 AND c.parent_id = 0 "
            "ORDER BY c.id DESC LIMIT ?3",
            P(val_int(member_id), val_int(before_id), val_int(max)), out_rows);
}

enum err change_store_undone(struct db *db, int64_t id, int64_t at, int64_t member_id)
{
    const struct val params[] = {val_int(id), val_int(at), val_int(member_id)};
    enum err e =
            db_exec(db, "UPDATE change SET undone_at = ?2, undone_by = ?3 WHERE id = ?1", params, 3, NULL);
    return e ? e
             : db_exec(db,
                       "UPDATE change SET undone_at = ?2, undone_by = ?3 WHERE parent_id = ?1 AND parent_id "
                       "> 0",
                       params, 3, NULL);
}

enum err change_store_undo_of(struct db *db, int64_t id, int64_t undo_of)
{
    return db_exec(
            db, "UPDATE change SET undo_of = ?2 WHERE id = ?1", P(val_int(id), val_int(undo_of)), NULL);
}

enum err change_store_count(struct db *db, int64_t id, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT (SELECT COUNT(*) FROM event e WHERE e.change_id = ?1) + (SELECT COUNT(*) FROM change c "
            "JOIN event e ON e.change_id = c.id WHERE c.parent_id = ?1 AND c.parent_id > 0)",
            P(val_int(id)), &row);
    if (!e)
        *out_n = row[0].i;
    return e;
}

enum err change_store_events(struct db *db, int64_t card_id, const int64_t *contact_ids, size_t n_contacts,
        const char *const *kinds, int64_t before_id, int max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT " EVENT_COLS " FROM event e JOIN change c ON c.id = e.change_id WHERE ");
    query_sql(&q, card_id ? "e.card_id = " : n_contacts > 1 ? "e.contact_id IN (" : "e.contact_id = ");
    query_param(&q, val_int(card_id ? card_id : contact_ids[0]));
    for (size_t i = 1; i < n_contacts; i++) {
        query_sql(&q, ", ");
        query_param(&q, val_int(contact_ids[i]));
    }
    query_sql(&q, n_contacts > 1 ? ") AND e.id < " : " AND e.id < ");
    query_param(&q, val_int(before_id));
    for (int i = 0; kinds && kinds[i]; i++) {
        query_sql(&q, i ? ", " : " AND e.kind IN (");
        query_param(&q, val_text(kinds[i]));
    }
    query_sql(&q, kinds ? ") ORDER BY e.id DESC LIMIT " : " ORDER BY e.id DESC LIMIT ");
    query_param(&q, val_int(max));
    return query_rows(&q, db, out_rows);
}

enum err change_store_events_of(
        struct db *db, int64_t change_id, int64_t before_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT " EVENT_COLS " FROM event e JOIN change c ON c.id = e.change_id "
            "WHERE e.change_id = ?1 AND e.id < ?2 ORDER BY e.id DESC LIMIT ?3",
            P(val_int(change_id), val_int(before_id ? before_id : INT64_MAX), val_int(max)), out_rows);
}

enum err change_store_parts(struct db *db, int64_t id, int64_t up_to_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id FROM change WHERE parent_id = ?1 AND parent_id > 0 AND id <= ?2 "
            "UNION ALL SELECT id FROM change WHERE id = ?1 AND id <= ?2 ORDER BY 1 DESC LIMIT ?3",
            P(val_int(id), val_int(up_to_id), val_int(max)), out_rows);
}

enum err change_store_change_of(struct db *db, int64_t event_id, int64_t *out_id)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT change_id FROM event WHERE id = ?1", P(val_int(event_id)), &row);
    if (!e)
        *out_id = row[0].i;
    return e;
}

enum err change_store_touched_later(
        struct db *db, int64_t card_id, int64_t event_id, int64_t change_id, bool *out_touched)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT 1 FROM event e JOIN change c ON c.id = e.change_id JOIN change mine ON mine.id = ?3 "
            "WHERE e.card_id = ?1 AND e.id > ?2 AND c.id <> ?3 AND c.member_id > 0 AND c.undone_at = 0 "
            "AND c.undo_of = 0 AND (mine.parent_id = 0 OR c.parent_id <> mine.parent_id) "
            "AND NOT EXISTS (SELECT 1 FROM change p WHERE p.id = c.parent_id AND p.undo_of > 0) LIMIT 1",
            P(val_int(card_id), val_int(event_id), val_int(change_id)), &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out_touched = !e;
    return ERR_OK;
}
