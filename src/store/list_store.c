#include "store/list_store.h"
#include "store/list_row.h"
#include "store/list_test.h"
#include "store/sees.h"

#include <string.h>

/* A branch: the part of a list that one index drives. */
struct branch {
    int64_t status_id; /* 0 = as the spec says */
    enum {
        OWNER_ANY,    /* with the whole condition of what is seen */
        OWNER_PUBLIC, /* all but private cards */
        OWNER_IS,
        OWNER_NONE,
        OWNER_PRIVATE, /* one's own private cards */
        OWNER_GUEST    /* cards seen as a guest alone */
    } owner;
    int64_t owner_id;
    enum { FROM_START, AT_KEY, BEHIND_KEY } part;
};

#define BRANCH_MAX 200
/* So many branches give whole rows. More give ids and keys, which an index holds alone, and the rows of the page are read
 * then: a whole row would pass from branch to branch as they are merged, and each of them reads one for nothing. */
#define WHOLE_PARTS 3
/* A condition drives a list when so few match that looking them all up costs less than walking the list's own index
 * until enough of them were met; and a count when it is much less than everything. */
#define DRIVES_PAGE  5000
#define DRIVES_COUNT 50000
#define PROBES_MAX   4

struct builder {
    struct query q;
    const struct list_spec *s;
    const struct list_order *o;
    const struct list_column *extra;
    int n_extra;
    bool with_module, with_customer; /* joins that the conditions need */
    bool hits;                       /* driven by the full-text index */
    const struct test *driver;       /* driven by this condition's index */
    bool found;                      /* the outer half of a page in two steps: rows of the ids found */
    bool walk, with_value;           /* list_store_walk */
};

static void sql(struct builder *b, const char *text)
{
    query_sql(&b->q, text);
}

static void param_int(struct builder *b, int64_t i)
{
    query_param(&b->q, val_int(i));
}

/* The select list */

/* When a card must be looked at again is asked over all modules at once, and so is its index. */
static bool over_modules(const struct list_order *o)
{
    return o && o->by && o->by->place == ON_CARD && strcmp(o->by->column, "wake_at") == 0;
}

static bool by_module_column(const struct list_order *o)
{
    return o->by && o->by->place == ON_MODULE;
}

static void key_add(struct builder *b)
{
    if (b->found) {
        sql(b, "p.list_key");
        return;
    }
    const struct list_column *by = b->o->by;
    query_column(&b->q, by_module_column(b->o) ? "m" : "c", by ? by->column : "next_due_at");
}

static void id_add(struct builder *b)
{
    sql(b, by_module_column(b->o) && !b->found ? "m.card_id" : "c.id");
}

static void row_add(struct builder *b)
{
    sql(b, "SELECT ");
    id_add(b);
    sql(b, ", ");
    key_add(b);
    sql(b, ROW_COLS);
    for (int i = 0; i < b->n_extra; i++) {
        sql(b, ", ");
        test_column(&b->q, b->extra[i].place, b->extra[i].column);
    }
}

/* The tables */

static void hits_add(struct builder *b)
{
    sql(b, "(SELECT d.ref_id AS ref_id FROM {SEARCH_FROM} WHERE {SEARCH_MATCH} AND d.kind = 0");
    if (b->s->search_scan > 0) {
        sql(b, " ORDER BY {SEARCH_ID} DESC LIMIT ");
        param_int(b, b->s->search_scan);
    }
    sql(b, ") h CROSS JOIN card c");
}

static void module_add(struct builder *b)
{
    sql(b, "m_");
    query_int(&b->q, b->s->module_id);
    sql(b, " m");
}

/* The cards of the condition's index. */
static void driver_add(struct builder *b)
{
    const struct test *t = b->driver;
    bool own = t->place == ON_MODULE;
    sql(b, own ? "(SELECT m.card_id AS ref_id FROM " : "(SELECT c.id AS ref_id FROM card c");
    if (own)
        module_add(b);
    sql(b, " WHERE ");
    test_add(&b->q, t);
    if (!own) {
        sql(b, " AND c.trashed_at = 0 AND c.module_id = ");
        param_int(b, b->s->module_id);
    }
    sql(b, ") h CROSS JOIN card c");
}

