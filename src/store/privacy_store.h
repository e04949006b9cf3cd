/* privacy_store - which cards are private, and who was invited to a card. */
#pragma once
#include "store/db.h"

/* privacy_store_get - at most max guests, by id. */
enum err privacy_store_get(
        struct db *db, int64_t card_id, size_t max, bool *out_private, int64_t *out_guests, size_t *out_n);
/* privacy_store_put - in place of what was. */
enum err privacy_store_put(struct db *db, int64_t card_id, bool private, const int64_t *guests, size_t n);
