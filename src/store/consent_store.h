/* consent_store - the SQL of what people agreed to. */
#pragma once
#include "store/db.h"

struct consent {
    int64_t id, contact_id, given_at, withdrawn_at, created_at, created_by;
    const char *purpose, *how, *note, *withdrawn_how;
};

enum err consent_store_insert(struct db *db, const struct consent *in, int64_t *out_id);
/* Errors: ERR_NOT_FOUND. */
enum err consent_store_get(struct db *db, int64_t id, struct consent *out);
/* consent_store_list - of contacts, latest first; at most max. */
enum err consent_store_list(
        struct db *db, const int64_t *contact_ids, size_t n, int max, struct consent **out, size_t *out_n);
/* consent_store_withdraw - at 0: it stands again. */
enum err consent_store_withdraw(struct db *db, int64_t id, int64_t at, const char *how);
enum err consent_store_remove(struct db *db, int64_t id);
