#include "store/query.h"
#include "base/mem.h"
#include "base/text.h"

#include <string.h>

/* Every fixed column that a list, filter or sort may name. */
static const char *const fixed[] = {"id", "module_id", "number", "status_id", "status_at", "owner_id",
        "assigned_at", "seen_by_owner", "contact_id", "company_id", "name", "name_key", "sort_key",
        "value_minor", "source", "sales_state", "qualification", "rating", "qualified_at", "qualified_by",
        "qualification_note", "next_due_at", "next_task_id", "last_contact_at", "wake_at", "n_open_tasks",
        "demo", "import_id", "created_at", "created_by", "updated_at", "updated_by", "trashed_at", "version",
        /* contact */ "kind", "first_name", "last_name", "position", "tax_no", "eu_tax_no", "registration_no",
        "bank_account", "industry", "region", "employees", "revenue_minor", "founded_year", "tags", "note",
        /* contact_point, address */ "value", "match_key", "label", "is_default", "street", "city",
        "postal_code", "county", "country",
        /* task, m_<id> */ "card_id", "text", "type_id", "assignee_id", "due_at", "state", "closed_at",
        "closed_by"};

static bool is_custom(const char *column)
{
    if (strncmp(column, "f_", 2) != 0)
        return false;
    size_t n = strspn(column + 2, "0123456789");
    return n > 0 && n <= 19 && !column[2 + n];
}

