#include "api/auth.h"
#include "api/problem.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/security.h"
#include "core/see_as.h"

#define RATE_SESSION_BURST   2000
#define RATE_PUBLIC_BURST    60
#define RATE_ACCOUNT_BURST_S 5  /* so many seconds' worth at once */
#define FEED_PER_MINUTE      30 /* of one feed: calendars ask a few times an hour */
#define RATE_MOST            1000000

/* The key of "Authorization: Bearer ck_…", or NULL. */
static const char *bearer(const struct http_request *rq)
{
    const char *h = http_header(rq, "Authorization");
    if (!h || strncasecmp(h, "Bearer ", 7) != 0)
        return NULL;
    h += 7;
    return h + strspn(h, " ");
}

static bool unsafe_method(const struct http_request *rq)
{
    return strcmp(rq->method, "GET") != 0 && strcmp(rq->method, "HEAD") != 0;
}

/* Browsers say where a page comes from that posts; it must be our own. Programs say nothing. */
static enum err check_origin(struct call *c)
{
    const char *origin = http_header(c->rq, "Origin"), *host = http_header(c->rq, "Host");
    const char *site = http_header(c->rq, "Sec-Fetch-Site");
    if (site && strcmp(site, "cross-site") == 0)
        return fail(c->cx, ERR_FORBIDDEN, NULL, "error.origin");
    if (!origin)
        return ERR_OK;
    const char *rest = strstr(origin, "://");
    if (!rest || !host || strcasecmp(rest + 3, host) != 0)
        return fail(c->cx, ERR_FORBIDDEN, NULL, "error.origin");
    return ERR_OK;
}

static enum err check_rate(
        struct call *c, enum rate_kind kind, const char *subject, int per_minute, int burst)
{
    int wait_s = rate_take(c->app->rate, kind, subject, per_minute, burst, clock_mono_us());
    if (!wait_s)
        return ERR_OK;
    http_reply_header(c->rq, "Retry-After", arena_printf(c->cx->arena, "%d", wait_s));
    return fail_limit(c->cx, ERR_RATE, NULL, "error.rate", wait_s);
}

static enum err check_public_rate(struct call *c)
{
    bool strict = c->route->flags & ROUTE_RATE_STRICT;
    int per_minute = strict ? c->app->cfg.rate_login_address : c->app->cfg.rate_public;
    return check_rate(c, strict ? RATE_LOGIN_ADDRESS : RATE_PUBLIC, c->rq->remote, per_minute,
            strict ? per_minute : RATE_PUBLIC_BURST);
}

/* Of all who work in the account together. Where several accounts are served each has a fair share by default. */
static enum err check_account_rate(struct call *c)
{
    int64_t a_second = account_quota(c->account).rate;
    if (!a_second && accounts_count(c->app->accounts) > 1)
        a_second = c->app->cfg.rate_account;
    if (!a_second)
        return ERR_OK;
    int per_second = a_second < RATE_MOST ? (int)a_second : RATE_MOST;
    char subject[24];
    snprintf(subject, sizeof subject, "%lld", (long long)c->session->account_id);
    int wait_s = rate_take(c->app->rate, RATE_ACCOUNT, subject, per_second * 60,
            per_second * RATE_ACCOUNT_BURST_S, clock_mono_us());
    if (!wait_s)
        return ERR_OK;
    http_reply_header(c->rq, "Retry-After", arena_printf(c->cx->arena, "%d", wait_s));
    return fail_limit(c->cx, ERR_RATE, NULL, "error.account_rate", wait_s);
}

static enum err check_session_rate(struct call *c, const struct session *s)
{
    int per_minute = c->app->cfg.rate_session;
    if (per_minute <= 0)
        return ERR_OK;
    char subject[48];
    snprintf(subject, sizeof subject, "%lld/%lld", (long long)s->id, (long long)s->key_id);
    return check_rate(c, RATE_SESSION, subject, per_minute, RATE_SESSION_BURST);
}

/* Its time is over, or one of the two is no longer what he was. */
static void lapse(struct call *c, const struct session *s, const struct member *me)
{
    const struct session like = {.id = s->id};
    const struct member *them = meta_member(c->cx->meta, s->seen_as);
    if (see_as_end(c->app->dir, c->cx, s))
        return; /* another request was first, or the next one tries again */
    app_sessions_ended(c->app, &like, 0);
    audit_apart(c->account, c->cx, me->id, NULL, AUDIT_SEEN_AS_ENDED, them ? them->name : NULL);
}

