/* import_store - rows of the import table, and finding the card that a file's row means. */
#pragma once
#include "store/db.h"

struct import_row {
    int64_t id, member_id, module_id, size_bytes, n_rows, job_id, change_id, created_at, file_id, refused_id;
    const char *file_name, *file_path, *encoding, *delimiter, *mapping, *state, *report;
};

enum err import_store_insert(struct db *db, const struct import_row *in, int64_t *out_id);
enum err import_store_get(struct db *db, int64_t id, struct import_row *out_row);
/* import_store_list - the latest `max` ids, of one member or (0) of all. */
enum err import_store_list(struct db *db, int64_t member_id, int max, struct rows *out_ids);
/* import_store_save - everything but id, member, module and file name. */
enum err import_store_save(struct db *db, const struct import_row *row);
/* import_store_by_change - the import whose run is that change. ERR_NOT_FOUND */
enum err import_store_by_change(struct db *db, int64_t change_id, struct import_row *out_row);
/* import_store_last_card - the greatest id of a module's cards, 0 = none. */
enum err import_store_last_card(struct db *db, int64_t module_id, int64_t *out_id);
/* import_store_filled - on how many live cards with an id in (after, up_to] each of the columns has a value.
 * import_store_values - the different values of one column there. */
enum err import_store_filled(struct db *db, int64_t module_id, const char *const *columns, size_t n,
        int64_t after, int64_t up_to, const struct val **out_filled);
enum err import_store_values(
        struct db *db, int64_t module_id, const char *column, int64_t after, int64_t up_to, struct rows *out);
/* import_store_find_card - the newest live card of the module whose column holds the value. column: a column of card,
 * or "f_<id>" of the module's own table. ERR_NOT_FOUND none; ERR_INTERNAL a column name of another form. */
enum err import_store_find_card(
        struct db *db, int64_t module_id, const char *column, struct val value, int64_t *out_id);
