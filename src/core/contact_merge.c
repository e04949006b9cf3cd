/* contact_merge - two contacts become one, in pieces: first the values, then people and cards, at last the dropped one goes
 * into the trash. Undo takes the pieces back in reverse order, so it is there again before anything returns to it. */
#include "core/access.h"
#include "core/card.h"
#include "core/contact_impl.h"
#include "core/contact_own.h"
#include "core/event.h"
#include "core/merge.h"
#include "core/radar.h"
#include "core/stale.h"
#include "store/radar_store.h"

#include <stdlib.h>

#define AT_ONCE    100
#define FAILED_MAX 100
#define HUNG_MAX   2000

/* One merge on its way. */
struct course {
    struct contact keep, drop;
    const json_t *take;
    int64_t after_card;
    int left; /* so many people and cards may still be moved in this transaction */
};

static enum err load_live(struct ctx *cx, int64_t id, const char *field, struct contact *out)
{
    enum err e = contact_get(cx, id, out);
    return !e && out->trashed_at ? fail(cx, ERR_CONFLICT, field, "error.contact_trashed") : e;
}

static enum err load(struct ctx *cx, int64_t keep_id, int64_t drop_id, struct course *c)
{
    enum err e = access_need_role(cx, ROLE_MANAGER);
    if (!e)
        e = load_live(cx, keep_id, NULL, &c->keep);
    if (e)
        return e;
    e = load_live(cx, drop_id, "other_id", &c->drop);
    if (e == ERR_NOT_FOUND) { /* of the body: a value that is not acceptable */
        cx->fault = (struct fault){0};
        return fail(cx, ERR_INVALID, "other_id", "error.unknown_contact");
    }
    if (!e && (keep_id == drop_id || c->keep.kind != c->drop.kind))
        e = fail(cx, ERR_INVALID, "other_id", "error.cannot_merge");
    return e;
}

/* The pieces */

static enum err save_values(struct ctx *cx, struct course *c)
{
    struct contact all;
    contact_unite(cx, &c->keep, &c->drop, c->take, &all);
    all.version = 0;
    return contact_save(cx, &all);
}

static enum err move_people(struct ctx *cx, struct course *c)
{
    struct rows rows;
    enum err e = contact_store_people_ids(cx->db, c->drop.id, 0, c->left, &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        struct contact one;
        e = contact_load(cx, row_of(&rows, i)[0].i, &one);
        one.company_id = c->keep.id;
        one.version = 0;
        if (!e)
            e = contact_save(cx, &one);
        c->left--;
    }
    return e;
}

static enum err move_cards(struct ctx *cx, struct course *c)
{
    struct rows rows = {0};
    enum err e =
            c->left > 0 ? contact_store_own_cards(cx->db, c->drop.id, c->after_card, c->left, &rows) : ERR_OK;
    for (size_t i = 0; !e && i < rows.n; i++) {
        struct card card;
        c->after_card = row_of(&rows, i)[0].i;
        c->left--;
        e = card_get(cx, c->after_card, false, &card);
        if (e ==
                ERR_NOT_FOUND) { /* its module is in the trash: it finds its customer by what the dropped one says */
            cx->fault = (struct fault){0};
            e = ERR_OK;
            continue;
        }
        const struct edit edit = {e ? NULL : module_field(card.module, "contact"), val_int(c->keep.id)};
        if (!e)
            e = card_apply(cx, &card, 0, &edit, 1);
    }
    return e;
}

static const char *const hung_names[N_HUNG] = {[HUNG_FILES] = "files", [HUNG_COMMENTS] = "comments"};

/* Its files and comments go along; which ones they were stands in the event, for undo. */
static enum err move_hung(struct ctx *cx, const struct course *c, json_t *told)
{
    enum err e = ERR_OK;
    for (enum hung what = 0; !e && what < N_HUNG; what++) {
        struct rows rows;
        json_t *ids = json_array();
        json_object_set_new(told, hung_names[what], ids);
        e = contact_store_hung(cx->db, what, c->drop.id, HUNG_MAX, &rows);
        for (size_t i = 0; !e && i < rows.n; i++) {
            const int64_t id = row_of(&rows, i)[0].i;
            e = contact_store_rehang(cx->db, what, id, c->drop.id, c->keep.id);
            json_array_append_new(ids, json_integer(id));
        }
    }
    return e;
}

