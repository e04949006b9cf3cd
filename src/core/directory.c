#include "core/directory.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/directory_impl.h"
#include "core/tell.h"
#include "core/upgrade.h"
#include "store/migrate.h"

#include <stdio.h>

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

const char *directory_data_dir(struct directory *dir)
{
    return dir->data_dir;
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
    const bool behind = how == OPEN_ALONE && row.schema != migrate_newest(MIGRATE_ACCOUNT);
    if (behind && where.kind == STORE_POSTGRES)
        e = upgrade_copy(dir, cx, &row, &where);
    if (!e)
        e = account_open(id, &where, how, hooks, out_account);
    if (!e && behind)
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

enum err directory_write(struct directory *dir, struct ctx *cx,
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

enum err directory_sessions_ended(struct db *db, enum err e, const struct session *like, int64_t keep_id)
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
    return directory_write(dir, cx, save_name, &n);
}

char *directory_token_hash(struct ctx *cx, const char *token)
{
    return crypt_hash(cx->arena, token, strlen(token));
}
