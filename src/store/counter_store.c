#include "store/counter_store.h"

enum err counter_store_add(struct db *db, const struct val *v)
{
    return db_exec(db,
            "INSERT INTO counter (module_id, status_id, owner_id, qualification, rating, n, value_minor) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
            "ON CONFLICT (module_id, status_id, owner_id, qualification, rating) "
            "DO UPDATE SET n = counter.n + excluded.n, value_minor = counter.value_minor + "
            "excluded.value_minor",
            v, 7, NULL);
}

/* Both sides summed with opposite signs: what does not cancel out is wrong. */
enum err counter_store_wrong(struct db *db, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT count(*) FROM (SELECT 1 FROM ("
            "SELECT module_id, status_id, owner_id, qualification, rating, n, value_minor FROM counter "
            "UNION ALL SELECT module_id, status_id, coalesce(owner_id, 0), coalesce(qualification, -1), "
            "coalesce(rating, -1), -1, -coalesce(value_minor, 0) FROM card WHERE trashed_at = 0) AS "
            "both_sides "
            "GROUP BY module_id, status_id, owner_id, qualification, rating "
            "HAVING sum(n) <> 0 OR sum(value_minor) <> 0) AS wrong",
            P0, &row);
    if (e == ERR_OK)
        *out_n = row[0].i;
    return e;
}

enum err counter_store_total(struct db *db, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM counter", P0, &row);
    if (e == ERR_OK)
        *out_n = row[0].i;
    return e;
}
