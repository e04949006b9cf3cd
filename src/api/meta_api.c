#include "api/meta_json.h"
#include "api/people.h"
#include "api/shapes.h"
#include "base/crypt.h"
#include "core/member.h"

static enum err get_meta(struct call *c)
{
    enum err e = meta_write(c);
    if (e)
        return e;
    const struct buf *b = &c->rq->reply.body;
    reply_etag(c, arena_strn(c->cx->arena, crypt_hash(c->cx->arena, b->p, b->len), 32), true);
    return ERR_OK;
}

static const struct route routes[] = {
        {"GET", "/api/meta", AUTH_MEMBER, TX_READ, 0, NULL, &sh_meta, NULL, get_meta,
                "Modules with statuses, fields, task types and views; members; the account. Has an ETag.",
                NULL},
};
const struct route_list meta_routes = {"Metadata", routes, sizeof routes / sizeof *routes};
