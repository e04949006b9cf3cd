#include "store/list_test.h"
#include "base/mem.h"
#include "store/sees.h"

/* How the customer's data are read: a value, or a row of a table that the condition asks for. */
static const struct customer_column {
    const char *name;
    const char *value;  /* an expression; what lists show */
    const char *exists; /* the start of an EXISTS, where there are several values */
    const char *each;   /* … and its column */
} customer_columns[] = {
        {"name", "ct.name", NULL, NULL},
        {"email", DEFAULT_POINT("c.contact_id", "email"),
                "EXISTS (SELECT 1 FROM contact_point p WHERE p.contact_id = c.contact_id AND p.kind = "
                "'email' AND ",
                "p.value"},
        {"phone", DEFAULT_POINT("c.contact_id", "phone"),
                "EXISTS (SELECT 1 FROM contact_point p WHERE p.contact_id = c.contact_id AND p.kind = "
                "'phone' AND ",
                "p.match_key"},
        {"city",
                "COALESCE((SELECT a.city FROM address a WHERE a.contact_id = c.contact_id AND a.is_default = "
                "1 LIMIT 1), "
                "(SELECT a.city FROM address a WHERE a.contact_id = c.company_id AND a.is_default = 1 LIMIT "
                "1))",
                "EXISTS (SELECT 1 FROM address a WHERE a.contact_id IN (c.contact_id, c.company_id) AND ",
                "a.city"},
        {"industry", "COALESCE(NULLIF(co.industry, ''), NULLIF(ct.industry, ''))", NULL, NULL},
        {"region", "COALESCE(NULLIF(co.region, ''), NULLIF(ct.region, ''))", NULL, NULL},
        {"employees", "COALESCE(co.employees, ct.employees)", NULL, NULL},
        {"revenue_minor", "COALESCE(co.revenue_minor, ct.revenue_minor)", NULL, NULL},
};

static const struct customer_column *customer_column(const char *name)
{
    for (size_t i = 0; i < sizeof customer_columns / sizeof *customer_columns; i++)
        if (strcmp(customer_columns[i].name, name) == 0)
            return &customer_columns[i];
    mem_panic("customer_column: no such column");
}

void test_column(struct query *q, enum place place, const char *column)
{
    if (place == ON_CONTACT)
        query_sql(q, customer_column(column)->value);
    else
        query_column(q, place == ON_MODULE ? "m" : "c", column);
}

void test_needs(const struct test *t, bool *with_module, bool *with_customer)
{
    for (int i = 0; t->kind != T_CMP && i < t->n_kids; i++)
        test_needs(t->kids[i], with_module, with_customer);
    if (t->kind != T_CMP)
        return;
    *with_module |= t->place == ON_MODULE;
    *with_customer |= t->place == ON_CONTACT;
}

/* The left side of a comparison. */
static void left_add(struct query *q, const struct test *t, const char *each)
{
    if (t->as == AS_TEXT)
        query_sql(q, "{FOLD}(");
    if (each)
        query_sql(q, each);
    else
        test_column(q, t->place, t->column);
    if (t->as == AS_TEXT)
        query_sql(q, ")");
}

static void value_add(struct query *q, const struct test *t, struct val v)
{
    if (t->as == AS_TEXT)
        query_sql(q, "{FOLD}(");
    query_param(q, v);
    if (t->as == AS_TEXT)
        query_sql(q, ")");
}

/* A LIKE's text stands as it was typed. */
static struct val like_value(struct query *q, struct val v)
{
    char *out = arena_alloc(q->sql.arena, (size_t)v.len * 2 + 1), *p = out;
    for (uint32_t i = 0; i < v.len; i++) {
        if (v.s[i] == '%' || v.s[i] == '_' || v.s[i] == '\\')
            *p++ = '\\';
        *p++ = v.s[i];
    }
    *p = 0;
    return val_text(out);
}

static void like_add(struct query *q, const struct test *t, const char *each, struct val v, bool anywhere)
{
    left_add(q, t, each);
    query_sql(q, anywhere ? " LIKE '%' || " : " LIKE ");
    value_add(q, t, like_value(q, v));
    query_sql(q, " || '%' ESCAPE '\\'");
}

static void compare_add(struct query *q, const struct test *t, const char *each, const char *op, struct val v)
{
    left_add(q, t, each);
    query_sql(q, op);
    value_add(q, t, v);
}

