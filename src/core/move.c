#include "core/move.h"
#include "base/crypt.h"
#include "base/log.h"
#include "core/backup.h"
#include "core/directory_impl.h"
#include "store/move_store.h"

#define BATCH_ROWS   5000
#define NOTE_MS      500 /* how often the row says how far it is */
#define FEW_CHANGES  500 /* so few are left to the end, when writers wait */
#define ROUNDS_MAX   50
#define ATTEMPTS_MAX 5
#define TURNS_MAX    6 /* of ten seconds, for the turn to write */

struct mover {
    struct directory *dir;
    struct account *acc;
    struct ctx *cx;
    struct move_row row;
    struct store *source, *target;
    struct store_config to;
    struct move_table *tables;
    int n;
    const char *shape;
    struct arena *keep;  /* tables and shape */
    struct arena *view;  /* of the present look at the source */
    struct arena *batch; /* of the open write in the target */
    struct db *r, *t;
    int n_batch;
    const struct move_table *at;
    int64_t upto; /* notes carried so far */
    int64_t noted_at;
    const char *why;
    bool again; /* fields were changed meanwhile: from the beginning */
    bool dirty; /* the old place could not be set free: the row stays as it is, and whoever finds it tries again */
    bool (*stop)(void *arg);
    void *stop_arg;
};

static enum err failed(struct mover *m, enum err e, const char *why)
{
    if (!m->why)
        m->why = why;
    return e;
}

static enum err failed_db(struct mover *m, enum err e, struct db *db, const char *what)
{
    return failed(m, e,
            arena_printf(m->cx->arena, "%s: %s%s%s", what, err_sentence(e), *db_error_text(db) ? ": " : "",
                    db_error_text(db)));
}

/* The row of the order */

static enum err note(struct mover *m, const char *phase)
{
    struct db *db;
    int64_t now = clock_now_at();
    bool same = strcmp(phase, m->row.phase) == 0;
    if (same && now - m->noted_at < NOTE_MS)
        return ERR_OK;
    if (m->stop && m->stop(m->stop_arg))
        return failed(m, ERR_BUSY, "the server is stopping");
    struct arena *a = arena_new(0);
    m->row.phase = phase;
    m->row.changed_at = m->noted_at = now;
    m->row.lease_until = now + MOVE_LEASE_MS;
    enum err e = store_write(directory_store(m->dir), a, &db);
    if (!e) {
        e = move_row_note(db, &m->row);
        if (e)
            store_write_rollback(db);
        else
            e = store_write_commit(db);
    }
    arena_free(a);
    return e ? failed(m, e, "the directory cannot be written") : ERR_OK;
}

/* Views of the source, writes to the target */

static enum err view_open(struct mover *m)
{
    arena_reset(m->view);
    enum err e = store_read(m->source, m->view, &m->r);
    return e ? failed(m, e, "the account cannot be read") : ERR_OK;
}

static void view_close(struct mover *m)
{
    store_read_end(m->r);
    m->r = NULL;
}

static enum err batch_open(struct mover *m)
{
    if (m->t)
        return ERR_OK;
    arena_reset(m->batch);
    m->n_batch = 0;
    enum err e = store_write_alone(m->target, m->batch, &m->t);
    return e ? failed(m, e, "the new place cannot be written") : ERR_OK;
}

static enum err batch_stop(struct mover *m, enum err e)
{
    failed_db(
            m, e, m->t, arena_printf(m->cx->arena, "the new place, table %s", m->at ? m->at->t.table : "?"));
    store_write_rollback(m->t);
    m->t = NULL;
    return e;
}

static enum err batch_close(struct mover *m)
{
    struct db *t = m->t;
    m->t = NULL;
    enum err e = t ? store_write_commit(t) : ERR_OK;
    return e ? failed(m, e,
                       arena_printf(m->cx->arena, "the new place, table %s: %s", m->at ? m->at->t.table : "?",
                               err_sentence(e)))
             : ERR_OK;
}

/* Watching begins; what the tables are is learned in the same write. */
static enum err watch(struct mover *m)
{
    struct db *db;
    enum err e = store_write_alone(m->source, m->keep, &db);
    if (e)
        return failed(m, e, "the account cannot be written");
    e = move_tables(db, backup_sql_word, &m->tables, &m->n);
    if (!e)
        e = move_shape(db, &m->shape);
    if (!e)
        e = move_watch(db, m->tables, m->n);
    if (!e)
        return store_write_commit(db);
    failed_db(m, e, db, "changes of the account cannot be noted");
    store_write_rollback(db);
    return e;
}

