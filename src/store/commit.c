/* Group commit. Requests stand in line for the turn to write and share the open transaction; the one who finds nobody
 * waiting (or the batch full or old) commits for all. Nobody's done is called before that commit is durable, and all get
 * the same answer. Who joins others works inside a savepoint, so a request that fails takes back its own work and
 * leaves the others alone; the first of a transaction needs none, it takes back the transaction.
 *
 * In line stand threads and jobs. A thread is given the turn, with the transaction still open, and wakes up. A job is
 * run by whoever has the turn: a thread that came with a job and found the turn free leads, runs one job after the
 * other and lets the threads that bring them go on to other things; so the turn need not pass from thread to
 * thread, which takes a tenth of the time of a small request. A thread that had the turn for a request of its own and finds
 * a job next in line leads as a guest, until the next one who brings a job relieves it. */
#include "store/commit.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <string.h>

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

static void wait_add(struct commit *c, struct turn_wait *w)
{
    *c->last_wait = w;
    c->last_wait = &w->next;
    c->n_waiting++;
}

static void wait_first(struct commit *c, struct turn_wait *w)
{
    w->next = c->first_wait;
    c->first_wait = w;
    if (!w->next)
        c->last_wait = &w->next;
    c->n_waiting++;
}

/* Until it is granted; ERR_BUSY, and out of the line, after wait_ms (0 = for ever). */
static enum err wait_granted(struct commit *c, struct turn_wait *w, int wait_ms)
{
    struct timespec until = cond_until(wait_ms);
    int rc = 0;
    while (!w->granted && rc != ETIMEDOUT)
        rc = wait_ms ? pthread_cond_timedwait(&w->cond, &c->mutex, &until)
                     : pthread_cond_wait(&w->cond, &c->mutex);
    if (!w->granted)
        wait_remove(c, w);
    pthread_cond_destroy(&w->cond);
    return w->granted ? ERR_OK : ERR_BUSY;
}

enum err commit_turn(struct commit *c, int wait_ms, bool alone)
{
    struct turn_wait w = {.alone = alone};
    enum err e = ERR_OK;
    pthread_mutex_lock(&c->mutex);
    if (c->turn_taken && wait_ms) {
        cond_init(&w.cond);
        wait_add(c, &w);
        e = wait_granted(c, &w, wait_ms);
    } else if (c->turn_taken) {
        e = ERR_BUSY;
    } else {
        c->turn_taken = true;
    }
    pthread_mutex_unlock(&c->mutex);
    return e;
}

/* Gives the turn to the thread that stands first in line. Holding the mutex. */
static void turn_grant(struct commit *c)
{
    struct turn_wait *w = c->first_wait;
    wait_remove(c, w);
    c->guest = false;
    w->granted = true;
    pthread_cond_signal(&w->cond);
}

/* Frees the turn, or gives it to the thread that is next; jobs wait for who comes back to them. */
static void turn_free(struct commit *c)
{
    pthread_mutex_lock(&c->mutex);
    c->guest = false;
    if (c->first_wait && !c->first_wait->job)
        turn_grant(c);
    else
        c->turn_taken = false;
    pthread_mutex_unlock(&c->mutex);
}

/* Takes the turn again when jobs are left and nobody else runs them. */
static bool turn_again(struct commit *c)
{
    pthread_mutex_lock(&c->mutex);
    bool again = !c->turn_taken && c->first_wait;
    c->turn_taken |= again;
    pthread_mutex_unlock(&c->mutex);
    return again;
}

/* The batch */

