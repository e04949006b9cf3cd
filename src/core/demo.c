#include "core/demo.h"
#include "core/access.h"
#include "core/demo_story.h"
#include "core/member.h"
#include "store/demo_store.h"
#include "store/member_store.h"

#define STEP_CARDS  20
#define REMOVE_ROWS 500

/* How many cards each module gets. */
static const struct {
    const char *kind;
    int n;
} plans[] = {{"autosales", 340}, {"sales", 180}, {"leads", 140}};

static enum err need_ready(struct ctx *cx, bool there)
{
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    bool loaded = meta_setting_int(cx->meta, "demo", 0) != 0;
    if (!e && loaded != there)
        e = fail(cx, ERR_CONFLICT, NULL, loaded ? "error.demo_there" : "error.demo_gone");
    return e;
}

static int64_t demo_total(const struct meta *m)
{
    int64_t n = 0;
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
        n += demo_module(m, plans[i].kind) ? plans[i].n : 0;
    return n;
}

enum err demo_load(struct ctx *cx, int64_t *out_job_id)
{
    enum err e = need_ready(cx, false);
    if (!e && !demo_total(cx->meta))
        e = fail(cx, ERR_CONFLICT, NULL, "error.demo_modules");
    if (!e)
        e = setting_put(cx->db, "demo", "true");
    cx->meta_changed = true;
    return e ? e
             : job_add(cx, "demo_load", json_keep(cx->arena, json_object()), demo_total(cx->meta), 0,
                       out_job_id);
}

enum err demo_remove(struct ctx *cx, int64_t *out_job_id)
{
    int64_t n = 0;
    enum err e = need_ready(cx, true);
    if (!e)
        e = demo_store_count(cx->db, &n);
    return e ? e : job_add(cx, "demo_remove", json_keep(cx->arena, json_object()), n, 0, out_job_id);
}

/* ---- loading ---- */

static enum err make_colleagues(struct ctx *cx)
{
    static const struct {
        const char *name, *email, *role, *language, *zone;
        bool sees_all;
    } people[DEMO_COLLEAGUES] = {
            {"Kovács Réka", "reka.kovacs@demo.invalid", "manager", "hu", "Europe/Budapest", true},
            {"Andrei Popescu", "andrei.popescu@demo.invalid", "user", "ro", "Europe/Bucharest", true},
            {"Emma Walker", "emma.walker@demo.invalid", "user", "en", "Europe/London", false},
    };
    enum err e = ERR_OK;
    for (int i = 0; !e && i < DEMO_COLLEAGUES; i++) {
        int64_t id;
        struct member_edit in = {
                .set = MEMBER_NAME | MEMBER_ROLE | MEMBER_SEES_ALL | MEMBER_LANGUAGE | MEMBER_ZONE,
                .name = people[i].name,
                .role = people[i].role,
                .sees_all = people[i].sees_all,
                .language = people[i].language,
                .zone = people[i].zone};
        /* Colleagues of the demo have no log-in: a negative id that the directory never gives out. */
        e = member_create(cx, -1 - i, people[i].email, &in, &id);
    }
    return e;
}

static const struct module *module_for(const struct meta *m, int64_t i)
{
    for (size_t k = 0; k < sizeof plans / sizeof *plans; k++) {
        const struct module *mod = demo_module(m, plans[k].kind);
        if (mod && i < plans[k].n)
            return mod;
        i -= mod ? plans[k].n : 0;
    }
    return NULL;
}

enum err demo_load_step(struct ctx *cx, struct job *job, bool *out_more)
{
    const struct member *me = cx->member;
    enum err e = ERR_OK;
    cx->demo = true;
    cx->change_kind = "demo";
    if (strcmp(job->position, "") == 0) {
        job->position = "cards";
        *out_more = true;
        return make_colleagues(cx);
    }
    for (int i = 0; !e && i < STEP_CARDS && job->progress < job->total; i++) {
        e = demo_story_tell(cx, module_for(cx->meta, job->progress), me->id, job->progress);
        job->progress += !e;
    }
    cx->member = me;
    cx->now_at = clock_now_at();
    for (int i = 0; i < cx->meta->n_modules; i++)
        notice_add(cx, "module", cx->meta->modules[i].id, cx->meta->modules[i].id);
    *out_more = job->progress < job->total;
    return e;
}

/* ---- removing ---- */

enum err demo_remove_step(struct ctx *cx, struct job *job, bool *out_more)
{
    int64_t n = 0;
    struct rows modules;
    enum err e = demo_store_modules(cx->db, &modules);
    for (size_t i = 0; !e && i < modules.n; i++)
        e = demo_store_drop_own_rows(cx->db, row_of(&modules, i)[0].i, REMOVE_ROWS);
    for (int kind = 0; !e && kind < 2; kind++)
        if (cx->meta->contacts[kind])
            e = demo_store_drop_contact_rows(cx->db, cx->meta->contacts[kind]->id, REMOVE_ROWS);
    if (!e)
        e = demo_store_remove(cx->db, REMOVE_ROWS, &n);
    job->progress += n;
    *out_more = n > 0;
    if (e || n)
        return e;
    e = demo_store_end(cx->db);
    if (!e)
        e = setting_put(cx->db, "demo", "false");
    cx->meta_changed = true;
    for (int i = 0; i < cx->meta->n_modules; i++)
        notice_add(cx, "module", cx->meta->modules[i].id, cx->meta->modules[i].id);
    return e;
}