/* Whose eyes a session sees with. All that follows, event streams too, knows only him. */
static const struct member *eyes(struct call *c, struct session *s, const struct member *me)
{
    const struct member *them = s->seen_as ? meta_member(c->cx->meta, s->seen_as) : NULL;
    if (!s->seen_as)
        return me;
    if (c->cx->now_at >= s->seen_until || !see_as_may(me, them)) {
        lapse(c, s, me);
        return me;
    }
    s->by_id = me->id;
    s->member_id = them->id;
    return them;
}

/* Who sees as a colleague changes nothing, and takes nothing out in his name. Nor does the request with which that lapses: who
 * sent it thought that he was still looking. */
static enum err check_seeing(struct call *c)
{
    const unsigned flags = c->route->flags;
    if (!c->session || !c->session->seen_as || flags & ROUTE_SEEING)
        return ERR_OK;
    return unsafe_method(c->rq) || c->route->tx == TX_WRITE || flags & ROUTE_NOTED
                   ? fail(c->cx, ERR_FORBIDDEN, NULL, "error.seeing_as")
                   : ERR_OK;
}

/* Member, language and zone from the account's snapshot. A session whose member is not its log-in's is not believed, nor
 * is one that comes to another account's address. */
static enum err become(struct call *c, struct session *s)
{
    struct account *acc;
    enum err e = c->site.account_id && c->site.account_id != s->account_id
                         ? ERR_NOT_FOUND
                         : accounts_hold(c->app->accounts, s->account_id, &acc);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_UNAUTHENTICATED : e;
    struct meta *m = account_meta(acc);
    const struct member *me = meta_member(m, s->member_id);
    if (!me || !me->active || me->locked || (s->login_id && me->login_id != s->login_id)) {
        meta_unpin(m);
        accounts_release(c->app->accounts, acc);
        return ERR_UNAUTHENTICATED;
    }
    s->login_id = me->login_id;
    c->account = acc;
    c->session = s;
    c->cx->meta = m;
    c->rq->user_id = me->id;
    me = eyes(c, s, me);
    c->cx->member = me;
    c->cx->lang = me->lang;
    c->cx->zone = me->zone;
    c->cx->origin = s->key_id ? ORIGIN_API : ORIGIN_USER;
    c->rq->account_id = s->account_id;
    return ERR_OK;
}

static enum err sign_in(struct call *c)
{
    const char *key = bearer(c->rq), *token = key ? key : http_cookie(c->rq, SESSION_COOKIE);
    if (!token || !*token)
        return ERR_UNAUTHENTICATED;
    if (!key != (strncmp(token, KEY_PREFIX, strlen(KEY_PREFIX)) != 0) ||
            strncmp(token, FEED_PREFIX, strlen(FEED_PREFIX)) == 0)
        return ERR_UNAUTHENTICATED; /* keys come as keys, sessions as cookies, feeds' secrets in their addresses */
    struct session *s = arena_new_of(c->cx->arena, struct session);
    enum err e = session_cache_find(c->app->sessions, c->app->dir, c->cx, token, c->rq->remote, s);
    return e ? e : become(c, s);
}

enum err auth_feed(struct call *c, const char *token)
{
    struct session *s = arena_new_of(c->cx->arena, struct session);
    if (c->account) { /* whoever is signed in here reads the feed's owner's tasks, not his own */
        auth_end(c);
        accounts_release(c->app->accounts, c->account);
        c->account = NULL;
    }
    if (strncmp(token, FEED_PREFIX, strlen(FEED_PREFIX)) != 0)
        return ERR_NOT_FOUND;
    enum err e = session_cache_find(c->app->sessions, c->app->dir, c->cx, token, c->rq->remote, s);
    if (!e)
        e = become(c, s);
    if (e == ERR_UNAUTHENTICATED)
        return ERR_NOT_FOUND;
    if (!e)
        e = check_account_rate(c);
    return e ? e
             : check_rate(c, RATE_FEED, arena_printf(c->cx->arena, "%lld", (long long)s->key_id),
                       FEED_PER_MINUTE, FEED_PER_MINUTE);
}

