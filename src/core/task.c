#include "core/task.h"
#include "core/access.h"
#include "core/checklist.h"
#include "core/event.h"
#include "core/notify.h"
#include "core/remind.h"
#include "core/repeat.h"
#include "core/stale.h"
#include "core/task_impl.h"
#include "core/task_type.h"
#include "store/checklist_store.h"
#include "store/task_store.h"

#define TEXT_MAX    500
#define RESULT_MAX  5000
#define ADDRESS_MAX 300
#define DAYS_MAX    3650

void task_of_row(struct task *t, const struct val *row)
{
    *t = (struct task){
            .id = row[TASK_ID].i,
            .card_id = row[TASK_CARD].i,
            .text = val_s(row[TASK_C_TEXT], ""),
            .type_id = val_i(row[TASK_C_TYPE], 0),
            .assignee_id = val_i(row[TASK_C_ASSIGNEE], 0),
            .due_at = row[TASK_C_DUE].i,
            .due_has_time = val_i(row[TASK_C_HAS_TIME], 0) != 0,
            .duration_min = (int)val_i(row[TASK_C_DURATION], 0),
            .reminder_min = (int)val_i(row[TASK_C_REMINDER], 0),
            .address = val_s(row[TASK_C_ADDRESS], ""),
            .state = (enum task_state)val_i(row[TASK_STATE], 0),
            .result = val_s(row[TASK_RESULT], ""),
            .closed_at = val_i(row[TASK_CLOSED_AT], 0),
            .closed_by = val_i(row[TASK_CLOSED_BY], 0),
            .created_at = val_i(row[TASK_CREATED_AT], 0),
            .created_by = val_i(row[TASK_CREATED_BY], 0),
            .updated_at = val_i(row[TASK_UPDATED_AT], 0),
            .version = val_i(row[TASK_VERSION], 0),
            .repeat = {.rule = val_s(row[TASK_RULE], ""),
                    .zone = val_s(row[TASK_RULE_ZONE], ""),
                    .keeps = val_s(row[TASK_RULE_KEEPS], "{}"),
                    .closing = val_i(row[TASK_RULE_CLOSING], 0) != 0,
                    .start_at = val_i(row[TASK_RULE_START], 0),
                    .at = val_i(row[TASK_RULE_AT], 0),
                    .no = (int)val_i(row[TASK_RULE_NO], 0)},
            .n_checks = val_i(row[TASK_CHECKS], 0),
            .n_checks_done = val_i(row[TASK_CHECKS_DONE], 0),
    };
}

static struct val id_or_null(int64_t id)
{
    return id ? val_int(id) : val_null();
}

void task_to_row(const struct task *t, struct val *row)
{
    row[TASK_ID] = val_int(t->id);
    row[TASK_CARD] = val_int(t->card_id);
    row[TASK_C_TEXT] = val_text(t->text);
    row[TASK_C_TYPE] = id_or_null(t->type_id);
    row[TASK_C_ASSIGNEE] = id_or_null(t->assignee_id);
    row[TASK_C_DUE] = val_int(t->due_at);
    row[TASK_C_HAS_TIME] = val_int(t->due_has_time);
    row[TASK_C_DURATION] = val_int(t->duration_min);
    row[TASK_C_REMINDER] = val_int(t->reminder_min);
    row[TASK_C_ADDRESS] = val_text(t->address);
    row[TASK_STATE] = val_int(t->state);
    row[TASK_RESULT] = val_text(t->result);
    row[TASK_CLOSED_AT] = val_int(t->closed_at);
    row[TASK_CLOSED_BY] = val_int(t->closed_by);
    row[TASK_CREATED_AT] = val_int(t->created_at);
    row[TASK_CREATED_BY] = val_int(t->created_by);
    row[TASK_UPDATED_AT] = val_int(t->updated_at);
    row[TASK_VERSION] = val_int(t->version);
    row[TASK_RULE] = val_text(t->repeat.rule);
    row[TASK_RULE_ZONE] = val_text(t->repeat.zone);
    row[TASK_RULE_KEEPS] = val_text(t->repeat.keeps);
    row[TASK_RULE_CLOSING] = val_int(t->repeat.closing);
    row[TASK_RULE_START] = val_int(t->repeat.start_at);
    row[TASK_RULE_AT] = val_int(t->repeat.at);
    row[TASK_RULE_NO] = val_int(t->repeat.no);
    row[TASK_CHECKS] = val_int(t->n_checks);
    row[TASK_CHECKS_DONE] = val_int(t->n_checks_done);
}

