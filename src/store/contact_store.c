#include "store/contact_store.h"
#include "store/list_test.h"
#include "store/query.h"
#include "store/sees.h"

#include <string.h>

static const char *const columns[N_CONTACT_COL] = {
#define CONTACT_COL(id, name) [CONTACT_C_##id] = (name),
        CONTACT_COLS(CONTACT_COL)
#undef CONTACT_COL
};

static void columns_add(struct query *q, int from, int to)
{
    for (int i = from; i < to; i++) {
        query_sql(q, i > from ? ", " : "");
        query_sql(q, columns[i]);
    }
}

enum err contact_store_get(struct db *db, int64_t id, const struct val **out_row)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT ");
    columns_add(&q, 0, N_CONTACT_READ);
    query_sql(&q, " FROM contact WHERE id = ");
    query_param(&q, val_int(id));
    return query_one(&q, db, out_row);
}

enum err contact_store_insert(struct db *db, const struct val *row, int64_t *out_id)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "INSERT INTO contact (");
    columns_add(&q, CONTACT_C_KIND, N_CONTACT_COL);
    query_sql(&q, ") VALUES (");
    for (int i = CONTACT_C_KIND; i < N_CONTACT_COL; i++) {
        query_sql(&q, i > CONTACT_C_KIND ? ", " : "");
        query_param(&q, i == CONTACT_C_VERSION ? val_int(1) : row[i]);
    }
    query_sql(&q, ")");
    return db_add(db, buf_str(&q.sql), q.params, q.n, out_id);
}

enum err contact_store_update(struct db *db, const struct val *row)
{
    struct query q;
    int64_t changed = 0;
    query_init(&q, db_arena(db));
    query_sql(&q, "UPDATE contact SET version = version + 1, looked_at = 0");
    for (int i = CONTACT_C_KIND; i <= CONTACT_C_SORT_KEY; i++) {
        if (i == CONTACT_C_CREATED_AT || i == CONTACT_C_VERSION || i == CONTACT_C_TRASHED_AT)
            continue;
        query_sql(&q, ", ");
        query_sql(&q, columns[i]);
        query_sql(&q, " = ");
        query_param(&q, row[i]);
    }
    query_sql(&q, " WHERE id = ");
    query_param(&q, row[CONTACT_C_ID]);
    query_sql(&q, " AND version = ");
    query_param(&q, row[CONTACT_C_VERSION]);
    enum err e = query_exec(&q, db, &changed);
    return e ? e : changed ? ERR_OK : ERR_STALE;
}

enum err contact_store_trash(
        struct db *db, int64_t id, int64_t trashed_at, int64_t merged_into, int64_t updated_at)
{
    return db_exec(db,
            "UPDATE contact SET trashed_at = ?2, merged_into = ?3, updated_at = ?4, looked_at = 0, "
            "version = version + 1 WHERE id = ?1",
            P(val_int(id), val_int(trashed_at), val_int(merged_into), val_int(updated_at)), NULL);
}

enum err contact_store_merged(struct db *db, int64_t id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id FROM contact WHERE merged_into = ?1 AND merged_into > 0 ORDER BY id LIMIT ?2",
            P(val_int(id), val_int(max)), out_rows);
}

enum err contact_store_own_cards(struct db *db, int64_t id, int64_t after_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id FROM card WHERE contact_id = ?1 AND id > ?2 AND trashed_at = 0 ORDER BY id LIMIT ?3",
            P(val_int(id), val_int(after_id), val_int(max)), out_rows);
}

enum err contact_store_hung(struct db *db, enum hung what, int64_t id, int max, struct rows *out_rows)
{
    static const char *const lists[N_HUNG] = {
            [HUNG_FILES] = "SELECT id FROM attachment WHERE contact_id = ?1 ORDER BY id LIMIT ?2",
            [HUNG_COMMENTS] = "SELECT id FROM comment WHERE contact_id = ?1 ORDER BY id LIMIT ?2"};
    return db_query(db, lists[what], P(val_int(id), val_int(max)), out_rows);
}

enum err contact_store_rehang(struct db *db, enum hung what, int64_t thing_id, int64_t from_id, int64_t to_id)
{
    static const char *const moves[N_HUNG] = {
            [HUNG_FILES] = "UPDATE attachment SET contact_id = ?3 WHERE id = ?1 AND contact_id = ?2",
            [HUNG_COMMENTS] = "UPDATE comment SET contact_id = ?3 WHERE id = ?1 AND contact_id = ?2"};
    return db_exec(db, moves[what], P(val_int(thing_id), val_int(from_id), val_int(to_id)), NULL);
}

