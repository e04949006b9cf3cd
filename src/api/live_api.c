#include "api/live.h"
#include "api/route.h"
#include "base/mem.h"
#include "core/access.h"

#include <stdlib.h>

static void free_tag(void *tag)
{
    struct stream_tag *t = tag;
    arena_free(t->arena);
    mem_free(t);
}

/* A browser that comes back says what it saw last. */
static uint64_t last_id(const struct http_request *rq)
{
    const char *h = http_header(rq, "Last-Event-ID");
    return h ? strtoull(h, NULL, 10) : 0;
}

/* An account of several servers numbers its events in its database: from where on does this server know them all? */
static enum err know_account(struct call *c)
{
    int64_t number, id = c->session->account_id;
    if (!account_shared(c->account) || sse_knows(c->app->hub, id))
        return ERR_OK;
    enum err e = account_told(c->account, c->cx->arena, &number);
    if (!e)
        sse_start(c->app->hub, id, live_id(number));
    return e;
}

static enum err get_events(struct call *c)
{
    enum err e = know_account(c);
    if (e)
        return e;
    struct stream_tag *tag = mem_zalloc(sizeof *tag);
    *tag = (struct stream_tag){.member_id = c->cx->member->id,
            .login_id = c->session->login_id,
            .session_id = c->session->id,
            .key_id = c->session->key_id,
            .by_id = c->session->by_id,
            .until_at = c->session->by_id ? c->session->seen_until : 0,
            .strong = c->session->strong,
            .arena = arena_new(1024)};
    tag->sees = access_sees_copy(tag->arena, c->cx->member);
    struct sse_client *client =
            sse_client_new(c->app->hub, c->session->account_id, tag, free_tag, last_id(c->rq));
    if (!client) {
        free_tag(tag);
        return fail(c->cx, ERR_RATE, NULL, "error.too_many_streams");
    }
    c->rq->reply.sse = client;
    return ERR_OK;
}

static const struct route routes[] = {
        {"GET", "/api/events", AUTH_MEMBER, TX_NONE, 0, NULL, NULL, NULL, get_events,
                "What changes, as server-sent events: card, task, contact, view, meta, job, module, talk, "
                "notification, hello, "
                "reset.",
                "text/event-stream"},
};
const struct route_list live_routes = {"Live changes", routes, sizeof routes / sizeof *routes};
