/* list_sum - numbers beside the lists: day groups, pipeline, 9-box, board. What can be maintained comes from the counter
 * rows; what depends on the clock is counted over an index and stops at a cap. */
#include "core/access.h"
#include "core/list_impl.h"
#include "core/pipeline.h"

#define GROUP_CAP   1000
#define OVERDUE_CAP 1000
#define BOARD_ROWS  30
#define BOARD_CAP   10000

static void bound(struct jw *w, const char *key, int64_t at)
{
    jw_kval(w, key, at ? val_int(at) : val_null());
}

enum err list_groups_write(struct ctx *cx, const struct list_query *q, struct jw *w)
{
    static const char *const names[] = {"overdue", "today", "tomorrow", "this_week", "next_week",
            "later_month", "next_month", "later", "none"};
    struct list_query all = *q;
    struct list_spec spec;
    all.day_group = NULL;
    enum err e = list_spec_of(cx, &all, true, &spec);
    if (!e)
        e = list_store_drive(cx->db, &spec, false);
    if (e)
        return e;
    const struct list_order by_due = {0};
    const bool walks = list_store_way(&spec, &by_due) == LIST_BY_WALK;
    const int64_t until_us = list_walk_limit(cx);
    jw_obj(w);
    jw_kint(w, "now_at", cx->now_at);
    jw_key(w, "groups");
    jw_arr(w);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int64_t n = 0;
        list_day(cx, names[i], &spec.due_from, &spec.due_to);
        bool empty = spec.due_to && spec.due_to <= spec.due_from;
        bool capped = false;
        if (!empty && walks)
            e = list_walk_count(cx, &spec, GROUP_CAP, until_us, &n, NULL, &capped);
        else if (!empty) {
            e = list_store_count(cx->db, &spec, GROUP_CAP + 1, &n, NULL);
            capped = n > GROUP_CAP;
        }
        if (e)
            return e;
        jw_obj(w);
        jw_kstr(w, "day", names[i]);
        bound(w, "from_at", spec.due_from);
        bound(w, "to_at", spec.due_to);
        jw_kint(w, "n", n > GROUP_CAP ? GROUP_CAP : n);
        jw_kbool(w, "capped", capped);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return ERR_OK;
}

static enum err counters_of(struct ctx *cx, const struct module *mod, int64_t owner_id, struct rows *out_rows)
{
    return list_store_counters(cx->db, mod->id, owner_id, access_sees_in(cx, mod->id), out_rows);
}

/* Sums of the counter rows, by status or by cell. */
struct sum {
    int64_t n, value;
};

static struct list_query all_of(const struct module *mod, int64_t owner_id)
{
    return (struct list_query){.module = mod, .group = -1, .box_cell = -1, .owner_id = owner_id, .limit = 1};
}

static enum err overdue_write(struct ctx *cx, const struct module *mod, int64_t owner_id, struct jw *w)
{
    struct list_query q = all_of(mod, owner_id);
    int64_t n;
    bool capped;
    q.day_group = "overdue";
    enum err e = list_count(cx, &q, OVERDUE_CAP, &n, &capped);
    if (e)
        return e;
    jw_kint(w, "overdue", n);
    jw_kbool(w, "overdue_capped", capped);
    return ERR_OK;
}

/* Nobody learns a hidden value by its sum. */
static int64_t value_of(const struct ctx *cx, const struct module *mod, struct sum s)
{
    return access_field(cx, mod, "value") ? s.value : 0;
}

static struct sum status_sum(const struct rows *rows, int64_t status_id)
{
    struct sum s = {0};
    for (size_t i = 0; i < rows->n; i++) {
        const struct val *r = row_of(rows, i);
        if (r[0].i != status_id)
            continue;
        s.n += val_i(r[3], 0);
        s.value += val_i(r[4], 0);
    }
    return s;
}

enum err pipeline_write(struct ctx *cx, const struct module *mod, int64_t owner_id, struct jw *w)
{
    struct rows rows;
    enum err e = counters_of(cx, mod, owner_id, &rows);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "statuses");
    jw_arr(w);
    for (int i = 0; i < mod->n_statuses; i++) {
        struct sum s = status_sum(&rows, mod->statuses[i].id);
        jw_obj(w);
        jw_kint(w, "id", mod->statuses[i].id);
        jw_kint(w, "n", s.n);
        jw_kint(w, "value_minor", value_of(cx, mod, s));
        jw_obj_end(w);
    }
    jw_arr_end(w);
    e = overdue_write(cx, mod, owner_id, w);
    jw_obj_end(w);
    return e;
}

static bool is_open(const struct module *mod, int64_t status_id)
{
    const struct status *st = module_status(mod, status_id);
    return st && st->group == GRP_OPEN;
}

static struct sum cell_sum(
        const struct module *mod, const struct rows *rows, int64_t qualification, int64_t rating)
{
    struct sum s = {0};
    for (size_t i = 0; i < rows->n; i++) {
        const struct val *r = row_of(rows, i);
        if (r[1].i != qualification || r[2].i != rating || !is_open(mod, r[0].i))
            continue;
        s.n += val_i(r[3], 0);
        s.value += val_i(r[4], 0);
    }
    return s;
}

