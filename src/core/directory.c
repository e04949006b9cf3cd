#include "core/directory.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "core/directory_impl.h"
#include "core/tell.h"
#include "store/book_store.h"
#include "store/migrate.h"

#include <stdio.h>

#define TOUCH_EVERY_MS (5 * MS_MINUTE)
#define TOKEN_MAX      100

struct directory {
    struct store *store;
    char *data_dir, *conninfo, *archive_dir;
    int archive_days;
    int64_t archive_bytes;
    int connections;
    const struct store_ear *ear;
    enum open_how how;
};

#define SCHEMA "cardinal" /* the directory's; an account's is SCHEMA_<slug> */

static const struct store_archive *archive_of(struct directory *dir, struct arena *a, const char *place)
{
    if (!dir->archive_dir)
        return NULL;
    struct store_archive *ar = arena_new_of(a, struct store_archive);
    *ar = (struct store_archive){
            .dir = arena_printf(a, "%s/%.*s", dir->archive_dir, (int)strcspn(place, "."), place),
            .days = dir->archive_days,
            .max_bytes = dir->archive_bytes};
    return ar;
}

struct store_config directory_where(
        struct directory *dir, struct arena *a, const char *place, const char *database)
{
    bool is_file = strchr(place, '.') != NULL;
    return (struct store_config){.kind = is_file ? STORE_SQLITE : STORE_POSTGRES,
            .path = is_file ? arena_printf(a, "%s/%s", dir->data_dir, place) : place,
            .conninfo = database && *database ? arena_str(a, database) : dir->conninfo,
            .connections = dir->connections,
            .archive = is_file ? archive_of(dir, a, place) : NULL,
            .ear = dir->ear};
}

const char *directory_place_named(struct arena *a, bool file, const char *name)
{
    if (file)
        return arena_printf(a, "%s.db", name);
    char *schema = arena_printf(a, SCHEMA "_%s", name);
    for (char *p = schema; *p; p++)
        *p = *p == '-' ? '_' : *p;
    return schema;
}

const char *directory_new_place(struct directory *dir, struct arena *a, const char *slug)
{
    return directory_place_named(a, !dir->conninfo, slug);
}

const char *directory_conninfo(struct directory *dir)
{
    return dir->conninfo;
}

bool directory_is_beside(struct directory *dir)
{
    return dir->how == OPEN_BESIDE;
}

bool directory_is_alone(struct directory *dir)
{
    return dir->how == OPEN_ALONE && !dir->conninfo;
}

enum err directory_open(const struct place *where, enum open_how how, struct directory **out_dir)
{
    struct directory *dir = mem_zalloc(sizeof *dir);
    dir->data_dir = mem_str(where->data_dir);
    dir->conninfo = where->conninfo ? mem_str(where->conninfo) : NULL;
    dir->connections = where->connections;
    dir->archive_dir = where->archive_dir ? mem_str(where->archive_dir) : NULL;
    dir->archive_days = where->archive_days;
    dir->archive_bytes = where->archive_bytes;
    dir->ear = where->ear;
    dir->how = how;
    struct arena *a = arena_new(0);
    bool files = !where->conninfo;
    struct store_config cfg = {.kind = files ? STORE_SQLITE : STORE_POSTGRES,
            .path = files ? arena_printf(a, "%s/directory.db", where->data_dir) : SCHEMA,
            .conninfo = where->conninfo,
            .connections = where->connections,
            .ear = where->ear,
            .readers = 2,
            .cache_mib = 2,
            .batch_max = 16,
            .checkpoint_pages = 1000,
            .beside = how == OPEN_BESIDE};
    struct migration m = {0};
    enum err e = store_open(&cfg, &dir->store);
    if (!e) {
        e = how == OPEN_BESIDE ? migrate_check(dir->store, MIGRATE_DIRECTORY, a, &m)
                               : migrate_run(dir->store, MIGRATE_DIRECTORY, files ? cfg.path : NULL, a,
                                         clock_now_at(), &m);
        if (e)
            log_msg(LOG_ERROR, "%s: schema %d, this program knows up to %d: %s", cfg.path, m.from, m.newest,
                    m.error ? m.error : err_name(e));
        else
            store_share(dir->store, m.newest);
    }
    arena_free(a);
    if (e)
        directory_close(dir);
    else
        *out_dir = dir;
    return e;
}

void directory_close(struct directory *dir)
{
    if (!dir)
        return;
    if (dir->store)
        store_close(dir->store);
    mem_free(dir->data_dir);
    mem_free(dir->conninfo);
    mem_free(dir->archive_dir);
    mem_free(dir);
}

