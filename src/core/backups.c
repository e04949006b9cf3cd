#include "core/backups.h"
#include "base/log.h"
#include "core/backup.h"
#include "core/verify.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LEASE_MS    (6 * MS_HOUR)
#define RETRY_MS    MS_HOUR
#define FAILED_KEPT 20

/* When: by the machine's clock, as whoever looks after it thinks. */

static int64_t at_hour(int64_t now_at, int hour, int days)
{
    time_t now = (time_t)(now_at / 1000);
    struct tm tm;
    localtime_r(&now, &tm);
    tm.tm_mday += days;
    tm.tm_hour = hour;
    tm.tm_min = tm.tm_sec = 0;
    tm.tm_isdst = -1;
    return (int64_t)mktime(&tm) * 1000;
}

int64_t backups_since(const struct backup_plan *plan, int64_t now_at)
{
    int64_t today = at_hour(now_at, plan->hour, 0);
    return today <= now_at ? today : at_hour(now_at, plan->hour, -1);
}

int64_t backups_next_at(const struct backup_plan *plan, int64_t now_at)
{
    if (plan->hour < 0)
        return 0;
    int64_t today = at_hour(now_at, plan->hour, 0);
    return today > now_at ? today : at_hour(now_at, plan->hour, 1);
}

/* One write of the directory. */
typedef enum err row_fn(struct db *db, struct ctx *cx, void *arg);

