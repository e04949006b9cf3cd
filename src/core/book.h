/* book - an operator's work on the accounts of a directory: their states, limits, hosts, and their end. Each function is a
 * transaction of its own; running servers take a change over within a second or two. */
#pragma once
#include "core/backup.h"
#include "store/book_store.h"

#define HOST_MAX 253

/* book_account - by slug. Errors: ERR_NOT_FOUND with key error.account_unknown */
enum err book_account(struct directory *dir, struct ctx *cx, const char *slug, struct account_row *out_row);
enum err book_state(struct directory *dir, struct ctx *cx, int64_t account_id, enum account_state state);
enum err book_limit(
        struct directory *dir, struct ctx *cx, int64_t account_id, const struct account_limits *limits);
/* book_host - a name as it is compared: lower case, without port and last dot; NULL when it cannot be one. */
char *book_host(struct arena *a, const char *text);
enum err book_host_list(
        struct directory *dir, struct ctx *cx, int64_t account_id, struct host_row **out_rows, size_t *out_n);
/* Errors: ERR_INVALID field "host"; ERR_CONFLICT it is an account's already, ERR_NOT_FOUND it is not this one's. */
enum err book_host_new(struct directory *dir, struct ctx *cx, int64_t account_id, const char *host);
enum err book_host_end(struct directory *dir, struct ctx *cx, int64_t account_id, const char *host);

struct deletion {
    const char *file; /* the last backup, NULL = none was wished */
    struct backup_info info;
    int64_t n_logins; /* people who belonged nowhere else */
};
/* book_delete - close the account (servers let go of it), write a last backup to path (NULL: none), read that back whole,
 * forget the account and its people, remove its database. Until it is forgotten a failure leaves everything as it was.
 * Errors: as book_account, backup_make; ERR_BUSY somebody does not let go of it */
enum err book_delete(struct directory *dir, struct ctx *cx, const struct account_row *account,
        const char *path, struct deletion *out);
