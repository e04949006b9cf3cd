/* pipeline_autosales - the 9-box: three key fields place the card; nobody drags it. Forgotten is the clock's. */
#include "core/card_impl.h"
#include "core/list.h"
#include "meta/field_type.h"

#include <string.h>

#define DAYS_MAX       3650
#define MONTHS_MAX     120
#define RULES_MAX      20
#define FORGOTTEN_DAYS 30

static const char *const box_roles[] = {"no_chance", "prospect", "focus", "committed_vip", NULL};

static bool is_box_role(const char *role)
{
    for (const char *const *r = box_roles; *r; r++)
        if (strcmp(*r, role) == 0)
            return true;
    return false;
}

static const char *role_of(const struct card *card)
{
    const char *box = box_role(card->qualification, card->rating);
    if (!box || card->sales_state < 0)
        return "qualify";
    switch (card->sales_state) {
    case SALES_WON:
        return "customer";
    case SALES_LOST:
        return "lost";
    case SALES_FORGOTTEN:
        return "forgotten";
    default:
        return box;
    }
}

/* Forgotten comes and goes by the clock and by contacts only. */
static enum err check_forgotten(struct ctx *cx, const struct card *before, struct card *card)
{
    bool was = before && before->sales_state == SALES_FORGOTTEN, is = card->sales_state == SALES_FORGOTTEN;
    if (was == is || cx->origin == ORIGIN_TIMER || cx->origin == ORIGIN_UNDO)
        return ERR_OK;
    if (is)
        return fail(cx, ERR_INVALID, "fields.sales_state", "error.forgotten_manual");
    bool contacted = card->last_contact_at > before->last_contact_at;
    if (card->sales_state != SALES_IN_PROGRESS || contacted)
        return ERR_OK;
    if (cx->origin == ORIGIN_IMPORT) { /* a file knows nothing of the clock: its "in progress" is no wish */
        card->sales_state = SALES_FORGOTTEN;
        return ERR_OK;
    }
    return fail(cx, ERR_INVALID, "fields.sales_state", "error.forgotten_needs_contact");
}

/* The rules speak where no person did. */
static void apply_rules(struct ctx *cx, const struct module *mod, struct card *card)
{
    if (card->qualified_by || json_array_size(json_object_get(mod->settings, "qualification_rules")) == 0)
        return;
    int q = qualify_by_rules(cx, mod, card);
    if (q < 0 || q == card->qualification)
        return;
    card->qualification = q;
    card->qualified_at = cx->now_at;
}

static enum err place(struct ctx *cx, const struct module *mod, const struct card *before, struct card *card)
{
    enum err e = check_forgotten(cx, before, card);
    if (e != ERR_OK)
        return e;
    if (cx->origin != ORIGIN_UNDO)
        apply_rules(cx, mod, card);
    const struct status *st = module_status_role(mod, role_of(card));
    if (!st)
        return fail(cx, ERR_INTERNAL, NULL, "error.internal");
    card->status_id = st->id;
    return ERR_OK;
}

static int64_t forgotten_days(const struct module *mod, const char *role)
{
    const json_t *days = json_object_get(json_object_get(mod->settings, "forgotten_days_by_role"), role);
    return json_is_integer(days) ? json_integer_value(days)
                                 : module_setting_int(mod, "forgotten_days", FORGOTTEN_DAYS);
}

static bool waits(const struct module *mod, const struct status *st, struct card_wait *out)
{
    int64_t days = forgotten_days(mod, st->role);
    if (!is_box_role(st->role) || days <= 0)
        return false;
    *out = (struct card_wait){.contact_ms = days * MS_DAY,
            .status_ms = CARD_NO_WAIT,
            .task_pauses = module_setting_int(mod, "task_pauses", 0) != 0};
    return true;
}

static enum err wake(struct ctx *cx, const struct module *mod, struct card *card)
{
    struct card after = card_dup(cx, card);
    enum err e = card_place(cx, card, &after); /* the setting or a task may have moved the time */
    if (e == ERR_OK && after.wake_at && after.wake_at <= cx->now_at &&
            after.sales_state == SALES_IN_PROGRESS) {
        after.sales_state = SALES_FORGOTTEN;
        e = card_place(cx, card, &after);
    }
    if (e == ERR_OK)
        e = card_put(cx, card, &after);
    if (e == ERR_OK)
        *card = after;
    return e;
}

/* Back into its box, unless the contact itself is so long ago that the card would be forgotten at once. */
static enum err contacted(struct ctx *cx, const struct module *mod, struct card *card, int64_t at)
{
    if (card->sales_state != SALES_FORGOTTEN)
        return ERR_OK;
    const char *box = box_role(card->qualification, card->rating);
    int64_t days = box ? forgotten_days(mod, box) : 0;
    if (days <= 0 || at + days * MS_DAY > cx->now_at)
        card->sales_state = SALES_IN_PROGRESS;
    return ERR_OK;
}

static const char *label_of(struct ctx *cx, const struct module *mod, const char *code, int id)
{
    const struct field *f = module_field(mod, code);
    const struct option *o = f ? field_option(f, id) : NULL;
    return o ? label_in(&o->label, cx->lang) : "";
}

