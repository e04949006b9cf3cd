#include "base/crypt.h"
#include "base/text.h"
#include "core/directory.h"
#include "core/directory_impl.h"
#include "core/password.h"
#include "store/book_store.h"

static enum err refuse_login(struct ctx *cx)
{
    return fail(cx, ERR_UNAUTHENTICATED, NULL, "error.login");
}

/* A hash nobody knows the password of: an unknown e-mail takes as long to refuse as a wrong password. */
static const char *dummy_hash(void)
{
    return "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
           "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
}

enum err login_check(
        struct directory *dir, struct ctx *cx, const char *email, const char *password, int64_t *out_login_id)
{
    const char *key = text_email_key(cx->arena, email);
    struct login_row login = {.password_hash = ""};
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = key ? login_by_email(db, key, &login) : ERR_NOT_FOUND;
    store_read_end(db);
    if (e && e != ERR_NOT_FOUND)
        return e;
    bool usable = !e && login.active && *login.password_hash;
    bool ok = crypt_password_ok(usable ? login.password_hash : dummy_hash(), password);
    if (!ok || !usable)
        return refuse_login(cx);
    *out_login_id = login.id;
    return ERR_OK;
}

enum err login_belongs(
        struct directory *dir, struct ctx *cx, int64_t login_id, struct belonging **out_rows, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = book_belongings(db, login_id, out_rows, out_n);
    store_read_end(db);
    return e;
}

enum err login_known(struct directory *dir, struct ctx *cx, const char *email, bool *out_known)
{
    const char *key = text_email_key(cx->arena, email);
    struct login_row login;
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = key ? login_by_email(db, key, &login) : ERR_NOT_FOUND;
    store_read_end(db);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out_known = !e && *login.password_hash;
    return ERR_OK;
}

struct new_password {
    const struct session *who;
    const char *hash;
    bool first;
};

static enum err save_password(struct db *db, struct ctx *cx, void *arg)
{
    struct new_password *p = arg;
    enum err e = p->first ? login_first_password(db, p->who->login_id, p->hash)
                          : login_set_password(db, p->who->login_id, p->hash);
    if (e == ERR_NOT_FOUND) /* it was given one meanwhile */
        return fail(cx, ERR_INVALID, "current", "error.password_wrong");
    if (!e)
        e = membership_join(db, p->who->login_id, p->who->account_id);
    if (!e)
        e = session_delete_others(db, p->who->login_id, p->who->id);
    if (!e)
        e = ticket_end_login(db, p->who->login_id, cx->now_at);
    return directory_sessions_ended(db, e, &(struct session){.login_id = p->who->login_id}, p->who->id);
}

enum err password_change(struct directory *dir, struct ctx *cx, const struct session *who,
        const char *current, const char *password)
{
    struct login_row login;
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = login_get(db, who->login_id, &login);
    store_read_end(db);
    if (e)
        return e;
    /* A log-in made by a link alone has no password yet; the signed-in session is proof enough. */
    if (*login.password_hash && !crypt_password_ok(login.password_hash, current))
        return fail(cx, ERR_INVALID, "current", "error.password_wrong");
    e = password_check(cx, password, login.name, login.email);
    if (e)
        return e;
    char *hash;
    e = crypt_password_hash(cx->arena, password, &hash);
    if (e)
        return e;
    struct new_password p = {who, hash, !*login.password_hash};
    return directory_write(dir, cx, save_password, &p);
}

struct new_login {
    const char *email, *name, *hash;
    int64_t id;
};

static enum err find_or_add_login(struct db *db, struct ctx *cx, void *arg)
{
    struct new_login *n = arg;
    struct login_row row;
    enum err e = login_by_email(db, n->email, &row);
    if (e == ERR_NOT_FOUND) {
        row = (struct login_row){
                .email = n->email, .name = n->name, .password_hash = n->hash, .active = true};
        return login_add(db, &row, cx->now_at, &n->id);
    }
    if (!e)
        n->id = row.id;
    return e;
}

enum err login_for(
        struct directory *dir, struct ctx *cx, const char *email, const char *name, int64_t *out_login_id)
{
    struct new_login n = {.email = text_email_key(cx->arena, email), .name = name, .hash = ""};
    if (!n.email)
        return fail(cx, ERR_INVALID, "email", "error.email");
    enum err e = directory_write(dir, cx, find_or_add_login, &n);
    if (!e)
        *out_login_id = n.id;
    return e;
}

enum err login_named(struct directory *dir, struct ctx *cx, const char *email, int64_t *out_login_id)
{
    struct login_row login;
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = login_by_email(db, email, &login);
    store_read_end(db);
    if (!e)
        *out_login_id = login.id;
    return e;
}