static void commit_counted(struct commit *c, int n, int64_t us)
{
    int size = 0;
    while (size < COMMIT_SIZES - 1 && n > 1 << size)
        size++;
    atomic_fetch_add(&c->n_batches[size], 1);
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

/* Commits what is open, calls while_held, frees the turn and answers. */
static bool batch_end(struct commit *c, void (*while_held)(void *owner))
{
    struct batch b;
    enum err e = batch_commit(c, &b);
    if (while_held)
        while_held(c->owner);
    turn_free(c);
    batch_answer(&b, e);
    return !e && b.n;
}

/* A request */

static enum err request_open(struct commit *c, bool alone)
{
    c->as = c->in_tx ? COMMIT_JOINED : alone ? COMMIT_ALONE : COMMIT_FIRST;
    enum err e = c->ops->open(c->owner, c->as);
    if (!e)
        c->in_tx = true;
    else if (c->as == COMMIT_JOINED)
        c->batch_err = e; /* nobody can say what state the transaction is in */
    return e;
}

/* Who may go on with the transaction as it is: a job (*out_job), or a thread, which is given the turn. False: the
 * transaction must be ended first. */
static bool turn_on(struct commit *c, bool guest, struct commit_job **out_job)
{
    bool old = c->batch.n && clock_mono_us() - c->batch_since_us > c->batch_ms * 1000LL;
    bool due = c->batch_err || c->batch.n >= c->batch_max || old || c->as == COMMIT_ALONE;
    *out_job = NULL;
    pthread_mutex_lock(&c->mutex);
    struct turn_wait *w = c->first_wait;
    bool ends = c->in_tx && (due || !w || w->alone);
    if (!ends && w && w->job) {
        wait_remove(c, w);
        c->guest = guest;
        *out_job = w->job;
    } else if (!ends && w) {
        turn_grant(c);
    } else if (!ends) {
        c->guest = c->turn_taken = false;
    }
    pthread_mutex_unlock(&c->mutex);
    return !ends;
}

static void job_run(struct commit *c, struct commit_job *job)
{
    bool late = clock_mono_us() - job->since_us > job->wait_ms * 1000LL;
    if (late)
        atomic_fetch_add(&c->n_timeouts, 1);
    c->leading = true;
    job->run(job, late ? ERR_BUSY : request_open(c, false));
    c->leading = false;
}

/* Runs jobs until the turn is somebody else's, or nobody's. */
static void lead(struct commit *c, bool guest)
{
    struct commit_job *job;
    do {
        while (turn_on(c, guest, &job)) {
            if (!job)
                return;
            job_run(c, job);
        }
        batch_end(c, NULL);
    } while (turn_again(c));
}

bool commit_now(struct commit *c, void (*while_held)(void *owner))
{
    bool committed = batch_end(c, while_held);
    if (turn_again(c))
        lead(c, true);
    return committed;
}

static void turn_end(struct commit *c)
{
    if (!c->leading)
        lead(c, true);
}

enum err commit_begin(struct commit *c, int wait_ms, bool alone)
{
    enum err e = commit_turn(c, wait_ms, alone);
    if (e) {
        atomic_fetch_add(&c->n_timeouts, 1);
        return e;
    }
    e = request_open(c, alone);
    if (e)
        turn_end(c);
    return e;
}

void commit_soon(struct commit *c, struct commit_job *job)
{
    struct turn_wait relief = {0};
    job->place = (struct turn_wait){.job = job};
    job->since_us = clock_mono_us();
    pthread_mutex_lock(&c->mutex);
    wait_add(c, &job->place);
    bool leads = !c->turn_taken || c->guest;
    if (leads && c->turn_taken) {
        c->guest = false;
        cond_init(&relief.cond);
        wait_first(c, &relief);
        wait_granted(c, &relief, 0);
    }
    c->turn_taken |= leads;
    pthread_mutex_unlock(&c->mutex);
    if (leads)
        lead(c, false);
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

/* As a histogram: how many requests the commits carried. */
static void print_sizes(const struct commit *c, int64_t account_id, struct buf *out)
{
    const char *name = "cardinal_store_commit_batch_requests";
    unsigned long long n = 0;
    for (int i = 0; i < COMMIT_SIZES; i++) {
        n += c->n_batches[i];
        if (i < COMMIT_SIZES - 1)
            buf_printf(out, "%s_bucket{account=\"%lld\",le=\"%d\"} %llu\n", name, (long long)account_id,
                    1 << i, n);
    }
    buf_printf(out, "%s_bucket{account=\"%lld\",le=\"+Inf\"} %llu\n", name, (long long)account_id, n);
    buf_printf(out, "%s_sum{account=\"%lld\"} %llu\n", name, (long long)account_id,
            (unsigned long long)c->n_members);
    buf_printf(out, "%s_count{account=\"%lld\"} %llu\n", name, (long long)account_id, n);
}

void commit_metrics(struct commit *c, int64_t account_id, struct buf *out)
{
    pthread_mutex_lock(&c->mutex);
    int waiting = c->n_waiting;
    pthread_mutex_unlock(&c->mutex);
    print_sizes(c, account_id, out);
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
