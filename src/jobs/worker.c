/* What is due in one account: jobs, step by step, and cards whose time has come. */
#include "base/log.h"
#include "base/mem.h"
#include "core/wake.h"
#include "jobs/jobs.h"
#include "jobs/kinds.h"
#include "jobs/work.h"

#define LEASE_MS     (60 * MS_SECOND) /* of a command */
#define MAX_ATTEMPTS 5
#define WAKE_BATCH   200

struct run {
    struct account *acc;
    struct job job;
    const struct job_kind *kind;
    struct arena *arena; /* lives as long as the run; each step has its own */
    int64_t lease_ms;
};

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

static enum err apart(struct run *r, struct arena *a)
{
    struct store *s = account_hold(r->acc);
    enum err e = job_apart(s, a, &r->job);
    account_release(r->acc, s);
    return e;
}

/* What the step did is undone: so is what it knows of itself. The kind makes its state anew from the position. */
static void take_back(struct job *job, const struct job *before)
{
    if (job->free_state)
        job->free_state(job->state);
    job->state = NULL;
    job->position = before->position; /* the new one lies in the step's arena */
    job->progress = before->progress;
    job->total = before->total;
    job->change_id = before->change_id;
    json_decref(job->result);
    job->result = before->result;
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
    struct job before = r->job;
    before.result = json_deep_copy(r->job.result);
    enum err e = apart(r, a);
    if (!e)
        e = tx_write_alone(r->acc, &cx, r->job.member_id);
    if (!e) {
        bool more = false;
        e = r->kind->step(&cx, &r->job, &more);
        if (!e)
            e = job_save_step(&cx, &r->job, cx.now_at + r->lease_ms);
        e = tx_end(r->acc, &cx, e, NULL, NULL);
        if (!e)
            r->job.lease_until = cx.now_at + r->lease_ms;
        *out_more = more;
    }
    if (e == ERR_DOUBT || e == ERR_VERSION)
        e = ERR_BUSY; /* what stands in the row tells whoever takes the job next */
    if (e) {
        take_back(&r->job, &before);
    } else {
        json_decref(before.result);
        if (r->job.position != before.position)
            r->job.position = arena_str(r->arena, r->job.position);
    }
    if (e && e != ERR_BUSY && e != ERR_FULL) {
        log_msg(LOG_WARN, "job %lld (%s) failed: %s %s", (long long)r->job.id, r->kind->name, err_name(e),
                cx.fault.key ? cx.fault.key : "");
        if (e != ERR_CONFLICT || cx.fault.key) /* a bare conflict: it was cancelled */
            finish(r, "failed", &cx, e);
    }
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

static void run_free(struct run *r)
{
    if (r->job.free_state)
        r->job.free_state(r->job.state);
    json_decref(r->job.payload);
    json_decref(r->job.result);
    arena_free(r->arena);
    mem_free(r);
}

/* Claim the next job. ERR_NOT_FOUND: nothing is due. */
static enum err run_claim(struct account *acc, int64_t lease_ms, struct run **out_run)
{
    struct run *r = mem_zalloc(sizeof *r);
    r->acc = acc;
    r->lease_ms = lease_ms;
    r->arena = arena_new(0);
    struct ctx cx = {.arena = r->arena, .now_at = clock_now_at(), .origin = ORIGIN_TIMER};
    enum err e = tx_write(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, job_claim(&cx, lease_ms, &r->job), NULL, NULL);
    if (e) {
        run_free(r);
        return e;
    }
    r->kind = job_kind_named(r->job.kind);
    *out_run = r;
    return ERR_OK;
}

static bool stopping(const atomic_bool *stop)
{
    return stop && atomic_load(stop);
}

/* Steps until the job ends, or until_us when another wants the thread. */
static enum err run_steps(struct run *r, int64_t until_us, const atomic_bool *stop, bool *out_more)
{
    *out_more = false;
    if (!r->kind || r->job.attempts > MAX_ATTEMPTS) {
        struct ctx none = {.fault = {.key = "error.job_gave_up"}};
        enum err e = finish(r, "failed", &none, ERR_INTERNAL);
        return e ? e : ERR_INTERNAL;
    }
    bool more = true;
    enum err e = ERR_OK;
    while (!e && more && !stopping(stop) && clock_mono_us() < until_us)
        e = step(r, &more);
    *out_more = !e && more;
    return !e && !more ? finish(r, "done", NULL, ERR_OK) : e;
}

/* Cards whose time has come, a round of them; *out_next_at when to look again. */
static enum err wake_round(struct account *acc, int64_t *out_next_at)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .origin = ORIGIN_TIMER};
    /* Look first without the write lock: nearly always nothing is due. */
    enum err e = tx_read(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, wake_next_at(&cx, out_next_at), NULL, NULL);
    int n;
    if (!e && *out_next_at <= cx.now_at) {
        arena_reset(a);
        cx = (struct ctx){.arena = a, .now_at = clock_now_at(), .origin = ORIGIN_TIMER};
        e = tx_write(acc, &cx, 0);
        if (!e)
            e = tx_end(acc, &cx, wake_due(&cx, WAKE_BATCH, &n, out_next_at), NULL, NULL);
    }
    arena_free(a);
    return e;
}

