#include "core/qualify.h"
#include "core/access.h"
#include "core/event.h"
#include "core/list.h"
#include "core/pipeline.h"

#include <stdlib.h>

#define STEP_CARDS 200
#define MAX_CARDS  100000000

static enum err need_rules(struct ctx *cx, const struct module *mod)
{
    enum err e = access_need(cx, RIGHT_MANAGE);
    if (!e && (!mod->pipeline || !mod->pipeline->has_key_fields))
        e = fail(cx, ERR_CONFLICT, NULL, "error.no_key_fields");
    return e;
}

enum err qualify_all(struct ctx *cx, const struct module *mod, int64_t *out_job_id, int64_t *out_n)
{
    struct list_query q = {.module = mod, .group = -1, .box_cell = -1, .limit = STEP_CARDS};
    int64_t change_id;
    bool capped;
    enum err e = need_rules(cx, mod);
    if (!e)
        e = list_count(cx, &q, MAX_CARDS, out_n, &capped);
    if (!e)
        e = change_new(cx, "qualify", "{}", *out_n, &change_id);
    if (e)
        return e;
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(mod->id));
    return job_add(cx, "qualify", payload, *out_n, change_id, out_job_id);
}

/* A person's judgement stays: rules only fill what rules, or nobody, set. */
static enum err qualify_card(struct ctx *cx, const struct module *mod, const struct field *field, int64_t id)
{
    struct card card;
    enum err e = card_get(cx, id, false, &card);
    if (e || (card.qualification >= 0 && card.qualified_by))
        return e;
    int wanted = qualify_by_rules(cx, mod, &card);
    if (wanted < 0 || wanted == card.qualification)
        return ERR_OK;
    struct edit edit = {field, val_int(wanted)};
    return card_apply(cx, &card, 0, &edit, 1);
}

enum err qualify_step(struct ctx *cx, struct job *job, bool *out_more)
{
    const struct module *mod =
            meta_module(cx->meta, json_integer_value(json_object_get(job->payload, "module_id")));
    struct list_query q = {.module = mod, .group = -1, .box_cell = -1, .limit = STEP_CARDS};
    int64_t ids[STEP_CARDS];
    int n;
    enum err e = mod ? need_rules(cx, mod) : ERR_NOT_FOUND;
    if (!e)
        e = list_ids(cx, &q, strtoll(job->position, NULL, 10), STEP_CARDS, ids, &n);
    if (e)
        return e;
    const struct field *field = module_field(mod, "qualification");
    const struct member *asked = cx->member;
    cx->change_kind = "qualify";
    cx->member = NULL; /* the rules speak, not a person */
    for (int i = 0; !e && i < n; i++)
        e = qualify_card(cx, mod, field, ids[i]);
    cx->member = asked;
    if (e)
        return e;
    if (n)
        job->position = arena_printf(cx->arena, "%lld", (long long)ids[n - 1]);
    job->progress += n;
    notice_add(cx, "module", mod->id, mod->id);
    *out_more = n == STEP_CARDS;
    return ERR_OK;
}
