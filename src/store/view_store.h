/* view_store - rows of saved views. */
#pragma once
#include "store/db.h"

struct view_row {
    int64_t id, module_id, member_id, version;
    const char *label, *config;
    bool shared;
};

enum err view_row_get(struct db *db, int64_t id, struct view_row *out_row);
/* view_rows - shared ones of the module and those of the member; at most 200. */
enum err view_rows(
        struct db *db, int64_t module_id, int64_t member_id, struct view_row **out_rows, size_t *out_n);
enum err view_row_count(struct db *db, int64_t module_id, int64_t member_id, int64_t *out_n);
enum err view_row_add(struct db *db, const struct view_row *row, int64_t *out_id);
enum err view_row_save(struct db *db, const struct view_row *row);
enum err view_row_delete(struct db *db, int64_t id);
