/* undo - puts back what a change did: exact old values, in reverse order, through the same doors as everybody's changes,
 * so that rules, counters, history and search follow. A value that somebody changed again later is not put back. */
#include "core/access.h"
#include "core/attachment.h"
#include "core/change_impl.h"
#include "core/checklist.h"
#include "core/comment.h"
#include "core/contact.h"
#include "core/import_undo.h"
#include "core/job.h"
#include "core/piece.h"
#include "core/pipeline.h"
#include "core/privacy.h"
#include "core/task.h"
#include "meta/field_type.h"
#include "store/card_store.h"

#include <stdlib.h>
#include <string.h>

#define AT_ONCE    200 /* events undone inside the request */
#define STEP       500 /* events of a step of the job */
#define PARTS      50  /* steps looked up at a time */
#define FIELDS_MAX 300

static const char *kind_of(const struct val *row)
{
    return val_s(row[EVENT_KIND], "");
}

static bool is_one_of(const char *s, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(s, *words) == 0)
            return true;
    return false;
}

static enum err in_the_way(struct ctx *cx, const char *what)
{
    return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", what);
}

/* The values of a card's fields */

static bool is_value(const struct val *row)
{
    static const char *const kinds[] = {"field", "status", "owner", NULL};
    return is_one_of(kind_of(row), kinds) && !val_is_null(row[EVENT_CARD]);
}

/* Fields that follow from others are not put back: the rules do that. */
static bool follows(const struct module *mod, const struct field *f)
{
    if (f->table == IN_CARD && f->index == CARD_STATUS)
        return mod->pipeline->fixed;
    return !f->editable && !f->read_only && !(f->table == IN_CARD && f->index == CARD_LAST_CONTACT_AT);
}

/* One event into the edits: the value must still be the one that the event brought. */
static enum err edit_add(
        struct ctx *cx, const struct card *card, const struct val *row, struct edit *edits, size_t *n)
{
    const struct field *f = module_field(card->module, val_s(row[EVENT_FIELD], ""));
    struct val was, is;
    if (!f || follows(card->module, f))
        return ERR_OK;
    enum err e = access_edit(cx, card->module, f);
    if (!e)
        e = value_from_json(cx, f, val_s(row[EVENT_OLD], NULL), &was);
    if (!e)
        e = value_from_json(cx, f, val_s(row[EVENT_NEW], NULL), &is);
    if (e)
        return e;
    size_t i = 0;
    while (i < *n && edits[i].field != f)
        i++;
    if (!val_equal(i < *n ? edits[i].value : card_value(card, f), is))
        return in_the_way(cx, label_in(&f->label, cx->lang));
    if (i == *n) {
        if (*n == FIELDS_MAX)
            return ERR_INTERNAL;
        ++*n;
    }
    edits[i] = (struct edit){f, was};
    return ERR_OK;
}

/* The values of one card that stand together are put back together. Gives: how many events were used. */
static enum err revert_values(struct ctx *cx, const struct rows *rows, size_t from, size_t *out_used)
{
    const int64_t card_id = row_of(rows, from)[EVENT_CARD].i;
    struct edit *edits = arena_array(cx->arena, struct edit, FIELDS_MAX);
    struct card card;
    size_t n = 0, i = from;
    enum err e = card_get(cx, card_id, true, &card);
    if (!e && card.trashed_at)
        e = in_the_way(cx, card.name);
    for (; !e && i < rows->n && is_value(row_of(rows, i)) && row_of(rows, i)[EVENT_CARD].i == card_id; i++)
        e = edit_add(cx, &card, row_of(rows, i), edits, &n);
    *out_used = i - from;
    return !e && n ? card_apply(cx, &card, 0, edits, n) : e;
}

/* Other events, one by one */

static enum err revert_created(struct ctx *cx, struct card *card, const struct val *row)
{
    bool touched;
    enum err e = change_store_touched_later(cx->db, card->id, row[EVENT_ID].i, row[EVENT_CHANGE].i, &touched);
    if (!e && touched)
        e = in_the_way(cx, card->name);
    return e ? e : card_trash(cx, card);
}

static enum err revert_link(struct ctx *cx, struct card *card, const struct val *row, bool linked)
{
    int64_t other_id = strtoll(val_s(row[EVENT_NEW], "0"), NULL, 10), link_id;
    enum err e = card_store_link_between(cx->db, card->id, other_id, &link_id);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (linked)
        return e ? ERR_OK
                 : card_unlink(cx, card, link_id); /* both ends have an event; the other one came first */
    return e ? card_link(cx, card, other_id, NULL, &link_id) : ERR_OK;
}

