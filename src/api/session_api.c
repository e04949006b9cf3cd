#include "api/auth.h"
#include "api/people.h"
#include "api/shapes.h"
#include "core/demo.h"
#include "core/member.h"

#define RATE_EMAIL_BURST 10

/* Sign in as `who`: the cookie, and the reply {"me": Member}. */
enum err people_welcome(struct call *c, const struct session *who, int64_t job_id)
{
    char *token;
    enum err e =
            session_start(c->app->dir, c->cx, who, c->rq->remote, http_header(c->rq, "User-Agent"), &token);
    if (e)
        return e;
    struct account *acc;
    e = accounts_hold(c->app->accounts, who->account_id, &acc);
    if (e)
        return e;
    auth_cookie(c, token);
    struct meta *m = account_meta(acc);
    const struct member *me = meta_member(m, who->member_id);
    if (me && me->active) {
        jw_obj(c->out);
        jw_key(c->out, "me");
        member_write(c->out, me, false);
        if (job_id)
            jw_kint(c->out, "job_id", job_id);
        jw_obj_end(c->out);
    } else
        e = fail(c->cx, ERR_UNAUTHENTICATED, NULL, "error.login");
    meta_unpin(m);
    accounts_release(c->app->accounts, acc);
    return e;
}

/* Of the account that the address names, or the only one: who comes to several accounts' common door learns no names. */
static void write_company(struct call *c)
{
    int64_t id = site_account(c);
    struct account *acc = NULL;
    bool there = id && accounts_hold(c->app->accounts, id, &acc) == ERR_OK;
    struct meta *m = there ? account_meta(acc) : NULL;
    jw_kstr(c->out, "company", m ? meta_setting_str(m, "name", "") : NULL);
    jw_kbool(c->out, "demo", m && meta_setting_int(m, "demo", 0) != 0);
    if (m)
        meta_unpin(m);
    if (there)
        accounts_release(c->app->accounts, acc);
}

static enum err get_boot(struct call *c)
{
    struct jw *w = c->out;
    jw_obj(w);
    jw_kbool(w, "setup_needed", !accounts_count(c->app->accounts));
    jw_kstr(w, "version", CARDINAL_VERSION);
    jw_key(w, "languages");
    jw_arr(w);
    for (int l = 0; l < N_LANG; l++)
        jw_str(w, lang_code((enum lang)l));
    jw_arr_end(w);
    write_company(c);
    jw_key(w, "me");
    if (c->cx->member)
        member_write(w, c->cx->member, false);
    else
        jw_null(w);
    jw_obj_end(w);
    return ERR_OK;
}

static const char *const *text_list(struct call *c, const char *name, size_t *out_n)
{
    const json_t *list = in_json(c, name);
    *out_n = json_array_size(list);
    const char **texts = arena_array(c->cx->arena, const char *, *out_n + 1);
    for (size_t i = 0; i < *out_n; i++)
        texts[i] = json_string_value(json_array_get(list, i));
    return texts;
}

/* The new account's first job; the call itself has no account yet. */
static enum err start_demo(struct call *c, const struct session *who, int64_t *out_job_id)
{
    struct account *acc;
    enum err e = accounts_hold(c->app->accounts, who->account_id, &acc);
    if (e)
        return e;
    e = tx_write(acc, c->cx, who->member_id);
    if (!e)
        e = tx_end(acc, c->cx, demo_load(c->cx, out_job_id), NULL, NULL);
    accounts_release(c->app->accounts, acc);
    return e;
}

static enum err post_setup(struct call *c)
{
    struct set_up in = {.language = in_text(c, "language", NULL),
            .company = in_text(c, "company", NULL),
            .zone = in_text(c, "zone", NULL),
            .currency = in_text(c, "currency", NULL),
            .country = in_text(c, "country", NULL),
            .name = in_text(c, "name", NULL),
            .email = in_text(c, "email", NULL),
            .password = in_text(c, "password", NULL),
            .only_first = true};
    in.modules = text_list(c, "modules", &in.n_modules);
    if (accounts_count(c->app->accounts))
        return fail(c->cx, ERR_CONFLICT, NULL, "error.set_up_done");
    struct account *acc;
    struct session who;
    int64_t job_id = 0;
    enum err e = app_password_begin(c->app);
    if (e)
        return e;
    e = account_set_up(c->app->dir, c->cx, &in, NULL, &acc, &who);
    app_password_end(c->app);
    if (!e)
        e = app_adopt(c->app, acc, who.account_id);
    if (!e && strcmp(in_text(c, "start", "empty"), "demo") == 0)
        e = start_demo(c, &who, &job_id);
    return e ? e : people_welcome(c, &who, job_id);
}

static enum err post_login(struct call *c)
{
    const char *email = in_text(c, "email", ""), *password = in_text(c, "password", "");
    const char *key = text_email_key(c->cx->arena, email);
    int per_minute = c->app->cfg.rate_login_email;
    int wait_s = rate_take(
            c->app->rate, RATE_LOGIN_EMAIL, key ? key : "", per_minute, RATE_EMAIL_BURST, clock_mono_us());
    if (wait_s) {
        http_reply_header(c->rq, "Retry-After", arena_printf(c->cx->arena, "%d", wait_s));
        return fail_limit(c->cx, ERR_RATE, NULL, "error.login_rate", wait_s);
    }
    struct session who;
    enum err e = app_password_begin(c->app);
    if (e)
        return e;
    e = login_check(c->app->dir, c->cx, email, password, &who);
    app_password_end(c->app);
    if (e)
        return e;
    rate_give(c->app->rate, RATE_LOGIN_EMAIL, key ? key : "");
    return people_welcome(c, &who, 0);
}

