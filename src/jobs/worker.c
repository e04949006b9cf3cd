#include "base/log.h"
#include "base/mem.h"
#include "core/wake.h"
#include "jobs/jobs.h"
#include "jobs/kinds.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#define LEASE_MS     (60 * MS_SECOND)
#define MAX_ATTEMPTS 5
#define MAX_SLEEP_MS (60 * MS_SECOND) /* also the answer to a clock that was set */
#define WAKE_BATCH   200

struct jobs {
    struct account *acc;
    pthread_t worker, timer;
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool stop;
    struct sleeper {
        int64_t asked; /* the nearest time it was asked for since it slept last */
        int64_t till;  /* 0 while it is awake */
    } worker_sleep, timer_sleep;
};

struct run {
    struct jobs *jobs; /* NULL on the command line */
    struct account *acc;
    struct job job;
    const struct job_kind *kind;
    struct arena *arena; /* lives as long as the run; each step has its own */
};

static bool stopping(struct jobs *j)
{
    if (!j)
        return false;
    pthread_mutex_lock(&j->lock);
    bool stop = j->stop;
    pthread_mutex_unlock(&j->lock);
    return stop;
}

/* The job's end, in a transaction of its own; a failure keeps the reason for the person who asked. */
static enum err finish(struct run *r, const char *state, const struct ctx *failed, enum err why)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .origin = ORIGIN_TIMER};
    enum err e = tx_write(r->acc, &cx, 0);
    if (!e) {
        if (failed) {
            json_object_set_new(r->job.result, "error", json_string(err_name(why)));
            const char *key = failed->fault.key ? failed->fault.key : "error.internal";
            json_object_set_new(r->job.result, "detail",
                    json_string(message(a, failed->lang, key, failed->fault.field, failed->fault.arg,
                            failed->fault.limit)));
        }
        e = tx_end(r->acc, &cx, job_end(&cx, &r->job, state), NULL, NULL);
    }
    arena_free(a);
    return e;
}

/* One step in its own transaction; *out_more says whether the job goes on. */
static enum err step(struct run *r, bool *out_more)
{
    struct arena *a = arena_new(1 << 16);
    struct ctx cx = {.arena = a,
            .now_at = clock_now_at(),
            .origin = r->kind->origin,
            .change_id = 0,
            .parent_change_id = r->job.change_id};
    const char *position = r->job.position;
    enum err e = tx_write_alone(r->acc, &cx, r->job.member_id);
    if (!e) {
        bool more = false;
        e = r->kind->step(&cx, &r->job, &more);
        if (!e)
            e = job_save_step(&cx, &r->job, cx.now_at + LEASE_MS);
        e = tx_end(r->acc, &cx, e, NULL, NULL);
        if (!e)
            r->job.lease_until = cx.now_at + LEASE_MS;
        *out_more = more;
    }
    if (e && e != ERR_BUSY) {
        log_msg(LOG_WARN, "job %lld (%s) failed: %s %s", (long long)r->job.id, r->kind->name, err_name(e),
                cx.fault.key ? cx.fault.key : "");
        if (e != ERR_CONFLICT || cx.fault.key) /* a bare conflict: it was cancelled */
            finish(r, "failed", &cx, e);
    }
    /* The position of the last good step is what counts; a new one still lies in this step's arena. */
    if (e)
        r->job.position = position;
    else if (r->job.position != position)
        r->job.position = arena_str(r->arena, r->job.position);
    arena_free(a);
    return e;
}

static void give_back(struct run *r)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .origin = ORIGIN_TIMER};
    if (tx_write(r->acc, &cx, 0) == ERR_OK)
        tx_end(r->acc, &cx, job_release(&cx, &r->job), NULL, NULL);
    arena_free(a);
}

static enum err run_steps(struct run *r)
{
    bool more = true;
    enum err e = ERR_OK;
    while (!e && more && !stopping(r->jobs))
        e = step(r, &more);
    if (!e && !more)
        e = finish(r, "done", NULL, ERR_OK);
    else if (!e || e == ERR_BUSY)
        give_back(r);
    return e;
}

/* Claim and run the next job. ERR_NOT_FOUND: nothing is due. */
static enum err run_next(struct jobs *j, struct account *acc)
{
    struct run r = {.jobs = j, .acc = acc, .arena = arena_new(0)};
    struct ctx cx = {.arena = r.arena, .now_at = clock_now_at(), .origin = ORIGIN_TIMER};
    enum err e = tx_write(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, job_claim(&cx, LEASE_MS, &r.job), NULL, NULL);
    if (!e) {
        r.kind = job_kind_named(r.job.kind);
        if (!r.kind || r.job.attempts > MAX_ATTEMPTS) {
            struct ctx none = {.fault = {.key = "error.job_gave_up"}};
            e = finish(&r, "failed", &none, ERR_INTERNAL);
            e = e ? e : ERR_INTERNAL;
        } else
            e = run_steps(&r);
        if (r.job.free_state)
            r.job.free_state(r.job.state);
        json_decref(r.job.payload);
        json_decref(r.job.result);
    }
    arena_free(r.arena);
    return e;
}