static enum err revert_card(struct ctx *cx, const struct val *row)
{
    const char *kind = kind_of(row);
    struct card card;
    enum err e = card_get(cx, row[EVENT_CARD].i, true, &card);
    if (e)
        return e;
    if (strcmp(kind, "privacy") == 0)
        return privacy_revert(cx, &card, val_s(row[EVENT_OLD], NULL), val_s(row[EVENT_NEW], NULL));
    if (strncmp(kind, "check_", 6) == 0)
        e = card.trashed_at ? in_the_way(cx, card.name) : access_need_may(cx, &card, MAY_EDIT);
    if (e)
        return e;
    if (strncmp(kind, "check_", 6) == 0)
        return check_revert(cx, &card, kind, val_s(row[EVENT_OLD], NULL), val_s(row[EVENT_NEW], NULL));
    if (strcmp(kind, "created") == 0)
        return revert_created(cx, &card, row);
    if (strcmp(kind, "trashed") == 0)
        return card_restore(cx, &card);
    if (strcmp(kind, "restored") == 0)
        return card_trash(cx, &card);
    if (strcmp(kind, "linked") == 0 || strcmp(kind, "unlinked") == 0)
        return revert_link(cx, &card, row, strcmp(kind, "linked") == 0);
    return ERR_OK; /* calls and notes stay in the history, marked as undone; what they changed has its own events */
}

static enum err revert_one(struct ctx *cx, const struct val *row)
{
    const char *old_json = val_s(row[EVENT_OLD], NULL), *new_json = val_s(row[EVENT_NEW], NULL);
    if (val_is_null(row[EVENT_CONTACT]) && !old_json && !new_json && strchr(kind_of(row), '_'))
        return ERR_OK; /* its words were erased with the card's customer */
    if (!val_is_null(row[EVENT_TASK]))
        return task_revert(cx, row[EVENT_CARD].i, row[EVENT_TASK].i, kind_of(row), old_json, new_json);
    if (strncmp(kind_of(row), "file_", 5) == 0)
        return attachment_revert(cx, kind_of(row), val_s(row[EVENT_TEXT], ""), new_json);
    if (strncmp(kind_of(row), "comment", 7) == 0)
        return comment_revert(cx, kind_of(row), new_json);
    if (!val_is_null(row[EVENT_CONTACT]))
        return contact_revert(cx, row[EVENT_CONTACT].i, kind_of(row), old_json, new_json);
    if (strcmp(kind_of(row), "piece") == 0)
        return piece_revert(cx, val_s(row[EVENT_FIELD], ""), old_json, new_json);
    return val_is_null(row[EVENT_CARD]) ? ERR_OK : revert_card(cx, row);
}

/* From rows[from] on, as much as belongs together. */
static enum err revert_next(struct ctx *cx, const struct rows *rows, size_t from, size_t *out_used)
{
    if (is_value(row_of(rows, from)))
        return revert_values(cx, rows, from, out_used);
    *out_used = 1;
    return revert_one(cx, row_of(rows, from));
}

/* The change as a whole */

static enum err check(struct ctx *cx, const struct val *row)
{
    int64_t at = row[CHANGE_AT].i;
    bool own = cx->member && cx->member->id == row[CHANGE_MEMBER].i;
    if (!own && cx->member && cx->member->role < ROLE_MANAGER)
        return fail(cx, ERR_FORBIDDEN, NULL, "error.undo_others");
    if (strcmp(val_s(row[CHANGE_KIND], ""), "person.erase") == 0)
        return fail(cx, ERR_CONFLICT, NULL, "error.undo_erased");
    if (row[CHANGE_UNDONE_AT].i)
        return fail(cx, ERR_CONFLICT, NULL, "error.undo_done");
    if (at <= cx->now_at - UNDO_DAYS * MS_DAY)
        return fail_limit(cx, ERR_CONFLICT, NULL, "error.undo_expired", UNDO_DAYS);
    return ERR_OK;
}

/* Marks: the change is undone, and what it undid itself stands again. */
static enum err mark(struct ctx *cx, const struct val *row, int64_t undo_id)
{
    int64_t me = cx->member ? cx->member->id : 0;
    enum err e = change_store_undone(cx->db, row[CHANGE_ID].i, cx->now_at, me);
    if (!e)
        e = change_store_undo_of(cx->db, undo_id, row[CHANGE_ID].i);
    if (!e && row[CHANGE_UNDO_OF].i)
        e = change_store_undone(cx->db, row[CHANGE_UNDO_OF].i, 0, 0);
    return e;
}

static enum err undo_later(struct ctx *cx, int64_t change_id, int64_t n, int64_t undo_id, int64_t *out_job_id)
{
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "change_id", json_integer(change_id));
    return job_add(cx, "undo", payload, n, undo_id, out_job_id);
}

/* Latest first: the events of the steps, then those of the change itself, which is older than its steps.
 * position: the last event that was read, 0 = none. */