/* CROSS JOIN fixes the order of the loops in SQLite (the first drives), and is an inner join everywhere. */
static void from_add(struct builder *b, const struct branch *br, bool rows)
{
    bool module_first = b->o && by_module_column(b->o);
    sql(b, " FROM ");
    if (b->found)
        sql(b, "found p CROSS JOIN card c");
    else if (b->hits)
        hits_add(b);
    else if (b->driver)
        driver_add(b);
    else if (module_first) {
        module_add(b);
        sql(b, " CROSS JOIN card c");
    } else if (br->owner == OWNER_GUEST) {
        sql(b, "(");
        sees_guest_cards(&b->q, b->s->sees);
        sql(b, ") h CROSS JOIN card c");
    } else if (br->owner == OWNER_PRIVATE)
        sql(b, "card_private h CROSS JOIN card c");
    else
        sql(b, "card c");
    if (b->with_module && (b->found || b->hits || b->driver || !module_first)) {
        sql(b, " LEFT JOIN ");
        module_add(b);
        sql(b, " ON m.card_id = c.id");
    }
    if (rows || b->with_customer)
        sql(b, " LEFT JOIN contact ct ON ct.id = c.contact_id LEFT JOIN contact co ON co.id = c.company_id");
    if (rows)
        sql(b, " LEFT JOIN task t ON t.id = c.next_task_id");
}

/* The conditions */

static void statuses_add(struct builder *b, const struct branch *br)
{
    const struct list_spec *s = b->s;
    if (br->status_id) {
        sql(b, " AND c.status_id = ");
        param_int(b, br->status_id);
        return;
    }
    if (s->n_statuses == 0)
        return;
    sql(b, " AND {+}c.status_id IN (");
    for (int i = 0; i < s->n_statuses; i++) {
        sql(b, i ? ", " : "");
        param_int(b, s->status_ids[i]);
    }
    sql(b, ")");
}

static void owner_is_add(struct builder *b, int64_t owner_id)
{
    sql(b, " AND {+}c.owner_id = ");
    param_int(b, owner_id);
}

static void owner_add(struct builder *b, const struct branch *br)
{
    const struct sees *sees = b->s->sees;
    switch (br->owner) {
    case OWNER_ANY:
        if (!sees)
            break;
        sql(b, " AND ");
        sees_card_in(&b->q, sees, b->s->module_id, "c");
        break;
    case OWNER_PUBLIC:
        sees_public(&b->q, sees, "c");
        break;
    case OWNER_IS:
        sql(b, " AND c.owner_id = ");
        param_int(b, br->owner_id);
        if (sees && br->owner_id != sees->member_id)
            sees_public(&b->q, sees, "c");
        break;
    case OWNER_NONE:
        sql(b, " AND c.owner_id IS NULL");
        sees_public(&b->q, sees, "c");
        break;
    case OWNER_PRIVATE:
        owner_is_add(b, sees->member_id);
        break;
    case OWNER_GUEST:
        sql(b, " AND ");
        sees_as_guest(&b->q, sees, b->s->module_id, "c");
        if (br->owner_id > 0)
            owner_is_add(b, br->owner_id);
        if (br->owner_id < 0)
            sql(b, " AND c.owner_id IS NULL");
        break;
    }
}

static bool by_card_id(const struct branch *br)
{
    return br->owner == OWNER_GUEST || br->owner == OWNER_PRIVATE;
}

static void due_add(struct builder *b, bool lower_known)
{
    const struct list_spec *s = b->s;
    if (s->due_from > 0 && !lower_known) {
        sql(b, " AND c.next_due_at >= ");
        param_int(b, s->due_from);
    }
    if (s->due_to > 0) {
        sql(b, " AND c.next_due_at < ");
        param_int(b, s->due_to);
    }
}

/* Where the page starts. Rows of equal keys follow each other by id; so "behind" is two branches: the same key and a
 * later id, and a later key. An index drives either, which it would not do for (key, id) > (?, ?). */
