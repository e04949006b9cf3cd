#include "core/upgrade.h"
#include "base/log.h"
#include "core/backup.h"
#include "core/directory_impl.h"
#include "store/migrate.h"

#include <sys/stat.h>
#include <unistd.h>

#define COPY_GOOD_MS (10 * MS_MINUTE) /* a migration that fails again and again makes no copy each time */

enum err upgrade_next(struct directory *dir, struct ctx *cx, int64_t after, int64_t *out_id)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = account_row_behind(db, migrate_newest(MIGRATE_ACCOUNT), after, out_id);
    store_read_end(db);
    return e;
}

enum err upgrade_look(struct directory *dir, struct ctx *cx, struct upgrade_state *out)
{
    struct db *db;
    *out = (struct upgrade_state){.newest = migrate_newest(MIGRATE_ACCOUNT)};
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = account_count_behind(db, out->newest, &out->behind, &out->all);
    store_read_end(db);
    return e;
}

void upgrade_metrics(struct directory *dir, struct ctx *cx, struct buf *out)
{
    struct upgrade_state u;
    if (upgrade_look(dir, cx, &u))
        return;
    buf_printf(out,
            "# HELP cardinal_accounts_to_migrate Accounts whose schema is older than the server's.\n"
            "# TYPE cardinal_accounts_to_migrate gauge\ncardinal_accounts_to_migrate %lld\n",
            (long long)u.behind);
}

static char *copy_path(struct directory *dir, struct arena *a, const char *slug, int version)
{
    return arena_printf(a, "%s/%s.before-%04d.cardinal", directory_data_dir(dir), slug, version);
}

static bool is_fresh(const char *path, int64_t now_at)
{
    struct stat st;
    return !stat(path, &st) && now_at - st.st_mtime * MS_SECOND < COPY_GOOD_MS;
}

static enum err copy(
        struct directory *dir, struct ctx *cx, const struct account_row *account, struct store *s)
{
    const int newest = migrate_newest(MIGRATE_ACCOUNT);
    const char *path = copy_path(dir, cx->arena, account->slug, newest);
    struct backup_info info = {0};
    if (is_fresh(path, cx->now_at))
        return ERR_OK;
    enum err e = backup_make_of(dir, account->id, s, cx, path, &info);
    if (e) {
        log_msg(LOG_ERROR,
                "account %s: it is not migrated, and stays as it was: the copy before cannot be made: %s",
                account->slug, info.why ? info.why : err_sentence(e));
        return e;
    }
    for (int v = 1; v < newest; v++) /* the last one is enough */
        unlink(copy_path(dir, cx->arena, account->slug, v));
    log_msg(LOG_INFO, "account %s: schema %d is copied to %s before it is migrated", account->slug,
            info.head.schema, path);
    return ERR_OK;
}

enum err upgrade_copy(struct directory *dir, struct ctx *cx, const struct account_row *account,
        const struct store_config *where)
{
    const struct store_config cfg = {.kind = where->kind,
            .path = where->path,
            .conninfo = where->conninfo,
            .connections = where->connections,
            .readers = 1,
            .batch_max = 1};
    struct migration m;
    struct store *s;
    enum err e = store_open(&cfg, &s);
    if (e)
        return e;
    bool behind = migrate_check(s, MIGRATE_ACCOUNT, cx->arena, &m) == ERR_CONFLICT && m.from > 0 &&
                  m.from < m.newest;
    if (behind) /* else there is nothing to lose, or whoever migrates it says what is wrong */
        e = copy(dir, cx, account, s);
    store_close(s);
    return e;
}

void upgrade_drop_copies(struct directory *dir, struct arena *a, const char *slug)
{
    for (int v = 1; v <= migrate_newest(MIGRATE_ACCOUNT); v++)
        unlink(copy_path(dir, a, slug, v));
}
