#include "core/hand_over.h"
#include "core/audit.h"
#include "core/bulk.h"
#include "core/event.h"
#include "core/follow.h"
#include "core/notify.h"
#include "core/piece.h"
#include "core/task.h"
#include "core/view.h"
#include "meta/role.h"
#include "store/hand_over_store.h"
#include "store/role_store.h"
#include "store/view_store.h"

#include <stdio.h>
#include <string.h>

#define STEP       200
#define PASSES_MAX 5   /* over cards and tasks */
#define FAILED_MAX 100 /* that are named */

/* What there is */

struct of_module {
    int64_t id, cards, private_cards, tasks, private_tasks, series, views;
};
struct holdings {
    struct of_module *modules;
    int n_modules;
    int64_t followed;
};

/* Of a module that is live; NULL for others, whose cards nobody sees. */
static struct of_module *module_in(const struct holdings *h, int64_t id)
{
    for (int i = 0; i < h->n_modules; i++)
        if (h->modules[i].id == id)
            return &h->modules[i];
    return NULL;
}

static enum err count_all(struct ctx *cx, int64_t member_id, struct holdings *out)
{
    const struct {
        enum err (*count)(struct db *db, int64_t member_id, struct rows *out_rows);
        size_t into[3], n; /* the columns behind the module's id */
    } counts[] = {{hand_over_store_cards, {offsetof(struct of_module, cards)}, 1},
            {hand_over_store_private_cards, {offsetof(struct of_module, private_cards)}, 1},
            {hand_over_store_tasks,
                    {offsetof(struct of_module, tasks), offsetof(struct of_module, series),
                            offsetof(struct of_module, private_tasks)},
                    3},
            {hand_over_store_views, {offsetof(struct of_module, views)}, 1}};
    struct holdings h = {.modules = arena_array(cx->arena, struct of_module, cx->meta->n_modules + 1)};
    for (int i = 0; i < cx->meta->n_modules; i++)
        if (meta_module_live(cx->meta, cx->meta->modules[i].id))
            h.modules[h.n_modules++].id = cx->meta->modules[i].id;
    enum err e = hand_over_store_followed(cx->db, member_id, &h.followed);
    for (size_t k = 0; !e && k < sizeof counts / sizeof *counts; k++) {
        struct rows rows;
        e = counts[k].count(cx->db, member_id, &rows);
        for (size_t i = 0; !e && i < rows.n; i++) {
            const struct val *v = row_of(&rows, i);
            struct of_module *m = module_in(&h, v[0].i);
            for (size_t c = 0; m && c < counts[k].n; c++)
                *(int64_t *)(void *)((char *)m + counts[k].into[c]) = val_i(v[1 + c], 0);
        }
    }
    *out = h;
    return e;
}

static void module_add(struct of_module *sum, const struct of_module *m)
{
    sum->cards += m->cards;
    sum->private_cards += m->private_cards;
    sum->tasks += m->tasks;
    sum->private_tasks += m->private_tasks;
    sum->series += m->series;
    sum->views += m->views;
}

static void write_counts(struct jw *w, const struct of_module *m)
{
    jw_kint(w, "cards", m->cards);
    jw_kint(w, "private_cards", m->private_cards);
    jw_kint(w, "tasks", m->tasks);
    jw_kint(w, "private_tasks", m->private_tasks);
    jw_kint(w, "series", m->series);
    jw_kint(w, "views", m->views);
}

static int64_t teams_led(const struct ctx *cx, int64_t member_id)
{
    int64_t n = 0;
    for (int i = 0; i < cx->meta->n_teams; i++)
        n += cx->meta->teams[i].leader_id == member_id;
    return n;
}

enum err hand_over_write(struct ctx *cx, int64_t member_id, struct jw *w)
{
    struct holdings h;
    struct of_module sum = {0};
    if (!meta_member(cx->meta, member_id))
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    enum err e = ctx_long(cx);
    if (!e)
        e = count_all(cx, member_id, &h);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "modules");
    jw_arr(w);
    for (int i = 0; i < h.n_modules; i++) {
        const struct of_module *m = &h.modules[i];
        module_add(&sum, m);
        if (!m->cards && !m->tasks && !m->views)
            continue;
        jw_obj(w);
        jw_kint(w, "id", m->id);
        write_counts(w, m);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    write_counts(w, &sum);
    jw_kint(w, "followed", h.followed);
    jw_kint(w, "teams", teams_led(cx, member_id));
    jw_obj_end(w);
    return ERR_OK;
}

