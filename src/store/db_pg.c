/* The PostgreSQL back end: an account, or the directory, is a schema. Writers of an account stand in line on this node
 * and share a commit, as with SQLite; the row of its table `turn` keeps the nodes in line (pg_turn.c). */
#include "base/buf.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/pg.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define READ_WAIT_MS 5000
#define DEFERRED_MAX 50 /* statements sent on trust at most */

struct pg_store {
    struct store base;
    struct pg_pool *pool;
    char schema[SCHEMA_MAX + 1];
    int64_t lock_key;
    struct commit commit;
    /* While a write transaction is open; guarded by the turn. */
    struct pg_conn *writer;
    struct pg_turn turn;
    struct pg_ids ids;
    struct notes notes;
    int64_t token;       /* of the open transaction, in `committed` */
    _Atomic int version; /* of the schema, once it is shared: see store_share */
    _Atomic uint64_t n_reads, n_read_timeouts, n_broken;
};

static struct pg_store *pg_of(struct store *s)
{
    return (struct pg_store *)s;
}

/* Failures */

static void words_keep(struct db *db, const PGresult *res)
{
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    const char *what = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
    const char *more = PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL);
    db->error = arena_printf(db->arena, "PostgreSQL %s: %s%s%s", state ? state : "?", what ? what : "?",
            more ? " - " : "", more ? more : "");
}

/* What was sent on trust changed nothing: the request is lost, the connection is well. */
static enum err pg_stale(struct db *db)
{
    struct pg_conn *c = db->conn;
    c->stale = false;
    return c->failed = ERR_STALE;
}

/* A statement that fails takes the transaction with it up to the last savepoint; a lost connection all of it. */
static enum err pg_fail(struct db *db, struct answer *a)
{
    struct pg_conn *c = db->conn;
    enum err e = a->error ? pg_err(a->error) : ERR_BUSY;
    if (a->error)
        words_keep(db, a->error);
    else if (c->lost)
        db->error = arena_printf(db->arena, "PostgreSQL: connection lost: %s", PQerrorMessage(c->pg));
    answer_clear(a);
    c->failed = e;
    if (c->lost) {
        db->broken = ERR_BUSY;
        atomic_fetch_add(&pg_of(db->store)->n_broken, 1);
        if (db->writing)
            pg_of(db->store)->commit.batch_err = ERR_BUSY;
        return ERR_BUSY;
    }
    return e;
}

/* Reading */

