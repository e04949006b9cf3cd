/* status_remove - a status leaves the pipeline: first its cards, then whatever names it, then itself. */
#include "core/card_impl.h"
#include "core/event.h"
#include "core/field.h"
#include "core/piece.h"
#include "core/status.h"

#include <string.h>

#define AT_ONCE    100
#define STEP_CARDS 200

static enum err move_card(struct ctx *cx, int64_t id, int64_t to)
{
    struct card card;
    enum err e = card_get(cx, id, false, &card);
    if (e != ERR_OK)
        return e;
    struct card after = card_dup(cx, &card);
    after.status_id = to;
    e = card_place(cx, &card, &after);
    return e == ERR_OK ? card_put(cx, &card, &after) : e;
}

/* Also where the member may not see the card: nothing stays behind in a status that is gone. */
static enum err move_any(struct ctx *cx, int64_t id, int64_t to)
{
    const bool follows = cx->follows;
    cx->follows = true;
    enum err e = move_card(cx, id, to);
    cx->follows = follows;
    return e;
}

/* Some of its cards; *out_n how many, fewer than `max` = these were all. Those in the trash go along unseen. */
static enum err move_some(struct ctx *cx, int64_t module_id, int64_t id, int64_t to, int max, int64_t *out_n)
{
    struct rows rows;
    enum err e = piece_store_cards_in(cx->db, module_id, id, max, &rows);
    for (size_t i = 0; i < rows.n && e == ERR_OK; i++)
        e = move_any(cx, row_of(&rows, i)[0].i, to);
    if (e == ERR_OK && (int)rows.n < max && to)
        e = piece_store_move_trashed(cx->db, module_id, id, to);
    *out_n = e == ERR_OK ? (int64_t)rows.n : 0;
    return e;
}

/* A view's condition on the status means the one that took its cards. */
static bool replace_in(json_t *j, int64_t id, int64_t to)
{
    const char *key;
    json_t *member, *value = json_object_get(j, "value");
    size_t i;
    bool changed = false;
    const char *field = json_str(j, "field");
    if (field && strcmp(field, "status") == 0) {
        if (json_is_integer(value) && json_integer_value(value) == id)
            return json_integer_set(value, to) == 0;
        json_array_foreach(value, i, member)
        {
            if (json_is_integer(member) && json_integer_value(member) == id)
                changed |= json_integer_set(member, to) == 0;
        }
        return changed;
    }
    if (json_is_object(j))
        json_object_foreach(j, key, member) changed |= replace_in(member, id, to);
    json_array_foreach(j, i, member) changed |= replace_in(member, id, to);
    return changed;
}

static enum err views_follow(struct ctx *cx, int64_t module_id, int64_t id, int64_t to)
{
    struct rows rows;
    enum err e = piece_store_list(cx->db, PIECE_VIEW, module_id, &rows);
    for (size_t i = 0; i < rows.n && e == ERR_OK; i++) {
        struct piece p = piece_of_row(PIECE_VIEW, row_of(&rows, i));
        json_t *config = json_tree(cx->arena, val_s(p.v[VIEW_CONFIG], "{}")),
               *status = json_object_get(config, "status");
        bool changed = replace_in(json_object_get(config, "filter"), id, to);
        if (json_is_integer(status) && json_integer_value(status) == id) {
            json_object_set_new(config, "status", to ? json_integer(to) : json_null());
            changed = true;
        }
        if (changed) {
            piece_set(&p, VIEW_CONFIG, val_text(json_text(cx->arena, config)));
            e = piece_save(cx, &p, 0);
        }
    }
    return e;
}

/* Nothing stands in it any more. */
static enum err finish(struct ctx *cx, int64_t module_id, int64_t id, int64_t to)
{
    struct piece p, mod;
    enum err e = views_follow(cx, module_id, id, to);
    if (e == ERR_OK)
        e = fields_leave_status(cx, module_id, id, to);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_STATUS, id, &p);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_MODULE, module_id, &mod);
    if (e != ERR_OK)
        return e;
    piece_set(&p, STATUS_TRASHED, val_int(cx->now_at));
    e = piece_save(cx, &p, 0);
    if (e == ERR_OK)
        e = piece_store_update(cx->db, PIECE_MODULE, module_id, mod.v[PIECE_VERSION].i, true, NULL, NULL, 0);
    notice_add(cx, "module", module_id, module_id);
    return e;
}

