/* card_life - trash and restore, copy, conversion, links, contacts made. */
#include "core/access.h"
#include "core/card_impl.h"
#include "core/event.h"
#include "core/field_file.h"
#include "core/task.h"
#include "meta/field_type.h"

#include <string.h>

#define LINKS_MAX      50
#define COPY_TASKS_MAX 50

static enum err note_event(
        struct ctx *cx, const struct card *card, const char *kind, int64_t other_id, const char *text)
{
    const char *other = other_id ? arena_printf(cx->arena, "%lld", (long long)other_id) : NULL;
    return event_add(
            cx, &(struct event_new){.card_id = card->id, .kind = kind, .new_json = other, .text = text});
}

enum err card_trash(struct ctx *cx, struct card *card)
{
    if (card->trashed_at)
        return ERR_OK;
    enum err e = access_need_may(cx, card, MAY_DELETE);
    if (e != ERR_OK)
        return e;
    struct card after = card_dup(cx, card);
    after.trashed_at = cx->now_at;
    if (!cx->change_kind)
        cx->change_kind = "card.trash";
    e = card_put(cx, card, &after);
    if (e == ERR_OK)
        e = note_event(cx, &after, "trashed", 0, NULL);
    if (e == ERR_OK)
        *card = after;
    return e;
}

enum err card_restore(struct ctx *cx, struct card *card)
{
    if (!card->trashed_at)
        return ERR_OK;
    enum err e = access_need_may(cx, card, MAY_DELETE);
    if (e != ERR_OK)
        return e;
    struct card after = card_dup(cx, card);
    after.trashed_at = 0;
    if (!cx->change_kind)
        cx->change_kind = "card.restore";
    e = card_place(cx, card, &after);
    if (e == ERR_OK)
        e = card_put(cx, card, &after);
    if (e == ERR_OK)
        e = note_event(cx, &after, "restored", 0, NULL);
    if (e == ERR_OK)
        *card = after;
    return e;
}

/* A copy begins anew: an outcome, or having been forgotten, is not copied. */
static bool copied_status(const struct card *card, const struct status *st)
{
    return !card->module->pipeline->fixed && st && (st->group == GRP_LEAD || st->group == GRP_OPEN) &&
           strcmp(st->role, "deferred") != 0;
}

static size_t copy_edits(struct ctx *cx, const struct card *card, int64_t contact_id, struct edit *out)
{
    const struct module *mod = card->module;
    size_t n = 0;
    for (int i = 0; i < mod->n_fields; i++) {
        const struct field *f = &mod->fields[i];
        struct val v = card_value(card, f);
        bool fixed = f->table == IN_CARD;
        if (!f->editable || val_is_null(v) || access_marks(cx, mod, f))
            continue;
        if (fixed && (f->index == CARD_NAME || f->index == CARD_SALES_STATE))
            continue;
        if (fixed && f->index == CARD_STATUS && !copied_status(card, module_status(mod, card->status_id)))
            continue;
        if (fixed && f->index == CARD_CONTACT && contact_id)
            v = val_int(contact_id);
        out[n++] = (struct edit){f, v};
    }
    if (contact_id && !card->contact_id)
        out[n++] = (struct edit){module_field(mod, "contact"), val_int(contact_id)};
    if (!contact_id || contact_id == card->contact_id)
        out[n++] = (struct edit){module_field(mod, "name"),
                val_text(message(cx->arena, cx->lang, "card.copy_name", NULL, card->name, 0))};
    return n;
}

static enum err copy_tasks(struct ctx *cx, const struct card *from, int64_t to_id)
{
    struct rows r;
    struct task t;
    enum err e = card_store_open_tasks(cx->db, from->id, COPY_TASKS_MAX, &r);
    for (size_t i = 0; e == ERR_OK && i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        e = task_create(cx, to_id,
                &(struct task_edit){.set = TASK_TEXT | TASK_TYPE | TASK_ASSIGNEE | TASK_DUE | TASK_DURATION |
                                           TASK_REMINDER | TASK_ADDRESS,
                        .text = val_s(v[0], ""),
                        .type_id = val_i(v[1], 0),
                        .assignee_id = val_i(v[2], 0),
                        .due_at = v[3].i,
                        .due_has_time = v[4].i != 0,
                        .duration_min = (int)v[5].i,
                        .reminder_min = (int)v[6].i,
                        .address = val_s(v[7], "")},
                &t);
    }
    return e;
}

enum err card_copy(struct ctx *cx, const struct card *card, int64_t contact_id, struct card *out_copy)
{
    struct card copy;
    struct edit *edits = arena_array(cx->arena, struct edit, card->module->n_fields + 2);
    size_t n = copy_edits(cx, card, contact_id, edits);
    if (!cx->change_kind)
        cx->change_kind = "card.copy";
    enum err e = ERR_OK;
    for (size_t i = 0; e == ERR_OK && i < n; i++)
        if (strcmp(edits[i].field->type->name, "file") == 0)
            e = field_file_copy(cx, &edits[i].value);
    if (e == ERR_OK)
        e = card_create(cx, card->module, edits, n, &copy);
    if (e == ERR_OK)
        e = note_event(cx, &copy, "copied", card->id, card->name);
    if (e == ERR_OK)
        e = copy_tasks(cx, card, copy.id);
    if (e == ERR_OK)
        e = card_get(cx, copy.id, false, out_copy); /* its tasks changed it */
    return e;
}