static enum err load(struct ctx *cx, int64_t id, struct task *out_task)
{
    const struct val *row;
    enum err e = task_store_get(cx->db, id, &row);
    if (e)
        return e == ERR_NOT_FOUND ? fail(cx, e, NULL, "error.no_task") : e;
    task_of_row(out_task, row);
    return ERR_OK;
}

enum err task_get(struct ctx *cx, int64_t id, struct task *out_task)
{
    struct task t;
    struct card card;
    enum err e = load(cx, id, &t);
    if (!e)
        e = card_get(cx, t.card_id, false, &card);
    if (!e)
        *out_task = t;
    return e;
}

/* Take the meant members over, checked. */

static enum err set_text(
        struct ctx *cx, const char *field, const char *in, size_t max, bool needed, const char **dst)
{
    const char *s = text_trim(cx->arena, in ? in : "");
    if (needed && !*s)
        return fail(cx, ERR_INVALID, field, "error.required");
    if (text_chars(s, strlen(s)) > max)
        return fail_limit(cx, ERR_INVALID, field, "error.too_long", (int64_t)max);
    *dst = s;
    return ERR_OK;
}

static enum err set_number(struct ctx *cx, const char *field, int in, int max, int *dst)
{
    if (in < 0)
        return fail_limit(cx, ERR_INVALID, field, "error.too_small", 0);
    if (in > max)
        return fail_limit(cx, ERR_INVALID, field, "error.too_large", max);
    *dst = in;
    return ERR_OK;
}

static enum err set_assignee(struct ctx *cx, int64_t id, struct task *t)
{
    const struct member *m = id ? meta_member(cx->meta, id) : NULL;
    if (id && (!m || !m->active))
        return fail(cx, ERR_INVALID, "assignee_id", "error.unknown_user");
    t->assignee_id = id;
    return ERR_OK;
}

static enum err set_type(struct ctx *cx, const struct module *mod, int64_t id, struct task *t)
{
    const struct task_type *type = id ? module_task_type(mod, id) : NULL;
    if (id && !type)
        return fail(cx, ERR_INVALID, "type_id", "error.unknown_choice");
    if (type && type->retired && t->type_id != id)
        return fail(cx, ERR_INVALID, "type_id", "error.retired_choice");
    t->type_id = id;
    return ERR_OK;
}

static enum err set_due(struct ctx *cx, int64_t due_at, bool has_time, struct task *t)
{
    if (due_at <= 0 || due_at > NO_DUE)
        return fail(cx, ERR_INVALID, "due_at", "error.not_date");
    t->due_at = due_at;
    t->due_has_time = has_time && due_at != NO_DUE;
    return ERR_OK;
}

static enum err edit_take(
        struct ctx *cx, const struct module *mod, const struct task_edit *in, struct task *t)
{
    enum err e = ERR_OK;
    if (in->set & TASK_TEXT)
        e = set_text(cx, "text", in->text, TEXT_MAX, true, &t->text);
    if (!e && in->set & TASK_ADDRESS)
        e = set_text(cx, "address", in->address, ADDRESS_MAX, false, &t->address);
    if (!e && in->set & TASK_TYPE)
        e = set_type(cx, mod, in->type_id, t);
    if (!e && in->set & TASK_ASSIGNEE)
        e = set_assignee(cx, in->assignee_id, t);
    if (!e && in->set & TASK_DUE)
        e = set_due(cx, in->due_at, in->due_has_time, t);
    if (!e && in->set & TASK_DURATION)
        e = set_number(cx, "duration_min", in->duration_min, TASK_DURATION_MAX, &t->duration_min);
    if (!e && in->set & TASK_REMINDER)
        e = set_number(cx, "reminder_min", in->reminder_min, TASK_REMINDER_MAX, &t->reminder_min);
    return e ? e : repeat_take(cx, in, t);
}

/* What every change of a task brings with it: the event and the notice. */
static enum err changed(struct ctx *cx, const struct card *card, const struct task *t, struct event_new *ev)
{
    ev->card_id = t->card_id;
    ev->task_id = t->id;
    if (!ev->text)
        ev->text = t->text;
    enum err e = event_add(cx, ev);
    if (e || cx->origin == ORIGIN_BULK || cx->origin == ORIGIN_IMPORT)
        return e;
    struct notice *n = notice_add(cx, "task", t->id, card->module_id);
    if (n) {
        n->card_id = t->card_id;
        n->owner_id = card->owner_id;
        n->guest_id = t->assignee_id;
    }
    return ERR_OK;
}