static enum err pg_read_begin(struct db *db)
{
    struct pg_store *s = pg_of(db->store);
    struct pg_conn *c;
    enum err e = pool_take(s->pool, s->schema, READ_WAIT_MS, &c);
    if (e) {
        atomic_fetch_add(&s->n_read_timeouts, 1);
        return e;
    }
    atomic_fetch_add_explicit(&s->n_reads, 1, memory_order_relaxed);
    pg_conn_queue(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    db->conn = c;
    return ERR_OK;
}

/* Ends a transaction without waiting for the answer; one that never began needs no end. */
static void leave(struct pg_conn *c)
{
    pg_ahead_drop(c);
    pg_bulk_drop(c);
    if (c->in_tx && !c->lost)
        pg_conn_end(c, "ROLLBACK");
    if (!c->in_tx && c->n_queue && c->queue[0] == c->path)
        c->schema[0] = 0; /* the path was not set after all */
    c->n_queue = 0;
    pool_give(c);
}

static void pg_read_end(struct db *db)
{
    leave(db->conn);
}

/* Writing: what commit.c asks for */

/* A schema that is not shared yet is guarded by an advisory lock. */
static enum err turn_take(struct pg_store *s)
{
    crypt_random(&s->token, sizeof s->token);
    enum err e = pg_turn_take(s->writer, s->token, &s->turn);
    int version = atomic_load(&s->version);
    if (!e && s->turn.schema != version) {
        log_msg(LOG_ERROR, "schema %s is of version %lld now, this program works with %d", s->schema,
                (long long)s->turn.schema, version);
        e = ERR_VERSION;
    }
    if (e)
        leave(s->writer);
    return e;
}

static enum err write_open(void *owner, enum commit_as as)
{
    struct pg_store *s = owner;
    if (as == COMMIT_JOINED) {
        pg_conn_queue(s->writer, "SAVEPOINT request");
        return ERR_OK;
    }
    enum err e = pool_take(s->pool, s->schema, READ_WAIT_MS, &s->writer);
    if (e)
        return e;
    struct pg_conn *c = s->writer;
    pg_ids_reset(&s->ids);
    s->notes.n = 0;
    pg_conn_queue(c, "BEGIN");
    if (as == COMMIT_ALONE)
        pg_conn_queue(c, "SET LOCAL synchronous_commit TO off");
    if (s->base.shared) {
        pg_conn_queue(c, "SET LOCAL idle_in_transaction_session_timeout = " TURN_LIMIT);
        return turn_take(s);
    }
    snprintf(c->lock, sizeof c->lock, "SELECT pg_advisory_xact_lock(%lld)", (long long)s->lock_key);
    pg_conn_queue(c, c->lock);
    return ERR_OK;
}

/* What was sent on trust and is taken back anyway: how it went is of no interest. */
static void forget_deferred(struct pg_conn *c)
{
    struct answer a = {0};
    pg_bulk_drop(c);
    if (c->n_deferred)
        pg_conn_wait(c, REPLY_MS, &a);
    answer_clear(&a);
    c->stale = false;
}

static enum err write_close(void *owner, bool keep)
{
    struct pg_conn *c = ((struct pg_store *)owner)->writer;
    forget_deferred(c); /* of a request that is kept nothing is left */
    if (!keep) {
        ((struct pg_store *)owner)->notes.n = 0;
        pg_conn_queue(c, "ROLLBACK TO SAVEPOINT request");
    }
    pg_conn_queue(c, "RELEASE SAVEPOINT request");
    c->failed = ERR_OK;
    return c->lost ? ERR_BUSY : ERR_OK;
}

/* PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK, and calls it no error. */
static enum err write_commit(void *owner)
{
    struct pg_store *s = owner;
    struct pg_conn *c = s->writer;
    struct answer a = {0};
    if (!c->in_tx) { /* nobody sent anything */
        leave(c);
        return ERR_OK;
    }
    int pid = PQbackendPID(c->pg);
    pg_conn_queue(c, "COMMIT");
    bool there = pg_conn_flush(c) && pg_conn_wait(c, REPLY_MS, &a);
    enum err e = a.error ? pg_err(a.error) : !there ? ERR_BUSY : ERR_OK;
    if (a.error)
        log_msg(LOG_ERROR, "PostgreSQL: commit: %s", PQresultErrorMessage(a.error));
    else if (!e && strcmp(PQcmdStatus(a.last), "COMMIT") != 0)
        e = ERR_INTERNAL;
    answer_clear(&a);
    if (c->lost && s->base.shared)
        e = pg_turn_fate(s->pool, s->schema, pid, s->token);
    if (e)
        return e == ERR_FULL || e == ERR_BUSY || e == ERR_DOUBT ? e : ERR_INTERNAL;
    c->in_tx = false;
    pool_give(c);
    return ERR_OK;
}

static void write_discard(void *owner)
{
    struct pg_store *s = owner;
    leave(s->writer);
}

static const struct commit_ops write_ops = {write_open, write_close, write_commit, write_discard};

static struct commit *pg_commit_of(struct store *s)
{
    return &pg_of(s)->commit;
}

static void pg_write_begun(struct db *db, enum err e)
{
    if (!e)
        db->conn = pg_of(db->store)->writer;
}

/* How what was sent on trust went. */
static enum err deferred_end(struct db *db)
{
    struct pg_conn *c = db->conn;
    struct answer a = {0};
    pg_bulk_send(c);
    if (!c->n_deferred)
        return ERR_OK;
    if (!pg_conn_wait(c, REPLY_MS, &a) || a.error)
        return pg_fail(db, &a);
    answer_clear(&a);
    return c->stale ? pg_stale(db) : ERR_OK;
}

/* A request that went on after a failed statement cannot be kept: nothing after the failure was done. */
static void pg_write_end(struct db *db, bool keep, void (*done)(void *arg, enum err e), void *arg)
{
    struct pg_conn *c = db->conn;
    enum err own = ERR_OK;
    pg_ahead_drop(c);
    if (!keep)
        pg_bulk_drop(c);
    if (keep && !db->broken && !c->failed)
        deferred_end(db);
    if (keep && !db->broken)
        own = c->failed ? c->failed : fault_hit(db->store);
    commit_end(&pg_of(db->store)->commit, keep, own, done, arg);
}

/* Statements */

/* Savepoints need no answer: they cannot fail, but with the transaction. */
static bool is_step(const char *sql)
{
    return strncmp(sql, "SAVEPOINT ", 10) == 0 || strncmp(sql, "RELEASE SAVEPOINT ", 18) == 0;
}

static bool is_step_back(const char *sql)
{
    return strncmp(sql, "ROLLBACK TO SAVEPOINT ", 22) == 0;
}

/* How many things a search finds decides how it is best done: a plan for any words would be a bad one. */
static bool is_search(const char *sql)
{
    return strstr(sql, "AS tsquery)") != NULL;
}

static enum err visit_rows(struct db *db, const PGresult *res, struct run *r)
{
    int cols = PQnfields(res), n = PQntuples(res);
    struct val few[32], *v = cols > 32 ? arena_array(db->arena, struct val, cols) : few;
    enum err e = ERR_OK;
    for (int row = 0; row < n && !e; row++) {
        for (int i = 0; i < cols; i++)
            v[i] = pg_decode(db->arena, res, row, i);
        e = r->row(r->arg, v, (size_t)cols);
    }
    return e;
}

/* A bound is written into the text: PostgreSQL plans a statement once for all values, and one that may give all rows
 * differently from one that gives fifty. There are few different bounds. */
static const char *with_bounds(struct arena *a, const char *sql, const struct run *r)
{
    static const char word[] = "LIMIT ?";
    const char *at = strstr(sql, word);
    if (!at)
        return sql;
    struct buf b;
    buf_init(&b, a);
    for (; at; at = strstr(sql, word)) {
        char *end;
        size_t n = strtoul(at + strlen(word), &end, 10);
        bool known = n >= 1 && n <= r->n_params && r->params[n - 1].type == VAL_INT;
        buf_add(&b, sql, (size_t)((known ? at + strlen(word) - 1 : end) - sql));
        if (known)
            buf_int(&b, r->params[n - 1].i);
        sql = end;
    }
    buf_puts(&b, sql);
    return buf_str(&b);
}

/* A row kept for later: with enough of them, they go out while the next ones are gathered. */
static enum err run_kept(struct db *db, struct run *r)
{
    struct pg_conn *c = db->conn;
    struct answer a = {0};
    r->changed = 1;
    if (!pg_bulk_full(c))
        return ERR_OK;
    pg_bulk_send(c);
    if (!pg_conn_go(c, &a) || a.error)
        return pg_fail(db, &a);
    answer_clear(&a);
    return ERR_OK;
}

static enum err run_text(struct db *db, const char *sql, struct run *r)
{
    struct pg_conn *c = db->conn;
    struct answer a = {0};
    sql = with_bounds(db->arena, sql, r);
    struct pg_stmt *st = NULL;
    int n = (int)r->n_params;
    bool keeps = r->blind && db->alone && !r->one && strncmp(sql, "INSERT", 6) == 0;
    if (!keeps && !r->apart)
        pg_bulk_send(c);
    if (is_search(sql)) {
        pg_stmt_send_once(c, sql, r->params, n);
    } else {
        st = pg_stmt_find(c, sql, r->params, n);
        if (!st && !(st = pg_stmt_make(c, sql, r->params, n, &a)))
            return pg_fail(db, &a);
        if (st->n_params != n) {
            db->error = "PostgreSQL: more or fewer parameters than the statement names";
            return c->failed = ERR_INTERNAL;
        }
        if (keeps && pg_bulk_add(c, sql, st, r->params, &a))
            return run_kept(db, r);
        if (a.error || c->lost)
            return pg_fail(db, &a);
        if (keeps)
            pg_bulk_send(c);
        pg_stmt_send(c, st, r->params);
        if (r->blind && db->writing && ++c->n_deferred < DEFERRED_MAX && (!r->one || c->n_one < PG_ONE_MAX)) {
            if (r->one)
                c->one[c->n_one++] = c->n_sent;
            r->changed = 1;
            return ERR_OK;
        }
    }
    if (!pg_conn_wait(c, REPLY_MS, &a) || a.error) {
        if (st && pg_stmt_is_stale(&a))
            pg_stmt_forget(c, st);
        return pg_fail(db, &a);
    }
    if (c->stale) {
        answer_clear(&a);
        return pg_stale(db);
    }
    enum err e = r->row ? visit_rows(db, a.last, r) : ERR_OK;
    if (strncmp(PQcmdStatus(a.last), "SELECT", 6) != 0)
        r->changed = strtoll(PQcmdTuples(a.last), NULL, 10);
    answer_clear(&a);
    return e;
}

static enum err id_row(void *arg, const struct val *v, size_t cols)
{
    (void)cols;
    struct run *r = arg;
    r->id = val_i(v[0], 0);
    return ERR_OK;
}

static enum err run_returning(struct db *db, struct run *r)
{
    r->row = id_row;
    r->arg = r;
    r->blind = false;
    enum err e = run_text(db, arena_printf(db->arena, "%s RETURNING id", r->sql), r);
    return e ? e : r->id ? ERR_OK : ERR_CONFLICT;
}

/* An INSERT whose id is taken ahead, sent on trust. */
static enum err run_insert(struct db *db, struct run *r)
{
    const char *fill;
    struct id_block *b = pg_ids_block(&pg_of(db->store)->ids, db->arena, r, &fill);
    if (!b)
        return run_returning(db, r);
    struct run more = {.apart = true, .row = pg_ids_row, .arg = &pg_of(db->store)->ids};
    enum err e = fill ? run_text(db, fill, &more) : ERR_OK;
    if (e || b->at == b->n)
        return e ? e : ERR_INTERNAL;
    pg_ids_use(b, db->arena, r);
    return run_text(db, r->sql, r);
}

static struct notes *pg_notes(struct db *db)
{
    return &pg_of(db->store)->notes;
}

/* A read that is asked for soon; a search is planned for its words, and goes alone. */
static void pg_ahead(struct db *db, const struct run *r)
{
    struct pg_conn *c = db->conn;
    struct answer a = {0};
    int n = (int)r->n_params;
    if (c->failed || is_search(r->sql))
        return;
    pg_bulk_send(c);
    const char *sql = with_bounds(db->arena, r->sql, r);
    struct pg_stmt *st = pg_stmt_find(c, sql, r->params, n);
    if (!st && !(st = pg_stmt_make(c, sql, r->params, n, &a)))
        pg_fail(db, &a);
    if (!st || st->n_params != n)
        return;
    pg_stmt_send(c, st, r->params);
    pg_ahead_add(c, db->arena, r);
    c->n_deferred++;
}

static enum err run_ahead(struct db *db, struct answer *a, struct run *r)
{
    struct pg_conn *c = db->conn;
    if (a->error || !a->last)
        return pg_fail(db, a);
    enum err e = c->stale ? pg_stale(db) : visit_rows(db, a->last, r);
    answer_clear(a);
    return e;
}

static enum err pg_run(struct db *db, struct run *r)
{
    struct pg_conn *c = db->conn;
    struct answer a = {0};
    if (!c->failed && r->row && !r->want_id && pg_ahead_take(c, r, &a))
        return run_ahead(db, &a, r);
    if (strncmp(r->sql, "SELECT", 6) != 0)
        pg_ahead_drop(c);
    if (is_step_back(r->sql)) {
        pg_of(db->store)->notes.n = 0;
        forget_deferred(c);
        c->failed = ERR_OK;
    }
    if (c->failed)
        return c->failed;
    if (is_step(r->sql) || is_step_back(r->sql)) {
        enum err e = deferred_end(db); /* a step answers for what was done in it */
        if (!e)
            pg_conn_queue(c, r->sql);
        return e;
    }
    if (!r->want_id)
        return run_text(db, r->sql, r);
    if (r->blind && db->writing)
        return run_insert(db, r);
    return run_returning(db, r);
}

static enum err pg_script(struct db *db, const char *sql)
{
    struct pg_conn *c = db->conn;
    struct answer a = {0};
    if (c->failed)
        return c->failed;
    pg_bulk_send(c);
    if (!pg_conn_script(c, sql, &a) || a.error)
        return pg_fail(db, &a);
    answer_clear(&a);
    return ERR_OK;
}

static enum err pg_snapshot(struct store *s, const char *path)
{
    (void)s, (void)path;
    log_msg(LOG_ERROR, "a PostgreSQL schema has no file to copy; back the database up with pg_dump");
    return ERR_INTERNAL;
}

/* "szu pop" -> 'szu':*&'pop':* */
static char *pg_match(struct arena *a, const char *folded)
{
    struct buf b;
    buf_init(&b, a);
    for (const char *p = folded; *(p += strspn(p, " "));) {
        size_t n = strcspn(p, " ");
        buf_puts(&b, b.len ? "&'" : "'");
        for (size_t i = 0; i < n; i++) {
            if (p[i] == '\'' || p[i] == '\\')
                buf_putc(&b, p[i]);
            buf_putc(&b, p[i]);
        }
        buf_puts(&b, "':*");
        p += n;
    }
    return buf_str(&b);
}

/* The index stands over search_doc itself. */
static enum err pg_search_changed(struct db *db, int64_t doc_id, const char *old_key, const char *new_key)
{
    (void)db, (void)doc_id, (void)old_key, (void)new_key;
    return ERR_OK;
}

/* Savepoints keep everything here, the index too. */
static void pg_step(struct db *db, enum step what)
{
    (void)db, (void)what;
}

static void pg_metrics(struct store *base, int64_t account_id, struct buf *out)
{
    struct pg_store *s = pg_of(base);
    struct pool_figures f;
    pool_figures(s->pool, &f);
    commit_metrics(&s->commit, account_id, out);
    metric_put(out, "reads_total", account_id, (int64_t)s->n_reads);
    metric_put(out, "read_waits_total", account_id, f.waits);
    metric_put(out, "read_timeouts_total", account_id, (int64_t)s->n_read_timeouts);
    metric_put(out, "readers_open", account_id, f.open);
    metric_put(out, "readers_busy", account_id, f.busy);
    metric_put(out, "transactions_lost_total", account_id, (int64_t)s->n_broken);
    metric_put(out, "connections_lost_total", account_id, f.losses);
    metric_put(out, "connections_failed_total", account_id, f.failures);
}

/* Opening */

static bool schema_fits(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return n > 0 && n <= SCHEMA_MAX && !s[n] && !isdigit((unsigned char)*s) && strncmp(s, "pg_", 3) != 0;
}

/* One number for each schema, far from those other programs may use by chance. */
static int64_t lock_key(const char *schema)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (const char *p = "cardinal."; *p; p++)
        h = (h ^ (unsigned char)*p) * 0x100000001b3u;
    for (; *schema; schema++)
        h = (h ^ (unsigned char)*schema) * 0x100000001b3u;
    return (int64_t)h;
}

