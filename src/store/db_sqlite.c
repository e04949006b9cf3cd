/* The SQLite back end: opening a store, its readers, running statements. See sqlite.h for the other files of
 * it. */
#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opening */

/* A lock file of our own: SQLite's locks would let a second server in between two transactions. */
static enum err lock_take(const char *path, int *out_fd)
{
    char name[PATH_MAX];
    if ((size_t)snprintf(name, sizeof name, "%s.lock", path) >= sizeof name)
        return ERR_INTERNAL;
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_INTERNAL;
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        enum err e = errno == EWOULDBLOCK ? ERR_CONFLICT : ERR_INTERNAL;
        close(fd);
        return e;
    }
    *out_fd = fd;
    return ERR_OK;
}

static void sqlite_config_once(void)
{
    /* Its statistics take a global lock at every allocation. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
}

static int in_range(int v, int dflt, int min, int max)
{
    v = v ? v : dflt;
    return v < min ? min : v > max ? max : v;
}

static struct sqlite_store *store_new(const struct store_config *cfg)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, sqlite_config_once);
    struct sqlite_store *s = mem_zalloc(sizeof *s);
    s->base.engine = &engine_sqlite;
    s->path = mem_str(cfg->path);
    s->lock_fd = -1;
    s->readers_max = in_range(cfg->readers, 4, 1, 64);
    s->cache_mib = in_range(cfg->cache_mib, 16, 1, 65536);
    commit_init(&s->commit, &s->base, &sqlite_commit_ops, s, in_range(cfg->batch_max, 64, 1, BATCH_CAP),
            in_range(cfg->batch_ms, 10, 1, 1000));
    s->checkpoint_pages = in_range(cfg->checkpoint_pages, 8000, 16, 1 << 24);
    s->idle_ms = in_range(cfg->idle_ms, 60000, 100, 86400000);
    s->search.arena = arena_new(0);
    s->search_loose = true;
    pthread_mutex_init(&s->read_mutex, NULL);
    pthread_mutex_init(&s->checkpoint_mutex, NULL);
    cond_init(&s->read_cond);
    cond_init(&s->checkpoint_cond);
    return s;
}

static void store_free(struct sqlite_store *s)
{
    if (s->archive)
        sqlite_archive_stop(s->archive);
    for (struct conn *c = s->idle, *next; c; c = next) {
        next = c->next;
        sqlite_conn_close(c);
    }
    if (s->writer)
        sqlite_conn_close(s->writer);
    if (s->archive)
        sqlite_archive_end(s->archive);
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    pthread_cond_destroy(&s->read_cond);
    pthread_cond_destroy(&s->checkpoint_cond);
    pthread_mutex_destroy(&s->read_mutex);
    commit_destroy(&s->commit);
    pthread_mutex_destroy(&s->checkpoint_mutex);
    arena_free(s->search.arena);
    mem_free(s->search.v);
    mem_free(s->path);
    mem_free(s);
}

static enum err sqlite_open(const struct store_config *cfg, struct store **out_store)
{
    struct sqlite_store *s = store_new(cfg);
    enum err e = cfg->beside ? ERR_OK : lock_take(s->path, &s->lock_fd);
    if (!e && cfg->archive && !cfg->beside)
        e = sqlite_archive_prepare(s, cfg->archive);
    if (!e)
        e = sqlite_conn_open(s, false, &s->writer);
    if (!e && s->archive)
        e = sqlite_archive_start(s->archive);
    if (!e && !cfg->beside) {
        sqlite3_wal_hook(s->writer->sq, checkpoint_wal_grew, s);
        e = checkpoint_start(s);
    }
    if (e) {
        store_free(s);
        return e;
    }
    *out_store = &s->base;
    return ERR_OK;
}

static void sqlite_close(struct store *base)
{
    struct sqlite_store *s = sqlite_of(base);
    if (s->lock_fd >= 0)
        checkpoint_stop(s);
    store_free(s);
}

static enum err sqlite_exists(const struct store_config *cfg, bool *out_exists)
{
    *out_exists = access(cfg->path, F_OK) == 0;
    return ERR_OK;
}

/* The file with what stands beside it. */
static enum err sqlite_remove(const struct store_config *cfg)
{
    static const char *const tails[] = {"", "-wal", "-shm", ".lock"};
    enum err e = ERR_OK;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        char name[PATH_MAX];
        snprintf(name, sizeof name, "%s%s", cfg->path, tails[i]);
        if (unlink(name) && errno != ENOENT)
            e = ERR_INTERNAL;
    }
    return e;
}

/* Readers */

