/* card_apply - the one way in which values of a card change: checks, the pipeline's rules, then card_put. */
#include "core/access.h"
#include "core/card_impl.h"
#include "core/contact.h"
#include "core/field_file.h"
#include "core/stale.h"
#include "core/task_impl.h"
#include "meta/field_type.h"

#include <string.h>

/* History and the clock put back what once was acceptable; people and programs must choose from what is offered. */
static bool trusted(const struct ctx *cx)
{
    return cx->origin == ORIGIN_UNDO || cx->origin == ORIGIN_TIMER;
}

static enum err check_user(struct ctx *cx, const struct field *f, struct val v)
{
    const struct member *m = val_is_null(v) ? NULL : meta_member(cx->meta, v.i);
    if (val_is_null(v) || (m && (m->active || trusted(cx))))
        return ERR_OK;
    return fail(cx, ERR_INVALID, field_path(cx, f), "error.unknown_user");
}

static enum err check_choice(struct ctx *cx, const struct field *f, struct val v)
{
    const struct option *o = val_is_null(v) ? NULL : field_option(f, v.i);
    if (val_is_null(v) || (o && (!o->retired || trusted(cx))))
        return ERR_OK;
    return fail(cx, ERR_INVALID, field_path(cx, f), o ? "error.retired_choice" : "error.unknown_choice");
}

static enum err check_contact(struct ctx *cx, const struct field *f, struct val v)
{
    const char *name;
    enum err e = val_is_null(v) ? ERR_OK : card_store_contact_name(cx->db, v.i, &name);
    return e == ERR_NOT_FOUND ? fail(cx, ERR_INVALID, field_path(cx, f), "error.unknown_contact") : e;
}

enum err value_check(struct ctx *cx, const struct module *mod, const struct field *f, struct val v)
{
    const char *type = f->type->name;
    bool required =
            f->required && (f->table == IN_CARD || cx->origin == ORIGIN_USER || cx->origin == ORIGIN_API);
    if (val_is_null(v) && required)
        return fail(cx, ERR_INVALID, field_path(cx, f), "error.required");
    if (strcmp(type, "user") == 0)
        return check_user(cx, f, v);
    if (strcmp(type, "choice") == 0)
        return check_choice(cx, f, v);
    if (strcmp(type, "contact") == 0 &&
            f->table == IN_MODULE) /* the customer is read anyway: follow_contact */
        return check_contact(cx, f, v);
    /* A status that is being brought back by the same undo is not in the snapshot yet. */
    bool known = cx->origin == ORIGIN_UNDO ? module_status_ever(mod, v.i) != NULL
                                           : module_status(mod, v.i) != NULL;
    if (strcmp(type, "status") == 0 && !known)
        return fail(cx, ERR_INVALID, field_path(cx, f), "error.unknown_status");
    return ERR_OK;
}

/* Saying the same again is the review of an old qualification; otherwise it changes nothing. */
static void set_qualification(struct ctx *cx, struct card *card, struct val v)
{
    int q = (int)val_i(v, -1);
    bool person = cx->origin == ORIGIN_USER || cx->origin == ORIGIN_API;
    bool review = person && card_review_due(cx, card);
    if (q == card->qualification && card->qualified_by && !review)
        return;
    card->qualification = q;
    card->qualified_at = q >= 0 ? cx->now_at : 0;
    card->qualified_by = q >= 0 ? acting_member_id(cx) : 0;
}

static void set_owner(struct ctx *cx, struct card *card, struct val v)
{
    if (card->owner_id == val_i(v, 0))
        return;
    card->owner_id = val_i(v, 0);
    card->assigned_at = card->owner_id ? cx->now_at : 0;
    card->seen_by_owner = card->owner_id == acting_member_id(cx);
}

static void set_column(struct ctx *cx, struct card *card, enum card_col col, struct val v)
{
    if (col == CARD_NAME)
        card->name = val_s(v, "");
    else if (col == CARD_STATUS)
        card->status_id = v.i;
    else if (col == CARD_OWNER)
        set_owner(cx, card, v);
    else if (col == CARD_CONTACT)
        card->contact_id = val_i(v, 0);
    else if (col == CARD_VALUE)
        card->value_minor = v;
    else if (col == CARD_SOURCE)
        card->source = val_s(v, "");
    else if (col == CARD_SALES_STATE)
        card->sales_state = (int)val_i(v, -1);
    else if (col == CARD_QUALIFICATION)
        set_qualification(cx, card, v);
    else if (col == CARD_RATING)
        card->rating = (int)val_i(v, -1);
    else if (col == CARD_QUALIFICATION_NOTE)
        card->qualification_note = val_s(v, "");
    else if (col == CARD_LAST_CONTACT_AT)
        card->last_contact_at = val_i(v, 0);
}

