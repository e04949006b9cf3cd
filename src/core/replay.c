#include "core/replay.h"
#include "store/replay_store.h"

enum err replay_find(struct ctx *cx, const char *key, const char *request_hash, struct replay *out_replay)
{
    struct replay_row row;
    enum err e = replay_get(cx->db, cx->member->id, key, cx->now_at - MS_DAY, &row);
    if (e)
        return e;
    if (strcmp(row.request_hash, request_hash) != 0)
        return fail(cx, ERR_CONFLICT, "Idempotency-Key", "error.idempotency");
    *out_replay = (struct replay){.status = row.status, .reply = row.reply};
    return ERR_OK;
}

enum err replay_keep(struct ctx *cx, const char *key, const char *request_hash, const struct replay *r)
{
    const struct replay_row row = {.request_hash = request_hash, .status = r->status, .reply = r->reply};
    enum err e = replay_forget(cx->db, cx->now_at - MS_DAY);
    return e ? e : replay_put(cx->db, cx->member->id, key, cx->now_at, &row);
}
