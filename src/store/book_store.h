/* book_store - an account in the directory beyond its people: its state, limits and hosts, its end, and the stamp by which
 * every server sees within a second that any of it changed. */
#pragma once
#include "store/directory_store.h"

/* book_stamp_move - whoever changes an account's row or hosts calls it in the same transaction. */
enum err book_stamp_move(struct db *db);
enum err book_stamp(struct db *db, int64_t *out_serial);

/* book_state_set, book_limits_set - ERR_NOT_FOUND */
enum err book_state_set(struct db *db, int64_t account_id, enum account_state state);
enum err book_limits_set(struct db *db, int64_t account_id, const struct account_limits *limits);

struct host_row {
    const char *host;
    int64_t account_id;
};
/* book_hosts - of one account, or (0) of all; by name; at most 100,000. */
enum err book_hosts(struct db *db, int64_t account_id, struct host_row **out_rows, size_t *out_n);
/* book_host_add - ERR_CONFLICT when it is an account's already. */
enum err book_host_add(struct db *db, const char *host, int64_t account_id);
/* book_host_drop - ERR_NOT_FOUND when it is not this account's. */
enum err book_host_drop(struct db *db, const char *host, int64_t account_id);

struct belonging {
    int64_t account_id, member_id;
    const char *slug, *name;
    enum joined joined;
};
/* book_belongings - the accounts that are served and a log-in belongs or is invited to, oldest first; at most 1,000. */
enum err book_belongings(struct db *db, int64_t login_id, struct belonging **out_rows, size_t *out_n);

/* book_account_drop - the account with its hosts, sessions, keys, tickets and memberships, and the log-ins that belong
 * nowhere else; *out_logins of these. ERR_NOT_FOUND */
enum err book_account_drop(struct db *db, int64_t account_id, int64_t *out_logins);