enum err card_set(struct ctx *cx, struct card *card, const struct field *f, struct val v)
{
    bool undone = cx->origin == ORIGIN_UNDO && f->table == IN_CARD && f->index == CARD_LAST_CONTACT_AT;
    bool people = cx->origin == ORIGIN_USER || cx->origin == ORIGIN_API || cx->origin == ORIGIN_BULK;
    if (!f->editable && !undone && (people || !f->read_only || f->follows))
        return fail(cx, ERR_INVALID, field_path(cx, f), "error.not_editable");
    if (val_equal(card_value(card, f), v) && f->index != CARD_QUALIFICATION)
        return ERR_OK; /* as it was: even a choice that is no longer offered may stay */
    enum err e = value_check(cx, card->module, f, v);
    if (e == ERR_OK && strcmp(f->type->name, "file") == 0)
        e = field_file_check(cx, card, f, v);
    if (e != ERR_OK)
        return e;
    if (f->table == IN_MODULE)
        card->custom[f->index] = v;
    else
        set_column(cx, card, (enum card_col)f->index, v);
    return ERR_OK;
}

static enum err wake_at(struct ctx *cx, struct card *card)
{
    const struct pipeline_kind *kind = card->module->pipeline;
    const struct status *st = module_status(card->module, card->status_id);
    struct card_wait wait;
    card->wake_at = kind->returns_at ? kind->returns_at(cx, card->module, card) : 0;
    if (card->wake_at || !st || !kind->waits || !kind->waits(card->module, st, &wait))
        return ERR_OK;
    int64_t silent_since = card->last_contact_at ? card->last_contact_at : card->created_at;
    int64_t at = silent_since + wait.contact_ms, by_status = card->status_at + wait.status_ms, due_at = 0;
    at = by_status > at ? by_status : at;
    enum err e = ERR_OK;
    if (wait.task_pauses && card->n_open_tasks && card->id)
        e = card_store_last_due(cx->db, card->id, &due_at);
    else if (wait.task_pauses && card->next_due_at < NO_DUE) /* a new one with its first task */
        due_at = card->next_due_at;
    card->wake_at = due_at > at ? due_at : at;
    return e;
}

enum err card_place(struct ctx *cx, const struct card *before, struct card *after)
{
    enum err e = after->module->pipeline->place(cx, after->module, before, after);
    if (e != ERR_OK)
        return e;
    if (before && before->status_id != after->status_id)
        after->status_at = cx->now_at;
    if (after->module->pipeline->wakes_at)
        after->wake_at = after->module->pipeline->wakes_at(cx, before, after);
    else
        e = wake_at(cx, after);
    return e;
}

/* The customer a card is to get: one that exists and that the member may see. */
static enum err new_customer(struct ctx *cx, int64_t contact_id, struct customer *out)
{
    struct contact seen;
    enum err e = contact_id && access_sees(cx) && !trusted(cx) ? contact_get(cx, contact_id, &seen) : ERR_OK;
    if (e == ERR_OK)
        e = customer_read(cx, contact_id, out);
    if (e != ERR_NOT_FOUND)
        return e;
    cx->fault = (struct fault){0}; /* for a value in a field, not for the card itself */
    return fail(cx, ERR_INVALID, "fields.contact", "error.unknown_contact");
}

/* A new customer: the company follows, and a name that was the old customer's becomes the new one's. */
static enum err follow_contact(struct ctx *cx, const struct card *before, struct card *after)
{
    struct customer was, now;
    if (before->contact_id == after->contact_id)
        return ERR_OK;
    enum err e = new_customer(cx, after->contact_id, &now);
    if (e == ERR_OK)
        e = customer_read(cx, before->contact_id, &was);
    if (e != ERR_OK)
        return e;
    after->company_id = now.company_id;
    const char *old_name = customer_default_name(cx, &was), *new_name = customer_default_name(cx, &now);
    if (new_name && old_name && strcmp(after->name, old_name) == 0)
        after->name = new_name;
    return ERR_OK;
}

