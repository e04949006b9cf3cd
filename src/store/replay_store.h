/* replay_store - kept replies (table idempotency). */
#pragma once
#include "store/db.h"

struct replay_row {
    const char *request_hash, *reply;
    int status;
};

/* replay_get - not older than since_at. */
enum err replay_get(
        struct db *db, int64_t member_id, const char *key, int64_t since_at, struct replay_row *out_row);
enum err replay_put(
        struct db *db, int64_t member_id, const char *key, int64_t at, const struct replay_row *row);
enum err replay_forget(struct db *db, int64_t before_at);