/* To whom */

static bool takes(const struct ctx *cx, int64_t member_id, int64_t to)
{
    const struct member *m = meta_member(cx->meta, to);
    return m && m->active && !m->locked && to != member_id;
}

static const json_t *wish_for(const json_t *modules, int64_t module_id)
{
    size_t i;
    const json_t *one;
    json_array_foreach((json_t *)modules, i,
            one) if (json_integer_value(json_object_get(one, "module_id")) == module_id) return one;
    return NULL;
}

/* 0 = nobody. A module that is not named goes the way of all. */
static int64_t receiver(const struct ctx *cx, const struct hand_over *in, int64_t module_id)
{
    const json_t *wish = wish_for(in->modules, module_id);
    if (!meta_module_live(cx->meta, module_id))
        return 0;
    return wish ? json_integer_value(json_object_get(wish, "to")) : in->to;
}

static enum err check_to(struct ctx *cx, const char *path, int64_t member_id, int64_t to)
{
    return !to || takes(cx, member_id, to) ? ERR_OK : fail(cx, ERR_INVALID, path, "error.hand_over_to");
}

static enum err check(struct ctx *cx, const struct hand_over *in)
{
    size_t i;
    const json_t *one;
    bool any = in->to != 0;
    enum err e = check_to(cx, "to", in->member_id, in->to);
    json_array_foreach((json_t *)in->modules, i, one)
    {
        int64_t module_id = json_integer_value(json_object_get(one, "module_id")),
                to = json_integer_value(json_object_get(one, "to"));
        if (!e && !meta_module_live(cx->meta, module_id))
            e = fail(
                    cx, ERR_INVALID, arena_printf(cx->arena, "modules[%zu].module_id", i), "error.not_found");
        if (!e)
            e = check_to(cx, arena_printf(cx->arena, "modules[%zu].to", i), in->member_id, to);
        any = any || to;
    }
    return e || any ? e : fail(cx, ERR_INVALID, "to", "error.required");
}

/* Of a module's things those that are meant. */
static int64_t meant(const struct of_module *m, const struct hand_over *in)
{
    return m->cards + m->tasks + m->views - (in->privates ? 0 : m->private_cards + m->private_tasks);
}

/* What somebody gets he must be able to see: else nobody but administrators would. */
static enum err check_seen(struct ctx *cx, const struct hand_over *in, const struct holdings *h)
{
    for (int i = 0; i < h->n_modules; i++) {
        const int64_t id = h->modules[i].id, to = receiver(cx, in, id);
        const struct module *mod = meta_module(cx->meta, id);
        if (to && meant(&h->modules[i], in) &&
                role_scope(meta_member(cx->meta, to), (int)(mod - cx->meta->modules), MAY_SEE) == SCOPE_NONE)
            return fail(cx, ERR_INVALID, wish_for(in->modules, id) ? "modules" : "to", "error.hand_over_to");
    }
    return ERR_OK;
}

/* The audit log names who gets what: one colleague, and the modules that go another way. */
static const char *told_to(struct ctx *cx, const struct hand_over *in)
{
    struct buf b;
    size_t i;
    const json_t *one;
    buf_init(&b, cx->arena);
    buf_puts(&b, in->to ? meta_member(cx->meta, in->to)->name : "–");
    json_array_foreach((json_t *)in->modules, i, one)
    {
        const struct module *mod =
                meta_module(cx->meta, json_integer_value(json_object_get(one, "module_id")));
        const struct member *to = meta_member(cx->meta, json_integer_value(json_object_get(one, "to")));
        buf_puts(&b,
                arena_printf(cx->arena, "; %s: %s", label_in(&mod->label, cx->lang), to ? to->name : "–"));
    }
    return buf_str(&b);
}

/* How many things there are for somebody. */
static enum err count_going(struct ctx *cx, const struct hand_over *in, int64_t *out_n)
{
    struct holdings h;
    enum err e = count_all(cx, in->member_id, &h);
    if (!e)
        e = check_seen(cx, in, &h);
    if (e)
        return e;
    int64_t n = in->to ? h.followed : 0;
    for (int i = 0; i < h.n_modules; i++)
        if (receiver(cx, in, h.modules[i].id))
            n += meant(&h.modules[i], in);
    *out_n = n;
    return ERR_OK;
}