/* When the account has work again: the first of its jobs and its cards. */
static enum err look(struct account *acc, int64_t *out_job_at, int64_t *out_wake_at)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at()};
    enum err e = tx_read(acc, &cx, 0);
    if (!e) {
        e = job_next_at(&cx, out_job_at);
        if (!e)
            e = wake_next_at(&cx, out_wake_at);
        e = tx_end(acc, &cx, e, NULL, NULL);
    }
    arena_free(a);
    return e;
}

static enum err wake_all(struct work *w, const atomic_bool *stop)
{
    struct account *acc = w->acc;
    int64_t at = 0;
    atomic_fetch_add(&w->stats->woken_rounds, 1);
    enum err e = ERR_OK;
    while (!e && at <= clock_now_at() && !stopping(stop))
        e = wake_round(acc, &at);
    if (e && e != ERR_BUSY)
        log_msg(LOG_WARN, "account %lld: the card timer failed: %s", (long long)account_id(acc), err_name(e));
    return e;
}

/* One job, for a slice of time. A job that was left goes on where it was. */
static enum err job_slice(struct work *w, int64_t until_us, const atomic_bool *stop)
{
    enum err e = w->run ? ERR_OK : run_claim(w->acc, w->lease_ms, &w->run);
    bool more = false;
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = run_steps(w->run, until_us, stop, &more);
    if (more || e == ERR_FULL) /* it goes on when there is room */
        return e;
    atomic_fetch_add(e == ERR_BUSY ? &w->stats->given_back : e ? &w->stats->failed : &w->stats->done, 1);
    if (e == ERR_BUSY)
        give_back(w->run);
    run_free(w->run);
    w->run = NULL;
    return e == ERR_BUSY ? e : ERR_OK;
}

enum err work_slice(struct work *w, int64_t slice_us, const atomic_bool *stop, int64_t *out_next_at)
{
    int64_t until_us = clock_mono_us() + slice_us;
    for (;;) {
        int64_t job_at, wake_at, now_at = clock_now_at();
        enum err e = look(w->acc, &job_at, &wake_at);
        if (!e && wake_at <= now_at)
            e = wake_all(w, stop);
        if (!e && (w->run || job_at <= now_at))
            e = job_slice(w, until_us, stop);
        if (e)
            return e;
        if (!w->run && job_at > now_at && wake_at > now_at) {
            *out_next_at = job_at < wake_at ? job_at : wake_at;
            return ERR_OK;
        }
        if (stopping(stop) || clock_mono_us() >= until_us) {
            *out_next_at = 0; /* not now_at: the clock may have been set back since */
            return ERR_OK;
        }
    }
}

void work_park(struct work *w)
{
    if (!w->run)
        return;
    atomic_fetch_add(&w->stats->given_back, 1);
    give_back(w->run);
    run_free(w->run);
    w->run = NULL;
}

enum err jobs_run_all(struct account *acc, int64_t *out_failed)
{
    struct run *r;
    enum err e;
    *out_failed = 0;
    while ((e = run_claim(acc, LEASE_MS, &r)) == ERR_OK) {
        bool more;
        e = run_steps(r, INT64_MAX, NULL, &more);
        if (e == ERR_BUSY || e == ERR_FULL)
            give_back(r);
        run_free(r);
        if (e == ERR_BUSY || e == ERR_FULL)
            return e;
        *out_failed += e != ERR_OK;
    }
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}
