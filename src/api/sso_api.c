/* sso_api - single sign-on by OpenID Connect: away to the company's provider (authorization code with PKCE), back with a
 * code, and from it to a session. Where it fails the browser lands on the log-in page, and the log says why. */
#include "api/auth.h"
#include "api/people.h"
#include "api/shapes.h"
#include "api/site.h"
#include "base/crypt.h"
#include "base/log.h"
#include "core/id_token.h"
#include "core/sso.h"
#include "http/fetch.h"

#include <stdlib.h>

#define COOKIE     "cardinal_sso"
#define WELL_KNOWN "/.well-known/openid-configuration"
#define LEAVE      302
#define AT_ONCE    2 /* fewer than the workers that log-ins have: a slow provider holds nobody up but its own */

static enum err go(struct call *c, const char *url)
{
    http_reply_header(c->rq, "Location", url);
    c->status = LEAVE;
    return ERR_OK;
}

static const char *own_url(struct call *c, const char *path)
{
    return arena_printf(c->cx->arena, "%s%s%s", site_base(c), c->site.prefix, path);
}

/* Back to the log-in page, which tells it in words; the log tells the rest. */
static enum err turn_away(struct call *c, const char *why, const char *word)
{
    log_msg(LOG_WARN, "%s: single sign-on: %s", c->cx->request_id, why);
    return go(c, own_url(c, arena_printf(c->cx->arena, "/login?sso=%s", word)));
}

