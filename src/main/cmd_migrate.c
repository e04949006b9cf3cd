/* cmd_migrate - all accounts to this program's schema, or how many are not there yet. */
#include "core/upgrade.h"
#include "main/command.h"

#include <stdio.h>

static int print_state(struct cli *cli, int64_t failed)
{
    struct upgrade_state u;
    enum err e = upgrade_look(cli->dir, &cli->cx, &u);
    if (e)
        return cli_failed(cli, e, "migrate");
    printf("{\"schema\":%d,\"accounts\":%lld,\"behind\":%lld,\"failed\":%lld}\n", u.newest, (long long)u.all,
            (long long)u.behind, (long long)failed);
    return failed ? 1 : 0;
}

/* One that fails is left as it was, and the others go on. */
static enum err migrate_one(struct cli *cli, int64_t id)
{
    struct account_row row;
    struct account *acc;
    enum err e = directory_account(cli->dir, &cli->cx, id, &row);
    if (e)
        return e;
    e = directory_open_account(cli->dir, &cli->cx, id, NULL, &acc);
    if (e) {
        cli_complain("migrate: %s: %s", row.slug, err_sentence(e));
        return e;
    }
    account_close(acc);
    fprintf(stderr, "cardinal: migrate: %s is done\n", row.slug);
    return ERR_OK;
}

int cmd_migrate(struct cli *cli)
{
    int64_t id = 0, failed = 0;
    if (cli->n_words)
        return cli_complain("migrate takes options only: cardinal migrate --status"), EXIT_USAGE;
    int code = cli_open_directory(cli);
    if (code)
        return code;
    if (cli_option(cli, "status"))
        return print_state(cli, 0);
    if (directory_is_beside(cli->dir))
        return cli_complain("a server works on it, and migrates the accounts itself; see migrate --status"),
               EXIT_BUSY;
    enum err e;
    while (!(e = upgrade_next(cli->dir, &cli->cx, id, &id)))
        failed += migrate_one(cli, id) != ERR_OK;
    return e == ERR_NOT_FOUND ? print_state(cli, failed) : cli_failed(cli, e, "migrate");
}