static enum err reader_wait(struct sqlite_store *s)
{
    struct timespec until = cond_until(READ_WAIT_MS);
    atomic_fetch_add(&s->n_read_waits, 1);
    while (!s->idle && s->readers_open >= s->readers_max)
        if (pthread_cond_timedwait(&s->read_cond, &s->read_mutex, &until) == ETIMEDOUT && !s->idle) {
            atomic_fetch_add(&s->n_read_timeouts, 1);
            return ERR_BUSY;
        }
    return ERR_OK;
}

/* *out_conn is NULL when a place is free but its connection is not open yet. */
static enum err reader_reserve(struct sqlite_store *s, struct conn **out_conn)
{
    pthread_mutex_lock(&s->read_mutex);
    enum err e = s->idle || s->readers_open < s->readers_max ? ERR_OK : reader_wait(s);
    if (!e) {
        *out_conn = s->idle;
        if (s->idle)
            s->idle = s->idle->next;
        else
            s->readers_open++;
        s->readers_busy++;
    }
    pthread_mutex_unlock(&s->read_mutex);
    return e;
}

static void reader_give(struct sqlite_store *s, struct conn *c)
{
    pthread_mutex_lock(&s->read_mutex);
    s->readers_busy--;
    if (c) {
        c->next = s->idle;
        s->idle = c;
    } else {
        s->readers_open--;
    }
    pthread_cond_signal(&s->read_cond);
    pthread_mutex_unlock(&s->read_mutex);
}

static enum err sqlite_read_begin(struct db *db)
{
    struct sqlite_store *s = sqlite_of(db->store);
    struct conn *c = NULL;
    enum err e = atomic_load(&s->damaged) ? ERR_DAMAGED : reader_reserve(s, &c);
    if (e)
        return e;
    if (!c)
        e = sqlite_conn_open(s, true, &c);
    if (!e) {
        db->conn = c;
        int rc = conn_do(c, "BEGIN");
        if (rc != SQLITE_OK)
            e = sqlite_fail(db, rc);
    }
    if (e)
        reader_give(s, c);
    return e;
}

static void sqlite_read_end(struct db *db)
{
    struct sqlite_store *s = sqlite_of(db->store);
    struct conn *c = db->conn;
    if (!sqlite3_get_autocommit(c->sq) && conn_do(c, "COMMIT") != SQLITE_OK)
        conn_do(c, "ROLLBACK");
    reader_give(s, c);
}

/* Statements */

void sqlite_damaged(struct sqlite_store *s, const char *words)
{
    if (!atomic_exchange(&s->damaged, true))
        log_msg(LOG_ERROR,
                "%s is damaged, and is left alone from now on: %s. Stop the server, put the file aside, and "
                "restore the "
                "account from its last backup (cardinal restore FILE), or as it was before (cardinal restore "
                "--at).",
                s->path, words);
}

enum err sqlite_fail(struct db *db, int rc)
{
    struct conn *c = db->conn;
    enum err e = conn_err(c, rc);
    db->error = arena_printf(db->arena, "SQLite %d: %s", rc, sqlite3_errmsg(c->sq));
    if (e == ERR_DAMAGED)
        sqlite_damaged(sqlite_of(db->store), db->error);
    if (db->writing && sqlite_of(db->store)->commit.in_tx && sqlite3_get_autocommit(c->sq)) {
        db->broken = e == ERR_FULL ? ERR_FULL : ERR_INTERNAL;
        sqlite_of(db->store)->commit.batch_err = db->broken;
    }
    return e;
}

static int bind_all(sqlite3_stmt *st, const struct val *v, size_t n)
{
    if ((size_t)sqlite3_bind_parameter_count(st) != n)
        return SQLITE_RANGE;
    int rc = SQLITE_OK;
    for (size_t i = 0; i < n && rc == SQLITE_OK; i++) {
        int at = (int)i + 1;
        switch (v[i].type) {
        case VAL_NULL:
            rc = sqlite3_bind_null(st, at);
            break;
        case VAL_INT:
            rc = sqlite3_bind_int64(st, at, v[i].i);
            break;
        case VAL_REAL:
            rc = sqlite3_bind_double(st, at, v[i].d);
            break;
        case VAL_TEXT:
            rc = sqlite3_bind_text64(st, at, v[i].s, v[i].len, SQLITE_STATIC, SQLITE_UTF8);
            break;
        case VAL_BLOB:
            rc = sqlite3_bind_blob64(st, at, v[i].s ? v[i].s : "", v[i].len, SQLITE_STATIC);
            break;
        }
    }
    return rc;
}

