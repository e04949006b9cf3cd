#include "base/crypt.h"
#include "core/directory.h"
#include "core/directory_impl.h"
#include "core/password.h"

struct new_ticket {
    const char *kind, *hash;
    struct ticket_row row;
};

static enum err save_ticket(struct db *db, struct ctx *cx, void *arg)
{
    struct new_ticket *t = arg;
    if (strcmp(t->kind, "invite") == 0) {
        enum err e = membership_add(db, t->row.login_id, t->row.account_id, t->row.member_id, JOINED_NOT);
        if (e)
            return e;
    }
    return ticket_add(db, t->kind, &t->row, t->hash, cx->now_at);
}

enum err ticket_make(struct directory *dir, struct ctx *cx, const char *kind, const struct session *who,
        int64_t life_ms, char **out_token)
{
    char *token = crypt_token(cx->arena);
    struct new_ticket t = {.kind = kind,
            .hash = directory_token_hash(cx, token),
            .row = {.account_id = who->account_id,
                    .login_id = who->login_id,
                    .member_id = who->member_id,
                    .expires_at = cx->now_at + life_ms}};
    enum err e = directory_write(dir, cx, save_ticket, &t);
    if (!e)
        *out_token = token;
    return e;
}

enum err link_make(struct directory *dir, struct ctx *cx, const struct session *who, char **out_token)
{
    return ticket_make(dir, cx, "link", who, LINK_MINUTES * MS_MINUTE, out_token);
}

enum err invite_make(struct directory *dir, struct ctx *cx, const struct session *who, char **out_token)
{
    return ticket_make(dir, cx, "invite", who, INVITE_DAYS * MS_DAY, out_token);
}

static struct session ticket_who(const struct ticket_row *t)
{
    return (struct session){.login_id = t->login_id, .account_id = t->account_id, .member_id = t->member_id};
}

static enum err ticket_find(struct db *db, struct ctx *cx, const char *kind, const char *token,
        int64_t account_id, const char *key, struct ticket_row *out)
{
    enum err e = strlen(token) > TOKEN_MAX
                         ? ERR_NOT_FOUND
                         : ticket_get(db, kind, directory_token_hash(cx, token), cx->now_at, out);
    if (!e && account_id && account_id != out->account_id)
        e = ERR_NOT_FOUND;
    return e == ERR_NOT_FOUND ? fail(cx, ERR_NOT_FOUND, NULL, key) : e;
}

struct use_ticket {
    const char *kind, *token, *key;
    int64_t account_id;
    struct session who;
};

static enum err use_ticket(struct db *db, struct ctx *cx, void *arg)
{
    struct use_ticket *u = arg;
    struct ticket_row t;
    enum err e = ticket_find(db, cx, u->kind, u->token, u->account_id, u->key, &t);
    if (!e)
        e = ticket_use(db, t.id, cx->now_at);
    if (!e)
        u->who = ticket_who(&t);
    return e;
}

enum err link_use(
        struct directory *dir, struct ctx *cx, const char *token, int64_t account_id, struct session *out_who)
{
    struct use_ticket u = {
            .kind = "link", .token = token, .key = "error.link_used", .account_id = account_id};
    enum err e = directory_write(dir, cx, use_ticket, &u);
    if (!e)
        *out_who = u.who;
    return e;
}

enum err ticket_used(
        struct directory *dir, struct ctx *cx, const char *kind, const char *token, const char *key)
{
    struct use_ticket u = {.kind = kind, .token = token, .key = key};
    return directory_write(dir, cx, use_ticket, &u);
}

enum err ticket_whose(struct directory *dir, struct ctx *cx, const char *kind, const char *token,
        const char *key, struct session *out_who)
{
    struct ticket_row t;
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = ticket_find(db, cx, kind, token, 0, key, &t);
    store_read_end(db);
    if (!e)
        *out_who = ticket_who(&t);
    return e;
}

static enum err read_invite(struct db *db, struct ctx *cx, const char *token, int64_t account_id,
        struct ticket_row *out_ticket, struct login_row *out_login, struct account_row *out_account)
{
    enum err e = ticket_find(db, cx, "invite", token, account_id, "error.invite_used", out_ticket);
    if (!e)
        e = login_get(db, out_ticket->login_id, out_login);
    if (!e)
        e = account_row_get(db, out_ticket->account_id, out_account);
    return e;
}

enum err invite_find(struct directory *dir, struct ctx *cx, const char *token, int64_t account_id,
        struct invite *out_invite)
{
    struct ticket_row t;
    struct login_row login;
    struct account_row acc;
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = read_invite(db, cx, token, account_id, &t, &login, &acc);
    store_read_end(db);
    if (!e)
        *out_invite = (struct invite){.account_id = t.account_id,
                .member_id = t.member_id,
                .company = acc.name,
                .email = login.email};
    return e;
}

struct acceptance {
    struct ticket_row ticket;
    const char *name, *hash; /* hash NULL: the log-in keeps its password */
};

static enum err save_acceptance(struct db *db, struct ctx *cx, void *arg)
{
    struct acceptance *a = arg;
    enum err e = ticket_use(db, a->ticket.id, cx->now_at);
    if (e)
        return e == ERR_NOT_FOUND ? fail(cx, ERR_NOT_FOUND, NULL, "error.invite_used") : e;
    if (a->hash)
        e = login_first_password(db, a->ticket.login_id, a->hash);
    if (e == ERR_NOT_FOUND) /* another invitation's password is set meanwhile */
        return fail(cx, ERR_INVALID, "password", "error.password_wrong");
    if (!e)
        e = membership_join(db, a->ticket.login_id, a->ticket.account_id);
    return e ? e : login_set_name(db, a->ticket.login_id, a->name);
}

enum err invite_accept(struct directory *dir, struct ctx *cx, const char *token, int64_t account_id,
        const char *name, const char *password, struct session *out_who)
{
    struct acceptance acc = {.name = name};
    struct login_row login;
    struct account_row account;
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = read_invite(db, cx, token, account_id, &acc.ticket, &login, &account);
    store_read_end(db);
    if (e)
        return e;
    if (*login.password_hash) {
        if (!crypt_password_ok(login.password_hash, password))
            return fail(cx, ERR_INVALID, "password", "error.password_wrong");
    } else {
        char *hash;
        e = password_check(cx, password, name, login.email);
        if (!e)
            e = crypt_password_hash(cx->arena, password, &hash);
        if (e)
            return e;
        acc.hash = hash;
    }
    e = directory_write(dir, cx, save_acceptance, &acc);
    if (!e)
        *out_who = ticket_who(&acc.ticket);
    return e;
}

enum err invites_pending(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t **out_member_ids, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = membership_pending(db, account_id, 500, out_member_ids, out_n);
    store_read_end(db);
    return e;
}
