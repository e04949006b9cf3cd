/* cmd_move - an account to another database, by the server that has it or, when none runs, right here. */
#include "core/move.h"
#include "main/command.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define CLAIM_WAIT_MS 5000 /* so long a server is given to take the order */

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (long)(ms % 1000) * 1000000}, NULL);
}

/* One line that is written over where somebody looks. */
static void show(const struct move_row *row, bool live)
{
    if (!*row->phase || !live || !isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r\033[K%s: %lld of %lld rows", row->phase, (long long)row->progress,
            (long long)row->total);
    fflush(stderr);
}

static int print_row(struct cli *cli, const struct move_row *row, const char *slug)
{
    struct buf b;
    struct jw w;
    buf_init(&b, cli->arena);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kstr(&w, "account", slug);
    jw_kstr(&w, "state", row->state);
    jw_kstr(&w, "from", row->from_place);
    jw_kstr(&w, "to", row->to_place);
    if (*row->phase)
        jw_kstr(&w, "phase", row->phase);
    jw_kint(&w, "rows", row->progress);
    jw_kint(&w, "of", row->total);
    if (*row->why)
        jw_kstr(&w, "why", row->why);
    jw_obj_end(&w);
    printf("%s\n", buf_str(&b));
    return strcmp(row->state, "failed") == 0 ? 1 : 0;
}

static bool over(const struct move_row *row)
{
    return strcmp(row->state, "asked") != 0 && strcmp(row->state, "running") != 0;
}

/* Until it is over, or (a claim is waited for) somebody has taken it. */
static enum err follow(struct cli *cli, int64_t id, bool to_claim, struct move_row *out)
{
    enum err e = ERR_OK;
    for (int64_t until = clock_now_at() + CLAIM_WAIT_MS; !e; pause_ms(200)) {
        e = move_look(cli->dir, &cli->cx, id, out);
        if (e || over(out) || (to_claim && (strcmp(out->state, "asked") != 0 || clock_now_at() > until)))
            break;
        show(out, true);
    }
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K");
    return e;
}

static enum err run_here(struct cli *cli, struct move_row *row)
{
    cli->cx.now_at = clock_now_at();
    enum err e = directory_open_account(cli->dir, &cli->cx, row->account_id, NULL, &cli->acc);
    if (!e)
        e = move_claim(cli->dir, &cli->cx, row);
    return e ? e : move_run(cli->dir, cli->acc, &cli->cx, row, NULL, NULL);
}

static int move(struct cli *cli, const struct account_row *acc, const char *to)
{
    struct move_row row;
    const char *why = NULL;
    int64_t id;
    enum err e = move_ask(cli->dir, &cli->cx, acc->id, to, &id, &why);
    if (e)
        return why ? cli_complain("move: %s", why) : cli_failed(cli, e, "move");
    e = directory_is_alone(cli->dir) ? move_look(cli->dir, &cli->cx, id, &row) : follow(cli, id, true, &row);
    if (!e && strcmp(row.state, "asked") == 0 && !directory_is_beside(cli->dir))
        e = run_here(cli, &row);
    if (!e)
        e = follow(cli, id, false, &row);
    return e ? cli_failed(cli, e, "move") : print_row(cli, &row, acc->slug);
}

static int finish(struct cli *cli, const struct account_row *acc)
{
    struct move_row row;
    enum err e = move_finish(cli->dir, &cli->cx, acc->id, &row);
    if (e == ERR_NOT_FOUND)
        return cli_complain("move: no old place of %s is kept", acc->slug);
    if (e)
        return cli_failed(cli, e, "move");
    row.state = "finished";
    return print_row(cli, &row, acc->slug);
}

static int status(struct cli *cli, const struct account_row *acc)
{
    struct move_row row;
    enum err e = move_latest(cli->dir, &cli->cx, acc->id, &row);
    if (e == ERR_NOT_FOUND)
        return cli_complain("move: %s was never moved", acc->slug);
    return e ? cli_failed(cli, e, "move") : print_row(cli, &row, acc->slug);
}

int cmd_move(struct cli *cli)
{
    struct account_row *rows;
    size_t n, i = 0;
    const char *to = cli_option(cli, "to");
    bool back = cli_option(cli, "back"), ends = cli_option(cli, "finish"), asks = cli_option(cli, "status");
    if (cli->n_words != 1 || (to != NULL) + back + ends + asks != 1)
        return cli_complain("move needs an account and one of --to, --back, --finish, --status: cardinal "
                            "move ACCOUNT "
                            "--to postgresql://user@host/name"),
               EXIT_USAGE;
    int code = cli_open_directory(cli);
    if (code)
        return code;
    enum err e = directory_accounts(cli->dir, &cli->cx, &rows, &n);
    if (e)
        return cli_failed(cli, e, "the directory");
    while (i < n && strcmp(rows[i].slug, cli->words[0]) != 0)
        i++;
    if (i == n)
        return cli_complain("there is no account %s; see cardinal account list", cli->words[0]);
    return asks ? status(cli, &rows[i]) : ends ? finish(cli, &rows[i]) : move(cli, &rows[i], to);
}