static enum err check_role(struct call *c)
{
    static const unsigned needs[] = {[AUTH_MEMBER] = 0,
            [AUTH_EXPORT] = RIGHT_EXPORT,
            [AUTH_BULK] = RIGHT_BULK,
            [AUTH_IMPORT] = RIGHT_IMPORT,
            [AUTH_CONFIGURE] = RIGHT_CONFIGURE,
            [AUTH_MANAGER] = RIGHT_MANAGE,
            [AUTH_ADMINISTRATOR] = 0};
    const unsigned need = needs[c->route->auth];
    if (c->route->auth == AUTH_ADMINISTRATOR)
        return access_need_role(c->cx, ROLE_ADMINISTRATOR);
    return need ? access_need(c->cx, need) : ERR_OK;
}

bool auth_weak(const struct call *c)
{
    const struct session *s = c->session;
    return s && !s->key_id && !s->strong && security_of(c->cx->meta).two_step_required;
}

enum err auth_check(struct call *c)
{
    bool public = c->route->auth == AUTH_PUBLIC;
    c->cx->lang = problem_language(c->rq);
    enum err e = public ? check_public_rate(c) : ERR_OK;
    if (!e && unsafe_method(c->rq) && !bearer(c->rq))
        e = check_origin(c);
    if (e)
        return e;
    e = sign_in(c);
    if (public)
        return e == ERR_UNAUTHENTICATED ? ERR_OK : e ? e : check_seeing(c);
    if (e == ERR_UNAUTHENTICATED) {
        http_reply_header(c->rq, "WWW-Authenticate", "Bearer realm=\"cardinal\"");
        return fail(c->cx, e, NULL, "error.unauthenticated");
    }
    if (e)
        return e;
    if (unsafe_method(c->rq) && !c->session->key_id && !http_header(c->rq, "X-Cardinal"))
        return fail(c->cx, ERR_FORBIDDEN, "X-Cardinal", "error.csrf");
    e = check_account_rate(c);
    if (!e)
        e = check_session_rate(c, c->session);
    if (!e && c->route->flags & ROUTE_FILE_BODY) {
        c->cx->quota = account_quota(c->account);
        e = quota_storage(c->cx);
    }
    if (!e && !(c->route->flags & ROUTE_WEAK) && auth_weak(c))
        e = fail(c->cx, ERR_FORBIDDEN, NULL, "error.two_step_required");
    if (!e)
        e = check_seeing(c);
    return e ? e : check_role(c);
}

static void let_go(void *arg)
{
    struct call *c = arg;
    accounts_release(c->app->accounts, c->account);
    c->account = NULL;
}

void auth_done(struct call *c)
{
    if (c->account && c->rq->reply.stream_next)
        arena_cleanup(c->rq->arena, let_go, c); /* its pieces are still to be read from the account */
    else if (c->account)
        let_go(c);
}

void auth_end(struct call *c)
{
    if (c->cx->meta && !c->cx->db)
        meta_unpin((struct meta *)c->cx->meta); /* pinned by become; handlers only read it */
    c->cx->meta = NULL;
    c->cx->member = NULL;
}

uint64_t auth_share(struct app *app, const struct http_request *head)
{
    const char *key = bearer(head), *token = key ? key : http_cookie(head, SESSION_COOKIE);
    if (accounts_count(app->accounts) < 2)
        return 0;
    uint64_t id = token && *token ? (uint64_t)session_cache_account(app->sessions, head->arena, token) : 0;
    if (id)
        return id;
    uint64_t h = 0xcbf29ce484222325u;
    for (const char *p = head->remote; *p; p++)
        h = (h ^ (unsigned char)*p) * 0x100000001b3u;
    return h | 1ull << 63; /* no account's id */
}

bool auth_upload_ok(struct app *app, const struct http_request *head)
{
    const char *key = bearer(head), *token = key ? key : http_cookie(head, SESSION_COOKIE);
    struct ctx cx = {.arena = head->arena, .now_at = clock_now_at()};
    struct session s;
    struct site site;
    return token && *token && !site_find(app, head, &site) &&
           !session_cache_find(app->sessions, app->dir, &cx, token, head->remote, &s) &&
           (!site.account_id || site.account_id == s.account_id);
}

void auth_cookie(struct call *c, const char *token)
{
    const char *path = *c->site.prefix ? c->site.prefix : "/"; /* accounts found by path have a cookie each */
    http_reply_header(c->rq, "Set-Cookie",
            arena_printf(c->cx->arena, SESSION_COOKIE "=%s; Path=%s; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                    token ? token : "", path, token ? SESSION_DAYS * 86400 : 0,
                    c->rq->secure ? "; Secure" : ""));
}
