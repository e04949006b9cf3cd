/* cmd_people - users, keys and log-in links from the command line, and what all commands share. */
#include "base/text.h"
#include "core/audit.h"
#include "core/member.h"
#include "core/two_step.h"
#include "main/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

const char *cli_option(const struct cli *cli, const char *name)
{
    for (int i = cli->n_options - 1; i >= 0; i--)
        if (strcmp(cli->options[i].name, name) == 0)
            return cli->options[i].value;
    return NULL;
}

int cli_failed(struct cli *cli, enum err e, const char *what)
{
    const struct fault *f = &cli->cx.fault;
    const char *data = settings_text(&cli->settings, SET_DATA);
    if (e == ERR_CONFLICT && !f->key) {
        cli_complain(
                "%s: a server, or another command, works on %s; stop it first, or use the API", what, data);
        return EXIT_BUSY;
    }
    const char *why =
            f->key ? message(cli->arena, LANG_EN, f->key, f->field, f->arg, f->limit) : err_sentence(e);
    return cli_complain("%s: %s%s%s", what, f->field ? f->field : "", f->field ? ": " : "", why);
}

struct place cli_place(const struct settings *s)
{
    const char *data = settings_text(s, SET_DATA), *archive = settings_text(s, SET_ARCHIVE_DIR);
    int days = (int)settings_int(s, SET_ARCHIVE_DAYS);
    return (struct place){.data_dir = data,
            .archive_dir = !days     ? NULL
                           : archive ? archive
                                     : arena_printf(s->arena, "%s/archive", data),
            .archive_days = days,
            .archive_bytes = settings_int(s, SET_ARCHIVE_LIMIT) << 20,
            .conninfo = settings_text(s, SET_DATABASE),
            .connections = (int)settings_int(s, SET_DATABASE_CONNECTIONS)};
}

int cli_open_directory(struct cli *cli)
{
    const char *data = settings_text(&cli->settings, SET_DATA);
    if (!data)
        return cli_complain("--data needs a folder"), EXIT_USAGE;
    if (mkdir(data, 0700) && errno != EEXIST)
        return cli_complain("%s: %s", data, strerror(errno));
    const struct place where = cli_place(&cli->settings);
    enum err e = directory_open(&where, OPEN_ALONE, &cli->dir);
    if (e == ERR_CONFLICT && cli->beside)
        e = directory_open(&where, OPEN_BESIDE, &cli->dir);
    return e ? cli_failed(cli, e, data) : 0;
}

int cli_find_account(struct cli *cli, struct account_row *out_row)
{
    struct account_row *rows;
    const char *slug = cli_option(cli, "account");
    size_t n, found;
    int code = cli_open_directory(cli);
    if (code)
        return code;
    enum err e = directory_accounts(cli->dir, &cli->cx, &rows, &n);
    if (e)
        return cli_failed(cli, e, "the directory");
    if (!n)
        return cli_complain("there is no account yet; make one with: cardinal account create");
    if (!slug && n > 1)
        return cli_complain(
                "there are %zu accounts; name one with --account SLUG (see cardinal account list)", n);
    for (found = 0; slug && found < n && strcmp(rows[found].slug, slug) != 0;)
        found++;
    if (found == n)
        return cli_complain("there is no account %s; see cardinal account list", slug);
    *out_row = rows[found];
    return 0;
}

int cli_open_account(struct cli *cli)
{
    struct account_row row;
    int code = cli_find_account(cli, &row);
    if (code)
        return code;
    enum err e = directory_open_account(cli->dir, &cli->cx, row.id, NULL, &cli->acc);
    if (e == ERR_CONFLICT && cli->beside)
        e = directory_join_account(cli->dir, &cli->cx, row.id, &cli->acc);
    return e ? cli_failed(cli, e, row.slug) : 0;
}

char *cli_password(struct cli *cli)
{
    char line[1000];
    if (!fgets(line, sizeof line, stdin)) {
        cli_complain("the password is read from standard input: one line, at least %d characters",
                PASSWORD_MIN_CHARS);
        return NULL;
    }
    line[strcspn(line, "\r\n")] = 0;
    return arena_str(cli->arena, line);
}

