/* home_store - the SQL of the home page: rows of cards over all modules, in the columns of enum list_col. */
#pragma once
#include "store/list_store.h"

/* Whose: ids of members; never empty. gone: modules in the trash, whose cards are seen nowhere. sees: of
 * whoever looks; NULL = all that these members have. */
struct owners {
    const int64_t *ids;
    int n;
    const int64_t *gone;
    int n_gone;
    const struct sees *sees;
};

/* home_store_tasks - open tasks of these members due before `before_at`, by deadline; the row's task is this one. */
enum err home_store_tasks(struct db *db, struct owners who, int64_t before_at, int max,
        enum err (*each)(void *arg, const struct val *row), void *arg);
/* home_store_new - cards assigned to them that they have not opened yet, the latest first. */
enum err home_store_new(struct db *db, struct owners who, int max,
        enum err (*each)(void *arg, const struct val *row), void *arg);
/* home_store_status - their cards in these statuses of a module, by next action. */
enum err home_store_status(struct db *db, struct owners who, int64_t module_id, int64_t status_id, int max,
        enum err (*each)(void *arg, const struct val *row), void *arg);
/* home_store_waking - their cards of this module that its rules move on before `before_at`, the nearest first. */
enum err home_store_waking(struct db *db, struct owners who, const int64_t *module_ids, int n_modules,
        int64_t before_at, int max, enum err (*each)(void *arg, const struct val *row), void *arg);
/* home_store_count_tasks - open tasks of these members due from `from` to before `to`, at most cap. */
enum err home_store_count_tasks(
        struct db *db, struct owners who, int64_t from, int64_t to, int64_t cap, int64_t *out_n);
/* home_store_counters - owner_id, status_id, n of the counter rows of these members. */
enum err home_store_counters(struct db *db, struct owners who, struct rows *out_rows);
