/* two_step_api - one's second step at log-in: set up with a picture for the phone, confirmed by its first code, switched off. */
#include "api/auth.h"
#include "api/people.h"
#include "api/shapes.h"
#include "core/two_step.h"

#define RATE_CODE_BURST 10
#define CODE_CHARS      40

enum err people_code_begin(struct call *c, int64_t login_id)
{
    char subject[24];
    snprintf(subject, sizeof subject, "%lld", (long long)login_id);
    int per_minute = c->app->cfg.rate_login_email ? 1 : 0;
    int wait_s = rate_take(c->app->rate, RATE_CODE, subject, per_minute, RATE_CODE_BURST, clock_mono_us());
    if (!wait_s)
        return ERR_OK;
    http_reply_header(c->rq, "Retry-After", arena_printf(c->cx->arena, "%d", wait_s));
    return fail_limit(c->cx, ERR_RATE, NULL, "error.code_rate", wait_s);
}

void people_code_good(struct call *c, int64_t login_id)
{
    char subject[24];
    snprintf(subject, sizeof subject, "%lld", (long long)login_id);
    rate_give(c->app->rate, RATE_CODE, subject);
}

static enum err get_two_step(struct call *c)
{
    struct two_step state;
    enum err e = two_step_find(c->app->dir, c->cx, c->session->login_id, &state);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kval(c->out, "on_at", state.on_at ? val_int(state.on_at) : val_null());
    jw_kint(c->out, "recovery_left", state.recovery_left);
    jw_kbool(c->out, "required", security_of(c->cx->meta).two_step_required);
    jw_obj_end(c->out);
    return ERR_OK;
}

/* A key cannot say who sits before the screen. */
static enum err need_person(struct call *c)
{
    return people_need_login(c);
}

static enum err post_two_step(struct call *c)
{
    struct two_step_key key;
    const char *company = meta_setting_str(c->cx->meta, "name", "");
    enum err e = need_person(c);
    if (!e)
        e = people_code_begin(c, c->session->login_id); /* a password is tried here, too */
    if (!e)
        e = app_password_begin(c->app);
    if (e)
        return e;
    e = two_step_begin(c->app->dir, c->cx, c->session->login_id, in_text(c, "password", ""),
            *company ? company : "Cardinal", &key);
    app_password_end(c->app);
    if (e)
        return e;
    people_code_good(c, c->session->login_id);
    jw_obj(c->out);
    jw_kstr(c->out, "key", key.key);
    jw_kstr(c->out, "uri", key.uri);
    jw_kint(c->out, "size", key.size);
    jw_kstr(c->out, "modules", key.modules);
    jw_obj_end(c->out);
    return ERR_OK;
}

static void write_codes(struct call *c, char *const *codes)
{
    jw_obj(c->out);
    jw_key(c->out, "codes");
    jw_arr(c->out);
    for (int i = 0; i < RECOVERY_CODES; i++)
        jw_str(c->out, codes[i]);
    jw_arr_end(c->out);
    jw_obj_end(c->out);
}

static void strength_changed(struct call *c)
{
    const struct session like = {.login_id = c->session->login_id};
    app_sessions_ended(c->app, &like, 0);
}

static enum err post_confirm(struct call *c)
{
    char *const *codes;
    enum err e = need_person(c);
    if (!e)
        e = people_code_begin(c, c->session->login_id);
    if (!e)
        e = two_step_confirm(c->app->dir, c->cx, c->session, in_text(c, "code", ""), &codes);
    if (e)
        return e;
    people_code_good(c, c->session->login_id);
    strength_changed(c);
    people_note(c, AUDIT_TWO_STEP_ON, NULL);
    write_codes(c, codes);
    return ERR_OK;
}

static enum err check_code(struct call *c)
{
    bool recovery;
    enum err e = need_person(c);
    if (!e)
        e = people_code_begin(c, c->session->login_id);
    if (!e)
        e = two_step_check(c->app->dir, c->cx, c->session->login_id, in_text(c, "code", ""), &recovery);
    if (!e)
        people_code_good(c, c->session->login_id);
    return e;
}

static enum err post_recovery(struct call *c)
{
    char *const *codes;
    enum err e = check_code(c);
    if (!e)
        e = two_step_renew(c->app->dir, c->cx, c->session->login_id, &codes);
    if (e)
        return e;
    people_note(c, AUDIT_RECOVERY_MADE, NULL);
    write_codes(c, codes);
    return ERR_OK;
}

