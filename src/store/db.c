/* What both databases share: see engine.h. */
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/commit.h"

#include <pthread.h>
#include <string.h>

static const struct engine *engine_of(const struct store_config *cfg)
{
    return cfg->kind == STORE_POSTGRES ? &engine_postgres : &engine_sqlite;
}

enum err store_open(const struct store_config *cfg, struct store **out_store)
{
    return engine_of(cfg)->open(cfg, out_store);
}

enum err store_exists(const struct store_config *cfg, bool *out_exists)
{
    return engine_of(cfg)->exists(cfg, out_exists);
}

enum err store_remove(const struct store_config *cfg)
{
    return engine_of(cfg)->remove(cfg);
}

enum err store_rename(const struct store_config *cfg, const char *path)
{
    return engine_of(cfg)->rename(cfg, path);
}

void store_close(struct store *s)
{
    if (s)
        s->engine->close(s);
}

enum store_kind store_kind(const struct store *s)
{
    return s->engine->kind;
}

void store_share(struct store *s, int schema)
{
    if (s->engine->share)
        s->engine->share(s, schema);
}

bool store_shared(const struct store *s)
{
    return s->shared;
}

enum err store_snapshot(struct store *s, const char *path)
{
    enum err e = fault_hit(s);
    return e ? e : s->engine->snapshot(s, path);
}

void store_metrics(struct store *s, int64_t account_id, struct buf *out)
{
    s->engine->metrics(s, account_id, out);
}

/* Transactions */

static struct db *db_new(struct store *s, struct arena *a, bool writing)
{
    struct db *db = arena_new_of(a, struct db);
    db->store = s;
    db->arena = a;
    db->writing = writing;
    return db;
}

enum err store_read(struct store *s, struct arena *a, struct db **out_db)
{
    struct db *db = db_new(s, a, false);
    enum err e = fault_hit(s);
    if (!e)
        e = s->engine->read_begin(db);
    if (!e)
        *out_db = db;
    return e;
}

void store_read_end(struct db *db)
{
    db->store->engine->read_end(db);
}

static enum err write_begin(struct store *s, struct arena *a, bool alone, struct db **out_db)
{
    struct db *db = db_new(s, a, true);
    db->alone = alone;
    enum err e = fault_hit(s);
    if (!e) {
        e = commit_begin(s->engine->commit_of(s), WRITE_WAIT_MS, alone);
        s->engine->write_begun(db, e);
    }
    if (!e)
        *out_db = db;
    return e;
}

struct soon {
    struct commit_job job;
    struct db *db;
    void (*run)(void *arg, enum err e, struct db *db);
    void *arg;
};

static void soon_begun(struct commit_job *job, enum err e)
{
    struct soon *soon = (struct soon *)((char *)job - offsetof(struct soon, job));
    soon->db->store->engine->write_begun(soon->db, e);
    soon->run(soon->arg, e, e ? NULL : soon->db);
}

void store_write_soon(
        struct store *s, struct arena *a, void (*run)(void *arg, enum err e, struct db *db), void *arg)
{
    struct soon *soon = arena_new_of(a, struct soon);
    enum err e = fault_hit(s);
    if (e) {
        run(arg, e, NULL);
        return;
    }
    *soon = (struct soon){{.run = soon_begun, .wait_ms = WRITE_WAIT_MS}, db_new(s, a, true), run, arg};
    commit_soon(s->engine->commit_of(s), &soon->job);
}

enum err store_write(struct store *s, struct arena *a, struct db **out_db)
{
    return write_begin(s, a, false, out_db);
}

enum err store_write_alone(struct store *s, struct arena *a, struct db **out_db)
{
    return write_begin(s, a, true, out_db);
}

void store_write_end(struct db *db, bool keep, void (*done)(void *arg, enum err e), void *arg)
{
    db->store->engine->write_end(db, keep, done, arg);
}

struct wait {
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    bool over;
    enum err e;
};

