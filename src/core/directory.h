/* directory - which accounts there are and who may log in where: log-ins, sessions, API keys, one-time tickets, and
 * setting up a new account. It is a small database of its own beside the accounts'.
 * Every function here is one transaction on it; of cx they use arena, now_at and the fault. Passwords are checked
 * outside of any transaction, so that their hashing never holds up a writer.
 * Threads: any. */
#pragma once
#include "core/account.h"
#include "store/directory_store.h"

#define PASSWORD_MIN_CHARS 10
#define PASSWORD_MAX_CHARS 200
#define SESSION_DAYS       30
#define INVITE_DAYS        14
#define LINK_MINUTES       60
#define KEY_PREFIX         "ck_"
#define MEMBER_KEYS_MAX    50
#define FEED_PREFIX        "cf_" /* of the secret in the address of a calendar feed: a key that reads that alone */

struct directory;

/* Where everything is kept: in files of the data folder, or in a PostgreSQL database and only uploads in the folder. */
struct place {
    const char *data_dir;
    const char *conninfo;        /* PostgreSQL; NULL = files */
    int connections;             /* to it, at most */
    const struct store_ear *ear; /* a server's, see db.h; NULL for a command */
    const char *archive_dir;     /* keeps the past of accounts in files; NULL = it is not kept */
    int archive_days;
    int64_t archive_bytes; /* for each account at most */
};

/* directory_open - DATA/directory.db, or the schema "cardinal", made and migrated when needed. The folder must exist. Its
 * accounts are opened in the same way as it was.
 * Errors: ERR_CONFLICT another process works on this place (beside: it is of another version), ERR_FULL, ERR_BUSY
 *         PostgreSQL cannot be reached, ERR_INTERNAL */
enum err directory_open(const struct place *where, enum open_how how, struct directory **out_dir);
void directory_close(struct directory *dir);
struct store *directory_store(struct directory *dir); /* for metrics */
/* directory_is_alone - a data folder that nobody else works on. */
bool directory_is_alone(struct directory *dir);
/* directory_is_beside - a server works on it. */
bool directory_is_beside(struct directory *dir);
enum err directory_accounts(
        struct directory *dir, struct ctx *cx, struct account_row **out_rows, size_t *out_n);
enum err directory_account(struct directory *dir, struct ctx *cx, int64_t id, struct account_row *out_row);
/* directory_rename_account - the name that invitations show. */
enum err directory_rename_account(struct directory *dir, struct ctx *cx, int64_t id, const char *name);
/* directory_join_account - open it beside the server that has it: an account in a file, of a directory in PostgreSQL. */
enum err directory_join_account(
        struct directory *dir, struct ctx *cx, int64_t id, struct account **out_account);
/* directory_open_account - find its file or schema and open it. */
enum err directory_open_account(struct directory *dir, struct ctx *cx, int64_t id,
        const struct account_hooks *hooks, struct account **out_account);

/* What a new account is made of. Texts may be NULL where a default is named. */
struct set_up {
    const char *slug; /* the account's name; NULL = made from the company's */
    const char *language, *company;
    const char *zone, *currency, *country; /* default: what fits the language */
    const char *name, *email, *password;   /* the first administrator; password NULL = log in by link only */
    const char *const *modules;            /* template names */
    size_t n_modules;
    bool only_first; /* refuse when there is an account already */
    bool join_login; /* an e-mail that has a log-in gets the account beside its others, with the password it has */
};
/* account_set_up - make the account's database with its settings, first administrator and modules, then write it into
 * the directory; *out_who can be given to session_start. Nothing half-made can be logged in to.
 * Errors: ERR_INVALID with the field; ERR_CONFLICT when the slug is taken, or the e-mail is another account's and may not
 * join */
enum err account_set_up(struct directory *dir, struct ctx *cx, const struct set_up *in,
        const struct account_hooks *hooks, struct account **out_account, struct session *out_who);

/* login_check - e-mail and password; the same time and answer whether the e-mail is known or not.
 * Errors: ERR_UNAUTHENTICATED with key error.login */
enum err login_check(struct directory *dir, struct ctx *cx, const char *email, const char *password,
        int64_t *out_login_id);
struct belonging;
/* login_belongs - to which accounts that are served a log-in belongs or is invited, oldest first. */
enum err login_belongs(
        struct directory *dir, struct ctx *cx, int64_t login_id, struct belonging **out_rows, size_t *out_n);
