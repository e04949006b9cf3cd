#include "core/home.h"
#include "core/access.h"
#include "core/list_impl.h"
#include "store/home_store.h"

#include <stdlib.h>

#define TODAY_MAX 100
#define LIST_MAX  20
#define COUNT_CAP 1000
#define SOON_DAYS 7

struct home {
    struct ctx *cx;
    struct jw *w;
    struct row_writer rw;
    struct owners who;
    int n; /* rows of the present list */
};

static enum err row_each(void *arg, const struct val *row)
{
    struct home *h = arg;
    row_write(&h->rw, h->w, row);
    h->n++;
    return ERR_OK;
}

static void list_open(struct home *h, const char *name)
{
    jw_key(h->w, name);
    jw_arr(h->w);
    h->n = 0;
}

/* Whose day it is */

/* Of one's own no question is asked, unless the role closes a module: what else is there is one's own or has one's task. */
static const struct sees *narrowed(const struct ctx *cx, const int64_t *ids, int n)
{
    const struct sees *s = access_sees(cx);
    bool mine = s && n == 1 && ids[0] == s->member_id;
    for (int i = 0; mine && i < s->n_modules; i++)
        mine = s->modules[i].scope != SCOPE_NONE;
    return mine ? NULL : s;
}

static struct owners owners_of(struct ctx *cx, const int64_t *ids, int n)
{
    int64_t *gone = arena_array(cx->arena, int64_t, cx->meta->n_modules + 1);
    struct owners who = {.ids = ids, .n = n, .gone = gone, .sees = narrowed(cx, ids, n)};
    for (int i = 0; i < cx->meta->n_modules; i++)
        if (cx->meta->modules[i].trashed_at)
            gone[who.n_gone++] = cx->meta->modules[i].id;
    return who;
}

static enum err team_of(struct ctx *cx, struct owners *out)
{
    int64_t *ids = arena_array(cx->arena, int64_t, cx->meta->n_members + 1);
    int n = 0;
    for (int i = 0; i < cx->meta->n_members; i++)
        if (cx->meta->members[i].active)
            ids[n++] = cx->meta->members[i].id;
    *out = owners_of(cx, ids, n);
    return ERR_OK;
}

static enum err who_of(struct ctx *cx, const char *who, struct owners *out)
{
    int64_t *id = arena_array(cx->arena, int64_t, 1);
    *id = cx->member ? cx->member->id : 0;
    *out = owners_of(cx, id, 1);
    if (!who || !*who || strcmp(who, "me") == 0)
        return ERR_OK;
    char *end;
    long long other = strtoll(who, &end, 10);
    if (strcmp(who, "team") != 0 && (*end || !meta_member(cx->meta, other)))
        return fail(cx, ERR_INVALID, "member", "error.unknown_user");
    if (other == *id && !*end)
        return ERR_OK;
    enum err e = access_need(cx, RIGHT_MANAGE);
    if (e)
        return e;
    if (strcmp(who, "team") == 0)
        return team_of(cx, out);
    *id = other;
    *out = owners_of(cx, id, 1);
    return ERR_OK;
}

/* Counts */

/* Does whoever looks see this member's cards of the status, and is it of the role? */
static bool counts_for(const struct ctx *cx, int64_t owner_id, int64_t status_id, const char *role)
{
    for (int m = 0; m < cx->meta->n_modules; m++) {
        const struct module *mod = &cx->meta->modules[m];
        const struct status *st = mod->trashed_at ? NULL : module_status(mod, status_id);
        if (st && !sees_owner(access_sees(cx), access_scope(cx, mod, MAY_SEE), owner_id))
            return false;
        if (st)
            return role ? strcmp(st->role, role) == 0 : st->group == GRP_OPEN;
    }
    return false;
}

/* Cards of a member (0 = all of the rows) in statuses of a role, or in open ones when role is NULL. */
static int64_t cards_in(const struct ctx *cx, const struct rows *counters, int64_t owner_id, const char *role)
{
    int64_t n = 0;
    for (size_t i = 0; i < counters->n; i++) {
        const struct val *r = row_of(counters, i);
        if ((owner_id == 0 || r[0].i == owner_id) && counts_for(cx, r[0].i, r[1].i, role))
            n += val_i(r[2], 0);
    }
    return n;
}

static enum err tasks_count(struct ctx *cx, struct owners who, int64_t *out_overdue, int64_t *out_today)
{
    int64_t tomorrow_at = clock_day_start(cx->now_at, cx->zone, 1);
    enum err e = home_store_count_tasks(cx->db, who, 0, cx->now_at, COUNT_CAP, out_overdue);
    return e ? e : home_store_count_tasks(cx->db, who, cx->now_at, tomorrow_at, COUNT_CAP, out_today);
}

