#include "core/wake.h"
#include "core/attachment.h"
#include "core/pipeline.h"
#include "core/remind.h"
#include "store/wake_store.h"

static enum err wake_one(struct ctx *cx, int64_t id)
{
    struct card card;
    enum err e = card_get(cx, id, false, &card);
    if (e)
        return e;
    int64_t before = card.wake_at;
    const struct pipeline_kind *kind = card.module->pipeline;
    cx->change_id = 0; /* each card's fate is a change of its own */
    cx->change_kind = "card.wake";
    if (kind && kind->wake)
        e = kind->wake(cx, card.module, &card);
    if (e || card.wake_at != before)
        return e;
    return wake_store_put(cx->db, id, 0); /* a rule that leaves the time as it is must not spin */
}

/* What is due at times of its own, beside the cards. */
static const struct timer {
    enum err (*run)(struct ctx *cx, int max);
    enum err (*next_at)(struct ctx *cx, int64_t *out_at);
} timers[] = {{attachment_sweep, attachment_sweep_at}, {remind_due, remind_next_at},
        {remind_forgotten, remind_forgotten_at}};

#define N_TIMERS (sizeof timers / sizeof *timers)

static enum err run_due(struct ctx *cx, const struct timer *t, int max)
{
    int64_t at;
    enum err e = t->next_at(cx, &at);
    return e || at > cx->now_at ? e : t->run(cx, max);
}

enum err wake_due(struct ctx *cx, int max, int *out_n, int64_t *out_next_at)
{
    struct rows ids;
    enum err e = wake_store_due(cx->db, cx->now_at, max, &ids);
    for (size_t i = 0; !e && i < ids.n; i++)
        e = wake_one(cx, row_of(&ids, i)[0].i);
    for (size_t i = 0; !e && i < N_TIMERS; i++)
        e = run_due(cx, &timers[i], max);
    if (!e)
        e = wake_next_at(cx, out_next_at);
    if (!e)
        *out_n = (int)ids.n;
    return e;
}

enum err wake_next_at(struct ctx *cx, int64_t *out_at)
{
    int64_t at;
    enum err e = wake_store_next_at(cx->db, out_at);
    for (size_t i = 0; !e && i < N_TIMERS; i++) {
        e = timers[i].next_at(cx, &at);
        if (!e && at < *out_at)
            *out_at = at;
    }
    return e;
}