/* … and the card's next action, when that may be another now. */
static enum err rearranged(
        struct ctx *cx, const struct card *card, const struct task *t, struct event_new *ev)
{
    enum err e = changed(cx, card, t, ev);
    return e ? e : card_next_task(cx, t->card_id);
}

static void change_kind(struct ctx *cx, const char *kind, const struct task *t)
{
    if (cx->change_kind)
        return;
    cx->change_kind = kind;
    cx->change_name = t->text;
}

/* The card whose task is to change. */
static enum err card_to_work(struct ctx *cx, int64_t card_id, bool trashed_too, struct card *out_card)
{
    enum err e = card_get(cx, card_id, trashed_too, out_card);
    return e ? e : access_need_may(cx, out_card, MAY_EDIT);
}

static enum err save(struct ctx *cx, const struct card *card, const struct task *old, struct task *t,
        const char *kind, bool is_contact)
{
    struct event_new ev = {.kind = kind, .is_contact = is_contact};
    if (!task_diff(cx->arena, old, t, &ev.old_json, &ev.new_json))
        return ERR_OK;
    t->updated_at = cx->now_at;
    struct val row[N_TASK_COL];
    task_to_row(t, row);
    enum err e = task_store_update(cx->db, row);
    if (e)
        return e;
    t->version++;
    if (old->state == TASK_OPEN && t->state != TASK_OPEN && *t->result)
        ev.text = arena_printf(cx->arena, "%s\n%s", t->text, t->result); /* the history tells how it went */
    bool moved = old->assignee_id != t->assignee_id || (old->state != TASK_OPEN && t->state == TASK_OPEN);
    e = moved ? task_store_guests(cx->db, t->card_id) : ERR_OK;
    if (!e)
        e = remind_task(cx, old, t);
    if (!e && t->assignee_id && old->assignee_id != t->assignee_id && t->state == TASK_OPEN)
        e = notify_task(cx, t->card_id, t->id, t->assignee_id);
    return e ? e : rearranged(cx, card, t, &ev);
}
enum err task_draft(
        struct ctx *cx, const struct card *card, const struct task_edit *in, struct task *out_task)
{
    struct task t = {.card_id = card->id,
            .due_at = NO_DUE,
            .text = "",
            .address = "",
            .result = "",
            .repeat = REPEAT_NONE,
            .created_at = cx->now_at,
            .updated_at = cx->now_at,
            .version = 1};
    t.assignee_id = t.created_by = cx->member ? cx->member->id : 0;
    if (!cx->member)
        t.assignee_id = card->owner_id;
    struct task_edit all = *in;
    all.set |= TASK_TEXT;
    enum err e = edit_take(cx, card->module, &all, &t);
    if (e)
        return e;
    const struct task_type *type = t.type_id ? module_task_type(card->module, t.type_id) : NULL;
    if (type && !(in->set & TASK_DURATION))
        t.duration_min = type->duration_min;
    if (type && !(in->set & TASK_REMINDER))
        t.reminder_min = type->reminder_min;
    *out_task = t;
    return ERR_OK;
}

/* As task_store_guests says it. */
static int guest_of(const struct card *card, const struct task *t)
{
    return card->trashed_at ? 2 : t->assignee_id && t->assignee_id == card->owner_id ? 0 : 1;
}

enum err task_insert(struct ctx *cx, const struct card *card, struct task *t)
{
    struct val row[N_TASK_COL];
    t->card_id = card->id;
    task_to_row(t, row);
    row[TASK_ID] = val_null();
    enum err e = task_store_insert(cx->db, row, guest_of(card, t), cx->demo, &t->id);
    if (e)
        return e;
    change_kind(cx, "task.add", t);
    e = remind_task(cx, NULL, t);
    if (!e && t->assignee_id)
        e = notify_task(cx, t->card_id, t->id, t->assignee_id);
    if (e)
        return e;
    struct event_new ev = {.kind = "task_added"};
    task_diff(cx->arena, NULL, t, &ev.old_json, &ev.new_json);
    ev.old_json = NULL;
    return changed(cx, card, t, &ev);
}

enum err task_create(struct ctx *cx, int64_t card_id, const struct task_edit *in, struct task *out_task)
{
    struct card card;
    struct task t;
    enum err e = card_to_work(cx, card_id, false, &card);
    if (!e)
        e = task_draft(cx, &card, in, &t);
    if (!e)
        e = task_insert(cx, &card, &t);
    if (!e)
        e = card_next_task(cx, card_id);
    if (!e)
        *out_task = t;
    return e;
}

