#include "store/card_store.h"
#include "base/buf.h"
#include "base/clock.h"
#include "store/query.h"

#include <string.h>

static const char *const names[N_CARD_COL] = {
#define CARD_COL(id, name) [CARD_##id] = (name),
        CARD_COLS(CARD_COL)
#undef CARD_COL
};

static void put_columns(struct query *q, int from, int to)
{
    for (int c = from; c < to; c++) {
        if (c > from)
            query_sql(q, ", ");
        query_sql(q, names[c]);
    }
}

enum err card_store_get(struct db *db, int64_t id, const struct val **out_row)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT ");
    put_columns(&q, 0, N_CARD_READ);
    query_sql(&q, " FROM card WHERE id = ");
    query_param(&q, val_int(id));
    return query_one(&q, db, out_row);
}

static enum err next_number(struct db *db, int64_t module_id, int64_t *out_number)
{
    const struct val *row;
    if (db_noted(db, module_id, out_number))
        return ERR_OK;
    enum err e = db_one(db, "SELECT number FROM card WHERE module_id = ?1 ORDER BY number DESC LIMIT 1",
            P(val_int(module_id)), &row);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    *out_number = e == ERR_OK ? row[0].i + 1 : 1;
    return ERR_OK;
}

/* Two statements, for INSERT … RETURNING copies every page it touches in SQLite; that was two thirds of the time of
 * creating a card. Writers take turns, and the unique index stands behind the number. */
enum err card_store_insert(struct db *db, const struct val *row, int64_t *out_id, int64_t *out_number)
{
    struct query q;
    int64_t number = 0;
    enum err e = next_number(db, row[CARD_MODULE].i, &number);
    if (e != ERR_OK)
        return e;
    query_init(&q, db_arena(db));
    query_sql(&q, "INSERT INTO card (");
    put_columns(&q, CARD_MODULE, CARD_VERSION);
    query_sql(&q, ", ");
    put_columns(&q, CARD_VERSION + 1, N_CARD_COL);
    query_sql(&q, ") VALUES (");
    for (int c = CARD_MODULE; c < N_CARD_COL; c++) {
        if (c == CARD_VERSION)
            continue;
        if (c > CARD_MODULE)
            query_sql(&q, ", ");
        query_param(&q, c == CARD_NUMBER ? val_int(number) : row[c]);
    }
    query_sql(&q, ")");
    e = db_add(db, buf_str(&q.sql), q.params, q.n, out_id);
    if (e == ERR_OK) {
        db_note(db, row[CARD_MODULE].i, number + 1);
        *out_number = number;
    }
    return e;
}

enum err card_store_update(struct db *db, int64_t id, int64_t version, const enum card_col *cols,
        const struct val *vals, size_t n)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "UPDATE card SET version = version + 1");
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, ", ");
        query_sql(&q, names[cols[i]]);
        query_sql(&q, " = ");
        query_param(&q, vals[i]);
    }
    query_sql(&q, " WHERE id = ");
    query_param(&q, val_int(id));
    query_sql(&q, " AND version = ");
    query_param(&q, val_int(version));
    return db_exec_one(db, buf_str(&q.sql), q.params, q.n);
}

static void put_table(struct query *q, const char *before, int64_t module_id)
{
    query_sql(q, before);
    query_sql(q, " m_");
    query_int(q, module_id);
}

enum err card_store_custom_get(struct db *db, int64_t module_id, int64_t card_id, const char *const *columns,
        size_t n, const struct val **out_row)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT card_id");
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, ", ");
        query_column(&q, NULL, columns[i]);
    }
    put_table(&q, " FROM", module_id);
    query_sql(&q, " WHERE card_id = ");
    query_param(&q, val_int(card_id));
    enum err e = query_one(&q, db, out_row);
    if (e == ERR_OK)
        *out_row += 1;
    return e;
}

enum err card_store_custom_insert(struct db *db, int64_t module_id, int64_t card_id,
        const char *const *columns, const struct val *vals, size_t n)
{
    struct query q;
    query_init(&q, db_arena(db));
    put_table(&q, "INSERT INTO", module_id);
    query_sql(&q, " (card_id");
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, ", ");
        query_column(&q, NULL, columns[i]);
    }
    query_sql(&q, ") VALUES (");
    query_param(&q, val_int(card_id));
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, ", ");
        query_param(&q, vals[i]);
    }
    query_sql(&q, ")");
    return db_exec(db, buf_str(&q.sql), q.params, q.n, NULL);
}

