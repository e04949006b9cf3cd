/* cmd_backup - an account into a file, and out of it again. */
#include "core/backup.h"
#include "main/command.h"
#include "store/archive_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A file's failure has its own words; any other the usual ones. */
static int failed(struct cli *cli, enum err e, const char *why, const char *what)
{
    return why ? cli_complain("%s: %s", what, why) : cli_failed(cli, e, what);
}

/* SLUG-2026-11-22-0546.cardinal, in the zone of the machine. */
static const char *default_name(struct cli *cli)
{
    struct account_row row;
    char when[32];
    struct tm tm;
    time_t now = (time_t)(cli->cx.now_at / 1000);
    enum err e = directory_account(cli->dir, &cli->cx, account_id(cli->acc), &row);
    strftime(when, sizeof when, "%Y-%m-%d-%H%M", localtime_r(&now, &tm));
    return arena_printf(cli->arena, "%s-%s.cardinal", e ? "account" : row.slug, when);
}

static void print_info(const struct backup_info *info)
{
    printf("\"schema\":%d,\"rows\":%lld,\"sha256\":\"%s\"", info->head.schema, (long long)info->rows,
            info->sha256);
}

int cmd_backup(struct cli *cli)
{
    struct backup_info info;
    if (cli->n_words)
        return cli_complain("backup takes options only: cardinal backup --account SLUG --out FILE"),
               EXIT_USAGE;
    int code = cli_open_account(cli);
    if (code)
        return code;
    const char *path = cli_option(cli, "out");
    path = path ? path : default_name(cli);
    enum err e = backup_make(cli->dir, cli->acc, &cli->cx, path, &info);
    if (e)
        return failed(cli, e, info.why, "backup");
    json_t *file = json_keep(cli->arena, json_string(path));
    printf("{\"file\":%s,\"bytes\":%lld,", file ? json_text(cli->arena, file) : "null",
            (long long)info.bytes);
    print_info(&info);
    printf("}\n");
    return 0;
}

static int check(struct cli *cli)
{
    struct backup_info info;
    enum err e = backup_check(cli->arena, cli->words[0], &info);
    if (e)
        return failed(cli, e, info.why, "restore");
    printf("{\"account\":\"%s\",\"made_at\":%lld,", info.head.slug, (long long)info.head.made_at);
    print_info(&info);
    printf("}\n");
    return 0;
}

/* 2026-11-22T10:15:00 by the machine's clock, or with a Z behind by UTC. Milliseconds may follow the seconds: the whole
 * second counts when they do not. */
static bool read_time(const char *text, int64_t *out_at)
{
    struct tm tm = {.tm_isdst = -1};
    char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
    int64_t ms = 999;
    if (!rest)
        return false;
    if (*rest == '.') {
        char *end;
        ms = strtol(rest + 1, &end, 10);
        if (end != rest + 4)
            return false;
        rest = end;
    }
    if (*rest && strcmp(rest, "Z") != 0)
        return false;
    *out_at = (int64_t)(*rest ? timegm(&tm) : mktime(&tm)) * 1000 + ms;
    return true;
}

static int print_restored(struct cli *cli, const struct restored *r, const struct archive_reached *past)
{
    if (r->n_logins_kept && !past)
        fprintf(stderr, "cardinal: restore: %lld of %lld users had a log-in here and keep its password\n",
                (long long)r->n_logins_kept, (long long)r->n_logins);
    if (r->n_keys_left && !past)
        fprintf(stderr,
                "cardinal: restore: %lld of %lld API keys belong to another account and stay with it\n",
                (long long)r->n_keys_left, (long long)r->n_keys);
    printf("{\"account_id\":%lld,\"account\":\"%s\",", (long long)r->account_id, r->slug);
    if (past) {
        char when[25];
        clock_iso(past->commit_at ? past->commit_at : past->epoch, when);
        printf("\"as_of\":\"%s\",\"commits\":%lld,", when, (long long)past->n_commits);
    }
    print_info(&r->info);
    printf("}\n");
    return 0;
}

/* SLUG-20261122-101500, when no other name is given. */
static int past(struct cli *cli, const char *at_text)
{
    struct restored r;
    struct archive_reached reached;
    int64_t at;
    if (cli->n_words)
        return cli_complain("restore --at takes no file: cardinal restore --at TIME --account SLUG"),
               EXIT_USAGE;
    if (!read_time(at_text, &at))
        return cli_complain("--at is a time such as 2026-11-22T10:15:00 (or 2026-11-22T09:15:00Z)"),
               EXIT_USAGE;
    struct account_row row;
    int code = cli_find_account(cli, &row);
    if (code)
        return code;
    char when[32];
    struct tm tm;
    time_t t = (time_t)(at / 1000);
    const char *as = cli_option(cli, "as");
    strftime(when, sizeof when, "%Y%m%d-%H%M%S", localtime_r(&t, &tm));
    enum err e = restore_at(cli->dir, &cli->cx, row.id, at,
            as ? as : arena_printf(cli->arena, "%s-%s", row.slug, when), &r, &reached);
    return e ? failed(cli, e, r.info.why, "restore") : print_restored(cli, &r, &reached);
}

int cmd_restore(struct cli *cli)
{
    struct restored r;
    if (cli_option(cli, "at"))
        return past(cli, cli_option(cli, "at"));
    if (cli->n_words != 1)
        return cli_complain("restore needs a file: cardinal restore FILE"), EXIT_USAGE;
    if (cli_option(cli, "check"))
        return check(cli);
    int code = cli_open_directory(cli);
    if (code)
        return code;
    enum err e = backup_restore(cli->dir, &cli->cx, cli->words[0], cli_option(cli, "as"), &r);
    return e ? failed(cli, e, r.info.why, "restore") : print_restored(cli, &r, NULL);
}