static struct val column_val(sqlite3_stmt *st, int i)
{
    switch (sqlite3_column_type(st, i)) {
    case SQLITE_INTEGER:
        return val_int(sqlite3_column_int64(st, i));
    case SQLITE_FLOAT:
        return val_real(sqlite3_column_double(st, i));
    case SQLITE_TEXT: {
        const char *s = (const char *)sqlite3_column_text(st, i);
        return (struct val){.type = VAL_TEXT, .len = (uint32_t)sqlite3_column_bytes(st, i), .s = s};
    }
    case SQLITE_BLOB: {
        const void *p = sqlite3_column_blob(st, i);
        return val_blob(p ? p : "", (size_t)sqlite3_column_bytes(st, i));
    }
    default:
        return val_null();
    }
}

/* Steps to the end; ERR_OK from the rows' side, and SQLite's last code in *out_rc. */
static enum err step_all(struct db *db, sqlite3_stmt *st, struct run *r, int *out_rc)
{
    int cols = sqlite3_column_count(st);
    struct val few[32], *v = cols > 32 && r->row ? arena_array(db->arena, struct val, cols) : few;
    while ((*out_rc = sqlite3_step(st)) == SQLITE_ROW) {
        if (!r->row)
            continue;
        for (int i = 0; i < cols; i++)
            v[i] = column_val(st, i);
        enum err e = r->row(r->arg, v, (size_t)cols);
        if (e)
            return e;
    }
    return ERR_OK;
}

static enum err run_text(struct db *db, const char *sql, struct run *r)
{
    struct conn *c = db->conn;
    struct stmt *st;
    int rc = conn_stmt(c, sql, &st);
    if (rc != SQLITE_OK)
        return sqlite_fail(db, rc);
    enum err e = ERR_OK;
    rc = bind_all(st->st, r->params, r->n_params);
    if (rc == SQLITE_OK)
        e = step_all(db, st->st, r, &rc);
    bool failed = rc != SQLITE_DONE && rc != SQLITE_ROW;
    if (failed)
        e = sqlite_fail(db, rc);
    else if (!sqlite3_stmt_readonly(st->st))
        r->changed = sqlite3_changes64(c->sq);
    conn_stmt_end(c, st);
    return e;
}

static enum err id_row(void *arg, const struct val *v, size_t cols)
{
    (void)cols;
    struct run *r = arg;
    r->id = val_i(v[0], 0);
    return ERR_OK;
}

/* The id of a plain insert is known for free; one that may turn into an update (or nothing) has to be asked.
 */
static enum err run_insert(struct db *db, struct run *r)
{
    if (!strstr(r->sql, "ON CONFLICT")) {
        enum err e = run_text(db, r->sql, r);
        r->id = sqlite3_last_insert_rowid(((struct conn *)db->conn)->sq);
        return e;
    }
    r->row = id_row;
    r->arg = r;
    enum err e = run_text(db, arena_printf(db->arena, "%s RETURNING id", r->sql), r);
    return e ? e : r->id ? ERR_OK : ERR_CONFLICT;
}

static enum err sqlite_run(struct db *db, struct run *r)
{
    return r->want_id ? run_insert(db, r) : run_text(db, r->sql, r);
}