static enum err check_target(struct ctx *cx, const struct piece *p, int64_t to, int64_t n)
{
    struct piece target;
    if (!to)
        return n ? fail_limit(cx, ERR_INVALID, "to", "error.status_in_use", n) : ERR_OK;
    enum err e = piece_store_get(cx->db, PIECE_STATUS, to, &target.v);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    bool fits = e == ERR_OK && to != piece_id(p) && !target.v[STATUS_TRASHED].i &&
                target.v[PIECE_PARENT].i == p->v[PIECE_PARENT].i;
    return fits ? ERR_OK : fail(cx, ERR_INVALID, "to", "error.unknown_status");
}

static enum err check(
        struct ctx *cx, int64_t id, int64_t to, int64_t expect, struct piece *p, struct status_removal *r)
{
    struct piece mod;
    struct rows rows;
    enum err e = piece_get(cx, PIECE_STATUS, id, p);
    if (e == ERR_OK && p->v[STATUS_TRASHED].i)
        e = fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (e == ERR_OK)
        e = pipeline_may_change(cx, p->v[PIECE_PARENT].i, true, &mod);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_STATUS, piece_id(&mod), &rows);
    if (e == ERR_OK && rows.n == 1)
        e = fail(cx, ERR_CONFLICT, NULL, "error.last_status");
    if (e != ERR_OK)
        return e;
    r->module_id = p->v[PIECE_PARENT].i;
    e = piece_store_count_in(cx->db, r->module_id, id, &r->n);
    if (e == ERR_OK)
        e = check_target(cx, p, to, r->n);
    if (e == ERR_OK && expect >= 0 && expect != r->n) {
        e = fail_limit(cx, ERR_CONFLICT, "expect", "error.bulk_count_changed", r->n);
        cx->fault.extra_json = arena_printf(cx->arena, "{\"n\":%lld}", (long long)r->n);
    }
    return e;
}

static enum err later(struct ctx *cx, int64_t id, int64_t to, struct status_removal *r)
{
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(r->module_id));
    json_object_set_new(payload, "status_id", json_integer(id));
    json_object_set_new(payload, "to", json_integer(to));
    return job_add(cx, "status_remove", payload, r->n, r->change_id, &r->job_id);
}

enum err status_remove(
        struct ctx *cx, int64_t id, int64_t to, int64_t expect, struct status_removal *out_removal)
{
    struct piece p;
    struct status_removal r = {0};
    int64_t n;
    enum err e = check(cx, id, to, expect, &p, &r);
    if (e != ERR_OK)
        return e;
    json_t *summary = json_keep(cx->arena, json_pack("{s:s}", "name", piece_shown(cx, &p)));
    e = change_new(cx, "status.remove", json_text(cx->arena, summary), r.n, &r.change_id);
    if (e != ERR_OK)
        return e;
    cx->origin = ORIGIN_BULK;
    cx->parent_change_id = r.change_id;
    cx->change_id = 0;
    cx->change_kind = "status.remove";
    if (r.n > AT_ONCE)
        e = later(cx, id, to, &r);
    else
        e = move_some(cx, r.module_id, id, to, AT_ONCE + 1, &n);
    if (e == ERR_OK && r.n <= AT_ONCE)
        e = finish(cx, r.module_id, id, to);
    cx->change_id = r.change_id;
    *out_removal = r;
    return e;
}

enum err status_remove_step(struct ctx *cx, struct job *job, bool *out_more)
{
    int64_t module_id = json_integer_value(json_object_get(job->payload, "module_id")),
            id = json_integer_value(json_object_get(job->payload, "status_id")),
            to = json_integer_value(json_object_get(job->payload, "to")), n = 0;
    const struct module *mod = meta_module_live(cx->meta, module_id);
    cx->change_kind = "status.remove";
    if (!mod || !module_status(mod, to))
        return fail(cx, ERR_CONFLICT, "to", "error.unknown_status");
    if (!module_status(mod, id)) {
        *out_more = false; /* somebody else removed it meanwhile */
        return ERR_OK;
    }
    enum err e = move_some(cx, module_id, id, to, STEP_CARDS, &n);
    *out_more = e == ERR_OK && n == STEP_CARDS;
    if (e == ERR_OK && !*out_more)
        e = finish(cx, module_id, id, to);
    job->progress += n;
    notice_add(cx, "module", module_id, module_id);
    return e;
}
