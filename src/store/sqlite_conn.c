/* Connections to an SQLite file: how they are set up, and the cache of prepared statements each has. */
#include "base/mem.h"
#include "base/text.h"
#include "store/sqlite.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define BUSY_TIMEOUT_MS 5000 /* only strangers (the sqlite3 shell, a backup tool) ever make us wait */

/* fold(text) - our search key inside SQL, for "contains" on columns that have no key column of their own. */
static void sql_fold(sqlite3_context *ctx, int n, sqlite3_value **v)
{
    (void)n;
    const char *s = (const char *)sqlite3_value_text(v[0]);
    if (!s) {
        sqlite3_result_null(ctx);
        return;
    }
    struct conn *c = sqlite3_user_data(ctx);
    arena_reset(c->scratch);
    sqlite3_result_text(ctx, text_fold(c->scratch, s), -1, SQLITE_TRANSIENT);
}

static int conn_pragmas(struct conn *c, const struct sqlite_store *s, bool read_only)
{
    char sql[512];
    snprintf(sql, sizeof sql,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON;"
            "PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-%d; PRAGMA "
            "secure_delete=FAST;"
            "PRAGMA case_sensitive_like=ON; PRAGMA journal_size_limit=-1; PRAGMA query_only=%d;",
            s->cache_mib * 1024, read_only);
    return sqlite3_exec(c->sq, sql, NULL, NULL, NULL);
}

static int conn_setup(struct conn *c, const struct sqlite_store *s, bool read_only)
{
    sqlite3_extended_result_codes(c->sq, 1);
    sqlite3_busy_timeout(c->sq, BUSY_TIMEOUT_MS);
    int rc = conn_pragmas(c, s, read_only);
    static const struct {
        int what, on;
    } configs[] = {{SQLITE_DBCONFIG_DQS_DDL, 0}, {SQLITE_DBCONFIG_DQS_DML, 0}, {SQLITE_DBCONFIG_DEFENSIVE, 1},
            {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}};
    for (size_t i = 0; rc == SQLITE_OK && i < sizeof configs / sizeof *configs; i++)
        rc = sqlite3_db_config(c->sq, configs[i].what, configs[i].on, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_create_function(c->sq, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                c, sql_fold, NULL, NULL);
    return rc;
}

enum err sqlite_conn_open(struct sqlite_store *s, bool read_only, struct conn **out_conn)
{
    struct conn *c = mem_zalloc(sizeof *c);
    c->scratch = arena_new(0);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    int rc = sqlite3_open_v2(s->path, &c->sq, flags, NULL);
    if (rc == SQLITE_OK)
        rc = conn_setup(c, s, read_only);
    if (rc != SQLITE_OK) {
        enum err e = conn_err(c, rc);
        sqlite_conn_close(c);
        return e;
    }
    *out_conn = c;
    return ERR_OK;
}

void sqlite_conn_close(struct conn *c)
{
    for (struct stmt *st = c->newest, *next; st; st = next) {
        next = st->older;
        sqlite3_finalize(st->st);
        mem_free(st->sql);
        mem_free(st);
    }
    sqlite3_close(c->sq);
    arena_free(c->scratch);
    mem_free(c);
}

int64_t wal_bytes(const struct sqlite_store *s)
{
    char name[PATH_MAX];
    struct stat st;
    int n = snprintf(name, sizeof name, "%s-wal", s->path);
    return n > 0 && (size_t)n < sizeof name && stat(name, &st) == 0 ? (int64_t)st.st_size : 0;
}

static bool no_space(int os_errno)
{
    return os_errno == ENOSPC || os_errno == EDQUOT || os_errno == EFBIG;
}

/* Out of disk has several faces: SQLite calls ENOSPC "full", but a quota or a size limit an I/O error, and says nothing
 * of why the shared-memory file could not grow. */
static bool is_full(sqlite3 *sq, int rc)
{
    if ((rc & 0xff) == SQLITE_FULL || rc == SQLITE_IOERR_SHMSIZE)
        return true;
    if (rc != SQLITE_IOERR_WRITE || !sq)
        return false;
    int os_errno = 0;
    sqlite3_file *wal = NULL;
    if (sqlite3_file_control(sq, "main", SQLITE_FCNTL_LAST_ERRNO, &os_errno) == SQLITE_OK &&
            no_space(os_errno))
        return true;
    if (sqlite3_file_control(sq, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) != SQLITE_OK || !wal ||
            !wal->pMethods)
        return false;
    return wal->pMethods->xFileControl(wal, SQLITE_FCNTL_LAST_ERRNO, &os_errno) == SQLITE_OK &&
           no_space(os_errno);
}

enum err conn_err(struct conn *c, int rc)
{
    if (is_full(c->sq, rc))
        return ERR_FULL;
    switch (rc) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return ERR_OK;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return ERR_CONFLICT;
    }
    int primary = rc & 0xff;
    if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
        return ERR_DAMAGED;
    return primary == SQLITE_BUSY || primary == SQLITE_LOCKED ? ERR_BUSY : ERR_INTERNAL;
}