static enum err stale(
        struct ctx *cx, const struct card *card, int64_t version, const struct edit *edits, size_t n)
{
    struct stale s;
    stale_begin(cx, &s);
    enum err e = card_write(cx, &s.w, card);
    if (e != ERR_OK)
        return e;
    stale_fields(&s, version);
    for (size_t i = 0; i < n; i++) {
        const struct field *f = edits[i].field;
        jw_key(&s.w, f->code);
        jw_obj(&s.w);
        jw_key(&s.w, "yours");
        f->type->write(&s.w, f, edits[i].value);
        jw_key(&s.w, "theirs");
        f->type->write(&s.w, f, card_value(card, f));
        jw_obj_end(&s.w);
    }
    return stale_end(cx, &s);
}

static enum err check_status(struct ctx *cx, const struct card *before, const struct card *wanted)
{
    const struct module *mod = wanted->module;
    const struct pipeline_kind *kind = mod->pipeline;
    if (wanted->status_id == before->status_id || trusted(cx))
        return ERR_OK;
    if (kind->fixed)
        return fail(cx, ERR_CONFLICT, "fields.status", kind->fixed_key);
    if (!kind->check_move)
        return ERR_OK;
    return kind->check_move(cx, mod, wanted, module_status(mod, wanted->status_id));
}

static enum err set_all(struct ctx *cx, struct card *card, const struct edit *edits, size_t n)
{
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && e == ERR_OK; i++)
        e = card_set(cx, card, edits[i].field, edits[i].value);
    return e;
}

static enum err may_set(struct ctx *cx, const struct module *mod, const struct edit *edits, size_t n)
{
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && e == ERR_OK; i++)
        e = access_edit(cx, mod, edits[i].field);
    return e;
}

enum err card_change(
        struct ctx *cx, const struct card *card, const struct edit *edits, size_t n, struct card *out_after)
{
    if (card->trashed_at)
        return fail(cx, ERR_CONFLICT, NULL, "error.card_trashed");
    struct card after = card_dup(cx, card);
    enum err e = access_need_may(cx, card, MAY_EDIT);
    if (e == ERR_OK)
        e = may_set(cx, card->module, edits, n);
    if (e == ERR_OK)
        e = set_all(cx, &after, edits, n);
    if (e == ERR_OK)
        e = check_status(cx, card, &after);
    if (e == ERR_OK)
        e = follow_contact(cx, card, &after);
    if (e == ERR_OK)
        e = card_place(cx, card, &after);
    if (e == ERR_OK)
        e = card_check_needs(cx, card, &after);
    if (e == ERR_OK && !trusted(cx))
        e = card_check_unique(cx, card, &after);
    if (e == ERR_OK)
        *out_after = after;
    return e;
}

enum err card_apply(struct ctx *cx, struct card *card, int64_t version, const struct edit *edits, size_t n)
{
    struct card after;
    if (!card->trashed_at && version && version != card->version)
        return stale(cx, card, version, edits, n);
    enum err e = card_change(cx, card, edits, n, &after);
    if (e == ERR_OK)
        e = card_put(cx, card, &after);
    if (e == ERR_OK)
        *card = after;
    return e;
}

/* A new card before its values: everything empty, owned by whoever makes it. */
static struct card blank(struct ctx *cx, const struct module *mod)
{
    return (struct card){.module_id = mod->id,
            .module = mod,
            .name = "",
            .source = "",
            .qualification_note = "",
            .sales_state = mod->pipeline->has_key_fields ? SALES_IN_PROGRESS : -1,
            .qualification = -1,
            .rating = -1,
            .owner_id = acting_member_id(cx),
            .assigned_at = acting_member_id(cx) ? cx->now_at : 0,
            .seen_by_owner = true,
            .next_due_at = NO_DUE,
            .status_at = cx->now_at,
            .created_at = cx->now_at,
            .created_by = acting_member_id(cx),
            .updated_at = cx->now_at,
            .updated_by = acting_member_id(cx),
            .version = 1,
            .custom = arena_array(cx->arena, struct val, mod->n_custom + 1)};
}

static enum err check_required(struct ctx *cx, const struct card *card)
{
    for (int i = 0; i < card->module->n_fields; i++) {
        const struct field *f = &card->module->fields[i];
        if (f->table != IN_MODULE || !f->required || !val_is_null(card_value(card, f)))
            continue;
        if (cx->origin == ORIGIN_USER || cx->origin == ORIGIN_API)
            return fail(cx, ERR_INVALID, field_path(cx, f), "error.required");
    }
    return ERR_OK;
}

