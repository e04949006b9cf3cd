#include "core/due_times.h"
#include "core/worktime.h"
#include "meta/field_type.h"

#include <math.h>

#define HOURS_MAX 2000

/* One of the two times: the role of its field, and the name of its hours. */
static const struct {
    const char *role, *hours;
} times[] = {{"answer_due", "answer"}, {"solution_due", "solution"}};

/* Working minutes that the priority gives; -1 = it gives none. */
static int64_t minutes_of(
        const struct module *mod, const struct field *priority, struct val v, const char *name)
{
    const struct option *o = v.type == VAL_INT ? field_option(priority, v.i) : NULL;
    const json_t *all = json_object_get(mod->settings, "due_hours"),
                 *hours = o ? json_object_get(json_object_get(all, o->code), name) : NULL;
    return json_is_number(hours) ? llround(json_number_value(hours) * 60) : -1;
}

static bool waits(const struct card *card)
{
    const struct status *st = module_status(card->module, card->status_id);
    return st && strcmp(st->role, "waiting") == 0;
}

/* By a priority: since the card was made, and without the working time that was stood still so far. */
static void set_anew(struct ctx *cx, const struct card *before, struct card *after, const struct field *due,
        const struct field *priority, const char *name)
{
    int64_t minutes = minutes_of(after->module, priority, card_value(after, priority), name), was, old_at;
    if (minutes < 0)
        return;
    was = before ? minutes_of(before->module, priority, card_value(before, priority), name) : -1;
    old_at = before ? val_i(card_value(before, due), 0) : 0;
    if (was >= 0 && old_at)
        minutes += worktime_between(cx, worktime_add(cx, after->created_at, was), old_at);
    after->custom[due->index] = val_int(worktime_add(cx, after->created_at, minutes));
}

static void place_one(struct ctx *cx, const struct card *before, struct card *after, const struct field *due,
        const struct field *priority, const char *name)
{
    bool given = before ? !val_equal(card_value(before, due), card_value(after, due))
                        : !val_is_null(card_value(after, due));
    if (given)
        return; /* by hand, in this very change */
    if (!before || !val_equal(card_value(before, priority), card_value(after, priority)))
        set_anew(cx, before, after, due, priority, name);
    int64_t at = val_i(card_value(after, due), 0);
    if (before && at && waits(before) && !waits(after))
        after->custom[due->index] =
                val_int(worktime_add(cx, at, worktime_between(cx, before->status_at, cx->now_at)));
}

void due_times_place(struct ctx *cx, const struct card *before, struct card *after)
{
    const struct field *priority = module_field_role(after->module, "priority"),
                       *answered = module_field_role(after->module, "answered_at");
    if (!priority || cx->origin == ORIGIN_UNDO)
        return;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const struct field *due = module_field_role(after->module, times[i].role);
        if (due && due->table == IN_MODULE && strcmp(due->type->name, "datetime") == 0)
            place_one(cx, before, after, due, priority, times[i].hours);
    }
    if (answered && before && after->last_contact_at > before->last_contact_at &&
            val_is_null(card_value(after, answered)))
        after->custom[answered->index] = val_int(after->last_contact_at);
}

enum err due_times_check(struct ctx *cx, const struct module *mod, const json_t *settings)
{
    const json_t *all = json_object_get(settings, "due_hours"), *one;
    const char *code;
    bool good = !all || json_is_object(all);
    json_object_foreach((json_t *)all, code, one)
    {
        for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
            const json_t *hours = json_object_get(one, times[i].hours);
            good = good && (!hours || (json_is_number(hours) && json_number_value(hours) >= 0 &&
                                              json_number_value(hours) <= HOURS_MAX));
        }
    }
    return good ? ERR_OK : fail_limit(cx, ERR_INVALID, "settings.due_hours", "error.due_hours", HOURS_MAX);
}
