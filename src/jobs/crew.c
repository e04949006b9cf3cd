/* The crew: one thread that knows when something is due in which account, and a few that do it. */
#include "base/log.h"
#include "base/mem.h"
#include "jobs/jobs.h"
#include "jobs/work.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#define TICK_MS     1000
#define SLICE_US    250000
#define RETRY_MS    MS_SECOND
#define BROKEN_MS   MS_MINUTE
#define FULL_MS     (5 * MS_SECOND) /* also of an account that is read only */
#define WORKERS_MAX 16
#define BUCKETS     1024u
#define DOUBT_TICKS 10 /* after a clock was set back: until then somebody may still ask by the old one */

/* An account as the crew sees it. */
struct due {
    struct due *chain; /* in its bucket */
    struct due *next;  /* in the queue */
    int64_t id;
    int64_t at; /* when there is work, as far as is known */
    int64_t looked_at;
    bool queued, busy, full; /* full: there is no room on the disk for its work */
    int64_t asked;           /* the nearest time it was asked for while it was busy */
    struct work work;        /* work.acc is held while a job is not through */
};

struct queue {
    struct due *head, **tail;
};

struct jobs {
    struct jobs_config cfg;
    pthread_t clock, worker[WORKERS_MAX];
    pthread_mutex_t lock;
    pthread_cond_t cond;  /* the queues, and the end */
    pthread_cond_t ticks; /* the end */
    atomic_bool stop;
    struct due *bucket[BUCKETS];
    struct work_stats stats;
    int64_t seen_at;            /* where the clock stood when it was looked at last */
    int64_t old_at;             /* and where before it was set back */
    int doubt_ticks;            /* how often that is still thought of */
    struct queue urgent, looks; /* first what is known to be due, then what may be */
};

static struct due *find(struct jobs *j, int64_t id)
{
    struct due *d = j->bucket[(uint64_t)id % BUCKETS];
    while (d && d->id != id)
        d = d->chain;
    return d;
}

/* Of an account not known yet nothing is known: it must be looked into. */
static struct due *known(struct jobs *j, int64_t id)
{
    struct due *d = find(j, id), **at = &j->bucket[(uint64_t)id % BUCKETS];
    if (d)
        return d;
    d = mem_zalloc(sizeof *d);
    *d = (struct due){.id = id, .at = NO_DUE, .asked = NO_DUE, .chain = *at, .work = {.stats = &j->stats}};
    *at = d;
    return d;
}

static void queue_put(struct jobs *j, struct queue *q, struct due *d)
{
    d->next = NULL;
    d->queued = true;
    *q->tail = d;
    q->tail = &d->next;
    pthread_cond_signal(&j->cond);
}

static struct due *queue_take(struct queue *q)
{
    struct due *d = q->head;
    if (!d)
        return NULL;
    q->head = d->next;
    if (!q->head)
        q->tail = &q->head;
    d->queued = false;
    return d;
}

/* The clock, with the lock: nobody waits for the hour that it was set back to come again. */
static int64_t look_at_clock(struct jobs *j)
{
    int64_t now_at = clock_now_at();
    if (now_at < j->seen_at) {
        int64_t old_at = j->seen_at + MS_MINUTE;
        j->old_at = j->doubt_ticks && j->old_at > old_at ? j->old_at : old_at;
        j->doubt_ticks = DOUBT_TICKS;
    }
    j->seen_at = now_at;
    return now_at;
}

/* Most cards are due in weeks: nothing is done for each that is made. */
void jobs_wake(struct jobs *j, int64_t account_id, int64_t at)
{
    pthread_mutex_lock(&j->lock);
    struct due *d = known(j, account_id);
    if (d->busy)
        d->asked = at < d->asked ? at : d->asked;
    else if (at < d->at) {
        d->at = at;
        if (!d->queued && at <= look_at_clock(j))
            queue_put(j, &j->urgent, d);
    }
    pthread_mutex_unlock(&j->lock);
}

/* Working */

