#include "api/app.h"
#include "api/live.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/upgrade.h"

#include <errno.h>
#include <time.h>

#define SSE_KEEP 1000 /* events kept per account for streams that come back */

/* Nobody may go on listening to an account that is closed or gone. */
static bool everybody(const void *arg, const void *tag)
{
    return true;
}

static void account_shut(void *arg, int64_t id)
{
    struct app *app = arg;
    const struct session like = {.account_id = id};
    sse_close_where(app->hub, id, everybody, NULL);
    session_cache_drop(app->sessions, &like, 0);
}

static enum err open_accounts(struct app *app, struct arena *a, const char **out_why)
{
    const struct accounts_config cfg = {.dir = app->dir,
            .hooks = {.notices = live_publish, .meta = live_meta_changed, .wake = live_wake, .arg = app},
            .max_open = app->cfg.max_accounts,
            .idle_ms = app->cfg.account_idle_ms,
            .shut = account_shut,
            .arg = app};
    struct accounts *accounts;
    enum err e = accounts_new(&cfg, &accounts);
    *out_why = "the directory";
    if (e)
        return e;
    pthread_mutex_lock(&app->ear_lock); /* from now on what is heard reaches them */
    app->accounts = accounts;
    pthread_mutex_unlock(&app->ear_lock);
    return accounts_start(accounts, a, out_why);
}

enum err app_new(const struct app_config *cfg, struct arena *a, struct app **out_app, const char **out_why)
{
    struct app *app = mem_zalloc(sizeof *app);
    app->cfg = *cfg;
    app->started_at = clock_now_at();
    pthread_mutex_init(&app->lock, NULL);
    pthread_cond_init(&app->password_free, NULL);
    app->sessions = session_cache_new();
    app->rate = rate_new();
    app->hub = sse_hub_new(SSE_KEEP, (size_t)cfg->max_streams);
    pthread_mutex_init(&app->ear_lock, NULL);
    app->ear = (struct store_ear){.heard = live_heard, .deaf = live_deaf, .arg = app};
    app->cfg.where.ear = &app->ear;
    *out_why = cfg->where.data_dir;
    enum err e = directory_open(&app->cfg.where, OPEN_ALONE, &app->dir);
    if (!e && cfg->web_dir) {
        *out_why = cfg->web_dir;
        e = static_load(cfg->web_dir, &app->site);
    }
    if (!e)
        e = open_accounts(app, a, out_why);
    if (e) {
        app_free(app);
        return e;
    }
    *out_app = app;
    return ERR_OK;
}

void app_stop_streams(struct app *app)
{
    if (app->hub)
        sse_hub_free(app->hub);
    app->hub = NULL;
}

void app_free(struct app *app)
{
    pthread_mutex_lock(&app->ear_lock);
    app->deafened = true;
    pthread_mutex_unlock(&app->ear_lock);
    accounts_free(app->accounts);
    app_stop_streams(app);
    directory_close(app->dir);
    if (app->router)
        router_free(app->router);
    if (app->site)
        static_free(app->site);
    session_cache_free(app->sessions);
    rate_free(app->rate);
    pthread_mutex_destroy(&app->ear_lock);
    pthread_cond_destroy(&app->password_free);
    pthread_mutex_destroy(&app->lock);
    mem_free(app);
}

enum err app_adopt(struct app *app, struct account *made, int64_t id)
{
    struct account *acc;
    account_close(made);
    enum err e = accounts_refresh(app->accounts);
    if (!e)
        e = accounts_hold(app->accounts, id, &acc);
    if (!e)
        accounts_release(app->accounts, acc);
    return e;
}

enum err app_password_begin(struct app *app)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 5;
    pthread_mutex_lock(&app->lock);
    bool ok = app->password_waiting < PASSWORD_WAITERS;
    app->password_waiting++;
    while (ok && app->password_busy >= PASSWORD_SLOTS)
        ok = pthread_cond_timedwait(&app->password_free, &app->lock, &until) != ETIMEDOUT;
    app->password_waiting--;
    if (ok)
        app->password_busy++;
    pthread_mutex_unlock(&app->lock);
    return ok ? ERR_OK : ERR_BUSY;
}

void app_password_end(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    app->password_busy--;
    pthread_cond_signal(&app->password_free);
    pthread_mutex_unlock(&app->lock);
}

void app_metrics(struct app *app, struct arena *a, struct buf *out)
{
    if (app->server)
        http_metrics(app->server, out);
    buf_printf(
            out, "# HELP cardinal_event_streams Open event streams.\n# TYPE cardinal_event_streams gauge\n");
    buf_printf(out, "cardinal_event_streams %zu\n", sse_count(app->hub));
    buf_printf(out,
            "# HELP cardinal_start_time_seconds When the server started.\n"
            "# TYPE cardinal_start_time_seconds gauge\ncardinal_start_time_seconds %lld\n",
            (long long)(app->started_at / 1000));
    int64_t *ids;
    size_t n = accounts_open_ids(app->accounts, a, &ids);
    buf_printf(out,
            "# HELP cardinal_accounts Accounts of the directory.\n# TYPE cardinal_accounts gauge\n"
            "cardinal_accounts %zu\n"
            "# HELP cardinal_accounts_open Accounts whose database is open.\n# TYPE cardinal_accounts_open "
            "gauge\n"
            "cardinal_accounts_open %zu\n",
            accounts_count(app->accounts), n);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .request_id = "metrics"};
    backups_metrics(app->dir, &cx, out);
    upgrade_metrics(app->dir, &cx, out);
    if (app->cfg.metrics)
        app->cfg.metrics(app->cfg.arg, out);
    store_metrics(directory_store(app->dir), 0, out);
    for (size_t i = 0; i < n; i++) {
        struct account *acc;
        if (!accounts_hold_open(app->accounts, ids[i], &acc))
            continue;
        struct store *s = account_hold(acc);
        store_metrics(s, ids[i], out);
        account_release(acc, s);
        accounts_release(app->accounts, acc);
    }
}
