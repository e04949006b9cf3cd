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
        {"progress of checklists",
                "SELECT (SELECT count(*) FROM task t WHERE t.n_checks <> (SELECT count(*) FROM "
                "checklist_item i WHERE "
                "i.card_id = t.card_id AND i.task_id = t.id) OR t.n_checks_done <> (SELECT count(*) FROM "
                "checklist_item i WHERE i.card_id = t.card_id AND i.task_id = t.id AND i.done_at > 0)) + "
                "(SELECT count(*) FROM card c WHERE c.n_checks <> (SELECT count(*) FROM checklist_item i "
                "WHERE "
                "i.card_id = c.id AND i.task_id = 0) OR c.n_checks_done <> (SELECT count(*) FROM "
                "checklist_item i "
                "WHERE i.card_id = c.id AND i.task_id = 0 AND i.done_at > 0))"},
        {"tasks of colleagues",
                "SELECT count(*) FROM task t JOIN card c ON c.id = t.card_id WHERE t.state = 0 AND t.guest "
                "<> "
                "CASE WHEN c.trashed_at > 0 THEN 2 WHEN t.assignee_id = c.owner_id THEN 0 ELSE 1 END"},
        {"search entries", "SELECT (SELECT count(*) FROM card c WHERE c.trashed_at = 0 AND NOT EXISTS "
                           "(SELECT 1 FROM search_doc d WHERE d.kind = 0 AND d.ref_id = c.id)) + "
                           "(SELECT count(*) FROM contact k WHERE k.trashed_at = 0 AND NOT EXISTS "
                           "(SELECT 1 FROM search_doc d WHERE d.kind = k.kind + 1 AND d.ref_id = k.id))"},
        {"search entries of nothing",
                "SELECT (SELECT count(*) FROM search_doc d WHERE d.kind = 0 AND NOT EXISTS "
                "(SELECT 1 FROM card c WHERE c.id = d.ref_id AND c.trashed_at = 0)) + "
                "(SELECT count(*) FROM search_doc d WHERE d.kind > 0 AND NOT EXISTS "
                "(SELECT 1 FROM contact k WHERE k.id = d.ref_id AND k.kind = d.kind - 1 AND k.trashed_at = "
                "0))"},
        {"places of cards", "SELECT count(*) FROM card c WHERE NOT EXISTS (SELECT 1 FROM status s "
                            "WHERE s.id = c.status_id AND s.module_id = c.module_id)"},
        {"orphans",
                "SELECT (SELECT count(*) FROM task t WHERE NOT EXISTS (SELECT 1 FROM card c WHERE c.id = "
                "t.card_id)) + (SELECT count(*) FROM card c WHERE c.contact_id IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM contact k WHERE k.id = c.contact_id)) + (SELECT count(*) FROM card c WHERE "
                "c.company_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = "
                "c.company_id)) + "
                "(SELECT count(*) FROM contact k WHERE k.company_id IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM contact f WHERE f.id = k.company_id)) + (SELECT count(*) FROM contact_point "
                "p "
                "WHERE NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = p.contact_id)) + "
                "(SELECT count(*) FROM checklist_item i WHERE NOT EXISTS (SELECT 1 FROM card c WHERE c.id = "
                "i.card_id) OR (i.task_id > 0 AND NOT EXISTS (SELECT 1 FROM task t WHERE t.id = i.task_id "
                "AND t.card_id = i.card_id))) + "
                "(SELECT count(*) FROM address a WHERE NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = "
                "a.contact_id)) + (SELECT count(*) FROM contact k WHERE k.merged_into > 0 AND NOT EXISTS "
                "(SELECT "
                "1 FROM contact f WHERE f.id = k.merged_into)) + (SELECT count(*) FROM consent s WHERE NOT "
                "EXISTS (SELECT 1 FROM contact k WHERE k.id = s.contact_id)) + (SELECT count(*) FROM "
                "contact_radar r WHERE "
                "NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = r.contact_id)) + (SELECT count(*) FROM "
                "duplicate d WHERE NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = d.a_id) OR NOT EXISTS "
                "(SELECT 1 FROM contact k WHERE k.id = d.b_id)) + (SELECT count(*) FROM card_link l WHERE "
                "NOT EXISTS (SELECT 1 FROM card c "
                "WHERE c.id = l.other_id))"},
        {"attached files",
                "SELECT (SELECT count(*) FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM card c WHERE c.id "
                "= "
                "a.card_id) AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = a.contact_id) AND NOT "
                "(a.field_id > 0 AND a.card_id IS NULL AND a.trashed_at > 0)) + "
                "(SELECT count(*) FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.id = "
                "a.file_id AND f.keep_until = 0 AND f.sha256 <> '' AND f.size_bytes = a.size_bytes)) + "
                "(SELECT count(*) FROM file f WHERE f.kind = 'attachment' AND f.keep_until = 0 AND NOT "
                "EXISTS "
                "(SELECT 1 FROM attachment a WHERE a.file_id = f.id)) + "
                "(SELECT count(*) FROM file f WHERE f.keep_until = 0 AND f.n_chunks <> "
                "(SELECT count(*) FROM file_chunk p WHERE p.file_id = f.id)) + "
                "(SELECT count(*) FROM file_chunk p WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.id = "
                "p.file_id))"},
        {"comments", "SELECT count(*) FROM comment m WHERE NOT EXISTS (SELECT 1 FROM card c WHERE c.id = "
                     "m.card_id) AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = m.contact_id)"},
        {"history of cards", "SELECT count(*) FROM card c WHERE NOT EXISTS (SELECT 1 FROM event e WHERE "
                             "e.card_id = c.id)"},
        {"events and their changes",
                "SELECT (SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM change g WHERE g.id = "
                "e.change_id)) + (SELECT count(*) FROM change g WHERE g.parent_id > 0 AND NOT EXISTS "
                "(SELECT 1 FROM change p WHERE p.id = g.parent_id))"},
        /* Each event says what was before: what the event before it of the same field said. */
        {"chain of events",
                "SELECT count(*) FROM (SELECT e.old_value AS was, LAG(e.new_value) OVER w AS told, "
                "LAG(e.id) OVER w AS before_id FROM event e WHERE e.card_id IS NOT NULL AND e.kind IN "
                "('field', 'status', 'owner') WINDOW w AS (PARTITION BY e.card_id, e.field ORDER BY e.id)) k "
                "WHERE k.before_id IS NOT NULL AND coalesce(k.was, 'null') <> coalesce(k.told, 'null')"},
        {"end of the chain",
                "SELECT count(*) FROM card c JOIN (SELECT e.card_id AS card_id, max(e.id) AS id FROM event e "
                "WHERE e.card_id IS NOT NULL AND e.kind = 'status' GROUP BY e.card_id) l ON l.card_id = c.id "
                "JOIN event e ON e.id = l.id WHERE e.new_value <> '' || c.status_id"},
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

enum err verify_store_file_field(struct db *db, int64_t module_id, int64_t field_id, int64_t *out_wrong)
{
    const struct val *v;
    const long long m = module_id, f = field_id;
    const char *sql = arena_printf(db_arena(db),
            "SELECT (SELECT count(*) FROM m_%lld m WHERE m.f_%lld IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
            "attachment a WHERE a.id = m.f_%lld AND a.card_id = m.card_id AND a.field_id = ?1 AND "
            "a.trashed_at = 0)) + (SELECT count(*) FROM attachment a WHERE a.field_id = ?1 AND a.trashed_at "
            "= 0 AND NOT EXISTS (SELECT 1 FROM m_%lld m WHERE m.card_id = a.card_id AND m.f_%lld = a.id))",
            m, f, f, m, f);
    enum err e = db_one(db, sql, P(val_int(field_id)), &v);
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
