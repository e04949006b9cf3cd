/* pipeline_leads - moved by hand; silence makes a lead inactive, a longer silence drops it; an opportunity is opened by
 * converting. Silence runs from the last contact, else from creation; a lead put back to work by hand gets its whole
 * time again. */
#include "core/pipeline_free.h"

#include <string.h>

#define DAYS_MAX      3650
#define INACTIVE_DAYS 30
#define DROPPED_DAYS  90

static int64_t inactive_days(const struct module *mod)
{
    return module_setting_int(mod, "inactive_days", INACTIVE_DAYS);
}

static int64_t dropped_days(const struct module *mod)
{
    return module_setting_int(mod, "dropped_days", DROPPED_DAYS);
}

static bool is_worked(const struct status *st)
{
    return st->group == GRP_LEAD || st->group == GRP_OPEN;
}

static bool waits(const struct module *mod, const struct status *st, struct card_wait *out)
{
    int64_t inactive = inactive_days(mod), dropped = dropped_days(mod);
    bool silent = strcmp(st->role, "inactive") == 0;
    if (silent && dropped > 0) {
        int64_t more = dropped > inactive ? dropped - inactive : 0;
        *out = (struct card_wait){.contact_ms = dropped * MS_DAY, .status_ms = more * MS_DAY};
        return true;
    }
    if (!is_worked(st) || inactive <= 0)
        return false;
    *out = (struct card_wait){.contact_ms = inactive * MS_DAY, .status_ms = inactive * MS_DAY};
    return true;
}

static enum err check_move(
        struct ctx *cx, const struct module *mod, const struct card *card, const struct status *to)
{
    if (strcmp(to->role, "converted") == 0 && cx->origin != ORIGIN_IMPORT)
        return fail(cx, ERR_CONFLICT, "fields.status", "error.convert_needed");
    return ERR_OK;
}

/* Where silence leads: Inactive, or straight to Dropped when the server slept through both. */
static const struct status *silent_status(struct ctx *cx, const struct module *mod, const struct card *card)
{
    const struct status *at = module_status(mod, card->status_id);
    int64_t since = card->last_contact_at > card->status_at ? card->last_contact_at : card->status_at;
    bool dropped = dropped_days(mod) > 0 && since + dropped_days(mod) * MS_DAY <= cx->now_at;
    if (at && strcmp(at->role, "inactive") == 0)
        dropped = true;
    return module_status_role(mod, dropped ? "dropped" : "inactive");
}

static enum err wake(struct ctx *cx, const struct module *mod, struct card *card)
{
    struct card after = card_dup(cx, card);
    enum err e = card_place(cx, card, &after); /* the settings may have moved the time */
    const struct status *to = silent_status(cx, mod, card);
    if (e == ERR_OK && to && after.wake_at && after.wake_at <= cx->now_at) {
        after.status_id = to->id;
        e = card_place(cx, card, &after);
    }
    if (e == ERR_OK)
        e = card_put(cx, card, &after);
    if (e == ERR_OK)
        *card = after;
    return e;
}

/* Somebody reached an inactive lead: it is being nurtured again. */
static enum err contacted(struct ctx *cx, const struct module *mod, struct card *card, int64_t at)
{
    const struct status *st = module_status(mod, card->status_id), *to = module_status_role(mod, "nurturing");
    if (st && to && strcmp(st->role, "inactive") == 0 && at + inactive_days(mod) * MS_DAY > cx->now_at)
        card->status_id = to->id;
    return ERR_OK;
}

static void explain(struct ctx *cx, const struct module *mod, const struct card *card, struct reason *out)
{
    const struct status *st = module_status(mod, card->status_id);
    int64_t since = card->last_contact_at ? card->last_contact_at : card->created_at;
    *out = (struct reason){0};
    if (st && strcmp(st->role, "inactive") == 0)
        *out = (struct reason){.key = "reason.silent", .n = (cx->now_at - since) / MS_DAY};
}

static const struct wake_words *wake_words(const struct module *mod, const struct card *card)
{
    static const struct wake_words inactive = {
            "wake.inactive_today", "wake.inactive_tomorrow", "wake.inactive_days"};
    static const struct wake_words dropped = {
            "wake.dropped_today", "wake.dropped_tomorrow", "wake.dropped_days"};
    const struct status *st = module_status(mod, card->status_id);
    return st && strcmp(st->role, "inactive") == 0 ? &dropped : &inactive;
}

static enum err check_settings(struct ctx *cx, const struct module *mod, const json_t *settings)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)settings, name, value)
    {
        const char *path = arena_printf(cx->arena, "settings.%s", name);
        if (!json_is_integer(value))
            return fail(cx, ERR_INVALID, path, "error.not_whole_number");
        if (json_integer_value(value) < 0)
            return fail_limit(cx, ERR_INVALID, path, "error.too_small", 0);
        if (json_integer_value(value) > DAYS_MAX)
            return fail_limit(cx, ERR_INVALID, path, "error.too_large", DAYS_MAX);
    }
    const json_t *i = json_object_get(settings, "inactive_days"),
                 *d = json_object_get(settings, "dropped_days");
    int64_t inactive = i ? json_integer_value(i) : INACTIVE_DAYS,
            dropped = d ? json_integer_value(d) : DROPPED_DAYS;
    if (inactive && dropped && dropped <= inactive)
        return fail_limit(
                cx, ERR_INVALID, "settings.dropped_days", "error.dropped_before_inactive", inactive);
    return ERR_OK;
}

static const char *const settings[] = {"inactive_days", "dropped_days", NULL};

const struct pipeline_kind pipeline_leads = {.name = "leads",
        .place = free_place,
        .waits = waits,
        .check_move = check_move,
        .wake = wake,
        .contacted = contacted,
        .explain = explain,
        .wake_words = wake_words,
        .check_settings = check_settings,
        .settings = settings};