static void store_free(struct pg_store *s)
{
    commit_destroy(&s->commit);
    pool_put(s->pool);
    mem_free(s);
}

static void pg_close(struct store *base)
{
    store_free(pg_of(base));
}

static enum err find_schema(struct db *db, const char *schema, void *arg)
{
    bool *exists = arg;
    const struct val *row;
    enum err e = db_one(db, "SELECT 1 FROM pg_namespace WHERE nspname = ?1", P(val_text(schema)), &row);
    *exists = !e;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Looked for first: making one needs a right that the server need not have once they are all there. */
static enum err schema_make(struct pg_store *s)
{
    struct arena *a = arena_new(0);
    struct db *db;
    bool exists;
    enum err e = store_write(&s->base, a, &db);
    if (!e) {
        e = find_schema(db, s->schema, &exists);
        if (!e && !exists)
            e = db_script(db, arena_printf(a, "CREATE SCHEMA \"%s\"", s->schema));
        if (e)
            log_msg(LOG_ERROR, "schema %s: %s", s->schema, db_error_text(db));
        if (e)
            store_write_rollback(db);
        else
            e = store_write_commit(db);
    }
    arena_free(a);
    return e;
}

static int in_range(int v, int dflt, int min, int max)
{
    v = v ? v : dflt;
    return v < min ? min : v > max ? max : v;
}

static enum err pg_open(const struct store_config *cfg, struct store **out_store)
{
    if (!cfg->conninfo || !schema_fits(cfg->path))
        return ERR_INTERNAL;
    struct pg_store *s = mem_zalloc(sizeof *s);
    s->base.engine = &engine_postgres;
    snprintf(s->schema, sizeof s->schema, "%s", cfg->path);
    s->lock_key = lock_key(cfg->path);
    s->pool = pool_get(cfg->conninfo, in_range(cfg->connections, 20, 2, 1000));
    commit_init(&s->commit, &s->base, &write_ops, s, in_range(cfg->batch_max, 64, 1, BATCH_CAP),
            in_range(cfg->batch_ms, 10, 1, 1000));
    enum err e = ERR_OK;
    if (cfg->ear)
        e = pool_listen(s->pool, cfg->ear);
    if (!e)
        e = schema_make(s);
    if (e) {
        store_free(s);
        return e;
    }
    *out_store = &s->base;
    return ERR_OK;
}

/* For a schema that is not open: by a store of the one that every database has. */
static enum err with_public(const struct store_config *cfg, struct arena *a,
        enum err (*fn)(struct db *db, const char *schema, void *arg), void *arg)
{
    struct store_config cfg_public = {.kind = STORE_POSTGRES,
            .path = "public",
            .conninfo = cfg->conninfo,
            .connections = cfg->connections};
    struct store *s;
    struct db *db;
    if (!cfg->conninfo || !schema_fits(cfg->path))
        return ERR_INTERNAL;
    enum err e = pg_open(&cfg_public, &s);
    if (e)
        return e;
    e = store_write(s, a, &db);
    if (!e) {
        e = fn(db, cfg->path, arg);
        if (!e)
            e = store_write_commit(db);
        else
            store_write_rollback(db);
    }
    pg_close(s);
    return e;
}

static enum err drop_schema(struct db *db, const char *schema, void *arg)
{
    (void)arg;
    return db_script(db, arena_printf(db_arena(db), "DROP SCHEMA IF EXISTS \"%s\" CASCADE", schema));
}

static enum err pg_exists(const struct store_config *cfg, bool *out_exists)
{
    struct arena *a = arena_new(0);
    enum err e = with_public(cfg, a, find_schema, out_exists);
    arena_free(a);
    return e;
}

static enum err pg_remove(const struct store_config *cfg)
{
    struct arena *a = arena_new(0);
    enum err e = with_public(cfg, a, drop_schema, NULL);
    arena_free(a);
    return e;
}

static enum err rename_schema(struct db *db, const char *schema, void *arg)
{
    const char *to = arg;
    bool exists;
    enum err e = find_schema(db, to, &exists);
    if (!e && exists)
        e = ERR_CONFLICT;
    return e ? e
             : db_script(db, arena_printf(db_arena(db), "ALTER SCHEMA \"%s\" RENAME TO \"%s\"", schema, to));
}

static enum err pg_rename(const struct store_config *cfg, const char *path)
{
    if (!schema_fits(path))
        return ERR_INTERNAL;
    struct arena *a = arena_new(0);
    enum err e = with_public(cfg, a, rename_schema, arena_str(a, path));
    arena_free(a);
    return e;
}

/* The index over search_doc is kept by the rows themselves. */
static enum err pg_loaded(struct db *db, const char *table)
{
    const struct val *row;
    return db_one(db,
            arena_printf(db->arena,
                    "SELECT setval(pg_get_serial_sequence(?1, 'id'), greatest(max(id), 1), max(id) IS NOT "
                    "NULL) FROM %s",
                    table),
            P(val_text(table)), &row);
}

/* Several servers */

static void pg_share(struct store *s, int schema)
{
    atomic_store(&pg_of(s)->version, schema);
    s->shared = true;
}

/* NOTIFY takes no parameters. The number comes from the sequence behind turn's id. */
static enum err pg_tell(struct db *db, const char *text)
{
    bool numbered = strstr(text, "{}") != NULL;
    return db_exec(db,
            numbered ? "SELECT pg_notify('" PG_CHANNEL
                       "', replace(?1, '{}', CAST(nextval('turn_id_seq') AS TEXT)))"
                     : "SELECT pg_notify('" PG_CHANNEL "', ?1)",
            P(val_text(text)), NULL);
}

static int64_t pg_stamp(const struct db *db)
{
    return pg_of(db->store)->turn.stamp;
}

static enum err pg_index_apart(struct store *store, const char *name, const char *on)
{
    const struct pg_store *s = pg_of(store);
    return pg_index_build(pool_conninfo(s->pool), s->schema, name, on);
}

const struct engine engine_postgres = {
        .kind = STORE_POSTGRES,
        .open = pg_open,
        .close = pg_close,
        .exists = pg_exists,
        .remove = pg_remove,
        .rename = pg_rename,
        .read_begin = pg_read_begin,
        .read_end = pg_read_end,
        .commit_of = pg_commit_of,
        .write_begun = pg_write_begun,
        .write_end = pg_write_end,
        .run = pg_run,
        .ahead = pg_ahead,
        .notes = pg_notes,
        .script = pg_script,
        .index_apart = pg_index_apart,
        .snapshot = pg_snapshot,
        .match = pg_match,
        .search_changed = pg_search_changed,
        .step = pg_step,
        .loaded = pg_loaded,
        .metrics = pg_metrics,
        .share = pg_share,
        .tell = pg_tell,
        .stamp = pg_stamp,
};
