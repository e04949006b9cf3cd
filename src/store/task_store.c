#include "store/task_store.h"
#include "store/query.h"
#include "store/sees.h"

#define COLS                                                                                                 \
    "t.id, t.card_id, t.text, t.type_id, t.assignee_id, t.due_at, t.due_has_time, t.duration_min, "          \
    "t.reminder_min, t.address, t.state, t.result, t.closed_at, t.closed_by, t.created_at, t.created_by, "   \
    "t.updated_at, t.version, t.repeat_rule, t.repeat_zone, t.repeat_closing, t.repeat_start_at, "           \
    "t.repeat_at, "                                                                                          \
    "t.repeat_no, t.repeat_keeps, t.n_checks, t.n_checks_done"

enum err task_store_get(struct db *db, int64_t id, const struct val **out_row)
{
    return db_one(db, "SELECT " COLS " FROM task t WHERE t.id = ?1", P(val_int(id)), out_row);
}

#define NEW_COLS                                                                                             \
    "card_id, text, type_id, assignee_id, due_at, due_has_time, duration_min, reminder_min, address, "       \
    "state, "                                                                                                \
    "result, closed_at, closed_by, created_at, created_by, updated_at, version, repeat_rule, repeat_zone, "  \
    "repeat_closing, repeat_start_at, repeat_at, repeat_no, repeat_keeps, guest, demo"

enum err task_store_insert(struct db *db, const struct val *row, int guest, bool demo, int64_t *out_id)
{
    struct val v[TASK_CHECKS + 2];
    const size_t n = TASK_CHECKS + 2;
    memcpy(v, row, sizeof *row * TASK_CHECKS);
    v[TASK_CHECKS] = val_int(guest);
    v[TASK_CHECKS + 1] = val_int(demo);
    if (val_i(row[TASK_ID], 0) > 0) {
        *out_id = row[TASK_ID].i;
        return db_exec(db,
                "INSERT INTO task (id, " NEW_COLS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                "?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
                v, n, NULL);
    }
    v[TASK_VERSION] = val_int(1);
    return db_add(db,
            "INSERT INTO task (" NEW_COLS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
            "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
            v + TASK_CARD, n - TASK_CARD, out_id);
}

enum err task_store_update(struct db *db, const struct val *row)
{
    int64_t changed = 0;
    enum err e = db_exec(db,
            "UPDATE task SET text = ?2, type_id = ?3, assignee_id = ?4, due_at = ?5, due_has_time = ?6, "
            "duration_min = ?7, reminder_min = ?8, address = ?9, state = ?10, result = ?11, closed_at = ?12, "
            "closed_by = ?13, updated_at = ?14, repeat_rule = ?16, repeat_zone = ?17, repeat_closing = ?18, "
            "repeat_start_at = ?19, repeat_at = ?20, repeat_no = ?21, repeat_keeps = ?22, version = version "
            "+ 1 "
            "WHERE id = ?1 AND version = ?15",
            P(row[TASK_ID], row[TASK_C_TEXT], row[TASK_C_TYPE], row[TASK_C_ASSIGNEE], row[TASK_C_DUE],
                    row[TASK_C_HAS_TIME], row[TASK_C_DURATION], row[TASK_C_REMINDER], row[TASK_C_ADDRESS],
                    row[TASK_STATE], row[TASK_RESULT], row[TASK_CLOSED_AT], row[TASK_CLOSED_BY],
                    row[TASK_UPDATED_AT], row[TASK_VERSION], row[TASK_RULE], row[TASK_RULE_ZONE],
                    row[TASK_RULE_CLOSING], row[TASK_RULE_START], row[TASK_RULE_AT], row[TASK_RULE_NO],
                    row[TASK_RULE_KEEPS]),
            &changed);
    return e ? e : changed ? ERR_OK : ERR_STALE;
}

#define IS_GUEST                                                                                             \
    "CASE WHEN (SELECT c.trashed_at FROM card c WHERE c.id = ?1) > 0 THEN 2 "                                \
    "WHEN assignee_id = (SELECT c.owner_id FROM card c WHERE c.id = ?1) THEN 0 ELSE 1 END"

enum err task_store_guests(struct db *db, int64_t card_id)
{
    return db_exec(db,
            "UPDATE task SET guest = " IS_GUEST " WHERE card_id = ?1 AND state = 0 AND guest <> " IS_GUEST,
            P(val_int(card_id)), NULL);
}

