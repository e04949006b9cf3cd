#include "core/access.h"
#include "core/cursor.h"
#include "core/list_impl.h"
#include "core/pipeline.h"
#include "core/search.h"

#define LIMIT_MAX      200
#define SEARCH_SCAN    10000 /* newest hits of a search that a page looks at */
#define SEARCH_MAX     100
#define COLUMNS_MAX    60
#define SORTED_AT_ONCE 20000 /* cards of a module that a worker for short work sorts */

enum err list_columns(
        struct ctx *cx, const struct module *mod, const char *codes, struct list_query *out_query)
{
    const struct field **columns = arena_array(cx->arena, const struct field *, COLUMNS_MAX);
    char *rest = codes ? arena_str(cx->arena, codes) : NULL, *code;
    int n = 0;
    while (rest && (code = strsep(&rest, ","))) {
        if (!*code)
            continue;
        if (n == COLUMNS_MAX)
            return fail_limit(cx, ERR_INVALID, "columns", "error.too_many", COLUMNS_MAX);
        columns[n] = list_field(cx, mod, code);
        if (!columns[n++])
            return fail_arg(cx, ERR_INVALID, "columns", "error.unknown_column", code);
    }
    out_query->columns = columns;
    out_query->n_columns = n;
    return ERR_OK;
}

/* What a query selects */

/* Open cards of a cell stand in the cell's own status, or were forgotten. */
static bool of_cell(const struct status *st, int64_t cell)
{
    const char *role = box_role(cell / 3, cell % 3);
    return st->group == GRP_OPEN &&
           ((role && strcmp(st->role, role) == 0) || strcmp(st->role, "forgotten") == 0);
}

static int64_t none_at_all[] = {-1};

static void statuses_of(struct ctx *cx, const struct list_query *q, struct list_spec *out)
{
    const struct module *mod = q->module;
    int64_t *ids = arena_array(cx->arena, int64_t, mod->n_statuses + 1);
    int n = 0;
    for (int i = 0; i < mod->n_statuses; i++) {
        const struct status *st = &mod->statuses[i];
        if (q->status_id && st->id != q->status_id)
            continue;
        if (q->group >= 0 && st->group != (enum group)q->group)
            continue;
        if (q->box_cell >= 0 && !q->status_id && !of_cell(st, q->box_cell))
            continue;
        ids[n++] = st->id;
    }
    out->status_ids = n ? ids : none_at_all;
    out->n_statuses = n ? n : 1;
}

/* The words as the index has them; a number as digits without what stands before it at home or abroad. */
static enum err search_of(struct ctx *cx, const char *text, const char **out)
{
    if (text_chars(text, strlen(text)) > SEARCH_MAX)
        return fail_limit(cx, ERR_INVALID, "q", "error.too_long", SEARCH_MAX);
    const char *phone = search_phone_digits(cx->arena, text);
    *out = phone ? phone : text_fold(cx->arena, text);
    return ERR_OK;
}

bool list_day(struct ctx *cx, const char *name, int64_t *out_from, int64_t *out_to)
{
    struct day_bounds b;
    clock_day_bounds(cx->now_at, cx->zone, &b);
    int64_t week = b.next_week_at > b.day_after_at ? b.next_week_at : b.day_after_at;
    int64_t month = b.next_month_at > b.week_after_at ? b.next_month_at : b.week_after_at;
    const struct {
        const char *name;
        int64_t from, to;
    } days[] = {{"overdue", 0, cx->now_at}, {"today", cx->now_at, b.tomorrow_at},
            {"tomorrow", b.tomorrow_at, b.day_after_at}, {"this_week", b.day_after_at, week},
            {"next_week", week, b.week_after_at}, {"later_month", b.week_after_at, month},
            {"next_month", month, b.month_after_at}, {"later", b.month_after_at, NO_DUE},
            {"none", NO_DUE, 0}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (strcmp(days[i].name, name) != 0)
            continue;
        *out_from = days[i].from;
        *out_to = days[i].to;
        return true;
    }
    return false;
}

enum err list_spec_of(struct ctx *cx, const struct list_query *q, bool page, struct list_spec *out)
{
    *out = (struct list_spec){.module_id = q->module->id,
            .qualification = q->box_cell >= 0 ? q->box_cell / 3 : -1,
            .rating = q->box_cell >= 0 ? q->box_cell % 3 : -1,
            .owner_id = q->owner_id,
            .ids = q->ids,
            .n_ids = q->n_ids,
            .sees = access_sees_in(cx, q->module->id),
            .test = q->filter ? filter_test(cx, q->filter) : NULL,
            .search_scan = page ? SEARCH_SCAN : 0,
            .trash = q->trash};
    if (q->status_id || q->group >= 0 || q->box_cell >= 0)
        statuses_of(cx, q, out);
    if (q->day_group && !list_day(cx, q->day_group, &out->due_from, &out->due_to))
        return fail_arg(cx, ERR_INVALID, "day", "error.not_one_of", q->day_group);
    return q->search ? search_of(cx, q->search, &out->search) : ERR_OK;
}