static enum err rehang(struct ctx *cx, const json_t *told, int64_t from_id, int64_t to_id)
{
    enum err e = ERR_OK;
    for (enum hung what = 0; what < N_HUNG; what++) {
        size_t i;
        const json_t *id;
        json_array_foreach(json_object_get(told, hung_names[what]), i, id)
        {
            e = e ? e : contact_store_rehang(cx->db, what, json_integer_value(id), from_id, to_id);
        }
    }
    return e;
}

static enum err put_away(struct ctx *cx, struct course *c)
{
    json_t *told = json_keep(cx->arena, json_object());
    json_object_set_new(told, "into", json_integer(c->keep.id));
    enum err moved = move_hung(cx, c, told);
    if (moved)
        return moved;
    struct event_new gone = {.kind = "contact_merged",
            .contact_id = c->drop.id,
            .text = c->keep.name,
            .new_json = json_text(cx->arena, told)};
    const struct event_new more = {
            .kind = "contact_absorbed", .contact_id = c->keep.id, .text = c->drop.name};
    enum err e = event_add(cx, &more);
    return e ? e : contact_put_away(cx, &c->drop, true, c->keep.id, &gone);
}

/* As much as c->left allows; *out_more when some of it is left for another transaction. */
static enum err go_on(struct ctx *cx, struct course *c, bool *out_more)
{
    cx->change_kind = "contact.merge";
    cx->change_name = c->keep.name;
    enum err e = save_values(cx, c);
    const bool follows = cx->follows;
    cx->follows =
            true; /* also those that the member may not see or edit: nothing stays with the dropped one */
    if (!e)
        e = move_people(cx, c);
    if (!e)
        e = move_cards(cx, c);
    cx->follows = follows;
    *out_more = !e && c->left <= 0;
    return e || *out_more ? e : put_away(cx, c);
}

enum err contact_merge_revert(struct ctx *cx, struct contact *c, bool merged, const char *new_json)
{
    const json_t *j = json_tree(cx->arena, new_json ? new_json : "");
    const int64_t into = json_integer_value(json_object_get(j, "into"));
    enum err e = access_need_role(cx, ROLE_MANAGER);
    if (e)
        return e;
    if (merged ? c->merged_into != into : c->trashed_at > 0)
        return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", c->name);
    e = rehang(cx, j, merged ? into : c->id, merged ? c->id : into);
    if (e)
        return e;
    const struct event_new ev = {.kind = merged ? "contact_unmerged" : "contact_merged",
            .contact_id = c->id,
            .new_json = new_json};
    return contact_put_away(cx, c, !merged, merged ? 0 : into, &ev);
}

enum err contact_selves(struct ctx *cx, int64_t id, int64_t ids[CONTACT_SELVES], size_t *out_n)
{
    size_t n = 1;
    enum err e = ERR_OK;
    ids[0] = id;
    for (size_t at = 0; !e && at < n && n < CONTACT_SELVES; at++) {
        struct rows rows;
        e = contact_store_merged(cx->db, ids[at], (int)(CONTACT_SELVES - n), &rows);
        for (size_t i = 0; !e && i < rows.n; i++)
            ids[n++] = row_of(&rows, i)[0].i;
    }
    *out_n = n;
    return e;
}

/* One merge */

static enum err check_versions(struct ctx *cx, const struct merge *m, const struct course *c)
{
    if (m->keep_version && m->keep_version != c->keep.version)
        return contact_stale(cx, &c->keep, &c->keep, m->keep_version);
    if (m->drop_version && m->drop_version != c->drop.version)
        return contact_stale(cx, &c->drop, &c->drop, m->drop_version);
    return ERR_OK;
}

static const char *summary(struct ctx *cx, const char *name)
{
    json_t *j = json_keep(cx->arena, json_object());
    json_object_set_new(j, "name", json_string(name));
    return json_text(cx->arena, j);
}

static enum err merge_later(
        struct ctx *cx, const struct merge *m, int64_t n, int64_t change_id, int64_t *out_job_id)
{
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "keep", json_integer(m->keep_id));
    json_object_set_new(payload, "drop", json_integer(m->drop_id));
    if (m->take)
        json_object_set(payload, "take", (json_t *)m->take);
    return job_add(cx, "merge", payload, n, change_id, out_job_id);
}

