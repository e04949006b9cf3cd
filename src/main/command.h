/* command - the command line: what was typed, and what every command needs to answer it. */
#pragma once
#include "core/directory.h"
#include "main/settings.h"

#define EXIT_USAGE 2 /* the command line is wrong */
#define EXIT_BUSY  3 /* somebody else works on the data folder */

#define MAX_WORDS   8
#define MAX_OPTIONS 16

/* An option of one command; settings are options of all. */
struct option_spec {
    const char *name, *value, *text; /* value NULL: takes none */
};

struct cli {
    struct arena *arena;
    struct settings settings;
    struct ctx cx;
    const char *words[MAX_WORDS]; /* after the command's name */
    int n_words;
    struct {
        const char *name, *value;
    } options[MAX_OPTIONS];
    int n_options;
    bool beside;           /* the command also works next to a running server */
    struct directory *dir; /* opened on demand, closed by main */
    struct account *acc;
};

struct command {
    const char *name, *args, *summary; /* name: one word or two */
    const struct option_spec *options;
    int (*run)(struct cli *cli);
    const char *help;
    bool beside; /* also while a server works on the folder */
};

extern const struct command commands[]; /* ended by a record without a name */

/* cli_option - the value of an option, NULL when it was not given; "" for one that takes none. */
const char *cli_option(const struct cli *cli, const char *name);
/* cli_complain - one line on stderr; returns 1, the exit code. */
int cli_complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* cli_failed - say why cx failed: the fault's sentence. */
int cli_failed(struct cli *cli, enum err e, const char *what);
/* cli_place - where everything is kept, by the settings. */
struct place cli_place(const struct settings *s);
/* cli_open_directory, cli_open_account - alone, or beside a running server where the command may. Exit code, 0 when open. The account is the one named by --account, or the
 * only one. */
int cli_open_directory(struct cli *cli);
int cli_open_account(struct cli *cli);
/* cli_find_account - only what the directory says of it. */
int cli_find_account(struct cli *cli, struct account_row *out_row);
/* cli_password - one line from standard input, NULL (and a complaint) when there is none. */
char *cli_password(struct cli *cli);

/* cli_member - who an e-mail is in the open account; NULL = its first administrator. Exit code. */
int cli_member(struct cli *cli, const char *email, struct session *out_who);

int cmd_serve(struct cli *cli);
int cmd_account_create(struct cli *cli);
int cmd_account_list(struct cli *cli);
int cmd_account_delete(struct cli *cli);
int cmd_account_host(struct cli *cli);
int cmd_account_limit(struct cli *cli);
int cmd_account_state(struct cli *cli);
int cmd_user_create(struct cli *cli);
int cmd_key_create(struct cli *cli);
int cmd_login_link(struct cli *cli);
int cmd_two_step_off(struct cli *cli);
int cmd_backup(struct cli *cli);
int cmd_restore(struct cli *cli);
int cmd_move(struct cli *cli);
int cmd_migrate(struct cli *cli);
int cmd_describe(struct cli *cli);
