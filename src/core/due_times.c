#include "core/due_times.h"
#include "core/card_impl.h"
#include "core/event.h"
#include "core/notify.h"
#include "core/worktime.h"
#include "meta/field_type.h"
#include "store/card_store.h"
#include "store/wake_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HOURS_MAX   2000
#define SOON_MAX_MS (2 * MS_HOUR)
#define TOO_LATE_MS (7 * MS_DAY)
#define STEP_CARDS  200

/* One of the two times: the role of its field, and the name of its hours. */
static const struct {
    const char *role, *hours;
} times[] = {{"answer_due", "answer"}, {"solution_due", "solution"}};

#define N_TIMES (sizeof times / sizeof *times)

/* Working minutes that the priority gives by these hours; -1 = it gives none. */
static int64_t minutes_of(
        const json_t *due_hours, const struct field *priority, struct val v, const char *name)
{
    const struct option *o = v.type == VAL_INT ? field_option(priority, v.i) : NULL;
    const json_t *hours = o ? json_object_get(json_object_get(due_hours, o->code), name) : NULL;
    return json_is_number(hours) ? llround(json_number_value(hours) * 60) : -1;
}

static const json_t *hours_of(const struct module *mod)
{
    return json_object_get(mod->settings, "due_hours");
}

/* One of the module's own, of a kind that holds an instant; or NULL. */
static const struct field *instant_of(const struct module *mod, const char *role)
{
    const struct field *f = module_field_role(mod, role);
    return f && f->table == IN_MODULE && strcmp(f->type->name, "datetime") == 0 ? f : NULL;
}

static bool waits(const struct card *card)
{
    const struct status *st = module_status(card->module, card->status_id);
    return st && strcmp(st->role, "waiting") == 0;
}

static bool is_open(const struct card *card)
{
    const struct status *st = module_status(card->module, card->status_id);
    return st && (st->group == GRP_LEAD || st->group == GRP_OPEN);
}

/* Since the card was made, and without the working time that was stood still so far. was: what held before, -1 = nothing. */
static void set_anew(struct ctx *cx, struct card *card, const struct field *due, int64_t was, int64_t old_at,
        int64_t minutes)
{
    if (minutes < 0)
        return;
    if (was >= 0 && old_at)
        minutes += worktime_between(cx, worktime_add(cx, card->created_at, was), old_at);
    card->custom[due->index] = val_int(worktime_add(cx, card->created_at, minutes));
}

static void place_one(struct ctx *cx, const struct card *before, struct card *after, const struct field *due,
        const struct field *priority, const char *name)
{
    const json_t *hours = hours_of(after->module);
    const struct val was = before ? card_value(before, priority) : val_null(),
                     is = card_value(after, priority);
    int64_t old_at = before ? val_i(card_value(before, due), 0) : 0;
    bool given = before ? !val_equal(card_value(before, due), card_value(after, due))
                        : !val_is_null(card_value(after, due));
    if (given)
        return; /* by hand, in this very change */
    if (!before || !val_equal(was, is))
        set_anew(cx, after, due, minutes_of(hours, priority, was, name), old_at,
                minutes_of(hours, priority, is, name));
    int64_t at = val_i(card_value(after, due), 0);
    if (before && at && waits(before) && !waits(after))
        after->custom[due->index] =
                val_int(worktime_add(cx, at, worktime_between(cx, before->status_at, cx->now_at)));
}

/* Which time runs out next, and when to tell of it */

/* The times that run, at most N_TIMES. An answer that was given stops the first. */
static size_t running(const struct card *card, int64_t *out_at)
{
    const struct field *answered = module_field_role(card->module, "answered_at");
    size_t n = 0;
    for (size_t i = 0; i < N_TIMES && is_open(card) && !waits(card); i++) {
        const struct field *due = instant_of(card->module, times[i].role);
        if (!due || val_is_null(card_value(card, due)) ||
                (i == 0 && answered && !val_is_null(card_value(card, answered))))
            continue;
        out_at[n++] = card_value(card, due).i;
    }
    return n;
}

