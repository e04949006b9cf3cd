#include "store/radar_store.h"
#include "store/query.h"
#include "store/sees.h"

enum err radar_store_unseen(struct db *db, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id, kind, name_key, tax_no, eu_tax_no, company_id, trashed_at, tags FROM contact "
            "WHERE looked_at = 0 ORDER BY id LIMIT ?1",
            P(val_int(max)), out_rows);
}

enum err radar_store_seen(struct db *db, int64_t id, int64_t at)
{
    return db_exec(db, "UPDATE contact SET looked_at = ?2 WHERE id = ?1", P(val_int(id), val_int(at)), NULL);
}

static enum err is_any(struct db *db, const char *sql, bool *out)
{
    const struct val *row;
    enum err e = db_one(db, sql, P0, &row);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out = !e;
    return ERR_OK;
}

enum err radar_store_waits(struct db *db, bool *out_waits)
{
    return is_any(db, "SELECT 1 FROM contact WHERE looked_at = 0 LIMIT 1", out_waits);
}

enum err radar_store_asked(struct db *db, bool *out_asked)
{
    return is_any(db,
            "SELECT 1 FROM job WHERE state IN ('waiting', 'running') AND state = 'waiting' AND kind = "
            "'radar' LIMIT 1",
            out_asked);
}

enum err radar_store_put(struct db *db, const struct radar_row *row)
{
    return db_exec(db,
            "INSERT INTO contact_radar (contact_id, kind, words, tail, tax) VALUES (?1, ?2, ?3, ?4, ?5) "
            "ON CONFLICT (contact_id) DO UPDATE SET words = excluded.words, tail = excluded.tail, "
            "tax = excluded.tax",
            P(val_int(row->id), val_int(row->kind), val_text(row->words), val_text(row->tail),
                    val_text(row->tax)),
            NULL);
}

enum err radar_store_drop(struct db *db, int64_t id)
{
    return db_exec(db, "DELETE FROM contact_radar WHERE contact_id = ?1", P(val_int(id)), NULL);
}

enum err radar_store_near(struct db *db, const struct radar_row *row, bool by_tail, bool forwards, int max,
        struct rows *out_rows)
{
    const char *key = by_tail ? "tail" : "words";
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT contact_id, words FROM contact_radar WHERE kind = ");
    query_param(&q, val_int(row->kind));
    query_sql(&q, " AND ");
    query_sql(&q, key);
    query_sql(&q, forwards ? " >= " : " < ");
    query_param(&q, val_text(by_tail ? row->tail : row->words));
    query_sql(&q, " ORDER BY kind");
    query_sql(&q, forwards ? ", " : " DESC, ");
    query_sql(&q, key);
    query_sql(&q, forwards ? ", contact_id LIMIT " : " DESC, contact_id DESC LIMIT ");
    query_param(&q, val_int(max));
    return query_rows(&q, db, out_rows);
}

enum err radar_store_by_tax(struct db *db, const struct radar_row *row, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT contact_id, words FROM contact_radar WHERE tax = ?1 AND tax <> '' AND kind = ?2 "
            "ORDER BY contact_id DESC LIMIT ?3",
            P(val_text(row->tax), val_int(row->kind), val_int(max)), out_rows);
}

/* Pairs */

enum err pair_store_put(struct db *db, const struct pair_row *row)
{
    return db_exec(db,
            "INSERT INTO duplicate (a_id, b_id, kind, score, reasons) VALUES (?1, ?2, ?3, ?4, ?5) "
            "ON CONFLICT (a_id, b_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons",
            P(val_int(row->a_id), val_int(row->b_id), val_int(row->kind), val_int(row->score),
                    val_text(row->reasons)),
            NULL);
}

/* The plus: a contact is in few pairs, and most pairs are open; the index of the contact's must be taken. */
enum err pair_store_drop_open(struct db *db, int64_t contact_id, const int64_t *but, size_t n_but)
{
    static const char *const sides[] = {"a_id", "b_id"};
    enum err e = ERR_OK;
    for (int side = 0; !e && side < 2; side++) {
        struct query q;
        query_init(&q, db_arena(db));
        query_sql(&q, "DELETE FROM duplicate WHERE ");
        query_sql(&q, sides[side]);
        query_sql(&q, " = ");
        query_param(&q, val_int(contact_id));
        query_sql(&q, " AND {+}state = 0");
        for (size_t i = 0; i < n_but; i++) {
            query_sql(&q, i ? ", " : side ? " AND {+}a_id NOT IN (" : " AND {+}b_id NOT IN (");
            query_param(&q, val_int(but[i]));
        }
        query_sql(&q, n_but ? ")" : "");
        e = query_exec(&q, db, NULL);
    }
    return e;
}

