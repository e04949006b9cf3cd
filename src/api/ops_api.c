#include "api/app.h"
#include "api/openapi.h"
#include "api/route.h"
#include "base/crypt.h"

static enum err get_openapi(struct call *c)
{
    struct buf *b = &c->rq->reply.body;
    openapi_write(b);
    reply_etag(c, arena_strn(c->cx->arena, crypt_hash(c->cx->arena, b->p, b->len), 32), true);
    return ERR_OK;
}

static enum err get_docs(struct call *c)
{
    docs_write(&c->rq->reply.body);
    c->rq->reply.content_type = "text/html; charset=utf-8";
    return ERR_OK;
}

static enum err get_docs_css(struct call *c)
{
    docs_css_write(&c->rq->reply.body);
    c->rq->reply.content_type = "text/css; charset=utf-8";
    return ERR_OK;
}

/* Answers 200 only while the directory can be read and the databases are of this server's version: else a balancer sends
 * people to another one. */
static enum err get_healthz(struct call *c)
{
    struct account_row *rows;
    size_t n;
    enum err e = directory_accounts(c->app->dir, c->cx, &rows, &n);
    if (e || atomic_load(&c->app->draining))
        return ERR_BUSY;
    if (atomic_load(&c->app->outdated))
        return ERR_VERSION;
    jw_obj(c->out);
    jw_kstr(c->out, "status", "ok");
    jw_kstr(c->out, "version", CARDINAL_VERSION);
    jw_obj_end(c->out);
    return ERR_OK;
}

/* For a monitor on the same machine, and for administrators. */
static enum err get_metrics(struct call *c)
{
    const char *from = c->rq->remote;
    bool local = strcmp(from, "127.0.0.1") == 0 || strcmp(from, "::1") == 0;
    bool administrator = c->cx->member && c->cx->member->role == ROLE_ADMINISTRATOR;
    if (!administrator && (!local || http_header(c->rq, "X-Forwarded-For")))
        return fail(c->cx, ERR_FORBIDDEN, NULL, "error.role");
    app_metrics(c->app, c->cx->arena, &c->rq->reply.body);
    c->rq->reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return ERR_OK;
}

static const struct shape sh_health = {
        "Health", (const struct member_shape[]){R_TEXT("status"), R_TEXT("version"), SHAPE_END}};

static const struct route routes[] = {
        {"GET", "/api/openapi.json", AUTH_PUBLIC, TX_NONE, 0, NULL, NULL, NULL, get_openapi,
                "This description, as OpenAPI 3.1.", "application/json"},
        {"GET", "/api/docs", AUTH_PUBLIC, TX_NONE, 0, NULL, NULL, NULL, get_docs,
                "This description, as a page to read.", "text/html"},
        {"GET", "/api/docs.css", AUTH_PUBLIC, TX_NONE, 0, NULL, NULL, NULL, get_docs_css,
                "How the page of docs looks.", "text/css"},
        {"GET", "/healthz", AUTH_PUBLIC, TX_NONE, 0, NULL, &sh_health, NULL, get_healthz,
                "Is the server well? For load balancers.", NULL},
        {"GET", "/metrics", AUTH_PUBLIC, TX_NONE, 0, NULL, NULL, NULL, get_metrics,
                "Prometheus metrics; only from the machine itself or for administrators.", "text/plain"},
};
const struct route_list ops_routes = {"The server", routes, sizeof routes / sizeof *routes};