enum err merge_run(struct ctx *cx, const struct merge *m, int64_t *out_change_id, int64_t *out_job_id)
{
    struct course c = {.take = m->take, .left = AT_ONCE + 1};
    int64_t n_people, n_cards;
    bool more = false;
    enum err e = load(cx, m->keep_id, m->drop_id, &c);
    if (!e)
        e = check_versions(cx, m, &c);
    if (!e)
        e = contact_store_moves(cx->db, m->drop_id, &n_people, &n_cards);
    if (!e)
        e = change_new(cx, "contact.merge", summary(cx, c.keep.name), 1, out_change_id);
    if (e)
        return e;
    *out_job_id = 0;
    if (n_people + n_cards > AT_ONCE)
        return merge_later(cx, m, n_people + n_cards, *out_change_id, out_job_id);
    cx->change_id = *out_change_id;
    e = go_on(cx, &c, &more);
    return e ? e : more ? ERR_INTERNAL : ERR_OK;
}

/* Many of them */

static enum err count_changed(struct ctx *cx, int64_t n)
{
    fail_limit(cx, ERR_CONFLICT, "expect", "error.merge_count_changed", n);
    cx->fault.extra_json = arena_printf(cx->arena, "{\"n\":%lld}", (long long)n);
    return ERR_CONFLICT;
}

enum err merge_pairs(struct ctx *cx, const int64_t *ids, size_t n_ids, int min_score, int kind,
        int64_t expect, int64_t *out_n, int64_t *out_change_id, int64_t *out_job_id)
{
    json_t *payload = json_keep(cx->arena, json_object()), *list = json_array();
    struct rows rows = {0};
    json_object_set_new(payload, "pairs", list);
    enum err e = access_need_role(cx, ROLE_MANAGER);
    if (!e && !n_ids)
        e = pair_store_ids(cx->db, kind, min_score, MERGE_PAIRS, &rows);
    for (size_t i = 0; !e && i < (n_ids ? n_ids : rows.n); i++)
        json_array_append_new(list, json_integer(n_ids ? ids[i] : row_of(&rows, i)[0].i));
    *out_n = (int64_t)json_array_size(list);
    if (!e && *out_n != expect)
        e = count_changed(cx, *out_n);
    if (!e)
        e = change_new(cx, "contact.merge_many", "{}", *out_n, out_change_id);
    return e ? e : job_add(cx, "merge", payload, *out_n, *out_change_id, out_job_id);
}

/* The one with more cards is kept, or the older one. */
static enum err choose(struct ctx *cx, int64_t pair_id, int64_t *out_keep, int64_t *out_drop)
{
    int64_t a, b, people, cards, more_people, more_cards;
    enum err e = pair_get(cx, pair_id, &a, &b);
    if (!e)
        e = contact_store_moves(cx->db, a, &people, &cards);
    if (!e)
        e = contact_store_moves(cx->db, b, &more_people, &more_cards);
    if (e)
        return e;
    bool second = more_people + more_cards > people + cards;
    *out_keep = second ? b : a;
    *out_drop = second ? a : b;
    return ERR_OK;
}

static enum err take_up(struct ctx *cx, const struct job *job, size_t at, struct course *c)
{
    const json_t *pairs = json_object_get(job->payload, "pairs");
    int64_t keep = json_integer_value(json_object_get(job->payload, "keep")),
            drop = json_integer_value(json_object_get(job->payload, "drop"));
    c->take = json_object_get(job->payload, "take");
    enum err e = pairs ? choose(cx, json_integer_value(json_array_get(pairs, at)), &keep, &drop) : ERR_OK;
    return e ? e : load(cx, keep, drop, c);
}

static bool refusal(enum err e)
{
    return e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_FORBIDDEN || e == ERR_NOT_FOUND;
}

static void note_failure(struct ctx *cx, struct job *job, size_t at)
{
    json_t *failed = json_object_get(job->result, "failed");
    const json_t *pairs = json_object_get(job->payload, "pairs");
    if (!failed) {
        failed = json_array();
        json_object_set_new(job->result, "failed", failed);
    }
    if (json_array_size(failed) < FAILED_MAX) {
        const char *detail = message(cx->arena, cx->lang, cx->fault.key ? cx->fault.key : "error.invalid",
                cx->fault.field, cx->fault.arg, cx->fault.limit);
        json_array_append_new(
                failed, json_pack("{s:I,s:s}", "id",
                                (json_int_t)json_integer_value(json_array_get(pairs, at)), "detail", detail));
    }
    cx->fault = (struct fault){0};
}