enum err contact_store_moves(struct db *db, int64_t id, int64_t *out_people, int64_t *out_cards)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT (SELECT COUNT(*) FROM contact WHERE company_id = ?1 AND trashed_at = 0), "
            "(SELECT COUNT(*) FROM card WHERE contact_id = ?1 AND trashed_at = 0)",
            P(val_int(id)), &row);
    if (!e) {
        *out_people = row[0].i;
        *out_cards = row[1].i;
    }
    return e;
}

enum err contact_store_sees(struct db *db, int64_t id, const struct sees *sees, bool *out_sees)
{
    struct query q;
    const struct val *row;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT 1 FROM contact k WHERE k.id = ");
    query_param(&q, val_int(id));
    query_sql(&q, " AND ");
    sees_contact(&q, sees, "k");
    enum err e = query_one(&q, db, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out_sees = !e;
    return ERR_OK;
}

/* Points and addresses */

enum err contact_store_points(struct db *db, int64_t id, struct rows *out_rows)
{
    return db_query(db,
            "SELECT kind, value, match_key, label, is_default FROM contact_point WHERE contact_id = ?1 "
            "ORDER BY id LIMIT 50",
            P(val_int(id)), out_rows);
}

enum err contact_store_addresses(struct db *db, int64_t id, struct rows *out_rows)
{
    return db_query(db,
            "SELECT kind, street, city, postal_code, county, country, is_default FROM address "
            "WHERE contact_id = ?1 ORDER BY id LIMIT 20",
            P(val_int(id)), out_rows);
}

/* n rows of `cols` values behind the contact's id. One statement each: SQLite keeps copies of the pages that a statement
 * of several rows changes. */
static enum err rows_insert(
        struct db *db, const char *insert, int64_t id, const struct val *v, size_t n, size_t cols)
{
    struct val row[ADDRESS_COLS + 1] = {val_int(id)};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < n; i++) {
        memcpy(row + 1, v + i * cols, cols * sizeof *v);
        e = db_exec(db, insert, row, cols + 1, NULL);
    }
    return e;
}

enum err contact_store_set_points(struct db *db, int64_t id, bool replace, const struct val *v, size_t n)
{
    enum err e = ERR_OK;
    if (replace)
        e = db_exec(db, "DELETE FROM contact_point WHERE contact_id = ?1", P(val_int(id)), NULL);
    return e ? e
             : rows_insert(db,
                       "INSERT INTO contact_point (contact_id, kind, value, match_key, label, is_default) "
                       "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                       id, v, n, POINT_COLS);
}

enum err contact_store_set_addresses(struct db *db, int64_t id, bool replace, const struct val *v, size_t n)
{
    enum err e = ERR_OK;
    if (replace)
        e = db_exec(db, "DELETE FROM address WHERE contact_id = ?1", P(val_int(id)), NULL);
    return e ? e
             : rows_insert(db,
                       "INSERT INTO address (contact_id, kind, street, city, postal_code, county, country, "
                       "is_default) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                       id, v, n, ADDRESS_COLS);
}

/* Looking for the same */

enum err contact_store_by_point(
        struct db *db, const char *kind, const char *match_key, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT k.id, k.name, k.kind FROM contact_point p JOIN contact k ON k.id = p.contact_id "
            "WHERE p.kind = ?1 AND p.match_key = ?2 AND k.trashed_at = 0 ORDER BY p.id DESC LIMIT ?3",
            P(val_text(kind), val_text(match_key), val_int(max)), out_rows);
}

enum err contact_store_by_name(struct db *db, int kind, const char *name_key, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT k.id, k.name, k.kind FROM contact k WHERE k.kind = ?1 AND k.name_key = ?2 AND "
            "k.trashed_at = 0 "
            "ORDER BY k.id DESC LIMIT ?3",
            P(val_int(kind), val_text(name_key), val_int(max)), out_rows);
}

/* What belongs to it */

enum err contact_store_people(struct db *db, int64_t company_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT k.id, k.name, k.position, " DEFAULT_POINT("k.id", "email") ", " DEFAULT_POINT(
                    "k.id", "phone") " FROM contact k WHERE k.company_id = ?1 AND k.trashed_at = 0 ORDER BY "
                                     "k.sort_key, k.id LIMIT ?2",
            P(val_int(company_id), val_int(max)), out_rows);
}

enum err contact_store_people_ids(
        struct db *db, int64_t company_id, int64_t after_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id FROM contact WHERE company_id = ?1 AND id > ?2 AND trashed_at = 0 ORDER BY id LIMIT "
            "?3",
            P(val_int(company_id), val_int(after_id), val_int(max)), out_rows);
}

static void cards_add(struct query *q, const char *by, int64_t id, const struct sees *sees)
{
    query_sql(q, "SELECT c.id, c.name, c.module_id, c.status_id, c.number, c.updated_at FROM card c WHERE "
                 "c.trashed_at = 0 AND ");
    query_column(q, "c", by);
    query_sql(q, " = ");
    query_param(q, val_int(id));
    if (!sees)
        return;
    query_sql(q, " AND ");
    sees_card(q, sees, "c");
}