static enum err lead_teams(struct ctx *cx, const struct hand_over *in)
{
    if (!in->to || !teams_led(cx, in->member_id))
        return ERR_OK;
    cx->meta_changed = true;
    return team_store_lead(cx->db, in->member_id, in->to);
}

enum err hand_over_begin(
        struct ctx *cx, const struct hand_over *in, int64_t *out_job_id, int64_t *out_change_id)
{
    int64_t n;
    const struct member *from = meta_member(cx->meta, in->member_id);
    enum err e = from ? check(cx, in) : fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (!e)
        e = count_going(cx, in, &n);
    if (!e)
        e = lead_teams(cx, in);
    if (e)
        return e;
    json_t *summary = json_keep(cx->arena, json_pack("{s:s}", "name", from->name));
    e = change_new(cx, "member.hand_over", json_text(cx->arena, summary), n, out_change_id);
    if (e)
        return e;
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "member_id", json_integer(in->member_id));
    json_object_set_new(payload, "to", json_integer(in->to));
    json_object_set_new(payload, "private", json_boolean(in->privates));
    if (in->modules)
        json_object_set(payload, "modules", (json_t *)in->modules);
    e = job_add(cx, "hand_over", payload, n, *out_change_id, out_job_id);
    const struct audit_change to = {"to", NULL, told_to(cx, in)};
    return e ? e : audit_note(cx, AUDIT_HANDED_OVER, from->name, audit_changes(cx->arena, &to, 1));
}

/* The job */

enum phase { CARDS, TASKS, VIEWS, FOLLOWED, N_PHASE };

/* Where it is: behind `at` of the phase; of cards, in one status of one module. */
struct walk {
    struct hand_over in;
    enum phase phase;
    int64_t module_id, status_id;
    struct hand_over_at at;
    int left;   /* of the step */
    bool tried; /* something in this pass over cards and tasks */
    int passes;
    struct job *job;
    json_t *failed;
};

/* Between two steps cards and tasks move behind where the walk is (a date is changed, a status removed), so there is another
 * pass until one finds nothing. */
static void next_phase(struct walk *w)
{
    const bool again = w->phase == TASKS && w->tried && ++w->passes < PASSES_MAX;
    w->phase = again ? CARDS : w->phase + 1;
    if (again)
        w->tried = false;
    w->module_id = w->status_id = 0;
    w->at = (struct hand_over_at){0, 0};
}

/* Counted by kind, and by who got it. */
static void count_given(struct walk *w, const char *kind, int64_t to)
{
    char id[24];
    json_t *result = w->job->result, *by = json_object_get(result, "to");
    if (!by) {
        by = json_object();
        json_object_set_new(result, "to", by);
    }
    snprintf(id, sizeof id, "%lld", (long long)to);
    json_object_set_new(result, kind, json_integer(json_integer_value(json_object_get(result, kind)) + 1));
    json_object_set_new(by, id, json_integer(json_integer_value(json_object_get(by, id)) + 1));
}

struct gift {
    int64_t to;
};

static enum err give_card(struct ctx *cx, void *arg, int64_t id)
{
    const struct gift *g = arg;
    struct card card;
    enum err e = card_get(cx, id, false, &card);
    if (e)
        return e;
    const struct edit edit = {module_field(card.module, "owner"), val_int(g->to)};
    return card_apply(cx, &card, 0, &edit, 1);
}

static enum err give_task(struct ctx *cx, void *arg, int64_t id)
{
    const struct gift *g = arg;
    struct task t;
    enum err e = task_get(cx, id, &t);
    return e ? e : task_update(cx, &t, 0, &(struct task_edit){.set = TASK_ASSIGNEE, .assignee_id = g->to});
}

static bool has_failed(const struct walk *w, const char *kind, int64_t id)
{
    size_t i;
    const json_t *one;
    json_array_foreach(w->failed, i, one)
    {
        const char *of = json_string_value(json_object_get(one, "kind"));
        if (of && strcmp(of, kind) == 0 && json_integer_value(json_object_get(one, "id")) == id)
            return true;
    }
    return false;
}

