#include "base/crypt.h"
#include "base/text.h"
#include "core/directory.h"
#include "core/directory_impl.h"
#include "store/login_store.h"

#define TOUCH_EVERY_MS (5 * MS_MINUTE)

struct new_session {
    struct session s;
    const char *hash;
};

static enum err save_session(struct db *db, struct ctx *cx, void *arg)
{
    struct new_session *n = arg;
    struct two_step_row step;
    enum err e = session_delete_expired(db, cx->now_at);
    if (!e)
        e = two_step_row_get(db, n->s.login_id, &step);
    if (e)
        return e;
    if (step.on_at && !n->s.sso && !n->s.strong) /* switched on meanwhile: it was not shown */
        return fail(cx, ERR_UNAUTHENTICATED, NULL, "error.login");
    n->s.strong = n->s.sso || step.on_at;
    if (n->s.sso)
        e = membership_add(db, n->s.login_id, n->s.account_id, n->s.member_id, JOINED_SSO);
    return e ? e : session_add(db, &n->s, n->hash, &n->s.id);
}

enum err session_start(struct directory *dir, struct ctx *cx, const struct session *who, char **out_token)
{
    char *token = crypt_token(cx->arena);
    struct new_session n = {.s = *who, .hash = directory_token_hash(cx, token)};
    n.s.created_at = n.s.seen_at = cx->now_at;
    n.s.expires_at = cx->now_at + SESSION_DAYS * MS_DAY;
    n.s.address = text_cut(cx->arena, cx->address ? cx->address : "", 60);
    n.s.agent = text_cut(cx->arena, cx->agent ? cx->agent : "", 300);
    enum err e = directory_write(dir, cx, save_session, &n);
    if (!e)
        *out_token = token;
    return e;
}

static enum err touch(struct db *db, struct ctx *cx, void *arg)
{
    const struct session *s = arg;
    return s->key_id ? key_touch(db, s->key_id, cx->now_at)
                     : session_touch(db, s->id, cx->now_at, s->expires_at, s->address);
}

enum err session_find(struct directory *dir, struct ctx *cx, const char *token, const char *address,
        struct session *out_session)
{
    if (strlen(token) > TOKEN_MAX)
        return ERR_UNAUTHENTICATED;
    bool is_key = strncmp(token, KEY_PREFIX, strlen(KEY_PREFIX)) == 0 ||
                  strncmp(token, FEED_PREFIX, strlen(FEED_PREFIX)) == 0;
    const char *hash = directory_token_hash(cx, token);
    struct session s;
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = is_key ? key_get(db, hash, &s) : session_get(db, hash, cx->now_at, &s);
    store_read_end(db);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_UNAUTHENTICATED : e;
    if (cx->now_at - s.seen_at > TOUCH_EVERY_MS) {
        s.seen_at = cx->now_at;
        if (!is_key)
            s.expires_at = cx->now_at + SESSION_DAYS * MS_DAY;
        s.address = text_cut(cx->arena, address ? address : "", 60);
        e = directory_write(dir, cx, touch, &s);
        if (e)
            return e;
    }
    *out_session = s;
    return ERR_OK;
}

enum err session_list(
        struct directory *dir, struct ctx *cx, int64_t login_id, struct session **out_rows, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = session_rows(db, login_id, cx->now_at, out_rows, out_n);
    store_read_end(db);
    return e;
}

static enum err drop_session(struct db *db, struct ctx *cx, void *arg)
{
    const struct session *s = arg;
    return directory_sessions_ended(
            db, session_delete(db, s->login_id, s->id), &(struct session){.id = s->id}, 0);
}

enum err session_end(struct directory *dir, struct ctx *cx, int64_t login_id, int64_t id)
{
    struct session s = {.login_id = login_id, .id = id};
    return directory_write(dir, cx, drop_session, &s);
}

static enum err drop_others(struct db *db, struct ctx *cx, void *arg)
{
    const struct session *s = arg;
    enum err e = session_delete_others(db, s->login_id, s->id);
    if (!e)
        e = ticket_end_login(db, s->login_id, cx->now_at);
    return directory_sessions_ended(db, e, &(struct session){.login_id = s->login_id}, s->id);
}

enum err session_end_others(struct directory *dir, struct ctx *cx, const struct session *who)
{
    struct session s = *who;
    return directory_write(dir, cx, drop_others, &s);
}

static enum err drop_member(struct db *db, struct ctx *cx, void *arg)
{
    const struct session *s = arg;
    enum err e = session_delete_member(db, s->account_id, s->member_id);
    if (!e)
        e = ticket_end_member(db, s->account_id, s->member_id, cx->now_at);
    return directory_sessions_ended(db, e, s, 0);
}

enum err session_end_member(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id)
{
    struct session s = {.account_id = account_id, .member_id = member_id};
    return directory_write(dir, cx, drop_member, &s);
}

static enum err drop_keys(struct db *db, struct ctx *cx, void *arg)
{
    const struct session *s = arg;
    enum err e = drop_member(db, cx, arg);
    return e ? e : key_revoke_member(db, s->account_id, s->member_id, cx->now_at);
}

enum err session_end_for_good(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id)
{
    struct session s = {.account_id = account_id, .member_id = member_id};
    return directory_write(dir, cx, drop_keys, &s);
}