static void start_add(struct builder *b, const struct branch *br)
{
    const struct list_order *o = b->o;
    if (br->part == FROM_START)
        return;
    sql(b, " AND ");
    key_add(b);
    sql(b, br->part == AT_KEY ? " = " : o->descending ? " < " : " > ");
    query_param(&b->q, o->after_key);
    if (br->part != AT_KEY)
        return;
    sql(b, " AND ");
    id_add(b);
    sql(b, o->descending ? " < " : " > ");
    param_int(b, o->after_id);
}

/* The rows with a value, or those without, when the column has both. */
static void empty_add(struct builder *b, const struct branch *br)
{
    const struct list_order *o = b->o;
    if (!o->has_empty || (br->part == AT_KEY && !over_modules(o)))
        return;
    sql(b, " AND ");
    key_add(b);
    if (val_is_null(o->empty)) {
        sql(b, o->empty_pass ? " IS NULL" : " IS NOT NULL");
    } else if (!o->empty_pass && o->empty.type == VAL_INT && o->empty.i == 0) {
        sql(b, " > 0"); /* times: what the indexes without the empty ones say too */
    } else {
        sql(b, o->empty_pass ? " = " : " <> ");
        query_param(&b->q, o->empty);
    }
    if (o->empty_pass && o->after) {
        sql(b, " AND ");
        id_add(b);
        sql(b, o->descending ? " < " : " > ");
        param_int(b, o->after_id);
    }
}

static void where_add(struct builder *b, const struct branch *br, bool by_id)
{
    const struct list_spec *s = b->s;
    bool other_drives = b->hits || b->driver || by_id || s->n_ids > 0 || by_card_id(br) ||
                        over_modules(b->o) || (b->o && by_module_column(b->o));
    sql(b, other_drives ? " WHERE {+}c.module_id = " : " WHERE c.module_id = ");
    param_int(b, s->module_id);
    if (b->hits || b->driver)
        sql(b, " AND c.id = h.ref_id");
    else if (b->o && by_module_column(b->o))
        sql(b, " AND c.id = m.card_id");
    else if (by_card_id(br))
        sql(b, " AND c.id = h.card_id");
    sql(b, s->trash ? " AND c.trashed_at > 0" : " AND c.trashed_at = 0");
    statuses_add(b, br);
    for (int i = 0; i < s->n_ids; i++) {
        sql(b, i ? ", " : " AND c.id IN (");
        param_int(b, s->ids[i]);
    }
    sql(b, s->n_ids ? ")" : "");
    if (s->qualification >= 0 && s->rating >= 0) {
        sql(b, " AND {+}c.qualification = ");
        param_int(b, s->qualification);
        sql(b, " AND {+}c.rating = ");
        param_int(b, s->rating);
    }
    owner_add(b, br);
    bool due_key = b->o && !b->o->by && !b->o->descending;
    due_add(b, due_key && br->part != FROM_START);
    if (s->test && !b->walk) {
        sql(b, " AND ");
        test_add(&b->q, s->test);
    }
}

/* The branches of a list */

/* One owner's cards, or nobody's (-1): as their owner lets see them, and as a guest. */
static int owner_parts(const struct list_spec *s, enum scope scope, struct branch *out)
{
    const int64_t owner_id = s->owner_id;
    const struct branch is = {.owner = owner_id < 0 ? OWNER_NONE : OWNER_IS, .owner_id = owner_id};
    int n = 0;
    if (!s->sees || sees_owner(s->sees, scope, owner_id < 0 ? 0 : owner_id))
        out[n++] = is;
    if (s->sees && owner_id != s->sees->member_id && (!n || s->sees->privates))
        out[n++] = (struct branch){.owner = OWNER_GUEST, .owner_id = owner_id};
    return n;
}

