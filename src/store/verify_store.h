/* verify_store - full counts that compare kept values with the facts; only for `cardinal account verify` and tests. */
#pragma once
#include "store/db.h"

struct verify_check {
    const char *name;
    const char *sql; /* one number: the rows that are wrong */
};
/* verify_checks - ended by a record without a name. */
extern const struct verify_check verify_checks[];
enum err verify_store_run(struct db *db, const struct verify_check *check, int64_t *out_wrong);
/* verify_store_file_field - a field's values without their file, and files that are no card's value. */
enum err verify_store_file_field(struct db *db, int64_t module_id, int64_t field_id, int64_t *out_wrong);
/* verify_store_own_rows - cards of a module without their row in m_<module>, and rows without their card. */
enum err verify_store_own_rows(struct db *db, int64_t module_id, int64_t *out_wrong);