static void wait_over(void *arg, enum err e)
{
    struct wait *w = arg;
    pthread_mutex_lock(&w->mutex);
    w->over = true;
    w->e = e;
    pthread_cond_signal(&w->cond);
    pthread_mutex_unlock(&w->mutex);
}

enum err store_write_commit(struct db *db)
{
    struct wait w = {.mutex = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER};
    store_write_end(db, true, wait_over, &w);
    pthread_mutex_lock(&w.mutex);
    while (!w.over)
        pthread_cond_wait(&w.cond, &w.mutex);
    pthread_mutex_unlock(&w.mutex);
    pthread_cond_destroy(&w.cond);
    pthread_mutex_destroy(&w.mutex);
    return w.e;
}

void store_write_rollback(struct db *db)
{
    store_write_end(db, false, NULL, NULL);
}

/* Statements */

/* SQLite would keep a NUL inside a text, PostgreSQL cannot: neither gets it. */
static bool has_nul(const struct run *r)
{
    for (size_t i = 0; i < r->n_params; i++)
        if (r->params[i].type == VAL_TEXT && memchr(r->params[i].s, 0, r->params[i].len))
            return true;
    return false;
}

static atomic_bool tracing;

struct traced {
    const struct db *db;
    const char *sql;
    int64_t us;
    enum err e;
};

static void write_traced(struct jw *w, void *arg)
{
    const struct traced *t = arg;
    if (t->db->trace_id)
        jw_kstr(w, "id", t->db->trace_id);
    jw_kint(w, "us", t->us);
    if (t->e)
        jw_kstr(w, "err", err_name(t->e));
    jw_kstr(w, "sql", t->sql);
}

static void trace(const struct db *db, const char *sql, int64_t us, enum err e)
{
    struct traced t = {db, sql, us, e};
    log_line(LOG_INFO, "statement", write_traced, &t);
}

void db_trace(bool on)
{
    atomic_store(&tracing, on);
}

void db_trace_as(struct db *db, const char *request_id)
{
    db->trace_id = request_id;
}

static enum err db_run(struct db *db, struct run *r)
{
    if (db->broken)
        return db->broken;
    if (db->ahead) {
        if (!has_nul(r))
            db->store->engine->ahead(db, r);
        return r->row ? ERR_OK : ERR_INTERNAL;
    }
    enum err e = fault_hit(db->store);
    if (e) {
        db->error = "fault injected by a test";
        return e;
    }
    if (has_nul(r)) {
        db->error = "a text holds a NUL";
        return ERR_INVALID;
    }
    int64_t t = clock_mono_us();
    e = db->store->engine->run(db, r);
    t = clock_mono_us() - t;
    db->us += t;
    db->n_sql++;
    if (atomic_load_explicit(&tracing, memory_order_relaxed))
        trace(db, r->sql, t, e);
    return e;
}

/* val_keep - a copy of v that lives in the arena. */
static struct val val_keep(struct arena *a, struct val v)
{
    if (v.type == VAL_TEXT || v.type == VAL_BLOB)
        v.s = arena_strn(a, v.s, v.len);
    return v;
}

struct gather {
    struct arena *arena;
    struct rows rows;
    size_t cap;
};

static enum err gather_row(void *arg, const struct val *v, size_t cols)
{
    struct gather *g = arg;
    struct rows *r = &g->rows;
    r->cols = cols;
    if (r->n == g->cap) {
        size_t cap = g->cap ? g->cap * 4 : 16;
        r->v = arena_grow(g->arena, r->v, g->cap * cols * sizeof *v, cap * cols * sizeof *v);
        g->cap = cap;
    }
    struct val *dst = r->v + r->n++ * cols;
    for (size_t i = 0; i < cols; i++)
        dst[i] = val_keep(g->arena, v[i]);
    return ERR_OK;
}

enum err db_query(
        struct db *db, const char *sql, const struct val *params, size_t n_params, struct rows *out_rows)
{
    struct gather g = {.arena = db->arena};
    struct run r = {.sql = sql, .params = params, .n_params = n_params, .row = gather_row, .arg = &g};
    enum err e = db_run(db, &r);
    if (!e)
        *out_rows = g.rows;
    return e;
}

