#include "core/rewake.h"
#include "core/pipeline.h"
#include "store/card_store.h"

#include <stdlib.h>

#define STEP_CARDS 2000

/* The cards behind `after`, at most STEP_CARDS; *out_last is where the next step begins, 0 = there is none. */
static enum err some(struct ctx *cx, const struct module *mod, int64_t after, int64_t *out_last)
{
    int64_t last;
    enum err e = card_store_last_of(cx->db, mod->id, after, STEP_CARDS, &last);
    for (int i = 0; !e && last && i < mod->n_statuses; i++) {
        struct card_wait wait;
        bool waits = mod->pipeline->waits(mod, &mod->statuses[i], &wait);
        e = card_store_rewake(cx->db, mod->id, mod->statuses[i].id, after, last, waits ? &wait : NULL);
    }
    wake_by(cx, cx->now_at);
    *out_last = e ? 0 : last;
    return e;
}

enum err rewake(struct ctx *cx, const struct module *mod)
{
    int64_t last, job_id;
    enum err e = some(cx, mod, 0, &last);
    if (e || !last)
        return e;
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(mod->id));
    json_object_set_new(payload, "after", json_integer(last));
    return job_add(cx, "rewake", payload, 0, 0, &job_id);
}

enum err rewake_step(struct ctx *cx, struct job *job, bool *out_more)
{
    int64_t last, after = *job->position ? strtoll(job->position, NULL, 10)
                                         : json_integer_value(json_object_get(job->payload, "after"));
    const struct module *mod =
            meta_module(cx->meta, json_integer_value(json_object_get(job->payload, "module_id")));
    enum err e = mod && mod->pipeline ? some(cx, mod, after, &last) : ERR_NOT_FOUND;
    if (e)
        return e;
    job->position = arena_printf(cx->arena, "%lld", (long long)last);
    job->progress += STEP_CARDS;
    *out_more = last > 0;
    return ERR_OK;
}