enum err task_store_delete(struct db *db, int64_t id)
{
    return db_exec(db, "DELETE FROM task WHERE id = ?1", P(val_int(id)), NULL);
}

enum err task_store_of_card(struct db *db, int64_t card_id, size_t max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT " COLS
            " FROM task t WHERE t.card_id = ?1 AND t.state = 0 ORDER BY t.due_at, t.id LIMIT ?2",
            P(val_int(card_id), val_int((int64_t)max)), out_rows);
}

enum err task_store_of_type(struct db *db, int64_t type_id, int64_t after_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id FROM task WHERE id > ?2 AND type_id = ?1 AND state = 0 AND guest < 2 ORDER BY id "
            "LIMIT ?3",
            P(val_int(type_id), val_int(after_id), val_int(max)), out_rows);
}

enum err task_store_count_of_type(struct db *db, int64_t type_id, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT count(*) FROM task WHERE type_id = ?1 AND state = 0 AND guest < 2",
            P(val_int(type_id)), &row);
    if (e == ERR_OK)
        *out_n = row[0].i;
    return e;
}

/* One state of the index (assignee, state, due): each is a branch of the merged list. */
#define WITH_CARD                                                                                            \
    "SELECT " COLS ", c.name, c.module_id, c.status_id FROM task t "                                         \
    "JOIN card c ON c.id = t.card_id AND c.trashed_at = 0 AND c.module_id NOT IN "                           \
    "(SELECT id FROM module WHERE trashed_at > 0) WHERE t.state = "

static void list_branch(struct query *q, int64_t assignee_id, int64_t from, int64_t to, int state, bool after,
        int64_t after_due, int64_t after_id, const struct sees *sees)
{
    query_sql(q, WITH_CARD);
    query_int(q, state);
    if (assignee_id) {
        query_sql(q, " AND t.assignee_id = ");
        query_param(q, val_int(assignee_id));
    }
    query_sql(q, after ? " AND t.due_at = " : " AND t.due_at >= ");
    query_param(q, val_int(after ? after_due : from));
    if (after) {
        query_sql(q, " AND t.id > ");
        query_param(q, val_int(after_id));
    }
    query_sql(q, " AND t.due_at < ");
    query_param(q, val_int(to));
    if (!sees)
        return;
    query_sql(q, " AND ");
    sees_card(q, sees, "c");
}

enum err task_store_list(struct db *db, int64_t assignee_id, int64_t from, int64_t to, bool closed,
        int64_t after_due, int64_t after_id, const struct sees *sees, int max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    int64_t next = after_id && after_due >= from ? after_due + 1 : from;
    for (int state = closed ? 1 : 0; state <= (closed ? 3 : 0); state++) {
        if (q.n)
            query_sql(&q, " UNION ALL ");
        if (after_id) {
            list_branch(&q, assignee_id, from, to, state, true, after_due, after_id, sees);
            query_sql(&q, " UNION ALL ");
        }
        list_branch(&q, assignee_id, next, to, state, false, 0, 0, sees);
    }
    query_sql(&q, " ORDER BY 6, 1 LIMIT ");
    query_param(&q, val_int(max));
    return query_rows(&q, db, out_rows);
}

enum err task_store_calendar(struct db *db, const int64_t *assignee_ids, size_t n_assignees, int64_t from,
        int64_t to, bool repeats, const struct sees *sees, int max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, WITH_CARD "0 AND t.guest < 2 AND t.due_at >= ");
    query_param(&q, val_int(from));
    query_sql(&q, " AND t.due_at < ");
    query_param(&q, val_int(to));
    for (size_t i = 0; i < n_assignees; i++) {
        query_sql(&q, i ? ", " : " AND t.assignee_id IN (");
        query_param(&q, val_int(assignee_ids[i]));
    }
    query_sql(&q, n_assignees ? ")" : "");
    query_sql(&q, repeats ? " AND t.repeat_rule <> ''" : "");
    if (sees) {
        query_sql(&q, " AND ");
        sees_card(&q, sees, "c");
    }
    query_sql(&q, " ORDER BY t.due_at, t.id LIMIT ");
    query_param(&q, val_int(max));
    return query_rows(&q, db, out_rows);
}