static void cell_write(const struct ctx *cx, const struct module *mod, int cell, struct sum s,
        int64_t n_overdue, struct jw *w)
{
    const char *role = box_role(cell / 3, cell % 3);
    const struct status *st = role ? module_status_role(mod, role) : NULL;
    jw_obj(w);
    jw_kint(w, "cell", cell);
    jw_kint(w, "qualification", cell / 3);
    jw_kint(w, "rating", cell % 3);
    jw_kstr(w, "role", role);
    jw_kval(w, "status_id", st ? val_int(st->id) : val_null());
    jw_kint(w, "n", s.n);
    jw_kint(w, "value_minor", value_of(cx, mod, s));
    jw_kint(w, "n_overdue", n_overdue > OVERDUE_CAP ? OVERDUE_CAP : n_overdue);
    jw_kbool(w, "overdue_capped", n_overdue > OVERDUE_CAP);
    jw_obj_end(w);
}

/* How many of a cell's cards are overdue; who sees everything has an index for it, others have their lists. */
static enum err cell_overdue(
        struct ctx *cx, const struct module *mod, int cell, int64_t owner_id, int64_t *out_n)
{
    if (access_sees_in(cx, mod->id)) {
        struct list_query q = all_of(mod, owner_id);
        bool capped;
        q.box_cell = cell;
        q.day_group = "overdue";
        return list_count(cx, &q, OVERDUE_CAP + 1, out_n, &capped);
    }
    int64_t *open = arena_array(cx->arena, int64_t, mod->n_statuses + 1);
    int n_open = 0;
    for (int i = 0; i < mod->n_statuses; i++)
        if (mod->statuses[i].group == GRP_OPEN)
            open[n_open++] = mod->statuses[i].id;
    return list_store_cell_overdue(
            cx->db, mod->id, cell / 3, cell % 3, open, n_open, owner_id, cx->now_at, OVERDUE_CAP + 1, out_n);
}

enum err box_write(struct ctx *cx, const struct module *mod, int64_t owner_id, struct jw *w)
{
    if (!mod->pipeline || !mod->pipeline->has_key_fields)
        return fail(cx, ERR_CONFLICT, NULL, "error.no_key_fields");
    struct rows rows;
    enum err e = counters_of(cx, mod, owner_id, &rows);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "cells");
    jw_arr(w);
    for (int cell = 0; cell < 9 && !e; cell++) {
        struct sum s = cell_sum(mod, &rows, cell / 3, cell % 3);
        int64_t n = 0;
        if (s.n > 0)
            e = cell_overdue(cx, mod, cell, owner_id, &n);
        cell_write(cx, mod, cell, s, n, w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return e;
}

/* Of what a filter or a search narrows. */
static enum err column_sum(
        struct ctx *cx, const struct list_query *q, int64_t until_us, struct sum *out, bool *out_capped)
{
    struct list_spec spec;
    const struct list_order by_due = {0};
    enum err e = list_spec_of(cx, q, false, &spec);
    if (!e)
        e = list_store_drive(cx->db, &spec, false);
    if (e)
        return e;
    if (list_store_way(&spec, &by_due) == LIST_BY_WALK)
        return list_walk_count(cx, &spec, BOARD_CAP, until_us, &out->n, &out->value, out_capped);
    e = list_store_count(cx->db, &spec, BOARD_CAP + 1, &out->n, &out->value);
    *out_capped = out->n > BOARD_CAP;
    if (*out_capped)
        out->n = BOARD_CAP;
    return e;
}

static enum err column_write(struct ctx *cx, const struct list_query *q, const struct rows *counters,
        int64_t until_us, struct jw *w)
{
    struct sum s = {0};
    bool capped = false;
    enum err e = ERR_OK;
    if (counters)
        s = status_sum(counters, q->status_id);
    else
        e = column_sum(cx, q, until_us, &s, &capped);
    if (e)
        return e;
    jw_obj(w);
    jw_kint(w, "status_id", q->status_id);
    jw_kint(w, "n", s.n);
    jw_kbool(w, "capped", capped);
    jw_kint(w, "value_minor", value_of(cx, q->module, s));
    e = list_rows_write(cx, q, until_us, w);
    jw_obj_end(w);
    return e;
}

enum err board_write(struct ctx *cx, const struct list_query *q, struct jw *w)
{
    const struct module *mod = q->module;
    struct rows rows;
    const int64_t until_us = list_walk_limit(cx);
    bool narrowed = q->filter || q->search || q->group >= 0 || q->box_cell >= 0 || q->day_group || q->trash;
    enum err e = narrowed ? ERR_OK : counters_of(cx, mod, q->owner_id, &rows);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "columns");
    jw_arr(w);
    for (int i = 0; i < mod->n_statuses && !e; i++) {
        struct list_query column = *q;
        column.status_id = mod->statuses[i].id;
        column.cursor = NULL;
        column.limit = BOARD_ROWS;
        e = column_write(cx, &column, narrowed ? NULL : &rows, until_us, w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return e;
}
