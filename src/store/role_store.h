/* role_store - rows of roles and teams. Reading them for the snapshot is meta_store's. */
#pragma once
#include "store/db.h"

struct role_row {
    int64_t version;
    const char *code, *label, *rights;
};
/* role_row_put - made, or changed: then its version grows by one. */
enum err role_row_put(struct db *db, const struct role_row *row);
enum err role_row_remove(struct db *db, const char *code);
/* role_store_rights - its JSON. Errors: ERR_NOT_FOUND. */
enum err role_store_rights(struct db *db, const char *code, const char **out_rights);
/* role_store_give - all members of a role get another one. */
enum err role_store_give(struct db *db, const char *from, const char *to);
/* role_store_members - how many have it. */
enum err role_store_members(struct db *db, const char *code, int64_t *out_n);

struct team_row {
    int64_t id, leader_id, version;
    const char *name;
};
/* team_store_lead - the teams that one leads are led by another. */
enum err team_store_lead(struct db *db, int64_t from_id, int64_t to_id);
enum err team_row_get(struct db *db, int64_t id, struct team_row *out_row);
enum err team_row_add(struct db *db, const struct team_row *row, int64_t *out_id);
/* team_row_save - its version grows by one. */
enum err team_row_save(struct db *db, const struct team_row *row);
enum err team_row_remove(struct db *db, int64_t id);
/* team_store_members - these and no others belong to it. */
enum err team_store_members(struct db *db, int64_t id, const int64_t *member_ids, size_t n);
/* team_store_leave - a member belongs to none and leads none any more. */
enum err team_store_leave(struct db *db, int64_t member_id);