enum err card_store_custom_update(struct db *db, int64_t module_id, int64_t card_id,
        const char *const *columns, const struct val *vals, size_t n)
{
    struct query q;
    query_init(&q, db_arena(db));
    put_table(&q, "UPDATE", module_id);
    query_sql(&q, " SET ");
    for (size_t i = 0; i < n; i++) {
        if (i)
            query_sql(&q, ", ");
        query_column(&q, NULL, columns[i]);
        query_sql(&q, " = ");
        query_param(&q, vals[i]);
    }
    query_sql(&q, " WHERE card_id = ");
    query_param(&q, val_int(card_id));
    return db_exec(db, buf_str(&q.sql), q.params, q.n, NULL);
}

enum err card_store_seen(struct db *db, int64_t id)
{
    return db_exec(db, "UPDATE card SET seen_by_owner = 1 WHERE id = ?1", P(val_int(id)), NULL);
}

enum err card_store_first_task(struct db *db, int64_t id, int64_t task_id)
{
    return db_exec(
            db, "UPDATE card SET next_task_id = ?2 WHERE id = ?1", P(val_int(id), val_int(task_id)), NULL);
}

enum err card_store_next_task(struct db *db, int64_t id)
{
    return db_exec(db,
            "UPDATE card SET "
            "next_due_at = coalesce((SELECT min(t.due_at) FROM task t WHERE t.card_id = ?1 AND t.state = 0), "
            "?2), "
            "next_task_id = (SELECT t.id FROM task t WHERE t.card_id = ?1 AND t.state = 0 "
            "ORDER BY t.due_at, t.id LIMIT 1), "
            "n_open_tasks = (SELECT count(*) FROM task t WHERE t.card_id = ?1 AND t.state = 0) WHERE id = ?1",
            P(val_int(id), val_int(NO_DUE)), NULL);
}

enum err card_store_last_due(struct db *db, int64_t id, int64_t *out_at)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT coalesce(max(due_at), 0) FROM task WHERE card_id = ?1 AND state = 0 AND due_at < ?2",
            P(val_int(id), val_int(NO_DUE)), &row);
    if (e == ERR_OK)
        *out_at = row[0].i;
    return e;
}

enum err card_store_open_tasks(struct db *db, int64_t id, size_t max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT text, type_id, assignee_id, due_at, due_has_time, duration_min, reminder_min, address "
            "FROM task "
            "WHERE card_id = ?1 AND state = 0 ORDER BY due_at, id LIMIT ?2",
            P(val_int(id), val_int((int64_t)max)), out_rows);
}

enum err card_store_reach(
        struct db *db, int64_t card_id, int64_t member_id, bool *out_private, bool *out_guest)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT (SELECT COUNT(*) FROM card_private p WHERE p.card_id = ?1), "
            "(SELECT COUNT(*) FROM task t WHERE t.card_id = ?1 AND t.state = 0 AND t.assignee_id = ?2) + "
            "(SELECT COUNT(*) FROM card_guest g WHERE g.card_id = ?1 AND g.member_id = ?2)",
            P(val_int(card_id), val_int(member_id)), &row);
    if (e != ERR_OK)
        return e;
    *out_private = row[0].i > 0;
    *out_guest = row[1].i > 0;
    return ERR_OK;
}

enum err card_store_last_of(struct db *db, int64_t module_id, int64_t after, int max, int64_t *out_id)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT max(k.id) FROM (SELECT c.id AS id FROM card c WHERE +c.module_id = ?1 AND c.id > ?2 AND "
            "c.trashed_at = 0 ORDER BY c.id LIMIT ?3) k",
            P(val_int(module_id), val_int(after), val_int(max)), &row);
    if (!e)
        *out_id = val_i(row[0], 0);
    return e;
}

static void put_select(struct query *q)
{
    query_sql(q, "SELECT ");
    put_columns(q, 0, N_CARD_READ);
    query_sql(q, " FROM card WHERE ");
}

