/* Group commit. One connection writes; requests stand in line for it and share the open transaction. At its end a
 * request hands the turn, with the transaction still open, to whoever waits next; the one who finds nobody
 * waiting (or the batch full or old) commits for all. Nobody's done is called before that commit is durable, and
 * all get the same answer. Who joins others works inside a savepoint, so a request that fails takes back its own
 * work and leaves the others alone; the first of a transaction needs none, it takes back the transaction. */
#include "base/clock.h"
#include "base/mem.h"
#include "store/sqlite.h"

#include <errno.h>
#include <string.h>

/* The turn */

static void wait_remove(struct sqlite_store *s, struct turn_wait *w)
{
    struct turn_wait **p = &s->first_wait;
    while (*p != w)
        p = &(*p)->next;
    *p = w->next;
    if (s->last_wait == &w->next)
        s->last_wait = p;
    s->n_waiting--;
}

static enum err wait_in_line(struct sqlite_store *s, int wait_ms, bool alone)
{
    struct turn_wait w = {.alone = alone};
    struct timespec until = cond_until(wait_ms);
    cond_init(&w.cond);
    *s->last_wait = &w;
    s->last_wait = &w.next;
    s->n_waiting++;
    int rc = 0;
    while (!w.granted && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&w.cond, &s->turn_mutex, &until);
    if (!w.granted)
        wait_remove(s, &w);
    pthread_cond_destroy(&w.cond);
    return w.granted ? ERR_OK : ERR_BUSY;
}

enum err turn_take(struct sqlite_store *s, int wait_ms, bool alone)
{
    enum err e = ERR_OK;
    pthread_mutex_lock(&s->turn_mutex);
    if (s->turn_taken)
        e = wait_in_line(s, wait_ms, alone);
    else
        s->turn_taken = true;
    pthread_mutex_unlock(&s->turn_mutex);
    return e;
}

/* Gives the turn to the first in line; false when nobody waits. Holding turn_mutex. */
static bool turn_grant(struct sqlite_store *s)
{
    struct turn_wait *w = s->first_wait;
    if (!w)
        return false;
    wait_remove(s, w);
    w->granted = true;
    pthread_cond_signal(&w->cond);
    return true;
}

static void turn_pass(struct sqlite_store *s)
{
    pthread_mutex_lock(&s->turn_mutex);
    if (!turn_grant(s))
        s->turn_taken = false;
    pthread_mutex_unlock(&s->turn_mutex);
}

/* Hands the turn on with the transaction left open, or frees it when there is none. False: the holder must
 * commit. */
static bool turn_hand_on(struct sqlite_store *s)
{
    bool old = s->batch.n && clock_mono_us() - s->batch_since_us > s->batch_ms * 1000LL;
    bool due = s->batch_err || s->batch.n >= s->batch_max || old;
    bool passed;
    pthread_mutex_lock(&s->turn_mutex);
    if (s->in_tx) {
        due |= s->first_wait && s->first_wait->alone;
        passed = !due && turn_grant(s);
    } else {
        passed = true;
        s->turn_taken = turn_grant(s);
    }
    pthread_mutex_unlock(&s->turn_mutex);
    return passed;
}

/* The batch */

static void commit_counted(struct sqlite_store *s, int n, int64_t us)
{
    atomic_fetch_add(&s->n_commits, 1);
    atomic_fetch_add(&s->n_members, (uint64_t)n);
    atomic_fetch_add(&s->commit_us, (uint64_t)us);
    if (n > 1)
        atomic_fetch_add(&s->n_grouped, (uint64_t)n);
    if ((uint64_t)n > atomic_load(&s->max_batch))
        atomic_store(&s->max_batch, (uint64_t)n);
}

static enum err tx_commit(struct sqlite_store *s, int n)
{
    enum err e = fault_hit(&s->base);
    if (e)
        return e;
    int64_t t = clock_mono_us();
    int rc = search_flush(s);
    if (rc == SQLITE_OK)
        rc = conn_do(s->writer, "COMMIT");
    if (rc != SQLITE_OK)
        return conn_err(s->writer, rc) == ERR_FULL ? ERR_FULL : ERR_INTERNAL;
    commit_counted(s, n, clock_mono_us() - t);
    return ERR_OK;
}