/* What a lead and an opportunity both have: their own columns, and fields of the same code and kind of value. */
static size_t convert_edits(
        struct ctx *cx, const struct card *lead, const struct module *to, struct edit *out)
{
    static const char *const taken[] = {"name", "owner", "contact", "value", "source", "comment", NULL};
    size_t n = 0;
    for (const char *const *code = taken; *code; code++) {
        const struct field *from = module_field(lead->module, *code), *f = module_field(to, *code);
        struct val v = from ? card_value(lead, from) : val_null();
        if (f && from && f->type == from->type && !val_is_null(v))
            out[n++] = (struct edit){f, v};
    }
    return n;
}

static enum err lead_converted(struct ctx *cx, struct card *lead, const struct status *to)
{
    struct card after = card_dup(cx, lead);
    after.status_id = to->id;
    enum err e = card_place(cx, lead, &after);
    if (e == ERR_OK)
        e = card_put(cx, lead, &after);
    if (e == ERR_OK)
        *lead = after;
    return e;
}

enum err card_convert(
        struct ctx *cx, struct card *lead, const struct module *to_module, struct card *out_card)
{
    const struct status *done = module_status_role(lead->module, "converted");
    struct edit edits[8];
    struct card card;
    int64_t link_id;
    if (!done || strcmp(lead->module->kind, "leads") != 0 || strcmp(to_module->kind, "leads") == 0)
        return fail(cx, ERR_CONFLICT, "module_id", "error.convert_kind");
    if (lead->status_id == done->id)
        return fail(cx, ERR_CONFLICT, NULL, "error.convert_done");
    if (!cx->change_kind)
        cx->change_kind = "card.convert";
    size_t n = convert_edits(cx, lead, to_module, edits);
    enum err e = card_create(cx, to_module, edits, n, &card);
    if (e == ERR_OK)
        e = lead_converted(cx, lead, done);
    if (e == ERR_OK)
        e = card_store_link(cx->db, lead->id, card.id, "converted", "", cx->now_at, &link_id);
    if (e == ERR_OK)
        e = note_event(cx, lead, "converted", card.id, card.name);
    if (e == ERR_OK)
        e = note_event(cx, &card, "linked", lead->id, lead->name);
    if (e == ERR_OK)
        *out_card = card;
    return e;
}

static enum err check_link(struct ctx *cx, const struct card *card, int64_t other_id, struct card *out_other)
{
    struct rows links;
    if (other_id == card->id)
        return fail(cx, ERR_INVALID, "other_id", "error.link_self");
    enum err e = card_get(cx, other_id, false, out_other);
    if (e == ERR_OK)
        e = card_store_links(cx->db, card->id, NULL, LINKS_MAX, &links);
    if (e == ERR_OK && links.n >= LINKS_MAX)
        return fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_links", LINKS_MAX);
    return e;
}

enum err card_link(struct ctx *cx, struct card *card, int64_t other_id, const char *note, int64_t *out_id)
{
    struct card other;
    enum err e = access_need_may(cx, card, MAY_EDIT);
    if (e == ERR_OK)
        e = check_link(cx, card, other_id, &other);
    if (e != ERR_OK)
        return e;
    e = card_store_link_between(cx->db, card->id, other_id, out_id);
    if (e != ERR_NOT_FOUND)
        return e;
    if (!cx->change_kind)
        cx->change_kind = "card.link";
    if (!cx->change_name)
        cx->change_name = card->name;
    e = card_store_link(cx->db, card->id, other_id, "", note ? note : "", cx->now_at, out_id);
    if (e == ERR_OK)
        e = note_event(cx, card, "linked", other_id, other.name);
    if (e == ERR_OK)
        e = note_event(cx, &other, "linked", card->id, card->name);
    card_notice(cx, card, card->owner_id);
    card_notice(cx, &other, other.owner_id);
    return e;
}

enum err card_unlink(struct ctx *cx, struct card *card, int64_t link_id)
{
    int64_t other_id;
    struct card other;
    enum err e = access_need_may(cx, card, MAY_EDIT);
    if (e == ERR_OK)
        e = card_store_unlink(cx->db, link_id, card->id, &other_id);
    if (e == ERR_NOT_FOUND)
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (e == ERR_OK)
        e = card_get(cx, other_id, true, &other);
    if (e != ERR_OK)
        return e;
    if (!cx->change_kind)
        cx->change_kind = "card.unlink";
    if (!cx->change_name)
        cx->change_name = card->name;
    e = note_event(cx, card, "unlinked", other_id, other.name);
    if (e == ERR_OK)
        e = note_event(cx, &other, "unlinked", card->id, card->name);
    card_notice(cx, card, card->owner_id);
    card_notice(cx, &other, other.owner_id);
    return e;
}

enum err card_contacted(struct ctx *cx, struct card *card, int64_t at)
{
    if (at > cx->now_at)
        at = cx->now_at;
    if (at <= card->last_contact_at || card->trashed_at)
        return ERR_OK; /* logged late: a later contact is known already */
    const struct pipeline_kind *kind = card->module->pipeline;
    struct card after = card_dup(cx, card);
    after.last_contact_at = at;
    enum err e = kind->contacted ? kind->contacted(cx, card->module, &after, at) : ERR_OK;
    if (e == ERR_OK)
        e = card_place(cx, card, &after);
    if (e == ERR_OK)
        e = card_put(cx, card, &after);
    if (e == ERR_OK)
        *card = after;
    return e;
}
