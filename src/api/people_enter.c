/* people_enter.c - the ways in end here: which account, the session and its cookie, what the audit log says of it. */
#include "api/auth.h"
#include "api/people.h"
#include "core/member.h"
#include "core/two_step.h"

#define NOTED_ACCOUNTS   5
#define RATE_EMAIL_BURST 10

enum err people_welcome(struct call *c, const struct session *who, const char *how, int64_t job_id)
{
    char *token;
    struct account *acc;
    enum err e = accounts_hold(c->app->accounts, who->account_id, &acc);
    if (e)
        return e;
    struct meta *m = account_meta(acc);
    const struct member *me = meta_member(m, who->member_id);
    e = me && me->active && !me->locked ? session_start(c->app->dir, c->cx, who, &token)
                                        : fail(c->cx, ERR_UNAUTHENTICATED, NULL, "error.login");
    if (!e) {
        auth_cookie(c, token);
        jw_obj(c->out);
        jw_key(c->out, "me");
        member_write(c->out, me, false);
        jw_kstr(c->out, "two_step", NULL);
        if (job_id)
            jw_kint(c->out, "job_id", job_id);
        jw_obj_end(c->out);
        audit_apart(acc, c->cx, me->id, NULL, AUDIT_LOGIN, how);
    }
    meta_unpin(m);
    accounts_release(c->app->accounts, acc);
    return e;
}

/* Is the log-in a member there who may work? */
static enum err is_seat(struct call *c, int64_t login_id, const struct belonging *b)
{
    struct account *acc;
    enum err e = accounts_hold(c->app->accounts, b->account_id, &acc);
    if (e)
        return e;
    struct meta *m = account_meta(acc);
    const struct member *me = meta_member(m, b->member_id);
    e = me && me->active && !me->locked && me->login_id == login_id ? ERR_OK : ERR_NOT_FOUND;
    meta_unpin(m);
    accounts_release(c->app->accounts, acc);
    return e;
}

enum err people_seat(struct call *c, int64_t login_id, int64_t account_id, struct session *out_who)
{
    struct belonging *b;
    size_t n;
    enum err e = login_belongs(c->app->dir, c->cx, login_id, &b, &n), worst = ERR_NOT_FOUND;
    for (size_t i = 0; !e && i < n; i++) {
        if (b[i].joined != JOINED || (account_id && b[i].account_id != account_id))
            continue;
        enum err here = is_seat(c, login_id, &b[i]);
        if (!here) {
            *out_who = (struct session){
                    .login_id = login_id, .account_id = b[i].account_id, .member_id = b[i].member_id};
            return ERR_OK;
        }
        worst = here == ERR_NOT_FOUND ? worst : here;
    }
    return e ? e : worst;
}

void people_note_refused(struct call *c, const char *email, enum audit_kind kind)
{
    int64_t login_id;
    struct belonging *b;
    size_t n = 0, noted = 0;
    struct account *acc;
    if (!login_named(c->app->dir, c->cx, email, &login_id))
        login_belongs(c->app->dir, c->cx, login_id, &b, &n);
    for (size_t i = 0; i < n && noted < NOTED_ACCOUNTS; i++)
        if (b[i].joined && !accounts_hold(c->app->accounts, b[i].account_id, &acc)) {
            audit_apart(acc, c->cx, 0, email, kind, NULL);
            accounts_release(c->app->accounts, acc);
            noted++;
        }
    if (!noted)
        audit_directory(c->app->dir, c->cx, kind, email);
}

/* That it is locked is noted once a minute, not with every try. */
enum err people_login_rate(struct call *c, const char *email)
{
    int per_minute = c->app->cfg.rate_login_email;
    int wait_s =
            rate_take(c->app->rate, RATE_LOGIN_EMAIL, email, per_minute, RATE_EMAIL_BURST, clock_mono_us());
    if (!wait_s)
        return ERR_OK;
    if (!rate_take(c->app->rate, RATE_LOGIN_NOTED, email, 1, 1, clock_mono_us()))
        people_note_refused(c, email, AUDIT_LOGIN_LOCKED);
    http_reply_header(c->rq, "Retry-After", arena_printf(c->cx->arena, "%d", wait_s));
    return fail_limit(c->cx, ERR_RATE, NULL, "error.login_rate", wait_s);
}

void people_login_good(struct call *c, const char *email)
{
    rate_give(c->app->rate, RATE_LOGIN_EMAIL, email);
}

void people_session_ended(struct call *c, int64_t session_id)
{
    const struct session like = {.id = session_id};
    app_sessions_ended(c->app, &like, 0);
}

void people_note(struct call *c, enum audit_kind kind, const char *subject)
{
    const struct session *s = c->session;
    audit_apart(c->account, c->cx, s->by_id ? s->by_id : s->member_id, NULL, kind, subject);
}

enum err people_enter(struct call *c, const struct session *who, const char *how)
{
    struct two_step state;
    char *ticket;
    enum err e = two_step_find(c->app->dir, c->cx, who->login_id, &state);
    if (!e && !state.on_at)
        return people_welcome(c, who, how, 0);
    if (!e)
        e = two_step_wait(c->app->dir, c->cx, who, &ticket);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kval(c->out, "me", val_null());
    jw_kstr(c->out, "two_step", ticket);
    jw_obj_end(c->out);
    return ERR_OK;
}

enum err people_need_login(struct call *c)
{
    return c->session->key_id ? fail(c->cx, ERR_FORBIDDEN, NULL, "error.key_bound")
           : c->session->sso  ? fail(c->cx, ERR_FORBIDDEN, NULL, "error.sso_bound")
                              : ERR_OK;
}
