#include "store/query.h"
#include "base/mem.h"

void query_init(struct query *q, struct arena *a)
{
    *q = (struct query){0};
    buf_init(&q->sql, a);
}

void query_sql(struct query *q, const char *text)
{
    buf_puts(&q->sql, text);
}

void query_int(struct query *q, int64_t i)
{
    buf_int(&q->sql, i);
}

void query_param(struct query *q, struct val v)
{
    if (q->n == q->cap) {
        size_t cap = q->cap ? q->cap * 2 : 32;
        q->params = arena_grow(q->sql.arena, q->params, q->cap * sizeof v, cap * sizeof v);
        q->cap = cap;
    }
    q->params[q->n++] = v;
    buf_putc(&q->sql, '?');
    buf_int(&q->sql, (long long)q->n);
}

static bool column_ok(const char *s)
{
    if (*s < 'a' || *s > 'z')
        return false;
    for (; *s; s++)
        if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '_'))
            return false;
    return true;
}

void query_column(struct query *q, const char *alias, const char *column)
{
    if (!column_ok(column) || (alias && !column_ok(alias)))
        mem_panic("query_column: not a column name");
    if (alias) {
        buf_puts(&q->sql, alias);
        buf_putc(&q->sql, '.');
    }
    buf_puts(&q->sql, column);
}

/* Most statements hold no dialect word: those are run as they are. */
static const char *text_of(struct query *q, struct db *db)
{
    const char *sql = buf_str(&q->sql);
    return strchr(sql, '{') ? db_words(db, sql) : sql;
}

enum err query_rows(struct query *q, struct db *db, struct rows *out_rows)
{
    return db_query(db, text_of(q, db), q->params, q->n, out_rows);
}

enum err query_one(struct query *q, struct db *db, const struct val **out_row)
{
    return db_one(db, text_of(q, db), q->params, q->n, out_row);
}

enum err query_each(
        struct query *q, struct db *db, enum err (*each)(void *arg, const struct val *row), void *arg)
{
    return db_each(db, text_of(q, db), q->params, q->n, each, arg);
}