#define PAIR_COLS "d.id, d.a_id, d.b_id, d.kind, d.score, d.reasons, d.state"

enum err pair_store_get(struct db *db, int64_t id, const struct val **out_row)
{
    return db_one(db, "SELECT " PAIR_COLS " FROM duplicate d WHERE d.id = ?1", P(val_int(id)), out_row);
}

enum err pair_store_decide(struct db *db, int64_t id, int state, int64_t member_id, int64_t at)
{
    return db_exec(db, "UPDATE duplicate SET state = ?2, decided_by = ?3, decided_at = ?4 WHERE id = ?1",
            P(val_int(id), val_int(state), val_int(member_id), val_int(at)), NULL);
}

/* A contact beside the other: enough to tell them apart. */
#define SIDE(k)                                                                                              \
    k ".id, " k ".name, (SELECT f.name FROM contact f WHERE f.id = " k                                       \
      ".company_id), " DEFAULT_POINT(k ".id", "email") ", " DEFAULT_POINT(                                   \
              k ".id", "phone") ", (SELECT x.city FROM address x WHERE "                                     \
                                "x.contact_id = " k ".id AND x.is_default = 1 LIMIT 1), "                    \
                                "(SELECT COUNT(*) FROM card c WHERE "                                        \
                                "c.trashed_at = 0 AND (c.contact_id = " k ".id OR c.company_id = " k         \
                                ".id)), " k ".created_at"

/* One branch a way to begin: at the score where the last page ended, and below it. */
static void list_add(struct query *q, int state, int kind, bool same_score, int64_t score, int64_t after_id)
{
    query_sql(q, "SELECT " PAIR_COLS ", " SIDE("a") ", " SIDE(
                         "b") " FROM duplicate d JOIN contact a ON a.id = d.a_id JOIN contact b ON b.id = "
                              "d.b_id WHERE d.state = ");
    query_param(q, val_int(state));
    if (kind >= 0) {
        query_sql(q, " AND d.kind = ");
        query_param(q, val_int(kind));
    }
    if (!after_id)
        return;
    query_sql(q, same_score ? " AND d.score = " : " AND d.score < ");
    query_param(q, val_int(score));
    if (!same_score)
        return;
    query_sql(q, " AND d.id < ");
    query_param(q, val_int(after_id));
}

#define LIKELIEST " ORDER BY 5 DESC, 1 DESC LIMIT "

enum err pair_store_list(struct db *db, int state, int kind, int64_t after_score, int64_t after_id, int max,
        struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    if (after_id) {
        query_sql(&q, "{PART}");
        list_add(&q, state, kind, true, after_score, after_id);
        query_sql(&q, arena_printf(db_arena(db), "{PART_END}(" LIKELIEST "%d) UNION ALL {PART}", max));
    }
    list_add(&q, state, kind, false, after_score, after_id);
    if (after_id)
        query_sql(&q, arena_printf(db_arena(db), "{PART_END}(" LIKELIEST "%d)", max));
    query_sql(&q, LIKELIEST);
    query_int(&q, max);
    return query_rows(&q, db, out_rows);
}

enum err pair_store_ids(struct db *db, int kind, int min_score, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT d.id FROM duplicate d WHERE d.state = 0 AND d.score >= ?1 AND (?2 < 0 OR d.kind = ?2) "
            "ORDER BY d.score DESC, d.id DESC LIMIT ?3",
            P(val_int(min_score), val_int(kind), val_int(max)), out_rows);
}

enum err pair_store_count(struct db *db, int state, int kind, int min_score, int max, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT COUNT(*) FROM (SELECT d.id FROM duplicate d WHERE d.state = ?1 AND d.score >= ?2 AND "
            "(?3 < 0 OR d.kind = ?3) LIMIT ?4) h",
            P(val_int(state), val_int(min_score), val_int(kind), val_int(max)), &row);
    if (!e)
        *out_n = row[0].i;
    return e;
}
