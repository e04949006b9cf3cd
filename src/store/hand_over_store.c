#include "store/hand_over_store.h"

enum err hand_over_store_cards(struct db *db, int64_t member_id, struct rows *out_rows)
{
    return db_query(db,
            db_words(db, "SELECT k.module_id, CAST(SUM(k.n) AS {INT}) FROM counter k JOIN status s ON "
                         "s.id = k.status_id WHERE k.owner_id = ?1 AND s.grp < 2 GROUP BY k.module_id"),
            P(val_int(member_id)), out_rows);
}

enum err hand_over_store_private_cards(struct db *db, int64_t member_id, struct rows *out_rows)
{
    return db_query(db,
            "SELECT c.module_id, COUNT(*) FROM card_private p JOIN card c ON c.id = p.card_id "
            "JOIN status s ON s.id = c.status_id "
            "WHERE c.owner_id = ?1 AND c.trashed_at = 0 AND s.grp < 2 GROUP BY c.module_id",
            P(val_int(member_id)), out_rows);
}

enum err hand_over_store_tasks(struct db *db, int64_t member_id, struct rows *out_rows)
{
    return db_query(db,
            "SELECT c.module_id, COUNT(*), COUNT(CASE WHEN t.repeat_rule <> '' THEN 1 END), COUNT(p.card_id) "
            "FROM task t JOIN card c ON c.id = t.card_id LEFT JOIN card_private p ON p.card_id = c.id "
            "WHERE t.assignee_id = ?1 AND t.state = 0 AND c.trashed_at = 0 GROUP BY c.module_id",
            P(val_int(member_id)), out_rows);
}

enum err hand_over_store_views(struct db *db, int64_t member_id, struct rows *out_rows)
{
    return db_query(db,
            "SELECT module_id, COUNT(*) FROM saved_view WHERE member_id = ?1 AND shared = 0 GROUP BY "
            "module_id",
            P(val_int(member_id)), out_rows);
}

enum err hand_over_store_followed(struct db *db, int64_t member_id, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT COUNT(*) FROM follower WHERE member_id = ?1 AND follows = 1",
            P(val_int(member_id)), &row);
    if (!e)
        *out_n = row[0].i;
    return e;
}

#define NEXT_CARDS                                                                                           \
    "SELECT c.id, c.next_due_at FROM card c WHERE c.module_id = ?1 AND c.status_id = ?2 AND c.owner_id = "   \
    "?3 "                                                                                                    \
    "AND c.trashed_at = 0 AND (c.next_due_at, c.id) > (?4, ?5)"
#define NEXT_TASKS                                                                                           \
    "SELECT t.id, t.due_at, c.module_id FROM task t JOIN card c ON c.id = t.card_id "                        \
    "WHERE t.assignee_id = ?1 AND t.state = 0 AND c.trashed_at = 0 AND (t.due_at, t.id) > (?2, ?3)"
#define NOT_PRIVATE " AND NOT EXISTS (SELECT 1 FROM card_private p WHERE p.card_id = c.id)"

enum err hand_over_store_next_cards(struct db *db, int64_t module_id, int64_t status_id, int64_t member_id,
        const struct hand_over_at *behind, bool privates, int max, struct rows *out_rows)
{
    return db_query(db,
            privates ? NEXT_CARDS " ORDER BY c.next_due_at, c.id LIMIT ?6"
                     : NEXT_CARDS NOT_PRIVATE " ORDER BY c.next_due_at, c.id LIMIT ?6",
            P(val_int(module_id), val_int(status_id), val_int(member_id), val_int(behind->key),
                    val_int(behind->id), val_int(max)),
            out_rows);
}

enum err hand_over_store_next_tasks(struct db *db, int64_t member_id, const struct hand_over_at *behind,
        bool privates, int max, struct rows *out_rows)
{
    return db_query(db,
            privates ? NEXT_TASKS " ORDER BY t.due_at, t.id LIMIT ?4"
                     : NEXT_TASKS NOT_PRIVATE " ORDER BY t.due_at, t.id LIMIT ?4",
            P(val_int(member_id), val_int(behind->key), val_int(behind->id), val_int(max)), out_rows);
}

enum err hand_over_store_next_views(
        struct db *db, int64_t member_id, int64_t after_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id, module_id FROM saved_view WHERE member_id = ?1 AND shared = 0 AND id > ?2 "
            "ORDER BY id LIMIT ?3",
            P(val_int(member_id), val_int(after_id), val_int(max)), out_rows);
}

enum err hand_over_store_next_followed(
        struct db *db, int64_t member_id, const struct hand_over_at *behind, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT f.card_id, f.contact_id, c.module_id FROM follower f LEFT JOIN card c ON c.id = "
            "f.card_id "
            "WHERE f.member_id = ?1 AND f.follows = 1 AND (f.card_id, f.contact_id) > (?2, ?3) "
            "ORDER BY f.card_id, f.contact_id LIMIT ?4",
            P(val_int(member_id), val_int(behind->key), val_int(behind->id), val_int(max)), out_rows);
}
