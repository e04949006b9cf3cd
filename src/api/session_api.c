#include "api/auth.h"
#include "api/people.h"
#include "api/shapes.h"
#include "api/site.h"
#include "core/audit.h"
#include "core/demo.h"
#include "core/member.h"
#include "core/sso.h"

/* What the log-in page offers beside the password. */
static void write_sso(struct call *c, const struct meta *m)
{
    const struct sso s = m ? sso_of(c->cx->arena, m) : (struct sso){.on = false};
    const char *host = s.on && strstr(s.issuer, "://") ? strstr(s.issuer, "://") + 3 : "";
    jw_key(c->out, "sso");
    if (!s.on)
        jw_null(c->out);
    else if (*s.label)
        jw_str(c->out, s.label);
    else
        jw_strn(c->out, host, strcspn(host, "/"));
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
    write_sso(c, m);
    if (m)
        meta_unpin(m);
    if (there)
        accounts_release(c->app->accounts, acc);
}

/* By whom, when an administrator sees as me. */
static void write_seeing(struct call *c)
{
    const struct session *s = c->session;
    jw_key(c->out, "seeing_as");
    if (!s || !s->by_id) {
        jw_null(c->out);
        return;
    }
    const struct member *by = meta_member(c->cx->meta, s->by_id);
    jw_obj(c->out);
    jw_kint(c->out, "by_id", s->by_id);
    jw_kstr(c->out, "by_name", by ? by->name : "");
    jw_kint(c->out, "until", s->seen_until);
    jw_obj_end(c->out);
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
    jw_kbool(w, "two_step_missing", auth_weak(c));
    write_seeing(c);
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
    return e ? e : people_welcome(c, &who, "set_up", job_id);
}

static void write_accounts(struct call *c, const struct belonging *b, size_t n)
{
    jw_key(c->out, "accounts");
    jw_arr(c->out);
    for (size_t i = 0; i < n; i++) {
        if (b[i].joined != JOINED && b[i].account_id != c->session->account_id)
            continue;
        jw_obj(c->out);
        jw_kint(c->out, "id", b[i].account_id);
        jw_kstr(c->out, "slug", b[i].slug);
        jw_kstr(c->out, "name", b[i].name);
        jw_kbool(c->out, "current", b[i].account_id == c->session->account_id);
        jw_obj_end(c->out);
    }
    jw_arr_end(c->out);
}