/* One slice in one account, without the lock. *out_at: when to come again. */
static void work_in(struct jobs *j, struct due *d, int64_t *out_at)
{
    enum err e = d->work.acc ? ERR_OK : accounts_hold(j->cfg.accounts, d->id, &d->work.acc);
    d->work.lease_ms = j->cfg.lease_ms;
    if (!e && account_quota(d->work.acc).read_only)
        e = ERR_READ_ONLY; /* what is due waits, too */
    if (!e)
        e = work_slice(&d->work, SLICE_US, &j->stop, out_at);
    if (d->work.acc && !d->work.run) {
        accounts_release(j->cfg.accounts, d->work.acc);
        d->work.acc = NULL;
    }
    if (e == ERR_FULL && !d->full)
        log_msg(LOG_WARN, "account %lld: work waits for room on the disk", (long long)d->id);
    d->full = e == ERR_FULL;
    if (!e)
        return;
    int64_t wait_ms = e == ERR_BUSY ? RETRY_MS : e == ERR_FULL || e == ERR_READ_ONLY ? FULL_MS : BROKEN_MS;
    *out_at = e == ERR_NOT_FOUND ? NO_DUE : clock_now_at() + wait_ms;
    if (e != ERR_BUSY && e != ERR_NOT_FOUND && e != ERR_FULL && e != ERR_READ_ONLY)
        log_msg(LOG_WARN, "account %lld: no work can be done in it: %s", (long long)d->id, err_name(e));
}

static void worked(struct jobs *j, struct due *d, int64_t at)
{
    d->busy = false;
    d->at = d->asked < at ? d->asked : at;
    d->asked = NO_DUE;
    d->looked_at = look_at_clock(j);
    if (d->at <= d->looked_at && !atomic_load(&j->stop))
        queue_put(j, &j->urgent, d);
}

static void *worker_main(void *arg)
{
    struct jobs *j = arg;
    pthread_mutex_lock(&j->lock);
    while (!atomic_load(&j->stop)) {
        struct due *d = queue_take(&j->urgent);
        d = d ? d : queue_take(&j->looks);
        if (!d) {
            pthread_cond_wait(&j->cond, &j->lock);
            continue;
        }
        int64_t at = 0;
        d->busy = true;
        pthread_mutex_unlock(&j->lock);
        work_in(j, d, &at);
        pthread_mutex_lock(&j->lock);
        worked(j, d, at);
    }
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

/* The clock */

static void take_accounts(struct jobs *j)
{
    struct arena *a = arena_new(0);
    int64_t *ids;
    size_t n = accounts_ids(j->cfg.accounts, a, &ids);
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < n; i++)
        known(j, ids[i]);
    pthread_mutex_unlock(&j->lock);
    arena_free(a);
}

/* May there be work that is not known of? Others made some; a clock was set back since it was looked or asked. */
static bool unsure(const struct jobs *j, const struct due *d, int64_t now_at)
{
    if (!d->looked_at || d->looked_at > now_at || (j->doubt_ticks && d->at <= j->old_at))
        return true;
    return j->cfg.others && now_at - d->looked_at >= j->cfg.lease_ms * 3 / 4;
}

/* Put into the queues what the hour brings. */
static void tick(struct jobs *j)
{
    pthread_mutex_lock(&j->lock);
    int64_t now_at = look_at_clock(j);
    j->doubt_ticks -= j->doubt_ticks > 0;
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct due *d = j->bucket[i]; d; d = d->chain) {
            if (d->busy || d->queued)
                continue;
            if (d->at <= now_at)
                queue_put(j, &j->urgent, d);
            else if (unsure(j, d, now_at))
                queue_put(j, &j->looks, d);
        }
    pthread_mutex_unlock(&j->lock);
}

static bool pause_tick(struct jobs *j)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += TICK_MS / 1000;
    pthread_mutex_lock(&j->lock);
    while (!atomic_load(&j->stop) && pthread_cond_timedwait(&j->ticks, &j->lock, &until) != ETIMEDOUT)
        ;
    bool go_on = !atomic_load(&j->stop);
    pthread_mutex_unlock(&j->lock);
    return go_on;
}

