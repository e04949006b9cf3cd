/* import_store - rows of the import table, and finding the card that a file's row means. */
#pragma once
#include "store/db.h"

struct import_row {
    int64_t id, member_id, module_id, size_bytes, n_rows, job_id, change_id, created_at;
    const char *file_name, *file_path, *encoding, *delimiter, *mapping, *state, *report;
};

enum err import_store_insert(struct db *db, const struct import_row *in, int64_t *out_id);
enum err import_store_get(struct db *db, int64_t id, struct import_row *out_row);
/* import_store_list - the latest `max` ids, of one member or (0) of all. */
enum err import_store_list(struct db *db, int64_t member_id, int max, struct rows *out_ids);
/* import_store_save - everything but id, member, module and file name. */
enum err import_store_save(struct db *db, const struct import_row *row);
/* import_store_find_card - the newest live card of the module whose column holds the value. column: a column of card,
 * or "f_<id>" of the module's own table. ERR_NOT_FOUND none; ERR_INTERNAL a column name of another form. */
enum err import_store_find_card(
        struct db *db, int64_t module_id, const char *column, struct val value, int64_t *out_id);