enum err contact_store_cards(
        struct db *db, int64_t id, const struct sees *sees, int max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    cards_add(&q, "contact_id", id, sees);
    query_sql(&q, " UNION ");
    cards_add(&q, "company_id", id, sees);
    query_sql(&q, " ORDER BY 6 DESC, 1 DESC LIMIT ");
    query_param(&q, val_int(max));
    return query_rows(&q, db, out_rows);
}

#define NAMED_CARD                                                                                           \
    "SELECT c.id, c.name, k.id, k.name FROM card c JOIN contact k ON k.id = c.contact_id "                   \
    "WHERE c.id > ?2 AND c.trashed_at = 0 AND c."

enum err contact_store_named_cards(
        struct db *db, int64_t id, int64_t after_id, int max, struct rows *out_rows)
{
    return db_query(db, NAMED_CARD "contact_id = ?1 UNION " NAMED_CARD "company_id = ?1 ORDER BY 1 LIMIT ?3",
            P(val_int(id), val_int(after_id), val_int(max)), out_rows);
}

enum err contact_store_move_cards(struct db *db, int64_t id, int64_t company_id)
{
    return db_exec(db, "UPDATE card SET company_id = ?2, version = version + 1 WHERE contact_id = ?1",
            P(val_int(id), company_id ? val_int(company_id) : val_null()), NULL);
}

/* The list: one branch a kind, and two where the page starts behind a row, merged in order. */

struct part {
    int kind; /* -1: the search drives */
    enum { FROM_START, AT_KEY, BEHIND_KEY } start;
};

static const char *key_of(const struct contact_list *l)
{
    return l->by_updated ? "k.updated_at" : "k.sort_key";
}

static void start_add(struct query *q, const struct contact_list *l, const struct part *p)
{
    if (p->start == FROM_START)
        return;
    query_sql(q, " AND ");
    query_sql(q, key_of(l));
    query_sql(q, p->start == AT_KEY ? " = " : l->by_updated ? " < " : " > ");
    query_param(q, l->after_key);
    if (p->start == BEHIND_KEY)
        return;
    query_sql(q, l->by_updated ? " AND k.id < " : " AND k.id > ");
    query_param(q, val_int(l->after_id));
}

static void n_cards_add(struct query *q, const struct contact_list *l)
{
    query_sql(q, ", (SELECT COUNT(*) FROM card x WHERE x.trashed_at = 0 AND (x.contact_id = k.id OR "
                 "x.company_id = k.id) AND x.module_id NOT IN (SELECT id FROM module WHERE trashed_at > 0)");
    if (l->sees) {
        query_sql(q, " AND ");
        sees_card(q, l->sees, "x");
    }
    query_sql(q, ")");
}

/* Own fields: their row, under the alias that conditions know. */
static void own_add(struct query *q, const struct contact_list *l)
{
    if (!l->place)
        return;
    query_sql(q, " LEFT JOIN m_");
    query_int(q, l->place);
    query_sql(q, " m ON m.card_id = k.id");
}

/* Behind the last row in the order of an own field: what has no value comes last. */
static void own_start_add(struct query *q, const struct contact_list *l)
{
    const bool valued = !val_is_null(l->after_key);
    if (!l->after)
        return;
    if (valued) {
        query_sql(q, " AND (");
        query_column(q, "m", l->by);
        query_sql(q, l->descending ? " < " : " > ");
        query_param(q, l->after_key);
        query_sql(q, " OR ");
        query_column(q, "m", l->by);
        query_sql(q, " IS NULL OR (");
        query_column(q, "m", l->by);
        query_sql(q, " = ");
        query_param(q, l->after_key);
    } else {
        query_sql(q, " AND (");
        query_column(q, "m", l->by);
        query_sql(q, " IS NULL");
    }
    query_sql(q, l->descending ? " AND k.id < " : " AND k.id > ");
    query_param(q, val_int(l->after_id));
    query_sql(q, valued ? "))" : ")");
}

