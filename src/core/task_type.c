#include "core/task_type.h"
#include "core/access.h"
#include "core/event.h"
#include "core/label.h"
#include "core/piece.h"
#include "core/status.h"
#include "core/task.h"
#include "store/meta_store.h"
#include "store/task_store.h"

#include <stdlib.h>
#include <string.h>

#define AT_ONCE    100
#define STEP_TASKS 200

/* A type that may be changed, and the live module it belongs to. */
static enum err get(struct ctx *cx, int64_t id, struct piece *out_type, struct piece *out_mod)
{
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_TASK_TYPE, id, out_type);
    return e == ERR_OK ? pipeline_may_change(cx, out_type->v[PIECE_PARENT].i, false, out_mod) : e;
}

static void set_number(struct piece *p, const json_t *in, const char *name, int col)
{
    const json_t *v = json_object_get(in, name);
    if (json_is_integer(v))
        piece_set(p, col, val_int(json_integer_value(v)));
    else if (json_is_boolean(v))
        piece_set(p, col, val_int(json_is_true(v)));
}

static enum err set_all(struct ctx *cx, struct piece *p, const json_t *in)
{
    const json_t *label = json_object_get(in, "label");
    const char *icon = json_str(in, "icon"), *text = NULL;
    enum err e = label ? label_take(cx, label, "label", LABEL_CHARS, true, &text) : ERR_OK;
    if (e == ERR_OK && label)
        piece_set(p, TASK_TYPE_LABEL, val_text(text));
    if (e == ERR_OK && icon)
        e = icon_check(cx, "icon", icon);
    if (e == ERR_OK && icon)
        piece_set(p, TASK_TYPE_ICON, val_text(icon));
    set_number(p, in, "duration_min", TASK_TYPE_DURATION);
    set_number(p, in, "reminder_min", TASK_TYPE_REMINDER);
    set_number(p, in, "is_contact", TASK_TYPE_CONTACT);
    return e;
}

static size_t count_offered(const struct rows *rows)
{
    size_t n = 0;
    while (n < rows->n && !row_of(rows, n)[TASK_TYPE_RETIRED].i)
        n++;
    return n;
}

enum err task_type_add(struct ctx *cx, int64_t module_id, const json_t *in, int64_t *out_id)
{
    const struct val row[PIECE_COLS] = {[TASK_TYPE_LABEL] = val_text("{}"),
            [TASK_TYPE_ICON] = val_text("checkbox"),
            [TASK_TYPE_DURATION] = val_int(30),
            [TASK_TYPE_REMINDER] = val_int(0),
            [TASK_TYPE_CONTACT] = val_int(0)};
    struct val v[PIECE_COLS];
    struct piece mod, p = piece_of_row(PIECE_TASK_TYPE, row);
    struct rows rows;
    enum err e = pipeline_may_change(cx, module_id, false, &mod);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_TASK_TYPE, module_id, &rows);
    if (e == ERR_OK && rows.n >= TASK_TYPES_MAX)
        e = fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_task_types", TASK_TYPES_MAX);
    if (e == ERR_OK)
        e = set_all(cx, &p, in);
    if (e != ERR_OK)
        return e;
    memcpy(v, row, sizeof v);
    for (size_t i = 0; i < p.n; i++)
        v[p.cols[i]] = p.vals[i];
    cx->change_kind = "task_type.add";
    e = meta_store_add_task_type(cx->db,
            P(val_int(module_id), val_text(""), v[TASK_TYPE_LABEL], v[TASK_TYPE_ICON], v[TASK_TYPE_DURATION],
                    v[TASK_TYPE_REMINDER], v[TASK_TYPE_CONTACT], val_int((int64_t)rows.n + 1)),
            out_id);
    return e == ERR_OK ? piece_made(cx, PIECE_TASK_TYPE, *out_id) : e;
}

enum err task_type_edit(struct ctx *cx, int64_t id, int64_t version, const json_t *in, int64_t *out_module_id)
{
    struct piece mod, p;
    enum err e = get(cx, id, &p, &mod);
    if (e == ERR_OK)
        e = set_all(cx, &p, in);
    if (e == ERR_OK && json_is_true(json_object_get(in, "retired")))
        e = fail(cx, ERR_INVALID, "retired", "error.unknown_choice"); /* retiring asks what its tasks get */
    if (e != ERR_OK)
        return e;
    set_number(&p, in, "retired", TASK_TYPE_RETIRED);
    *out_module_id = piece_id(&mod);
    cx->change_kind = "task_type.edit";
    return piece_save(cx, &p, version);
}