/* One pair, or a piece of it, in a savepoint of its own. */
static enum err try_pair(struct ctx *cx, struct job *job, size_t at, struct course *c, bool *out_more)
{
    struct ctx_mark mark = ctx_mark(cx);
    enum err e = db_savepoint(cx->db);
    *out_more = false;
    if (e)
        return e;
    e = take_up(cx, job, at, c);
    if (!e)
        e = go_on(cx, c, out_more);
    enum err end = db_savepoint_end(cx->db, !e);
    if (end || !e)
        return end;
    ctx_back(cx, &mark);
    if (!refusal(e))
        return e;
    note_failure(cx, job, at);
    return ERR_OK;
}

enum err merge_step(struct ctx *cx, struct job *job, bool *out_more)
{
    const json_t *pairs = json_object_get(job->payload, "pairs");
    const size_t n = pairs ? json_array_size(pairs) : 1;
    char *end = NULL;
    size_t at = (size_t)strtoull(job->position, &end, 10); /* "pair:card" */
    struct course c = {.after_card = end && *end == ':' ? strtoll(end + 1, NULL, 10) : 0, .left = AT_ONCE};
    enum err e = ERR_OK;
    bool more = false;
    cx->origin = ORIGIN_BULK;
    for (; !e && at < n && c.left > 0; at += !e && !more) {
        e = try_pair(cx, job, at, &c, &more);
        if (e || more)
            break;
        c.left -= 4; /* its own rows */
        c.after_card = 0;
    }
    job->position = arena_printf(cx->arena, "%zu:%lld", at, (long long)c.after_card);
    job->progress = pairs ? (int64_t)at : job->progress + AT_ONCE - c.left;
    *out_more = !e && at < n;
    return e;
}

/* Before it */

static void field_write(
        struct jw *w, const struct contact_plain *m, const struct course *c, const struct contact *all)
{
    struct val keep = contact_plain_get(&c->keep, m), drop = contact_plain_get(&c->drop, m);
    struct val wins = contact_plain_get(all, m);
    bool empty = val_is_null(drop) || (drop.type == VAL_TEXT && !drop.len);
    if (empty || val_equal(keep, drop))
        return;
    jw_obj(w);
    jw_kstr(w, "name", m->name);
    jw_kval(w, "keep", keep);
    jw_kval(w, "drop", drop);
    jw_kstr(w, "wins", val_equal(wins, keep) ? "keep" : val_equal(wins, drop) ? "drop" : "both");
    jw_obj_end(w);
}

static void own_write(struct ctx *cx, struct jw *w, const struct course *c, const struct contact *all)
{
    int n;
    const struct field *f = contact_own_fields(cx, c->keep.kind, &n);
    for (int i = 0; i < n; i++) {
        const struct val keep = contact_own(&c->keep, &f[i]), drop = contact_own(&c->drop, &f[i]);
        if (val_is_null(drop) || val_equal(keep, drop))
            continue;
        const char *texts[] = {contact_own_json(cx, &f[i], keep), contact_own_json(cx, &f[i], drop)};
        jw_obj(w);
        jw_kstr(w, "name", contact_own_path(cx, &f[i]));
        jw_key(w, "keep");
        jw_raw(w, texts[0], strlen(texts[0]));
        jw_key(w, "drop");
        jw_raw(w, texts[1], strlen(texts[1]));
        jw_kstr(w, "wins", val_equal(contact_own(all, &f[i]), keep) ? "keep" : "drop");
        jw_obj_end(w);
    }
}

enum err merge_preview_write(struct ctx *cx, int64_t keep_id, int64_t drop_id, struct jw *w)
{
    struct course c = {0};
    struct contact all;
    int64_t n_people = 0, n_cards = 0;
    enum err e = load(cx, keep_id, drop_id, &c);
    if (!e)
        e = contact_store_moves(cx->db, drop_id, &n_people, &n_cards);
    if (e)
        return e;
    contact_unite(cx, &c.keep, &c.drop, NULL, &all);
    e = contact_check(cx, &all);
    jw_obj(w);
    jw_key(w, "keep");
    if (!e)
        e = contact_write(cx, w, &c.keep);
    jw_key(w, "drop");
    if (!e)
        e = contact_write(cx, w, &c.drop);
    jw_key(w, "fields");
    jw_arr(w);
    for (size_t i = 0; i < N_CONTACT_PLAIN; i++)
        field_write(w, &contact_plains[i], &c, &all);
    own_write(cx, w, &c, &all);
    jw_arr_end(w);
    contact_lists_write(w, &all);
    jw_kint(w, "n_people", n_people);
    jw_kint(w, "n_cards", n_cards);
    jw_obj_end(w);
    return e;
}