struct store *directory_store(struct directory *dir)
{
    return dir->store;
}

enum err directory_accounts(
        struct directory *dir, struct ctx *cx, struct account_row **out_rows, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = account_rows(db, out_rows, out_n);
    store_read_end(db);
    return e;
}

enum err directory_account(struct directory *dir, struct ctx *cx, int64_t id, struct account_row *out_row)
{
    struct db *db;
    enum err e = store_read(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = account_row_get(db, id, out_row);
    store_read_end(db);
    return e;
}

/* That it is up to date now; if it cannot be noted, it is looked at once more. */
static void note_schema(struct directory *dir, struct ctx *cx, int64_t id)
{
    struct db *db;
    if (store_write(dir->store, cx->arena, &db))
        return;
    if (account_row_schema(db, id, migrate_newest(MIGRATE_ACCOUNT)))
        store_write_rollback(db);
    else
        store_write_commit(db);
}

static enum err open_account(struct directory *dir, struct ctx *cx, int64_t id, enum open_how how,
        const struct account_hooks *hooks, struct account **out_account)
{
    struct account_row row;
    enum err e = directory_account(dir, cx, id, &row);
    if (e)
        return e;
    struct store_config where = directory_where(dir, cx->arena, row.place, row.database);
    e = account_open(id, &where, how, hooks, out_account);
    if (!e && how == OPEN_ALONE && row.schema != migrate_newest(MIGRATE_ACCOUNT))
        note_schema(dir, cx, id);
    return e;
}

enum err directory_open_account(struct directory *dir, struct ctx *cx, int64_t id,
        const struct account_hooks *hooks, struct account **out_account)
{
    return open_account(dir, cx, id, dir->how, hooks, out_account);
}

enum err directory_take_account(
        struct directory *dir, struct ctx *cx, int64_t id, struct account **out_account)
{
    return open_account(dir, cx, id, OPEN_ALONE, NULL, out_account);
}

enum err directory_join_account(
        struct directory *dir, struct ctx *cx, int64_t id, struct account **out_account)
{
    return open_account(dir, cx, id, OPEN_BESIDE, NULL, out_account);
}

/* One write to the directory: fn in a transaction of its own, durable when this returns ERR_OK. */
static enum err write_tx(struct directory *dir, struct ctx *cx,
        enum err (*fn)(struct db *db, struct ctx *cx, void *arg), void *arg)
{
    struct db *db;
    enum err e = store_write(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = fn(db, cx, arg);
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

/* Sessions that match have ended: whoever keeps them in memory must know. */
static enum err sessions_ended(struct db *db, enum err e, const struct session *like, int64_t keep_id)
{
    return e || !db_shared(db) ? e : tell_sessions(db, like, keep_id);
}

struct new_name {
    int64_t id;
    const char *name;
};

static enum err save_name(struct db *db, struct ctx *cx, void *arg)
{
    const struct new_name *n = arg;
    return account_row_rename(db, n->id, n->name);
}

enum err directory_rename_account(struct directory *dir, struct ctx *cx, int64_t id, const char *name)
{
    struct new_name n = {id, name};
    return write_tx(dir, cx, save_name, &n);
}

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
    enum err e = store_read(dir->store, cx->arena, &db);
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
    enum err e = store_read(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = book_belongings(db, login_id, out_rows, out_n);
    store_read_end(db);
    return e;
}

enum err password_check(struct ctx *cx, const char *password)
{
    if (!text_valid(password, strlen(password)))
        return fail(cx, ERR_INVALID, "password", "error.not_utf8");
    size_t n = text_chars(password, strlen(password));
    if (n < PASSWORD_MIN_CHARS)
        return fail_limit(cx, ERR_INVALID, "password", "error.too_short", PASSWORD_MIN_CHARS);
    if (n > PASSWORD_MAX_CHARS)
        return fail_limit(cx, ERR_INVALID, "password", "error.too_long", PASSWORD_MAX_CHARS);
    return ERR_OK;
}

enum err login_known(struct directory *dir, struct ctx *cx, const char *email, bool *out_known)
{
    const char *key = text_email_key(cx->arena, email);
    struct login_row login;
    struct db *db;
    enum err e = store_read(dir->store, cx->arena, &db);
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
};

static enum err save_password(struct db *db, struct ctx *cx, void *arg)
{
    struct new_password *p = arg;
    enum err e = login_set_password(db, p->who->login_id, p->hash);
    if (!e)
        e = session_delete_others(db, p->who->login_id, p->who->id);
    return sessions_ended(db, e, &(struct session){.login_id = p->who->login_id}, p->who->id);
}

enum err password_change(struct directory *dir, struct ctx *cx, const struct session *who,
        const char *current, const char *password)
{
    struct login_row login;
    struct db *db;
    enum err e = password_check(cx, password);
    if (e)
        return e;
    e = store_read(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = login_get(db, who->login_id, &login);
    store_read_end(db);
    if (e)
        return e;
    /* A log-in made by a link alone has no password yet; the signed-in session is proof enough. */
    if (*login.password_hash && !crypt_password_ok(login.password_hash, current))
        return fail(cx, ERR_INVALID, "current", "error.password_wrong");
    char *hash;
    e = crypt_password_hash(cx->arena, password, &hash);
    if (e)
        return e;
    struct new_password p = {who, hash};
    return write_tx(dir, cx, save_password, &p);
}

static char *token_hash(struct ctx *cx, const char *token)
{
    return crypt_hash(cx->arena, token, strlen(token));
}

/* The first bytes of a text, cut between characters. */
static char *cut(struct arena *a, const char *s, size_t max)
{
    size_t n = strlen(s), i = 0;
    while (i < n) {
        size_t k = text_utf8_len(s + i, n - i);
        if (!k || i + k > max)
            break;
        i += k;
    }
    return arena_strn(a, s, i);
}

struct new_session {
    struct session s;
    const char *hash;
};

static enum err save_session(struct db *db, struct ctx *cx, void *arg)
{
    struct new_session *n = arg;
    enum err e = session_delete_expired(db, cx->now_at);
    return e ? e : session_add(db, &n->s, n->hash, &n->s.id);
}

enum err session_start(struct directory *dir, struct ctx *cx, const struct session *who, const char *address,
        const char *agent, char **out_token)
{
    char *token = crypt_token(cx->arena);
    struct new_session n = {.s = *who, .hash = token_hash(cx, token)};
    n.s.created_at = n.s.seen_at = cx->now_at;
    n.s.expires_at = cx->now_at + SESSION_DAYS * MS_DAY;
    n.s.address = cut(cx->arena, address ? address : "", 60);
    n.s.agent = cut(cx->arena, agent ? agent : "", 300);
    enum err e = write_tx(dir, cx, save_session, &n);
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
    bool is_key = strncmp(token, KEY_PREFIX, strlen(KEY_PREFIX)) == 0;
    const char *hash = token_hash(cx, token);
    struct session s;
    struct db *db;
    enum err e = store_read(dir->store, cx->arena, &db);
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
        s.address = cut(cx->arena, address ? address : "", 60);
        e = write_tx(dir, cx, touch, &s);
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
    enum err e = store_read(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = session_rows(db, login_id, cx->now_at, out_rows, out_n);
    store_read_end(db);
    return e;
}

static enum err drop_session(struct db *db, struct ctx *cx, void *arg)
{
    const struct session *s = arg;
    return sessions_ended(db, session_delete(db, s->login_id, s->id), &(struct session){.id = s->id}, 0);
}

enum err session_end(struct directory *dir, struct ctx *cx, int64_t login_id, int64_t id)
{
    struct session s = {.login_id = login_id, .id = id};
    return write_tx(dir, cx, drop_session, &s);
}

static enum err drop_member(struct db *db, struct ctx *cx, void *arg)
{
    const struct session *s = arg;
    return sessions_ended(db, session_delete_member(db, s->account_id, s->member_id), s, 0);
}

enum err session_end_member(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id)
{
    struct session s = {.account_id = account_id, .member_id = member_id};
    return write_tx(dir, cx, drop_member, &s);
}

struct new_ticket {
    const char *kind, *hash;
    struct ticket_row row;
};

static enum err save_ticket(struct db *db, struct ctx *cx, void *arg)
{
    struct new_ticket *t = arg;
    if (strcmp(t->kind, "invite") == 0) {
        enum err e = membership_add(db, t->row.login_id, t->row.account_id, t->row.member_id);
        if (e)
            return e;
    }
    return ticket_add(db, t->kind, &t->row, t->hash, cx->now_at);
}

static enum err ticket_make(struct directory *dir, struct ctx *cx, const char *kind,
        const struct session *who, int64_t life_ms, char **out_token)
{
    char *token = crypt_token(cx->arena);
    struct new_ticket t = {.kind = kind,
            .hash = token_hash(cx, token),
            .row = {.account_id = who->account_id,
                    .login_id = who->login_id,
                    .member_id = who->member_id,
                    .expires_at = cx->now_at + life_ms}};
    enum err e = write_tx(dir, cx, save_ticket, &t);
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
    enum err e = strlen(token) > TOKEN_MAX ? ERR_NOT_FOUND
                                           : ticket_get(db, kind, token_hash(cx, token), cx->now_at, out);
    if (!e && account_id && account_id != out->account_id)
        e = ERR_NOT_FOUND;
    return e == ERR_NOT_FOUND ? fail(cx, ERR_NOT_FOUND, NULL, key) : e;
}

struct use_link {
    const char *token;
    int64_t account_id;
    struct session who;
};

static enum err use_link_tx(struct db *db, struct ctx *cx, void *arg)
{
    struct use_link *u = arg;
    struct ticket_row t;
    enum err e = ticket_find(db, cx, "link", u->token, u->account_id, "error.link_used", &t);
    if (!e)
        e = ticket_use(db, t.id, cx->now_at);
    if (!e)
        u->who = ticket_who(&t);
    return e;
}

enum err link_use(
        struct directory *dir, struct ctx *cx, const char *token, int64_t account_id, struct session *out_who)
{
    struct use_link u = {.token = token, .account_id = account_id};
    enum err e = write_tx(dir, cx, use_link_tx, &u);
    if (!e)
        *out_who = u.who;
    return e;
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
    enum err e = write_tx(dir, cx, find_or_add_login, &n);
    if (!e)
        *out_login_id = n.id;
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
    enum err e = store_read(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = read_invite(db, cx, token, account_id, &t, &login, &acc);
    store_read_end(db);
    if (!e)
        *out_invite = (struct invite){.company = acc.name, .name = login.name, .email = login.email};
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
    e = login_set_name(db, a->ticket.login_id, a->name);
    return e || !a->hash ? e : login_set_password(db, a->ticket.login_id, a->hash);
}

enum err invite_accept(struct directory *dir, struct ctx *cx, const char *token, int64_t account_id,
        const char *name, const char *password, struct session *out_who)
{
    struct acceptance acc = {.name = name};
    struct login_row login;
    struct account_row account;
    struct db *db;
    enum err e = store_read(dir->store, cx->arena, &db);
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
        e = password_check(cx, password);
        if (!e)
            e = crypt_password_hash(cx->arena, password, &hash);
        if (e)
            return e;
        acc.hash = hash;
    }
    e = write_tx(dir, cx, save_acceptance, &acc);
    if (!e)
        *out_who = ticket_who(&acc.ticket);
    return e;
}

enum err invites_pending(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t **out_member_ids, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = membership_pending(db, account_id, 500, out_member_ids, out_n);
    store_read_end(db);
    return e;
}

struct new_key {
    struct key_row row;
    int64_t account_id;
    const char *hash;
};

static enum err save_key(struct db *db, struct ctx *cx, void *arg)
{
    struct new_key *k = arg;
    return key_add(db, &k->row, k->account_id, k->hash, &k->row.id);
}

enum err key_make(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id,
        const char *name, char **out_key, int64_t *out_id)
{
    char *key = arena_printf(cx->arena, KEY_PREFIX "%s", crypt_token(cx->arena));
    struct new_key k = {.account_id = account_id,
            .hash = token_hash(cx, key),
            .row = {.name = name,
                    .prefix = arena_strn(cx->arena, key, strlen(KEY_PREFIX) + 6),
                    .member_id = member_id,
                    .created_at = cx->now_at}};
    enum err e = write_tx(dir, cx, save_key, &k);
    if (e)
        return e;
    *out_key = key;
    *out_id = k.row.id;
    return ERR_OK;
}

enum err key_list(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id,
        struct key_row **out_rows, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(dir->store, cx->arena, &db);
    if (e)
        return e;
    e = key_rows(db, account_id, member_id, out_rows, out_n);
    store_read_end(db);
    return e;
}

struct end_key {
    int64_t account_id, member_id, id;
};

static enum err drop_key(struct db *db, struct ctx *cx, void *arg)
{
    const struct end_key *k = arg;
    return sessions_ended(db, key_revoke(db, k->account_id, k->member_id, k->id, cx->now_at),
            &(struct session){.key_id = k->id}, 0);
}

enum err key_end(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t id)
{
    struct end_key k = {account_id, member_id, id};
    return write_tx(dir, cx, drop_key, &k);
}