static enum err write_row(struct directory *dir, struct ctx *cx, row_fn *fn, void *arg)
{
    struct db *db;
    enum err e = store_write(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = fn(db, cx, arg);
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

struct due {
    int64_t since, n;
};

static enum err plan_rows(struct db *db, struct ctx *cx, void *arg)
{
    struct due *d = arg;
    return backup_rows_plan(db, d->since, cx->now_at - RETRY_MS, cx->now_at, &d->n);
}

enum err backups_plan(struct directory *dir, struct ctx *cx, const struct backup_plan *plan, int64_t *out_n)
{
    struct due d = {.n = 0};
    *out_n = 0;
    if (plan->hour < 0)
        return ERR_OK;
    d.since = backups_since(plan, cx->now_at);
    enum err e = write_row(dir, cx, plan_rows, &d);
    if (!e)
        *out_n = d.n;
    return e;
}

static enum err add_row(struct db *db, struct ctx *cx, void *arg)
{
    struct backup_row *row = arg;
    return backup_row_add(db, row->account_id, row->asked_by, cx->now_at, &row->id);
}

enum err backups_ask(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t *out_id)
{
    struct backup_row row = {.account_id = account_id, .asked_by = member_id};
    enum err e = write_row(dir, cx, add_row, &row);
    if (e == ERR_CONFLICT)
        return fail(cx, e, NULL, "error.backup_running");
    if (!e)
        *out_id = row.id;
    return e;
}

static enum err claim_row(struct db *db, struct ctx *cx, void *arg)
{
    return backup_row_claim(db, arg, cx->now_at + LEASE_MS);
}

enum err backups_take(struct directory *dir, struct ctx *cx, bool at_start, struct backup_row *out_row)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = backup_row_due(db, at_start ? INT64_MAX : cx->now_at, out_row);
    store_read_end(db);
    return e ? e : write_row(dir, cx, claim_row, out_row);
}

/* Making */

static bool folder_made(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* DIR/SLUG/SLUG-2026-11-22-020000.cardinal */
static const char *file_name(struct ctx *cx, const struct backup_plan *plan, const char *slug)
{
    char when[32];
    struct tm tm;
    time_t now = (time_t)(cx->now_at / 1000);
    const char *dir = arena_printf(cx->arena, "%s/%s", plan->dir, slug);
    strftime(when, sizeof when, "%Y-%m-%d-%H%M%S", localtime_r(&now, &tm));
    return folder_made(plan->dir) && folder_made(dir)
                   ? arena_printf(cx->arena, "%s/%s-%s.cardinal", dir, slug, when)
                   : NULL;
}

static void make(struct directory *dir, struct account *acc, struct ctx *cx, const struct backup_plan *plan,
        struct backup_row *row)
{
    struct account_row account;
    struct backup_info info = {0};
    row->state = "failed";
    row->file = row->sha256 = "";
    row->lease_until = 0;
    if (!acc) {
        row->why = "the account cannot be opened here";
        return;
    }
    enum err e = directory_account(dir, cx, row->account_id, &account);
    const char *path = e ? NULL : file_name(cx, plan, account.slug);
    if (!e && !path) {
        row->why = arena_printf(cx->arena, "%s: %s", plan->dir, strerror(errno));
        return;
    }
    if (!e)
        e = backup_make(dir, acc, cx, path, &info);
    if (e) {
        row->why = info.why ? info.why : err_sentence(e);
        return;
    }
    row->state = "done";
    row->why = "";
    row->file = path;
    row->size_bytes = info.bytes;
    row->n_rows = info.rows;
    row->sha256 = info.sha256;
    row->made_at = cx->now_at;
}

/* Testing: restored into a folder of its own, opened, verified. */

static void folder_empty(struct arena *a, const char *path)
{
    static const char *const names[] = {"directory.db", "test.db", "-restore.db"};
    static const char *const tails[] = {"", "-wal", "-shm", ".lock"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
            unlink(arena_printf(a, "%s/%s%s", path, names[i], tails[k]));
    rmdir(path);
}

static const char *verified(struct account *acc, struct arena *a, int64_t now_at)
{
    struct ctx cx = {.arena = a, .now_at = now_at};
    struct verify_result r[VERIFY_CHECKS] = {0};
    int n = 0;
    enum err e = tx_read(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, verify_account(&cx, r, &n), NULL, NULL);
    if (e)
        return arena_printf(a, "the restored account cannot be verified: %s", err_sentence(e));
    for (int i = 0; i < n; i++)
        if (r[i].wrong)
            return arena_printf(a, "verify: %s: %lld wrong", r[i].check, (long long)r[i].wrong);
    return "";
}

static const char *test_in(struct directory *dir, struct ctx *cx, const struct backup_row *row)
{
    struct restored done;
    struct account *acc;
    enum err e = backup_restore(dir, cx, row->file, "test", &done);
    if (e)
        return done.info.why ? done.info.why : err_sentence(e);
    if (strcmp(done.info.sha256, row->sha256) != 0)
        return "the file is not the one that was made";
    e = directory_open_account(dir, cx, done.account_id, NULL, &acc);
    if (e)
        return arena_printf(cx->arena, "the restored account cannot be opened: %s", err_sentence(e));
    const char *why = verified(acc, cx->arena, cx->now_at);
    account_close(acc);
    return why;
}

/* "" = all is well. */
static const char *test(struct ctx *cx, const struct backup_plan *plan, const struct backup_row *row)
{
    struct directory *dir;
    const struct place where = {.data_dir = plan->test_dir};
    folder_empty(cx->arena, plan->test_dir);
    if (!folder_made(plan->test_dir))
        return arena_printf(cx->arena, "%s: %s", plan->test_dir, strerror(errno));
    enum err e = directory_open(&where, OPEN_ALONE, &dir);
    const char *why =
            e ? arena_printf(cx->arena, "%s: %s", plan->test_dir, err_sentence(e)) : test_in(dir, cx, row);
    if (!e)
        directory_close(dir);
    folder_empty(cx->arena, plan->test_dir);
    return why;
}

/* Keeping */

/* Days, weeks from Monday, months, as numbers that differ when they do. */
static void periods_of(int64_t at, int64_t out[static 3])
{
    time_t t = (time_t)(at / 1000);
    struct tm tm;
    localtime_r(&t, &tm);
    struct tm noon = {.tm_year = tm.tm_year, .tm_mon = tm.tm_mon, .tm_mday = tm.tm_mday, .tm_hour = 12};
    int64_t day = (int64_t)timegm(&noon) / 86400;
    out[0] = day;
    out[1] = (day + 3) / 7; /* the first of January 1970 was a Thursday */
    out[2] = tm.tm_year * 12 + tm.tm_mon;
}

/* Beside those of the plan the newest stays, and the newest that passed its test. */
void backups_keep(const struct backup_plan *plan, const struct backup_row *rows, size_t n, bool *out_keep)
{
    const int most[3] = {plan->daily, plan->weekly, plan->monthly};
    int64_t last[3] = {-1, -1, -1}, now[3];
    int kept[3] = {0}, n_failed = 0;
    bool any = false, passed = false;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].state, "done") != 0) {
            out_keep[i] = strcmp(rows[i].state, "failed") != 0 || n_failed++ < FAILED_KEPT;
            continue;
        }
        bool good = rows[i].tested_at && !*rows[i].test_why;
        out_keep[i] = !any || (good && !passed);
        any = true;
        passed |= good;
        periods_of(rows[i].made_at, now);
        for (int p = 0; p < 3; p++) {
            if (now[p] == last[p] || kept[p] >= most[p])
                continue;
            last[p] = now[p];
            kept[p]++;
            out_keep[i] = true;
        }
    }
}