static enum err unwatch(struct store *source)
{
    struct arena *a = arena_new(0);
    struct db *db;
    enum err e = store_write_alone(source, a, &db);
    if (!e) {
        e = move_end(db);
        if (e)
            store_write_rollback(db);
        else
            e = store_write_commit(db);
    }
    arena_free(a);
    return e;
}

static enum err same_shape(struct mover *m, struct db *db)
{
    const char *shape;
    enum err e = move_shape(db, &shape);
    if (e)
        return failed_db(m, e, db, "the account cannot be read");
    m->again = strcmp(shape, m->shape) != 0;
    return m->again ? failed(m, ERR_CONFLICT, "fields or modules were changed meanwhile") : ERR_OK;
}

/* The copy */

static enum err copy_row(void *arg, const struct val *row)
{
    struct mover *m = arg;
    enum err e = batch_open(m);
    if (e)
        return e;
    e = db_exec(m->t, m->at->insert, row, (size_t)m->at->t.n_cols, NULL);
    if (e)
        return batch_stop(m, e);
    m->row.progress++;
    if (++m->n_batch < BATCH_ROWS)
        return ERR_OK;
    e = batch_close(m);
    return e ? e : note(m, "copying");
}

static enum err copy_table(struct mover *m, const struct move_table *t)
{
    m->at = t;
    enum err e = batch_open(m);
    if (!e && t->t.module_id && (e = backup_module_make(m->t, t->t.module_id, backup_sql_word)))
        return batch_stop(m, e);
    if (!e)
        e = backup_each(m->r, &t->t, copy_row, m);
    if (e)
        return failed_db(m, e, m->r, arena_printf(m->cx->arena, "table %s", t->t.table));
    e = batch_open(m);
    if (!e && strcmp(t->t.cols[0].name, "id") == 0 && (e = db_loaded(m->t, t->t.table)))
        return batch_stop(m, e);
    return e ? e : batch_close(m);
}

static enum err copy(struct mover *m)
{
    enum err e = view_open(m);
    if (e)
        return e;
    e = same_shape(m, m->r);
    if (!e)
        e = move_last(m->r, &m->upto);
    if (!e)
        e = move_rows(m->r, m->tables, m->n, &m->row.total);
    m->row.progress = 0;
    if (!e)
        e = note(m, "copying");
    for (int i = 0; !e && i < m->n; i++)
        e = copy_table(m, &m->tables[i]);
    view_close(m);
    return e;
}

/* What changed since */

typedef enum err step_fn(
        struct db *source, struct db *target, const struct move_table *t, const struct move_key *key);

/* fn for every row of a table noted up to a note. In the end, when writers wait, all stands in one write of the target. */
static enum err each_noted(
        struct mover *m, const struct move_table *t, int64_t upto, step_fn *fn, bool one_write)
{
    struct move_key *keys, from;
    size_t n;
    bool any = false;
    for (const struct move_key *behind = NULL;; behind = &from) {
        enum err e = move_keys(m->r, t, m->upto, upto, behind, &keys, &n);
        if (e)
            return failed_db(m, e, m->r, "the notes cannot be read");
        if (!n || (any && move_whole(t)))
            return ERR_OK;
        m->at = t;
        e = batch_open(m);
        for (size_t i = 0; !e && i < n && !(any && move_whole(t)); i++, any = true)
            if ((e = fn(m->r, m->t, t, &keys[i])))
                return batch_stop(m, e);
        if (!e && !one_write)
            e = batch_close(m);
        if (e)
            return e;
        from = keys[n - 1];
    }
}

/* Rows that are gone leave before others come, who may have what was theirs alone (a pair of linked cards); those that
 * others point at leave last. */
static enum err carry(struct mover *m, bool one_write)
{
    int64_t upto;
    enum err e = move_last(m->r, &upto);
    if (e)
        return failed_db(m, e, m->r, "the notes cannot be read");
    for (int i = m->n - 1; !e && i >= 0; i--)
        if (!m->tables[i].pointed_at)
            e = each_noted(m, &m->tables[i], upto, move_drop, one_write);
    for (int i = 0; !e && i < m->n; i++)
        e = each_noted(m, &m->tables[i], upto, move_put, one_write);
    for (int i = m->n - 1; !e && i >= 0; i--)
        if (m->tables[i].pointed_at)
            e = each_noted(m, &m->tables[i], upto, move_drop, one_write);
    if (!e)
        m->upto = upto;
    return e;
}

/* The comparison */

struct digest {
    struct crypt_sha256 hash;
    int n_cols;
    struct mover *m;
    int64_t n;
};

