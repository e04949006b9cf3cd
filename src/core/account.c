#include "core/account.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/migrate.h"

#include <pthread.h>

struct account {
    int64_t id;
    struct store *store;
    struct account_hooks hooks;
    pthread_mutex_t lock; /* meta, serial */
    struct meta *meta;
    uint64_t serial;
};

static enum err load_meta(struct account *acc)
{
    struct arena *a = arena_new(0);
    struct db *db;
    struct meta *fresh = NULL;
    enum err e = store_read(acc->store, a, &db);
    if (!e) {
        pthread_mutex_lock(&acc->lock);
        uint64_t serial = ++acc->serial;
        pthread_mutex_unlock(&acc->lock);
        e = meta_load(db, acc->id, serial, &fresh);
        store_read_end(db);
    }
    arena_free(a);
    if (e)
        return e;
    pthread_mutex_lock(&acc->lock);
    struct meta *old = acc->meta;
    bool newer = !old || fresh->serial > old->serial;
    if (newer)
        acc->meta = fresh;
    pthread_mutex_unlock(&acc->lock);
    meta_unpin(newer ? old : fresh);
    return ERR_OK;
}

/* A schema gets no copy: what is backed up there is the whole database, by its own means. */
static enum err migrate(struct account *acc, const struct store_config *where, enum open_how how)
{
    struct arena *a = arena_new(0);
    struct migration m = {0};
    const char *path = where->path;
    enum err e = how == OPEN_BESIDE
                         ? migrate_check(acc->store, MIGRATE_ACCOUNT, a, &m)
                         : migrate_run(acc->store, MIGRATE_ACCOUNT, where->kind == STORE_SQLITE ? path : NULL,
                                   a, clock_now_at(), &m);
    if (e)
        log_msg(LOG_ERROR, "%s: schema %d, this program knows up to %d: %s", path, m.from, m.newest,
                m.error ? m.error : err_name(e));
    else if (m.from && m.to > m.from)
        log_msg(LOG_INFO, "%s: schema %d is now %d; the copy made before is %s", path, m.from, m.to,
                m.snapshot ? m.snapshot : "none");
    arena_free(a);
    return e;
}

enum err account_open(int64_t id, const struct store_config *where, enum open_how how,
        const struct account_hooks *hooks, struct account **out_account)
{
    struct account *acc = mem_zalloc(sizeof *acc);
    acc->id = id;
    acc->serial = (uint64_t)clock_now_at(); /* grows over restarts too: clients keep it as an ETag */
    if (hooks)
        acc->hooks = *hooks;
    pthread_mutex_init(&acc->lock, NULL);
    struct store_config cfg = {.kind = where->kind,
            .path = where->path,
            .conninfo = where->conninfo,
            .connections = where->connections,
            .readers = 8,
            .cache_mib = 16,
            .batch_max = 64,
            .checkpoint_pages = 4000,
            .beside = how == OPEN_BESIDE};
    enum err e = store_open(&cfg, &acc->store);
    if (!e)
        e = migrate(acc, where, how);
    if (!e)
        e = load_meta(acc);
    if (e) {
        account_close(acc);
        return e;
    }
    *out_account = acc;
    return ERR_OK;
}

void account_close(struct account *acc)
{
    if (!acc)
        return;
    if (acc->meta)
        meta_unpin(acc->meta);
    if (acc->store)
        store_close(acc->store);
    pthread_mutex_destroy(&acc->lock);
    mem_free(acc);
}

int64_t account_id(const struct account *acc)
{
    return acc->id;
}

struct store *account_store(struct account *acc)
{
    return acc->store;
}

struct meta *account_meta(struct account *acc)
{
    pthread_mutex_lock(&acc->lock);
    struct meta *m = meta_pin(acc->meta);
    pthread_mutex_unlock(&acc->lock);
    return m;
}

static enum err fill(struct account *acc, struct ctx *cx, int64_t member_id)
{
    struct meta *m = account_meta(acc);
    cx->meta = m;
    if (!cx->notices_end)
        cx->notices_end = &cx->notices;
    cx->zone = meta_setting_str(m, "zone", "Europe/Budapest");
    cx->lang = lang_from(meta_setting_str(m, "language", "en"), NULL);
    if (member_id == 0)
        return ERR_OK;
    cx->member = meta_member(m, member_id);
    if (!cx->member || !cx->member->active)
        return ERR_UNAUTHENTICATED;
    cx->lang = cx->member->lang;
    cx->zone = cx->member->zone;
    return ERR_OK;
}