static enum err events_before(
        struct ctx *cx, int64_t change_id, int64_t position, size_t max, struct rows *out)
{
    struct val *v = arena_array(cx->arena, struct val, max * N_EVENT_COL + 1);
    int64_t at = INT64_MAX;
    size_t n = 0;
    bool more = true;
    enum err e = position ? change_store_change_of(cx->db, position, &at) : ERR_OK;
    const int64_t broken = at; /* the change in whose middle the last step ended */
    while (!e && more && n < max) {
        struct rows parts;
        e = change_store_parts(cx->db, change_id, at, PARTS, &parts);
        more = !e && parts.n == PARTS;
        for (size_t i = 0; !e && i < parts.n && n < max; i++) {
            struct rows some;
            const int64_t id = row_of(&parts, i)[0].i;
            e = change_store_events_of(cx->db, id, id == broken ? position : 0, (int)(max - n), &some);
            if (!e && some.n)
                memcpy(v + n * N_EVENT_COL, some.v, sizeof *v * some.n * N_EVENT_COL);
            n += e ? 0 : some.n;
            at = id - 1;
        }
    }
    *out = (struct rows){.n = n, .cols = N_EVENT_COL, .v = v};
    return e;
}

static enum err undo_now(struct ctx *cx, int64_t change_id)
{
    struct rows rows;
    enum err e = events_before(cx, change_id, 0, AT_ONCE, &rows);
    for (size_t i = 0, used = 0; !e && i < rows.n; i += used)
        e = revert_next(cx, &rows, i, &used);
    return e;
}

enum err change_undo(struct ctx *cx, int64_t change_id, int64_t *out_job_id, int64_t *out_undo_change_id)
{
    const struct val *row;
    int64_t n, undo_id;
    enum err e = change_store_get(cx->db, change_id, &row);
    if (e == ERR_NOT_FOUND)
        return fail(cx, e, NULL, "error.not_found");
    if (!e)
        e = check(cx, row);
    if (!e)
        e = change_store_count(cx->db, change_id, &n);
    if (!e)
        e = change_new(cx, "undo", val_s(row[CHANGE_SUMMARY], "{}"), row[CHANGE_N].i, &undo_id);
    if (!e)
        e = mark(cx, row, undo_id);
    if (e)
        return e;
    cx->origin = ORIGIN_UNDO;
    cx->change_id = undo_id;
    *out_undo_change_id = undo_id;
    *out_job_id = 0;
    /* Fields that come back are in the snapshot of the next transaction, and those that go are looked for in steps. */
    bool shapes = false;
    e = import_made(cx, row[CHANGE_UNDO_OF].i ? row[CHANGE_UNDO_OF].i : change_id, &shapes);
    if (!e && shapes && row[CHANGE_UNDO_OF].i)
        e = import_remake(cx, row[CHANGE_UNDO_OF].i);
    if (e)
        return e;
    return shapes || n > AT_ONCE ? undo_later(cx, change_id, n, undo_id, out_job_id)
                                 : undo_now(cx, change_id);
}

/* A part that somebody's later change stands before is left as it is; the others go on. */
static enum err try_next(
        struct ctx *cx, const struct rows *rows, size_t from, size_t *out_used, bool *out_done)
{
    struct ctx_mark at = ctx_mark(cx);
    enum err e = db_savepoint(cx->db);
    if (e)
        return e;
    e = revert_next(cx, rows, from, out_used);
    enum err end = db_savepoint_end(cx->db, !e);
    *out_done = !e;
    if (end || !e)
        return end;
    ctx_back(cx, &at);
    if (e != ERR_CONFLICT && e != ERR_NOT_FOUND && e != ERR_INVALID)
        return e;
    cx->fault = (struct fault){0};
    return ERR_OK;
}

static enum err events_step(struct ctx *cx, int64_t change_id, struct job *job, bool *out_more)
{
    struct rows rows;
    int64_t position = strtoll(job->position, NULL, 10);
    enum err e = events_before(cx, change_id, position, STEP, &rows);
    for (size_t i = 0, used = 0; !e && i < rows.n; i += used) {
        bool worked = false;
        e = try_next(cx, &rows, i, &used, &worked);
        job->progress += worked ? (int64_t)used : 0;
    }
    if (!e && rows.n)
        position = row_of(&rows, rows.n - 1)[EVENT_ID].i;
    *out_more = !e && rows.n == STEP;
    job->position = *out_more ? arena_printf(cx->arena, "%lld", (long long)position) : "made:0";
    return e;
}

enum err undo_step(struct ctx *cx, struct job *job, bool *out_more)
{
    const int64_t change_id = json_integer_value(json_object_get(job->payload, "change_id"));
    cx->origin = ORIGIN_UNDO;
    cx->change_kind = "undo";
    if (strncmp(job->position, "made:", 5) == 0)
        return import_unmake_step(cx, change_id, job->position, &job->position, out_more);
    bool more = false;
    enum err e = events_step(cx, change_id, job, &more);
    *out_more = more;
    return e || more ? e : import_made(cx, change_id, out_more);
}