/* The order of a page */

enum val_type list_key_type(const struct field *f)
{
    if (!f)
        return VAL_INT;
    if (f->table == IN_CARD && strcmp(f->column, "name") == 0)
        return VAL_BLOB;
    return strcmp(f->type->sql_word, "{INT}") == 0    ? VAL_INT
           : strcmp(f->type->sql_word, "{REAL}") == 0 ? VAL_REAL
                                                      : VAL_TEXT;
}

static bool key_fits(const struct field *f, const struct list_order *o, struct val key)
{
    enum val_type want = list_key_type(f);
    if (val_is_null(key))
        return o->has_empty;
    return key.type == want || (want == VAL_REAL && key.type == VAL_INT);
}

static enum err cursor_take(struct ctx *cx, const struct list_query *q, struct list_order *o)
{
    struct cursor c;
    if (!q->cursor)
        return ERR_OK;
    if (!cursor_read(cx->arena, q->cursor, &c) || !key_fits(q->trash && !q->sort ? NULL : q->sort, o, c.key))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    o->after = true;
    o->after_key = c.key;
    o->after_id = c.id;
    o->empty_pass = val_is_null(c.key);
    return ERR_OK;
}

static enum err order_of(struct ctx *cx, const struct list_query *q, struct list_order *o)
{
    static const struct list_column trashed_at = {.place = ON_CARD, .column = "trashed_at"};
    *o = (struct list_order){.descending = q->descending};
    if (q->sort) {
        if (!q->sort->type->sortable || q->sort->table == IN_CONTACT)
            return fail_arg(cx, ERR_INVALID, "sort", "error.not_sortable", q->sort->code);
        struct list_column *by = arena_new_of(cx->arena, struct list_column);
        list_column_of(q->sort, by);
        if (list_key_type(q->sort) == VAL_BLOB)
            by->column = "sort_key";
        o->by = by;
        o->empty = list_empty_value(q->sort);
        o->has_empty = true;
        if (strcmp(q->sort->code, "next_due_at") == 0 && q->sort->table == IN_CARD)
            o->by = NULL;
    } else if (q->trash) {
        o->by = &trashed_at;
        o->descending = true;
    } else if (q->descending) {
        o->has_empty = true;
        o->empty = val_int(NO_DUE);
    }
    return cursor_take(cx, q, o);
}

/* A page, streamed: what stands in the reply is written while the database steps. */
struct page {
    struct row_writer rw;
    struct jw *w;
    const struct list_order *order;
    int limit, n;
    bool more;
    struct cursor last;
};

static enum err row_each(void *arg, const struct val *row)
{
    struct page *p = arg;
    if (p->n == p->limit) {
        p->more = true;
        return ERR_OK;
    }
    row_write(&p->rw, p->w, row);
    if (++p->n < p->limit)
        return ERR_OK;
    struct val key = row[ROW_KEY]; /* the row lives only for this call */
    if (p->order->empty_pass)
        key = val_null();
    else if (key.type == VAL_TEXT || key.type == VAL_BLOB)
        key.s = arena_strn(p->rw.cx->arena, key.s, key.len);
    p->last = (struct cursor){key, row[ROW_ID].i};
    return ERR_OK;
}

/* The next due time stands in every row, asked for or not: rows show how near it is. */
static struct list_query with_due(struct ctx *cx, const struct list_query *q)
{
    const struct field *next = module_field_role(q->module, "due_next");
    struct list_query all = *q;
    bool there = !next || !access_field(cx, q->module, next->code);
    for (int i = 0; i < q->n_columns; i++)
        there = there || q->columns[i] == next;
    if (there)
        return all;
    const struct field **columns = arena_array(cx->arena, const struct field *, q->n_columns + 1);
    for (int i = 0; i < q->n_columns; i++)
        columns[i] = q->columns[i];
    columns[all.n_columns++] = next;
    all.columns = columns;
    return all;
}

static struct list_column *columns_of(struct ctx *cx, const struct list_query *q)
{
    struct list_column *cols = arena_array(cx->arena, struct list_column, q->n_columns + 1);
    for (int i = 0; i < q->n_columns; i++)
        list_column_of(q->columns[i], &cols[i]);
    return cols;
}

/* Rows as they come from the index. */
static enum err page_write(struct ctx *cx, const struct list_spec *spec, struct list_order *order,
        const struct list_column *cols, int n_cols, struct page *p)
{
    enum err e = list_store_page(cx->db, spec, order, cols, n_cols, p->limit + 1, row_each, p);
    if (!e && !p->more && order->has_empty && !order->empty_pass) {
        order->empty_pass = true;
        order->after = false;
        e = list_store_page(cx->db, spec, order, cols, n_cols, p->limit + 1 - p->n, row_each, p);
    }
    return e;
}

