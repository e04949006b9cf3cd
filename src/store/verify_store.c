#include "store/verify_store.h"

const struct verify_check verify_checks[] = {
        {"next deadlines", "SELECT count(*) FROM card c WHERE c.next_due_at <> "
                           "coalesce((SELECT min(t.due_at) FROM task t WHERE t.card_id = c.id AND t.state = "
                           "0), 253402300800000)"},
        {"open task counts", "SELECT count(*) FROM card c WHERE c.n_open_tasks <> "
                             "(SELECT count(*) FROM task t WHERE t.card_id = c.id AND t.state = 0)"},
        {"next tasks",
                "SELECT count(*) FROM card c WHERE (c.n_open_tasks = 0 AND c.next_task_id IS NOT NULL) OR "
                "(c.n_open_tasks > 0 AND NOT EXISTS (SELECT 1 FROM task t WHERE t.id = c.next_task_id AND "
                "t.card_id = c.id AND t.state = 0))"},
        {"search entries of cards", "SELECT count(*) FROM card c WHERE c.trashed_at = 0 AND NOT EXISTS "
                                    "(SELECT 1 FROM search_doc d WHERE d.kind = 0 AND d.ref_id = c.id)"},
        {"history of cards", "SELECT count(*) FROM card c WHERE NOT EXISTS (SELECT 1 FROM event e WHERE "
                             "e.card_id = c.id)"},
        {"events and their changes", "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM change g "
                                     "WHERE g.id = e.change_id)"},
        {NULL, NULL},
};

enum err verify_store_run(struct db *db, const struct verify_check *check, int64_t *out_wrong)
{
    const struct val *v;
    enum err e = db_one(db, check->sql, P0, &v);
    if (!e)
        *out_wrong = v[0].i;
    return e;
}

enum err verify_store_own_rows(struct db *db, int64_t module_id, int64_t *out_wrong)
{
    const struct val *v;
    const char *sql = arena_printf(db_arena(db),
            "SELECT (SELECT count(*) FROM card c WHERE c.module_id = ?1 AND NOT EXISTS "
            "(SELECT 1 FROM m_%lld m WHERE m.card_id = c.id)) + "
            "(SELECT count(*) FROM m_%lld m WHERE NOT EXISTS (SELECT 1 FROM card c WHERE c.id = m.card_id))",
            (long long)module_id, (long long)module_id);
    enum err e = db_one(db, sql, P(val_int(module_id)), &v);
    if (!e)
        *out_wrong = v[0].i;
    return e;
}
