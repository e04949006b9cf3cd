#include "core/repeat.h"
#include "core/task_impl.h"
#include "store/task_store.h"

#include <string.h>

/* What those that follow take over, and what one alone may have otherwise. */
static const int shared[] = {TASK_C_TEXT, TASK_C_TYPE, TASK_C_ASSIGNEE, TASK_C_HAS_TIME, TASK_C_DURATION,
        TASK_C_REMINDER, TASK_C_ADDRESS};
#define N_SHARED (sizeof shared / sizeof *shared)

static void begin(struct repeat *r, int64_t due_at)
{
    r->start_at = r->at = due_at;
}

enum err repeat_take(struct ctx *cx, const struct task_edit *in, struct task *t)
{
    if (in->set & TASK_REPEAT && !in->rule)
        t->repeat = REPEAT_NONE;
    else if (in->set & TASK_REPEAT) {
        struct repeat r = {.rule = recur_clean(cx->arena, in->rule),
                .zone = cx->zone,
                .keeps = "{}",
                .closing = in->closing};
        if (!r.rule)
            return fail(cx, ERR_INVALID, "repeat.rrule", "error.repeat_rule");
        /* another number of times is counted from this one on */
        r.no = t->repeat.no && recur_count(t->repeat.rule) == recur_count(r.rule) ? t->repeat.no : 1;
        begin(&r, t->due_at);
        t->repeat = r;
    }
    return *t->repeat.rule && t->due_at == NO_DUE ? fail(cx, ERR_INVALID, "due_at", "error.repeat_needs_day")
                                                  : ERR_OK;
}

static json_t *json_of(struct val v)
{
    return v.type == VAL_TEXT ? json_string(v.s) : v.type == VAL_INT ? json_integer(v.i) : json_null();
}

void repeat_follow(struct arena *a, const struct task *old, const struct task_edit *in, struct task *now)
{
    struct val was[N_TASK_COL], is[N_TASK_COL];
    if (!*old->repeat.rule || !*now->repeat.rule)
        return;
    task_to_row(old, was);
    task_to_row(now, is);
    json_t *keeps = json_tree(a, old->repeat.keeps);
    for (size_t i = 0; i < N_SHARED; i++) {
        const char *name = task_col_kept(shared[i]);
        if (val_equal(was[shared[i]], is[shared[i]]))
            continue;
        if (!in->this_only)
            json_object_del(keeps, name);
        else if (!json_object_get(keeps, name))
            json_object_set_new(keeps, name, json_of(was[shared[i]]));
    }
    if (in->set & TASK_REPEAT && strcmp(old->repeat.rule, now->repeat.rule) == 0) {
        now->repeat.start_at = old->repeat.start_at; /* the same rule again: nothing is counted anew */
        now->repeat.at = old->repeat.at;
        now->repeat.zone = old->repeat.zone;
    }
    if (old->due_at != now->due_at && !in->this_only)
        begin(&now->repeat, now->due_at);
    now->repeat.keeps = json_text(a, keeps);
}

struct recur repeat_recur(struct arena *a, const struct task *t)
{
    const struct repeat *r = &t->repeat;
    const json_t *timed = json_object_get(json_tree(a, r->keeps), task_col_kept(TASK_C_HAS_TIME));
    return (struct recur){.rule = r->rule,
            .zone = r->zone,
            .start_at = r->start_at,
            .timed = timed ? json_integer_value(timed) != 0 : t->due_has_time};
}

int repeat_left(const struct repeat *r)
{
    int count = recur_count(r->rule);
    return count ? (count > r->no ? count - r->no + 1 : 1) : 0;
}

/* Today, at the time of day of the first. */
static int64_t from_today(struct ctx *cx, const struct recur *r)
{
    struct civil day, time;
    int64_t at;
    if (!r->timed)
        return clock_day_end(cx->now_at, r->zone, 0);
    clock_local(cx->now_at, r->zone, &day);
    clock_local(r->start_at, r->zone, &time);
    day.hour = time.hour;
    day.minute = time.minute;
    day.second = time.second;
    return clock_from_local(&day, r->zone, &at) ? at : cx->now_at;
}

static bool next_time(struct ctx *cx, const struct task *t, struct recur *r, int64_t *out_at)
{
    if (!t->repeat.closing)
        return recur_next(r, t->repeat.at > cx->now_at ? t->repeat.at : cx->now_at, out_at);
    int64_t today_end = clock_day_end(cx->now_at, r->zone, 0);
    r->start_at = from_today(cx, r);
    return recur_next(r, today_end, out_at);
}

/* Who has left meanwhile is planned nothing more. */
static int64_t assignee_of(struct ctx *cx, int64_t id)
{
    const struct member *m = id ? meta_member(cx->meta, id) : NULL;
    return m && m->active ? id : 0;
}

bool repeat_next(struct ctx *cx, const struct task *t, struct task *out_next)
{
    const int count = recur_count(t->repeat.rule);
    struct recur r = repeat_recur(cx->arena, t);
    int64_t at;
    if (!*t->repeat.rule || (count && t->repeat.no >= count) || !next_time(cx, t, &r, &at))
        return false;
    struct task next = *t;
    if (!task_take(cx->arena, &next, t->repeat.keeps))
        return false;
    next.id = next.closed_at = next.closed_by = next.n_checks = next.n_checks_done = 0;
    next.result = "";
    next.state = TASK_OPEN;
    next.due_at = next.repeat.at = at;
    next.assignee_id = assignee_of(cx, next.assignee_id);
    next.repeat.keeps = "{}";
    next.repeat.no++;
    next.repeat.start_at = r.start_at;
    next.created_at = next.updated_at = cx->now_at;
    next.version = 1;
    *out_next = next;
    return true;
}

void repeat_write(struct jw *w, const struct repeat *r)
{
    jw_key(w, "repeat");
    if (!*r->rule) {
        jw_null(w);
        return;
    }
    jw_obj(w);
    jw_kstr(w, "rrule", r->rule);
    jw_kstr(w, "from", r->closing ? "closing" : "due");
    jw_kint(w, "no", r->no);
    jw_obj_end(w);
}