/* A version that is no longer the present one is answered with both. */
static enum err check_version(struct ctx *cx, const struct task *t, int64_t version, const struct task *yours)
{
    if (version == 0 || version == t->version)
        return ERR_OK;
    struct stale s;
    stale_begin(cx, &s);
    task_write(cx, &s.w, t);
    stale_fields(&s, version);
    task_stale_fields(&s, yours, t);
    return stale_end(cx, &s);
}

enum err task_update(struct ctx *cx, struct task *t, int64_t version, const struct task_edit *in)
{
    struct card card;
    struct task now = *t;
    enum err e = card_to_work(cx, t->card_id, false, &card);
    if (!e)
        e = edit_take(cx, card.module, in, &now);
    if (!e)
        repeat_follow(cx->arena, t, in, &now);
    if (!e)
        e = check_version(cx, t, version, &now);
    if (e)
        return e;
    change_kind(cx, "task.edit", &now);
    e = save(cx, &card, t, &now, "task_edited", false);
    if (!e)
        *t = now;
    return e;
}

static enum err contact_made(struct ctx *cx, int64_t card_id)
{
    struct card card;
    enum err e = card_to_work(cx, card_id, false, &card);
    return e ? e : card_contacted(cx, &card, cx->now_at);
}

/* Of one that comes again and is closed now: the next one, which takes the rule along. */
static enum err plan_next(struct ctx *cx, const struct task *was, struct task *closed)
{
    struct card card;
    struct task next;
    if (!repeat_next(cx, was, &next))
        return ERR_OK;
    enum err e = card_get(cx, was->card_id, false, &card);
    if (!e)
        e = task_insert(cx, &card, &next);
    if (!e && was->n_checks)
        e = checklist_store_copy(cx->db, was->card_id, was->id, next.id, cx->now_at, closed->closed_by);
    closed->next_id = e ? 0 : next.id;
    return e ? e : card_next_task(cx, was->card_id);
}

enum err task_close(
        struct ctx *cx, struct task *t, int64_t version, enum task_state state, const char *result)
{
    if (state != TASK_DONE && state != TASK_SUCCESS && state != TASK_FAILED)
        return fail_arg(cx, ERR_INVALID, "state", "error.not_one_of", "open");
    int64_t me = cx->member ? cx->member->id : 0;
    if (t->state == state && t->closed_by == me)
        return ERR_OK;
    struct card card;
    struct task now = *t;
    now.state = state;
    now.closed_at = cx->now_at;
    now.closed_by = me;
    enum err e = card_to_work(cx, t->card_id, false, &card);
    if (!e)
        e = set_text(cx, "result", result, RESULT_MAX, false, &now.result);
    if (!e)
        e = check_version(cx, t, version, &now);
    if (!e && t->state != TASK_OPEN)
        e = fail(cx, ERR_CONFLICT, NULL, "error.task_closed");
    if (e)
        return e;
    const struct task_type *type = t->type_id ? module_task_type(card.module, t->type_id) : NULL;
    bool is_contact = type && type->is_contact && state != TASK_FAILED;
    change_kind(cx, "task.close", &now);
    now.repeat = REPEAT_NONE;
    e = save(cx, &card, t, &now, "task_closed", is_contact);
    if (!e && is_contact)
        e = contact_made(cx, t->card_id);
    if (!e)
        e = plan_next(cx, t, &now);
    if (!e)
        *t = now;
    return e;
}

enum err task_reopen(struct ctx *cx, struct task *t)
{
    if (t->state == TASK_OPEN)
        return fail(cx, ERR_CONFLICT, NULL, "error.task_open");
    struct card card;
    struct task now = *t;
    now.state = TASK_OPEN;
    now.result = "";
    now.closed_at = now.closed_by = 0;
    enum err e = card_to_work(cx, t->card_id, false, &card);
    if (e)
        return e;
    change_kind(cx, "task.reopen", &now);
    e = save(cx, &card, t, &now, "task_reopened", false);
    if (!e)
        *t = now;
    return e;
}

/* `days` from today, at the task's own time of day. */
static int64_t due_in_days(const struct ctx *cx, const struct task *t, int days)
{
    if (!t->due_has_time)
        return clock_day_end(cx->now_at, cx->zone, days);
    struct civil due, today;
    clock_local(t->due_at, cx->zone, &due);
    clock_local(cx->now_at, cx->zone, &today);
    today.hour = due.hour;
    today.minute = due.minute;
    today.second = due.second;
    int64_t at;
    if (!clock_from_local(&today, cx->zone, &at))
        at = cx->now_at;
    return clock_add_days(at, cx->zone, days);
}