enum err task_types_order(struct ctx *cx, int64_t module_id, const json_t *ids)
{
    struct piece mod;
    struct rows rows;
    enum err e = pipeline_may_change(cx, module_id, false, &mod);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_TASK_TYPE, module_id, &rows);
    if (e != ERR_OK)
        return e;
    cx->change_kind = "task_type.order";
    cx->change_name = piece_shown(cx, &mod);
    return pieces_order(cx, PIECE_TASK_TYPE, &rows, count_offered(&rows), TASK_TYPE_POSITION, ids);
}

/* Retiring one */

static enum err retype(struct ctx *cx, int64_t task_id, int64_t to)
{
    struct task t;
    const bool follows = cx->follows;
    cx->follows = true; /* also where the member may not see or edit the card */
    enum err e = task_get(cx, task_id, &t);
    if (!e)
        e = task_update(cx, &t, 0, &(struct task_edit){.set = TASK_TYPE, .type_id = to});
    cx->follows = follows;
    return e;
}

/* Open tasks behind *at, at most max; *out_n how many there were. */
static enum err retype_some(struct ctx *cx, int64_t type_id, int64_t to, int max, int64_t *at, int64_t *out_n)
{
    struct rows rows;
    enum err e = task_store_of_type(cx->db, type_id, *at, max, &rows);
    for (size_t i = 0; e == ERR_OK && i < rows.n; i++)
        e = retype(cx, *at = row_of(&rows, i)[0].i, to);
    *out_n = e == ERR_OK ? (int64_t)rows.n : 0;
    return e;
}

static enum err check_target(struct ctx *cx, const struct piece *p, int64_t to, int64_t n)
{
    const struct module *mod = meta_module(cx->meta, p->v[PIECE_PARENT].i);
    const struct task_type *type = to && mod ? module_task_type(mod, to) : NULL;
    if (!to)
        return n ? fail_limit(cx, ERR_INVALID, "to", "error.task_type_in_use", n) : ERR_OK;
    return type && !type->retired && to != piece_id(p) ? ERR_OK
                                                       : fail(cx, ERR_INVALID, "to", "error.unknown_choice");
}

static enum err retire_row(struct ctx *cx, struct piece *p)
{
    piece_set(p, TASK_TYPE_RETIRED, val_int(1));
    return piece_save(cx, p, 0);
}

static enum err later(struct ctx *cx, int64_t id, int64_t to, struct task_type_retirement *r)
{
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(r->module_id));
    json_object_set_new(payload, "type_id", json_integer(id));
    json_object_set_new(payload, "to", json_integer(to));
    return job_add(cx, "task_type_retire", payload, r->n, r->change_id, &r->job_id);
}

enum err task_type_retire(struct ctx *cx, int64_t id, int64_t to, struct task_type_retirement *out_retirement)
{
    struct piece p, mod;
    struct task_type_retirement r = {0};
    int64_t n, at = 0;
    enum err e = get(cx, id, &p, &mod);
    if (e == ERR_OK)
        e = task_store_count_of_type(cx->db, id, &r.n);
    if (e == ERR_OK)
        e = check_target(cx, &p, to, r.n);
    if (e != ERR_OK)
        return e;
    r.module_id = piece_id(&mod);
    json_t *summary = json_keep(cx->arena, json_pack("{s:s}", "name", piece_shown(cx, &p)));
    e = change_new(cx, "task_type.retire", json_text(cx->arena, summary), r.n, &r.change_id);
    if (e != ERR_OK)
        return e;
    cx->origin = ORIGIN_BULK;
    cx->parent_change_id = r.change_id;
    cx->change_id = 0;
    cx->change_kind = "task_type.retire";
    e = retire_row(cx, &p); /* at once, so that no task takes it while the others go over */
    if (e == ERR_OK && r.n)
        e = r.n > AT_ONCE ? later(cx, id, to, &r) : retype_some(cx, id, to, AT_ONCE, &at, &n);
    notice_add(cx, "module", r.module_id, r.module_id);
    cx->change_id = r.change_id;
    *out_retirement = r;
    return e;
}

enum err task_type_retire_step(struct ctx *cx, struct job *job, bool *out_more)
{
    int64_t module_id = json_integer_value(json_object_get(job->payload, "module_id")),
            id = json_integer_value(json_object_get(job->payload, "type_id")),
            to = json_integer_value(json_object_get(job->payload, "to")), n = 0,
            at = strtoll(job->position, NULL, 10);
    cx->change_kind = "task_type.retire";
    enum err e = retype_some(cx, id, to, STEP_TASKS, &at, &n);
    *out_more = e == ERR_OK && n == STEP_TASKS;
    job->position = arena_printf(cx->arena, "%lld", (long long)at);
    job->progress += n;
    notice_add(cx, "module", module_id, module_id);
    return e;
}