/* A time is near in its last quarter, and at most two hours before. The client's ui/due-time.ts says the same. */
static int64_t near_at(const struct card *card, int64_t at)
{
    int64_t quarter = (at - card->created_at) / 4;
    return at - (quarter < 0 ? 0 : quarter > SOON_MAX_MS ? SOON_MAX_MS : quarter);
}

/* The first instant behind `after` at which somebody is to be told; 0 = none. */
static int64_t next_telling(const struct card *card, int64_t after)
{
    int64_t at[N_TIMES], first = 0;
    const size_t n = running(card, at);
    for (size_t i = 0; i < n; i++) {
        const int64_t soon = near_at(card, at[i]), when = soon > after ? soon : at[i];
        if (when > after && (!first || when < first))
            first = when;
    }
    return first;
}

static void follow_up(struct card *card)
{
    const struct field *next = instant_of(card->module, "due_next");
    int64_t at[N_TIMES], first = 0;
    const size_t n = next ? running(card, at) : 0;
    for (size_t i = 0; i < n; i++)
        first = !first || at[i] < first ? at[i] : first;
    if (next)
        card->custom[next->index] = first ? val_int(first) : val_null();
}

int64_t due_times_wakes_at(struct ctx *cx, const struct card *before, const struct card *card)
{
    if (!instant_of(card->module, "due_next"))
        return 0;
    /* What was due before this change and not told yet is told still. */
    bool untold = before && before->wake_at && before->wake_at <= cx->now_at;
    return next_telling(card, untold ? before->wake_at - 1 : cx->now_at);
}

void due_times_place(struct ctx *cx, const struct card *before, struct card *after)
{
    const struct field *priority = module_field_role(after->module, "priority"),
                       *answered = module_field_role(after->module, "answered_at");
    for (size_t i = 0; priority && cx->origin != ORIGIN_UNDO && i < N_TIMES; i++) {
        const struct field *due = instant_of(after->module, times[i].role);
        if (due)
            place_one(cx, before, after, due, priority, times[i].hours);
    }
    if (priority && cx->origin != ORIGIN_UNDO && answered && before &&
            after->last_contact_at > before->last_contact_at && val_is_null(card_value(after, answered)))
        after->custom[answered->index] = val_int(after->last_contact_at);
    follow_up(after);
}

/* Telling */

static enum err tell(struct ctx *cx, const char *kind, const struct card *card, int64_t member_id)
{
    return notify(cx, &(struct notification){.kind = kind, .member_id = member_id, .card_id = card->id});
}

static bool leads(const struct meta *m, const struct member *leader, int64_t member_id)
{
    for (int i = 0; i < m->n_teams; i++)
        for (int k = 0; m->teams[i].leader_id == leader->id && k < m->teams[i].n_members; k++)
            if (m->teams[i].member_ids[k] == member_id)
                return true;
    return false;
}

/* Whoever leads a team of the owner's; where nobody does, every manager. */
static enum err tell_leaders(struct ctx *cx, const struct card *card)
{
    const struct meta *m = cx->meta;
    enum err e = ERR_OK;
    bool led = false;
    for (int i = 0; i < m->n_members; i++)
        led = led || (m->members[i].active && m->members[i].id != card->owner_id &&
                             leads(m, &m->members[i], card->owner_id));
    for (int i = 0; i < m->n_members && !e; i++) {
        const struct member *one = &m->members[i];
        if (one->id != card->owner_id && (led ? leads(m, one, card->owner_id) : one->role >= ROLE_MANAGER))
            e = tell(cx, "due_missed", card, one->id);
    }
    return e;
}

enum err due_times_wake(struct ctx *cx, const struct module *mod, struct card *card)
{
    int64_t at[N_TIMES];
    const int64_t from_at = card->wake_at;
    const size_t n = running(card, at);
    bool near = false, missed = false;
    (void)mod;
    for (size_t i = 0; i < n; i++) {
        if (at[i] >= from_at && at[i] <= cx->now_at)
            missed = missed || at[i] > cx->now_at - TOO_LATE_MS;
        else if (at[i] > cx->now_at && near_at(card, at[i]) <= cx->now_at)
            near = near || near_at(card, at[i]) >= from_at;
    }
    card->wake_at = next_telling(card, cx->now_at);
    enum err e = wake_store_put(cx->db, card->id, card->wake_at);
    if (!e && card->owner_id && (near || missed))
        e = tell(cx, missed ? "due_missed" : "due_soon", card, card->owner_id);
    return e || !missed ? e : tell_leaders(cx, card);
}

