/* order_store - rows of the directory about work that a server, or a command, does for a whole account: moves and backups.
 * Who does it holds a lease; what it is at stands in the row, for whoever asked. */
#pragma once
#include "store/db.h"

struct move_row {
    int64_t id, account_id, progress, total, asked_at, changed_at, lease_until;
    const char *state; /* asked, running, done, failed, finished */
    const char *from_place, *from_database, *to_place, *to_database, *phase, *why;
};

/* move_row_add - asked. Errors: ERR_CONFLICT the account has one that is asked or running */
enum err move_row_add(struct db *db, const struct move_row *row, int64_t *out_id);
enum err move_row_get(struct db *db, int64_t id, struct move_row *out_row);
/* move_row_last - the account's newest. ERR_NOT_FOUND */
enum err move_row_last(struct db *db, int64_t account_id, struct move_row *out_row);
/* move_row_due - the oldest that is asked, or running with a lease that ran out before. ERR_NOT_FOUND */
enum err move_row_due(struct db *db, int64_t before, struct move_row *out_row);
/* move_row_claim - the row as it was seen. ERR_CONFLICT: another was faster. */
enum err move_row_claim(struct db *db, const struct move_row *row, int64_t now_at, int64_t lease_until);
/* move_row_note - phase, progress, total, changed_at, lease_until of a running one. */
enum err move_row_note(struct db *db, const struct move_row *row);
/* move_row_end - done, failed (why) or finished. */
enum err move_row_end(struct db *db, int64_t id, const char *state, const char *why, int64_t now_at);

struct backup_row {
    int64_t id, account_id, size_bytes, n_rows, asked_at, asked_by, made_at, lease_until, tested_at;
    const char *state; /* asked, running, done, failed */
    const char *file, *sha256, *why, *test_why;
};

/* backup_rows_plan - ask for a backup of every account that is served and has none since `since` (nor one under way, nor a
 * failed one since `retry`); at most 100 at a time. Gives: how many */
enum err backup_rows_plan(struct db *db, int64_t since, int64_t retry, int64_t now_at, int64_t *out_n);
/* backup_row_add - asked for by a member. Errors: ERR_CONFLICT one is under way */
enum err backup_row_add(struct db *db, int64_t account_id, int64_t asked_by, int64_t now_at, int64_t *out_id);
/* backup_row_due - the oldest that is asked, or running with a lease that ran out before. ERR_NOT_FOUND */
enum err backup_row_due(struct db *db, int64_t before, struct backup_row *out_row);
/* backup_row_claim - the row as it was seen. ERR_CONFLICT: another was faster. */
enum err backup_row_claim(struct db *db, const struct backup_row *row, int64_t lease_until);
/* backup_row_made - done, or failed with why. */
enum err backup_row_made(struct db *db, const struct backup_row *row);
enum err backup_row_tested(struct db *db, int64_t id, int64_t tested_at, const char *why);
enum err backup_row_get(struct db *db, int64_t account_id, int64_t id, struct backup_row *out_row);
/* backup_rows - an account's, latest first; at most 1,000. */
enum err backup_rows(struct db *db, int64_t account_id, struct backup_row **out_rows, size_t *out_n);
enum err backup_row_drop(struct db *db, int64_t id);
/* backup_rows_newest - of each account the newest good one, with what testing it said; at most 1,000. */
enum err backup_rows_newest(struct db *db, struct backup_row **out_rows, size_t *out_n);
/* backup_row_shared - does a user of this account belong to another one, too? */
enum err backup_row_shared(struct db *db, int64_t account_id, bool *out_shared);
