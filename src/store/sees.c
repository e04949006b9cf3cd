#include "store/sees.h"
#include "store/query.h"

#include <stdlib.h>

enum scope sees_scope(const struct sees *s, int64_t module_id)
{
    if (!s)
        return SCOPE_ALL;
    for (int i = 0; i < s->n_modules; i++)
        if (s->modules[i].id == module_id)
            return s->modules[i].scope;
    return SCOPE_NONE;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

bool sees_owner(const struct sees *s, enum scope scope, int64_t owner_id)
{
    if (!s || scope == SCOPE_ALL)
        return true;
    if (scope == SCOPE_NONE)
        return false;
    if (!owner_id)
        return s->unowned;
    return owner_id == s->member_id ||
           (scope == SCOPE_TEAM && s->n_owners &&
                   bsearch(&owner_id, s->owner_ids, (size_t)s->n_owners, sizeof owner_id, by_id));
}

/* Conditions */

static void three(struct query *q, const char *before, const char *alias, const char *after)
{
    query_sql(q, before);
    query_sql(q, alias);
    query_sql(q, after);
}

static void ids_add(struct query *q, const int64_t *ids, int n)
{
    query_sql(q, " IN (");
    for (int i = 0; i < n; i++) {
        query_sql(q, i ? ", " : "");
        query_param(q, val_int(ids[i]));
    }
    query_sql(q, ")");
}

/* The plus: a card has few tasks, a colleague has thousands; the index of the card's must be taken. */
static void guest_add(struct query *q, const struct sees *s, const char *card)
{
    three(q, "EXISTS (SELECT 1 FROM task mt WHERE mt.card_id = ", card,
            ".id AND mt.state = 0 AND +mt.assignee_id = ");
    query_param(q, val_int(s->member_id));
    query_sql(q, ")");
    if (!s->guests)
        return;
    three(q, " OR EXISTS (SELECT 1 FROM card_guest sg WHERE sg.card_id = ", card, ".id AND sg.member_id = ");
    query_param(q, val_int(s->member_id));
    query_sql(q, ")");
}

static void owner_is_add(struct query *q, const struct sees *s, const char *card)
{
    three(q, "", card, ".owner_id = ");
    query_param(q, val_int(s->member_id));
}

static void private_add(struct query *q, const char *card)
{
    three(q, "EXISTS (SELECT 1 FROM card_private sp WHERE sp.card_id = ", card, ".id)");
}

void sees_public(struct query *q, const struct sees *s, const char *card)
{
    if (!s || !s->privates)
        return;
    query_sql(q, " AND NOT ");
    private_add(q, card);
}

/* Modules of a scope, or (SCOPE_NONE) those in which anything is seen. */
static int modules_of(const struct sees *s, enum scope scope, int64_t *out)
{
    int n = 0;
    for (int i = 0; i < s->n_modules; i++)
        if (scope == SCOPE_NONE ? s->modules[i].scope != SCOPE_NONE : s->modules[i].scope == scope)
            out[n++] = s->modules[i].id;
    return n;
}

static void modules_add(struct query *q, const struct sees *s, enum scope scope, const char *card)
{
    int64_t *ids = arena_array(q->sql.arena, int64_t, s->n_modules + 1);
    int n = modules_of(s, scope, ids);
    if (!n || n == s->n_modules) {
        query_sql(q, n ? "1 = 1" : "1 = 0");
        return;
    }
    three(q, "{+}", card, ".module_id");
    ids_add(q, ids, n);
}

static void team_add(struct query *q, const struct sees *s, const char *card)
{
    if (!s->n_owners) {
        query_sql(q, "1 = 0");
        return;
    }
    three(q, "{+}", card, ".owner_id");
    ids_add(q, s->owner_ids, s->n_owners);
}

static void unowned_add(struct query *q, const struct sees *s, const char *card)
{
    if (s->unowned)
        three(q, " OR ", card, ".owner_id IS NULL");
}

/* Cards in reach of the scope, without what is one's own. */
static void reach_add(struct query *q, const struct sees *s, enum scope scope, const char *card)
{
    if (scope == SCOPE_ALL)
        query_sql(q, "1 = 1");
    else if (scope == SCOPE_TEAM)
        team_add(q, s, card);
    else
        query_sql(q, "1 = 0");
    unowned_add(q, s, card);
}

void sees_card_in(struct query *q, const struct sees *s, int64_t module_id, const char *card)
{
    const enum scope scope = sees_scope(s, module_id);
    if (scope == SCOPE_NONE) {
        query_sql(q, "(1 = 0)");
        return;
    }
    query_sql(q, "(");
    owner_is_add(q, s, card);
    query_sql(q, " OR ((");
    reach_add(q, s, scope, card);
    query_sql(q, ")");
    sees_public(q, s, card);
    query_sql(q, ") OR ");
    guest_add(q, s, card);
    query_sql(q, ")");
}

void sees_card(struct query *q, const struct sees *s, const char *card)
{
    query_sql(q, "(");
    modules_add(q, s, SCOPE_NONE, card);
    query_sql(q, " AND (");
    owner_is_add(q, s, card);
    query_sql(q, " OR ((");
    modules_add(q, s, SCOPE_ALL, card);
    query_sql(q, " OR (");
    modules_add(q, s, SCOPE_TEAM, card);
    query_sql(q, " AND ");
    team_add(q, s, card);
    query_sql(q, ")");
    unowned_add(q, s, card);
    query_sql(q, ")");
    sees_public(q, s, card);
    query_sql(q, ") OR ");
    guest_add(q, s, card);
    query_sql(q, "))");
}

static void card_of_add(
        struct query *q, const struct sees *s, const char *by, const char *contact, const char *which)
{
    three(q, " OR EXISTS (SELECT 1 FROM card sc WHERE sc.", by, " = ");
    three(q, "", contact, which);
    query_sql(q, " AND sc.trashed_at = 0 AND ");
    sees_card(q, s, "sc");
    query_sql(q, ")");
}

void sees_contact(struct query *q, const struct sees *s, const char *contact)
{
    if (s->contacts) {
        query_sql(q, "(1 = 1)");
        return;
    }
    query_sql(q, "(");
    owner_is_add(q, s, contact);
    card_of_add(q, s, "contact_id", contact, ".id");
    card_of_add(q, s, "company_id", contact, ".id");
    card_of_add(q, s, "company_id", contact, ".company_id");
    query_sql(q, ")");
}

void sees_guest_cards(struct query *q, const struct sees *s)
{
    query_sql(q, s->guests ? "SELECT mt.card_id AS card_id FROM task mt WHERE mt.state = 0 AND mt.guest = 1 "
                             "AND mt.assignee_id = "
                           : "SELECT DISTINCT mt.card_id AS card_id FROM task mt WHERE mt.state = 0 AND "
                             "mt.guest = 1 AND mt.assignee_id = ");
    query_param(q, val_int(s->member_id));
    if (!s->guests)
        return;
    query_sql(q, " UNION SELECT sg.card_id FROM card_guest sg WHERE sg.member_id = ");
    query_param(q, val_int(s->member_id));
}

void sees_as_guest(struct query *q, const struct sees *s, int64_t module_id, const char *card)
{
    const enum scope scope = sees_scope(s, module_id);
    query_sql(q, scope == SCOPE_NONE ? "(1 = 0 AND " : "(");
    three(q, "COALESCE(", card, ".owner_id, 0) <> ");
    query_param(q, val_int(s->member_id));
    query_sql(q, " AND (");
    if (s->privates) {
        private_add(q, card);
        query_sql(q, " OR ");
    }
    query_sql(q, "CASE WHEN ("); /* never NULL */
    reach_add(q, s, scope, card);
    query_sql(q, ") THEN 0 ELSE 1 END = 1))");
}
