/* hand_over_store - the SQL of what a member leaves behind: his open cards, open tasks, private views, and what he follows. */
#pragma once
#include "store/db.h"

/* Counts by module: module_id, n. Cards are those in open statuses; private ones are counted apart, too. */
enum err hand_over_store_cards(struct db *db, int64_t member_id, struct rows *out_rows);
enum err hand_over_store_private_cards(struct db *db, int64_t member_id, struct rows *out_rows);
/* hand_over_store_tasks - module_id, n, how many of them come again, how many are on private cards. */
enum err hand_over_store_tasks(struct db *db, int64_t member_id, struct rows *out_rows);
enum err hand_over_store_views(struct db *db, int64_t member_id, struct rows *out_rows);
enum err hand_over_store_followed(struct db *db, int64_t member_id, int64_t *out_n);

/* Where the walk over one kind of thing is: behind (key, id). */
struct hand_over_at {
    int64_t key, id;
};
/* hand_over_store_next_cards - id, next_due_at: of one module and status, in that order; at most max. */
enum err hand_over_store_next_cards(struct db *db, int64_t module_id, int64_t status_id, int64_t member_id,
        const struct hand_over_at *behind, bool privates, int max, struct rows *out_rows);
/* hand_over_store_next_tasks - id, due_at, module_id. */
enum err hand_over_store_next_tasks(struct db *db, int64_t member_id, const struct hand_over_at *behind,
        bool privates, int max, struct rows *out_rows);
/* hand_over_store_next_views - id, module_id. */
enum err hand_over_store_next_views(
        struct db *db, int64_t member_id, int64_t after_id, int max, struct rows *out_rows);
/* hand_over_store_next_followed - card_id, contact_id (one of them 0), the card's module_id or NULL. */
enum err hand_over_store_next_followed(
        struct db *db, int64_t member_id, const struct hand_over_at *behind, int max, struct rows *out_rows);