/* Rows that a walk has found: those with a value in the order's column, then those without. */
static enum err walk_write(struct ctx *cx, const struct list_spec *spec, struct list_order *order,
        const struct list_column *cols, int n_cols, int64_t until_us, struct page *p, bool *out_partial)
{
    struct walked found;
    enum err e = list_walk(cx, spec, order, p->limit, until_us, &found);
    struct list_order by_id = *order;
    by_id.after = false;
    for (int part = 0; !e && part < 2; part++) {
        struct list_spec ids = {.module_id = spec->module_id, .qualification = -1, .rating = -1};
        ids.ids = found.ids + (part ? found.n_valued : 0);
        ids.n_ids = part ? found.n - found.n_valued : found.n_valued;
        by_id.empty_pass = part == 1;
        if (ids.n_ids)
            e = list_store_page(cx->db, &ids, &by_id, cols, n_cols, p->limit, row_each, p);
    }
    p->more = found.more;
    p->last = found.last;
    *out_partial = found.partial;
    return e;
}

/* Sorting all of a great module takes its time. */
static enum err sort_may_take(struct ctx *cx, const struct list_spec *spec)
{
    struct rows rows;
    int64_t n = 0;
    if (!cx->short_lane)
        return ERR_OK;
    enum err e = list_store_counters(cx->db, spec->module_id, 0, NULL, &rows);
    for (size_t i = 0; !e && i < rows.n; i++)
        n += val_i(row_of(&rows, i)[3], 0);
    return !e && n > SORTED_AT_ONCE ? ctx_long(cx) : e;
}

static enum err rows_write(struct ctx *cx, const struct list_query *q, struct list_spec *spec,
        struct list_order *order, int64_t until_us, struct jw *w)
{
    const struct list_query all = with_due(cx, q);
    const struct list_column *cols = columns_of(cx, &all);
    struct page p = {
            .w = w, .order = order, .limit = q->limit < 1 || q->limit > LIMIT_MAX ? LIMIT_MAX : q->limit};
    bool partial = false;
    enum err e = list_store_drive(cx->db, spec, true);
    if (e)
        return e;
    enum list_way way = list_store_way(spec, order);
    if (way == LIST_BY_SORT && !spec->trash)
        e = sort_may_take(cx, spec);
    if (e)
        return e;
    row_writer_init(&p.rw, cx, q->module, all.columns, all.n_columns);
    jw_key(w, "rows");
    jw_arr(w);
    e = way == LIST_BY_WALK ? walk_write(cx, spec, order, cols, all.n_columns, until_us, &p, &partial)
                            : page_write(cx, spec, order, cols, all.n_columns, &p);
    jw_arr_end(w);
    jw_kstr(w, "next", p.more ? cursor_text(cx->arena, &p.last) : NULL);
    jw_kbool(w, "partial", partial);
    return e;
}

enum err list_rows_write(struct ctx *cx, const struct list_query *q, int64_t until_us, struct jw *w)
{
    struct list_spec spec;
    struct list_order order;
    enum err e = list_spec_of(cx, q, true, &spec);
    if (!e)
        e = order_of(cx, q, &order);
    return e ? e : rows_write(cx, q, &spec, &order, until_us, w);
}

enum err list_write(struct ctx *cx, const struct list_query *q, struct jw *w)
{
    jw_obj(w);
    enum err e = list_rows_write(cx, q, list_walk_limit(cx), w);
    jw_obj_end(w);
    return e;
}

/* Counts and ids */

/* A count must be exact, so it walks to the end; where the beginning takes long already, not among short work. */
static enum err count_may_take(struct ctx *cx, struct list_spec *spec)
{
    const struct list_order order = {0};
    int64_t n;
    bool cut;
    enum err e = cx->short_lane ? list_store_drive(cx->db, spec, false) : ERR_OK;
    if (e || !cx->short_lane || list_store_way(spec, &order) != LIST_BY_WALK)
        return e;
    return list_walk_count(cx, spec, INT64_MAX, list_walk_limit(cx), &n, NULL, &cut);
}

enum err list_count(struct ctx *cx, const struct list_query *q, int64_t cap, int64_t *out_n, bool *out_capped)
{
    struct list_spec spec;
    int64_t n = 0;
    enum err e = list_spec_of(cx, q, false, &spec);
    if (!e && q->filter)
        e = count_may_take(cx, &spec);
    if (!e)
        e = list_store_count(cx->db, &spec, cap + 1, &n, NULL);
    if (e)
        return e;
    *out_capped = n > cap;
    *out_n = n > cap ? cap : n;
    return ERR_OK;
}

enum err list_ids(
        struct ctx *cx, const struct list_query *q, int64_t after_id, int max, int64_t *out_ids, int *out_n)
{
    struct list_spec spec;
    enum err e = list_spec_of(cx, q, false, &spec);
    return e ? e : list_store_ids(cx->db, &spec, after_id, max, out_ids, out_n);
}
