/* directory_store - rows of the directory: accounts, log-ins, memberships, sessions, API keys, one-time tickets. */
#pragma once
#include "store/db.h"

/* Of a membership: with the log-in's password, or by another log-in that vouches for it. */
enum joined { JOINED_NOT, JOINED, JOINED_SSO };

enum account_state { ACCOUNT_SERVED, ACCOUNT_READ_ONLY, ACCOUNT_CLOSED };
/* What an account may have at most; 0 = no limit. */
struct account_limits {
    int64_t cards, bytes, members, rate; /* rate: requests a second */
};
struct account_row {
    int64_t id, created_at;
    const char *slug, *name;
    const char *place;    /* with a dot a file of the data folder, else a schema */
    const char *database; /* of the schema; NULL or "" = the directory's own */
    enum account_state state;
    struct account_limits limits;
    int schema; /* the version it had when it was last opened; 0 = not looked at */
};
struct login_row {
    int64_t id;
    const char *email, *name, *password_hash; /* "" = none yet */
    bool active;
};
/* Who is signed in; a session of a browser, or (key_id > 0) a program's key. */
struct session {
    int64_t id, key_id, login_id, account_id, member_id, created_at, seen_at, expires_at;
    const char *address, *agent;
    int64_t seen_as, seen_until; /* an administrator's: sees as this member, until then; 0 = as himself */
    int64_t by_id; /* of a request in which he does: himself; member_id is the colleague. 0 in rows */
    bool sso; /* another log-in vouched, for this account alone: no way from here to the log-in itself or its other accounts */
    bool strong; /* more than a password was shown: a code, or another log-in vouched */
};
struct key_row {
    int64_t id, member_id, created_at, used_at;
    const char *name, *prefix;
};
struct ticket_row {
    int64_t id, account_id, login_id, member_id, expires_at, used_at;
};

/* Accounts, oldest first; at most 100,000. What changes one moves the stamp: see book_store.h. */
enum err account_rows(struct db *db, struct account_row **out_rows, size_t *out_n);
enum err account_row_get(struct db *db, int64_t id, struct account_row *out_row);
enum err account_row_named(struct db *db, const char *slug, struct account_row *out_row);
/* account_row_add - Errors: ERR_CONFLICT the slug is taken. */
enum err account_row_add(struct db *db, const struct account_row *row, int64_t *out_id);
enum err account_row_rename(struct db *db, int64_t id, const char *name);
/* account_row_schema - what it was seen to have. */
enum err account_row_schema(struct db *db, int64_t id, int version);
/* account_row_behind - the next with an older schema, by id behind `after`. ERR_NOT_FOUND */
enum err account_row_behind(struct db *db, int version, int64_t after, int64_t *out_id);
enum err account_count_behind(struct db *db, int version, int64_t *out_behind, int64_t *out_all);
/* account_row_place - where it lives from now on. ERR_NOT_FOUND */
enum err account_row_place(struct db *db, int64_t id, const char *place, const char *database);

enum err login_get(struct db *db, int64_t id, struct login_row *out_row);
enum err login_by_email(struct db *db, const char *email, struct login_row *out_row);
enum err login_add(struct db *db, const struct login_row *row, int64_t now_at, int64_t *out_id);
enum err login_set_password(struct db *db, int64_t id, const char *hash);
enum err login_set_name(struct db *db, int64_t id, const char *name);

/* login_first_password - of a log-in that had none: no account is joined with it yet. ERR_NOT_FOUND it has one. */
enum err login_first_password(struct db *db, int64_t id, const char *hash);

/* membership_add - a renewed one keeps how it was joined, unless it is joined now. */
enum err membership_add(
        struct db *db, int64_t login_id, int64_t account_id, int64_t member_id, enum joined joined);
/* membership_join - the log-in's password opens this account from now on. */
enum err membership_join(struct db *db, int64_t login_id, int64_t account_id);
/* membership_pending - members of an account who have not joined it yet; at most max. */
enum err membership_pending(struct db *db, int64_t account_id, size_t max, int64_t **out_ids, size_t *out_n);

enum err session_add(struct db *db, const struct session *s, const char *token_hash, int64_t *out_id);
enum err session_get(struct db *db, const char *token_hash, int64_t now_at, struct session *out_session);
/* session_touch - seen now; lives on until expires_at. */
enum err session_touch(struct db *db, int64_t id, int64_t seen_at, int64_t expires_at, const char *address);
/* session_see_as - until_at 0 with member_id 0 ends it. Takes: was - as whom it sees now. ERR_NOT_FOUND it does not (any more). */
enum err session_see_as(struct db *db, int64_t id, int64_t was, int64_t member_id, int64_t until_at);
/* Live sessions of a log-in, latest first; at most 100. */
enum err session_rows(
        struct db *db, int64_t login_id, int64_t now_at, struct session **out_rows, size_t *out_n);
/* session_delete - ERR_NOT_FOUND when it is not the log-in's. */
enum err session_delete(struct db *db, int64_t login_id, int64_t id);
enum err session_delete_others(struct db *db, int64_t login_id, int64_t keep_id);
enum err session_delete_member(struct db *db, int64_t account_id, int64_t member_id);
enum err session_delete_expired(struct db *db, int64_t now_at);

enum err key_add(
        struct db *db, const struct key_row *row, int64_t account_id, const char *key_hash, int64_t *out_id);
/* key_get - as a session with key_id; revoked ones are not found. */
enum err key_get(struct db *db, const char *key_hash, struct session *out_session);
enum err key_touch(struct db *db, int64_t id, int64_t used_at);
/* Live keys of an account (member_id 0 = everybody's), oldest first; at most 1,000. */
enum err key_rows(struct db *db, int64_t account_id, int64_t member_id, const char *prefix,
        struct key_row **out_rows, size_t *out_n);
/* key_name - of a live key of that prefix. ERR_NOT_FOUND */
enum err key_name(struct db *db, int64_t account_id, int64_t member_id, const char *prefix, int64_t id,
        const char **out_name);
enum err key_revoke(struct db *db, int64_t account_id, int64_t member_id, int64_t id, int64_t now_at);

/* ticket_add - kind: invite, link. Older unused ones of the kind for this member stop working. */
/* key_revoke_member - all of a member's, feeds too. */
enum err key_revoke_member(struct db *db, int64_t account_id, int64_t member_id, int64_t now_at);
enum err ticket_add(struct db *db, const char *kind, const struct ticket_row *row, const char *token_hash,
        int64_t now_at);
/* ticket_get - an unused one that has not expired. */
enum err ticket_get(
        struct db *db, const char *kind, const char *token_hash, int64_t now_at, struct ticket_row *out_row);
/* ticket_end_login, ticket_end_member - links and waits for a second step that are under way. */
enum err ticket_end_login(struct db *db, int64_t login_id, int64_t now_at);
enum err ticket_end_member(struct db *db, int64_t account_id, int64_t member_id, int64_t now_at);
/* ticket_use - ERR_NOT_FOUND when somebody used it meanwhile. */
enum err ticket_use(struct db *db, int64_t id, int64_t now_at);
