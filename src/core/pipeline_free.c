/* pipeline_free - statuses moved by hand; a new card begins at the first one of its module. */
#include "core/pipeline_free.h"
#include "core/due_times.h"

enum err free_place(struct ctx *cx, const struct module *mod, const struct card *before, struct card *card)
{
    if (module_status(mod, card->status_id) ||
            (cx->origin == ORIGIN_UNDO && module_status_ever(mod, card->status_id))) {
        due_times_place(cx, before, card);
        return ERR_OK;
    }
    if (mod->n_statuses == 0)
        return fail(cx, ERR_INTERNAL, NULL, "error.internal");
    card->status_id = mod->statuses[0].id;
    due_times_place(cx, before, card);
    return ERR_OK;
}

void free_explain(struct ctx *cx, const struct module *mod, const struct card *card, struct reason *out)
{
    *out = (struct reason){0};
}

enum err free_need(struct ctx *cx, const struct module *mod, const struct card *card, const char *role)
{
    const struct field *f = module_field_role(mod, role);
    if (cx->origin == ORIGIN_IMPORT || !f || !val_is_null(card_value(card, f)))
        return ERR_OK; /* files of the past rarely know why */
    return fail(cx, ERR_INVALID, field_path(cx, f), "error.required");
}

static const char *const settings[] = {"due_hours", NULL};

const struct pipeline_kind pipeline_free = {.name = "free",
        .place = free_place,
        .explain = free_explain,
        .settings = settings,
        .wakes_at = due_times_wakes_at,
        .wake = due_times_wake,
        .check_settings = due_times_check};