static const char *first_name_of(struct ctx *cx, const struct customer *customer)
{
    const char *name = customer_default_name(cx, customer);
    if (name)
        return name;
    const char *now =
            field_type_named("datetime")->show(cx->arena, NULL, val_int(cx->now_at), cx->lang, cx->zone);
    return message(cx->arena, cx->lang, "card.name_none", NULL, now, 0);
}

/* On creation a status by hand is a wish only where the pipeline is free; it must pass the same gate as a move. */
static enum err check_first_status(struct ctx *cx, const struct card *card)
{
    struct card nowhere = *card;
    nowhere.status_id = 0;
    return check_status(cx, &nowhere, card);
}

static enum err prepare(struct ctx *cx, struct card *card, const struct edit *edits, size_t n,
        const struct customer *given, struct customer *out_customer)
{
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && e == ERR_OK; i++)
        if (edits[i].field->index != CARD_NAME || edits[i].field->table != IN_CARD ||
                !val_is_null(edits[i].value))
            e = card_set(cx, card, edits[i].field, edits[i].value);
    if (given)
        *out_customer = *given;
    else if (e == ERR_OK)
        e = new_customer(cx, card->contact_id, out_customer);
    if (e == ERR_OK)
        e = check_required(cx, card);
    if (e == ERR_OK && card->status_id)
        e = check_first_status(cx, card);
    if (e != ERR_OK)
        return e;
    card->company_id = out_customer->company_id;
    if (!*card->name)
        card->name = first_name_of(cx, out_customer);
    e = card_place(cx, NULL, card);
    if (e == ERR_OK)
        e = card_check_needs(cx, NULL, card);
    return e == ERR_OK ? card_check_unique(cx, NULL, card) : e;
}

enum err card_draft(struct ctx *cx, const struct module *mod, const struct edit *edits, size_t n,
        const struct customer *given, const struct task_edit *first, struct card *out_card,
        struct customer *out_customer)
{
    if (mod->trashed_at)
        return fail(cx, ERR_CONFLICT, NULL, "error.module_trashed");
    enum err e = access_module(cx, mod, MAY_EDIT);
    if (e == ERR_OK)
        e = may_set(cx, mod, edits, n);
    if (e != ERR_OK)
        return e;
    if (!cx->change_kind)
        cx->change_kind = "card.create";
    *out_card = blank(cx, mod);
    if (cx->origin != ORIGIN_UNDO)
        card_set_defaults(cx, out_card);
    if (first) {
        out_card->n_open_tasks = 1;
        out_card->next_due_at = first->set & TASK_DUE ? first->due_at : NO_DUE;
    }
    return prepare(cx, out_card, edits, n, given, out_customer);
}

/* The deadline stands in the card's row from the start: it is in five indexes. */
static enum err insert_with_task(
        struct ctx *cx, struct card *card, const struct customer *customer, struct task *task)
{
    enum err e = card_insert(cx, card, customer);
    if (e == ERR_OK)
        e = task_insert(cx, card, task);
    if (e == ERR_OK)
        e = card_store_first_task(cx->db, card->id, task->id);
    card->next_task_id = task->id;
    return e;
}

enum err card_create_with(struct ctx *cx, const struct module *mod, const struct edit *edits, size_t n,
        const struct card_with *with, struct card *out_card, struct task *out_task)
{
    struct customer customer, given;
    struct card card;
    struct task task;
    if (with->contact)
        customer_new(cx, with->contact, with->company ? with->company->name : NULL, &given);
    enum err e = card_draft(cx, mod, edits, n, with->contact ? &given : NULL, with->task, &card, &customer);
    if (e == ERR_OK && with->task)
        e = task_draft(cx, &card, with->task, &task);
    if (e == ERR_OK)
        e = with->task ? insert_with_task(cx, &card, &customer, &task) : card_insert(cx, &card, &customer);
    if (e != ERR_OK)
        return e;
    *out_card = card;
    if (with->task)
        *out_task = task;
    return ERR_OK;
}

enum err card_create(
        struct ctx *cx, const struct module *mod, const struct edit *edits, size_t n, struct card *out_card)
{
    return card_create_with(cx, mod, edits, n, &(struct card_with){0}, out_card, NULL);
}