/* Makes the open transaction durable, or takes all of it back; its members move to *out_batch. Holding the
 * turn. */
static enum err batch_commit(struct sqlite_store *s, struct batch *out_batch)
{
    int n = out_batch->n = s->batch.n;
    memcpy(out_batch->member, s->batch.member, sizeof *s->batch.member * (size_t)n);
    s->batch.n = 0;
    enum err e = s->batch_err;
    s->batch_err = ERR_OK;
    if (!s->in_tx)
        return e;
    if (!e && n)
        e = tx_commit(s, n);
    if (!sqlite3_get_autocommit(s->writer->sq))
        conn_do(s->writer, "ROLLBACK");
    if (e)
        atomic_fetch_add(&s->n_failed_commits, 1);
    search_back(s, 0);
    s->in_tx = false;
    return e;
}

static void batch_answer(const struct batch *b, enum err e)
{
    for (int i = 0; i < b->n; i++)
        b->member[i].done(b->member[i].arg, e);
}

static void batch_add(struct sqlite_store *s, void (*done)(void *arg, enum err e), void *arg)
{
    if (!s->batch.n)
        s->batch_since_us = clock_mono_us();
    s->batch.member[s->batch.n++] = (struct batch_member){done, arg};
}

void turn_commit(struct sqlite_store *s, void (*while_held)(struct sqlite_store *s))
{
    struct batch b;
    enum err e = batch_commit(s, &b);
    if (while_held)
        while_held(s);
    turn_pass(s);
    if (!e && b.n)
        checkpoint_ask(s);
    batch_answer(&b, e);
}

static void turn_end(struct sqlite_store *s)
{
    if (!turn_hand_on(s))
        turn_commit(s, NULL);
}

/* A request */

/* A savepoint keeps a copy of every page the request touches: worth avoiding for the first of a transaction. */
static int request_open(struct sqlite_store *s)
{
    s->has_savepoint = s->in_tx;
    s->request_mark = search_mark(s);
    int rc = conn_do(s->writer, s->in_tx ? "SAVEPOINT request" : "BEGIN IMMEDIATE");
    s->in_tx |= rc == SQLITE_OK;
    return rc;
}

enum err sqlite_write_begin(struct db *db)
{
    struct sqlite_store *s = sqlite_of(db->store);
    enum err e = turn_take(s, WRITE_WAIT_MS, db->alone);
    if (e) {
        atomic_fetch_add(&s->n_write_timeouts, 1);
        return e;
    }
    db->conn = s->writer;
    int rc = request_open(s);
    if (rc == SQLITE_OK)
        return ERR_OK;
    e = sqlite_fail(db, rc);
    turn_end(s);
    return e;
}

static int savepoint_close(struct sqlite_store *s, bool keep)
{
    int rc = keep ? SQLITE_OK : conn_do(s->writer, "ROLLBACK TO SAVEPOINT request");
    return rc == SQLITE_OK ? conn_do(s->writer, "RELEASE SAVEPOINT request") : rc;
}

/* Should even this fail, nobody can say what the transaction holds: the whole batch is taken back. */
static void request_close(struct sqlite_store *s, bool keep)
{
    int rc = SQLITE_OK;
    if (s->has_savepoint)
        rc = savepoint_close(s, keep);
    else if (!keep && (rc = conn_do(s->writer, "ROLLBACK")) == SQLITE_OK)
        s->in_tx = false;
    if (!keep)
        search_back(s, s->request_mark);
    if (rc != SQLITE_OK)
        s->batch_err = conn_err(s->writer, rc) == ERR_FULL ? ERR_FULL : ERR_INTERNAL;
    if (!keep)
        atomic_fetch_add(&s->n_rollbacks, 1);
}

static void done_nothing(void *arg, enum err e)
{
    (void)arg, (void)e;
}

void sqlite_write_end(struct db *db, bool keep, void (*done)(void *arg, enum err e), void *arg)
{
    struct sqlite_store *s = sqlite_of(db->store);
    enum err own = keep && !db->broken ? fault_hit(db->store) : ERR_OK;
    bool joins = keep && !own;
    done = done ? done : done_nothing;
    if (!db->broken)
        request_close(s, joins);
    if (joins)
        batch_add(s, done, arg);
    turn_end(s); /* from here on db may be gone with its arena */
    if (!joins)
        done(arg, own);
}
