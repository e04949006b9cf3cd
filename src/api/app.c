#include "api/app.h"
#include "api/live.h"
#include "base/log.h"
#include "base/mem.h"

#include <errno.h>
#include <time.h>

#define SSE_KEEP 1000 /* events kept per account for streams that come back */

static struct arena *request_arena(struct arena *a, struct ctx *cx)
{
    *cx = (struct ctx){.arena = a, .now_at = clock_now_at(), .request_id = "start"};
    cx->notices_end = &cx->notices;
    return a;
}

static enum err open_accounts(struct app *app, struct arena *a, const char **out_why)
{
    struct ctx cx;
    struct account_row *rows;
    size_t n;
    request_arena(a, &cx);
    enum err e = directory_accounts(app->dir, &cx, &rows, &n);
    *out_why = "the directory";
    for (size_t i = 0; i < n && !e; i++) {
        struct account *acc;
        *out_why = arena_printf(a, "the account %s", rows[i].slug);
        e = directory_open_account(app->dir, &cx, rows[i].id, &app->hooks, &acc);
        if (!e)
            e = app_account_add(app, acc);
    }
    return e;
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
    app->hooks = (struct account_hooks){
            .notices = live_publish, .meta = live_meta_changed, .wake = live_wake, .arg = app};
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
    for (size_t i = 0; i < app->n_accounts; i++)
        account_close(app->accounts[i]);
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

struct account *app_account(struct app *app, int64_t id)
{
    struct account *found = NULL;
    pthread_mutex_lock(&app->lock);
    for (size_t i = 0; i < app->n_accounts && !found; i++)
        if (account_id(app->accounts[i]) == id)
            found = app->accounts[i];
    pthread_mutex_unlock(&app->lock);
    return found;
}

struct account *app_account_first(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    struct account *acc = app->n_accounts ? app->accounts[0] : NULL;
    pthread_mutex_unlock(&app->lock);
    return acc;
}

enum err app_account_add(struct app *app, struct account *acc)
{
    pthread_mutex_lock(&app->lock);
    bool room = app->n_accounts < MAX_ACCOUNTS;
    if (room)
        app->accounts[app->n_accounts++] = acc;
    pthread_mutex_unlock(&app->lock);
    if (!room) {
        account_close(acc);
        return ERR_BUSY;
    }
    return app->cfg.opened ? app->cfg.opened(app->cfg.arg, acc) : ERR_OK;
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
    pthread_mutex_lock(&app->lock);
    size_t n = app->n_accounts;
    struct account **accounts = arena_copy(a, app->accounts, n * sizeof *accounts);
    pthread_mutex_unlock(&app->lock);
    buf_printf(out,
            "# HELP cardinal_accounts Open accounts.\n# TYPE cardinal_accounts gauge\ncardinal_accounts "
            "%zu\n",
            n);
    struct ctx cx;
    request_arena(a, &cx);
    backups_metrics(app->dir, &cx, out);
    store_metrics(directory_store(app->dir), 0, out);
    for (size_t i = 0; i < n; i++) {
        struct store *s = account_hold(accounts[i]);
        store_metrics(s, account_id(accounts[i]), out);
        account_release(accounts[i], s);
    }
}