/* owners_of - whose cards, as parts that do not overlap; more than `max` are cut off, and counted. */
static int owners_of(const struct list_spec *s, struct branch *out, int max)
{
    const enum scope scope = sees_scope(s->sees, s->module_id);
    int n = 0;
    if (s->owner_id)
        return owner_parts(s, scope, out);
    if (scope == SCOPE_ALL) {
        out[n++] = (struct branch){.owner = OWNER_PUBLIC};
        if (!s->sees)
            return n;
        out[n++] = (struct branch){.owner = OWNER_PRIVATE};
        out[n++] = (struct branch){.owner = OWNER_GUEST};
        return n;
    }
    const bool team = scope == SCOPE_TEAM && s->sees->n_owners;
    const int64_t *owner_ids = team ? s->sees->owner_ids : &s->sees->member_id;
    const int n_owners = team ? s->sees->n_owners : 1;
    for (int i = 0; i < n_owners && n < max - 2; i++)
        out[n++] = (struct branch){.owner = OWNER_IS, .owner_id = owner_ids[i]};
    if (s->sees->unowned)
        out[n++] = (struct branch){.owner = OWNER_NONE};
    out[n++] = (struct branch){.owner = OWNER_GUEST};
    return n_owners > max - 2 ? max + 1 : n;
}

/* One owner part as a plain condition: where no index over owners drives anyway. */
static struct branch owner_plain(const struct list_spec *s)
{
    if (s->owner_id == -1 && !s->sees)
        return (struct branch){.owner = OWNER_NONE};
    if (s->owner_id > 0 && (!s->sees || s->owner_id == s->sees->member_id) &&
            sees_scope(s->sees, s->module_id) != SCOPE_NONE)
        return (struct branch){.owner = OWNER_IS, .owner_id = s->owner_id};
    return (struct branch){.owner = OWNER_ANY};
}

/* How many; 0 when they are too many, or nothing is seen: then the plain condition must do. */
static int branches_of(const struct builder *b, struct branch *out)
{
    const struct list_spec *s = b->s;
    struct branch owners[BRANCH_MAX];
    int n_owners = sees_scope(s->sees, s->module_id) == SCOPE_NONE ? 0 : owners_of(s, owners, BRANCH_MAX),
        n = 0;
    if (n_owners > BRANCH_MAX)
        return 0;
    const bool split_statuses = s->n_statuses > 0 && n_owners * s->n_statuses <= BRANCH_MAX;
    for (int i = 0; i < n_owners; i++) {
        bool split = split_statuses && !by_card_id(&owners[i]);
        for (int k = 0; k < (split ? s->n_statuses : 1); k++) {
            out[n] = owners[i];
            out[n++].status_id = split ? s->status_ids[k] : 0;
        }
    }
    return n;
}

/* Lists driven by the search, by another order or by the trash have one branch: what they read is not in the order of
 * next action. */
static bool is_merged(const struct builder *b)
{
    return !b->hits && !b->driver && !b->s->trash && !b->s->n_ids && !b->o->by;
}

/* Lists whose order no index gives sort all that matches. Then ids and keys are sorted first, and the rest of the row is
 * read for those of the page alone. */
static bool is_sorted(const struct builder *b)
{
    return !is_merged(b) && (b->hits || b->driver || b->s->trash || !b->o->by || !b->o->by->indexed);
}

/* An owner asked for by a member who sees only a part: in plain branches both conditions stand. */
static void asked_add(struct builder *b, const struct branch *br)
{
    if (br->owner == OWNER_ANY && b->s->owner_id > 0)
        owner_is_add(b, b->s->owner_id);
    if (br->owner == OWNER_ANY && b->s->owner_id < 0)
        sql(b, " AND c.owner_id IS NULL");
}

static void select_add(struct builder *b, const struct branch *br, bool rows)
{
    if (rows) {
        row_add(b);
    } else {
        sql(b, "SELECT ");
        id_add(b);
        sql(b, " AS id, ");
        key_add(b);
        sql(b, " AS list_key");
    }
    if (b->walk) {
        sql(b, ", CASE WHEN ");
        test_add(&b->q, b->s->test);
        sql(b, b->with_value ? " THEN 1 ELSE 0 END AS ok, c.value_minor AS v"
                             : " THEN 1 ELSE 0 END AS ok, NULL AS v");
    }
    from_add(b, br, rows);
    where_add(b, br, false);
    asked_add(b, br);
    start_add(b, br);
    empty_add(b, br);
}