/* One thing in a savepoint of its own: what is refused stays, is named, and the others go on. */
static enum err give(struct ctx *cx, struct walk *w, const char *kind, int64_t to, int64_t id,
        enum err (*fn)(struct ctx *cx, void *arg, int64_t id))
{
    struct gift g = {to};
    json_t *refused = json_keep(cx->arena, json_array());
    if (has_failed(w, kind, id))
        return ERR_OK;
    enum err e = bulk_try(cx, fn, &g, id, refused);
    json_t *why = json_array_get(refused, 0);
    if (!e && !why)
        count_given(w, kind, to);
    else if (!e && json_array_size(w->failed) < FAILED_MAX) {
        json_object_set_new(why, "kind", json_string(kind));
        json_array_append(w->failed, why);
    }
    w->tried = true;
    w->job->progress += w->job->progress < w->job->total;
    return e;
}

static bool is_open(const struct status *st)
{
    return st->group == GRP_LEAD || st->group == GRP_OPEN;
}

/* The open status that follows, over all modules that go to somebody; false when there is none. */
static bool next_status(const struct ctx *cx, struct walk *w)
{
    bool here = !w->module_id;
    for (int i = 0; i < cx->meta->n_modules; i++) {
        const struct module *mod = &cx->meta->modules[i];
        for (int k = 0; k < mod->n_statuses; k++) {
            if (here && is_open(&mod->statuses[k]) && receiver(cx, &w->in, mod->id)) {
                w->module_id = mod->id;
                w->status_id = mod->statuses[k].id;
                w->at = (struct hand_over_at){0, 0};
                return true;
            }
            here = here || (mod->id == w->module_id && mod->statuses[k].id == w->status_id);
        }
    }
    return false;
}

static enum err some_cards(struct ctx *cx, struct walk *w)
{
    struct rows rows;
    if (!w->module_id && !next_status(cx, w)) {
        next_phase(w);
        return ERR_OK;
    }
    int64_t to = receiver(cx, &w->in, w->module_id);
    enum err e = hand_over_store_next_cards(
            cx->db, w->module_id, w->status_id, w->in.member_id, &w->at, w->in.privates, w->left, &rows);
    for (size_t i = 0; !e && to && i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        e = give(cx, w, "cards", to, v[0].i, give_card);
        w->at = (struct hand_over_at){v[1].i, v[0].i};
    }
    if (e)
        return e;
    if (rows.n)
        notice_add(cx, "module", w->module_id, w->module_id);
    bool all = (int)rows.n < w->left || !to;
    w->left -= (int)rows.n;
    if (all && !next_status(cx, w))
        next_phase(w);
    return ERR_OK;
}

static enum err some_tasks(struct ctx *cx, struct walk *w)
{
    struct rows rows;
    enum err e = hand_over_store_next_tasks(cx->db, w->in.member_id, &w->at, w->in.privates, w->left, &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        int64_t to = receiver(cx, &w->in, v[2].i);
        if (to)
            e = give(cx, w, "tasks", to, v[0].i, give_task);
        if (to)
            notice_add(cx, "module", v[2].i, v[2].i);
        w->at = (struct hand_over_at){v[1].i, v[0].i};
    }
    bool all = !e && (int)rows.n < w->left;
    w->left -= e ? 0 : (int)rows.n;
    if (all)
        next_phase(w);
    return e;
}

/* A receiver who has as many as one may have gets no more. */
static enum err give_view(struct ctx *cx, struct walk *w, int64_t id, int64_t module_id, int64_t to)
{
    int64_t n;
    struct piece p;
    enum err e = view_row_count(cx->db, module_id, to, &n);
    if (!e)
        e = piece_get(cx, PIECE_VIEW, id, &p);
    if (e || n >= VIEWS_MAX)
        return e;
    piece_set(&p, VIEW_MEMBER, val_int(to));
    e = piece_save(cx, &p, 0);
    struct notice *told = notice_add(cx, "view", id, module_id);
    told->owner_id = to;
    told->private = true;
    if (!e)
        count_given(w, "views", to);
    w->job->progress++;
    return e;
}