static enum err counts_write(struct home *h, const struct rows *counters)
{
    int64_t overdue, today;
    enum err e = tasks_count(h->cx, h->who, &overdue, &today);
    if (e)
        return e;
    jw_key(h->w, "counts");
    jw_obj(h->w);
    jw_kint(h->w, "must_close", cards_in(h->cx, counters, 0, "committed_vip"));
    jw_kint(h->w, "focus", cards_in(h->cx, counters, 0, "focus"));
    jw_kint(h->w, "actions_today", today);
    jw_kint(h->w, "overdue", overdue);
    jw_obj_end(h->w);
    return ERR_OK;
}

/* Lists */

static enum err today_write(struct home *h)
{
    list_open(h, "today");
    int64_t tomorrow_at = clock_day_start(h->cx->now_at, h->cx->zone, 1);
    enum err e = home_store_tasks(h->cx->db, h->who, tomorrow_at, TODAY_MAX, row_each, h);
    jw_arr_end(h->w);
    return e;
}

static enum err new_write(struct home *h)
{
    list_open(h, "new_leads");
    enum err e = home_store_new(h->cx->db, h->who, LIST_MAX, row_each, h);
    jw_arr_end(h->w);
    return e;
}

static enum err must_close_write(struct home *h)
{
    enum err e = ERR_OK;
    list_open(h, "must_close");
    for (int i = 0; !e && i < h->cx->meta->n_modules; i++) {
        const struct module *mod = &h->cx->meta->modules[i];
        const struct status *st = mod->trashed_at ? NULL : module_status_role(mod, "committed_vip");
        if (st && h->n < LIST_MAX)
            e = home_store_status(h->cx->db, h->who, mod->id, st->id, LIST_MAX - h->n, row_each, h);
    }
    jw_arr_end(h->w);
    return e;
}

static enum err forgotten_write(struct home *h)
{
    struct ctx *cx = h->cx;
    int64_t *ids = arena_array(cx->arena, int64_t, cx->meta->n_modules + 1);
    enum err e = ERR_OK;
    int n = 0;
    for (int i = 0; i < cx->meta->n_modules; i++)
        if (!cx->meta->modules[i].trashed_at && module_status_role(&cx->meta->modules[i], "forgotten"))
            ids[n++] = cx->meta->modules[i].id;
    list_open(h, "forgotten_soon");
    if (n)
        e = home_store_waking(cx->db, h->who, ids, n, clock_day_start(cx->now_at, cx->zone, SOON_DAYS + 1),
                LIST_MAX, row_each, h);
    jw_arr_end(h->w);
    return e;
}

static enum err mate_write(struct home *h, const struct rows *counters, int64_t member_id)
{
    int64_t overdue, today;
    enum err e = tasks_count(h->cx, owners_of(h->cx, &member_id, 1), &overdue, &today);
    if (e)
        return e;
    jw_obj(h->w);
    jw_kint(h->w, "member_id", member_id);
    jw_kint(h->w, "overdue", overdue);
    jw_kint(h->w, "today", today);
    jw_kint(h->w, "must_close", cards_in(h->cx, counters, member_id, "committed_vip"));
    jw_kint(h->w, "open", cards_in(h->cx, counters, member_id, NULL));
    jw_obj_end(h->w);
    return ERR_OK;
}

static enum err team_write(struct home *h)
{
    struct owners team;
    struct rows counters;
    jw_key(h->w, "team");
    if (!h->cx->member || h->cx->member->role < ROLE_MANAGER) {
        jw_null(h->w);
        return ERR_OK;
    }
    enum err e = team_of(h->cx, &team);
    if (!e)
        e = home_store_counters(h->cx->db, team, &counters);
    jw_arr(h->w);
    for (int i = 0; !e && i < team.n; i++)
        e = mate_write(h, &counters, team.ids[i]);
    jw_arr_end(h->w);
    return e;
}

enum err home_write(struct ctx *cx, const char *who, struct jw *w)
{
    struct home h = {.cx = cx, .w = w};
    struct rows counters;
    row_writer_init(&h.rw, cx, NULL, NULL, 0);
    enum err e = who_of(cx, who, &h.who);
    if (!e)
        e = home_store_counters(cx->db, h.who, &counters);
    if (e)
        return e;
    jw_obj(w);
    e = counts_write(&h, &counters);
    if (!e)
        e = today_write(&h);
    if (!e)
        e = new_write(&h);
    if (!e)
        e = must_close_write(&h);
    if (!e)
        e = forgotten_write(&h);
    if (!e)
        e = team_write(&h);
    jw_obj_end(w);
    return e;
}