static bool active_with(const struct member *m, const char *email, const char *key)
{
    if (!m->active)
        return false;
    return email ? key && strcmp(m->email, key) == 0 : m->role == ROLE_ADMINISTRATOR;
}

int cli_member(struct cli *cli, const char *email, struct session *out_who)
{
    const char *key = email ? text_email_key(cli->arena, email) : NULL;
    struct meta *m = account_meta(cli->acc);
    const struct member *found = NULL;
    for (int i = 0; i < m->n_members; i++)
        if (active_with(&m->members[i], email, key) && (!found || m->members[i].id < found->id))
            found = &m->members[i];
    if (found)
        *out_who = (struct session){
                .login_id = found->login_id, .account_id = account_id(cli->acc), .member_id = found->id};
    meta_unpin(m);
    return found ? 0 : cli_complain("there is no active user %s", email ? email : "who is an administrator");
}

int cmd_user_create(struct cli *cli)
{
    const char *email = cli_option(cli, "email"), *name = cli_option(cli, "name"),
               *role = cli_option(cli, "role");
    const char *language = cli_option(cli, "language");
    if (!email || !name)
        return cli_complain("user create needs --email and --name"), EXIT_USAGE;
    struct member_edit in = {
            .set = MEMBER_NAME | MEMBER_ROLE | MEMBER_SEES_ALL | (language ? MEMBER_LANGUAGE : 0u),
            .name = name,
            .role = role ? role : "user",
            .language = language,
            .sees_all = cli_option(cli, "sees-all") != NULL};
    const char *password = cli_password(cli);
    int code = password ? cli_open_account(cli) : EXIT_USAGE;
    if (code)
        return code;
    struct session who;
    enum err e = member_admit(cli->dir, cli->acc, &cli->cx, email, password, &in, &who);
    if (e)
        return cli_failed(cli, e, "user create");
    printf("{\"member_id\":%lld}\n", (long long)who.member_id);
    return 0;
}

int cmd_key_create(struct cli *cli)
{
    struct session who;
    char *key;
    int64_t id;
    if (cli->n_words != 1)
        return cli_complain("key create needs a name: cardinal key create \"night import\""), EXIT_USAGE;
    int code = cli_open_account(cli);
    if (!code)
        code = cli_member(cli, cli_option(cli, "email"), &who);
    if (code)
        return code;
    enum err e =
            key_make(cli->dir, &cli->cx, who.account_id, who.member_id, KEY_PREFIX, cli->words[0], &key, &id);
    if (e)
        return cli_failed(cli, e, "key create");
    printf("%s\n", key);
    return 0;
}

int cmd_login_link(struct cli *cli)
{
    struct session who;
    char *token;
    int code = cli_open_account(cli);
    if (!code)
        code = cli_member(cli, cli->n_words ? cli->words[0] : NULL, &who);
    if (code)
        return code;
    enum err e = link_make(cli->dir, &cli->cx, &who, &token);
    if (e)
        return cli_failed(cli, e, "login-link");
    const char *base = settings_text(&cli->settings, SET_PUBLIC_URL);
    if (base)
        printf("%s/link/%s\n", base, token);
    else
        printf("http://%s:%s/link/%s\n", settings_text(&cli->settings, SET_LISTEN),
                settings_text(&cli->settings, SET_PORT), token);
    return 0;
}

int cmd_two_step_off(struct cli *cli)
{
    const char *email = cli->n_words == 1 ? text_email_key(cli->arena, cli->words[0]) : NULL;
    int64_t login_id;
    if (!email)
        return cli_complain("usage: cardinal two-step off EMAIL"), EXIT_USAGE;
    int code = cli_open_directory(cli);
    if (code)
        return code;
    enum err e = login_named(cli->dir, &cli->cx, email, &login_id);
    if (e == ERR_NOT_FOUND)
        return cli_complain("nobody logs in here as %s", email);
    if (!e)
        e = two_step_reset(cli->dir, &cli->cx, login_id, 0);
    if (e)
        return cli_failed(cli, e, "two-step off");
    audit_directory(cli->dir, &cli->cx, AUDIT_TWO_STEP_RESET, email);
    return 0;
}
