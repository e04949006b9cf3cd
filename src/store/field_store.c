#include "store/field_store.h"
#include "store/query.h"

/* A text of ours with {m} and {f} for the two numbers. */
static const char *text(struct db *db, const char *sql, int64_t module_id, int64_t field_id)
{
    struct query q;
    query_init(&q, db_arena(db));
    for (const char *p = sql; *p;) {
        const char *at = strstr(p, "{m}"), *f = strstr(p, "{f}");
        at = at && (!f || at < f) ? at : f;
        query_sql(&q, arena_strn(db_arena(db), p, at ? (size_t)(at - p) : strlen(p)));
        if (!at)
            break;
        query_int(&q, at == f ? field_id : module_id);
        p = at + 3;
    }
    return buf_str(&q.sql);
}

enum err field_store_index(struct db *db, int64_t module_id, int64_t field_id)
{
    return db_script(db, text(db,
                                 "CREATE INDEX IF NOT EXISTS m_{m}_f_{f} ON m_{m} (f_{f}, card_id) WHERE "
                                 "f_{f} IS NOT NULL",
                                 module_id, field_id));
}

enum err field_store_index_apart(struct store *s, struct arena *a, int64_t module_id, int64_t field_id)
{
    long long m = module_id, f = field_id;
    return store_index(s, arena_printf(a, "m_%lld_f_%lld", m, f),
            arena_printf(a, "m_%lld (f_%lld, card_id) WHERE f_%lld IS NOT NULL", m, f, f));
}

enum err field_store_unindex(struct db *db, int64_t module_id, int64_t field_id)
{
    return db_script(db, text(db, "DROP INDEX IF EXISTS m_{m}_f_{f}", module_id, field_id));
}

enum err field_store_filled(struct db *db, int64_t module_id, int64_t field_id, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db, text(db, "SELECT count(f_{f}) FROM m_{m}", module_id, field_id), P0, &row);
    if (e == ERR_OK)
        *out_n = row[0].i;
    return e;
}

enum err field_store_has(struct db *db, int64_t module_id, int64_t field_id, struct val v, int64_t but_card,
        struct field_holder *out)
{
    const struct val *row;
    enum err e = db_one(db,
            text(db,
                    "SELECT x.card_id, c.number, c.owner_id FROM m_{m} x JOIN card c ON c.id = x.card_id "
                    "WHERE x.f_{f} = ?1 AND "
                    "x.card_id <> ?2 AND c.trashed_at = 0 LIMIT 1",
                    module_id, field_id),
            P(v, val_int(but_card)), &row);
    if (e == ERR_OK)
        *out = (struct field_holder){row[0].i, row[1].i, val_i(row[2], 0)};
    return e;
}

enum err field_store_has_contact(struct db *db, int64_t module_id, int64_t field_id, struct val v,
        int64_t but_contact, const struct val **out_row)
{
    return db_one(db,
            text(db,
                    "SELECT c.id, c.owner_id, c.name FROM m_{m} x JOIN contact c ON c.id = x.card_id "
                    "WHERE x.f_{f} = ?1 AND x.card_id <> ?2 AND c.trashed_at = 0 LIMIT 1",
                    module_id, field_id),
            P(v, val_int(but_contact)), out_row);
}

#define TWICE(table)                                                                                         \
    "SELECT x.f_{f} FROM m_{m} x JOIN " table " c ON c.id = x.card_id WHERE x.f_{f} IS NOT NULL AND "        \
    "c.trashed_at = 0 GROUP BY x.f_{f} HAVING count(*) > 1 LIMIT 1"

enum err field_store_twice(
        struct db *db, int64_t module_id, int64_t field_id, bool of_contacts, struct val *out_value)
{
    const struct val *row;
    enum err e = db_one(
            db, text(db, of_contacts ? TWICE("contact") : TWICE("card"), module_id, field_id), P0, &row);
    if (e == ERR_OK)
        *out_value = row[0];
    return e;
}

enum err field_store_walk(struct db *db, int64_t module_id, int64_t field_id, int64_t after_card, int max,
        struct rows *out_rows)
{
    return db_query(db,
            text(db,
                    "SELECT card_id, f_{f} FROM m_{m} WHERE card_id > ?1 AND f_{f} IS NOT NULL "
                    "ORDER BY card_id LIMIT ?2",
                    module_id, field_id),
            P(val_int(after_card), val_int(max)), out_rows);
}

enum err field_store_each(struct db *db, int64_t module_id, int64_t field_id,
        enum err (*each)(void *arg, const struct val *row), void *arg)
{
    return db_each(db,
            text(db, "SELECT f_{f} FROM m_{m} WHERE f_{f} IS NOT NULL ORDER BY card_id", module_id, field_id),
            P0, each, arg);
}

enum err field_store_distinct(
        struct db *db, int64_t module_id, int64_t field_id, int max, struct rows *out_rows)
{
    return db_query(db,
            text(db,
                    "SELECT f_{f} FROM m_{m} WHERE f_{f} IS NOT NULL GROUP BY f_{f} "
                    "ORDER BY count(*) DESC, f_{f} LIMIT ?1",
                    module_id, field_id),
            P(val_int(max)), out_rows);
}

enum err field_store_fill(struct db *db, int64_t module_id, int64_t field_id, int64_t card_id, struct val v)
{
    return db_exec(db,
            text(db, "UPDATE m_{m} SET f_{f} = ?1 WHERE card_id = ?2 AND f_{f} IS NULL", module_id, field_id),
            P(v, val_int(card_id)), NULL);
}
