#include "core/card_impl.h"

#include "core/access.h"
#include "core/search.h"

static int small_or_unset(struct val v)
{
    return v.type == VAL_INT ? (int)v.i : -1;
}

static enum err load_custom(struct ctx *cx, struct card *card)
{
    const struct module *mod = card->module;
    const struct field *own = mod->fields + (mod->n_fields - mod->n_custom);
    const struct val *row;
    const char **columns = arena_array(cx->arena, const char *, mod->n_custom + 1);
    card->custom = arena_array(cx->arena, struct val, mod->n_custom + 1);
    if (mod->n_custom == 0)
        return ERR_OK;
    for (int i = 0; i < mod->n_custom; i++)
        columns[i] = own[i].column;
    enum err e = card_store_custom_get(cx->db, mod->id, card->id, columns, (size_t)mod->n_custom, &row);
    if (e == ERR_OK)
        memcpy(card->custom, row, sizeof *row * (size_t)mod->n_custom);
    return e == ERR_NOT_FOUND ? ERR_INTERNAL : e; /* every card has its row */
}

enum err card_load(struct ctx *cx, const struct val *row, struct card *out_card)
{
    struct card c = {.id = row[CARD_ID].i,
            .module_id = row[CARD_MODULE].i,
            .number = row[CARD_NUMBER].i,
            .status_id = row[CARD_STATUS].i,
            .status_at = row[CARD_STATUS_AT].i,
            .owner_id = val_i(row[CARD_OWNER], 0),
            .assigned_at = row[CARD_ASSIGNED_AT].i,
            .seen_by_owner = row[CARD_SEEN].i != 0,
            .contact_id = val_i(row[CARD_CONTACT], 0),
            .company_id = val_i(row[CARD_COMPANY], 0),
            .name = val_s(row[CARD_NAME], ""),
            .value_minor = row[CARD_VALUE],
            .source = val_s(row[CARD_SOURCE], ""),
            .sales_state = small_or_unset(row[CARD_SALES_STATE]),
            .qualification = small_or_unset(row[CARD_QUALIFICATION]),
            .rating = small_or_unset(row[CARD_RATING]),
            .qualified_at = row[CARD_QUALIFIED_AT].i,
            .qualified_by = row[CARD_QUALIFIED_BY].i,
            .qualification_note = val_s(row[CARD_QUALIFICATION_NOTE], ""),
            .next_due_at = row[CARD_NEXT_DUE_AT].i,
            .next_task_id = val_i(row[CARD_NEXT_TASK], 0),
            .last_contact_at = row[CARD_LAST_CONTACT_AT].i,
            .wake_at = row[CARD_WAKE_AT].i,
            .n_open_tasks = row[CARD_N_OPEN_TASKS].i,
            .n_checks = row[CARD_N_CHECKS].i,
            .n_checks_done = row[CARD_N_CHECKS_DONE].i,
            .created_at = row[CARD_CREATED_AT].i,
            .created_by = row[CARD_CREATED_BY].i,
            .updated_at = row[CARD_UPDATED_AT].i,
            .updated_by = row[CARD_UPDATED_BY].i,
            .trashed_at = row[CARD_TRASHED_AT].i,
            .version = row[CARD_VERSION].i};
    c.module = meta_module(cx->meta, c.module_id);
    if (!c.module) {
        fail(cx, ERR_NOT_FOUND, NULL, "error.unknown_module");
        return ERR_NOT_FOUND;
    }
    enum err e = load_custom(cx, &c);
    if (e == ERR_OK)
        *out_card = c;
    return e;
}

enum err card_get(struct ctx *cx, int64_t id, bool trashed_too, struct card *out_card)
{
    const struct val *row;
    enum err e = card_store_get(cx->db, id, &row);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && row[CARD_TRASHED_AT].i && !trashed_too))
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (e == ERR_OK)
        e = access_card(cx, row[CARD_MODULE].i, val_i(row[CARD_OWNER], 0), id);
    if (e == ERR_OK)
        e = card_load(cx, row, out_card);
    bool rules = cx->origin == ORIGIN_TIMER || cx->origin == ORIGIN_UNDO; /* they work on in the trash */
    if (e == ERR_OK && out_card->module->trashed_at && !rules)
        e = fail(cx, ERR_NOT_FOUND, NULL, "error.module_trashed");
    return e;
}

static struct val id_or_null(int64_t id)
{
    return id ? val_int(id) : val_null();
}

static struct val set_or_null(int v)
{
    return v >= 0 ? val_int(v) : val_null();
}

