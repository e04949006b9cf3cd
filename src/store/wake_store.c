#include "store/wake_store.h"

enum err wake_store_due(struct db *db, int64_t now_at, int max, struct rows *out_ids)
{
    return db_query(db,
            "SELECT id FROM card WHERE wake_at > 0 AND trashed_at = 0 AND wake_at <= ?1 ORDER BY wake_at "
            "LIMIT ?2",
            P(val_int(now_at), val_int(max)), out_ids);
}

enum err wake_store_next_at(struct db *db, int64_t *out_at)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT coalesce(min(wake_at), 253402300800000) FROM card WHERE wake_at > 0 AND trashed_at = 0",
            P0, &v);
    if (!e)
        *out_at = v[0].i;
    return e;
}

enum err wake_store_put(struct db *db, int64_t card_id, int64_t at)
{
    return db_exec(db, "UPDATE card SET wake_at = ?2 WHERE id = ?1", P(val_int(card_id), val_int(at)), NULL);
}
