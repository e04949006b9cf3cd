/* login_api - logging in, by password and perhaps a second step or by a one-time link, and out; one's password. */
#include "api/auth.h"
#include "api/people.h"
#include "api/shapes.h"
#include "core/two_step.h"

static enum err post_login(struct call *c)
{
    const char *email = in_text(c, "email", ""), *password = in_text(c, "password", "");
    const char *known = text_email_key(c->cx->arena, email), *key = known ? known : "";
    int64_t login_id;
    struct session who;
    enum err e = people_login_rate(c, key);
    if (!e)
        e = app_password_begin(c->app);
    if (e)
        return e;
    e = login_check(c->app->dir, c->cx, email, password, &login_id);
    app_password_end(c->app);
    if (e == ERR_UNAUTHENTICATED)
        people_note_refused(c, key, AUDIT_LOGIN_REFUSED);
    if (e)
        return e;
    people_login_good(c, key);
    e = people_seat(c, login_id, c->site.account_id, &who);
    return e == ERR_NOT_FOUND ? fail(c->cx, ERR_UNAUTHENTICATED, NULL, "error.login")
           : e                ? e
                              : people_enter(c, &who, "password");
}

static enum err post_login_link(struct call *c)
{
    struct session who;
    enum err e = link_use(c->app->dir, c->cx, in_text(c, "token", ""), c->site.account_id, &who);
    who.strong = true;
    return e ? e : people_welcome(c, &who, "link", 0);
}

/* The name of whoever waits for the second step, for the audit log. */
static void note_code(struct call *c, const struct session *who, enum audit_kind kind)
{
    struct account *acc;
    if (accounts_hold(c->app->accounts, who->account_id, &acc))
        return;
    audit_apart(acc, c->cx, who->member_id, NULL, kind, "two_step");
    accounts_release(c->app->accounts, acc);
}

static enum err post_login_code(struct call *c)
{
    const char *token = in_text(c, "token", "");
    struct session who;
    bool recovery;
    enum err e = two_step_waiting(c->app->dir, c->cx, token, &who);
    if (!e)
        e = people_code_begin(c, who.login_id);
    if (e)
        return e;
    e = two_step_check(c->app->dir, c->cx, who.login_id, in_text(c, "code", ""), &recovery);
    if (e == ERR_INVALID)
        note_code(c, &who, AUDIT_LOGIN_REFUSED);
    if (!e)
        e = two_step_arrived(c->app->dir, c->cx, token);
    if (e)
        return e;
    people_code_good(c, who.login_id);
    who.strong = true;
    if (recovery)
        note_code(c, &who, AUDIT_RECOVERY_USED);
    return people_welcome(c, &who, recovery ? "recovery" : "two_step", 0);
}

static enum err post_logout(struct call *c)
{
    auth_cookie(c, NULL);
    if (!c->session || c->session->key_id)
        return ERR_OK;
    enum err e = session_end(c->app->dir, c->cx, c->session->login_id, c->session->id);
    people_session_ended(c, c->session->id);
    if (!e)
        people_note(c, AUDIT_LOGOUT, NULL);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err post_password(struct call *c)
{
    enum err e = people_need_login(c);
    if (!e)
        e = people_code_begin(c, c->session->login_id); /* a password is tried here, too */
    if (!e)
        e = app_password_begin(c->app);
    if (e)
        return e;
    e = password_change(
            c->app->dir, c->cx, c->session, in_text(c, "current", ""), in_text(c, "password", ""));
    app_password_end(c->app);
    if (e)
        return e;
    people_code_good(c, c->session->login_id);
    const struct session like = {.login_id = c->session->login_id};
    app_sessions_ended(c->app, &like, c->session->id);
    people_note(c, AUDIT_PASSWORD_CHANGED, NULL);
    return ERR_OK;
}

static const struct shape sh_login_in = {"LoginIn",
        (const struct member_shape[]){{.name = "email", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 254},
                {.name = "password", .type = SH_TEXT, .flags = SH_REQUIRED, .max = PASSWORD_MAX_CHARS},
                SHAPE_END}};

static const struct shape sh_login_code_in = {"LoginCodeIn",
        (const struct member_shape[]){
                {.name = "token", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 100},
                {.name = "code", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 40}, SHAPE_END}};
static const struct shape sh_token_in = {"TokenIn",
        (const struct member_shape[]){
                {.name = "token", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 100}, SHAPE_END}};

static const struct shape sh_password_in = {"PasswordIn",
        (const struct member_shape[]){
                {.name = "current", .type = SH_TEXT, .flags = SH_REQUIRED, .max = PASSWORD_MAX_CHARS},
                {.name = "password",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED,
                        .min = PASSWORD_MIN_CHARS,
                        .max = PASSWORD_MAX_CHARS},
                SHAPE_END}};

static const struct route routes[] = {
        {"POST", "/api/login", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT | ROUTE_LONG, &sh_login_in,
                &sh_signed_in, NULL, post_login,
                "Sign in with e-mail and password; sets the session cookie, or asks for the second step.",
                NULL},
        {"POST", "/api/login/code", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT, &sh_login_code_in, &sh_signed_in,
                NULL, post_login_code,
                "The second step: what the log-in gave as two_step, and a code of the app or a recovery "
                "code.",
                NULL},
        {"POST", "/api/login/link", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT, &sh_token_in, &sh_signed_in,
                NULL, post_login_link, "Sign in with a one-time link's token.", NULL},
        {"POST", "/api/logout", AUTH_PUBLIC, TX_NONE, ROUTE_SEEING, &sh_empty, &sh_empty, NULL, post_logout,
                "End this session.", NULL},
        {"POST", "/api/password", AUTH_MEMBER, TX_NONE, ROUTE_LONG, &sh_password_in, &sh_empty, NULL,
                post_password, "Change my password; ends my other sessions.", NULL},
};
const struct route_list login_routes = {"Logging in", routes, sizeof routes / sizeof *routes};
