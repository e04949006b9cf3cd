/* main - cardinal's command line: finds the command, reads its options and the settings, runs it. */
#include "base/crypt.h"
#include "base/log.h"
#include "core/import.h"
#include "main/cmd_data.h"
#include "main/command.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const struct option_spec none[] = {{0}};
static const struct option_spec of_account[] = {
        {"account", "SLUG", "which account, when there are several"}, {0}};
static const struct option_spec of_account_create[] = {{"company", "NAME", "the company's name"},
        {"email", "ADDRESS", "the first administrator's e-mail"},
        {"name", "NAME", "the first administrator's name"},
        {"language", "en|hu|ro", "of the company and the administrator (en)"},
        {"modules", "LIST", "templates, separated by commas (autosales,sales,leads)"},
        {"zone", "ZONE", "time zone, such as Europe/Budapest; default by language"},
        {"currency", "CODE", "such as HUF; default by language"},
        {"country", "CODE", "such as HU; default by language"}, {0}};
static const struct option_spec of_account_list[] = {
        {"json", NULL, "a line of JSON for each: state, place, hosts, limits"}, {0}};
static const struct option_spec of_account_delete[] = {{"confirm", "SLUG", "the account's name once more"},
        {"out", "FILE", "where the last backup goes; default DATA/deleted/SLUG-DATE-TIME.cardinal"},
        {"no-backup", NULL, "none: it cannot be brought back"}, {0}};
static const struct option_spec of_account_limit[] = {{"cards", "N", "at most, without those in the trash"},
        {"storage-mib", "MIB", "of its database at most"}, {"members", "N", "active users at most"},
        {"rate", "N", "requests a second"}, {0}};
static const struct option_spec of_user_create[] = {{"email", "ADDRESS", "the user's e-mail"},
        {"name", "NAME", "the user's name"}, {"role", "ROLE", "administrator, manager or user (user)"},
        {"sees-all", NULL, "a user who sees everybody's cards"},
        {"language", "en|hu|ro", "the user's language; default the company's"},
        {"account", "SLUG", "which account, when there are several"}, {0}};
static const struct option_spec of_key_create[] = {
        {"email", "ADDRESS", "whom the key acts as; default an administrator"},
        {"account", "SLUG", "which account, when there are several"}, {0}};
static const struct option_spec of_import[] = {{"mapping", "FILE", "what the columns mean, as JSON"},
        {"module", "NAME", "into which module; default the mapping's"},
        {"as", "ADDRESS", "who imports; default an administrator"},
        {"dry-run", NULL, "only say what would happen"},
        {"account", "SLUG", "which account, when there are several"}, {0}};

static const struct option_spec of_export[] = {
        {"columns", "LIST", "codes of fields, separated by commas; default all"},
        {"filter", "JSON", "as the API takes it: {\"field\":\"rating\",\"op\":\"eq\",\"value\":2}"},
        {"separator", "WORD", "comma, semicolon or tab (comma)"},
        {"as", "ADDRESS", "whose rights count; default an administrator"},
        {"account", "SLUG", "which account, when there are several"}, {0}};
static const struct option_spec of_backup[] = {{"account", "SLUG", "which account, when there are several"},
        {"out", "FILE", "the file to make; default SLUG-DATE-TIME.cardinal in this folder"}, {0}};
static const struct option_spec of_restore[] = {{"as", "SLUG", "another name than the account had"},
        {"at", "TIME", "no file: as an account was at that time, such as 2026-11-22T10:15:00"},
        {"account", "SLUG", "of --at: which account, when there are several"},
        {"check", NULL, "only read and check the file"}, {0}};

static const struct option_spec of_migrate[] = {
        {"status", NULL, "only say how many accounts are behind"}, {0}};
static const struct option_spec of_move[] = {
        {"to", "sqlite|URL", "where to: files, or postgresql://user@host/name"},
        {"back", NULL, "to where it came from"}, {"finish", NULL, "remove the place it came from"},
        {"status", NULL, "say how the last move went, or goes"}, {0}};