static void in_add(struct query *q, const struct test *t, const char *each)
{
    left_add(q, t, each);
    query_sql(q, " IN (");
    for (int i = 0; i < t->n_values; i++) {
        query_sql(q, i ? ", " : "");
        value_add(q, t, t->values[i]);
    }
    query_sql(q, ")");
}

/* A set holds an id when its text holds ",id,". */
static void holds_add(struct query *q, const struct test *t)
{
    query_sql(q, "(");
    for (int i = 0; i < t->n_values; i++) {
        query_sql(q, i ? " OR " : "");
        test_column(q, t->place, t->column);
        query_sql(q, " LIKE '%,' || ");
        query_param(q, val_text(arena_printf(q->sql.arena, "%lld", (long long)t->values[i].i)));
        query_sql(q, " || ',%'");
    }
    query_sql(q, ")");
}

static void range_add(struct query *q, const struct test *t, const char *each)
{
    bool from = !val_is_null(t->values[0]), to = !val_is_null(t->values[1]);
    if (from)
        compare_add(q, t, each, " >= ", t->values[0]);
    if (from && to)
        query_sql(q, " AND ");
    if (to)
        compare_add(q, t, each, " < ", t->values[1]);
    if (!from && !to)
        query_sql(q, "1 = 1");
}

/* The comparison where there is a value; NULL where there is none. */
static void positive_add(struct query *q, const struct test *t, enum cmp cmp, const char *each)
{
    static const char *const ops[] = {
            [CMP_EQ] = " = ", [CMP_LT] = " < ", [CMP_LE] = " <= ", [CMP_GT] = " > ", [CMP_GE] = " >= "};
    switch (cmp) {
    case CMP_LT:
    case CMP_LE:
    case CMP_GT:
    case CMP_GE:
    case CMP_EQ:
        compare_add(q, t, each, ops[cmp], t->values[0]);
        break;
    case CMP_BETWEEN:
        compare_add(q, t, each, " >= ", t->values[0]);
        query_sql(q, " AND ");
        compare_add(q, t, each, " <= ", t->values[1]);
        break;
    case CMP_RANGE:
        range_add(q, t, each);
        break;
    case CMP_CONTAINS:
        like_add(q, t, each, t->values[0], true);
        break;
    case CMP_STARTS:
        like_add(q, t, each, t->values[0], false);
        break;
    default:
        in_add(q, t, each);
    }
}

static enum cmp positive_of(enum cmp cmp)
{
    return cmp == CMP_NE ? CMP_EQ : cmp == CMP_NOT_IN ? CMP_IN : cmp == CMP_EMPTY ? CMP_NOT_EMPTY : cmp;
}

/* Has the column a value? */
static void given_add(struct query *q, const struct test *t)
{
    test_column(q, t->place, t->column);
    if (val_is_null(t->empty)) {
        query_sql(q, " IS NOT NULL");
    } else {
        query_sql(q, " <> ");
        query_param(q, t->empty);
    }
}

static void several_add(struct query *q, const struct test *t, const struct customer_column *col)
{
    enum cmp cmp = positive_of(t->cmp);
    query_sql(q, cmp == t->cmp ? "" : "NOT ");
    query_sql(q, col->exists);
    if (cmp == CMP_NOT_EMPTY) {
        query_sql(q, col->each);
        query_sql(q, " <> ''");
    } else
        positive_add(q, t, cmp, col->each);
    query_sql(q, ")");
}

static void cmp_add(struct query *q, const struct test *t)
{
    const struct customer_column *col = t->place == ON_CONTACT ? customer_column(t->column) : NULL;
    if (col && col->exists) {
        several_add(q, t, col);
        return;
    }
    enum cmp cmp = positive_of(t->cmp);
    query_sql(q, cmp == t->cmp ? "(" : "NOT (");
    given_add(q, t);
    if (cmp != CMP_NOT_EMPTY) {
        query_sql(q, " AND ");
        if (t->as == AS_SET && cmp != CMP_EQ)
            holds_add(q, t);
        else
            positive_add(q, t, cmp, NULL);
    }
    query_sql(q, ")");
}

void test_add(struct query *q, const struct test *t)
{
    if (t->kind == T_CMP) {
        cmp_add(q, t);
        return;
    }
    if (t->n_kids == 0) {
        query_sql(q, "1 = 1");
        return;
    }
    query_sql(q, t->kind == T_NOT ? "NOT (" : "(");
    for (int i = 0; i < t->n_kids; i++) {
        if (i)
            query_sql(q, t->kind == T_ANY ? " OR " : " AND ");
        test_add(q, t->kids[i]);
    }
    query_sql(q, ")");
}
