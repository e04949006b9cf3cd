/* match - the store's conditions against one card in memory: what list_test.c says in SQL, said in C. */
#include "core/card_impl.h"
#include "core/list.h"
#include "core/list_impl.h"

#include <stdlib.h>
#include <string.h>

/* One question: the card, and its customer's data once a condition asks for them. */
struct match {
    struct ctx *cx;
    const struct card *card;
    const struct val *facts; /* see card_store_facts; NULL = no customer */
    struct rows several;     /* see card_store_fact_list */
    bool read;
    enum err e;
};

static void read_customer(struct match *m)
{
    if (m->read || !m->card->contact_id)
        return;
    m->read = true;
    enum err e = card_store_facts(m->cx->db, m->card->contact_id, &m->facts);
    if (e == ERR_OK)
        e = card_store_fact_list(m->cx->db, m->card->contact_id, m->card->company_id, &m->several);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        m->e = e;
}

static struct val customer_value(struct match *m, const char *column)
{
    static const char *const columns[] = {"name", "industry", "region", "employees", "revenue_minor"};
    for (size_t i = 0; m->facts && i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i], column) == 0) {
            struct val v = m->facts[i];
            return v.type == VAL_TEXT && v.len == 0 ? val_null() : v;
        }
    return val_null();
}

static struct val own_value(struct match *m, const struct test *t)
{
    const struct module *mod = m->card->module;
    if (strcmp(t->column, "name_key") == 0)
        return val_text(text_fold(m->cx->arena, m->card->name));
    enum field_table table = t->place == ON_MODULE ? IN_MODULE : IN_CARD;
    for (int i = 0; i < mod->n_fields; i++)
        if (mod->fields[i].table == table && strcmp(mod->fields[i].column, t->column) == 0)
            return card_value(m->card, &mod->fields[i]);
    return val_null();
}

static int order_of(double a, double b)
{
    return (a > b) - (a < b);
}

static double number_of(struct val v)
{
    return v.type == VAL_REAL ? v.d : (double)val_i(v, 0);
}

static const char *key_of(struct match *m, const struct test *t, struct val v)
{
    return t->as == AS_TEXT ? text_fold(m->cx->arena, val_s(v, "")) : val_s(v, "");
}

static int compare(struct match *m, const struct test *t, struct val a, struct val b)
{
    if (a.type == VAL_TEXT || b.type == VAL_TEXT)
        return strcmp(key_of(m, t, a), key_of(m, t, b));
    if (a.type == VAL_INT && b.type == VAL_INT)
        return (a.i > b.i) - (a.i < b.i);
    return order_of(number_of(a), number_of(b));
}

static bool holds_id(struct val set, struct val id)
{
    const char *s = val_s(set, "");
    while (*s == ',' && s[1]) {
        char *end;
        if (strtoll(s + 1, &end, 10) == val_i(id, -1))
            return true;
        s = end;
    }
    return false;
}

static bool is_any(struct match *m, const struct test *t, struct val v)
{
    for (int i = 0; i < t->n_values; i++)
        if (t->as == AS_SET ? holds_id(v, t->values[i]) : compare(m, t, v, t->values[i]) == 0)
            return true;
    return false;
}

static bool in_range(struct match *m, const struct test *t, struct val v, bool with_end)
{
    struct val from = t->values[0], to = t->values[1];
    if (!val_is_null(from) && compare(m, t, v, from) < 0)
        return false;
    if (val_is_null(to))
        return true;
    int c = compare(m, t, v, to);
    return with_end ? c <= 0 : c < 0;
}

/* Does the given value pass? Negations are turned round above. */
static bool passes(struct match *m, const struct test *t, enum cmp cmp, struct val v)
{
    switch (cmp) {
    case CMP_NOT_EMPTY:
        return true;
    case CMP_EQ:
        return compare(m, t, v, t->values[0]) == 0;
    case CMP_LT:
        return compare(m, t, v, t->values[0]) < 0;
    case CMP_LE:
        return compare(m, t, v, t->values[0]) <= 0;
    case CMP_GT:
        return compare(m, t, v, t->values[0]) > 0;
    case CMP_GE:
        return compare(m, t, v, t->values[0]) >= 0;
    case CMP_BETWEEN:
        return in_range(m, t, v, true);
    case CMP_RANGE:
        return in_range(m, t, v, false);
    case CMP_CONTAINS:
        return strstr(key_of(m, t, v), key_of(m, t, t->values[0])) != NULL;
    case CMP_STARTS: {
        const char *start = key_of(m, t, t->values[0]);
        return strncmp(key_of(m, t, v), start, strlen(start)) == 0;
    }
    default:
        return is_any(m, t, v);
    }
}

static bool several_pass(struct match *m, const struct test *t, enum cmp cmp)
{
    for (size_t i = 0; i < m->several.n; i++) {
        const struct val *v = row_of(&m->several, i);
        bool given = v[1].type == VAL_TEXT && v[1].len > 0;
        if (given && strcmp(v[0].s, t->column) == 0 && passes(m, t, cmp, v[1]))
            return true;
    }
    return false;
}

static bool compare_pass(struct match *m, const struct test *t)
{
    enum cmp cmp = t->cmp == CMP_NE       ? CMP_EQ
                   : t->cmp == CMP_NOT_IN ? CMP_IN
                   : t->cmp == CMP_EMPTY  ? CMP_NOT_EMPTY
                                          : t->cmp;
    bool wanted = cmp == t->cmp, yes;
    if (t->place == ON_CONTACT)
        read_customer(m);
    static const char *const several[] = {"email", "phone", "city"};
    for (size_t i = 0; t->place == ON_CONTACT && i < sizeof several / sizeof *several; i++)
        if (strcmp(several[i], t->column) == 0)
            return several_pass(m, t, cmp) == wanted;
    struct val v = t->place == ON_CONTACT ? customer_value(m, t->column) : own_value(m, t);
    yes = !val_is_null(v) && passes(m, t, cmp, v);
    return yes == wanted;
}

/* At most five levels deep: the parser saw to that. */
static bool matches(struct match *m, const struct test *t)
{
    if (t->kind == T_CMP)
        return compare_pass(m, t);
    if (t->n_kids == 0)
        return true;
    if (t->kind == T_NOT)
        return !matches(m, t->kids[0]);
    bool all = t->kind == T_ALL;
    for (int i = 0; i < t->n_kids; i++)
        if (matches(m, t->kids[i]) != all)
            return !all;
    return all;
}

enum err filter_match(struct ctx *cx, const struct filter *filter, const struct card *card, bool *out_match)
{
    struct match m = {.cx = cx, .card = card};
    bool yes = matches(&m, filter_test(cx, filter));
    if (m.e == ERR_OK)
        *out_match = yes;
    return m.e;
}