/* The setting */

enum err due_times_check(struct ctx *cx, const struct module *mod, const json_t *settings)
{
    const json_t *all = json_object_get(settings, "due_hours"), *one;
    const char *code;
    bool good = !all || json_is_object(all);
    json_object_foreach((json_t *)all, code, one)
    {
        for (size_t i = 0; i < N_TIMES; i++) {
            const json_t *hours = json_object_get(one, times[i].hours);
            good = good && (!hours || (json_is_number(hours) && json_number_value(hours) >= 0 &&
                                              json_number_value(hours) <= HOURS_MAX));
        }
    }
    return good ? ERR_OK : fail_limit(cx, ERR_INVALID, "settings.due_hours", "error.due_hours", HOURS_MAX);
}

enum err due_times_follow(struct ctx *cx, const struct module *mod, const json_t *settings)
{
    json_t *was = (json_t *)hours_of(mod), *now = json_object_get(settings, "due_hours");
    int64_t change_id, job_id;
    if (json_equal(was, now) || (!was && !now) || !module_field_role(mod, "priority"))
        return ERR_OK;
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(mod->id));
    json_object_set_new(payload, "before_at", json_integer(cx->now_at));
    json_object_set(payload, "was", was ? was : json_keep(cx->arena, json_object()));
    json_object_set(payload, "now", now ? now : json_keep(cx->arena, json_object()));
    json_t *summary = json_keep(cx->arena, json_pack("{s:s}", "name", label_in(&mod->label, cx->lang)));
    enum err e = change_new(cx, "due_hours", json_text(cx->arena, summary), 0, &change_id);
    return e ? e : job_add(cx, "due_hours", payload, 0, change_id, &job_id);
}

/* By the new hours; the working time that it stood still until now stays added. */
static enum err work_out(struct ctx *cx, const json_t *payload, const struct val *row)
{
    struct card card;
    enum err e = card_load(cx, row, &card);
    const struct field *priority = e ? NULL : module_field_role(card.module, "priority");
    if (e || !priority || card.trashed_at || !is_open(&card) ||
            card.created_at >= json_integer_value(json_object_get(payload, "before_at")))
        return e;
    struct card after = card_dup(cx, &card);
    const struct val v = card_value(&card, priority);
    for (size_t i = 0; i < N_TIMES; i++) {
        const struct field *due = instant_of(card.module, times[i].role);
        const int64_t was = minutes_of(json_object_get(payload, "was"), priority, v, times[i].hours),
                      now = minutes_of(json_object_get(payload, "now"), priority, v, times[i].hours);
        if (due && was != now)
            set_anew(cx, &after, due, was, val_i(card_value(&card, due), 0), now);
    }
    follow_up(&after);
    after.wake_at = due_times_wakes_at(cx, &card, &after);
    cx->change_id = 0; /* each card's is a part of its own */
    return card_put(cx, &card, &after);
}

enum err due_times_step(struct ctx *cx, struct job *job, bool *out_more)
{
    const struct module *mod =
            meta_module_live(cx->meta, json_integer_value(json_object_get(job->payload, "module_id")));
    struct rows rows;
    *out_more = false;
    if (!mod)
        return ERR_OK;
    cx->change_kind = "due_hours";
    enum err e = card_store_walk(cx->db, mod->id, 0, strtoll(job->position, NULL, 10), STEP_CARDS, &rows);
    for (size_t i = 0; !e && i < rows.n; i++)
        e = work_out(cx, job->payload, row_of(&rows, i));
    if (e || !rows.n)
        return e;
    job->progress += (int64_t)rows.n;
    job->position = arena_printf(cx->arena, "%lld", (long long)row_of(&rows, rows.n - 1)[CARD_NUMBER].i);
    notice_add(cx, "module", mod->id, mod->id);
    *out_more = rows.n == STEP_CARDS;
    return ERR_OK;
}