static void from_add(struct query *q, const struct contact_list *l, const struct part *p)
{
    query_sql(q, " FROM ");
    if (l->search)
        query_sql(q, "(SELECT d.ref_id AS ref_id FROM {SEARCH_FROM} WHERE {SEARCH_MATCH} AND d.kind > 0 "
                     "ORDER BY {SEARCH_ID} DESC LIMIT 10000) h CROSS JOIN ");
    const bool by_tag = l->tag_id && l->tag_few && !l->search;
    if (by_tag)
        query_sql(q, "contact_tag g CROSS JOIN ");
    query_sql(q, "contact k LEFT JOIN contact co ON co.id = k.company_id");
    own_add(q, l);
    query_sql(q, " WHERE ");
    query_sql(q, l->search ? "k.id = h.ref_id AND " : "");
    query_sql(q, l->trash ? "k.trashed_at > 0 AND k.merged_into = 0" : "k.trashed_at = 0");
    if (l->tag_id) {
        query_sql(q, by_tag ? " AND g.contact_id = k.id AND g.tag_id = "
                            : " AND EXISTS (SELECT 1 FROM contact_tag g WHERE g.contact_id = k.id AND "
                              "g.tag_id = ");
        query_param(q, val_int(l->tag_id));
        query_sql(q, by_tag ? "" : ")");
    }
    if (p->kind >= 0) {
        query_sql(q, l->company_id || l->search || by_tag ? " AND {+}k.kind = " : " AND k.kind = ");
        query_param(q, val_int(p->kind));
    }
    if (l->company_id) {
        query_sql(q, " AND k.company_id = ");
        query_param(q, val_int(l->company_id));
    }
    if (l->sees) {
        query_sql(q, " AND ");
        sees_contact(q, l->sees, "k");
    }
    if (l->test) {
        query_sql(q, " AND ");
        test_add(q, l->test);
    }
}

static void columns_of_row(struct query *q, const struct contact_list *l, const char *key)
{
    query_sql(q, "SELECT k.id, ");
    query_sql(q, key);
    query_sql(q,
            ", k.kind, k.name, k.company_id, co.name, " DEFAULT_POINT("k.id", "email") ", " DEFAULT_POINT(
                    "k.id", "phone") ", (SELECT a.city FROM address a WHERE a.contact_id = k.id AND "
                                     "a.is_default = 1 LIMIT 1)");
    n_cards_add(q, l);
    query_sql(q, ", k.updated_at, k.trashed_at");
    for (int i = 0; i < l->n_columns; i++) {
        query_sql(q, ", ");
        query_column(q, "m", l->columns[i]);
    }
}

static void select_add(struct query *q, const struct contact_list *l, const struct part *p)
{
    columns_of_row(q, l, key_of(l));
    from_add(q, l, p);
    start_add(q, l, p);
}

/* In the order of an own field: ids and keys are sorted first, the rest is read for the rows of the page alone. */
static void sorted_add(struct query *q, const struct contact_list *l)
{
    const struct part p = {l->kind, FROM_START};
    const char *way = l->descending ? " DESC" : "";
    columns_of_row(q, l, "p.own_key");
    query_sql(q, " FROM (SELECT k.id AS id, ");
    query_column(q, "m", l->by);
    query_sql(q, " AS own_key");
    from_add(q, l, &p);
    own_start_add(q, l);
    query_sql(q, " ORDER BY CASE WHEN ");
    query_column(q, "m", l->by);
    query_sql(q, " IS NULL THEN 1 ELSE 0 END, ");
    query_column(q, "m", l->by);
    query_sql(q, way);
    query_sql(q, ", k.id");
    query_sql(q, way);
    query_sql(q, " LIMIT ");
    query_int(q, l->limit);
    query_sql(q, ") p CROSS JOIN contact k LEFT JOIN contact co ON co.id = k.company_id");
    own_add(q, l);
    query_sql(q, " WHERE k.id = p.id ORDER BY CASE WHEN p.own_key IS NULL THEN 1 ELSE 0 END, p.own_key");
    query_sql(q, way);
    query_sql(q, ", k.id");
    query_sql(q, way);
}

enum err contact_store_list(struct db *db, const struct contact_list *l, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    if (l->search)
        query_bind(&q, val_text(db_match(db, l->search)));
    if (l->by) {
        sorted_add(&q, l);
        return query_rows(&q, db, out_rows);
    }
    const char *order = arena_printf(
            db_arena(db), " ORDER BY %s LIMIT %d", l->by_updated ? "2 DESC, 1 DESC" : "2, 1", l->limit);
    bool split = l->kind < 0 && !l->search && !l->company_id;
    bool first = true, several = split || l->after;
    for (int kind = split ? 0 : l->kind; kind <= (split ? 1 : l->kind); kind++) {
        for (int start = l->after ? AT_KEY : FROM_START; start <= (l->after ? BEHIND_KEY : FROM_START);
                start++) {
            const struct part p = {kind, (unsigned)start};
            query_sql(&q, !several ? "" : first ? "{PART}" : " UNION ALL {PART}");
            first = false;
            select_add(&q, l, &p);
            if (several)
                query_sql(&q, arena_printf(db_arena(db), "{PART_END}(%s)", order));
        }
    }
    query_sql(&q, order);
    return query_rows(&q, db, out_rows);
}