static void *clock_main(void *arg)
{
    struct jobs *j = arg;
    uint64_t taken = 0;
    do {
        enum err e = accounts_refresh(j->cfg.accounts);
        if (e && e != ERR_BUSY)
            log_msg(LOG_WARN, "the directory cannot be read: %s", err_name(e));
        uint64_t serial = accounts_serial(j->cfg.accounts);
        if (serial != taken)
            take_accounts(j);
        taken = serial;
        accounts_tend(j->cfg.accounts);
        tick(j);
    } while (pause_tick(j));
    return NULL;
}

/* Start and end */

enum err jobs_start(const struct jobs_config *cfg, struct jobs **out_jobs)
{
    struct jobs *j = mem_zalloc(sizeof *j);
    j->cfg = *cfg;
    j->cfg.workers = cfg->workers < 1 ? 1 : cfg->workers > WORKERS_MAX ? WORKERS_MAX : cfg->workers;
    j->urgent.tail = &j->urgent.head;
    j->looks.tail = &j->looks.head;
    pthread_mutex_init(&j->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&j->cond, &attr);
    pthread_cond_init(&j->ticks, &attr);
    pthread_condattr_destroy(&attr);
    bool ok = !pthread_create(&j->clock, NULL, clock_main, j);
    for (int i = 0; ok && i < j->cfg.workers; i++)
        ok = !pthread_create(&j->worker[i], NULL, worker_main, j);
    if (!ok)
        mem_panic("jobs_start: no thread");
    *out_jobs = j;
    return ERR_OK;
}

static void due_free(struct jobs *j, struct due *d)
{
    work_park(&d->work);
    if (d->work.acc)
        accounts_release(j->cfg.accounts, d->work.acc);
    mem_free(d);
}

void jobs_stop(struct jobs *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    atomic_store(&j->stop, true);
    pthread_cond_broadcast(&j->cond);
    pthread_cond_broadcast(&j->ticks);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->clock, NULL);
    for (int i = 0; i < j->cfg.workers; i++)
        pthread_join(j->worker[i], NULL);
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct due *d = j->bucket[i], *next; d; d = next) {
            next = d->chain;
            due_free(j, d);
        }
    pthread_cond_destroy(&j->cond);
    pthread_cond_destroy(&j->ticks);
    pthread_mutex_destroy(&j->lock);
    mem_free(j);
}

void jobs_metrics(struct jobs *j, struct buf *out)
{
    size_t busy = 0, waiting = 0, unfinished = 0;
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < BUCKETS; i++)
        for (const struct due *d = j->bucket[i]; d; d = d->chain) {
            busy += d->busy;
            waiting += d->queued;
            unfinished += !d->busy && d->work.run; /* who is busy may be changing it */
        }
    pthread_mutex_unlock(&j->lock);
    buf_printf(out,
            "# TYPE cardinal_job_workers gauge\ncardinal_job_workers %d\n"
            "# TYPE cardinal_job_accounts gauge\n"
            "cardinal_job_accounts{state=\"busy\"} %zu\ncardinal_job_accounts{state=\"waiting\"} %zu\n"
            "cardinal_job_accounts{state=\"between_slices\"} %zu\n"
            "# TYPE cardinal_jobs_total counter\n"
            "cardinal_jobs_total{state=\"done\"} %llu\ncardinal_jobs_total{state=\"failed\"} %llu\n"
            "cardinal_jobs_total{state=\"given_back\"} %llu\n"
            "# TYPE cardinal_card_timer_rounds_total counter\ncardinal_card_timer_rounds_total %llu\n",
            j->cfg.workers, busy, waiting, unfinished, (unsigned long long)j->stats.done,
            (unsigned long long)j->stats.failed, (unsigned long long)j->stats.given_back,
            (unsigned long long)j->stats.woken_rounds);
}
