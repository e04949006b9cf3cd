/* wake_store - the timer's index over card.wake_at. */
#pragma once
#include "store/db.h"

/* wake_store_due - ids of live cards with 0 < wake_at <= now, earliest first. */
enum err wake_store_due(struct db *db, int64_t now_at, int max, struct rows *out_ids);
/* wake_store_next_at - the earliest wake_at, NO_DUE (clock.h) when none. */
enum err wake_store_next_at(struct db *db, int64_t *out_at);
/* wake_store_put - when a card wakes next, 0 = no more; its version stays. */
enum err wake_store_put(struct db *db, int64_t card_id, int64_t at);
