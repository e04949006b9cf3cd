/* cmd_serve - the running server: settings, data folder, workers, HTTP; and its orderly end. */
#include "api/dispatch.h"
#include "api/problem.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/demo.h"
#include "jobs/jobs.h"
#include "jobs/steward.h"
#include "main/command.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than this only share the cores: everybody's wait grows, and the rate falls. */
static int short_workers(const struct settings *s)
{
    int n = (int)settings_int(s, SET_SHORT_WORKERS);
    long twice = 2 * sysconf(_SC_NPROCESSORS_ONLN);
    return n ? n : twice < 4 ? 4 : twice > 16 ? 16 : (int)twice;
}

/* The background side; NULL before its start. */
struct crew {
    struct jobs *jobs;
};

static void crew_wake(void *arg, struct account *acc, int64_t at)
{
    const struct crew *crew = arg;
    if (crew->jobs)
        jobs_wake(crew->jobs, account_id(acc), at);
}

static void crew_metrics(void *arg, struct buf *out)
{
    const struct crew *crew = arg;
    if (crew->jobs)
        jobs_metrics(crew->jobs, out);
}

static enum err crew_start(struct crew *crew, struct app *app, const struct settings *s)
{
    const struct jobs_config cfg = {.accounts = app->accounts,
            .workers = (int)settings_int(s, SET_JOB_WORKERS),
            .lease_ms = settings_int(s, SET_JOB_LEASE) * MS_SECOND,
            .others = settings_text(s, SET_DATABASE) != NULL};
    return jobs_start(&cfg, &crew->jobs);
}

static struct account *account_take(void *arg, int64_t id)
{
    struct app *app = arg;
    struct account *acc;
    return accounts_hold(app->accounts, id, &acc) ? NULL : acc;
}

static void account_give(void *arg, struct account *acc)
{
    struct app *app = arg;
    accounts_release(app->accounts, acc);
}

