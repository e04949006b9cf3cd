#include "core/account.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/tell.h"
#include "store/migrate.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#define GATE_WAIT_MS 10000

/* A database with how many are inside. */
struct home {
    struct home *older;
    struct store *store;
    int users;
};

struct account {
    int64_t id;
    struct account_hooks hooks;
    pthread_mutex_t lock; /* all below */
    pthread_cond_t opened;
    struct home *home; /* where it is, then where it was */
    bool gate_closed;
    struct soon *at_gate, **at_gate_end; /* writes that do not wait: they are begun when it opens */
    struct meta *meta;
    uint64_t serial;
    struct quota quota;
};

static struct home *home_enter(struct account *acc)
{
    pthread_mutex_lock(&acc->lock);
    struct home *h = acc->home;
    h->users++;
    pthread_mutex_unlock(&acc->lock);
    return h;
}

static void home_leave(struct account *acc, struct home *h)
{
    pthread_mutex_lock(&acc->lock);
    h->users--;
    pthread_mutex_unlock(&acc->lock);
}

static void home_enter_again(struct account *acc, struct home *h)
{
    pthread_mutex_lock(&acc->lock);
    h->users++;
    pthread_mutex_unlock(&acc->lock);
}

static struct home *home_of(struct account *acc, const struct store *s)
{
    pthread_mutex_lock(&acc->lock);
    struct home *h = acc->home;
    while (h->store != s)
        h = h->older;
    pthread_mutex_unlock(&acc->lock);
    return h;
}

/* Behind the gate. Errors: ERR_BUSY */
static enum err home_enter_to_write(struct account *acc, struct home **out_home)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += GATE_WAIT_MS / 1000;
    int rc = 0;
    pthread_mutex_lock(&acc->lock);
    while (acc->gate_closed && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&acc->opened, &acc->lock, &until);
    bool open = !acc->gate_closed;
    if (open) {
        *out_home = acc->home;
        acc->home->users++;
    }
    pthread_mutex_unlock(&acc->lock);
    return open ? ERR_OK : ERR_BUSY;
}

/* Is this still the place to write? Asked by whoever waited for its turn there. */
static bool home_is_open(struct account *acc, const struct home *h)
{
    pthread_mutex_lock(&acc->lock);
    bool open = acc->home == h && !acc->gate_closed;
    pthread_mutex_unlock(&acc->lock);
    return open;
}

/* The snapshot's number: several servers must mean the same by it, so theirs stands in the database. */
static enum err serial_next(struct account *acc, struct db *db, uint64_t *out_serial)
{
    int64_t stamp = 0;
    enum err e = db_shared(db) ? db_stamp(db, &stamp) : ERR_OK;
    pthread_mutex_lock(&acc->lock);
    if (acc->meta && acc->meta->serial > acc->serial)
        acc->serial = acc->meta->serial;
    *out_serial = db_shared(db) ? (uint64_t)stamp : ++acc->serial;
    pthread_mutex_unlock(&acc->lock);
    return e;
}