static enum err digest_row(void *arg, const struct val *row)
{
    struct digest *d = arg;
    for (int i = 0; i < d->n_cols; i++) {
        const unsigned char type = (unsigned char)row[i].type;
        const struct val *v = &row[i];
        crypt_sha256_add(&d->hash, &type, 1);
        if (v->type == VAL_TEXT || v->type == VAL_BLOB) {
            crypt_sha256_add(&d->hash, &v->len, sizeof v->len);
            crypt_sha256_add(&d->hash, v->s, v->len);
        } else if (v->type == VAL_INT || v->type == VAL_REAL) {
            crypt_sha256_add(&d->hash, v->type == VAL_INT ? (const void *)&v->i : &v->d, sizeof v->i);
        }
    }
    d->m->row.progress++;
    return ++d->n % BATCH_ROWS ? ERR_OK : note(d->m, "comparing");
}

static enum err digest_of(
        struct mover *m, struct db *db, const struct move_table *t, unsigned char out[static SHA256_BYTES])
{
    struct digest d = {.n_cols = t->t.n_cols, .m = m};
    crypt_sha256_begin(&d.hash);
    enum err e = backup_each(db, &t->t, digest_row, &d);
    crypt_sha256_end(&d.hash, out);
    return e ? failed_db(m, e, db, arena_printf(m->cx->arena, "table %s cannot be compared", t->t.table))
             : ERR_OK;
}

static enum err compare(struct mover *m)
{
    struct db *copy = NULL;
    struct arena *a = arena_new(0);
    enum err e = store_read(m->target, a, &copy);
    for (int i = 0; !e && i < m->n; i++) {
        unsigned char there[SHA256_BYTES], here[SHA256_BYTES];
        e = digest_of(m, m->r, &m->tables[i], there);
        if (!e)
            e = digest_of(m, copy, &m->tables[i], here);
        if (!e && memcmp(there, here, SHA256_BYTES) != 0)
            e = failed(m, ERR_INTERNAL,
                    arena_printf(m->cx->arena, "the copy of table %s is not the same", m->tables[i].t.table));
    }
    if (copy)
        store_read_end(copy);
    arena_free(a);
    return e;
}

/* One view of the account is carried and compared while people work on; then rounds, each shorter than the last. */
static enum err catch_up(struct mover *m)
{
    int64_t left = FEW_CHANGES + 1;
    for (int round = 0; left > FEW_CHANGES && round < ROUNDS_MAX; round++) {
        enum err e = view_open(m);
        if (e)
            return e;
        e = same_shape(m, m->r);
        if (!e)
            e = carry(m, false);
        if (!e && !round) {
            m->row.progress = 0;
            m->row.total *= 2; /* both are read */
            e = note(m, "comparing");
            e = e ? e : compare(m);
        }
        view_close(m);
        if (!e)
            e = note(m, "catching up");
        if (!e)
            e = view_open(m);
        if (e)
            return e;
        e = move_pending(m->r, m->upto, &left);
        view_close(m);
        if (e)
            return e;
    }
    return ERR_OK;
}

/* The end */

/* With the source's turn in hand: the rest, durable in the new place; then the old place refuses whoever comes late. */
static enum err carry_rest(struct mover *m)
{
    enum err e = same_shape(m, m->r);
    if (!e)
        e = store_write(m->target, m->batch, &m->t);
    if (!e)
        e = carry(m, true);
    if (!e && (e = move_seal(m->t, m->tables, m->n)))
        e = batch_stop(m, e);
    if (!e)
        e = batch_close(m);
    if (m->t) {
        store_write_rollback(m->t);
        m->t = NULL;
    }
    if (!e && (e = move_refuse(m->r, m->tables, m->n)))
        e = failed_db(m, e, m->r, "the old place cannot be closed");
    return e;
}

/* Is the directory's word the new place? After a commit whose answer was lost only it knows. */
static bool entered(struct mover *m)
{
    struct account_row row;
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = m->cx->now_at};
    enum err e = ERR_BUSY;
    for (int i = 0; e && i < 10; i++)
        e = directory_account(m->dir, &cx, m->row.account_id, &row);
    bool yes = !e && strcmp(row.place, m->row.to_place) == 0 && strcmp(row.database, m->row.to_database) == 0;
    arena_free(a);
    return yes;
}

