/* member_store - rows of members and of the account's settings. Reading for the snapshot is meta_store's. */
#pragma once
#include "store/db.h"

struct member_row {
    int64_t id, login_id, created_at, version;
    const char *name, *initials, *email, *role, *language, *zone, *theme;
    bool sees_all, active, locked;
};

enum err member_row_get(struct db *db, int64_t id, struct member_row *out_row);
/* member_row_by_login - ERR_NOT_FOUND */
enum err member_row_by_login(struct db *db, int64_t login_id, struct member_row *out_row);
enum err member_row_add(struct db *db, const struct member_row *row, int64_t *out_id);
/* member_row_save - everything but id, login and e-mail; version grows by one. */
enum err member_row_save(struct db *db, const struct member_row *row);
/* member_count_administrators - active ones other than `but_id`. */
enum err member_count_administrators(struct db *db, int64_t but_id, int64_t *out_n);
enum err member_count(struct db *db, int64_t *out_n);

/* setting_put - name and its value as JSON. */
enum err setting_put(struct db *db, const char *name, const char *json);
