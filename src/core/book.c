#include "core/book.h"
#include "core/directory_impl.h"
#include "core/upgrade.h"
#include "store/migrate.h"

#include <ctype.h>
#include <time.h>

#define LET_GO_MS  30000 /* a server closes an account after its running requests */
#define SERVERS_MS 3000  /* on PostgreSQL nothing tells: all servers have looked at the stamp by then */
/* A database on its way out; no account's slug begins with a dash. */
#define GOING_FILE   "-deleted.db"
#define GOING_SCHEMA "cardinal__deleted"

struct change {
    int64_t account_id;
    enum account_state state;
    const struct account_limits *limits;
    const char *host;
};

/* One write to the directory, durable when this returns ERR_OK. */
static enum err write_change(struct directory *dir, struct ctx *cx,
        enum err (*fn)(struct db *db, const struct change *c), const struct change *c)
{
    struct db *db;
    enum err e = store_write(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = fn(db, c);
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

enum err book_account(struct directory *dir, struct ctx *cx, const char *slug, struct account_row *out_row)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = account_row_named(db, slug, out_row);
    store_read_end(db);
    return e == ERR_NOT_FOUND ? fail_arg(cx, e, NULL, "error.account_unknown", slug) : e;
}

static enum err save_state(struct db *db, const struct change *c)
{
    return book_state_set(db, c->account_id, c->state);
}

enum err book_state(struct directory *dir, struct ctx *cx, int64_t account_id, enum account_state state)
{
    const struct change c = {.account_id = account_id, .state = state};
    return write_change(dir, cx, save_state, &c);
}

static enum err save_limits(struct db *db, const struct change *c)
{
    return book_limits_set(db, c->account_id, c->limits);
}

enum err book_limit(
        struct directory *dir, struct ctx *cx, int64_t account_id, const struct account_limits *limits)
{
    const struct change c = {.account_id = account_id, .limits = limits};
    return write_change(dir, cx, save_limits, &c);
}

char *book_host(struct arena *a, const char *text)
{
    size_t n = strcspn(text, ":");
    if (n && text[n - 1] == '.')
        n--;
    if (!n || n > HOST_MAX || (text[n] == ':' && strspn(text + n + 1, "0123456789") != strlen(text + n + 1)))
        return NULL;
    char *host = arena_strn(a, text, n);
    for (char *p = host; *p; p++) {
        if (!isalnum((unsigned char)*p) && *p != '-' && *p != '.')
            return NULL;
        *p = (char)tolower((unsigned char)*p);
    }
    return *host == '.' || *host == '-' || strstr(host, "..") ? NULL : host;
}

enum err book_host_list(
        struct directory *dir, struct ctx *cx, int64_t account_id, struct host_row **out_rows, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = book_hosts(db, account_id, out_rows, out_n);
    store_read_end(db);
    return e;
}

static enum err save_host(struct db *db, const struct change *c)
{
    return book_host_add(db, c->host, c->account_id);
}

static enum err drop_host(struct db *db, const struct change *c)
{
    return book_host_drop(db, c->host, c->account_id);
}

enum err book_host_new(struct directory *dir, struct ctx *cx, int64_t account_id, const char *host)
{
    const struct change c = {.account_id = account_id, .host = book_host(cx->arena, host)};
    if (!c.host)
        return fail_arg(cx, ERR_INVALID, "host", "error.host", host);
    enum err e = write_change(dir, cx, save_host, &c);
    return e == ERR_CONFLICT ? fail_arg(cx, e, "host", "error.host_taken", c.host) : e;
}

enum err book_host_end(struct directory *dir, struct ctx *cx, int64_t account_id, const char *host)
{
    const struct change c = {.account_id = account_id, .host = book_host(cx->arena, host)};
    if (!c.host)
        return fail_arg(cx, ERR_INVALID, "host", "error.host", host);
    enum err e = write_change(dir, cx, drop_host, &c);
    return e == ERR_NOT_FOUND ? fail_arg(cx, e, "host", "error.host_unknown", c.host) : e;
}

static void pause_ms(int64_t ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

/* The account for ourselves alone: a file's lock tells when the server has let go of it. */
static enum err take_over(struct directory *dir, struct ctx *cx, int64_t id, struct account **out_account)
{
    int64_t until_us = clock_mono_us() + (int64_t)LET_GO_MS * 1000;
    enum err e;
    if (store_kind(directory_store(dir)) == STORE_POSTGRES)
        pause_ms(SERVERS_MS);
    while ((e = directory_take_account(dir, cx, id, out_account)) == ERR_CONFLICT &&
            clock_mono_us() < until_us)
        pause_ms(100);
    return e == ERR_CONFLICT ? fail(cx, ERR_BUSY, NULL, "error.account_in_use") : e;
}

static enum err last_backup(
        struct directory *dir, struct account *acc, struct ctx *cx, const char *path, struct deletion *out)
{
    enum err e = path ? backup_make(dir, acc, cx, path, &out->info) : ERR_OK;
    if (!e && path)
        e = backup_check(cx->arena, path, &out->info);
    out->file = path;
    return e;
}

/* Its database takes another name in the transaction that forgets it: what a crash leaves behind is nobody's account. */
static enum err forget(struct directory *dir, struct ctx *cx, const struct account_row *account,
        const struct store_config *was, const struct store_config *going, struct deletion *out)
{
    struct db *db;
    enum err e = store_write(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = book_account_drop(db, account->id, &out->n_logins);
    if (!e)
        e = store_rename(was, going->path);
    if (e) {
        store_write_rollback(db);
        return e;
    }
    e = store_write_commit(db);
    if (e)
        store_rename(going, was->path);
    return e;
}

enum err book_delete(struct directory *dir, struct ctx *cx, const struct account_row *account,
        const char *path, struct deletion *out)
{
    struct account *acc = NULL;
    struct store_config was = directory_where(dir, cx->arena, account->place, account->database), going = was;
    bool is_file = was.kind == STORE_SQLITE;
    going.path = is_file ? directory_where(dir, cx->arena, GOING_FILE, NULL).path : GOING_SCHEMA;
    *out = (struct deletion){0};
    enum err e = book_state(dir, cx, account->id, ACCOUNT_CLOSED);
    if (!e)
        e = take_over(dir, cx, account->id, &acc);
    if (!e)
        e = last_backup(dir, acc, cx, path, out);
    account_close(acc);
    if (!e)
        e = store_remove(&going);
    if (!e)
        e = forget(dir, cx, account, &was, &going, out);
    if (e) {
        book_state(dir, cx, account->id, account->state);
        return e;
    }
    if (is_file)
        migrate_drop_copies(was.path);
    upgrade_drop_copies(dir, cx->arena, account->slug);
    return store_remove(&going);
}
