/* An account as it was at a time: its file rebuilt from the archive, checked and written as a backup, which is then
 * restored as any other. */
#include "core/backup.h"
#include "core/directory_impl.h"
#include "core/verify.h"
#include "store/archive_file.h"

#include <stdio.h>
#include <unistd.h>

#define WORK_PLACE "-past.db"

static enum err made_whole(struct account *acc, struct ctx *cx, const char **out_why)
{
    struct ctx vx = {.arena = cx->arena, .now_at = cx->now_at};
    struct verify_result r[VERIFY_CHECKS] = {0};
    int n = 0;
    enum err e = tx_read(acc, &vx, 0);
    if (!e)
        e = tx_end(acc, &vx, verify_account(&vx, r, &n), NULL, NULL);
    for (int i = 0; !e && i < n; i++)
        if (r[i].wrong) {
            *out_why = arena_printf(cx->arena, "what was rebuilt is not whole: %s: %lld wrong", r[i].check,
                    (long long)r[i].wrong);
            e = ERR_INVALID;
        }
    return e;
}

/* What the account's own log still holds comes into the archive when its database is opened alone. One that cannot be
 * opened is what restoring is for. */
static void take_rest(const struct store_config *where)
{
    struct store *s;
    if (account_store_open(where, OPEN_ALONE, &s) == ERR_OK)
        store_close(s);
}

enum err restore_at(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t at, const char *slug,
        struct restored *out, struct archive_reached *out_reached)
{
    struct account_row row;
    struct account *acc;
    struct backup_info info;
    *out = (struct restored){0};
    enum err e = directory_account(dir, cx, account_id, &row);
    if (e)
        return e;
    struct store_config live = directory_where(dir, cx->arena, row.place, row.database), work;
    if (live.kind != STORE_SQLITE || !live.archive) {
        out->info.why = live.kind != STORE_SQLITE
                                ? "the past of accounts in PostgreSQL is kept by PostgreSQL's own archive"
                                : "no past is kept here: archive-days is 0";
        return ERR_INVALID;
    }
    take_rest(&live);
    work = directory_where(dir, cx->arena, WORK_PLACE, NULL);
    work.archive = NULL;
    e = store_remove(&work);
    if (!e)
        e = archive_rebuild(cx->arena, live.archive->dir, at, work.path, out_reached, &out->info.why);
    if (e)
        return e;
    const char *file = arena_printf(cx->arena, "%s.cardinal", work.path);
    e = account_open(account_id, &work, OPEN_ALONE, NULL, &acc);
    if (!e) {
        e = made_whole(acc, cx, &out->info.why);
        if (!e) {
            e = backup_make(dir, acc, cx, file, &info);
            out->info.why = info.why;
        }
        account_close(acc);
    }
    if (!e)
        e = backup_restore(dir, cx, file, slug, out);
    unlink(file);
    store_remove(&work);
    return e;
}