enum err card_store_walk(
        struct db *db, int64_t module_id, int64_t contact_id, int64_t after, int max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    put_select(&q);
    query_sql(&q, contact_id ? "{+}module_id = " : "module_id = ");
    query_param(&q, val_int(module_id));
    if (contact_id) {
        query_sql(&q, " AND id IN (SELECT id FROM card WHERE contact_id = ");
        query_param(&q, val_int(contact_id));
        query_sql(&q, " UNION SELECT id FROM card WHERE company_id = ");
        query_param(&q, val_int(contact_id));
        query_sql(&q, ")");
    }
    query_sql(&q, contact_id ? " AND {+}number > " : " AND number > ");
    query_param(&q, val_int(after));
    query_sql(&q, " ORDER BY number LIMIT ");
    query_param(&q, val_int(max));
    return query_rows(&q, db, out_rows);
}

enum err card_store_latest(struct db *db, int64_t module_id, int max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    put_select(&q);
    query_sql(&q, "module_id = ");
    query_param(&q, val_int(module_id));
    query_sql(&q, " AND trashed_at = 0 ORDER BY created_at DESC, id DESC LIMIT ");
    query_param(&q, val_int(max));
    return query_rows(&q, db, out_rows);
}

#define CARDS_BETWEEN " WHERE +module_id = ?1 AND +status_id = ?2 AND id > ?3 AND id <= ?4 AND trashed_at = 0"

/* The later of three times; neither database has the same word for "greatest". */
enum err card_store_rewake(struct db *db, int64_t module_id, int64_t status_id, int64_t after, int64_t last,
        const struct card_wait *wait)
{
    if (!wait)
        return db_exec(db, "UPDATE card SET wake_at = 0" CARDS_BETWEEN " AND +wake_at <> 0",
                P(val_int(module_id), val_int(status_id), val_int(after), val_int(last)), NULL);
    return db_exec(db,
            "UPDATE card SET wake_at = (SELECT max(at) FROM ("
            "SELECT CASE WHEN card.last_contact_at > 0 THEN card.last_contact_at ELSE card.created_at END + "
            "?5 AS at "
            "UNION ALL SELECT card.status_at + ?6 "
            "UNION ALL SELECT max(t.due_at) FROM task t WHERE ?7 = 1 AND t.card_id = card.id AND t.state = 0 "
            "AND t.due_at < ?8) AS times)" CARDS_BETWEEN,
            P(val_int(module_id), val_int(status_id), val_int(after), val_int(last),
                    val_int(wait->contact_ms), val_int(wait->status_ms), val_int(wait->task_pauses),
                    val_int(NO_DUE)),
            NULL);
}

enum err card_store_customer(struct db *db, int64_t contact_id, struct rows *out_rows)
{
    return db_query(db,
            "SELECT c.kind, c.name, c.company_id, co.name, p.kind, p.value, p.match_key FROM contact c "
            "LEFT JOIN contact co ON co.id = c.company_id "
            "LEFT JOIN contact_point p ON p.contact_id = c.id AND p.kind IN ('email', 'phone') "
            "WHERE c.id = ?1 ORDER BY p.is_default DESC, p.id LIMIT 40",
            P(val_int(contact_id)), out_rows);
}

/* A contact's default point of a kind, and its default city. */
#define POINT_OF(contact, kind)                                                                              \
    "(SELECT p.value FROM contact_point p WHERE p.contact_id = " contact " AND p.kind = '" kind              \
    "' ORDER BY p.is_default DESC, p.id LIMIT 1)"

enum err card_store_facts(struct db *db, int64_t contact_id, const struct val **out_row)
{
    return db_one(db,
            "SELECT c.name, coalesce(nullif(co.industry, ''), c.industry), coalesce(nullif(co.region, ''), "
            "c.region), "
            "coalesce(co.employees, c.employees), coalesce(co.revenue_minor, c.revenue_minor) "
            "FROM contact c LEFT JOIN contact co ON co.id = c.company_id WHERE c.id = ?1",
            P(val_int(contact_id)), out_row);
}