static enum err enter(struct mover *m)
{
    struct db *db;
    enum err e = store_write(directory_store(m->dir), m->cx->arena, &db);
    if (e)
        return failed(m, e, "the directory cannot be written");
    e = account_row_place(db, m->row.account_id, m->row.to_place, m->row.to_database);
    if (!e)
        e = move_row_end(db, m->row.id, "done", "", clock_now_at());
    if (!e)
        e = store_write_commit(db);
    else
        store_write_rollback(db);
    return !e || entered(m) ? ERR_OK : failed(m, e, "the directory cannot be written");
}

/* Writers wait from here on; whoever had waited for its turn in the old place finds the gate closed, and waits there. */
static enum err change_places(struct mover *m)
{
    arena_reset(m->view);
    arena_reset(m->batch);
    enum err e = ERR_BUSY;
    for (int i = 0; e == ERR_BUSY && i < TURNS_MAX; i++)
        e = store_write_alone(m->source, m->view, &m->r);
    if (e)
        return failed(m, e, "the account cannot be written");
    int64_t began_us = clock_mono_us();
    e = carry_rest(m);
    struct db *w = m->r;
    m->r = NULL;
    if (e) {
        store_write_rollback(w);
        return e;
    }
    account_gate(m->acc, true);
    e = store_write_commit(w);
    e = e ? failed(m, e, "the old place cannot be closed") : enter(m);
    if (e) {
        m->dirty = unwatch(m->source) != ERR_OK; /* it is the account's place still */
        account_gate(m->acc, false);
        return e;
    }
    account_swap(m->acc, m->target);
    m->target = NULL;
    log_msg(LOG_INFO, "account %lld moved from %s to %s; writes waited %lld ms", (long long)m->row.account_id,
            m->row.from_place, m->row.to_place, (long long)((clock_mono_us() - began_us) / 1000));
    return ERR_OK;
}

static enum err attempt(struct mover *m)
{
    bool taken = false;
    m->again = false;
    arena_reset(m->keep);
    enum err e = store_exists(&m->to, &taken);
    if (!e && taken)
        return failed(
                m, ERR_CONFLICT, arena_printf(m->cx->arena, "there is something at %s already", m->to.path));
    if (!e)
        e = account_store_open(&m->to, OPEN_ALONE, &m->target);
    if (e)
        return failed(
                m, e, arena_printf(m->cx->arena, "the new place cannot be opened: %s", err_sentence(e)));
    e = watch(m);
    if (!e)
        e = copy(m);
    if (!e)
        e = catch_up(m);
    if (!e)
        e = change_places(m);
    if (!e)
        return ERR_OK;
    if (m->t)
        store_write_rollback(m->t);
    m->t = NULL;
    store_close(m->target);
    m->target = NULL;
    m->dirty = unwatch(m->source) != ERR_OK;
    store_remove(&m->to);
    return e;
}

static enum err end_row(struct mover *m, const char *state, const char *why)
{
    struct db *db;
    enum err e = store_write(directory_store(m->dir), m->cx->arena, &db);
    if (e)
        return e;
    e = move_row_end(db, m->row.id, state, why, clock_now_at());
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

/* Who worked on it before died: the account is where the directory says, whole. */
static enum err clean_up(struct mover *m)
{
    if (entered(m))
        return end_row(m, "done", "");
    enum err e = unwatch(m->source);
    if (!e)
        e = store_remove(&m->to);
    return e ? e : end_row(m, "failed", "whoever worked on it ended before; ask again");
}

enum err move_run(struct directory *dir, struct account *acc, struct ctx *cx, const struct move_row *claimed,
        bool (*stop)(void *arg), void *arg)
{
    struct mover m = {.dir = dir,
            .acc = acc,
            .cx = cx,
            .row = *claimed,
            .keep = arena_new(0),
            .view = arena_new(0),
            .batch = arena_new(0),
            .stop = stop,
            .stop_arg = arg};
    bool died = strcmp(claimed->state, "running") == 0;
    m.to = directory_where(dir, cx->arena, claimed->to_place, claimed->to_database);
    m.source = account_hold(acc);
    enum err e = ERR_OK;
    if (died)
        e = clean_up(&m);
    for (int i = 0; !died && i < ATTEMPTS_MAX && (i == 0 || (m.again && !m.dirty)); i++) {
        m.why = NULL;
        e = attempt(&m);
    }
    account_release(acc, m.source);
    if (e && !died) {
        const char *why = m.why ? m.why : err_sentence(e);
        log_msg(LOG_WARN, "account %lld stays where it is: %s", (long long)claimed->account_id, why);
        e = m.dirty ? ERR_BUSY : end_row(&m, "failed", why);
    }
    arena_free(m.keep);
    arena_free(m.view);
    arena_free(m.batch);
    return e;
}