/* The first row is kept; ERR_NOT_FOUND here only says "no more, please" to the back end. */
static enum err first_row(void *arg, const struct val *v, size_t cols)
{
    enum err e = gather_row(arg, v, cols);
    return e ? e : ERR_NOT_FOUND;
}

enum err db_one(
        struct db *db, const char *sql, const struct val *params, size_t n_params, const struct val **out_row)
{
    struct gather g = {.arena = db->arena, .cap = 0};
    struct run r = {.sql = sql, .params = params, .n_params = n_params, .row = first_row, .arg = &g};
    enum err e = db_run(db, &r);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!g.rows.n)
        return ERR_NOT_FOUND;
    *out_row = g.rows.v;
    return ERR_OK;
}

static struct notes *notes_of(struct db *db)
{
    return db->writing && db->store->engine->notes ? db->store->engine->notes(db) : NULL;
}

void db_note(struct db *db, int64_t key, int64_t number)
{
    struct notes *notes = notes_of(db);
    int i = 0;
    while (notes && i < notes->n && notes->note[i].key != key)
        i++;
    if (!notes || i == NOTES_MAX)
        return;
    notes->note[i].key = key;
    notes->note[i].number = number;
    notes->n += i == notes->n;
}

bool db_noted(struct db *db, int64_t key, int64_t *out_number)
{
    const struct notes *notes = notes_of(db);
    for (int i = 0; notes && i < notes->n; i++)
        if (notes->note[i].key == key) {
            *out_number = notes->note[i].number;
            return true;
        }
    return false;
}

bool db_ahead(struct db *db, bool on)
{
    return db->ahead = on && db->store->engine->ahead;
}

enum err db_exec(
        struct db *db, const char *sql, const struct val *params, size_t n_params, int64_t *out_changed)
{
    struct run r = {.sql = sql, .params = params, .n_params = n_params, .blind = !out_changed};
    enum err e = db_run(db, &r);
    if (!e && out_changed)
        *out_changed = r.changed;
    return e;
}

enum err db_exec_one(struct db *db, const char *sql, const struct val *params, size_t n_params)
{
    struct run r = {.sql = sql, .params = params, .n_params = n_params, .blind = true, .one = true};
    enum err e = db_run(db, &r);
    return e ? e : r.changed == 1 ? ERR_OK : ERR_STALE;
}

static enum err insert(struct db *db, struct run *r, int64_t *out_id)
{
    r->want_id = true;
    enum err e = db_run(db, r);
    if (!e && out_id)
        *out_id = r->id;
    return e;
}

enum err db_insert(struct db *db, const char *sql, const struct val *params, size_t n_params, int64_t *out_id)
{
    return insert(db, &(struct run){.sql = sql, .params = params, .n_params = n_params}, out_id);
}

enum err db_add(struct db *db, const char *sql, const struct val *params, size_t n_params, int64_t *out_id)
{
    return insert(
            db, &(struct run){.sql = sql, .params = params, .n_params = n_params, .blind = true}, out_id);
}

struct visit {
    enum err (*each)(void *arg, const struct val *row);
    void *arg;
};

static enum err visit_row(void *arg, const struct val *v, size_t cols)
{
    struct visit *vis = arg;
    (void)cols;
    return vis->each(vis->arg, v);
}

enum err db_each(struct db *db, const char *sql, const struct val *params, size_t n_params,
        enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct visit vis = {each, arg};
    struct run r = {.sql = sql, .params = params, .n_params = n_params, .row = visit_row, .arg = &vis};
    return db_run(db, &r);
}

enum err db_script(struct db *db, const char *sql)
{
    if (db->broken)
        return db->broken;
    enum err e = fault_hit(db->store);
    if (e)
        return e;
    int64_t t = clock_mono_us();
    e = db->store->engine->script(db, sql);
    db->us += clock_mono_us() - t;
    db->n_sql++;
    return e;
}