static enum err some_views(struct ctx *cx, struct walk *w)
{
    struct rows rows;
    enum err e = hand_over_store_next_views(cx->db, w->in.member_id, w->at.id, w->left, &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        int64_t to = receiver(cx, &w->in, v[1].i);
        w->at.id = v[0].i;
        if (to)
            e = give_view(cx, w, v[0].i, v[1].i, to);
    }
    bool all = !e && (int)rows.n < w->left;
    w->left -= e ? 0 : (int)rows.n;
    if (all)
        next_phase(w);
    return e;
}

/* He goes on following, for the day he comes back; who is inactive is told nothing. */
static enum err some_followed(struct ctx *cx, struct walk *w)
{
    struct rows rows;
    enum err e = hand_over_store_next_followed(cx->db, w->in.member_id, &w->at, w->left, &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        const struct subject s = {.card_id = v[0].i, .contact_id = v[1].i};
        int64_t to = s.card_id ? receiver(cx, &w->in, val_i(v[2], 0)) : w->in.to;
        w->at = (struct hand_over_at){v[0].i, v[1].i};
        if (to) {
            e = follow_auto(cx, &s, to);
            w->job->progress++;
        }
    }
    bool all = !e && (int)rows.n < w->left;
    w->left -= e ? 0 : (int)rows.n;
    if (all)
        next_phase(w);
    return e;
}

/* One notification for each who got something, to which each step adds: whatever becomes of the job, he knows. */
static enum err tell(struct ctx *cx, const struct walk *w, const json_t *before)
{
    const char *id;
    json_t *n;
    enum err e = ERR_OK;
    cx->quiet = false;
    json_object_foreach(json_object_get(w->job->result, "to"), id, n)
    {
        const int64_t got = json_integer_value(n) - json_integer_value(json_object_get(before, id));
        if (!e && got)
            e = notify(cx, &(struct notification){.kind = "handed_over",
                                   .member_id = strtoll(id, NULL, 10),
                                   .job_id = w->job->id,
                                   .n = got});
    }
    return e;
}

static enum err walk_read(struct ctx *cx, struct job *job, struct walk *out)
{
    struct walk w = {.in = {.member_id = json_integer_value(json_object_get(job->payload, "member_id")),
                             .to = json_integer_value(json_object_get(job->payload, "to")),
                             .modules = json_object_get(job->payload, "modules"),
                             .privates = json_is_true(json_object_get(job->payload, "private"))},
            .left = STEP,
            .job = job,
            .failed = json_object_get(job->result, "failed")};
    long long at[7] = {0};
    if (*job->position && sscanf(job->position, "%lld %lld %lld %lld %lld %lld %lld", &at[0], &at[1], &at[2],
                                  &at[3], &at[4], &at[5], &at[6]) < 5)
        return ERR_INTERNAL;
    w.phase = (enum phase)at[0];
    w.module_id = at[1];
    w.status_id = at[2];
    w.at = (struct hand_over_at){at[3], at[4]};
    w.tried = at[5] != 0;
    w.passes = (int)at[6];
    if (!w.failed) {
        w.failed = json_array();
        json_object_set_new(job->result, "failed", w.failed);
    }
    *out = w;
    return check(cx, &w.in); /* who was to get it may be gone, too, by now */
}

enum err hand_over_step(struct ctx *cx, struct job *job, bool *out_more)
{
    static enum err (*const some[N_PHASE])(struct ctx * cx, struct walk * w) = {
            some_cards, some_tasks, some_views, some_followed};
    struct walk w = {.left = 0};
    const json_t *before =
            json_keep(cx->arena, json_deep_copy(json_object_get(job->result, "to"))); /* NULL at first */
    enum err e = walk_read(cx, job, &w);
    cx->change_kind = "member.hand_over";
    cx->follows = true; /* also what the administrator's role would not let him edit */
    cx->quiet = true;
    while (!e && w.phase < N_PHASE && w.left > 0)
        e = some[w.phase](cx, &w);
    job->position =
            arena_printf(cx->arena, "%d %lld %lld %lld %lld %d %d", (int)w.phase, (long long)w.module_id,
                    (long long)w.status_id, (long long)w.at.key, (long long)w.at.id, w.tried, w.passes);
    *out_more = w.phase < N_PHASE;
    return e ? e : tell(cx, &w, before);
}