static enum err load_meta(struct account *acc)
{
    uint64_t serial;
    struct arena *a = arena_new(0);
    struct db *db;
    struct meta *fresh = NULL;
    struct home *h = home_enter(acc);
    enum err e = store_read(h->store, a, &db);
    if (!e) {
        e = serial_next(acc, db, &serial);
        if (!e)
            e = meta_load(db, acc->id, serial, &fresh);
        store_read_end(db);
    }
    home_leave(acc, h);
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

/* A schema has been copied before, see upgrade_copy. */
static enum err migrate(struct store *s, const struct store_config *where, enum open_how how)
{
    struct arena *a = arena_new(0);
    struct migration m = {0};
    const char *path = where->path;
    enum err e = how == OPEN_BESIDE
                         ? migrate_check(s, MIGRATE_ACCOUNT, a, &m)
                         : migrate_run(s, MIGRATE_ACCOUNT, where->kind == STORE_SQLITE ? path : NULL, a,
                                   clock_now_at(), &m);
    if (e)
        log_msg(LOG_ERROR, "%s: schema %d, this program knows up to %d: %s", path, m.from, m.newest,
                m.error ? m.error : err_name(e));
    else if (m.from && m.to > m.from)
        log_msg(LOG_INFO, "%s: schema %d is now %d%s%s", path, m.from, m.to,
                m.snapshot ? "; the copy made before is " : "", m.snapshot ? m.snapshot : "");
    arena_free(a);
    return e;
}

enum err account_store_open(const struct store_config *where, enum open_how how, struct store **out_store)
{
    struct store *s;
    const struct store_config cfg = {.kind = where->kind,
            .path = where->path,
            .conninfo = where->conninfo,
            .connections = where->connections,
            .readers = 8,
            .cache_mib = 16,
            .batch_max = 64,
            .checkpoint_pages = 4000,
            .archive = how == OPEN_BESIDE ? NULL : where->archive,
            .beside = how == OPEN_BESIDE,
            .ear = where->ear};
    enum err e = store_open(&cfg, &s);
    if (e)
        return e;
    e = migrate(s, where, how);
    if (e) {
        store_close(s);
        return e;
    }
    store_share(s, migrate_newest(MIGRATE_ACCOUNT));
    *out_store = s;
    return ERR_OK;
}

/* With the lock, or before anybody else knows the account. */
static void home_add(struct account *acc, struct store *store)
{
    struct home *h = mem_zalloc(sizeof *h);
    h->store = store;
    h->older = acc->home;
    acc->home = h;
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
    acc->at_gate_end = &acc->at_gate;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&acc->opened, &attr);
    pthread_condattr_destroy(&attr);
    struct store *store;
    enum err e = account_store_open(where, how, &store);
    if (!e)
        home_add(acc, store);
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
    while (acc->home) {
        struct home *h = acc->home;
        acc->home = h->older;
        store_close(h->store);
        mem_free(h);
    }
    pthread_cond_destroy(&acc->opened);
    pthread_mutex_destroy(&acc->lock);
    mem_free(acc);
}

int64_t account_id(const struct account *acc)
{
    return acc->id;
}

struct store *account_store(struct account *acc)
{
    pthread_mutex_lock(&acc->lock);
    struct store *s = acc->home->store;
    pthread_mutex_unlock(&acc->lock);
    return s;
}

struct store *account_hold(struct account *acc)
{
    return home_enter(acc)->store;
}

void account_release(struct account *acc, struct store *s)
{
    home_leave(acc, home_of(acc, s));
}

/* Whoever is inside of a database's code counts as its user, so one without users can be closed. */
int account_drop_old(struct account *acc)
{
    struct home *idle = NULL;
    int left = 0;
    pthread_mutex_lock(&acc->lock);
    for (struct home **at = &acc->home->older; *at;) {
        struct home *h = *at;
        if (h->users) {
            at = &h->older;
            left++;
            continue;
        }
        *at = h->older;
        h->older = idle;
        idle = h;
    }
    pthread_mutex_unlock(&acc->lock);
    while (idle) {
        struct home *h = idle;
        idle = h->older;
        store_close(h->store);
        mem_free(h);
    }
    return left;
}

struct meta *account_meta(struct account *acc)
{
    pthread_mutex_lock(&acc->lock);
    struct meta *m = meta_pin(acc->meta);
    pthread_mutex_unlock(&acc->lock);
    return m;
}

void account_limit(struct account *acc, const struct quota *quota)
{
    pthread_mutex_lock(&acc->lock);
    acc->quota = *quota;
    pthread_mutex_unlock(&acc->lock);
}

struct quota account_quota(struct account *acc)
{
    pthread_mutex_lock(&acc->lock);
    struct quota q = acc->quota;
    pthread_mutex_unlock(&acc->lock);
    return q;
}

static enum err fill(struct account *acc, struct ctx *cx, int64_t member_id)
{
    struct meta *m = account_meta(acc);
    cx->meta = m;
    if (!cx->notices_end)
        cx->notices_end = &cx->notices;
    cx->quota = account_quota(acc);
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
    struct home *h = home_enter(acc);
    if (!e)
        e = store_read(h->store, cx->arena, &cx->db);
    if (!e)
        db_trace_as(cx->db, cx->request_id);
    if (e) {
        home_leave(acc, h);
        let_go(cx);
    }
    return e;
}

static bool meta_is_older(struct account *acc, int64_t stamp)
{
    pthread_mutex_lock(&acc->lock);
    bool older = acc->meta->serial < (uint64_t)stamp;
    pthread_mutex_unlock(&acc->lock);
    return older;
}