enum err db_savepoint(struct db *db)
{
    enum err e = db->n_steps < STEPS_MAX ? db_exec(db, "SAVEPOINT step", P0, NULL) : ERR_INTERNAL;
    if (!e) {
        db->store->engine->step(db, STEP_BEGIN);
        db->n_steps++;
    }
    return e;
}

enum err db_savepoint_end(struct db *db, bool keep)
{
    enum err e = keep ? ERR_OK : db_exec(db, "ROLLBACK TO SAVEPOINT step", P0, NULL);
    if (!e)
        e = db_exec(db, "RELEASE SAVEPOINT step", P0, NULL);
    db->n_steps--;
    if (!e)
        db->store->engine->step(db, keep ? STEP_KEEP : STEP_BACK);
    return e;
}

/* Several servers */

enum err store_index(struct store *s, const char *name, const char *on)
{
    return s->engine->index_apart ? s->engine->index_apart(s, name, on) : ERR_OK;
}

enum err db_tell(struct db *db, const char *text)
{
    if (!db->writing || !db->store->shared || strlen(text) > TELL_MAX)
        return ERR_INTERNAL;
    return db->store->engine->tell(db, text);
}

enum err db_stamp(struct db *db, int64_t *out_stamp)
{
    const struct val *row;
    if (db->writing && db->store->shared) {
        *out_stamp = db->store->engine->stamp(db);
        return ERR_OK;
    }
    enum err e = db_one(db, "SELECT stamp FROM turn WHERE id = 1", P0, &row);
    if (!e)
        *out_stamp = row[0].i;
    return e;
}

enum err db_stamp_move(struct db *db, int64_t now_at)
{
    return db_exec(db, "UPDATE turn SET stamp = CASE WHEN stamp < ?1 THEN ?1 ELSE stamp + 1 END WHERE id = 1",
            P(val_int(now_at)), NULL);
}

enum err store_told(struct store *s, struct arena *a, int64_t *out_number)
{
    const struct val *row;
    struct db *db;
    enum err e = store_write(s, a, &db);
    if (e)
        return e;
    e = db_one(db, "SELECT last_value FROM turn_id_seq", P0, &row);
    if (!e)
        *out_number = row[0].i;
    store_write_rollback(db);
    return e;
}

/* Small things */

char *db_match(struct db *db, const char *folded)
{
    return db->store->engine->match(db->arena, folded);
}

enum err db_search_check(struct db *db, int64_t *out_wrong)
{
    const struct engine *engine = db->store->engine;
    *out_wrong = 0;
    return engine->search_check ? engine->search_check(db, out_wrong) : ERR_OK;
}

enum err db_search_changed(struct db *db, int64_t doc_id, const char *old_key, const char *new_key)
{
    return db->store->engine->search_changed(db, doc_id, old_key, new_key);
}

enum err db_loaded(struct db *db, const char *table)
{
    return db->broken ? db->broken : db->store->engine->loaded(db, table);
}

struct arena *db_arena(struct db *db)
{
    return db->arena;
}

enum err db_bytes(struct db *db, int64_t *out_bytes)
{
    const struct val *row;
    enum err e = db_one(db,
            db_kind(db) == STORE_SQLITE
                    ? "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count() p,"
                      " pragma_freelist_count() f, pragma_page_size() s"
                    : "SELECT CAST(coalesce(sum(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class c"
                      " WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r'",
            P0, &row);
    if (!e)
        *out_bytes = row[0].i;
    return e;
}

enum store_kind db_kind(const struct db *db)
{
    return db->store->engine->kind;
}

struct store *db_store(const struct db *db)
{
    return db->store;
}

bool db_shared(const struct db *db)
{
    return db->store->shared;
}

bool db_is_write(const struct db *db)
{
    return db->writing;
}

void db_stats(const struct db *db, unsigned *out_n_sql, int64_t *out_us)
{
    *out_n_sql = db->n_sql;
    *out_us = db->us;
}

const char *db_error_text(const struct db *db)
{
    return db->error ? db->error : "";
}
