/* Group commit. Requests stand in line for the turn to write and share the open transaction. At its end a request
 * hands the turn, with the transaction still open, to whoever waits next; the one who finds nobody waiting (or the
 * batch full or old) commits for all. Nobody's done is called before that commit is durable, and all get the same
 * answer. Who joins others works inside a savepoint, so a request that fails takes back its own work and leaves the
 * others alone; the first of a transaction needs none, it takes back the transaction. */
#include "store/commit.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <string.h>

/* Who waits for its turn to write; lives on the waiting thread's stack. */
struct turn_wait {
    struct turn_wait *next;
    pthread_cond_t cond;
    bool granted, alone; /* alone: wants the transaction to itself at first */
};

struct timespec cond_until(int ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

void cond_init(pthread_cond_t *c)
{
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(c, &attr);
    pthread_condattr_destroy(&attr);
}

void commit_init(struct commit *c, struct store *s, const struct commit_ops *ops, void *owner, int batch_max,
        int batch_ms)
{
    c->ops = ops;
    c->owner = owner;
    c->store = s;
    c->batch_max = batch_max;
    c->batch_ms = batch_ms;
    c->last_wait = &c->first_wait;
    pthread_mutex_init(&c->mutex, NULL);
}

void commit_destroy(struct commit *c)
{
    pthread_mutex_destroy(&c->mutex);
}

/* The turn */

static void wait_remove(struct commit *c, struct turn_wait *w)
{
    struct turn_wait **p = &c->first_wait;
    while (*p != w)
        p = &(*p)->next;
    *p = w->next;
    if (c->last_wait == &w->next)
        c->last_wait = p;
    c->n_waiting--;
}

static enum err wait_in_line(struct commit *c, int wait_ms, bool alone)
{
    struct turn_wait w = {.alone = alone};
    struct timespec until = cond_until(wait_ms);
    cond_init(&w.cond);
    *c->last_wait = &w;
    c->last_wait = &w.next;
    c->n_waiting++;
    int rc = 0;
    while (!w.granted && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&w.cond, &c->mutex, &until);
    if (!w.granted)
        wait_remove(c, &w);
    pthread_cond_destroy(&w.cond);
    return w.granted ? ERR_OK : ERR_BUSY;
}

enum err commit_turn(struct commit *c, int wait_ms, bool alone)
{
    enum err e = ERR_OK;
    pthread_mutex_lock(&c->mutex);
    if (c->turn_taken)
        e = wait_in_line(c, wait_ms, alone);
    else
        c->turn_taken = true;
    pthread_mutex_unlock(&c->mutex);
    return e;
}

/* Gives the turn to the first in line; false when nobody waits. Holding the mutex. */
static bool turn_grant(struct commit *c)
{
    struct turn_wait *w = c->first_wait;
    if (!w)
        return false;
    wait_remove(c, w);
    w->granted = true;
    pthread_cond_signal(&w->cond);
    return true;
}

static void turn_pass(struct commit *c)
{
    pthread_mutex_lock(&c->mutex);
    if (!turn_grant(c))
        c->turn_taken = false;
    pthread_mutex_unlock(&c->mutex);
}

/* Hands the turn on with the transaction left open, or frees it when there is none. False: the holder must
 * commit. */
static bool turn_hand_on(struct commit *c)
{
    bool old = c->batch.n && clock_mono_us() - c->batch_since_us > c->batch_ms * 1000LL;
    bool due = c->batch_err || c->batch.n >= c->batch_max || old;
    bool passed;
    pthread_mutex_lock(&c->mutex);
    if (c->in_tx) {
        due |= c->as == COMMIT_ALONE || (c->first_wait && c->first_wait->alone);
        passed = !due && turn_grant(c);
    } else {
        passed = true;
        c->turn_taken = turn_grant(c);
    }
    pthread_mutex_unlock(&c->mutex);
    return passed;
}

/* The batch */

static void commit_counted(struct commit *c, int n, int64_t us)
{
    atomic_fetch_add(&c->n_commits, 1);
    atomic_fetch_add(&c->n_members, (uint64_t)n);
    atomic_fetch_add(&c->commit_us, (uint64_t)us);
    if (n > 1)
        atomic_fetch_add(&c->n_grouped, (uint64_t)n);
    if ((uint64_t)n > atomic_load(&c->max_batch))
        atomic_store(&c->max_batch, (uint64_t)n);
}

static enum err tx_commit(struct commit *c, int n)
{
    enum err e = fault_hit(c->store);
    if (e)
        return e;
    int64_t t = clock_mono_us();
    e = c->ops->commit(c->owner);
    if (!e)
        commit_counted(c, n, clock_mono_us() - t);
    return e;
}

/* Makes the open transaction durable, or takes all of it back; its members move to *out_batch. Holding the
 * turn. */
static enum err batch_commit(struct commit *c, struct batch *out_batch)
{
    int n = out_batch->n = c->batch.n;
    memcpy(out_batch->member, c->batch.member, sizeof *c->batch.member * (size_t)n);
    c->batch.n = 0;
    enum err e = c->batch_err;
    c->batch_err = ERR_OK;
    if (!c->in_tx)
        return e;
    if (!e && n)
        e = tx_commit(c, n);
    if (e || !n)
        c->ops->discard(c->owner);
    if (e)
        atomic_fetch_add(&c->n_failed, 1);
    c->in_tx = false;
    return e;
}

static void batch_answer(const struct batch *b, enum err e)
{
    for (int i = 0; i < b->n; i++)
        b->member[i].done(b->member[i].arg, e);
}

static void batch_add(struct commit *c, void (*done)(void *arg, enum err e), void *arg)
{
    if (!c->batch.n)
        c->batch_since_us = clock_mono_us();
    c->batch.member[c->batch.n++] = (struct batch_member){done, arg};
}

bool commit_now(struct commit *c, void (*while_held)(void *owner))
{
    struct batch b;
    enum err e = batch_commit(c, &b);
    if (while_held)
        while_held(c->owner);
    turn_pass(c);
    batch_answer(&b, e);
    return !e && b.n;
}

static void turn_end(struct commit *c)
{
    if (!turn_hand_on(c))
        commit_now(c, NULL);
}

/* A request */

enum err commit_begin(struct commit *c, int wait_ms, bool alone)
{
    enum err e = commit_turn(c, wait_ms, alone);
    if (e) {
        atomic_fetch_add(&c->n_timeouts, 1);
        return e;
    }
    c->as = c->in_tx ? COMMIT_JOINED : alone ? COMMIT_ALONE : COMMIT_FIRST;
    e = c->ops->open(c->owner, c->as);
    if (!e) {
        c->in_tx = true;
        return ERR_OK;
    }
    if (c->as == COMMIT_JOINED)
        c->batch_err = e; /* nobody can say what state the transaction is in */
    turn_end(c);
    return e;
}

/* Should even this fail, nobody can say what the transaction holds: the whole batch is taken back. */
static void request_close(struct commit *c, bool keep)
{
    if (!keep)
        atomic_fetch_add(&c->n_rollbacks, 1);
    if (c->batch_err)
        return;
    if (c->as == COMMIT_JOINED) {
        c->batch_err = c->ops->close(c->owner, keep);
    } else if (!keep) {
        c->ops->discard(c->owner);
        c->in_tx = false;
    }
}

static void done_nothing(void *arg, enum err e)
{
    (void)arg, (void)e;
}

void commit_end(struct commit *c, bool keep, enum err own, void (*done)(void *arg, enum err e), void *arg)
{
    bool joins = keep && !own;
    done = done ? done : done_nothing;
    request_close(c, joins);
    if (joins)
        batch_add(c, done, arg);
    turn_end(c);
    if (!joins)
        done(arg, own);
}

/* Figures */

void metric_put(struct buf *out, const char *name, int64_t account_id, int64_t v)
{
    buf_printf(out, "cardinal_store_%s{account=\"%lld\"} %lld\n", name, (long long)account_id, (long long)v);
}

void commit_metrics(struct commit *c, int64_t account_id, struct buf *out)
{
    pthread_mutex_lock(&c->mutex);
    int waiting = c->n_waiting;
    pthread_mutex_unlock(&c->mutex);
    metric_put(out, "commits_total", account_id, (int64_t)c->n_commits);
    metric_put(out, "commit_requests_total", account_id, (int64_t)c->n_members);
    metric_put(out, "commit_grouped_requests_total", account_id, (int64_t)c->n_grouped);
    metric_put(out, "commit_batch_max", account_id, (int64_t)c->max_batch);
    metric_put(out, "commit_microseconds_total", account_id, (int64_t)c->commit_us);
    metric_put(out, "commits_failed_total", account_id, (int64_t)c->n_failed);
    metric_put(out, "rollbacks_total", account_id, (int64_t)c->n_rollbacks);
    metric_put(out, "writers_waiting", account_id, waiting);
    metric_put(out, "write_timeouts_total", account_id, (int64_t)c->n_timeouts);
}