/* login_named - by its e-mail as text_email_key makes it. ERR_NOT_FOUND */
enum err login_named(struct directory *dir, struct ctx *cx, const char *email, int64_t *out_login_id);
/* login_known - does this e-mail log in here with a password? */
enum err login_known(struct directory *dir, struct ctx *cx, const char *email, bool *out_known);
/* password_change - ends the log-in's other sessions. Errors: ERR_INVALID field "current" or "password". */
enum err password_change(struct directory *dir, struct ctx *cx, const struct session *who,
        const char *current, const char *password);

/* session_start - *out_token goes into the cookie; only its hash is kept. who: login_id, account_id, member_id, sso, and
 * strong when a second step was shown, or the operator lets in; address and
 * agent are those of cx. */
enum err session_start(struct directory *dir, struct ctx *cx, const struct session *who, char **out_token);
/* session_find - by a cookie's token, or by an API key (KEY_PREFIX). Touches last use, at most once in five minutes.
 * Errors: ERR_UNAUTHENTICATED */
enum err session_find(struct directory *dir, struct ctx *cx, const char *token, const char *address,
        struct session *out_session);
enum err session_list(
        struct directory *dir, struct ctx *cx, int64_t login_id, struct session **out_rows, size_t *out_n);
/* session_end - ERR_NOT_FOUND when it is not this log-in's. */
enum err session_end(struct directory *dir, struct ctx *cx, int64_t login_id, int64_t id);
/* session_end_others - all of the log-in but this one. */
enum err session_end_others(struct directory *dir, struct ctx *cx, const struct session *who);
/* session_end_for_good - all sessions, keys and feeds of a member, when it becomes active again. */
enum err session_end_for_good(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id);
/* session_end_member - all sessions of a member, when it is locked or deactivated. */
enum err session_end_member(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id);

/* link_make - a one-time log-in link's token for a member. */
enum err link_make(struct directory *dir, struct ctx *cx, const struct session *who, char **out_token);
/* link_use - account_id 0: of any account. Errors: ERR_UNAUTHENTICATED with key error.link_used */
enum err link_use(struct directory *dir, struct ctx *cx, const char *token, int64_t account_id,
        struct session *out_who);

/* login_for - the log-in with this e-mail, made without a password when there is none yet. */
enum err login_for(
        struct directory *dir, struct ctx *cx, const char *email, const char *name, int64_t *out_login_id);
/* invite_make - membership and ticket for a new member; also renews an old invitation. */
enum err invite_make(struct directory *dir, struct ctx *cx, const struct session *who, char **out_token);
struct invite {
    int64_t account_id, member_id;
    const char *company, *email;
};
/* invite_find, invite_accept - account_id 0: of any account. */
enum err invite_find(struct directory *dir, struct ctx *cx, const char *token, int64_t account_id,
        struct invite *out_invite);
/* invite_accept - sets name and password, uses the ticket up. A log-in that has a password already must give it. The
 * password opens this account from now on, besides those that were joined with it. */
enum err invite_accept(struct directory *dir, struct ctx *cx, const char *token, int64_t account_id,
        const char *name, const char *password, struct session *out_who);
/* member_admit - a user with a password, without an invitation; for the command line. in: as member_create. Somebody who
 * has a password here keeps it; with NULL there is none, and single sign-on vouches for the user. */
struct member_edit;
enum err member_admit(struct directory *dir, struct account *acc, struct ctx *cx, const char *email,
        const char *password, const struct member_edit *in, struct session *out_who);
/* invite_join - after invite_accept: the member takes the name that was given. */
enum err invite_join(struct account *acc, struct ctx *cx, const struct session *who, const char *name);
/* invites_pending - members who have not joined yet. */
enum err invites_pending(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t **out_member_ids, size_t *out_n);

/* key_make - *out_key is shown once. Takes: prefix - KEY_PREFIX or FEED_PREFIX. Errors: ERR_CONFLICT too many */
enum err key_make(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id,
        const char *prefix, const char *name, char **out_key, int64_t *out_id);
/* key_list, key_end - of one member, or (member_id 0) of the whole account. Takes: prefix - which keys */
enum err key_list(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id,
        const char *prefix, struct key_row **out_rows, size_t *out_n);
/* key_named - the name of a live key, no feed's; whose as for key_list. ERR_NOT_FOUND */
enum err key_named(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t id,
        const char **out_name);
enum err key_end(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t id);
