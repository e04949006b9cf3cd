#include "store/contact_own_store.h"
#include "store/query.h"

static void columns_add(struct query *q, const char *const *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        query_sql(q, ", ");
        query_column(q, NULL, columns[i]);
    }
}

static void table_add(struct query *q, const char *before, int64_t place)
{
    query_sql(q, before);
    query_sql(q, " m_");
    query_int(q, place);
}

enum err contact_own_store_get(struct db *db, int64_t place, int64_t contact_id, const char *const *columns,
        size_t n, const struct val **out_row)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT card_id");
    columns_add(&q, columns, n);
    table_add(&q, " FROM", place);
    query_sql(&q, " WHERE card_id = ");
    query_param(&q, val_int(contact_id));
    enum err e = query_one(&q, db, out_row);
    if (e == ERR_OK)
        *out_row += 1;
    return e;
}

enum err contact_own_store_put(struct db *db, int64_t place, int64_t contact_id, const char *const *columns,
        const struct val *vals, size_t n)
{
    struct query q;
    query_init(&q, db_arena(db));
    table_add(&q, "INSERT INTO", place);
    query_sql(&q, " (card_id");
    columns_add(&q, columns, n);
    query_sql(&q, ") VALUES (");
    query_param(&q, val_int(contact_id));
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, ", ");
        query_param(&q, vals[i]);
    }
    query_sql(&q, ") ON CONFLICT (card_id) DO UPDATE SET ");
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, i ? ", " : "");
        query_column(&q, NULL, columns[i]);
        query_sql(&q, " = ");
        query_column(&q, "excluded", columns[i]);
    }
    return query_exec(&q, db, NULL);
}

enum err contact_own_store_drop(struct db *db, int64_t place, int64_t contact_id)
{
    struct query q;
    query_init(&q, db_arena(db));
    table_add(&q, "DELETE FROM", place);
    query_sql(&q, " WHERE card_id = ");
    query_param(&q, val_int(contact_id));
    return query_exec(&q, db, NULL);
}

enum err contact_own_store_orphans(struct db *db, int64_t place, int kind, int64_t *out_n)
{
    struct query q;
    const struct val *row;
    query_init(&q, db_arena(db));
    table_add(&q, "SELECT count(*) FROM", place);
    query_sql(&q, " m WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = m.card_id AND c.kind = ");
    query_param(&q, val_int(kind));
    query_sql(&q, ")");
    enum err e = query_one(&q, db, &row);
    if (e == ERR_OK)
        *out_n = row[0].i;
    return e;
}