static int run_counts(struct cli *cli)
{
    if (cli->n_words != 1)
        return cli_complain("counts needs a module: cardinal counts autosales"), EXIT_USAGE;
    int code = cli_open_account(cli);
    return code ? code : cmd_counts(cli->acc, cli->words[0]);
}

static int run_verify(struct cli *cli)
{
    int code = cli_open_account(cli);
    return code ? code : cmd_verify(cli->acc);
}

static int run_import(struct cli *cli)
{
    const char *mapping = cli_option(cli, "mapping");
    struct session who;
    if (cli->n_words != 1 || !mapping)
        return cli_complain(
                       "import needs a file and its mapping: cardinal import --mapping MAP.json FILE.csv"),
               EXIT_USAGE;
    int code = cli_open_account(cli);
    if (!code)
        code = cli_member(cli, cli_option(cli, "as"), &who);
    return code ? code
                : cmd_import(cli->acc, cli_option(cli, "module"), mapping, cli->words[0], who.member_id,
                          cli_option(cli, "dry-run") != NULL);
}

static int run_export(struct cli *cli)
{
    struct session who;
    if (cli->n_words != 1)
        return cli_complain("export needs a module: cardinal export autosales >cards.csv"), EXIT_USAGE;
    int code = cli_open_account(cli);
    if (!code)
        code = cli_member(cli, cli_option(cli, "as"), &who);
    return code ? code
                : cmd_export(cli->acc, cli->words[0], cli_option(cli, "columns"), cli_option(cli, "filter"),
                          cli_option(cli, "separator"), who.member_id);
}

const struct command commands[] = {{"serve", "", "run the server", none, cmd_serve,
                                           "Serves the API and the web client until SIGINT or SIGTERM. "
                                           "Settings may also stand in the environment\n"
                                           "(CARDINAL_PORT=8080) and in DATA/cardinal.conf (port = 8080).\n",
                                           false},
        {"account create", "[SLUG]", "make a company and its first administrator", of_account_create,
                cmd_account_create,
                "Reads the administrator's password, one line of at least 10 characters, from standard "
                "input:\n\n"
                "  printf '%s\\n' \"$PASSWORD\" | cardinal account create --data var \\\n"
                "    --company 'Example Ltd.' --email anna@example.com --name 'Anna Nagy'\n\n"
                "SLUG is the account's name in commands and addresses (/a/SLUG/); by default it is made from "
                "the "
                "company's.\n"
                "Somebody who logs in here already keeps the password, and may switch between the "
                "companies.\n",
                true},
        {"account list", "", "list the companies of the data folder", of_account_list, cmd_account_list, "",
                true},
        {"account limit", "SLUG", "what an account may use; shows it", of_account_limit, cmd_account_limit,
                "0 means no limit. A running server takes a change over within a second or two.\n", true},
        {"account state", "SLUG served|read-only|closed", "what people may do in an account; shows it", none,
                cmd_account_state,
                "read-only: everything can be read, nothing changed; jobs wait. closed: nobody comes in. A "
                "running server "
                "takes a change over within a second or two.\n",
                true},
        {"account host", "add|remove|list SLUG [HOST]", "host names under which an account is served", none,
                cmd_account_host,
                "  cardinal account host add pelda crm.pelda.hu\n\n"
                "Whoever comes under that name finds this account and no other. Without names accounts are "
                "told "
                "apart by their\naddress, /a/SLUG/, or by who logs in.\n",
                true},
        {"account delete", "SLUG", "delete an account, after a last backup", of_account_delete,
                cmd_account_delete,
                "Running servers let go of the account first. The backup is read back whole before anything "
                "is "
                "removed; cardinal\nrestore brings the account back from it. Deleting the backup is yours to "
                "do.\n",
                true},
        {"account verify", "", "check an account's counters, next tasks, search and history", of_account,
                run_verify, "Exit code 0 when everything agrees, 1 when something does not.\n", true},
        {"user create", "", "add a user", of_user_create, cmd_user_create,
                "Reads the user's password from standard input, as account create does.\n", false},
        {"key create", "NAME", "make an API key and print it", of_key_create, cmd_key_create,
                "The key is shown once; only its hash is kept. Programs send it as Authorization: Bearer "
                "ck_…\n",
                true},
        {"login-link", "[ADDRESS]", "print a one-time log-in link, good for an hour", of_account,
                cmd_login_link, "", true},
        {"two-step off", "EMAIL", "take the second step from the log-in of who lost phone and codes", none,
                cmd_two_step_off, "All sessions of the log-in end, a running server's within a minute.\n",
                true},
        {"import", "FILE", "import cards from a CSV file", of_import, run_import,
                "The mapping file is described in docs/import.md; data/x-education-mapping.json is an "
                "example.\n",
                false},
        {"export", "MODULE", "write a module's cards as CSV to standard output", of_export, run_export,
                "In the order they were made; an import reads back what an export wrote.\n", true},
        {"counts", "MODULE", "print the status counts of a module as JSON", of_account, run_counts, "", true},
        {"backup", "", "copy an account into one file, while people work in it", of_backup, cmd_backup,
                "The file holds everything of the account but uploaded files, also its users' password "
                "hashes: "
                "keep it safe.\n"
                "It is complete, or not there at all.\n",
                true},
        {"restore", "FILE", "make an account from a backup", of_restore, cmd_restore,
                "The whole file is checked before anything is changed. An account that is there is never "
                "touched. Files and\n"
                "PostgreSQL take each other's backups.\n",
                false},
        {"migrate", "", "bring all accounts to this program's schema", of_migrate, cmd_migrate,
                "A server does it by itself, each account when it is used and the others one after the "
                "other. An "
                "account in a\n"
                "file is copied before (FILE.before-NNNN). What was stopped goes on where it was.\n",
                true},
        {"move", "ACCOUNT", "take an account to another database, while people work in it", of_move, cmd_move,
                "Its server does it; without one, this command. Writers wait for the last moment only. The "
                "place it "
                "came from is\n"
                "kept, closed, until --finish; --back takes the account there again, with all that was done "
                "since.\n",
                true},
        {"describe", "openapi|routes|errors|settings", "print what the server knows of itself, as JSON", none,
                cmd_describe, "", false},
        {0}};

