#include "store/query.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* Every fixed column that a list, filter or sort may name; sorted. */
static const char *const fixed[] = {"assigned_at", "assignee_id", "bank_account", "card_id", "city",
        "closed_at", "closed_by", "company_id", "contact_id", "country", "county", "created_at", "created_by",
        "demo", "due_at", "employees", "eu_tax_no", "first_name", "founded_year", "id", "import_id",
        "industry", "is_default", "kind", "label", "last_contact_at", "last_name", "match_key", "module_id",
        "n_open_tasks", "name", "name_key", "next_due_at", "next_task_id", "note", "number", "owner_id",
        "position", "postal_code", "qualification", "qualification_note", "qualified_at", "qualified_by",
        "rating", "region", "registration_no", "revenue_minor", "sales_state", "seen_by_owner", "sort_key",
        "source", "state", "status_at", "status_id", "street", "tags", "tax_no", "text", "trashed_at",
        "type_id", "updated_at", "updated_by", "value", "value_minor", "version", "wake_at"};

static bool is_custom(const char *column)
{
    if (strncmp(column, "f_", 2) != 0)
        return false;
    size_t n = strspn(column + 2, "0123456789");
    return n > 0 && n <= 19 && !column[2 + n];
}

static int by_name(const void *name, const void *entry)
{
    return strcmp(name, *(const char *const *)entry);
}

static bool is_column(const char *column)
{
    return is_custom(column) || bsearch(column, fixed, sizeof fixed / sizeof *fixed, sizeof *fixed, by_name);
}

static bool is_alias(const char *alias)
{
    size_t n = strspn(alias, "abcdefghijklmnopqrstuvwxyz");
    return n > 0 && n <= 8 && !alias[n];
}

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

void query_bind(struct query *q, struct val v)
{
    if (q->n == q->cap) {
        size_t cap = q->cap ? q->cap * 2 : 32;
        q->params = arena_grow(q->sql.arena, q->params, q->cap * sizeof v, cap * sizeof v);
        q->cap = cap;
    }
    q->params[q->n++] = v;
}

void query_param(struct query *q, struct val v)
{
    query_bind(q, v);
    buf_putc(&q->sql, '?');
    buf_int(&q->sql, (long long)q->n);
}

void query_column(struct query *q, const char *alias, const char *column)
{
    if (!is_column(column) || (alias && !is_alias(alias)))
        mem_panic("query_column: not a column");
    if (alias) {
        buf_puts(&q->sql, alias);
        buf_putc(&q->sql, '.');
    }
    buf_puts(&q->sql, column);
}

/* Most statements hold no dialect word: those are run as they are. */
static const char *query_text(struct query *q, struct db *db)
{
    const char *sql = buf_str(&q->sql);
    return strchr(sql, '{') ? db_words(db, sql) : sql;
}

enum err query_rows(struct query *q, struct db *db, struct rows *out_rows)
{
    return db_query(db, query_text(q, db), q->params, q->n, out_rows);
}

enum err query_one(struct query *q, struct db *db, const struct val **out_row)
{
    return db_one(db, query_text(q, db), q->params, q->n, out_row);
}

enum err query_each(
        struct query *q, struct db *db, enum err (*each)(void *arg, const struct val *row), void *arg)
{
    return db_each(db, query_text(q, db), q->params, q->n, each, arg);
}

enum err query_exec(struct query *q, struct db *db, int64_t *out_changed)
{
    return db_exec(db, query_text(q, db), q->params, q->n, out_changed);
}