enum err task_postpone(
        struct ctx *cx, struct task *t, int64_t version, int days, int64_t to_at, bool has_time)
{
    if (days < 0 || days > DAYS_MAX)
        return fail_limit(cx, ERR_INVALID, "days", days < 0 ? "error.too_small" : "error.too_large",
                days < 0 ? 0 : DAYS_MAX);
    if (days == 0 && to_at == 0)
        return fail(cx, ERR_INVALID, "due_at", "error.required");
    struct card card;
    struct task now = *t;
    now.state = TASK_OPEN; /* only an open task is postponed, so that is what the client saw */
    enum err e = card_to_work(cx, t->card_id, false, &card);
    if (!e && days > 0)
        e = set_due(cx, due_in_days(cx, t, days), t->due_has_time, &now);
    else if (!e)
        e = set_due(cx, to_at, has_time, &now);
    if (!e)
        e = check_version(cx, t, version, &now);
    if (!e && t->state != TASK_OPEN)
        e = fail(cx, ERR_CONFLICT, NULL, "error.task_closed");
    if (e)
        return e;
    change_kind(cx, "task.postpone", &now);
    e = save(cx, &card, t, &now, "task_postponed", false);
    if (!e)
        *t = now;
    return e;
}

enum err tasks_of_card(struct ctx *cx, int64_t card_id, size_t max, struct task **out_tasks, size_t *out_n)
{
    struct rows rows;
    enum err e = task_store_of_card(cx->db, card_id, max, &rows);
    if (e)
        return e;
    struct task *tasks = arena_array(cx->arena, struct task, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        task_of_row(&tasks[i], row_of(&rows, i));
    *out_tasks = tasks;
    *out_n = rows.n;
    return ERR_OK;
}

/* Undo */

static enum err in_the_way(struct ctx *cx, const struct task *t)
{
    return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", t->text);
}

static enum err revert_added(struct ctx *cx, const struct card *card, struct task *t, const char *new_json)
{
    if (!task_has(cx->arena, t, new_json))
        return in_the_way(cx, t);
    struct event_new ev = {.kind = "task_removed", .old_json = new_json};
    enum err e = checks_drop(cx, card, t->id, t->created_at);
    if (!e)
        e = task_store_delete(cx->db, t->id);
    return e ? e : rearranged(cx, card, t, &ev);
}

/* A task that undo took away comes back, under its own number. */
static enum err revert_removed(struct ctx *cx, const struct card *card, int64_t task_id, const char *old_json)
{
    struct task t = {.id = task_id,
            .card_id = card->id,
            .text = "",
            .address = "",
            .result = "",
            .repeat = REPEAT_NONE,
            .created_at = cx->now_at,
            .created_by = cx->member ? cx->member->id : 0,
            .updated_at = cx->now_at,
            .version = 1};
    const struct val *there;
    struct val row[N_TASK_COL];
    struct event_new ev = {.kind = "task_added", .new_json = old_json};
    enum err e = task_store_get(cx->db, task_id, &there);
    if (e != ERR_NOT_FOUND)
        return e ? e : in_the_way(cx, &t);
    if (!task_take(cx->arena, &t, old_json))
        return ERR_INTERNAL;
    task_to_row(&t, row);
    e = task_store_insert(cx->db, row, guest_of(card, &t), cx->demo, &t.id);
    if (!e)
        e = remind_task(cx, NULL, &t);
    return e ? e : rearranged(cx, card, &t, &ev);
}

enum err task_revert(struct ctx *cx, int64_t card_id, int64_t task_id, const char *kind, const char *old_json,
        const char *new_json)
{
    struct card card;
    struct task t;
    enum err e = card_to_work(cx, card_id, true, &card);
    if (!e && strcmp(kind, "task_removed") == 0)
        return revert_removed(cx, &card, task_id, old_json);
    if (!e)
        e = load(cx, task_id, &t);
    if (e)
        return e;
    if (strcmp(kind, "task_added") == 0)
        return revert_added(cx, &card, &t, new_json);
    if (!task_has(cx->arena, &t, new_json))
        return in_the_way(cx, &t);
    struct task back = t;
    if (!task_take(cx->arena, &back, old_json))
        return ERR_INTERNAL;
    const char *back_kind = t.state != TASK_OPEN && back.state == TASK_OPEN   ? "task_reopened"
                            : t.state == TASK_OPEN && back.state != TASK_OPEN ? "task_closed"
                                                                              : "task_edited";
    return save(cx, &card, &t, &back, back_kind, false);
}