static void let_go(struct ctx *cx)
{
    meta_unpin((struct meta *)cx->meta); /* pinned by fill; ctx only reads it */
    cx->meta = NULL;
    cx->db = NULL;
}

enum err tx_read(struct account *acc, struct ctx *cx, int64_t member_id)
{
    enum err e = fill(acc, cx, member_id);
    if (!e)
        e = store_read(acc->store, cx->arena, &cx->db);
    if (e)
        let_go(cx);
    return e;
}

static enum err write_open(
        struct account *acc, struct ctx *cx, int64_t member_id, enum err begun, struct db *db)
{
    if (begun)
        return begun;
    /* The snapshot is taken under the write lock, so a field made by the write before this one is in it or the write
     * is not yet committed and therefore not visible. */
    enum err e = fill(acc, cx, member_id);
    if (e) {
        store_write_rollback(db);
        let_go(cx);
        return e;
    }
    cx->db = db;
    return ERR_OK;
}

enum err tx_write(struct account *acc, struct ctx *cx, int64_t member_id)
{
    struct db *db = NULL;
    enum err e = store_write(acc->store, cx->arena, &db);
    return write_open(acc, cx, member_id, e, db);
}

enum err tx_write_alone(struct account *acc, struct ctx *cx, int64_t member_id)
{
    struct db *db = NULL;
    enum err e = store_write_alone(acc->store, cx->arena, &db);
    return write_open(acc, cx, member_id, e, db);
}

struct ending {
    struct account *acc;
    struct ctx *cx;
    struct meta *meta; /* stays pinned until done: the reply may still read from it */
    bool meta_changed;
    int64_t wake_at;
    void (*done)(void *arg, enum err e);
    void *arg;
};

/* After the durable commit: snapshot first, then notices (whoever reacts to one must find the new snapshot). */
static void after_commit(struct account *acc, struct ctx *cx, bool meta_changed, int64_t wake_at)
{
    if (meta_changed && load_meta(acc) == ERR_OK && acc->hooks.meta) {
        struct meta *m = account_meta(acc);
        acc->hooks.meta(acc->hooks.arg, acc, m->serial);
        meta_unpin(m);
    }
    if (cx->n_notices && acc->hooks.notices)
        acc->hooks.notices(acc->hooks.arg, acc, cx->notices, cx->n_notices);
    if (wake_at && acc->hooks.wake)
        acc->hooks.wake(acc->hooks.arg, acc, wake_at);
}

static void ended(void *arg, enum err e)
{
    struct ending *end = arg;
    void (*done)(void *, enum err) = end->done;
    void *done_arg = end->arg;
    struct meta *m = end->meta;
    if (!e)
        after_commit(end->acc, end->cx, end->meta_changed, end->wake_at);
    done(done_arg, e); /* may free the arena, and end with it */
    meta_unpin(m);
}

enum err tx_end(
        struct account *acc, struct ctx *cx, enum err result, void (*done)(void *arg, enum err e), void *arg)
{
    struct db *db = cx->db;
    if (!db)
        return result;
    bool writes = db_is_write(db);
    if (writes && !result)
        result = ctx_flush(cx);
    db_stats(db, &cx->n_sql, &cx->db_us);
    if (!writes) {
        store_read_end(db);
        let_go(cx);
        if (done)
            done(arg, result);
        return result;
    }
    if (result) {
        store_write_rollback(db);
        let_go(cx);
        if (done)
            done(arg, result);
        return result;
    }
    bool meta_changed = cx->meta_changed;
    int64_t wake_at = cx->wake_at;
    if (!done) {
        result = store_write_commit(db);
        let_go(cx);
        if (!result)
            after_commit(acc, cx, meta_changed, wake_at);
        return result;
    }
    struct ending *end = arena_new_of(cx->arena, struct ending);
    *end = (struct ending){acc, cx, (struct meta *)cx->meta, meta_changed, wake_at, done, arg};
    store_write_end(db, true, ended, end);
    return ERR_OK;
}