static enum err post_off(struct call *c)
{
    enum err e = security_of(c->cx->meta).two_step_required
                         ? fail(c->cx, ERR_CONFLICT, NULL, "error.two_step_needed")
                         : check_code(c);
    if (!e)
        e = two_step_off(c->app->dir, c->cx, c->session->login_id);
    if (e)
        return e;
    strength_changed(c);
    people_note(c, AUDIT_TWO_STEP_OFF, NULL);
    return ERR_OK;
}

static enum err delete_of_member(struct call *c)
{
    const struct member *m = meta_member(c->cx->meta, c->id[0]);
    if (!m)
        return ERR_NOT_FOUND;
    enum err e = c->session->key_id ? people_need_login(c) : ERR_OK;
    if (!e && m->id == c->cx->member->id) /* one's own goes with a code */
        e = fail(c->cx, ERR_CONFLICT, NULL, "error.two_step_own");
    if (!e)
        e = two_step_reset(c->app->dir, c->cx, m->login_id, c->session->account_id);
    if (e)
        return e;
    const struct session like = {.login_id = m->login_id};
    app_sessions_ended(c->app, &like, 0);
    people_note(c, AUDIT_TWO_STEP_RESET, m->name);
    return ERR_OK;
}

static const struct shape sh_two_step = {
        "TwoStep", (const struct member_shape[]){
                           N_TIME("on_at"), R_INT("recovery_left"), R_BOOL("required"), SHAPE_END}};
static const struct shape sh_password_in = {"PasswordCheck",
        (const struct member_shape[]){
                {.name = "password", .type = SH_TEXT, .flags = SH_REQUIRED, .max = PASSWORD_MAX_CHARS},
                SHAPE_END}};
static const struct shape sh_key = {"TwoStepKey",
        (const struct member_shape[]){
                {.name = "key", .type = SH_TEXT, .flags = SH_REQUIRED, .doc = "Base32, to be typed"},
                {.name = "uri", .type = SH_TEXT, .flags = SH_REQUIRED, .doc = "What the picture says"},
                {.name = "size", .type = SH_INT, .flags = SH_REQUIRED, .doc = "Modules of a row"},
                {.name = "modules",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED,
                        .doc = "The picture, row by row: 1 is dark"},
                SHAPE_END}};
static const struct shape sh_code_in = {"CodeIn",
        (const struct member_shape[]){
                {.name = "code", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = CODE_CHARS},
                SHAPE_END}};
static const struct shape sh_codes = {
        "RecoveryCodes", (const struct member_shape[]){R_TEXTS("codes"), SHAPE_END}};

static const struct route routes[] = {
        {"GET", "/api/two-step", AUTH_MEMBER, TX_NONE, ROUTE_WEAK, NULL, &sh_two_step, NULL, get_two_step,
                "Whether my log-in has a second step.", NULL},
        {"POST", "/api/two-step", AUTH_MEMBER, TX_NONE, ROUTE_WEAK | ROUTE_LONG, &sh_password_in, &sh_key,
                NULL, post_two_step, "A new key for an authenticator app; it counts once it is confirmed.",
                NULL},
        {"POST", "/api/two-step/confirm", AUTH_MEMBER, TX_NONE, ROUTE_WEAK, &sh_code_in, &sh_codes, NULL,
                post_confirm,
                "The app's first code: the second step is on, and my other sessions end. The recovery codes "
                "are shown only now.",
                NULL},
        {"POST", "/api/two-step/recovery", AUTH_MEMBER, TX_NONE, 0, &sh_code_in, &sh_codes, NULL,
                post_recovery, "New recovery codes; the old ones stop working.", NULL},
        {"POST", "/api/two-step/off", AUTH_MEMBER, TX_NONE, 0, &sh_code_in, &sh_empty, NULL, post_off,
                "Switch the second step off.", NULL},
        {"DELETE", "/api/members/{id}/two-step", AUTH_ADMINISTRATOR, TX_NONE, 0, NULL, &sh_empty, NULL,
                delete_of_member,
                "For a user who lost phone and codes: off, and all of the user's sessions end.", NULL},
};
const struct route_list two_step_routes = {"Two-step log-in", routes, sizeof routes / sizeof *routes};
