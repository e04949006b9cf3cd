#include "api/site.h"

#define BY_PATH "/a/"

/* The slash, or the end, behind /a/SLUG; NULL when the path is not of that kind. */
static const char *behind_slug(const char *path)
{
    if (strncmp(path, BY_PATH, strlen(BY_PATH)) != 0 || !path[strlen(BY_PATH)])
        return NULL;
    return path + strcspn(path + strlen(BY_PATH), "/") + strlen(BY_PATH);
}

const char *site_path(const char *path)
{
    const char *rest = behind_slug(path);
    return !rest ? path : *rest ? rest : "/";
}

enum err site_find(struct app *app, const struct http_request *rq, struct site *out_site)
{
    const char *host = http_header(rq, "Host"), *rest = behind_slug(rq->path);
    struct site s = {.prefix = "", .path = site_path(rq->path)};
    s.account_id = host ? accounts_at_host(app->accounts, host) : 0;
    s.by_host = s.account_id != 0;
    if (rest) {
        s.prefix = arena_strn(rq->arena, rq->path, (size_t)(rest - rq->path));
        int64_t id = accounts_named(app->accounts, s.prefix + strlen(BY_PATH));
        if (!id || (s.account_id && s.account_id != id))
            return ERR_NOT_FOUND;
        s.account_id = id;
    }
    *out_site = s;
    return ERR_OK;
}

int64_t site_account(const struct call *c)
{
    if (c->site.account_id)
        return c->site.account_id;
    return c->session ? c->session->account_id : accounts_only(c->app->accounts);
}

static const char *scheme(const struct call *c)
{
    const char *url = c->app->cfg.public_url;
    return c->rq->secure || (url && strncmp(url, "https:", 6) == 0) ? "https" : "http";
}

const char *site_base(const struct call *c)
{
    const char *host = http_header(c->rq, "Host");
    if (c->app->cfg.public_url && !c->site.by_host)
        return c->app->cfg.public_url;
    return arena_printf(c->cx->arena, "%s://%s", scheme(c), host ? host : "localhost");
}

const char *site_url(const struct call *c, const char *host, const char *path)
{
    const char *mine = http_header(c->rq, "Host"), *port = mine ? strchr(mine, ':') : NULL;
    if (!host)
        return arena_printf(c->cx->arena, "%s%s", site_base(c), path);
    return arena_printf(c->cx->arena, "%s://%s%s%s", scheme(c), host, port ? port : "", path);
}