/* key: the columns of the key and the id in the select list. */
static void order_add(struct builder *b, const char *key, const char *id, int limit)
{
    const char *down = b->o->descending ? " DESC" : "";
    sql(b, " ORDER BY ");
    if (!b->o->empty_pass) {
        sql(b, key);
        sql(b, down);
        sql(b, ", ");
    }
    sql(b, id);
    sql(b, down);
    sql(b, " LIMIT ");
    query_int(&b->q, limit);
}

/* One of several parts, which an index may give in the order of the list. */
static void part_add(struct builder *b, const struct branch *br, bool rows, bool first, int limit)
{
    sql(b, first ? "{PART}" : " UNION ALL {PART}");
    select_add(b, br, rows);
    sql(b, "{PART_END}(");
    order_add(b, "2", "1", limit);
    sql(b, ")");
}

/* Ends `WITH found AS (`, which gives ids and keys: the rows of those, in their order. */
static void found_add(struct builder *b, int limit)
{
    order_add(b, "2", "1", limit);
    sql(b, ") ");
    b->found = true;
    row_add(b);
    from_add(b, &(struct branch){0}, true);
    sql(b, " WHERE c.id = p.id{AGAIN}(");
    order_add(b, "2", "1", limit);
    sql(b, ")");
}

static void sorted_build(struct builder *b, int limit)
{
    bool cut = b->o->after && !b->o->empty_pass;
    struct branch br = owner_plain(b->s);
    sql(b, "WITH found AS (");
    for (int part = cut ? AT_KEY : FROM_START; part <= (cut ? BEHIND_KEY : FROM_START); part++) {
        br.part = (unsigned)part;
        if (cut)
            part_add(b, &br, false, part == AT_KEY, limit);
        else
            select_add(b, &br, false);
    }
    found_add(b, limit);
}

/* rows: whole ones, else ids and keys. */
static void page_build(struct builder *b, bool rows, int limit)
{
    struct branch branches[BRANCH_MAX];
    int n = 1;
    if (is_sorted(b)) {
        sorted_build(b, limit);
        return;
    }
    branches[0] = owner_plain(b->s);
    if (is_merged(b))
        n = branches_of(b, branches);
    if (!n) {
        branches[0] = owner_plain(b->s);
        n = 1;
    }
    bool cut = b->o->after && !b->o->empty_pass;
    const bool find_first = rows && n > WHOLE_PARTS;
    if (find_first) {
        sql(b, "WITH found AS (");
        rows = false;
    }
    if (n == 1 && !cut)
        select_add(b, &branches[0], rows);
    for (int i = 0; i < n && (n > 1 || cut); i++) {
        for (int part = cut ? AT_KEY : FROM_START; part <= (cut ? BEHIND_KEY : FROM_START); part++) {
            branches[i].part = (unsigned)part;
            part_add(b, &branches[i], rows, i == 0 && part != BEHIND_KEY, limit);
        }
    }
    if (find_first)
        found_add(b, limit);
    else
        order_add(b, "2", "1", limit);
}

/* Conditions that all must hold and that an index finds. */
static int candidates(const struct test *t, const struct test **out, int n)
{
    if (n == PROBES_MAX)
        return n;
    if (t->kind == T_ALL)
        for (int i = 0; i < t->n_kids; i++)
            n = candidates(t->kids[i], out, n);
    bool finds = t->cmp == CMP_IN || (t->cmp >= CMP_LT && t->cmp <= CMP_RANGE) || t->cmp == CMP_EQ;
    if (t->kind == T_CMP && t->indexed && t->as == AS_VALUE && finds && n < PROBES_MAX)
        out[n++] = t;
    return n;
}

/* The cards that a condition alone finds, and nothing else. */
static void alone_add(struct builder *b, const struct test *t)
{
    const bool own = t->place == ON_MODULE;
    sql(b, own ? " FROM " : " FROM card c");
    if (own)
        module_add(b);
    sql(b, " WHERE ");
    test_add(&b->q, t);
    if (own)
        return;
    sql(b, " AND c.trashed_at = 0 AND c.module_id = ");
    param_int(b, b->s->module_id);
}

/* How many match the condition alone; it looks at cap at most, in the index. Whether there are so many is asked first: to
 * skip rows costs a quarter of counting them. */