static enum err sqlite_script(struct db *db, const char *sql)
{
    struct conn *c = db->conn;
    int rc = sqlite3_exec(c->sq, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? ERR_OK : sqlite_fail(db, rc);
}

/* "szu pop" -> "szu"* AND "pop"*; a folded text has only letters, digits and blanks, quotes would be doubled.
 */
static char *sqlite_match(struct arena *a, const char *folded)
{
    struct buf b;
    buf_init(&b, a);
    for (const char *p = folded; *(p += strspn(p, " "));) {
        size_t n = strcspn(p, " ");
        buf_puts(&b, b.len ? " AND \"" : "\"");
        for (size_t i = 0; i < n; i++)
            buf_add(&b, p[i] == '"' ? "\"\"" : p + i, p[i] == '"' ? 2 : 1);
        buf_puts(&b, "\"*");
        p += n;
    }
    if (!b.len)
        buf_puts(&b, "\"\"");
    return buf_str(&b);
}

/* A nested savepoint takes back what is noted for the index, too. */
static void sqlite_step(struct db *db, enum step what)
{
    struct sqlite_store *s = sqlite_of(db->store);
    if (what == STEP_BEGIN)
        db->step_mark[db->n_steps] = search_mark(s);
    else if (what == STEP_BACK)
        search_back(s, db->step_mark[db->n_steps]);
}

/* Snapshot: a copy of the whole database as of now, complete under its name or not there at all. */

static int backup_into(struct conn *from, const char *path)
{
    sqlite3 *to;
    int rc = sqlite3_open_v2(
            path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", from->sq, "main") : NULL;
    if (b) {
        while ((rc = sqlite3_backup_step(b, 4096)) == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
            ;
        rc = sqlite3_backup_finish(b);
    } else if (rc == SQLITE_OK) {
        rc = sqlite3_errcode(to);
    }
    int rc_close = sqlite3_close(to);
    return rc != SQLITE_OK ? rc : rc_close;
}

static enum err sync_rename(const char *from, const char *to)
{
    int fd = open(from, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    ok = ok && rename(from, to) == 0;
    char dir[PATH_MAX];
    const char *slash = strrchr(to, '/');
    snprintf(dir, sizeof dir, "%.*s", slash ? (int)(slash - to) + 1 : 1, slash ? to : ".");
    fd = ok ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok ? ERR_OK : ERR_INTERNAL;
}

static enum err sqlite_snapshot(struct store *base, const char *path)
{
    struct sqlite_store *s = sqlite_of(base);
    char part[PATH_MAX];
    if ((size_t)snprintf(part, sizeof part, "%s.part", path) >= sizeof part)
        return ERR_INTERNAL;
    unlink(part);
    struct conn *c = NULL;
    enum err e = sqlite_conn_open(s, true, &c);
    if (e)
        return e;
    e = conn_err(c, backup_into(c, part));
    sqlite_conn_close(c);
    if (!e)
        e = sync_rename(part, path);
    if (e)
        unlink(part);
    return e;
}

/* A file that was closed has nothing beside it but its lock; a log left behind would be lost under the new name. */
static enum err sqlite_rename(const struct store_config *cfg, const char *path)
{
    char log[PATH_MAX], lock[PATH_MAX];
    struct stat st;
    if ((size_t)snprintf(log, sizeof log, "%s-wal", cfg->path) >= sizeof log ||
            (size_t)snprintf(lock, sizeof lock, "%s.lock", cfg->path) >= sizeof lock)
        return ERR_INTERNAL;
    if (access(path, F_OK) == 0)
        return ERR_CONFLICT;
    if (stat(log, &st) == 0 && st.st_size > 0)
        return ERR_INTERNAL;
    enum err e = sync_rename(cfg->path, path);
    if (!e)
        unlink(lock);
    return e;
}

static void sqlite_metrics(struct store *base, int64_t account_id, struct buf *out)
{
    struct sqlite_store *s = sqlite_of(base);
    pthread_mutex_lock(&s->read_mutex);
    int open = s->readers_open, busy = s->readers_busy;
    pthread_mutex_unlock(&s->read_mutex);
    commit_metrics(&s->commit, account_id, out);
    if (s->archive)
        sqlite_archive_metrics(s->archive, account_id, out);
    const struct {
        const char *name;
        int64_t v;
    } m[] = {
            {"read_waits_total", (int64_t)s->n_read_waits},
            {"read_timeouts_total", (int64_t)s->n_read_timeouts},
            {"readers_open", open},
            {"readers_busy", busy},
            {"wal_bytes", wal_bytes(s)},
            {"damaged", atomic_load(&s->damaged)},
            {"checkpoints_total", (int64_t)s->n_checkpoints},
            {"checkpoints_forced_total", (int64_t)s->n_forced_checkpoints},
            {"checkpoints_failed_total", (int64_t)s->n_failed_checkpoints},
            {"wal_truncates_total", (int64_t)s->n_truncates},
            {"checkpoint_microseconds_total", (int64_t)s->checkpoint_us},
    };
    for (size_t i = 0; i < sizeof m / sizeof *m; i++)
        metric_put(out, m[i].name, account_id, m[i].v);
}

const struct engine engine_sqlite = {
        .kind = STORE_SQLITE,
        .open = sqlite_open,
        .close = sqlite_close,
        .exists = sqlite_exists,
        .remove = sqlite_remove,
        .rename = sqlite_rename,
        .read_begin = sqlite_read_begin,
        .read_end = sqlite_read_end,
        .commit_of = sqlite_commit_of,
        .write_begun = sqlite_write_begun,
        .write_end = sqlite_write_end,
        .run = sqlite_run,
        .script = sqlite_script,
        .snapshot = sqlite_snapshot,
        .match = sqlite_match,
        .search_changed = sqlite_search_changed,
        .search_check = sqlite_search_check,
        .step = sqlite_step,
        .loaded = sqlite_loaded,
        .metrics = sqlite_metrics,
};
