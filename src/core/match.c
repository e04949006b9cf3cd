/* match - a parsed filter against one card in memory. */
#include "core/card_impl.h"
#include "core/list.h"
#include "meta/field_type.h"

#include <stdlib.h>
#include <string.h>

/* One question: the card, and its customer's data once somebody asked for them. */
struct match {
    struct ctx *cx;
    const struct card *card;
    const struct val *facts; /* see card_store_facts; NULL = not read yet or no customer */
    bool facts_read;
    enum err e;
};

static struct val fact(struct match *m, const struct field *f)
{
    static const char *const codes[] = {"contact.name", "contact.email", "contact.phone", "contact.city",
            "contact.industry", "contact.region", "contact.employees", "contact.revenue"};
    if (!m->facts_read && m->card->contact_id) {
        enum err e = card_store_facts(m->cx->db, m->card->contact_id, &m->facts);
        if (e != ERR_OK && e != ERR_NOT_FOUND)
            m->e = e;
    }
    m->facts_read = true;
    for (size_t i = 0; m->facts && i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i], f->code) == 0)
            return m->facts[i];
    return val_null();
}

static struct val value_of(struct match *m, const struct field *f)
{
    struct val v = f->table == IN_CONTACT ? fact(m, f) : card_value(m->card, f);
    return v.type == VAL_TEXT && v.len == 0 ? val_null() : v;
}

static double number_of(struct val v)
{
    return v.type == VAL_INT ? (double)v.i : v.type == VAL_REAL ? v.d : 0;
}

/* Texts are compared as they are searched: without case and accents. */
static int compare(struct match *m, struct val a, struct val b)
{
    if (a.type == VAL_TEXT && b.type == VAL_TEXT)
        return strcmp(text_fold(m->cx->arena, a.s), text_fold(m->cx->arena, b.s));
    if (a.type == VAL_INT && b.type == VAL_INT)
        return (a.i > b.i) - (a.i < b.i);
    double x = number_of(a), y = number_of(b);
    return (x > y) - (x < y);
}

static bool has_id(struct val set, struct val id)
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

static bool is_set(const struct field *f)
{
    return strcmp(f->type->name, "choices") == 0;
}

static bool is_any(struct match *m, const struct filter *c, struct val v)
{
    for (int i = 0; i < c->n_values; i++) {
        bool set = is_set(c->field) && c->values[i].type == VAL_INT;
        if (set ? has_id(v, c->values[i]) : compare(m, v, c->values[i]) == 0)
            return true;
    }
    return false;
}

static bool folded_at(struct match *m, struct val v, struct val part, bool at_start)
{
    const char *text = text_fold(m->cx->arena, val_s(v, "")), *key = text_fold(m->cx->arena, val_s(part, ""));
    return at_start ? strncmp(text, key, strlen(key)) == 0 : strstr(text, key) != NULL;
}

static bool condition(struct match *m, const struct filter *c)
{
    struct val v = value_of(m, c->field);
    bool empty = val_is_null(v);
    if (c->op == OP_EMPTY || c->op == OP_NOT_EMPTY)
        return empty == (c->op == OP_EMPTY);
    if (c->op == OP_NE || c->op == OP_NOT_IN)
        return empty || !is_any(m, c, v);
    if (empty || c->n_values == 0)
        return false;
    int order = c->op == OP_EQ || c->op == OP_IN || is_set(c->field) ? 0 : compare(m, v, c->values[0]);
    switch (c->op) {
    case OP_EQ:
    case OP_IN:
        return is_any(m, c, v);
    case OP_LT:
        return order < 0;
    case OP_LE:
        return order <= 0;
    case OP_GT:
        return order > 0;
    case OP_GE:
        return order >= 0;
    case OP_BETWEEN:
        return order >= 0 && c->n_values > 1 && compare(m, v, c->values[1]) <= 0;
    case OP_CONTAINS:
        return is_set(c->field) ? is_any(m, c, v) : folded_at(m, v, c->values[0], false);
    case OP_STARTS:
        return folded_at(m, v, c->values[0], true);
    default:
        return false;
    }
}

/* At most five levels deep: the parser saw to that. */
static bool matches(struct match *m, const struct filter *f)
{
    if (f->kind == F_COND)
        return condition(m, f);
    if (f->kind == F_NOT)
        return f->n_kids == 0 || !matches(m, f->kids[0]);
    bool all = f->kind == F_ALL;
    for (int i = 0; i < f->n_kids; i++)
        if (matches(m, f->kids[i]) != all)
            return !all;
    return all;
}

enum err filter_match(struct ctx *cx, const struct filter *filter, const struct card *card, bool *out_match)
{
    struct match m = {.cx = cx, .card = card};
    bool yes = matches(&m, filter);
    if (m.e == ERR_OK)
        *out_match = yes;
    return m.e;
}