static enum err probe(
        struct db *db, const struct list_spec *s, const struct test *t, int64_t cap, int64_t *out_n)
{
    struct builder b = {.s = s};
    struct rows rows;
    query_init(&b.q, db_arena(db));
    sql(&b, "SELECT 1 AS v");
    alone_add(&b, t);
    sql(&b, " LIMIT 1 OFFSET ");
    param_int(&b, cap - 1);
    enum err e = query_rows(&b.q, db, &rows);
    if (!e && rows.n)
        *out_n = cap;
    if (e || rows.n)
        return e;
    const struct val *row;
    query_init(&b.q, db_arena(db));
    sql(&b, "SELECT COUNT(*)");
    alone_add(&b, t);
    e = query_one(&b.q, db, &row);
    if (!e)
        *out_n = row[0].i;
    return e;
}

static bool has_hits(const struct list_spec *s)
{
    return s->search && *s->search;
}

enum err list_store_drive(struct db *db, struct list_spec *s, bool page)
{
    const struct test *tests[PROBES_MAX];
    s->driver = NULL;
    if (!s->test || has_hits(s) || s->trash)
        return ERR_OK;
    int n_tests = candidates(s->test, tests, 0);
    int64_t fewest = (page ? DRIVES_PAGE : DRIVES_COUNT) + 1, n;
    for (int i = 0; i < n_tests && fewest > 0; i++) {
        enum err e = probe(db, s, tests[i], fewest, &n);
        if (e)
            return e;
        if (n < fewest) {
            fewest = n;
            s->driver = tests[i];
        }
    }
    return ERR_OK;
}

static void builder_init(
        struct builder *b, struct db *db, const struct list_spec *s, const struct list_order *o)
{
    *b = (struct builder){.s = s, .o = o, .hits = has_hits(s), .driver = s->driver};
    query_init(&b->q, db_arena(db));
    if (s->test)
        test_needs(s->test, &b->with_module, &b->with_customer);
    if (b->hits)
        query_bind(&b->q, val_text(db_match(db, s->search)));
}

static void columns_need(struct builder *b, const struct list_column *extra, int n_extra)
{
    b->extra = extra;
    b->n_extra = n_extra;
    for (int i = 0; i < n_extra; i++)
        b->with_module |= extra[i].place == ON_MODULE;
    if (b->o->by && b->o->by->place == ON_MODULE)
        b->with_module = true;
}

enum err list_store_page(struct db *db, const struct list_spec *s, const struct list_order *o,
        const struct list_column *extra, int n_extra, int limit,
        enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct builder b;
    builder_init(&b, db, s, o);
    columns_need(&b, extra, n_extra);
    page_build(&b, true, limit);
    return query_each(&b.q, db, each, arg);
}

enum list_way list_store_way(const struct list_spec *s, const struct list_order *o)
{
    struct builder b = {.s = s, .o = o, .hits = has_hits(s), .driver = s->driver};
    if (b.hits || b.driver || s->n_ids)
        return LIST_BY_INDEX; /* what is sorted then is few */
    if (is_sorted(&b))
        return LIST_BY_SORT;
    return s->test ? LIST_BY_WALK : LIST_BY_INDEX;
}

enum err list_store_walk(struct db *db, const struct list_spec *s, const struct list_order *o, int max,
        bool with_value, enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct builder b;
    builder_init(&b, db, s, o);
    columns_need(&b, NULL, 0);
    b.walk = true;
    b.with_value = with_value;
    page_build(&b, false, max);
    return query_each(&b.q, db, each, arg);
}

char *list_store_page_sql(struct db *db, const struct list_spec *s, const struct list_order *o, int limit)
{
    struct builder b;
    struct list_spec driven = *s;
    if (list_store_drive(db, &driven, true))
        return NULL;
    builder_init(&b, db, &driven, o);
    columns_need(&b, NULL, 0);
    b.walk = list_store_way(&driven, o) == LIST_BY_WALK;
    page_build(&b, !b.walk, limit);
    return db_words(db, buf_str(&b.q.sql));
}

/* Counts and ids */

