#include "store/verify_store.h"

const struct verify_check verify_checks[] = {
        {"next deadlines", "SELECT count(*) FROM card c WHERE c.next_due_at <> "
                           "coalesce((SELECT min(t.due_at) FROM task t WHERE t.card_id = c.id AND t.state = "
                           "0), 253402300800000)"},
        {"open task counts", "SELECT count(*) FROM card c WHERE c.n_open_tasks <> "
                             "(SELECT count(*) FROM task t WHERE t.card_id = c.id AND t.state = 0)"},
        {"next tasks", "SELECT count(*) FROM card c LEFT JOIN task t ON t.id = c.next_task_id AND t.card_id "
                       "= c.id AND t.state = 0 "
                       "WHERE (c.n_open_tasks > 0 AND t.id IS NULL) OR (c.n_open_tasks = 0 AND "
                       "c.next_task_id IS NOT NULL)"},
        {"tasks and their cards",
                "SELECT count(*) FROM task t JOIN card c ON c.id = t.card_id WHERE t.state = 0 AND t.guest "
                "<> "
                "CASE WHEN c.trashed_at > 0 THEN 2 WHEN t.assignee_id = c.owner_id THEN 0 ELSE 1 END"},
        {"search entries of cards",
                "SELECT count(*) FROM card c LEFT JOIN search_doc d ON d.kind = 0 AND d.ref_id = c.id "
                "WHERE c.trashed_at = 0 AND d.id IS NULL"},
        {"history of cards", "SELECT count(*) FROM card c WHERE NOT EXISTS (SELECT 1 FROM event e WHERE "
                             "e.card_id = c.id)"},
        {"events and their changes",
                "SELECT count(*) FROM event e LEFT JOIN change g ON g.id = e.change_id WHERE g.id IS NULL"},
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