/* Nobody writes by a snapshot that another server has made out of date. */
static enum err meta_catch_up(struct account *acc, struct db *db)
{
    int64_t stamp;
    if (!db_shared(db))
        return ERR_OK;
    enum err e = db_stamp(db, &stamp);
    return e || !meta_is_older(acc, stamp) ? e : load_meta(acc);
}

static enum err write_open(struct account *acc, struct ctx *cx, int64_t member_id, struct db *db)
{
    /* The snapshot is taken under the write lock, so a field made by the write before this one is in it or the write
     * is not yet committed and therefore not visible. */
    enum err e = meta_catch_up(acc, db);
    if (!e)
        e = fill(acc, cx, member_id);
    if (e) {
        store_write_rollback(db);
        let_go(cx);
        return e;
    }
    cx->db = db;
    db_trace_as(db, cx->request_id);
    return ERR_OK;
}

static enum err write_begin(struct account *acc, struct ctx *cx, int64_t member_id,
        enum err (*begin)(struct store *s, struct arena *a, struct db **out_db))
{
    struct home *h;
    struct db *db;
    for (;;) {
        enum err e = home_enter_to_write(acc, &h);
        if (e)
            return e;
        e = begin(h->store, cx->arena, &db);
        if (!e && home_is_open(acc, h))
            e = write_open(acc, cx, member_id, db);
        else if (!e) { /* the account moved while we stood in line */
            store_write_rollback(db);
            home_leave(acc, h);
            continue;
        }
        if (e)
            home_leave(acc, h);
        return e;
    }
}

enum err tx_write(struct account *acc, struct ctx *cx, int64_t member_id)
{
    return write_begin(acc, cx, member_id, store_write);
}

struct soon {
    struct soon *next; /* at the gate */
    struct account *acc;
    struct ctx *cx;
    int64_t member_id;
    struct home *home;
    void (*run)(void *arg, enum err e);
    void *arg;
};

static void soon_enter(struct soon *s);

static void soon_begun(void *arg, enum err e, struct db *db)
{
    struct soon *s = arg;
    if (!e && !home_is_open(s->acc, s->home)) { /* the account moved while we stood in line */
        store_write_rollback(db);
        home_leave(s->acc, s->home);
        soon_enter(s);
        return;
    }
    if (!e)
        e = write_open(s->acc, s->cx, s->member_id, db);
    if (e)
        home_leave(s->acc, s->home);
    s->run(s->arg, e);
}

/* False: it waits at the gate. Whoever runs this may be the one that opens it. */
static bool soon_home(struct soon *s)
{
    struct account *acc = s->acc;
    pthread_mutex_lock(&acc->lock);
    bool open = !acc->gate_closed;
    if (open) {
        s->home = acc->home;
        s->home->users += 2;
    } else {
        s->next = NULL;
        *acc->at_gate_end = s;
        acc->at_gate_end = &s->next;
    }
    pthread_mutex_unlock(&acc->lock);
    return open;
}

/* Whose turn it is may run others' requests, too, after this one has ended: it is counted until it leaves. */
static void soon_enter(struct soon *s)
{
    if (!soon_home(s))
        return;
    struct account *acc = s->acc;
    struct home *h = s->home;
    store_write_soon(h->store, s->cx->arena, soon_begun, s);
    home_leave(acc, h);
}

static void gate_open(struct account *acc, struct store *moved_to)
{
    pthread_mutex_lock(&acc->lock);
    if (moved_to)
        home_add(acc, moved_to);
    acc->gate_closed = false;
    struct soon *s = acc->at_gate;
    acc->at_gate = NULL;
    acc->at_gate_end = &acc->at_gate;
    pthread_cond_broadcast(&acc->opened);
    pthread_mutex_unlock(&acc->lock);
    for (struct soon *next; s; s = next) {
        next = s->next; /* it may be gone once it is begun */
        soon_enter(s);
    }
}

void account_gate(struct account *acc, bool closed)
{
    if (!closed) {
        gate_open(acc, NULL);
        return;
    }
    pthread_mutex_lock(&acc->lock);
    acc->gate_closed = true;
    pthread_mutex_unlock(&acc->lock);
}

void account_swap(struct account *acc, struct store *s)
{
    gate_open(acc, s);
}