/* What follows a select list. */
static void rest_add(struct builder *b, const struct branch *br, bool by_id)
{
    from_add(b, br, false);
    where_add(b, br, by_id);
    asked_add(b, br);
}

static void plain_add(struct builder *b, const struct branch *br, const char *what, bool by_id)
{
    sql(b, what);
    rest_add(b, br, by_id);
}

enum err list_store_count(
        struct db *db, const struct list_spec *s, int64_t cap, int64_t *out_n, int64_t *out_value)
{
    struct builder b;
    struct branch branches[BRANCH_MAX];
    struct list_spec driven = *s;
    enum err e = list_store_drive(db, &driven, false);
    if (e)
        return e;
    builder_init(&b, db, &driven, NULL);
    int n = 1;
    branches[0] = owner_plain(s);
    if (!b.hits && !b.driver && !s->trash)
        n = branches_of(&b, branches);
    if (!n) {
        branches[0] = owner_plain(s);
        n = 1;
    }
    sql(&b, out_value ? "SELECT COUNT(*), CAST(SUM(k.v) AS {INT}) FROM (" : "SELECT COUNT(*) FROM (");
    for (int i = 0; i < n; i++) {
        sql(&b, i ? " UNION ALL " : "");
        plain_add(&b, &branches[i], out_value ? "SELECT c.value_minor AS v" : "SELECT 1 AS v", false);
    }
    sql(&b, " LIMIT ");
    param_int(&b, cap);
    sql(&b, ") k");
    const struct val *row;
    e = query_one(&b.q, db, &row);
    if (e)
        return e;
    *out_n = row[0].i;
    if (out_value)
        *out_value = val_i(row[1], 0);
    return ERR_OK;
}

enum err list_store_ids(
        struct db *db, const struct list_spec *s, int64_t after_id, int max, int64_t *out_ids, int *out_n)
{
    struct builder b;
    struct branch br = owner_plain(s);
    struct rows rows;
    builder_init(&b, db, s, NULL);
    plain_add(&b, &br, "SELECT c.id", true);
    sql(&b, " AND c.id > ");
    param_int(&b, after_id);
    sql(&b, " ORDER BY c.id LIMIT ");
    param_int(&b, max);
    enum err e = query_rows(&b.q, db, &rows);
    if (e)
        return e;
    for (size_t i = 0; i < rows.n; i++)
        out_ids[i] = row_of(&rows, i)[0].i;
    *out_n = (int)rows.n;
    return ERR_OK;
}

/* The name of what a column holds the id of: a file, a contact. */
static void file_name_add(struct builder *b, const struct list_column *col)
{
    sql(b, "(SELECT n.name FROM attachment n WHERE n.id = ");
    test_column(&b->q, col->place, col->column);
    sql(b, ")");
}

static void contact_name_add(struct builder *b, const struct list_column *col)
{
    if (col->place == ON_CARD) {
        b->with_customer = true;
        sql(b, strcmp(col->column, "company_id") == 0 ? "co.name" : "ct.name");
        return;
    }
    sql(b, "(SELECT n.name FROM contact n WHERE n.id = ");
    test_column(&b->q, col->place, col->column);
    sql(b, ")");
}

enum err list_store_values(struct db *db, const struct list_spec *s, const struct list_column *cols,
        int n_cols, int64_t after_id, int max, enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct builder b;
    struct branch br = owner_plain(s);
    builder_init(&b, db, s, NULL);
    sql(&b, "SELECT c.id");
    for (int i = 0; i < n_cols; i++) {
        sql(&b, ", ");
        b.with_module |= cols[i].place == ON_MODULE;
        b.with_customer |= cols[i].place == ON_CONTACT;
        if (cols[i].contact)
            contact_name_add(&b, &cols[i]);
        else if (cols[i].file)
            file_name_add(&b, &cols[i]);
        else
            test_column(&b.q, cols[i].place, cols[i].column);
    }
    rest_add(&b, &br, true);
    sql(&b, " AND c.id > ");
    param_int(&b, after_id);
    sql(&b, " ORDER BY c.id LIMIT ");
    param_int(&b, max);
    return query_each(&b.q, db, each, arg);
}