static void add_empty(struct ctx *cx, const struct module *mod, struct buf *b, const char *code, int value)
{
    if (value >= 0)
        return;
    if (b->len)
        buf_puts(b, ", ");
    buf_puts(b, label_in(&module_field(mod, code)->label, cx->lang));
}

static void explain(struct ctx *cx, const struct module *mod, const struct card *card, struct reason *out)
{
    const struct status *st = module_status(mod, card->status_id);
    const char *status = st ? label_in(&st->label, cx->lang) : "";
    if (strcmp(role_of(card), "qualify") == 0) {
        struct buf b;
        buf_init(&b, cx->arena);
        add_empty(cx, mod, &b, "sales_state", card->sales_state);
        add_empty(cx, mod, &b, "qualification", card->qualification);
        add_empty(cx, mod, &b, "rating", card->rating);
        *out = (struct reason){.key = "reason.empty", .a = buf_str(&b)};
        return;
    }
    const char *box =
            arena_printf(cx->arena, "%s × %s", label_of(cx, mod, "qualification", card->qualification),
                    label_of(cx, mod, "rating", card->rating));
    if (card->sales_state == SALES_FORGOTTEN) {
        int64_t since = card->last_contact_at ? card->last_contact_at : card->created_at;
        *out = (struct reason){
                .key = "reason.forgotten", .a = box, .b = status, .n = (cx->now_at - since) / MS_DAY};
        return;
    }
    const char *why = card->sales_state == SALES_IN_PROGRESS
                              ? box
                              : label_of(cx, mod, "sales_state", card->sales_state);
    *out = (struct reason){.key = "reason.box", .a = why, .b = status};
}

static const struct wake_words *wake_words(const struct module *mod, const struct card *card)
{
    static const struct wake_words words = {
            "wake.forgotten_today", "wake.forgotten_tomorrow", "wake.forgotten_days"};
    return &words;
}

static enum err check_days(struct ctx *cx, const json_t *days, const char *path, int64_t max)
{
    if (!json_is_integer(days))
        return fail(cx, ERR_INVALID, path, "error.not_whole_number");
    if (json_integer_value(days) < 0)
        return fail_limit(cx, ERR_INVALID, path, "error.too_small", 0);
    if (json_integer_value(days) > max)
        return fail_limit(cx, ERR_INVALID, path, "error.too_large", max);
    return ERR_OK;
}

static enum err check_by_role(struct ctx *cx, const json_t *by_role)
{
    const char *role;
    json_t *days;
    if (!json_is_object(by_role))
        return fail(cx, ERR_INVALID, "settings.forgotten_days_by_role", "error.invalid");
    json_object_foreach((json_t *)by_role, role, days)
    {
        const char *path = arena_printf(cx->arena, "settings.forgotten_days_by_role.%s", role);
        if (!is_box_role(role))
            return fail(cx, ERR_INVALID, path, "error.unknown_status");
        enum err e = check_days(cx, days, path, DAYS_MAX);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static enum err check_rules(struct ctx *cx, const struct module *mod, const json_t *rules)
{
    const json_t *rule;
    size_t i;
    struct filter *filter;
    if (!json_is_array(rules))
        return fail(cx, ERR_INVALID, "settings.qualification_rules", "error.not_list");
    if (json_array_size(rules) > RULES_MAX)
        return fail_limit(cx, ERR_INVALID, "settings.qualification_rules", "error.too_many", RULES_MAX);
    json_array_foreach(rules, i, rule)
    {
        const json_t *then = json_object_get(rule, "then");
        int64_t q = json_is_integer(then) ? json_integer_value(then) : -1;
        if (q < QUAL_NON_TARGET || q > QUAL_VIP)
            return fail(cx, ERR_INVALID, arena_printf(cx->arena, "settings.qualification_rules[%zu].then", i),
                    "error.unknown_choice");
        enum err e = filter_parse(cx, mod, json_object_get(rule, "when"), &filter);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static enum err check_settings(struct ctx *cx, const struct module *mod, const json_t *settings)
{
    const char *name;
    json_t *value;
    enum err e = ERR_OK;
    json_object_foreach((json_t *)settings, name, value)
    {
        if (strcmp(name, "forgotten_days") == 0)
            e = check_days(cx, value, "settings.forgotten_days", DAYS_MAX);
        else if (strcmp(name, "review_months") == 0)
            e = check_days(cx, value, "settings.review_months", MONTHS_MAX);
        else if (strcmp(name, "forgotten_days_by_role") == 0)
            e = check_by_role(cx, value);
        else if (strcmp(name, "qualification_rules") == 0)
            e = check_rules(cx, mod, value);
        else if (strcmp(name, "task_pauses") == 0 && !json_is_boolean(value))
            e = fail(cx, ERR_INVALID, "settings.task_pauses", "error.not_bool");
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static const char *const settings[] = {"forgotten_days", "forgotten_days_by_role", "task_pauses",
        "review_months", "qualification_rules", NULL};

const struct pipeline_kind pipeline_autosales = {.name = "autosales",
        .fixed = true,
        .fixed_key = "error.pipeline_fixed",
        .has_key_fields = true,
        .place = place,
        .waits = waits,
        .wake = wake,
        .contacted = contacted,
        .explain = explain,
        .wake_words = wake_words,
        .check_settings = check_settings,
        .settings = settings};