static void cookie(struct call *c, const char *value, int seconds)
{
    http_reply_header(c->rq, "Set-Cookie",
            arena_printf(c->cx->arena, COOKIE "=%s; Path=%s/api/sso; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                    value, c->site.prefix, seconds, c->rq->secure ? "; Secure" : ""));
}

/* All that is asked for one request ends by then. */
static int64_t asks_until(const struct call *c)
{
    return c->rq->started_us + FETCH_SECONDS * 1000000LL;
}

/* May this request speak with the provider? Then ask_end follows. */
static bool ask_begin(struct call *c)
{
    if (atomic_fetch_add(&c->app->sso_busy, 1) < AT_ONCE)
        return true;
    atomic_fetch_sub(&c->app->sso_busy, 1);
    return false;
}

static void ask_end(struct call *c)
{
    atomic_fetch_sub(&c->app->sso_busy, 1);
}

/* The provider's answer as JSON. */
static enum err ask(struct call *c, struct fetch *f, json_t **out, const char **out_why)
{
    struct fetched got;
    f->inside = c->app->cfg.sso_inside;
    f->until_us = asks_until(c);
    enum err e = fetch_run(c->cx->arena, f, &got, out_why);
    if (e)
        return e;
    if (got.status != 200) {
        *out_why = arena_printf(c->cx->arena, "%s answered %d", f->url, got.status);
        return ERR_BUSY;
    }
    return json_read(c->cx->arena, got.body, got.n, out, out_why);
}

/* Fit to be gone to: an address of the web in one line. */
static bool is_address(const char *s)
{
    if (!s || (strncmp(s, "https://", 8) != 0 && strncmp(s, "http://", 7) != 0))
        return false;
    for (; *s; s++)
        if ((unsigned char)*s <= ' ' || (unsigned char)*s == 0x7f)
            return false;
    return true;
}

/* What the provider says of itself; it must be the one that was asked. */
static enum err discover(struct call *c, const struct sso *sso, json_t **out, const char **out_why)
{
    size_t n = strlen(sso->issuer);
    n -= n && sso->issuer[n - 1] == '/';
    struct fetch f = {.url = arena_printf(c->cx->arena, "%.*s" WELL_KNOWN, (int)n, sso->issuer)};
    enum err e = ask(c, &f, out, out_why);
    if (e)
        return e;
    const char *issuer = json_str(*out, "issuer");
    *out_why = "the discovery document is another issuer's, or lacks an address";
    return issuer && strcmp(issuer, sso->issuer) == 0 &&
                           is_address(json_str(*out, "authorization_endpoint")) &&
                           json_str(*out, "token_endpoint") && json_str(*out, "jwks_uri")
                   ? ERR_OK
                   : ERR_UNAUTHENTICATED;
}

static bool has_method(const json_t *provider, const char *want)
{
    const json_t *list = json_object_get(provider, "token_endpoint_auth_methods_supported");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *s = json_string_value(json_array_get(list, i));
        if (s && strcmp(s, want) == 0)
            return true;
    }
    return !list && strcmp(want, "client_secret_basic") == 0; /* what the standard takes for granted */
}

static const char *challenge(struct arena *a, const char *verifier)
{
    struct crypt_sha256 h;
    unsigned char digest[SHA256_BYTES];
    crypt_sha256_begin(&h);
    crypt_sha256_add(&h, verifier, strlen(verifier));
    crypt_sha256_end(&h, digest);
    return crypt_base64url(a, digest, sizeof digest);
}

/* The account that the address names, held, with its settings; it must have single sign-on. */
static enum err find_account(struct call *c, struct account **out_acc, struct sso *out_sso)
{
    int64_t id = site_account(c);
    enum err e = id ? accounts_hold(c->app->accounts, id, out_acc) : ERR_NOT_FOUND;
    if (e)
        return e;
    struct meta *m = account_meta(*out_acc);
    *out_sso = sso_of(c->cx->arena, m);
    meta_unpin(m);
    if (out_sso->on)
        return ERR_OK;
    accounts_release(c->app->accounts, *out_acc);
    return ERR_NOT_FOUND;
}

static enum err leave(struct call *c, const struct sso *sso, struct sso_try *t)
{
    struct arena *a = c->cx->arena;
    const char *why;
    json_t *provider;
    if (!ask_begin(c))
        return turn_away(c, "too many log-ins at once wait for their providers", "away");
    enum err e = discover(c, sso, &provider, &why);
    ask_end(c);
    if (e)
        return turn_away(c, why, "away");
    e = sso_begin(c->app->dir, c->cx, t);
    if (e)
        return e;
    const char *at = json_str(provider, "authorization_endpoint");
    cookie(c, t->browser, SSO_MINUTES * 60);
    return go(
            c, arena_printf(a,
                       "%s%sresponse_type=code&client_id=%s&redirect_uri=%s&scope=openid%%20email%%20profile"
                       "&state=%s&nonce=%s&code_challenge=%s&code_challenge_method=S256",
                       at, strchr(at, '?') ? "&" : "?", fetch_escape(a, sso->client_id),
                       fetch_escape(a, own_url(c, "/api/sso/callback")), t->state, t->nonce,
                       challenge(a, t->verifier)));
}

static enum err get_login(struct call *c)
{
    struct account *acc;
    struct sso sso;
    enum err e = find_account(c, &acc, &sso);
    if (e)
        return e;
    const char *next = q_text(c, "next", "/");
    bool own = next[0] == '/' && next[1] != '/' && next[1] != '\\';
    struct sso_try t = {.account_id = account_id(acc), .next = own ? next : "/"};
    accounts_release(c->app->accounts, acc);
    return leave(c, &sso, &t);
}

/* The code for a token. The secret goes to nobody but the provider, and into no log. */
static enum err redeem(struct call *c, struct account *acc, const struct sso *sso, const struct sso_try *t,
        const json_t *provider, json_t **out, const char **out_why)
{
    struct arena *a = c->cx->arena;
    char *secret;
    struct meta *m = account_meta(acc);
    enum err e = sso_secret(c->app->dir, c->cx, m, &secret);
    meta_unpin(m);
    *out_why = "the client's secret cannot be opened";
    if (e)
        return e;
    bool basic = has_method(provider, "client_secret_basic");
    const char *id = fetch_escape(a, sso->client_id);
    struct fetch f = {.url = json_str(provider, "token_endpoint"),
            .form = arena_printf(a,
                    "grant_type=authorization_code&code=%s&redirect_uri=%s&code_verifier=%s%s",
                    fetch_escape(a, q_text(c, "code", "")), fetch_escape(a, own_url(c, "/api/sso/callback")),
                    t->verifier,
                    basic ? ""
                          : arena_printf(a, "&client_id=%s&client_secret=%s", id, fetch_escape(a, secret)))};
    if (basic) {
        f.user = id;
        f.password = fetch_escape(a, secret);
    }
    return ask(c, &f, out, out_why);
}

static bool verified(const json_t *claims)
{
    const json_t *v = json_object_get(claims, "email_verified");
    return json_is_true(v) || (json_is_string(v) && strcmp(json_string_value(v), "true") == 0);
}

/* Some providers tell the e-mail only when asked once more. */
static enum err ask_more(
        struct call *c, const json_t *provider, const json_t *token, json_t **claims, const char **out_why)
{
    struct fetch f = {
            .url = json_str(provider, "userinfo_endpoint"), .bearer = json_str(token, "access_token")};
    json_t *more;
    if (json_str(*claims, "email") || !f.url || !f.bearer)
        return ERR_OK;
    enum err e = ask(c, &f, &more, out_why);
    const char *sub = e ? NULL : json_str(more, "sub");
    if (!e && (!sub || strcmp(sub, json_str(*claims, "sub")) != 0)) {
        *out_why = "the provider spoke of somebody else";
        return ERR_UNAUTHENTICATED;
    }
    if (!e)
        *claims = more;
    return e;
}

static enum err claims_of(struct call *c, struct account *acc, const struct sso *sso, const struct sso_try *t,
        json_t **out_claims, const char **out_why)
{
    struct fetched keys;
    json_t *provider, *token;
    const struct id_wanted want = {
            .issuer = sso->issuer, .client_id = sso->client_id, .nonce = t->nonce, .now_at = c->cx->now_at};
    enum err e = discover(c, sso, &provider, out_why);
    if (!e)
        e = redeem(c, acc, sso, t, provider, &token, out_why);
    if (e)
        return e;
    const struct fetch f = {.url = json_str(provider, "jwks_uri"),
            .inside = c->app->cfg.sso_inside,
            .until_us = asks_until(c)};
    const char *id_token = json_str(token, "id_token");
    e = fetch_run(c->cx->arena, &f, &keys, out_why);
    if (!e)
        e = id_token_check(c->cx->arena, id_token ? id_token : "", keys.body, &want, out_claims, out_why);
    return e ? e : ask_more(c, provider, token, out_claims, out_why);
}

static enum err enter(struct call *c, struct account *acc, const struct sso *sso, const struct sso_try *t)
{
    json_t *claims;
    const char *why;
    struct session who;
    char *token;
    if (!ask_begin(c))
        return turn_away(c, "too many log-ins at once wait for their providers", "away");
    enum err e = claims_of(c, acc, sso, t, &claims, &why);
    ask_end(c);
    if (e)
        return turn_away(c, why, "failed");
    const char *email = json_str(claims, "email");
    if (!email || !verified(claims))
        return turn_away(c, "the provider vouches for no e-mail address", "unverified");
    e = sso_member(c->app->dir, acc, c->cx, sso, email, json_str(claims, "name"), &who);
    if (e == ERR_NOT_FOUND) {
        audit_apart(acc, c->cx, 0, email, AUDIT_LOGIN_REFUSED, "sso");
        return turn_away(c, "nobody here has this e-mail address", "nobody");
    }
    who.sso = true;
    if (!e)
        e = session_start(c->app->dir, c->cx, &who, &token);
    if (e)
        return turn_away(c, err_name(e), "failed");
    auth_cookie(c, token);
    audit_apart(acc, c->cx, who.member_id, NULL, AUDIT_LOGIN, "sso");
    return go(c, own_url(c, t->next));
}

static enum err get_callback(struct call *c)
{
    const char *browser = http_cookie(c->rq, COOKIE);
    struct sso_try t = {.state = q_text(c, "state", ""), .browser = browser ? browser : ""};
    struct account *acc;
    struct sso sso;
    cookie(c, "", 0);
    enum err e = sso_take(c->app->dir, c->cx, &t);
    if (e == ERR_NOT_FOUND)
        return turn_away(c, "no log-in of this browser is under way", "late");
    if (e)
        return e;
    if (!q_text(c, "code", NULL))
        return turn_away(c, "the provider let nobody in", "failed");
    e = find_account(c, &acc, &sso);
    if (e)
        return e;
    e = account_id(acc) == t.account_id ? enter(c, acc, &sso, &t) : ERR_NOT_FOUND;
    accounts_release(c->app->accounts, acc);
    return e;
}

static enum err write_sso(struct call *c, const struct sso *s)
{
    jw_obj(c->out);
    jw_kbool(c->out, "on", s->on);
    jw_kstr(c->out, "issuer", s->issuer);
    jw_kstr(c->out, "client_id", s->client_id);
    jw_kbool(c->out, "has_secret", s->has_secret);
    jw_kstr(c->out, "label", s->label);
    jw_kbool(c->out, "create", s->create);
    jw_kstr(c->out, "callback", own_url(c, "/api/sso/callback"));
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_sso(struct call *c)
{
    const struct sso s = sso_of(c->cx->arena, c->cx->meta);
    return write_sso(c, &s);
}

static enum err patch_sso(struct call *c)
{
    struct sso s = sso_of(c->cx->arena, c->cx->meta);
    s.on = in_bool(c, "on", s.on);
    s.create = in_bool(c, "create", s.create);
    s.issuer = in_text(c, "issuer", s.issuer);
    s.client_id = in_text(c, "client_id", s.client_id);
    s.label = in_text(c, "label", s.label);
    s.secret = in_text(c, "secret", NULL);
    enum err e = sso_update(c->app->dir, c->cx, &s, c->app->cfg.sso_inside);
    s.has_secret = s.has_secret || s.secret;
    return e ? e : write_sso(c, &s);
}

static const struct shape sh_sso = {"Sso",
        (const struct member_shape[]){R_BOOL("on"), R_TEXT("issuer"), R_TEXT("client_id"),
                {.name = "has_secret", .type = SH_BOOL, .flags = SH_REQUIRED, .doc = "It is never shown"},
                R_TEXT("label"), R_BOOL("create"),
                {.name = "callback",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED,
                        .doc = "The address to register at the provider"},
                SHAPE_END}};
static const struct shape sh_sso_in = {
        "SsoIn", (const struct member_shape[]){I_BOOL("on"), I_TEXT("issuer", 300), I_TEXT("client_id", 300),
                         {.name = "secret", .type = SH_TEXT, .min = 1, .max = 500}, I_TEXT("label", 60),
                         I_BOOL("create"), SHAPE_END}};
static const struct member_shape q_login[] = {{.name = "next", .type = SH_TEXT, .max = 1000}, SHAPE_END};
static const struct member_shape q_callback[] = {{.name = "code", .type = SH_TEXT, .max = 4000},
        {.name = "state", .type = SH_TEXT, .max = 200}, {.name = "error", .type = SH_TEXT, .max = 200},
        SHAPE_END};

static const struct route routes[] = {
        {"GET", "/api/sso", AUTH_ADMINISTRATOR, TX_NONE, 0, NULL, &sh_sso, NULL, get_sso,
                "How the account's single sign-on is set up.", NULL},
        {"PATCH", "/api/sso", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_sso_in, &sh_sso, NULL, patch_sso,
                "Change it; the secret goes in and never out.", NULL},
        {"GET", "/api/sso/login", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT | ROUTE_LONG | ROUTE_LEAVES, NULL,
                NULL, q_login, get_login, "Leave for the account's OpenID provider (a redirect).",
                "text/html"},
        {"GET", "/api/sso/callback", AUTH_PUBLIC, TX_NONE,
                ROUTE_RATE_STRICT | ROUTE_LONG | ROUTE_LEAVES | ROUTE_FREE_QUERY, NULL, NULL, q_callback,
                get_callback, "Come back from it: signs in, and goes on to the client (a redirect).",
                "text/html"},
};
const struct route_list sso_routes = {"Single sign-on", routes, sizeof routes / sizeof *routes};