/* The statement cache: a hash over the text, least recently used goes first. */

/* Eight bytes at a time: statements are hundreds of bytes long and looked up tens of times in a request. */
static uint32_t sql_hash(const char *sql, size_t len)
{
    uint64_t h = len, w;
    size_t i = 0;
    for (; i + sizeof w <= len; i += sizeof w) {
        memcpy(&w, sql + i, sizeof w);
        h = (h ^ w) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    w = 0;
    memcpy(&w, sql + i, len - i);
    h = (h ^ w) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static void order_remove(struct conn *c, struct stmt *st)
{
    *(st->newer ? &st->newer->older : &c->newest) = st->older;
    *(st->older ? &st->older->newer : &c->oldest) = st->newer;
}

static void order_add(struct conn *c, struct stmt *st)
{
    st->newer = NULL;
    st->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = st;
    c->newest = st;
}

static void stmt_drop(struct conn *c, struct stmt *st)
{
    struct stmt **p = &c->bucket[st->hash % STMT_BUCKETS];
    while (*p != st)
        p = &(*p)->chain;
    *p = st->chain;
    order_remove(c, st);
    c->n_stmts--;
    sqlite3_finalize(st->st);
    mem_free(st->sql);
    mem_free(st);
}

/* Makes room for one more; statements being stepped stay. */
static void stmt_evict(struct conn *c)
{
    for (struct stmt *st = c->oldest, *next; st && c->n_stmts >= STMT_CACHE_MAX; st = next) {
        next = st->newer;
        if (!st->busy)
            stmt_drop(c, st);
    }
}

static struct stmt *stmt_find(struct conn *c, const char *sql, size_t len, uint32_t hash)
{
    struct stmt *st = c->bucket[hash % STMT_BUCKETS];
    while (st && (st->hash != hash || st->len != len || memcmp(st->sql, sql, len) != 0))
        st = st->chain;
    return st;
}

static int stmt_prepare(struct conn *c, const char *sql, size_t len, bool keep, sqlite3_stmt **out_st)
{
    const char *tail;
    unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
    int rc = sqlite3_prepare_v3(c->sq, sql, (int)len + 1, flags, out_st, &tail);
    if (rc == SQLITE_OK && (!*out_st || tail[strspn(tail, "; \t\r\n")])) {
        sqlite3_finalize(*out_st); /* none, or more than one statement: only db_script may have that */
        return SQLITE_MISUSE;
    }
    return rc;
}

int conn_stmt(struct conn *c, const char *sql, struct stmt **out_stmt)
{
    size_t len = strlen(sql);
    uint32_t hash = sql_hash(sql, len);
    struct stmt *st = stmt_find(c, sql, len, hash);
    if (st && !st->busy) {
        if (c->newest != st) {
            order_remove(c, st);
            order_add(c, st);
        }
        st->busy = true;
        *out_stmt = st;
        return SQLITE_OK;
    }
    bool keep = !st && len <= STMT_CACHE_BYTES;
    sqlite3_stmt *raw;
    int rc = stmt_prepare(c, sql, len, keep, &raw);
    if (rc != SQLITE_OK)
        return rc;
    st = mem_zalloc(sizeof *st);
    st->st = raw;
    st->busy = true;
    st->kept = keep;
    if (keep) {
        stmt_evict(c);
        st->hash = hash;
        st->len = len;
        st->sql = mem_str(sql);
        st->chain = c->bucket[hash % STMT_BUCKETS];
        c->bucket[hash % STMT_BUCKETS] = st;
        order_add(c, st);
        c->n_stmts++;
    }
    *out_stmt = st;
    return SQLITE_OK;
}

void conn_stmt_end(struct conn *c, struct stmt *st)
{
    (void)c;
    sqlite3_reset(st->st);
    if (st->kept) {
        sqlite3_clear_bindings(st->st); /* they point into a request's arena */
        st->busy = false;
        return;
    }
    sqlite3_finalize(st->st);
    mem_free(st);
}

int conn_do(struct conn *c, const char *sql)
{
    struct stmt *st;
    int rc = conn_stmt(c, sql, &st);
    if (rc != SQLITE_OK)
        return rc;
    do
        rc = sqlite3_step(st->st);
    while (rc == SQLITE_ROW);
    conn_stmt_end(c, st);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
