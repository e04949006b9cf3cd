/* cmd_account - the accounts of a data folder or database: made, listed, limited, given hosts, deleted. */
#include "base/text.h"
#include "core/audit.h"
#include "core/book.h"
#include "main/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

static const char **split(struct arena *a, const char *list, size_t *out_n)
{
    char *copy = arena_str(a, list), *rest = copy, *one;
    const char **out = arena_array(a, const char *, strlen(list) + 1);
    *out_n = 0;
    while ((one = strsep(&rest, ", ")))
        if (*one)
            out[(*out_n)++] = one;
    return out;
}

/* Nobody's password is asked for when it is not needed: an e-mail that logs in here keeps the one it has. */
static int read_password(struct cli *cli, struct set_up *in)
{
    bool known = false;
    enum err e = login_known(cli->dir, &cli->cx, in->email, &known);
    if (e)
        return cli_failed(cli, e, "account create");
    if (known && in->join_login)
        return 0;
    in->password = cli_password(cli);
    return in->password ? 0 : EXIT_USAGE;
}

int cmd_account_create(struct cli *cli)
{
    const char *modules = cli_option(cli, "modules");
    struct set_up in = {.slug = cli->n_words ? cli->words[0] : NULL,
            .language = cli_option(cli, "language"),
            .company = cli_option(cli, "company"),
            .zone = cli_option(cli, "zone"),
            .currency = cli_option(cli, "currency"),
            .country = cli_option(cli, "country"),
            .name = cli_option(cli, "name"),
            .email = cli_option(cli, "email"),
            .join_login = cli->n_words > 0}; /* said twice by mistake it must not make two */
    in.modules = split(cli->arena, modules ? modules : "autosales,sales,leads", &in.n_modules);
    if (cli->n_words > 1 || !in.company || !in.email)
        return cli_complain("account create needs --company and --email"), EXIT_USAGE;
    int code = cli_open_directory(cli);
    if (!code)
        code = read_password(cli, &in);
    if (code)
        return code;
    struct session who;
    enum err e = account_set_up(cli->dir, &cli->cx, &in, NULL, &cli->acc, &who);
    if (e)
        return cli_failed(cli, e, "account create");
    printf("{\"account_id\":%lld,\"member_id\":%lld}\n", (long long)who.account_id, (long long)who.member_id);
    return 0;
}

static void write_limits(struct jw *w, const struct account_limits *l)
{
    jw_key(w, "limits");
    jw_obj(w);
    jw_kint(w, "cards", l->cards);
    jw_kint(w, "storage_mib", l->bytes >> 20);
    jw_kint(w, "members", l->members);
    jw_kint(w, "rate", l->rate);
    jw_obj_end(w);
}

static const char *const states[] = {"served", "read-only", "closed"};

static void write_account(
        struct jw *w, const struct account_row *row, const struct host_row *hosts, size_t n_hosts)
{
    jw_obj(w);
    jw_kint(w, "id", row->id);
    jw_kstr(w, "account", row->slug);
    jw_kstr(w, "company", row->name);
    jw_kstr(w, "state", states[row->state <= ACCOUNT_CLOSED ? row->state : ACCOUNT_CLOSED]);
    jw_kstr(w, "place", row->place);
    jw_kint(w, "created_at", row->created_at);
    jw_key(w, "hosts");
    jw_arr(w);
    for (size_t i = 0; i < n_hosts; i++)
        if (hosts[i].account_id == row->id)
            jw_str(w, hosts[i].host);
    jw_arr_end(w);
    write_limits(w, &row->limits);
    jw_obj_end(w);
}

static void print_account(
        struct cli *cli, const struct account_row *row, const struct host_row *hosts, size_t n)
{
    struct buf b;
    struct jw w;
    buf_init(&b, cli->arena);
    jw_init(&w, &b);
    write_account(&w, row, hosts, n);
    puts(buf_str(&b));
}

int cmd_account_list(struct cli *cli)
{
    struct account_row *rows;
    struct host_row *hosts;
    size_t n, n_hosts;
    int code = cli_open_directory(cli);
    if (code)
        return code;
    enum err e = directory_accounts(cli->dir, &cli->cx, &rows, &n);
    if (!e)
        e = book_host_list(cli->dir, &cli->cx, 0, &hosts, &n_hosts);
    if (e)
        return cli_failed(cli, e, "account list");
    bool whole = cli_option(cli, "json") != NULL;
    for (size_t i = 0; i < n; i++)
        if (whole)
            print_account(cli, &rows[i], hosts, n_hosts);
        else
            printf("%lld\t%s\t%s\n", (long long)rows[i].id, rows[i].slug, rows[i].name);
    return 0;
}

/* The account that a command's word names. */
static int open_named(struct cli *cli, const char *slug, const char *what, struct account_row *out_row)
{
    int code = cli_open_directory(cli);
    if (code)
        return code;
    enum err e = book_account(cli->dir, &cli->cx, slug, out_row);
    return e ? cli_failed(cli, e, what) : 0;
}

/* DATA/deleted/SLUG-2026-11-22-054600.cardinal, in the zone of the machine. */
static const char *last_backup_path(struct cli *cli, const char *slug)
{
    const char *out = cli_option(cli, "out"), *folder;
    char when[32];
    struct tm tm;
    time_t now = (time_t)(cli->cx.now_at / 1000);
    if (cli_option(cli, "no-backup"))
        return NULL;
    if (out)
        return out;
    folder = arena_printf(cli->arena, "%s/deleted", settings_text(&cli->settings, SET_DATA));
    if (mkdir(folder, 0700) && errno != EEXIST)
        cli_complain("%s: %s", folder, strerror(errno)); /* the backup fails then, before anything is done */
    strftime(when, sizeof when, "%Y-%m-%d-%H%M%S", localtime_r(&now, &tm));
    return arena_printf(cli->arena, "%s/%s-%s.cardinal", folder, slug, when);
}