struct val card_col(const struct card *c, enum card_col col)
{
    switch (col) {
    case CARD_ID:
        return val_int(c->id);
    case CARD_MODULE:
        return val_int(c->module_id);
    case CARD_NUMBER:
        return val_int(c->number);
    case CARD_STATUS:
        return val_int(c->status_id);
    case CARD_STATUS_AT:
        return val_int(c->status_at);
    case CARD_OWNER:
        return id_or_null(c->owner_id);
    case CARD_ASSIGNED_AT:
        return val_int(c->assigned_at);
    case CARD_SEEN:
        return val_int(c->seen_by_owner);
    case CARD_CONTACT:
        return id_or_null(c->contact_id);
    case CARD_COMPANY:
        return id_or_null(c->company_id);
    case CARD_NAME:
        return val_text(c->name);
    case CARD_VALUE:
        return c->value_minor;
    case CARD_SOURCE:
        return val_text(c->source);
    case CARD_SALES_STATE:
        return set_or_null(c->sales_state);
    case CARD_QUALIFICATION:
        return set_or_null(c->qualification);
    case CARD_RATING:
        return set_or_null(c->rating);
    case CARD_QUALIFIED_AT:
        return val_int(c->qualified_at);
    case CARD_QUALIFIED_BY:
        return val_int(c->qualified_by);
    case CARD_QUALIFICATION_NOTE:
        return val_text(c->qualification_note);
    case CARD_NEXT_DUE_AT:
        return val_int(c->next_due_at);
    case CARD_NEXT_TASK:
        return id_or_null(c->next_task_id);
    case CARD_LAST_CONTACT_AT:
        return val_int(c->last_contact_at);
    case CARD_WAKE_AT:
        return val_int(c->wake_at);
    case CARD_N_OPEN_TASKS:
        return val_int(c->n_open_tasks);
    case CARD_N_CHECKS:
        return val_int(c->n_checks);
    case CARD_N_CHECKS_DONE:
        return val_int(c->n_checks_done);
    case CARD_CREATED_AT:
        return val_int(c->created_at);
    case CARD_CREATED_BY:
        return val_int(c->created_by);
    case CARD_UPDATED_AT:
        return val_int(c->updated_at);
    case CARD_UPDATED_BY:
        return val_int(c->updated_by);
    case CARD_TRASHED_AT:
        return val_int(c->trashed_at);
    default:
        return val_int(c->version);
    }
}

struct card card_dup(struct ctx *cx, const struct card *card)
{
    struct card c = *card;
    c.custom = arena_copy(cx->arena, card->custom, sizeof *card->custom * (size_t)card->module->n_custom);
    return c;
}

/* Task deadlines move the waiting time only where the module lets an open task pause it. */
static enum err replace_after_task(struct ctx *cx, int64_t card_id)
{
    const struct val *row;
    struct card before;
    enum err e = card_store_get(cx->db, card_id, &row);
    if (e != ERR_OK)
        return e;
    const struct module *mod = meta_module(cx->meta, row[CARD_MODULE].i);
    if (!mod || !module_setting_int(mod, "task_pauses", 0))
        return ERR_OK;
    e = card_load(cx, row, &before);
    if (e != ERR_OK)
        return e;
    struct card after = card_dup(cx, &before);
    e = card_place(cx, &before, &after);
    return e == ERR_OK ? card_put(cx, &before, &after) : e;
}

enum err card_next_task(struct ctx *cx, int64_t card_id)
{
    bool pauses = false; /* spares the read where no module asks for it */
    for (int i = 0; i < cx->meta->n_modules; i++)
        pauses |= module_setting_int(&cx->meta->modules[i], "task_pauses", 0) != 0;
    enum err e = card_store_next_task(cx->db, card_id);
    return e == ERR_OK && pauses ? replace_after_task(cx, card_id) : e;
}

enum err card_seen(struct ctx *cx, struct card *card)
{
    if (card->seen_by_owner || acting_member_id(cx) == 0 || card->owner_id != acting_member_id(cx))
        return ERR_OK;
    enum err e = card_store_seen(cx->db, card->id);
    if (e == ERR_OK)
        card->seen_by_owner = true;
    return e;
}

bool card_stalled(const struct card *card, int64_t now_at)
{
    const struct status *st = module_status(card->module, card->status_id);
    int64_t since = card->last_contact_at > card->status_at ? card->last_contact_at : card->status_at;
    return st && st->stalled_days > 0 && now_at - since > st->stalled_days * MS_DAY;
}

bool card_review_due(struct ctx *cx, const struct card *card)
{
    if (card->qualification < 0 || card->qualified_at == 0)
        return false;
    int64_t months = module_setting_int(card->module, "review_months", 12);
    return months > 0 && clock_add_months(card->qualified_at, cx->zone, (int)months) <= cx->now_at;
}

enum err card_sync_search(struct ctx *cx, int64_t card_id)
{
    const struct val *row;
    struct customer customer;
    enum err e = card_store_get(cx->db, card_id, &row);
    if (e != ERR_OK)
        return e;
    if (row[CARD_TRASHED_AT].i)
        return search_put(cx, SEARCH_CARD, card_id, NULL);
    e = customer_read(cx, val_i(row[CARD_CONTACT], 0), &customer);
    if (e != ERR_OK)
        return e;
    struct card card = {.id = card_id, .name = val_s(row[CARD_NAME], ""), .number = row[CARD_NUMBER].i};
    return card_search_put(cx, &card, &customer);
}