static struct timespec after_ms(int64_t ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += ms % 1000 * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

/* Sleep until `at`, or what was asked for earlier; returns false when it is time to stop. */
static bool sleep_until(struct jobs *j, struct sleeper *who, int64_t at)
{
    int rc = 0;
    pthread_mutex_lock(&j->lock);
    while (!j->stop && rc != ETIMEDOUT) {
        at = who->asked < at ? who->asked : at;
        int64_t now = clock_now_at(), ms = at - now;
        if (ms <= 0)
            break;
        ms = ms < MAX_SLEEP_MS ? ms : MAX_SLEEP_MS;
        who->till = now + ms;
        struct timespec until = after_ms(ms);
        rc = pthread_cond_timedwait(&j->cond, &j->lock, &until);
    }
    *who = (struct sleeper){.asked = NO_DUE};
    bool go_on = !j->stop;
    pthread_mutex_unlock(&j->lock);
    return go_on;
}

static int64_t next_job_at(struct account *acc)
{
    int64_t at = NO_DUE;
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at()};
    if (tx_read(acc, &cx, 0) == ERR_OK)
        tx_end(acc, &cx, job_next_at(&cx, &at), NULL, NULL);
    arena_free(a);
    return at;
}

static void *worker_main(void *arg)
{
    struct jobs *j = arg;
    int64_t at = 0;
    while (sleep_until(j, &j->worker_sleep, at)) {
        enum err e = ERR_OK;
        while (!stopping(j) && (e = run_next(j, j->acc)) != ERR_NOT_FOUND && e != ERR_BUSY)
            ;
        at = e == ERR_BUSY ? clock_now_at() + MS_SECOND : next_job_at(j->acc);
    }
    return NULL;
}

/* One round; *out_next_at when to look again. */
static enum err wake_round(struct account *acc, int *out_n, int64_t *out_next_at)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .origin = ORIGIN_TIMER};
    /* Look first without the write lock: nearly always nothing is due. */
    enum err e = tx_read(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, wake_next_at(&cx, out_next_at), NULL, NULL);
    *out_n = 0;
    if (!e && *out_next_at <= cx.now_at) {
        arena_reset(a);
        cx = (struct ctx){.arena = a, .now_at = clock_now_at(), .origin = ORIGIN_TIMER};
        e = tx_write(acc, &cx, 0);
        if (!e)
            e = tx_end(acc, &cx, wake_due(&cx, WAKE_BATCH, out_n, out_next_at), NULL, NULL);
    }
    arena_free(a);
    return e;
}

static void *timer_main(void *arg)
{
    struct jobs *j = arg;
    int64_t at = 0;
    while (sleep_until(j, &j->timer_sleep, at)) {
        int n = 0;
        enum err e = wake_round(j->acc, &n, &at);
        if (e) {
            log_msg(LOG_WARN, "the card timer failed: %s", err_name(e));
            at = clock_now_at() + 5 * MS_SECOND;
        }
    }
    return NULL;
}

enum err jobs_start(struct account *acc, struct jobs **out_jobs)
{
    struct jobs *j = mem_zalloc(sizeof *j);
    j->acc = acc;
    j->worker_sleep.asked = j->timer_sleep.asked = NO_DUE;
    pthread_mutex_init(&j->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&j->cond, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&j->worker, NULL, worker_main, j) || pthread_create(&j->timer, NULL, timer_main, j))
        mem_panic("jobs_start: no thread");
    *out_jobs = j;
    return ERR_OK;
}

static bool ask(struct sleeper *who, int64_t at)
{
    if (at < who->asked)
        who->asked = at;
    return at < who->till;
}

/* Most cards are due in weeks: nobody is woken for each that is made. */
void jobs_wake(struct jobs *j, int64_t at)
{
    pthread_mutex_lock(&j->lock);
    bool worker = ask(&j->worker_sleep, at), timer = ask(&j->timer_sleep, at);
    if (worker || timer)
        pthread_cond_broadcast(&j->cond);
    pthread_mutex_unlock(&j->lock);
}

void jobs_stop(struct jobs *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    j->stop = true;
    pthread_cond_broadcast(&j->cond);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->worker, NULL);
    pthread_join(j->timer, NULL);
    pthread_cond_destroy(&j->cond);
    pthread_mutex_destroy(&j->lock);
    mem_free(j);
}

enum err jobs_run_all(struct account *acc, int64_t *out_failed)
{
    enum err e;
    *out_failed = 0;
    while ((e = run_next(NULL, acc)) != ERR_NOT_FOUND) {
        if (e == ERR_BUSY)
            return e;
        *out_failed += e != ERR_OK;
    }
    return ERR_OK;
}
