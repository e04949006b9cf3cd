#include "store/home_store.h"
#include "store/list_row.h"
#include "store/query.h"

#include <stdlib.h>

#define OWNERS_AT_ONCE   100 /* parts of one statement; SQLite takes 500 */
#define NARROWED_AT_ONCE 10  /* each with the condition of what is seen, and its parameters */

static void ids_add(struct query *q, const int64_t *ids, int n)
{
    query_sql(q, " IN (");
    for (int i = 0; i < n; i++) {
        query_sql(q, i ? ", " : "");
        query_param(q, val_int(ids[i]));
    }
    query_sql(q, ")");
}

static void seen_add(struct query *q, struct owners who)
{
    if (!who.sees)
        return;
    query_sql(q, " AND ");
    sees_card(q, who.sees, "c");
}

/* In no module of the trash, and seen by whoever looks. */
static void there_add(struct query *q, struct owners who)
{
    if (who.n_gone) {
        query_sql(q, " AND {+}c.module_id NOT");
        ids_add(q, who.gone, who.n_gone);
    }
    seen_add(q, who);
}

/* One's own by the index of owners; of many the list's own order is walked until enough were met. */
static const char *of_owners(struct owners who, const char *one, const char *many)
{
    return who.n > 1 ? many : one;
}

static void limit_add(struct query *q, const char *order, int max)
{
    query_sql(q, order);
    query_sql(q, " LIMIT ");
    query_param(q, val_int(max));
}

enum err home_store_tasks(struct db *db, struct owners who, int64_t before_at, int max,
        enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT c.id, t.due_at" ROW_COLS " FROM task t CROSS JOIN card c" ROW_JOINS
                  " WHERE c.id = t.card_id AND t.state = 0 AND t.guest < 2 AND t.due_at < ");
    query_param(&q, val_int(before_at));
    query_sql(&q, of_owners(who, " AND t.assignee_id", " AND +t.assignee_id"));
    ids_add(&q, who.ids, who.n);
    there_add(&q, who);
    limit_add(&q, " ORDER BY t.due_at, t.id", max);
    return query_each(&q, db, each, arg);
}

/* The newest of some owners' unseen cards: id and when assigned. The index of each gives his own in order. */
static enum err newest_of(struct db *db, struct owners who, int from, int n, int max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    for (int i = 0; i < n; i++) {
        query_sql(&q, i ? " UNION ALL {PART}" : n > 1 ? "{PART}" : "");
        query_sql(&q, "SELECT c.id AS id, c.assigned_at AS at FROM card c WHERE c.seen_by_owner = 0 AND "
                      "c.trashed_at = 0 AND c.owner_id = ");
        query_param(&q, val_int(who.ids[from + i]));
        there_add(&q, who);
        if (n ==
                1) /* a part alone needs no brackets, and may not have them: the order stands behind it anyway */
            break;
        query_sql(&q, "{PART_END}( ORDER BY 2 DESC, 1 DESC LIMIT ");
        query_int(&q, max);
        query_sql(&q, ")");
    }
    limit_add(&q, " ORDER BY 2 DESC, 1 DESC", max);
    return query_rows(&q, db, out_rows);
}

struct newest {
    int64_t id, at;
};

static int by_newest(const void *a, const void *b)
{
    const struct newest *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? 1 : -1;
    return x->id < y->id ? 1 : -1;
}

/* Ids of the newest of all of them, at most max. */
static enum err newest_ids(struct db *db, struct owners who, int max, int64_t *out_ids, int *out_n)
{
    struct newest *top = arena_array(db_arena(db), struct newest, max * 2);
    const int at_once = who.sees ? NARROWED_AT_ONCE : OWNERS_AT_ONCE;
    int n = 0;
    for (int from = 0; from < who.n; from += at_once) {
        int some = who.n - from > at_once ? at_once : who.n - from;
        struct rows rows;
        enum err e = newest_of(db, who, from, some, max, &rows);
        if (e)
            return e;
        for (size_t i = 0; i < rows.n; i++)
            top[n++] = (struct newest){row_of(&rows, i)[0].i, row_of(&rows, i)[1].i};
        qsort(top, (size_t)n, sizeof *top, by_newest);
        n = n > max ? max : n;
    }
    for (int i = 0; i < n; i++)
        out_ids[i] = top[i].id;
    *out_n = n;
    return ERR_OK;
}

