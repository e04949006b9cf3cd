#include "core/calendar.h"
#include "core/access.h"
#include "core/repeat.h"
#include "core/task_impl.h"
#include "store/task_store.h"

/* The members of all teams that the acting member belongs to, himself at least; some may come twice. */
static size_t team_ids(struct ctx *cx, int64_t **out_ids)
{
    size_t n = 1, max = 1;
    for (int i = 0; i < cx->meta->n_teams; i++)
        max += (size_t)cx->meta->teams[i].n_members;
    int64_t *ids = arena_array(cx->arena, int64_t, max);
    ids[0] = cx->member->id;
    for (int i = 0; i < cx->meta->n_teams; i++) {
        const struct team *t = &cx->meta->teams[i];
        bool mine = t->leader_id == cx->member->id;
        for (int k = 0; k < t->n_members; k++)
            mine |= t->member_ids[k] == cx->member->id;
        for (int k = 0; mine && k < t->n_members; k++)
            ids[n++] = t->member_ids[k];
    }
    *out_ids = ids;
    return n;
}

static size_t who_ids(struct ctx *cx, const struct calendar_query *q, int64_t **out_ids)
{
    if (q->who == CALENDAR_TEAM)
        return team_ids(cx, out_ids);
    *out_ids = arena_array(cx->arena, int64_t, 1);
    (*out_ids)[0] = q->member_id;
    return q->who == CALENDAR_MEMBER;
}

/* When a task will come in the range, behind its own time. */
static size_t coming_write(
        struct ctx *cx, const struct calendar_query *q, const struct val *row, size_t max, struct jw *w)
{
    struct task t;
    int64_t at[CALENDAR_DAYS_MAX + 1];
    task_of_row(&t, row);
    if (t.repeat.closing)
        return 0; /* nobody knows yet */
    struct recur r = repeat_recur(cx->arena, &t);
    int64_t after = t.repeat.at > q->from_at ? t.repeat.at : q->from_at - 1;
    if (after < cx->now_at)
        after = cx->now_at; /* what is over is skipped */
    size_t n =
            recur_times(&r, after, q->to_at, at, max < CALENDAR_DAYS_MAX + 1 ? max : CALENDAR_DAYS_MAX + 1);
    int left = repeat_left(&t.repeat);
    if (left) { /* those between now and the range count, too */
        const int64_t first = t.repeat.at > cx->now_at ? t.repeat.at : cx->now_at;
        int64_t *passed = arena_array(cx->arena, int64_t, (size_t)left);
        size_t before = recur_times(&r, first, after + 1, passed, (size_t)left);
        size_t may = (size_t)left - 1 > before ? (size_t)left - 1 - before : 0;
        n = n < may ? n : may;
    }
    for (size_t i = 0; i < n; i++) {
        jw_obj(w);
        jw_kint(w, "task_id", t.id);
        jw_kint(w, "at", at[i]);
        jw_obj_end(w);
    }
    return n;
}

/* The tasks that come again and may stand before the range are given with their times, so that these have a name. */
static enum err rows_write(
        struct ctx *cx, const struct calendar_query *q, struct jw *w, struct rows *rows, struct rows *again)
{
    bool more = rows->n > CALENDAR_ROWS_MAX;
    size_t n = more ? CALENDAR_ROWS_MAX : rows->n;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n; i++)
        task_row_write(w, row_of(rows, i));
    for (size_t i = 0; i < again->n; i++)
        if (row_of(again, i)[TASK_C_DUE].i < q->from_at)
            task_row_write(w, row_of(again, i));
    jw_arr_end(w);
    jw_key(w, "coming");
    jw_arr(w);
    size_t left = CALENDAR_COMES_MAX;
    for (size_t i = 0; i < again->n && left; i++)
        left -= coming_write(cx, q, row_of(again, i), left, w);
    jw_arr_end(w);
    jw_kbool(w, "more", more || !left);
    jw_obj_end(w);
    return ERR_OK;
}

enum err calendar_write(struct ctx *cx, const struct calendar_query *q, struct jw *w)
{
    struct rows rows, again;
    int64_t *ids;
    if (q->to_at <= q->from_at)
        return fail(cx, ERR_INVALID, "to", "error.not_date");
    if (q->to_at - q->from_at > (CALENDAR_DAYS_MAX + 1) * MS_DAY)
        return fail_limit(cx, ERR_INVALID, "to", "error.range_too_long", CALENDAR_DAYS_MAX);
    size_t n = who_ids(cx, q, &ids);
    enum err e = task_store_calendar(
            cx->db, ids, n, q->from_at, q->to_at, false, access_sees(cx), CALENDAR_ROWS_MAX + 1, &rows);
    if (!e)
        e = task_store_calendar(
                cx->db, ids, n, 0, q->to_at, true, access_sees(cx), CALENDAR_ROWS_MAX, &again);
    return e ? e : rows_write(cx, q, w, &rows, &again);
}
