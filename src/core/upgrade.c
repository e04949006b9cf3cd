#include "core/upgrade.h"
#include "store/migrate.h"

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