void tx_write_soon(
        struct account *acc, struct ctx *cx, int64_t member_id, void (*run)(void *arg, enum err e), void *arg)
{
    struct soon *s = arena_new_of(cx->arena, struct soon);
    *s = (struct soon){.acc = acc, .cx = cx, .member_id = member_id, .run = run, .arg = arg};
    soon_enter(s);
}

enum err tx_write_alone(struct account *acc, struct ctx *cx, int64_t member_id)
{
    return write_begin(acc, cx, member_id, store_write_alone);
}

bool account_shared(struct account *acc)
{
    struct home *h = home_enter(acc);
    bool shared = store_shared(h->store);
    home_leave(acc, h);
    return shared;
}

enum err account_told(struct account *acc, struct arena *a, int64_t *out_number)
{
    struct home *h = home_enter(acc);
    enum err e = store_told(h->store, a, out_number);
    home_leave(acc, h);
    return e;
}

void account_heard(struct account *acc, int64_t stamp)
{
    if (meta_is_older(acc, stamp) && load_meta(acc) != ERR_OK)
        log_msg(LOG_WARN,
                "the metadata that another server changed cannot be read; the next write tries again");
    if (acc->hooks.meta) {
        struct meta *m = account_meta(acc);
        acc->hooks.meta(acc->hooks.arg, acc, m->serial);
        meta_unpin(m);
    }
}

struct ending {
    struct account *acc;
    struct ctx *cx;
    struct meta *meta; /* stays pinned until done: the reply may still read from it */
    struct home *home;
    bool told, meta_changed;
    int64_t wake_at;
    void (*done)(void *arg, enum err e);
    void *arg;
};

/* After the durable commit: snapshot first, then notices (whoever reacts to one must find the new snapshot). What was told
 * to all servers reaches this one's streams, too, when it is heard. */
static void after_commit(const struct ending *end)
{
    struct account *acc = end->acc;
    struct ctx *cx = end->cx;
    if (end->meta_changed && load_meta(acc) == ERR_OK && acc->hooks.meta && !end->told) {
        struct meta *m = account_meta(acc);
        acc->hooks.meta(acc->hooks.arg, acc, m->serial);
        meta_unpin(m);
    }
    if (cx->n_notices && acc->hooks.notices && !end->told)
        acc->hooks.notices(acc->hooks.arg, acc, cx->notices, cx->n_notices);
    if (end->wake_at && acc->hooks.wake)
        acc->hooks.wake(acc->hooks.arg, acc, end->wake_at);
}

static void ended(void *arg, enum err e)
{
    struct ending *end = arg;
    void (*done)(void *, enum err) = end->done;
    void *done_arg = end->arg;
    struct meta *m = end->meta;
    struct account *acc = end->acc;
    struct home *h = end->home;
    if (!e)
        after_commit(end);
    home_leave(acc, h);
    done(done_arg, e); /* may free the arena, and end with it */
    meta_unpin(m);
}

enum err tx_end(
        struct account *acc, struct ctx *cx, enum err result, void (*done)(void *arg, enum err e), void *arg)
{
    struct db *db = cx->db;
    if (!db)
        return result;
    bool writes = db_is_write(db), told = writes && db_shared(db);
    struct home *h = home_of(acc, db_store(db));
    if (writes && !result)
        result = ctx_flush(cx);
    if (told && !result)
        result = tell_notices(cx, acc->id);
    db_stats(db, &cx->n_sql, &cx->db_us);
    if (!writes || result) {
        if (writes)
            store_write_rollback(db);
        else
            store_read_end(db);
        home_leave(acc, h);
        let_go(cx);
        if (done)
            done(arg, result);
        return result;
    }
    struct ending *end = arena_new_of(cx->arena, struct ending);
    *end = (struct ending){
            acc, cx, (struct meta *)cx->meta, h, told, cx->meta_changed, cx->wake_at, done, arg};
    if (!done) {
        result = store_write_commit(db);
        home_leave(acc, h);
        let_go(cx);
        if (!result)
            after_commit(end);
        return result;
    }
    home_enter_again(
            acc, h); /* who is inside of the commit stays counted when another's commit answers first */
    store_write_end(db, true, ended, end);
    home_leave(acc, h);
    return ERR_OK;
}
