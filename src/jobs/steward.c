#include "jobs/steward.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/move.h"
#include "core/upgrade.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#define TICK_MS 1000
#define TELL_MS 250
#define PLAN_MS MS_MINUTE

struct steward {
    struct steward_config cfg;
    pthread_t mover, keeper, teller;
    struct pusher *pusher;
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool stop;
    int64_t upgraded_id, n_upgraded, n_not_upgraded;
    int64_t moved_id; /* the account that may have an old place to close; 0 = none */
};

static bool stopping(void *arg)
{
    struct steward *s = arg;
    pthread_mutex_lock(&s->lock);
    bool stop = s->stop;
    pthread_mutex_unlock(&s->lock);
    return stop;
}

static void close_old(struct steward *s)
{
    struct account *acc = s->moved_id ? s->cfg.take(s->cfg.arg, s->moved_id) : NULL;
    if (!acc || account_drop_old(acc) == 0)
        s->moved_id = 0;
    if (acc)
        s->cfg.give(s->cfg.arg, acc);
}

/* One order; false when there is none. An account that another server has is that one's to move. */
static bool move_one(struct steward *s, bool at_start)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .request_id = "steward"};
    struct move_row row;
    struct account *acc = NULL;
    enum err e = move_next(s->cfg.dir, &cx, at_start, &row);
    if (!e)
        acc = s->cfg.take(s->cfg.arg, row.account_id);
    if (acc) {
        e = move_claim(s->cfg.dir, &cx, &row);
        if (!e)
            e = move_run(s->cfg.dir, acc, &cx, &row, stopping, s);
        if (e && e != ERR_CONFLICT)
            log_msg(LOG_WARN, "the move of account %lld: %s", (long long)row.account_id, err_name(e));
        s->moved_id = row.account_id;
        s->cfg.give(s->cfg.arg, acc);
    }
    arena_free(a);
    return acc && !e;
}

/* False: it is time to stop. */
static bool wait_tick(struct steward *s, int ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&s->lock);
    while (!s->stop && pthread_cond_timedwait(&s->cond, &s->lock, &until) != ETIMEDOUT)
        ;
    bool go_on = !s->stop;
    pthread_mutex_unlock(&s->lock);
    return go_on;
}

/* One account that is behind; false when none is. Those that fail are tried again at the next start, or when used. */
static bool upgrade_one(struct steward *s)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .request_id = "steward"};
    enum err e = upgrade_next(s->cfg.dir, &cx, s->upgraded_id, &s->upgraded_id);
    if (!e) {
        struct account *acc = s->cfg.take(s->cfg.arg, s->upgraded_id);
        s->n_upgraded += acc != NULL;
        s->n_not_upgraded += !acc;
        if (acc)
            s->cfg.give(s->cfg.arg, acc);
        if ((s->n_upgraded + s->n_not_upgraded) % 100 == 0)
            log_msg(LOG_INFO, "accounts migrated: %lld, failed: %lld", (long long)s->n_upgraded,
                    (long long)s->n_not_upgraded);
    }
    arena_free(a);
    return !e;
}

/* Each start goes through all of them once. */
static void upgrade_all(struct steward *s)
{
    while (!stopping(s) && upgrade_one(s))
        ;
    if (s->n_upgraded + s->n_not_upgraded)
        log_msg(LOG_INFO, "all accounts are looked at: migrated %lld, failed %lld", (long long)s->n_upgraded,
                (long long)s->n_not_upgraded);
    s->n_upgraded = s->n_not_upgraded = 0;
}

static void *mover_main(void *arg)
{
    struct steward *s = arg;
    bool at_start = directory_is_alone(s->cfg.dir), at_first = true;
    do {
        while (!stopping(s) && move_one(s, at_start))
            ;
        if (at_first)
            upgrade_all(s);
        at_start = at_first = false;
        close_old(s);
    } while (wait_tick(s, TICK_MS));
    return NULL;
}

/* One backup; false when none is asked for. */
static bool keep_one(struct steward *s, bool at_start)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .request_id = "steward"};
    struct backup_row row;
    enum err e = backups_take(s->cfg.dir, &cx, at_start, &row);
    if (!e) {
        struct account *acc = s->cfg.take(s->cfg.arg, row.account_id);
        e = backups_run(s->cfg.dir, acc, &cx, &s->cfg.backups, &row);
        if (e)
            log_msg(LOG_WARN, "the backup of account %lld: %s", (long long)row.account_id, err_name(e));
        if (acc)
            s->cfg.give(s->cfg.arg, acc);
    }
    arena_free(a);
    return !e;
}

static void plan_backups(struct steward *s)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .request_id = "steward"};
    int64_t n;
    enum err e = backups_plan(s->cfg.dir, &cx, &s->cfg.backups, &n);
    if (e)
        log_msg(LOG_WARN, "backups cannot be planned: %s", err_name(e));
    arena_free(a);
}

/* Once a minute it asks what is due; a clock that was set back is noticed. */
static void *keeper_main(void *arg)
{
    struct steward *s = arg;
    bool at_start = directory_is_alone(s->cfg.dir);
    int64_t plan_at = 0;
    do {
        int64_t now = clock_now_at();
        if (now >= plan_at || plan_at > now + PLAN_MS) {
            plan_backups(s);
            plan_at = now + PLAN_MS;
        }
        while (!stopping(s) && keep_one(s, at_start))
            ;
        at_start = false;
    } while (wait_tick(s, TICK_MS));
    return NULL;
}

static void *teller_main(void *arg)
{
    struct steward *s = arg;
    do
        pusher_round(s->pusher, stopping, s);
    while (wait_tick(s, TELL_MS));
    return NULL;
}

struct steward *steward_start(const struct steward_config *cfg)
{
    struct steward *s = mem_zalloc(sizeof *s);
    s->cfg = *cfg;
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&s->cond, &attr);
    pthread_condattr_destroy(&attr);
    s->pusher = pusher_new(
            &(struct pusher_config){.dir = cfg->dir, .accounts = cfg->accounts, .policy = cfg->push});
    if (pthread_create(&s->mover, NULL, mover_main, s) || pthread_create(&s->keeper, NULL, keeper_main, s) ||
            pthread_create(&s->teller, NULL, teller_main, s))
        mem_panic("steward_start: no thread");
    return s;
}

void steward_stop(struct steward *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_broadcast(&s->cond);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->mover, NULL);
    pthread_join(s->keeper, NULL);
    pthread_join(s->teller, NULL);
    pusher_free(s->pusher);
    pthread_cond_destroy(&s->cond);
    pthread_mutex_destroy(&s->lock);
    mem_free(s);
}
