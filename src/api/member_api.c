#include "api/auth.h"
#include "api/people.h"
#include "api/shapes.h"
#include "api/site.h"
#include "core/audit.h"
#include "core/member.h"

static bool among(int64_t id, const int64_t *ids, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

enum err people_write(struct call *c)
{
    int64_t *ids;
    size_t n;
    enum err e = invites_pending(c->app->dir, c->cx, c->session->account_id, &ids, &n);
    if (e)
        return e;
    jw_arr(c->out);
    for (int i = 0; i < c->cx->meta->n_members; i++) {
        const struct member *m = &c->cx->meta->members[i];
        member_write(c->out, m, among(m->id, ids, n));
    }
    jw_arr_end(c->out);
    return ERR_OK;
}

static enum err get_me(struct call *c)
{
    jw_obj(c->out);
    member_write_members(c->out, c->cx->member, false);
    jw_kstr(c->out, "company", meta_setting_str(c->cx->meta, "name", ""));
    jw_kstr(c->out, "currency", meta_setting_str(c->cx->meta, "currency", "EUR"));
    jw_kbool(c->out, "demo", meta_setting_int(c->cx->meta, "demo", 0) != 0);
    jw_obj_end(c->out);
    return ERR_OK;
}

static struct member_edit edit_of(const struct call *c)
{
    static const struct {
        const char *name;
        unsigned bit;
    } members[] = {{"name", MEMBER_NAME}, {"role", MEMBER_ROLE}, {"sees_all", MEMBER_SEES_ALL},
            {"active", MEMBER_ACTIVE}, {"locked", MEMBER_LOCKED}, {"language", MEMBER_LANGUAGE},
            {"zone", MEMBER_ZONE}, {"theme", MEMBER_THEME}};
    struct member_edit in = {.name = in_text(c, "name", NULL),
            .role = in_text(c, "role", NULL),
            .language = in_text(c, "language", NULL),
            .zone = in_text(c, "zone", NULL),
            .theme = in_text(c, "theme", NULL),
            .sees_all = in_bool(c, "sees_all", false),
            .active = in_bool(c, "active", true),
            .locked = in_bool(c, "locked", false)};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (in_has(c, members[i].name))
            in.set |= members[i].bit;
    return in;
}

static enum err write_member(struct call *c, const char *key, int64_t id, bool pending)
{
    struct member m;
    enum err e = member_read(c->cx, id, &m);
    if (e)
        return e;
    jw_key(c->out, key);
    member_write(c->out, &m, pending);
    return ERR_OK;
}

static enum err patch_me(struct call *c)
{
    const struct member_edit in = edit_of(c);
    int64_t id = c->cx->member->id;
    enum err e = member_update(c->cx, id, in_int(c, "version", 0), &in);
    jw_obj(c->out);
    if (!e)
        e = write_member(c, "me", id, false);
    jw_obj_end(c->out);
    return e;
}

static enum err get_members(struct call *c)
{
    jw_obj(c->out);
    jw_key(c->out, "rows");
    enum err e = people_write(c);
    jw_obj_end(c->out);
    return e;
}

/* The address of one of the client's pages, as the one who asks sees the server. */
static char *page_url(struct call *c, const char *page, const char *token)
{
    return arena_printf(c->cx->arena, "%s%s/%s/%s", site_base(c), c->site.prefix, page, token);
}

static enum err invite(struct call *c, int64_t login_id, int64_t member_id)
{
    const struct session who = {
            .login_id = login_id, .account_id = c->session->account_id, .member_id = member_id};
    char *token;
    enum err e = invite_make(c->app->dir, c->cx, &who, &token);
    if (!e)
        jw_kstr(c->out, "invite_url", page_url(c, "invite", token));
    return e;
}

static enum err post_member(struct call *c)
{
    struct member_edit in = edit_of(c);
    const char *email = text_email_key(c->cx->arena, in_text(c, "email", ""));
    int64_t login_id, id;
    if (!email)
        return fail(c->cx, ERR_INVALID, "email", "error.email");
    enum err e = member_may_add(c->cx, &in);
    if (!e)
        e = login_for(c->app->dir, c->cx, email, in.name, &login_id);
    if (!e)
        e = member_create(c->cx, login_id, email, &in, &id);
    if (e)
        return e;
    jw_obj(c->out);
    e = write_member(c, "member", id, true);
    if (!e)
        e = invite(c, login_id, id);
    jw_obj_end(c->out);
    return e ? e : audit_note(c->cx, AUDIT_MEMBER_ADDED, in.name, NULL);
}

enum err people_sign_out(struct call *c, int64_t member_id, bool for_good)
{
    const struct session like = {.account_id = c->session->account_id, .member_id = member_id};
    enum err e = for_good ? session_end_for_good(c->app->dir, c->cx, like.account_id, member_id)
                          : session_end_member(c->app->dir, c->cx, like.account_id, member_id);
    app_sessions_ended(c->app, &like, 0);
    return e;
}

static enum err patch_member(struct call *c)
{
    const struct member_edit in = edit_of(c);
    struct member was;
    enum err e = member_read(c->cx, c->id[0], &was);
    if (!e)
        e = member_update(c->cx, c->id[0], in_int(c, "version", 0), &in);
    const bool goes = in.set & MEMBER_ACTIVE && !in.active, comes = in.set & MEMBER_ACTIVE && in.active;
    if (!e && (goes || (comes && !was.active) || (in.set & MEMBER_LOCKED && in.locked)))
        e = people_sign_out(c, c->id[0], comes && !was.active);
    int64_t *ids;
    size_t n;
    if (!e)
        e = invites_pending(c->app->dir, c->cx, c->session->account_id, &ids, &n);
    if (e)
        return e;
    jw_obj(c->out);
    e = write_member(c, "member", c->id[0], among(c->id[0], ids, n));
    jw_obj_end(c->out);
    return e;
}

static enum err post_member_invite(struct call *c)
{
    const struct member *m = meta_member(c->cx->meta, c->id[0]);
    if (!m)
        return ERR_NOT_FOUND;
    if (!m->active)
        return fail(c->cx, ERR_CONFLICT, NULL, "error.member_inactive");
    jw_obj(c->out);
    enum err e = invite(c, m->login_id, m->id);
    jw_obj_end(c->out);
    return e ? e : audit_note(c->cx, AUDIT_MEMBER_INVITED, m->name, NULL);
}

static enum err get_invite(struct call *c)
{
    struct invite in;
    struct account *acc;
    enum err e = invite_find(c->app->dir, c->cx, c->text[0], c->site.account_id, &in);
    if (!e)
        e = accounts_hold(c->app->accounts, in.account_id, &acc);
    if (e)
        return e;
    struct meta *m = account_meta(acc);
    const struct member *invited = meta_member(m, in.member_id);
    jw_obj(c->out);
    jw_kstr(c->out, "company", in.company);
    jw_kstr(c->out, "name", invited ? invited->name : "");
    meta_unpin(m);
    accounts_release(c->app->accounts, acc);
    jw_kstr(c->out, "email", in.email);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_invite(struct call *c)
{
    const char *name = in_text(c, "name", "");
    struct session who;
    struct invite in;
    enum err e = invite_find(c->app->dir, c->cx, c->text[0], c->site.account_id, &in);
    if (!e)
        e = people_login_rate(c, in.email);
    if (!e)
        e = app_password_begin(c->app);
    if (e)
        return e;
    e = invite_accept(
            c->app->dir, c->cx, c->text[0], c->site.account_id, name, in_text(c, "password", ""), &who);
    app_password_end(c->app);
    struct account *acc;
    if (e == ERR_INVALID && strcmp(c->cx->fault.key, "error.password_wrong") == 0)
        people_note_refused(c, in.email, AUDIT_LOGIN_REFUSED);
    if (!e)
        people_login_good(c, in.email);
    if (!e)
        e = accounts_hold(c->app->accounts, who.account_id, &acc);
    if (e)
        return e;
    e = invite_join(acc, c->cx, &who, name);
    accounts_release(c->app->accounts, acc);
    return e ? e : people_enter(c, &who, "invitation");
}

/* Keys of everybody for administrators, else one's own. */
static int64_t keys_of(const struct call *c)
{
    return c->cx->member->role == ROLE_ADMINISTRATOR ? 0 : c->cx->member->id;
}

static enum err get_keys(struct call *c)
{
    struct key_row *rows;
    size_t n;
    struct jw *w = c->out;
    enum err e = key_list(c->app->dir, c->cx, c->session->account_id, keys_of(c), KEY_PREFIX, &rows, &n);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n; i++) {
        jw_obj(w);
        jw_kint(w, "id", rows[i].id);
        jw_kstr(w, "name", rows[i].name);
        jw_kstr(w, "prefix", rows[i].prefix);
        jw_kint(w, "member_id", rows[i].member_id);
        jw_kint(w, "created_at", rows[i].created_at);
        jw_key(w, "used_at");
        jw_val(w, rows[i].used_at ? val_int(rows[i].used_at) : val_null());
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return ERR_OK;
}

static enum err post_key(struct call *c)
{
    char *key;
    int64_t id;
    enum err e = key_make(c->app->dir, c->cx, c->session->account_id, c->cx->member->id, KEY_PREFIX,
            text_trim(c->cx->arena, in_text(c, "name", "")), &key, &id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kstr(c->out, "key", key);
    jw_kint(c->out, "id", id);
    jw_obj_end(c->out);
    audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_KEY_MADE, in_text(c, "name", ""));
    return ERR_OK;
}

static enum err delete_key(struct call *c)
{
    const char *name;
    enum err e = key_named(c->app->dir, c->cx, c->session->account_id, keys_of(c), c->id[0], &name);
    if (!e)
        e = key_end(c->app->dir, c->cx, c->session->account_id, keys_of(c), c->id[0]);
    if (e)
        return e;
    const struct session like = {.key_id = c->id[0]};
    app_sessions_ended(c->app, &like, 0);
    audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_KEY_REMOVED, name);
    return ERR_OK;
}

static enum err patch_account(struct call *c)
{
    const struct settings_edit in = {.name = in_text(c, "name", NULL),
            .zone = in_text(c, "zone", NULL),
            .country = in_text(c, "country", NULL),
            .name_order = in_text(c, "name_order", NULL),
            .work_hours = in_json(c, "work_hours")};
    enum err e = settings_update(c->cx, &in);
    if (!e && in.name)
        e = directory_rename_account(
                c->app->dir, c->cx, c->session->account_id, text_trim(c->cx->arena, in.name));
    return e;
}

static const struct shape sh_me_in = {
        "MeIn", (const struct member_shape[]){{.name = "name", .type = SH_TEXT, .min = 1, .max = 100},
                        I_ENUM("language", v_languages), I_TEXT("zone", 60), I_ENUM("theme", v_themes),
                        I_VERSION, SHAPE_END}};
static const struct shape sh_me_out = {
        "MeOut", (const struct member_shape[]){R_OBJ("me", &sh_member), SHAPE_END}};
static const struct shape sh_members = {
        "Members", (const struct member_shape[]){R_ARR("rows", &sh_member), SHAPE_END}};
static const struct shape sh_member_new = {
        "MemberNew", (const struct member_shape[]){
                             {.name = "name", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 100},
                             {.name = "email", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 3, .max = 254},
                             {.name = "role", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 60},
                             I_BOOL("sees_all"), I_ENUM("language", v_languages), SHAPE_END}};
static const struct shape sh_member_invited = {"MemberInvited",
        (const struct member_shape[]){R_OBJ("member", &sh_member), R_TEXT("invite_url"), SHAPE_END}};
static const struct shape sh_member_in = {
        "MemberIn", (const struct member_shape[]){{.name = "name", .type = SH_TEXT, .min = 1, .max = 100},
                            I_TEXT("role", 60), I_BOOL("sees_all"), I_BOOL("active"), I_BOOL("locked"),
                            I_VERSION, SHAPE_END}};
static const struct shape sh_member_out = {
        "MemberOut", (const struct member_shape[]){R_OBJ("member", &sh_member), SHAPE_END}};
static const struct shape sh_invite_url = {
        "InviteUrl", (const struct member_shape[]){R_TEXT("invite_url"), SHAPE_END}};
static const struct shape sh_invite = {"Invite",
        (const struct member_shape[]){R_TEXT("company"), R_TEXT("name"), R_TEXT("email"), SHAPE_END}};
static const struct shape sh_invite_in = {"InviteIn",
        (const struct member_shape[]){
                {.name = "name", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 100},
                {.name = "password", .type = SH_TEXT, .flags = SH_REQUIRED, .max = PASSWORD_MAX_CHARS},
                SHAPE_END}};
static const struct shape sh_key = {
        "ApiKey", (const struct member_shape[]){R_INT("id"), R_TEXT("name"), R_TEXT("prefix"),
                          R_INT("member_id"), R_TIME("created_at"), N_TIME("used_at"), SHAPE_END}};
static const struct shape sh_keys = {
        "ApiKeys", (const struct member_shape[]){R_ARR("rows", &sh_key), SHAPE_END}};
static const struct shape sh_key_in = {"ApiKeyIn",
        (const struct member_shape[]){
                {.name = "name", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 60}, SHAPE_END}};
static const struct shape sh_key_out = {
        "ApiKeyNew", (const struct member_shape[]){
                             {.name = "key", .type = SH_TEXT, .flags = SH_REQUIRED, .doc = "Shown only now"},
                             R_INT("id"), SHAPE_END}};
static const struct shape sh_account_in = {"AccountIn",
        (const struct member_shape[]){{.name = "name", .type = SH_TEXT, .min = 1, .max = 100},
                I_TEXT("zone", 60), {.name = "country", .type = SH_TEXT, .min = 2, .max = 2},
                I_ENUM("name_order", v_name_orders),
                {.name = "work_hours",
                        .type = SH_MAP,
                        .doc = "{days: seven of {from, to} or null, Monday first; holidays: [date]}"},
                SHAPE_END}};

static const struct route routes[] = {
        {"GET", "/api/me", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_me, NULL, get_me, "Who I am.", NULL},
        {"PATCH", "/api/me", AUTH_MEMBER, TX_WRITE, 0, &sh_me_in, &sh_me_out, NULL, patch_me,
                "Change my name, language, time zone or theme.", NULL},
        {"GET", "/api/members", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_members, NULL, get_members,
                "The users of this account.", NULL},
        {"POST", "/api/members", AUTH_ADMINISTRATOR, TX_WRITE, ROUTE_CREATED, &sh_member_new,
                &sh_member_invited, NULL, post_member,
                "Add a user; the reply carries the invitation's address, valid for 14 days.", NULL},
        {"PATCH", "/api/members/{id}", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_member_in, &sh_member_out, NULL,
                patch_member, "Change a user's name, role or visibility, or deactivate it.", NULL},
        {"POST", "/api/members/{id}/invite", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_empty, &sh_invite_url, NULL,
                post_member_invite, "Make a new invitation; older ones stop working.", NULL},
        {"GET", "/api/invites/{token}", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT, NULL, &sh_invite, NULL,
                get_invite, "What an invitation is for.", NULL},
        {"POST", "/api/invites/{token}", AUTH_PUBLIC, TX_NONE, ROUTE_RATE_STRICT | ROUTE_LONG, &sh_invite_in,
                &sh_signed_in, NULL, post_invite, "Accept an invitation: sets the password and signs in.",
                NULL},
        {"GET", "/api/keys", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_keys, NULL, get_keys,
                "API keys: my own, or everybody's for administrators.", NULL},
        {"POST", "/api/keys", AUTH_MEMBER, TX_NONE, ROUTE_CREATED, &sh_key_in, &sh_key_out, NULL, post_key,
                "Make an API key that acts as me.", NULL},
        {"DELETE", "/api/keys/{id}", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_empty, NULL, delete_key,
                "Revoke an API key.", NULL},
        {"PATCH", "/api/account", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_account_in, &sh_empty, NULL,
                patch_account, "Change the company's name, time zone, country or order of names.", NULL},
};
const struct route_list member_routes = {"People", routes, sizeof routes / sizeof *routes};
