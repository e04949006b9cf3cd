#include "core/ctx.h"
#include "core/counter.h"
#include "core/privacy.h"

static enum err fill(struct ctx *cx, const struct fault *f)
{
    if (cx->fault.code == ERR_OK)
        cx->fault = *f;
    return f->code;
}

enum err fail(struct ctx *cx, enum err code, const char *field, const char *key)
{
    return fill(cx, &(struct fault){.code = code, .field = field, .key = key});
}

enum err fail_limit(struct ctx *cx, enum err code, const char *field, const char *key, int64_t limit)
{
    return fill(cx, &(struct fault){.code = code, .field = field, .key = key, .limit = limit});
}

enum err fail_arg(struct ctx *cx, enum err code, const char *field, const char *key, const char *arg)
{
    return fill(cx, &(struct fault){.code = code, .field = field, .key = key, .arg = arg});
}

struct notice *notice_add(struct ctx *cx, const char *kind, int64_t id, int64_t module_id)
{
    struct notice *n = arena_new_of(cx->arena, struct notice);
    n->kind = kind;
    n->id = id;
    n->module_id = module_id;
    if (!cx->notices_end)
        cx->notices_end = &cx->notices;
    *cx->notices_end = n;
    cx->notices_end = &n->next;
    cx->n_notices++;
    return n;
}

struct ctx_mark ctx_mark(const struct ctx *cx)
{
    return (struct ctx_mark){.n_deltas = cx->n_deltas,
            .change_id = cx->change_id,
            .change_name = cx->change_name,
            .notices_end = cx->notices_end,
            .n_notices = cx->n_notices};
}

void ctx_back(struct ctx *cx, const struct ctx_mark *mark)
{
    cx->n_deltas = mark->n_deltas;
    cx->change_id = mark->change_id;
    cx->change_name = mark->change_name;
    cx->n_notices = mark->n_notices;
    cx->notices_end = mark->notices_end ? mark->notices_end : &cx->notices;
    *cx->notices_end = NULL;
    cx->radar_asked = false;
}

void wake_by(struct ctx *cx, int64_t at)
{
    if (at && (!cx->wake_at || at < cx->wake_at))
        cx->wake_at = at;
}

enum err ctx_flush(struct ctx *cx)
{
    enum err e = counter_flush(cx);
    return e ? e : privacy_notices(cx);
}

enum err ctx_long(struct ctx *cx)
{
    if (!cx->short_lane)
        return ERR_OK;
    cx->wants_long = true;
    return ERR_BUSY;
}

enum err quota_storage(struct ctx *cx)
{
    return cx->quota.full ? fail_limit(cx, ERR_QUOTA, NULL, "error.quota_storage", (cx->quota.bytes >> 20))
                          : ERR_OK;
}