static bool set_log_level(const char *name)
{
    static const char *const names[] = {
            [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name && strcmp(names[i], name) == 0) {
            log_set_level((enum log_level)i);
            return true;
        }
    return false;
}

static struct backup_plan backup_plan(const struct settings *s)
{
    const char *data = settings_text(s, SET_DATA), *dir = settings_text(s, SET_BACKUP_DIR);
    return (struct backup_plan){.dir = dir ? dir : arena_printf(s->arena, "%s/backups", data),
            .test_dir = arena_printf(s->arena, "%s/tmp/restore-test", data),
            .hour = (int)settings_int(s, SET_BACKUP_HOUR),
            .daily = (int)settings_int(s, SET_BACKUP_DAILY),
            .weekly = (int)settings_int(s, SET_BACKUP_WEEKLY),
            .monthly = (int)settings_int(s, SET_BACKUP_MONTHLY)};
}

/* Push services want an address of whoever runs the server, of a kind that they can reach. */
static struct push_policy push_policy(const struct settings *s)
{
    const char *url = settings_text(s, SET_PUBLIC_URL);
    return (struct push_policy){.hosts = settings_text(s, SET_PUSH_HOSTS),
            .inside = settings_bool(s, SET_PUSH_INSIDE),
            .contact = url && strncmp(url, "https://", 8) == 0 ? url : NULL};
}

static struct app_config app_config(const struct settings *s, struct crew *crew)
{
    return (struct app_config){.where = cli_place(s),
            .web_dir = settings_text(s, SET_WEB),
            .public_url = settings_text(s, SET_PUBLIC_URL),
            .backups = backup_plan(s),
            .sso_inside = settings_bool(s, SET_SSO_INSIDE),
            .push = push_policy(s),
            .dev = settings_bool(s, SET_DEV),
            .max_body_bytes = (size_t)settings_int(s, SET_MAX_BODY) << 10,
            .max_upload_bytes = (size_t)settings_int(s, SET_MAX_UPLOAD) << 20,
            .max_attached_bytes = (size_t)settings_int(s, SET_MAX_ATTACHED) << 20,
            .max_streams = (int)settings_int(s, SET_MAX_STREAMS),
            .rate_account = (int)settings_int(s, SET_RATE_ACCOUNT),
            .rate_session = (int)settings_int(s, SET_RATE_SESSION),
            .rate_public = (int)settings_int(s, SET_RATE_PUBLIC),
            .rate_login_address = (int)settings_int(s, SET_RATE_LOGIN_ADDRESS),
            .rate_login_email = (int)settings_int(s, SET_RATE_LOGIN_EMAIL),
            .max_accounts = (int)settings_int(s, SET_MAX_ACCOUNTS),
            .account_idle_ms = (int)settings_int(s, SET_ACCOUNT_IDLE) * 1000,
            .wake = crew_wake,
            .metrics = crew_metrics,
            .arg = crew};
}

/* The addresses of a comma-separated list, NULL-terminated. */
static const char *const *addresses(struct arena *a, const char *list)
{
    const char **out = arena_array(a, const char *, list ? strlen(list) + 1 : 1);
    char *rest = list ? arena_str(a, list) : NULL, *one;
    size_t n = 0;
    while (rest && (one = strsep(&rest, ", ")))
        if (*one)
            out[n++] = one;
    return out;
}

static enum err listen_on(struct app *app, struct cli *cli, const char *tmp_dir)
{
    const struct settings *s = &cli->settings;
    const struct http_config cfg = {.listen_address = settings_text(s, SET_LISTEN),
            .port = (int)settings_int(s, SET_PORT),
            .short_workers = short_workers(s),
            .long_workers = (int)settings_int(s, SET_LONG_WORKERS),
            .head_deadline_ms = (int)settings_int(s, SET_HEAD_DEADLINE) * 1000,
            .body_deadline_ms = (int)settings_int(s, SET_BODY_DEADLINE) * 1000,
            .max_connections = (int)settings_int(s, SET_MAX_CONNECTIONS),
            .max_header_bytes = (int)settings_int(s, SET_MAX_HEADER) << 10,
            .tmp_dir = tmp_dir,
            .trusted_proxies = addresses(cli->arena, settings_text(s, SET_PROXIES)),
            .accept = dispatch_accept,
            .handle = dispatch_handle,
            .refusal = problem_refusal,
            .arg = app};
    return http_start(&cfg, &app->server);
}

/* Written beside and renamed, so that nobody reads half a number. */
static void write_port_file(struct cli *cli, int port)
{
    const char *path = settings_text(&cli->settings, SET_PORT_FILE);
    if (!path)
        return;
    const char *tmp = arena_printf(cli->arena, "%s.new", path);
    FILE *f = fopen(tmp, "we");
    bool ok = f && fprintf(f, "%d\n", port) > 0;
    if (f && fclose(f))
        ok = false;
    if (!ok || rename(tmp, path))
        cli_complain("%s: %s", path, strerror(errno));
}

static enum err set_up_demo(struct app *app, struct cli *cli)
{
    static const char *const modules[] = {"autosales", "sales", "leads"};
    const struct set_up in = {.language = "en",
            .company = "Cardinal Demo",
            .name = "Demo Administrator",
            .email = "demo@example.com",
            .modules = modules,
            .n_modules = 3};
    struct session who;
    struct account *acc;
    int64_t job_id;
    enum err e = account_set_up(app->dir, &cli->cx, &in, NULL, &acc, &who);
    if (e)
        return e;
    struct ctx cx = {.arena = cli->arena, .now_at = clock_now_at(), .request_id = "demo"};
    e = tx_write(acc, &cx, who.member_id);
    if (!e)
        e = tx_end(acc, &cx, demo_load(&cx, &job_id), NULL, NULL);
    enum err adopted = app_adopt(app, acc, who.account_id);
    return e ? e : adopted;
}

/* A link for the first administrator: nobody knows a password of the demo company. */
static void print_link(struct app *app, struct cli *cli, int port)
{
    struct session who;
    char *token;
    if (accounts_hold(app->accounts, accounts_first(app->accounts), &cli->acc))
        return;
    int code = cli_member(cli, NULL, &who);
    accounts_release(app->accounts, cli->acc);
    cli->acc = NULL;
    if (code || link_make(app->dir, &cli->cx, &who, &token))
        return;
    printf("Log in once, within the hour: http://%s:%d/link/%s\n", settings_text(&cli->settings, SET_LISTEN),
            port, token);
}

static void announce(struct app *app, struct cli *cli)
{
    int port = http_port(app->server);
    write_port_file(cli, port);
    printf("Cardinal listens on http://%s:%d/\n", settings_text(&cli->settings, SET_LISTEN), port);
    if (settings_bool(&cli->settings, SET_DEMO))
        print_link(app, cli, port);
    fflush(stdout);
}

/* A balancer sees the bad health and sends nobody new; a second signal cuts the wait short. */
static void drain(struct app *app, int seconds, const sigset_t *signals)
{
    const struct timespec wait = {.tv_sec = seconds};
    if (!seconds)
        return;
    atomic_store(&app->draining, true);
    http_part(app->server);
    sigtimedwait(signals, NULL, &wait);
}

static int serve(struct app *app, struct cli *cli, struct crew *crew, const sigset_t *signals)
{
    const char *data = settings_text(&cli->settings, SET_DATA);
    const char *tmp_dir = arena_printf(cli->arena, "%s/tmp", data);
    int got;
    if (mkdir(tmp_dir, 0700) && errno != EEXIST)
        return cli_complain("%s: %s", tmp_dir, strerror(errno));
    enum err e = dispatch_routes(app);
    if (!e && settings_bool(&cli->settings, SET_DEMO) && !accounts_count(app->accounts))
        e = set_up_demo(app, cli);
    if (!e)
        e = crew_start(crew, app, &cli->settings);
    if (e)
        return cli_failed(cli, e, "start");
    e = listen_on(app, cli, tmp_dir);
    if (e)
        return cli_complain("cannot listen on %s port %s: %s", settings_text(&cli->settings, SET_LISTEN),
                settings_text(&cli->settings, SET_PORT),
                e == ERR_CONFLICT ? "the port is taken" : err_sentence(e));
    const struct steward_config chores = {.dir = app->dir,
            .backups = app->cfg.backups,
            .take = account_take,
            .give = account_give,
            .arg = app,
            .accounts = app->accounts,
            .push = app->cfg.push};
    struct steward *steward = steward_start(&chores);
    announce(app, cli);
    sigwait(signals, &got);
    log_msg(LOG_INFO, "stopping on signal %d", got);
    drain(app, (int)settings_int(&cli->settings, SET_DRAIN), signals);
    http_stop(app->server, (int)settings_int(&cli->settings, SET_GRACE) * 1000);
    steward_stop(steward);
    app->server = NULL;
    return 0;
}

int cmd_serve(struct cli *cli)
{
    const char *data = settings_text(&cli->settings, SET_DATA), *why;
    struct crew crew = {.jobs = NULL};
    struct app *app;
    sigset_t signals;
    if (!set_log_level(settings_text(&cli->settings, SET_LOG_LEVEL)))
        return cli_complain("log-level is debug, info, warn or error"), EXIT_USAGE;
    if (settings_bool(&cli->settings, SET_TRACE)) {
        log_set_level(LOG_INFO);
        db_trace(true);
    }
    if (mkdir(data, 0700) && errno != EEXIST)
        return cli_complain("%s: %s", data, strerror(errno));
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL); /* all threads inherit it; only sigwait takes them */
    const struct app_config cfg = app_config(&cli->settings, &crew);
    enum err e = app_new(&cfg, cli->arena, &app, &why);
    if (e == ERR_NOT_FOUND && cfg.web_dir)
        return cli_complain("%s: the web client is not built there (script/build)", why);
    if (e)
        return cli_failed(cli, e, why);
    int code = serve(app, cli, &crew, &signals);
    jobs_stop(crew.jobs);
    app_free(app);
    return code;
}
