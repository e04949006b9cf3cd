#include "core/notify.h"
#include "core/push.h"

#include <string.h>

const struct notify_kind notify_kinds[] = {{"mention", false}, {"comment", false}, {"task_given", false},
        {"card_given", false}, {"task_due", true}, {"forgotten_soon", true}, {"due_soon", true},
        {"due_missed", true}, {"job_done", true}, {"handed_over", false}, {0}};

static const struct notify_kind *kind_named(const char *name)
{
    for (const struct notify_kind *k = notify_kinds; k->name; k++)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

static struct notify_choice chosen(const struct rows *rows, const char *kind)
{
    for (size_t i = 0; i < rows->n; i++) {
        const struct val *v = row_of(rows, i);
        if (strcmp(v[0].s, kind) == 0)
            return (struct notify_choice){.in_app = v[1].i != 0, .push = v[2].i != 0};
    }
    return (struct notify_choice){.in_app = true};
}

/* To his browsers alone. */
static void notify_notice(struct ctx *cx, int64_t member_id)
{
    struct notice *n = notice_add(cx, "notification", member_id, 0);
    n->owner_id = member_id;
    n->private = true;
}

static enum err insert(struct ctx *cx, const struct notification *in)
{
    struct rows choices;
    int64_t id;
    enum err e = notify_store_choices(cx->db, in->member_id, &choices);
    if (e)
        return e;
    const struct notify_choice choice = chosen(&choices, in->kind);
    if (!choice.in_app)
        return ERR_OK;
    if (in->change_id) {
        e = notify_store_more(cx->db, in);
        if (!e && in->n)
            notify_notice(cx, in->member_id); /* its number is shown */
        if (e != ERR_NOT_FOUND)
            return e;
    }
    e = notify_store_insert(cx->db, in, &id);
    if (!e)
        e = notify_store_trim(cx->db, in->member_id, NOTIFICATIONS_KEPT);
    if (!e && choice.push)
        e = push_gather(cx, in->member_id, id);
    notify_notice(cx, in->member_id);
    return e;
}

enum err notify(struct ctx *cx, const struct notification *in)
{
    const struct member *to = meta_member(cx->meta, in->member_id);
    const struct notify_kind *kind = kind_named(in->kind);
    struct notification row = *in;
    row.at = cx->now_at;
    row.actor_id = cx->member ? cx->member->id : 0;
    if (cx->origin == ORIGIN_BULK)
        row.change_id = cx->parent_change_id;
    if (!to || !to->active || cx->demo || cx->quiet || cx->origin == ORIGIN_IMPORT ||
            cx->origin == ORIGIN_UNDO || (!kind->own && to->id == row.actor_id))
        return ERR_OK;
    return insert(cx, &row);
}

enum err notify_card_owner(struct ctx *cx, const struct card *card)
{
    return notify(cx,
            &(struct notification){.kind = "card_given", .member_id = card->owner_id, .card_id = card->id});
}

enum err notify_task(struct ctx *cx, int64_t card_id, int64_t task_id, int64_t assignee_id)
{
    return notify(cx,
            &(struct notification){
                    .kind = "task_given", .member_id = assignee_id, .card_id = card_id, .task_id = task_id});
}

enum err notify_job(struct ctx *cx, int64_t member_id, const char *kind, int64_t job_id)
{
    static const char *const told[] = {
            "bulk", "import_run", "qualify", "undo", "demo_load", "hand_over", NULL};
    for (int i = 0; told[i]; i++)
        if (strcmp(told[i], kind) == 0)
            return notify(
                    cx, &(struct notification){.kind = "job_done", .member_id = member_id, .job_id = job_id});
    return ERR_OK;
}

enum err notify_read(struct ctx *cx, int64_t id, int64_t up_to_id)
{
    notify_notice(cx, cx->member->id); /* his other windows */
    return id ? notify_store_read_one(cx->db, cx->member->id, id, cx->now_at)
              : notify_store_read(cx->db, cx->member->id, up_to_id, cx->now_at);
}

enum err notify_choices_write(struct ctx *cx, struct jw *w)
{
    struct rows choices;
    enum err e = notify_store_choices(cx->db, cx->member->id, &choices);
    jw_key(w, "kinds");
    jw_arr(w);
    for (const struct notify_kind *k = notify_kinds; !e && k->name; k++) {
        jw_obj(w);
        jw_kstr(w, "kind", k->name);
        const struct notify_choice c = chosen(&choices, k->name);
        jw_kbool(w, "in_app", c.in_app);
        jw_kbool(w, "push", c.push);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    return e;
}

enum err notify_choice_get(struct ctx *cx, const char *kind, struct notify_choice *out)
{
    struct rows choices;
    enum err e = notify_store_choices(cx->db, cx->member->id, &choices);
    if (!e)
        *out = chosen(&choices, kind);
    return e;
}

enum err notify_choose(struct ctx *cx, const char *kind, const struct notify_choice *in)
{
    if (!kind_named(kind))
        return fail_arg(cx, ERR_INVALID, "kind", "error.not_one_of", kind);
    return notify_store_choose(cx->db, cx->member->id, kind, in->in_app, in->in_app && in->push);
}
