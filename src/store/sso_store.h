/* sso_store - log-ins under way at an account's OpenID provider, in the directory. */
#pragma once
#include "store/db.h"

struct sso_row {
    int64_t account_id, expires_at;
    const char *browser_hash, *nonce, *verifier, *next;
};
/* sso_row_add - and those that are too old go. */
enum err sso_row_add(struct db *db, const char *state_hash, const struct sso_row *row, int64_t now_at);
/* sso_row_take - read and removed. ERR_NOT_FOUND none, or too old */
enum err sso_row_take(struct db *db, const char *state_hash, int64_t now_at, struct sso_row *out_row);
