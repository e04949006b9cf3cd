/* login_store - a log-in's second step in the directory: its key, its recovery codes; and the mark of the key file. */
#pragma once
#include "store/db.h"

struct two_step_row {
    const char *email, *password_hash;
    const char *key; /* sealed; "" = none */
    int64_t on_at;   /* 0 = off, or not yet confirmed */
    int64_t step, recovery_left;
};

/* two_step_row_get - ERR_NOT_FOUND no such log-in */
enum err two_step_row_get(struct db *db, int64_t login_id, struct two_step_row *out_row);
/* two_step_row_begin - a key to be confirmed. ERR_NOT_FOUND when it is on already. */
enum err two_step_row_begin(struct db *db, int64_t login_id, const char *key);
/* two_step_row_on - this key is confirmed by the code of this step. ERR_NOT_FOUND it is on, or has another key. */
enum err two_step_row_on(struct db *db, int64_t login_id, const char *key, int64_t at, int64_t step);
/* two_step_row_spend - ERR_NOT_FOUND when this step or a later one was spent before. */
enum err two_step_row_spend(struct db *db, int64_t login_id, int64_t step);
/* two_step_row_off - with its recovery codes; the log-in's sessions are no longer strong. */
enum err two_step_row_off(struct db *db, int64_t login_id);
enum err session_row_strong(struct db *db, int64_t session_id);

/* recovery_rows_set - instead of those there were. */
enum err recovery_rows_set(struct db *db, int64_t login_id, char *const *hashes, int n);
/* recovery_row_use - ERR_NOT_FOUND it is none, or used */
enum err recovery_row_use(struct db *db, int64_t login_id, const char *hash);

/* two_step_members - members who joined an account with a log-in that has it on; at most max. */
enum err two_step_members(
        struct db *db, int64_t account_id, int max, int64_t **out_member_ids, size_t *out_n);

enum err secret_mark(struct db *db, const char **out_mark); /* ERR_NOT_FOUND */
enum err secret_mark_set(struct db *db, const char *mark);