static void print_help(void)
{
    printf("Cardinal " CARDINAL_VERSION ", a self-hosted CRM: what to do next, and for whom.\n\n"
           "usage: cardinal COMMAND [options]\n\n");
    for (const struct command *c = commands; c->name; c++) {
        char left[64];
        snprintf(left, sizeof left, "%s %s", c->name, c->args);
        printf("  %-28s %s\n", left, c->summary);
    }
    printf("\nAll commands take --data DIR, the folder that holds everything Cardinal stores (var), and "
           "--database URL\n"
           "when that is a PostgreSQL database.\n"
           "user create, import and restore are refused while a server runs on the same "
           "folder;\n"
           "the others work beside it.\n"
           "\"cardinal COMMAND --help\" says more. To begin: cardinal serve, then open "
           "http://127.0.0.1:8080/\n");
}

static int print_command_help(const struct command *c, struct arena *a)
{
    printf("usage: cardinal %s %s%s[options]\n\n%s.\n%s%s", c->name, c->args, *c->args ? " " : "", c->summary,
            *c->help ? "\n" : "", c->help);
    if (c->options->name)
        printf("\n");
    for (const struct option_spec *o = c->options; o->name; o++) {
        char left[64];
        snprintf(left, sizeof left, "--%s %s", o->name, o->value ? o->value : "");
        printf("  %-28s %s\n", left, o->text);
    }
    struct buf b;
    buf_init(&b, a);
    if (c->run == cmd_serve)
        settings_help(&b);
    else
        buf_printf(&b, "  %-28s %s\n  %-28s %s\n", "--data DIR",
                "folder that holds everything Cardinal stores (var)", "--database URL",
                settings_table[SET_DATABASE].text);
    printf("\n%s", buf_str(&b));
    return 0;
}

