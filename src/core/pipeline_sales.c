/* pipeline_sales - moved by hand; losing asks for a reason, deferring for the day on which the card comes back. */
#include "core/pipeline_free.h"
#include "core/task.h"
#include "meta/field_type.h"

#include <stdio.h>
#include <string.h>

static const char *role_at(const struct module *mod, const struct card *card)
{
    const struct status *st = module_status(mod, card->status_id);
    return st ? st->role : "";
}

/* The first instant of the day, in the account's zone: it comes back for everybody at once. */
static int64_t deferred_until_at(struct ctx *cx, const struct module *mod, const struct card *card)
{
    const struct field *f = module_field_role(mod, "deferred_until");
    struct civil c = {0};
    int64_t at = 0;
    if (!f || sscanf(val_s(card_value(card, f), ""), "%4d-%2d-%2d", &c.year, &c.month, &c.day) != 3)
        return 0;
    return clock_from_local(&c, meta_setting_str(cx->meta, "zone", "UTC"), &at) ? at : 0;
}

static int64_t returns_at(struct ctx *cx, const struct module *mod, const struct card *card)
{
    return strcmp(role_at(mod, card), "deferred") == 0 ? deferred_until_at(cx, mod, card) : 0;
}

static enum err check_move(
        struct ctx *cx, const struct module *mod, const struct card *card, const struct status *to)
{
    if (strcmp(to->role, "lost") == 0)
        return free_need(cx, mod, card, "lost_reason");
    if (strcmp(to->role, "deferred") != 0)
        return ERR_OK;
    enum err e = free_need(cx, mod, card, "deferred_until");
    if (e == ERR_OK && cx->origin != ORIGIN_IMPORT && deferred_until_at(cx, mod, card) <= cx->now_at)
        e = fail(cx, ERR_INVALID, field_path(cx, module_field_role(mod, "deferred_until")),
                "error.deferred_past");
    return e;
}

static enum err add_task(struct ctx *cx, const struct card *card)
{
    const struct member *owner = card->owner_id ? meta_member(cx->meta, card->owner_id) : NULL;
    const char *account_lang = meta_setting_str(cx->meta, "language", "en");
    enum lang lang = owner ? owner->lang : lang_from(account_lang, NULL);
    const char *zone = owner ? owner->zone : meta_setting_str(cx->meta, "zone", "UTC");
    struct task t;
    return task_create(cx, card->id,
            &(struct task_edit){.set = TASK_TEXT | TASK_ASSIGNEE | TASK_DUE,
                    .text = message(cx->arena, lang, "task.deferred_back", NULL, NULL, 0),
                    .assignee_id = card->owner_id,
                    .due_at = clock_day_end(cx->now_at, zone, 0)},
            &t);
}

static enum err wake(struct ctx *cx, const struct module *mod, struct card *card)
{
    const struct status *to = module_status_role(mod, "in_progress");
    struct card after = card_dup(cx, card);
    int64_t due_at = returns_at(cx, mod, card);
    bool back = to && due_at && due_at <= cx->now_at;
    if (back)
        after.status_id = to->id;
    enum err e = card_place(cx, card, &after);
    if (e == ERR_OK)
        e = card_put(cx, card, &after);
    if (e == ERR_OK && back)
        e = add_task(cx, &after);
    if (e == ERR_OK)
        *card = after;
    return e;
}

static void explain(struct ctx *cx, const struct module *mod, const struct card *card, struct reason *out)
{
    const char *role = role_at(mod, card);
    bool deferred = strcmp(role, "deferred") == 0, lost = strcmp(role, "lost") == 0;
    const struct field *f =
            deferred || lost ? module_field_role(mod, deferred ? "deferred_until" : "lost_reason") : NULL;
    *out = (struct reason){0};
    if (!f || val_is_null(card_value(card, f)))
        return;
    out->key = deferred ? "reason.deferred" : "reason.lost";
    out->a = value_show(cx, mod, f, card_value(card, f));
}

static const struct wake_words *wake_words(const struct module *mod, const struct card *card)
{
    static const struct wake_words words = {
            "wake.deferred_today", "wake.deferred_tomorrow", "wake.deferred_days"};
    return &words;
}

static const char *const no_settings[] = {NULL};

const struct pipeline_kind pipeline_sales = {.name = "sales",
        .place = free_place,
        .returns_at = returns_at,
        .check_move = check_move,
        .wake = wake,
        .explain = explain,
        .wake_words = wake_words,
        .settings = no_settings};
