/* counter_store - the SQL of the counters: cards and value per module × status × owner × qualification × rating. */
#pragma once
#include "store/db.h"

/* counter_store_add - add n and value_minor to one row, which is made when absent.
 * Takes: v = module_id, status_id, owner_id, qualification, rating, n, value_minor */
enum err counter_store_add(struct db *db, const struct val *v);
/* counter_store_total - live cards of all modules. */
enum err counter_store_total(struct db *db, int64_t *out_n);
/* counter_store_wrong - how many rows differ from a recount of the live cards. */
enum err counter_store_wrong(struct db *db, int64_t *out_n);
