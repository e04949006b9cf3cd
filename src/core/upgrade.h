/* upgrade - accounts on their way to this program's schema. Each is migrated when it is opened (store/migrate.h), and the
 * directory notes what version it has then; so whoever goes through those behind can stop and go on at any time. */
#pragma once
#include "core/directory.h"

/* upgrade_next - an account that is behind, by id behind `after`; opening it brings it up. ERR_NOT_FOUND: none is left */
enum err upgrade_next(struct directory *dir, struct ctx *cx, int64_t after, int64_t *out_id);

struct upgrade_state {
    int newest; /* the version this program brings them to */
    int64_t behind, all;
};
enum err upgrade_look(struct directory *dir, struct ctx *cx, struct upgrade_state *out);
/* upgrade_metrics - Prometheus text. */
void upgrade_metrics(struct directory *dir, struct ctx *cx, struct buf *out);
/* upgrade_copy - what an account of an older schema is in PostgreSQL, as a backup in the data folder: SLUG.before-NNNN.cardinal,
 * the last one alone. (A file is copied as it is, by migrate_run.) Nothing, when it is not behind. Errors: ERR_FULL and
 * others of backup_make: then it must not be migrated */
enum err upgrade_copy(struct directory *dir, struct ctx *cx, const struct account_row *account,
        const struct store_config *where);
/* upgrade_drop_copies - of an account that is deleted. */
void upgrade_drop_copies(struct directory *dir, struct arena *a, const char *slug);
