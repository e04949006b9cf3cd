#include "core/remind.h"
#include "core/notify.h"

#include <string.h>

#define MORNING_HOUR 9
#define TOO_LATE_MS  (7 * MS_DAY)
#define SOON_MS      (3 * MS_DAY)
#define OWNERS_MAX   500

/* When its assignee is to be reminded; 0 = not. */
static int64_t remind_at(struct ctx *cx, const struct task *t)
{
    if (!t || t->state != TASK_OPEN || !t->reminder_min || !t->assignee_id || t->due_at >= NO_DUE)
        return 0;
    const struct member *m = meta_member(cx->meta, t->assignee_id);
    int64_t at = t->due_at;
    if (!t->due_has_time)
        at = clock_day_start(t->due_at, m ? m->zone : cx->zone, 0) + MORNING_HOUR * MS_HOUR;
    return at - t->reminder_min * MS_MINUTE;
}

enum err remind_task(struct ctx *cx, const struct task *was, const struct task *now)
{
    const int64_t old_at = remind_at(cx, was), at = remind_at(cx, now);
    if (at == old_at)
        return ERR_OK;
    if (at <= cx->now_at - TOO_LATE_MS)
        return old_at ? remind_store_put(cx->db, now->id, 0) : ERR_OK;
    wake_by(cx, at);
    return remind_store_put(cx->db, now->id, at);
}

enum err remind_next_at(struct ctx *cx, int64_t *out_at)
{
    return remind_store_next_at(cx->db, out_at);
}

enum err remind_due(struct ctx *cx, int max)
{
    struct rows rows;
    enum err e = remind_store_due(cx->db, cx->now_at, max, &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        e = remind_store_put(cx->db, v[0].i, 0);
        if (e || val_is_null(v[2]) || v[1].i <= cx->now_at - TOO_LATE_MS)
            continue;
        e = notify(cx, &(struct notification){.kind = "task_due",
                               .member_id = val_i(v[3], 0),
                               .card_id = v[2].i,
                               .task_id = v[0].i});
    }
    return e;
}

/* Forgotten soon */

/* Up to which time of forgetting owners were told. Never yet: those of the past are not news. */
static enum err told_up_to(struct ctx *cx, int64_t *out_at)
{
    enum err e = remind_store_told(cx->db, out_at);
    if (e == ERR_NOT_FOUND)
        *out_at = 0;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err remind_forgotten_at(struct ctx *cx, int64_t *out_at)
{
    int64_t told_at, first_at;
    enum err e = told_up_to(cx, &told_at);
    if (!e)
        e = remind_store_first_wake(cx->db, told_at, &first_at);
    if (e)
        return e;
    const int64_t again_at = told_at - SOON_MS + MS_HOUR;
    *out_at = first_at == NO_DUE ? NO_DUE : first_at - SOON_MS > again_at ? first_at - SOON_MS : again_at;
    return ERR_OK;
}

static enum err tell_owners(struct ctx *cx, const struct module *mod, int64_t after_at, int64_t to_at)
{
    struct rows rows;
    enum err e = remind_store_wakes(cx->db, mod->id, after_at, to_at, OWNERS_MAX, &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        e = notify(
                cx, &(struct notification){
                            .kind = "forgotten_soon", .member_id = v[0].i, .card_id = v[2].i, .n = v[1].i});
    }
    return e;
}

enum err remind_forgotten(struct ctx *cx, int max)
{
    const int64_t to_at = cx->now_at + SOON_MS;
    int64_t told_at;
    enum err e = told_up_to(cx, &told_at);
    if (told_at < cx->now_at)
        told_at = cx->now_at; /* those are forgotten already */
    for (int i = 0; !e && i < cx->meta->n_modules; i++)
        if (strcmp(cx->meta->modules[i].kind, "autosales") == 0 && !cx->meta->modules[i].trashed_at)
            e = tell_owners(cx, &cx->meta->modules[i], told_at, to_at);
    return e ? e : remind_store_tell(cx->db, to_at);
}