int cli_complain(const char *fmt, ...)
{
    va_list ap;
    fputs("cardinal: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    return 1;
}

/* The command that the first one or two words name. */
static const struct command *find_command(int argc, char **argv, int *out_used)
{
    for (const struct command *c = commands; c->name; c++) {
        const char *blank = strchr(c->name, ' ');
        size_t n = blank ? (size_t)(blank - c->name) : strlen(c->name);
        if (strlen(argv[1]) != n || strncmp(argv[1], c->name, n) != 0)
            continue;
        if (blank && (argc < 3 || strcmp(argv[2], blank + 1) != 0))
            continue;
        *out_used = blank ? 2 : 1;
        return c;
    }
    return NULL;
}

static bool take_option(
        struct cli *cli, const struct command *c, const char *name, char **value, bool *out_used)
{
    enum setting_id id = settings_find(name);
    *out_used = true;
    for (const struct option_spec *o = c->options; o->name; o++)
        if (strcmp(o->name, name) == 0 && cli->n_options < MAX_OPTIONS) {
            *out_used = o->value != NULL;
            if (o->value && !*value)
                return cli_complain("--%s needs a value", name), false;
            cli->options[cli->n_options].name = o->name;
            cli->options[cli->n_options++].value = o->value ? *value : "";
            return true;
        }
    bool of_all = id == SET_DATA || id == SET_DATABASE || id == SET_DATABASE_CONNECTIONS;
    if (id == N_SETTING || (!of_all && c->run != cmd_serve))
        return cli_complain("%s has no option --%s; see cardinal %s --help", c->name, name, c->name), false;
    bool flag = settings_table[id].type == SETTING_BOOL;
    *out_used = !flag;
    if (!flag && !*value)
        return cli_complain("--%s needs a value", name), false;
    if (!settings_set(&cli->settings, id, flag ? "yes" : *value, 'c'))
        return cli_complain("%s", cli->settings.error), false;
    return true;
}

static bool read_args(struct cli *cli, const struct command *c, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        char *arg = argv[i], *eq = strchr(arg, '=');
        if (strncmp(arg, "--", 2) != 0) {
            if (cli->n_words == MAX_WORDS)
                return cli_complain("too many arguments"), false;
            cli->words[cli->n_words++] = arg;
            continue;
        }
        char *value = eq ? eq + 1 : i + 1 < argc ? argv[i + 1] : NULL;
        bool used;
        if (!take_option(cli, c, eq ? arena_strn(cli->arena, arg + 2, (size_t)(eq - arg) - 2) : arg + 2,
                    &value, &used))
            return false;
        i += used && !eq;
    }
    return true;
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static int run(struct cli *cli, int argc, char **argv)
{
    int used;
    if (argc < 2 || strcmp(argv[1], "help") == 0 || argv[1][0] == '-') {
        if (argc > 1 && strcmp(argv[1], "--version") == 0)
            return printf("cardinal " CARDINAL_VERSION "\n"), 0;
        print_help();
        return argc < 2 ? EXIT_USAGE : 0;
    }
    const struct command *c = find_command(argc, argv, &used);
    if (!c)
        return cli_complain("there is no command \"%s\"; see cardinal --help", argv[1]), EXIT_USAGE;
    if (wants_help(argc, argv))
        return print_command_help(c, cli->arena);
    if (!read_args(cli, c, argc - 1 - used, argv + 1 + used))
        return EXIT_USAGE;
    if (!settings_load(&cli->settings))
        return cli_complain("%s", cli->settings.error), EXIT_USAGE;
    cli->beside = c->beside;
    return c->run(cli);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is a full disk, not an end */
    umask(077);
    crypt_init();
    struct cli cli = {.arena = arena_new(0)};
    settings_init(&cli.settings, cli.arena);
    cli.cx = (struct ctx){.arena = cli.arena, .now_at = clock_now_at(), .request_id = "command-line"};
    cli.cx.notices_end = &cli.cx.notices;
    log_set_level(LOG_WARN);
    int code = run(&cli, argc, argv);
    account_close(cli.acc);
    directory_close(cli.dir);
    arena_free(cli.arena);
    return code;
}