static bool is_column(const char *column)
{
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (!strcmp(fixed[i], column))
            return true;
    return is_custom(column);
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

/* Conditions. Opposites are written "(…) IS NOT TRUE": a test of a missing value is NULL in SQL, and its opposite is what
 * a person means by "not". */

/* alias: the table's name in list statements. For the last three, from: how to get at the customer's rows. */
static const struct {
    const char *alias, *from;
} tables[] = {
        [AT_CARD] = {"c", NULL},
        [AT_MODULE] = {"m", NULL},
        [AT_CUSTOMER] = {"k", NULL},
        [AT_COMPANY] = {"o", NULL},
        [AT_EMAIL] = {"p", "contact_point p WHERE p.contact_id = c.contact_id AND p.kind = 'email'"},
        [AT_PHONE] = {"p", "contact_point p WHERE p.contact_id = c.contact_id AND p.kind = 'phone'"},
        [AT_ADDRESS] = {"a", "address a WHERE a.contact_id = c.contact_id"},
};

static const char *const compare[] = {
        [IS_EQ] = " = ", [IS_LT] = " < ", [IS_LE] = " <= ", [IS_GT] = " > ", [IS_GE] = " >= "};

static void put_column(struct query *q, const struct cond *c)
{
    query_column(q, tables[c->table].alias, c->column);
}

static void need_values(const struct cond *c, size_t n)
{
    if (c->n_values < n)
        mem_panic("query_cond: too few values");
}

/* A text for LIKE … ESCAPE '\': its own wild cards mean themselves. */
static char *like_text(struct arena *a, const char *before, const char *s, const char *after)
{
    struct buf b;
    buf_init(&b, a);
    buf_puts(&b, before);
    for (; *s; s++) {
        if (*s == '%' || *s == '_' || *s == '\\')
            buf_putc(&b, '\\');
        buf_putc(&b, *s);
    }
    buf_puts(&b, after);
    return buf_str(&b);
}

static void put_like(struct query *q, const struct cond *c, const char *pattern, bool folded)
{
    query_sql(q, folded ? "{FOLD}(" : "");
    put_column(q, c);
    query_sql(q, folded ? ") LIKE " : " LIKE ");
    query_param(q, val_text(pattern));
    query_sql(q, " ESCAPE '\\'");
}

/* A text of signs alone folds to nothing and would match everything: then it is looked for as it stands. */
static void put_text_test(struct query *q, const struct cond *c)
{
    struct arena *a = q->sql.arena;
    const char *want = val_s(c->values[0], ""), *folded = text_fold(a, want);
    const char *before = c->op == IS_CONTAINS ? "%" : "";
    put_like(q, c, like_text(a, before, *folded ? folded : want, "%"), *folded);
}

static void put_has(struct query *q, const struct cond *c)
{
    for (size_t i = 0; i < c->n_values; i++) {
        query_sql(q, i ? " OR " : "");
        put_like(q, c, arena_printf(q->sql.arena, "%%|%lld|%%", (long long)val_i(c->values[i], -1)), false);
    }
}

static void put_in(struct query *q, const struct cond *c)
{
    put_column(q, c);
    query_sql(q, " IN (");
    for (size_t i = 0; i < c->n_values; i++) {
        query_sql(q, i ? ", " : "");
        query_param(q, c->values[i]);
    }
    query_sql(q, ")");
}

static void put_between(struct query *q, const struct cond *c)
{
    need_values(c, 2);
    put_column(q, c);
    query_sql(q, " BETWEEN ");
    query_param(q, c->values[0]);
    query_sql(q, " AND ");
    query_param(q, c->values[1]);
}

static void put_not_empty(struct query *q, const struct cond *c)
{
    put_column(q, c);
    query_sql(q, " IS NOT NULL");
    if (!c->text)
        return;
    query_sql(q, " AND ");
    put_column(q, c);
    query_sql(q, " <> ''");
}

/* The test as if it were positive; NE, NOT_IN and EMPTY are the opposite of one. */
static void put_positive(struct query *q, const struct cond *c)
{
    switch (c->op) {
    case IS_IN:
    case IS_NOT_IN:
        need_values(c, 1);
        put_in(q, c);
        return;
    case IS_BETWEEN:
        put_between(q, c);
        return;
    case IS_CONTAINS:
    case IS_STARTS:
        need_values(c, 1);
        put_text_test(q, c);
        return;
    case IS_HAS:
        need_values(c, 1);
        put_has(q, c);
        return;
    case IS_EMPTY:
    case IS_NOT_EMPTY:
        put_not_empty(q, c);
        return;
    default:
        need_values(c, 1);
        put_column(q, c);
        query_sql(q, compare[c->op == IS_NE ? IS_EQ : c->op]);
        query_param(q, c->values[0]);
    }
}

static void put_test(struct query *q, const struct cond *c)
{
    bool opposite = c->op == IS_NE || c->op == IS_NOT_IN || c->op == IS_EMPTY;
    const char *from = tables[c->table].from;
    if (from) {
        query_sql(q, opposite ? "NOT EXISTS (SELECT 1 FROM " : "EXISTS (SELECT 1 FROM ");
        query_sql(q, from);
        query_sql(q, " AND (");
        put_positive(q, c);
        query_sql(q, "))");
        return;
    }
    query_sql(q, "(");
    put_positive(q, c);
    query_sql(q, opposite ? ") IS NOT TRUE" : ")");
}

static void put_kids(struct query *q, const struct cond *c)
{
    const char *between = c->kind == COND_ALL ? " AND " : " OR ";
    if (!c->n_kids)
        query_sql(q, c->kind == COND_ALL ? "1 = 1" : "1 = 0");
    for (size_t i = 0; i < c->n_kids; i++) {
        query_sql(q, i ? between : "");
        query_cond(q, c->kids[i]);
    }
}

void query_cond(struct query *q, const struct cond *c)
{
    query_sql(q, "(");
    if (c->kind == COND_TEST) {
        put_test(q, c);
    } else if (c->kind == COND_NOT) {
        query_cond(q, c->kids[0]);
        query_sql(q, " IS NOT TRUE");
    } else {
        put_kids(q, c);
    }
    query_sql(q, ")");
}

void query_after(
        struct query *q, const char *alias, const char *column, struct val v, int64_t id, bool descending)
{
    query_sql(q, "(");
    query_column(q, alias, column);
    query_sql(q, ", ");
    query_column(q, alias, "id");
    query_sql(q, descending ? ") < (" : ") > (");
    query_param(q, v);
    query_sql(q, ", ");
    query_param(q, val_int(id));
    query_sql(q, ")");
}
