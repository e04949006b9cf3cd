/* list_count - sums over a module's cards: the maintained counter rows, with what a member sees in spite of a card's owner, or
 * does not see. */
#include "store/list_store.h"
#include "store/query.h"

#include <string.h>

static void ids_add(struct query *q, const char *column, const int64_t *ids, int n)
{
    query_sql(q, " AND ");
    query_sql(q, column);
    query_sql(q, " IN (");
    for (int i = 0; i < n; i++) {
        query_sql(q, i ? ", " : "");
        query_param(q, val_int(ids[i]));
    }
    query_sql(q, ")");
}

#define SUMS                                                                                                 \
    "c.status_id, COALESCE(c.qualification, -1), COALESCE(c.rating, -1), COUNT(*), "                         \
    "CAST(SUM(COALESCE(c.value_minor, 0)) AS {INT})"
#define LESS                                                                                                 \
    "c.status_id, COALESCE(c.qualification, -1), COALESCE(c.rating, -1), -COUNT(*), "                        \
    "-CAST(SUM(COALESCE(c.value_minor, 0)) AS {INT})"

static void of_module_add(struct query *q, int64_t module_id, int64_t owner_id)
{
    query_sql(q, " AND c.trashed_at = 0 AND {+}c.module_id = ");
    query_param(q, val_int(module_id));
    if (owner_id < 0)
        query_sql(q, " AND c.owner_id IS NULL");
    if (owner_id <= 0)
        return;
    query_sql(q, " AND {+}c.owner_id = ");
    query_param(q, val_int(owner_id));
}

static void guests_add(struct query *q, int64_t module_id, int64_t owner_id, const struct sees *sees)
{
    query_sql(q, " UNION ALL SELECT " SUMS " FROM (");
    sees_guest_cards(q, sees);
    query_sql(q, ") h CROSS JOIN card c WHERE c.id = h.card_id AND ");
    sees_as_guest(q, sees, module_id, "c");
    of_module_add(q, module_id, owner_id);
    query_sql(q, " GROUP BY 1, 2, 3");
}

/* The counter rows hold private cards, too: those of others are taken off again. */
static void privates_add(struct query *q, int64_t module_id, int64_t owner_id, const struct sees *sees)
{
    const enum scope scope = sees_scope(sees, module_id);
    query_sql(q, " UNION ALL SELECT " LESS " FROM card_private h CROSS JOIN card c WHERE c.id = h.card_id "
                 "AND COALESCE(c.owner_id, 0) <> ");
    query_param(q, val_int(sees->member_id));
    of_module_add(q, module_id, owner_id);
    if (scope == SCOPE_TEAM && sees->n_owners) {
        int64_t *ids = arena_array(q->sql.arena, int64_t, sees->n_owners + 1);
        memcpy(ids, sees->owner_ids, sizeof *ids * (size_t)sees->n_owners);
        ids_add(q, "COALESCE(c.owner_id, 0)", ids, sees->n_owners + 1); /* the last one is 0: nobody's */
    } else if (scope != SCOPE_ALL)
        query_sql(q, " AND c.owner_id IS NULL");
    if (!sees->unowned)
        query_sql(q, " AND c.owner_id IS NOT NULL");
    query_sql(q, " GROUP BY 1, 2, 3");
}

/* Whose counter rows are added up; false = nobody's. */
static bool counted_add(struct query *q, int64_t module_id, int64_t owner_id, const struct sees *sees)
{
    const enum scope scope = sees_scope(sees, module_id);
    const int64_t asked = owner_id < 0 ? 0 : owner_id;
    if (owner_id) {
        ids_add(q, "owner_id", &asked, 1);
        return sees_owner(sees, scope, asked);
    }
    if (scope == SCOPE_NONE || scope == SCOPE_ALL)
        return scope == SCOPE_ALL;
    const bool team = scope == SCOPE_TEAM && sees->n_owners;
    const int n = team ? sees->n_owners : 1;
    int64_t *ids = arena_array(q->sql.arena, int64_t, n + 1);
    memcpy(ids, team ? sees->owner_ids : &sees->member_id, sizeof *ids * (size_t)n);
    ids_add(q, "owner_id", ids, n + sees->unowned); /* the last one is 0: nobody's */
    return true;
}

enum err list_store_counters(
        struct db *db, int64_t module_id, int64_t owner_id, const struct sees *sees, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT status_id, qualification, rating, CAST(SUM(n) AS {INT}), "
                  "CAST(SUM(value_minor) AS {INT}) FROM counter WHERE module_id = ");
    query_param(&q, val_int(module_id));
    const bool counted = counted_add(&q, module_id, owner_id, sees);
    query_sql(&q, counted ? " GROUP BY 1, 2, 3" : " AND 1 = 0 GROUP BY 1, 2, 3");
    if (sees && sees->privates && counted)
        privates_add(&q, module_id, owner_id, sees);
    if (sees && owner_id != sees->member_id)
        guests_add(&q, module_id, owner_id, sees);
    return query_rows(&q, db, out_rows);
}

enum err list_store_cell_overdue(struct db *db, int64_t module_id, int64_t qualification, int64_t rating,
        const int64_t *status_ids, int n_statuses, int64_t owner_id, int64_t before_at, int64_t cap,
        int64_t *out_n)
{
    struct query q;
    const struct val *row;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT COUNT(*) FROM (SELECT 1 AS v FROM card c WHERE c.module_id = ");
    query_param(&q, val_int(module_id));
    query_sql(&q, " AND c.qualification = ");
    query_param(&q, val_int(qualification));
    query_sql(&q, " AND c.rating = ");
    query_param(&q, val_int(rating));
    query_sql(&q, " AND c.next_due_at < ");
    query_param(&q, val_int(before_at));
    query_sql(&q, " AND c.trashed_at = 0");
    if (n_statuses > 0)
        ids_add(&q, "{+}c.status_id", status_ids, n_statuses);
    const int64_t asked = owner_id < 0 ? 0 : owner_id;
    if (owner_id)
        ids_add(&q, "COALESCE(c.owner_id, 0)", &asked, 1);
    query_sql(&q, " LIMIT ");
    query_param(&q, val_int(cap));
    query_sql(&q, ") k");
    enum err e = query_one(&q, db, &row);
    if (!e)
        *out_n = row[0].i;
    return e;
}