static enum err drop_row(struct db *db, struct ctx *cx, void *arg)
{
    const struct backup_row *row = arg;
    (void)cx;
    return backup_row_drop(db, row->id);
}

static enum err rotate(
        struct directory *dir, struct ctx *cx, const struct backup_plan *plan, int64_t account_id)
{
    struct backup_row *rows;
    size_t n;
    enum err e = backups_list(dir, cx, account_id, &rows, &n);
    if (e)
        return e;
    bool *keep = arena_array(cx->arena, bool, n + 1);
    backups_keep(plan, rows, n, keep);
    for (size_t i = 0; !e && i < n; i++) {
        if (keep[i])
            continue;
        if (*rows[i].file && unlink(rows[i].file) && errno != ENOENT)
            log_msg(LOG_WARN, "an old backup cannot be removed: %s: %s", rows[i].file, strerror(errno));
        else
            e = write_row(dir, cx, drop_row, &rows[i]);
    }
    return e;
}

static enum err save_made(struct db *db, struct ctx *cx, void *arg)
{
    (void)cx;
    return backup_row_made(db, arg);
}

static enum err save_tested(struct db *db, struct ctx *cx, void *arg)
{
    const struct backup_row *row = arg;
    (void)cx;
    return backup_row_tested(db, row->id, row->tested_at, row->test_why);
}

enum err backups_run(struct directory *dir, struct account *acc, struct ctx *cx,
        const struct backup_plan *plan, const struct backup_row *taken)
{
    struct backup_row row = *taken;
    make(dir, acc, cx, plan, &row);
    enum err e = write_row(dir, cx, save_made, &row);
    if (e)
        return e;
    if (strcmp(row.state, "done") != 0) {
        log_msg(LOG_ERROR, "the backup of account %lld failed: %s", (long long)row.account_id, row.why);
        return ERR_OK;
    }
    row.test_why = test(cx, plan, &row);
    row.tested_at = clock_now_at();
    if (*row.test_why)
        log_msg(LOG_ERROR, "the test restore of %s failed: %s", row.file, row.test_why);
    e = write_row(dir, cx, save_tested, &row);
    return e ? e : rotate(dir, cx, plan, row.account_id);
}

/* Looking */

enum err backups_list(struct directory *dir, struct ctx *cx, int64_t account_id, struct backup_row **out_rows,
        size_t *out_n)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = backup_rows(db, account_id, out_rows, out_n);
    store_read_end(db);
    return e;
}

enum err backups_file(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t id, struct backup_row *out_row)
{
    struct db *db;
    bool shared = false;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = backup_row_get(db, account_id, id, out_row);
    if (!e)
        e = backup_row_shared(db, account_id, &shared);
    store_read_end(db);
    if (!e && shared)
        return fail(cx, ERR_FORBIDDEN, NULL, "error.backup_shared");
    if (!e && (strcmp(out_row->state, "done") != 0 || access(out_row->file, R_OK) != 0))
        e = fail(cx, ERR_NOT_FOUND, "id", "error.backup_gone");
    return e;
}

void backups_metrics(struct directory *dir, struct ctx *cx, struct buf *out)
{
    struct backup_row *rows;
    size_t n;
    struct db *db;
    if (store_read(directory_store(dir), cx->arena, &db))
        return;
    enum err e = backup_rows_newest(db, &rows, &n);
    store_read_end(db);
    if (e)
        return;
    buf_puts(out, "# HELP cardinal_backup_age_seconds Since the last good backup of an account.\n"
                  "# TYPE cardinal_backup_age_seconds gauge\n");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "cardinal_backup_age_seconds{account=\"%lld\"} %lld\n", (long long)rows[i].account_id,
                (long long)((cx->now_at - rows[i].made_at) / 1000));
    buf_puts(out, "# HELP cardinal_backup_test_ok Did the test restore of the last backup succeed?\n"
                  "# TYPE cardinal_backup_test_ok gauge\n");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "cardinal_backup_test_ok{account=\"%lld\"} %d\n", (long long)rows[i].account_id,
                rows[i].tested_at && !*rows[i].test_why);
    buf_puts(out, "# HELP cardinal_backup_bytes Size of the last good backup.\n# TYPE cardinal_backup_bytes "
                  "gauge\n");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "cardinal_backup_bytes{account=\"%lld\"} %lld\n", (long long)rows[i].account_id,
                (long long)rows[i].size_bytes);
}