enum err home_store_new(struct db *db, struct owners who, int max,
        enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct query q;
    int64_t *ids = arena_array(db_arena(db), int64_t, max);
    int n;
    enum err e = newest_ids(db, who, max, ids, &n);
    if (e || !n)
        return e;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT c.id, c.assigned_at" ROW_COLS " FROM card c" ROW_JOINS
                  " LEFT JOIN task t ON t.id = c.next_task_id WHERE c.id");
    ids_add(&q, ids, n);
    limit_add(&q, " ORDER BY c.assigned_at DESC, c.id DESC", max);
    return query_each(&q, db, each, arg);
}

enum err home_store_status(struct db *db, struct owners who, int64_t module_id, int64_t status_id, int max,
        enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT c.id, c.next_due_at" ROW_COLS " FROM card c" ROW_JOINS
                  " LEFT JOIN task t ON t.id = c.next_task_id WHERE c.trashed_at = 0 AND c.module_id = ");
    query_param(&q, val_int(module_id));
    query_sql(&q, " AND c.status_id = ");
    query_param(&q, val_int(status_id));
    query_sql(&q, " AND c.owner_id");
    ids_add(&q, who.ids, who.n);
    seen_add(&q, who);
    limit_add(&q, " ORDER BY c.next_due_at, c.id", max);
    return query_each(&q, db, each, arg);
}

enum err home_store_waking(struct db *db, struct owners who, const int64_t *module_ids, int n_modules,
        int64_t before_at, int max, enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT c.id, c.wake_at" ROW_COLS " FROM card c" ROW_JOINS
                  " LEFT JOIN task t ON t.id = c.next_task_id "
                  "WHERE c.wake_at > 0 AND c.trashed_at = 0 AND c.wake_at < ");
    query_param(&q, val_int(before_at));
    query_sql(&q, of_owners(who, " AND c.owner_id", " AND +c.owner_id"));
    ids_add(&q, who.ids, who.n);
    query_sql(&q, " AND {+}c.module_id");
    ids_add(&q, module_ids, n_modules);
    seen_add(&q, who);
    limit_add(&q, " ORDER BY c.wake_at, c.id", max);
    return query_each(&q, db, each, arg);
}

enum err home_store_count_tasks(
        struct db *db, struct owners who, int64_t from, int64_t to, int64_t cap, int64_t *out_n)
{
    struct query q;
    const struct val *row;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT COUNT(*) FROM (SELECT 1 AS v FROM task t");
    query_sql(&q, who.n_gone || who.sees ? " CROSS JOIN card c WHERE c.id = t.card_id AND " : " WHERE ");
    query_sql(&q, "t.state = 0 AND t.guest < 2 AND t.due_at >= ");
    query_param(&q, val_int(from));
    query_sql(&q, " AND t.due_at < ");
    query_param(&q, val_int(to));
    query_sql(&q, " AND t.assignee_id");
    ids_add(&q, who.ids, who.n);
    there_add(&q, who);
    query_sql(&q, " LIMIT ");
    query_param(&q, val_int(cap));
    query_sql(&q, ") k");
    enum err e = query_one(&q, db, &row);
    if (!e)
        *out_n = row[0].i;
    return e;
}

enum err home_store_counters(struct db *db, struct owners who, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT owner_id, status_id, CAST(SUM(n) AS {INT}) FROM counter WHERE owner_id");
    ids_add(&q, who.ids, who.n);
    query_sql(&q, " GROUP BY owner_id, status_id");
    return query_rows(&q, db, out_rows);
}