enum err card_store_fact_list(struct db *db, int64_t contact_id, int64_t company_id, struct rows *out_rows)
{
    return db_query(db,
            "SELECT kind, CASE WHEN kind = 'phone' THEN match_key ELSE value END FROM contact_point "
            "WHERE contact_id = ?1 AND kind IN ('email', 'phone') "
            "UNION ALL SELECT 'city', city FROM address WHERE contact_id IN (?1, ?2) LIMIT 200",
            P(val_int(contact_id), val_int(company_id)), out_rows);
}

enum err card_store_contact_name(struct db *db, int64_t contact_id, const char **out_name)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT name FROM contact WHERE id = ?1", P(val_int(contact_id)), &row);
    if (e == ERR_OK)
        *out_name = val_s(row[0], "");
    return e;
}

enum err card_store_people(
        struct db *db, int64_t contact_id, int64_t company_id, size_t max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT c.id, c.kind, c.name, c.position, c.company_id, co.name, " POINT_OF(
                    "c.id", "email") ", " POINT_OF("c.id",
                    "phone") " FROM contact c LEFT JOIN contact co ON co.id = c.company_id "
                             "WHERE c.id = ?1 OR (c.company_id = ?2 AND c.trashed_at = 0) "
                             "ORDER BY CASE WHEN c.id = ?1 THEN 0 ELSE 1 END, c.name_key, c.id LIMIT ?3",
            P(val_int(contact_id), val_int(company_id), val_int((int64_t)max)), out_rows);
}

enum err card_store_related(struct db *db, int64_t card_id, int64_t contact_id, int64_t company_id,
        const struct sees *sees, size_t max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT c.id, c.module_id, c.name, c.status_id, c.value_minor, c.number FROM card c "
                  "WHERE (c.contact_id = ");
    query_param(&q, val_int(contact_id));
    query_sql(&q, " OR c.company_id = ");
    query_param(&q, val_int(company_id));
    query_sql(&q, ") AND c.trashed_at = 0 AND c.id <> ");
    query_param(&q, val_int(card_id));
    if (sees) {
        query_sql(&q, " AND ");
        sees_card(&q, sees, "c");
    }
    query_sql(&q, " ORDER BY c.module_id, c.id DESC LIMIT ");
    query_param(&q, val_int((int64_t)max));
    return query_rows(&q, db, out_rows);
}

enum err card_store_link(struct db *db, int64_t card_id, int64_t other_id, const char *kind, const char *note,
        int64_t at, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO card_link (card_id, other_id, kind, note, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            P(val_int(card_id), val_int(other_id), val_text(kind), val_text(note), val_int(at)), out_id);
}

enum err card_store_link_between(struct db *db, int64_t card_id, int64_t other_id, int64_t *out_id)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT id FROM card_link WHERE (card_id = ?1 AND other_id = ?2) OR (card_id = ?2 AND other_id = "
            "?1)",
            P(val_int(card_id), val_int(other_id)), &row);
    if (e == ERR_OK)
        *out_id = row[0].i;
    return e;
}

enum err card_store_unlink(struct db *db, int64_t link_id, int64_t card_id, int64_t *out_other_id)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT CASE WHEN card_id = ?2 THEN other_id ELSE card_id END FROM card_link "
            "WHERE id = ?1 AND (card_id = ?2 OR other_id = ?2)",
            P(val_int(link_id), val_int(card_id)), &row);
    if (e != ERR_OK)
        return e;
    *out_other_id = row[0].i;
    return db_exec(db, "DELETE FROM card_link WHERE id = ?1", P(val_int(link_id)), NULL);
}

enum err card_store_links(
        struct db *db, int64_t card_id, const struct sees *sees, size_t max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_bind(&q, val_int(card_id));
    query_sql(&q,
            "SELECT l.id, l.kind, l.note, c.id, c.name, c.module_id, c.status_id, c.number FROM card_link l "
            "JOIN card c ON c.id = CASE WHEN l.card_id = ?1 THEN l.other_id ELSE l.card_id END "
            "WHERE (l.card_id = ?1 OR l.other_id = ?1) AND c.trashed_at = 0");
    if (sees) {
        query_sql(&q, " AND ");
        sees_card(&q, sees, "c");
    }
    query_sql(&q, " ORDER BY l.id LIMIT ");
    query_param(&q, val_int((int64_t)max));
    return query_rows(&q, db, out_rows);
}
