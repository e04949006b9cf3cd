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