static enum err post_login_link(struct call *c)
{
    struct session who;
    enum err e = link_use(c->app->dir, c->cx, in_text(c, "token", ""), &who);
    return e ? e : people_welcome(c, &who, 0);
}

static void forget(struct call *c, int64_t session_id)
{
    const struct session like = {.id = session_id};
    app_sessions_ended(c->app, &like, 0);
}

static enum err post_logout(struct call *c)
{
    auth_cookie(c, NULL);
    if (!c->session || c->session->key_id)
        return ERR_OK;
    enum err e = session_end(c->app->dir, c->cx, c->session->login_id, c->session->id);
    forget(c, c->session->id);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err get_sessions(struct call *c)
{
    struct session *rows;
    size_t n;
    struct jw *w = c->out;
    enum err e = session_list(c->app->dir, c->cx, c->session->login_id, &rows, &n);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n; i++) {
        jw_obj(w);
        jw_kint(w, "id", rows[i].id);
        jw_kint(w, "created_at", rows[i].created_at);
        jw_kint(w, "seen_at", rows[i].seen_at);
        jw_kstr(w, "address", rows[i].address);
        jw_kstr(w, "agent", rows[i].agent);
        jw_kbool(w, "current", rows[i].id == c->session->id);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return ERR_OK;
}

static enum err delete_session(struct call *c)
{
    enum err e = session_end(c->app->dir, c->cx, c->session->login_id, c->id[0]);
    if (!e)
        forget(c, c->id[0]);
    return e;
}

static enum err post_password(struct call *c)
{
    enum err e = app_password_begin(c->app);
    if (e)
        return e;
    e = password_change(
            c->app->dir, c->cx, c->session, in_text(c, "current", ""), in_text(c, "password", ""));
    app_password_end(c->app);
    if (e)
        return e;
    const struct session like = {.login_id = c->session->login_id};
    app_sessions_ended(c->app, &like, c->session->id);
    return ERR_OK;
}

static const char *const v_starts[] = {"import", "demo", "empty", NULL};

static const struct shape sh_boot = {
        "Boot", (const struct member_shape[]){R_BOOL("setup_needed"), R_TEXT("version"), R_TEXTS("languages"),
                        N_TEXT("company"), R_BOOL("demo"), N_OBJ("me", &sh_member), SHAPE_END}};
static const struct shape sh_signed_in = {"SignedIn",
        (const struct member_shape[]){R_OBJ("me", &sh_member),
                {.name = "job_id", .type = SH_INT, .doc = "Set-up with demo data: the job that makes it"},
                SHAPE_END}};
static const struct shape sh_setup_in = {"SetupIn",
        (const struct member_shape[]){
                {.name = "language", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_languages},
                {.name = "company", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 100},
                {.name = "zone", .type = SH_TEXT, .max = 60, .doc = "IANA name; default by language"},
                {.name = "currency",
                        .type = SH_TEXT,
                        .min = 3,
                        .max = 3,
                        .doc = "ISO 4217; default by language"},
                {.name = "country",
                        .type = SH_TEXT,
                        .min = 2,
                        .max = 2,
                        .doc = "ISO 3166; default by language"},
                {.name = "name", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 100},
                {.name = "email", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 3, .max = 254},
                {.name = "password",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED,
                        .min = PASSWORD_MIN_CHARS,
                        .max = PASSWORD_MAX_CHARS},
                {.name = "modules", .type = SH_ARRAY_TEXT, .max = 20, .doc = "Names of module templates"},
                I_ENUM("start", v_starts), SHAPE_END}};
static const struct shape sh_login_in = {"LoginIn",
        (const struct member_shape[]){{.name = "email", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 254},
                {.name = "password", .type = SH_TEXT, .flags = SH_REQUIRED, .max = PASSWORD_MAX_CHARS},
                SHAPE_END}};
static const struct shape sh_token_in = {"TokenIn",
        (const struct member_shape[]){
                {.name = "token", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 100}, SHAPE_END}};
static const struct shape sh_session = {
        "Session", (const struct member_shape[]){R_INT("id"), R_TIME("created_at"), R_TIME("seen_at"),
                           R_TEXT("address"), R_TEXT("agent"), R_BOOL("current"), SHAPE_END}};
static const struct shape sh_sessions = {
        "Sessions", (const struct member_shape[]){R_ARR("rows", &sh_session), SHAPE_END}};
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
        {"GET", "/api/boot", AUTH_PUBLIC, TX_NONE, 0, NULL, &sh_boot, NULL, get_boot,
                "What a client needs before anybody is signed in.", NULL},
        {"POST", "/api/setup", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT | ROUTE_LONG, &sh_setup_in,
                &sh_signed_in, NULL, post_setup, "Set up the first account; refused once there is one.",
                NULL},
        {"POST", "/api/login", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT | ROUTE_LONG, &sh_login_in,
                &sh_signed_in, NULL, post_login, "Sign in with e-mail and password; sets the session cookie.",
                NULL},
        {"POST", "/api/login/link", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT, &sh_token_in, &sh_signed_in,
                NULL, post_login_link, "Sign in with a one-time link's token.", NULL},
        {"POST", "/api/logout", AUTH_PUBLIC, TX_NONE, 0, &sh_empty, &sh_empty, NULL, post_logout,
                "End this session.", NULL},
        {"GET", "/api/sessions", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_sessions, NULL, get_sessions,
                "Where I am signed in.", NULL},
        {"DELETE", "/api/sessions/{id}", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_empty, NULL, delete_session,
                "End one of my sessions.", NULL},
        {"POST", "/api/password", AUTH_MEMBER, TX_NONE, ROUTE_LONG, &sh_password_in, &sh_empty, NULL,
                post_password, "Change my password; ends my other sessions.", NULL},
};
const struct route_list session_routes = {"Signing in", routes, sizeof routes / sizeof *routes};