/* A key belongs to one account, and knows of no other. */
static enum err get_session(struct call *c)
{
    struct belonging *b, mine = {.account_id = c->session->account_id};
    struct account_facts facts;
    size_t n = 1;
    enum err e = accounts_facts(c->app->accounts, c->cx->arena, mine.account_id, &facts);
    bool bound = c->session->key_id || c->session->sso;
    if (!e && !bound)
        e = login_belongs(c->app->dir, c->cx, c->session->login_id, &b, &n);
    if (e)
        return e;
    mine.slug = facts.slug;
    mine.name = facts.name;
    jw_obj(c->out);
    jw_key(c->out, "me");
    member_write(c->out, c->cx->member, false);
    write_accounts(c, bound ? &mine : b, n);
    jw_kbool(c->out, "sso", c->session->sso);
    write_seeing(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

/* Where the other account is found by its host, a one-time link brings the log-in there: cookies do not cross hosts. */
static enum err go_to(struct call *c, const struct session *who, const struct account_facts *facts)
{
    char *token;
    bool by_link = c->site.by_host || facts->host;
    enum err e = by_link ? link_make(c->app->dir, c->cx, who, &token)
                         : session_start(c->app->dir, c->cx, who, &token);
    if (e)
        return e;
    bool by_path = *c->site.prefix || (by_link && !facts->host);
    const char *path = by_path ? arena_printf(c->cx->arena, "/a/%s", facts->slug) : "";
    if (!by_link) {
        c->site.prefix = path;
        auth_cookie(c, token);
    }
    if (!by_link && !by_path) { /* the cookie that carried it is overwritten */
        e = session_end(c->app->dir, c->cx, c->session->login_id, c->session->id);
        people_session_ended(c, c->session->id);
        if (e && e != ERR_NOT_FOUND)
            return e;
    }
    jw_obj(c->out);
    jw_kstr(c->out, "url",
            by_link ? site_url(c, facts->host, arena_printf(c->cx->arena, "%s/link/%s", path, token))
                    : arena_printf(c->cx->arena, "%s/", path));
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_session_account(struct call *c)
{
    struct session who;
    struct account_facts facts;
    enum err e = people_need_login(c);
    if (!e)
        e = people_seat(c, c->session->login_id, in_int(c, "account_id", 0), &who);
    who.strong = c->session->strong;
    if (!e)
        e = accounts_facts(c->app->accounts, c->cx->arena, who.account_id, &facts);
    return e ? e : go_to(c, &who, &facts);
}

/* A key knows those of its account alone; and by single sign-on a session knows itself. */
static bool is_ours(const struct call *c, const struct session *s)
{
    return (!c->session->key_id || s->account_id == c->session->account_id) &&
           (!c->session->sso || s->id == c->session->id);
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
        if (!is_ours(c, &rows[i]))
            continue;
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

/* A key ends those of its account alone. */
static enum err check_ours(struct call *c, int64_t id)
{
    struct session *rows;
    size_t n;
    enum err e = session_list(c->app->dir, c->cx, c->session->login_id, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (rows[i].id == id && is_ours(c, &rows[i]))
            return ERR_OK;
    return e ? e : ERR_NOT_FOUND;
}

static enum err delete_session(struct call *c)
{
    enum err e = c->session->sso && c->session->id != c->id[0] ? people_need_login(c)
                 : c->session->key_id                          ? check_ours(c, c->id[0])
                                                               : ERR_OK;
    if (!e)
        e = session_end(c->app->dir, c->cx, c->session->login_id, c->id[0]);
    if (e)
        return e;
    people_session_ended(c, c->id[0]);
    people_note(c, AUDIT_SESSION_ENDED, NULL);
    return ERR_OK;
}

static enum err delete_sessions(struct call *c)
{
    enum err e = people_need_login(c);
    if (!e)
        e = session_end_others(c->app->dir, c->cx, c->session);
    if (e)
        return e;
    const struct session like = {.login_id = c->session->login_id};
    app_sessions_ended(c->app, &like, c->session->id);
    people_note(c, AUDIT_SESSION_ENDED, NULL);
    return ERR_OK;
}

static const char *const v_starts[] = {"import", "demo", "empty", NULL};

static const struct shape sh_seeing = {"SeeingAs",
        (const struct member_shape[]){R_INT("by_id"), R_TEXT("by_name"), R_TIME("until"), SHAPE_END}};
static const struct shape sh_boot = {
        "Boot", (const struct member_shape[]){R_BOOL("setup_needed"), R_TEXT("version"), R_TEXTS("languages"),
                        N_TEXT("company"), R_BOOL("demo"),
                        {.name = "sso",
                                .type = SH_TEXT,
                                .flags = SH_REQUIRED | SH_NULL,
                                .doc = "What single sign-on is called here; null = there is none"},
                        N_OBJ("me", &sh_member),
                        {.name = "two_step_missing",
                                .type = SH_BOOL,
                                .flags = SH_REQUIRED,
                                .doc = "The account asks for a second step, and I have none: nothing else "
                                       "works before"},
                        N_OBJ("seeing_as", &sh_seeing), SHAPE_END}};
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
static const struct shape sh_seat = {
        "SessionAccount", (const struct member_shape[]){
                                  R_INT("id"), R_TEXT("slug"), R_TEXT("name"), R_BOOL("current"), SHAPE_END}};
static const struct shape sh_here = {"SignedInHere",
        (const struct member_shape[]){R_OBJ("me", &sh_member), R_ARR("accounts", &sh_seat),
                {.name = "sso",
                        .type = SH_BOOL,
                        .flags = SH_REQUIRED,
                        .doc = "Single sign-on vouches for this session: password, second step and other "
                               "sessions are not reached from it"},
                N_OBJ("seeing_as", &sh_seeing), SHAPE_END}};
static const struct shape sh_switch_in = {"SwitchIn",
        (const struct member_shape[]){
                {.name = "account_id", .type = SH_INT, .flags = SH_REQUIRED, .min = 1, .max = SHAPE_INT_MAX},
                SHAPE_END}};
static const struct shape sh_switched = {
        "Switched", (const struct member_shape[]){{.name = "url",
                                                          .type = SH_TEXT,
                                                          .flags = SH_REQUIRED,
                                                          .doc = "Where the account is found; follow it"},
                            SHAPE_END}};
static const struct shape sh_session = {
        "Session", (const struct member_shape[]){R_INT("id"), R_TIME("created_at"), R_TIME("seen_at"),
                           R_TEXT("address"), R_TEXT("agent"), R_BOOL("current"), SHAPE_END}};
static const struct shape sh_sessions = {
        "Sessions", (const struct member_shape[]){R_ARR("rows", &sh_session), SHAPE_END}};

static const struct route routes[] = {
        {"GET", "/api/boot", AUTH_PUBLIC, TX_NONE, 0, NULL, &sh_boot, NULL, get_boot,
                "What a client needs before anybody is signed in.", NULL},
        {"POST", "/api/setup", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT | ROUTE_LONG, &sh_setup_in,
                &sh_signed_in, NULL, post_setup, "Set up the first account; refused once there is one.",
                NULL},
        {"GET", "/api/session", AUTH_MEMBER, TX_NONE, ROUTE_WEAK, NULL, &sh_here, NULL, get_session,
                "Who I am, and the accounts that my log-in may switch to.", NULL},
        {"POST", "/api/session/account", AUTH_MEMBER, TX_NONE, ROUTE_WEAK, &sh_switch_in, &sh_switched, NULL,
                post_session_account, "Work in another of my accounts: a new session there.", NULL},
        {"GET", "/api/sessions", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_sessions, NULL, get_sessions,
                "Where I am signed in.", NULL},
        {"DELETE", "/api/sessions", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_empty, NULL, delete_sessions,
                "End all my other sessions.", NULL},
        {"DELETE", "/api/sessions/{id}", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_empty, NULL, delete_session,
                "End one of my sessions.", NULL},
};
const struct route_list session_routes = {"Signing in", routes, sizeof routes / sizeof *routes};