int cmd_account_delete(struct cli *cli)
{
    const char *confirm = cli_option(cli, "confirm");
    struct account_row row;
    struct deletion gone;
    if (cli->n_words != 1 || !confirm || strcmp(confirm, cli->words[0]) != 0)
        return cli_complain(
                       "account delete wants the name twice: cardinal account delete SLUG --confirm SLUG"),
               EXIT_USAGE;
    int code = open_named(cli, cli->words[0], "account delete", &row);
    if (code)
        return code;
    const char *path = last_backup_path(cli, row.slug);
    enum err e = book_delete(cli->dir, &cli->cx, &row, path, &gone);
    if (e && gone.info.why)
        return cli_complain("account delete: %s", gone.info.why);
    if (e)
        return cli_failed(cli, e, "account delete");
    audit_directory(cli->dir, &cli->cx, AUDIT_ACCOUNT_DELETED, row.slug);
    json_t *file = gone.file ? json_keep(cli->arena, json_string(gone.file)) : NULL;
    printf("{\"account\":\"%s\",\"backup\":%s,\"rows\":%lld,\"users\":%lld}\n", row.slug,
            file ? json_text(cli->arena, file) : "null", (long long)gone.info.rows, (long long)gone.n_logins);
    return 0;
}

int cmd_account_host(struct cli *cli)
{
    const char *verb = cli->n_words ? cli->words[0] : "";
    bool add = strcmp(verb, "add") == 0, list = strcmp(verb, "list") == 0;
    struct account_row row;
    struct host_row *hosts;
    size_t n;
    if (!(list && cli->n_words == 2) && !((add || strcmp(verb, "remove") == 0) && cli->n_words == 3))
        return cli_complain("usage: cardinal account host add|remove SLUG HOST, or list SLUG"), EXIT_USAGE;
    int code = open_named(cli, cli->words[1], "account host", &row);
    if (code)
        return code;
    enum err e = list  ? ERR_OK
                 : add ? book_host_new(cli->dir, &cli->cx, row.id, cli->words[2])
                       : book_host_end(cli->dir, &cli->cx, row.id, cli->words[2]);
    if (!e)
        e = book_host_list(cli->dir, &cli->cx, row.id, &hosts, &n);
    if (e)
        return cli_failed(cli, e, "account host");
    for (size_t i = 0; i < n; i++)
        puts(hosts[i].host);
    return 0;
}

/* A limit's option: a whole number, 0 = none; left as it is when it was not given. */
static bool read_limit(struct cli *cli, const char *name, int64_t unit, int64_t *limit)
{
    const char *text = cli_option(cli, name);
    char *end;
    if (!text)
        return true;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    if (errno || *end || end == text || v < 0 || v > 1000000000)
        return cli_complain("--%s is a whole number from 0 (no limit) to 1000000000, not \"%s\"", name, text),
               false;
    *limit = v * unit;
    return true;
}

int cmd_account_limit(struct cli *cli)
{
    struct account_row row;
    if (cli->n_words != 1)
        return cli_complain("account limit needs an account: cardinal account limit SLUG --cards 100000"),
               EXIT_USAGE;
    int code = open_named(cli, cli->words[0], "account limit", &row);
    if (code)
        return code;
    struct account_limits *l = &row.limits;
    if (!read_limit(cli, "cards", 1, &l->cards) || !read_limit(cli, "storage-mib", 1 << 20, &l->bytes) ||
            !read_limit(cli, "members", 1, &l->members) || !read_limit(cli, "rate", 1, &l->rate))
        return EXIT_USAGE;
    enum err e = cli->n_options ? book_limit(cli->dir, &cli->cx, row.id, l) : ERR_OK;
    struct host_row *hosts;
    size_t n;
    if (!e)
        e = book_host_list(cli->dir, &cli->cx, row.id, &hosts, &n);
    if (e)
        return cli_failed(cli, e, "account limit");
    print_account(cli, &row, hosts, n);
    return 0;
}

int cmd_account_state(struct cli *cli)
{
    struct account_row row;
    if (cli->n_words < 1 || cli->n_words > 2)
        return cli_complain("usage: cardinal account state SLUG [served|read-only|closed]"), EXIT_USAGE;
    int state = ACCOUNT_SERVED;
    while (cli->n_words == 2 && state <= ACCOUNT_CLOSED && strcmp(cli->words[1], states[state]) != 0)
        state++;
    if (state > ACCOUNT_CLOSED)
        return cli_complain("an account is served, read-only or closed, not \"%s\"", cli->words[1]),
               EXIT_USAGE;
    int code = open_named(cli, cli->words[0], "account state", &row);
    if (code)
        return code;
    if (cli->n_words == 2) {
        enum err e = book_state(cli->dir, &cli->cx, row.id, (enum account_state)state);
        if (e)
            return cli_failed(cli, e, "account state");
        row.state = (enum account_state)state;
    }
    puts(states[row.state <= ACCOUNT_CLOSED ? row.state : ACCOUNT_CLOSED]);
    return 0;
}
