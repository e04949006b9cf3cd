/* piece_store - the SQL of what an administrator shapes: rows of modules, statuses, fields, choices, task types and saved
 * views, read whole and changed by column. Every row has a version; none is ever deleted here. */
#pragma once
#include "store/db.h"

enum piece_kind {
    PIECE_MODULE,
    PIECE_STATUS,
    PIECE_FIELD,
    PIECE_OPTION,
    PIECE_TASK_TYPE,
    PIECE_VIEW,
    N_PIECE
};

/* The columns of a row as they are read, the same two first. */
enum {
    PIECE_ID,
    PIECE_VERSION,
    PIECE_PARENT
}; /* parent: the module, of an option the field; of a module 0 */
enum {
    MODULE_KIND = PIECE_PARENT + 1,
    MODULE_TEMPLATE,
    MODULE_LABEL,
    MODULE_ITEM,
    MODULE_ITEMS,
    MODULE_GROUPS,
    MODULE_COLOUR,
    MODULE_ICON,
    MODULE_POSITION,
    MODULE_SETTINGS,
    MODULE_TRASHED
};
enum {
    STATUS_GROUP = PIECE_PARENT + 1,
    STATUS_POSITION,
    STATUS_LABEL,
    STATUS_COLOUR,
    STATUS_ROLE,
    STATUS_CADENCE_DAYS,
    STATUS_CADENCE_LABEL,
    STATUS_STALLED_DAYS,
    STATUS_PROBABILITY,
    STATUS_NEEDS,
    STATUS_TRASHED
};
enum {
    FIELD_CODE = PIECE_PARENT + 1,
    FIELD_TYPE,
    FIELD_LABEL,
    FIELD_HELP,
    FIELD_GROUP,
    FIELD_POSITION,
    FIELD_SETTINGS,
    FIELD_FILTERABLE,
    FIELD_REQUIRED,
    FIELD_REQUIRED_FROM,
    FIELD_READ_ONLY,
    FIELD_UNIQUE,
    FIELD_DEFAULT,
    FIELD_INDEXED,
    FIELD_ROLE,
    FIELD_TRASHED
};
enum { OPTION_CODE = PIECE_PARENT + 1, OPTION_LABEL, OPTION_COLOUR, OPTION_POSITION, OPTION_STATE };
enum {
    TASK_TYPE_CODE = PIECE_PARENT + 1,
    TASK_TYPE_LABEL,
    TASK_TYPE_ICON,
    TASK_TYPE_DURATION,
    TASK_TYPE_REMINDER,
    TASK_TYPE_CONTACT,
    TASK_TYPE_POSITION,
    TASK_TYPE_RETIRED
};
enum { VIEW_MEMBER = PIECE_PARENT + 1, VIEW_LABEL, VIEW_CONFIG };
#define PIECE_COLS 24 /* no kind has more */

/* One column: its name in the table, in the API, and what it holds. */
struct piece_col {
    const char *name, *api;
    enum { COL_INT, COL_BOOL, COL_TEXT, COL_JSON } holds;
};
/* piece_cols - the columns of a kind in the order above. */
const struct piece_col *piece_cols(enum piece_kind kind, int *out_n);
/* piece_name, piece_named - the kind's stable name, in the history; N_PIECE when there is none. */
const char *piece_name(enum piece_kind kind);
enum piece_kind piece_named(const char *name);

/* piece_store_get - Errors: ERR_NOT_FOUND. */
enum err piece_store_get(struct db *db, enum piece_kind kind, int64_t id, const struct val **out_row);
/* piece_store_list - all of a module (of all modules: 0 and PIECE_MODULE), in the order people see; trashed ones last.
 * Options come by field. */
enum err piece_store_list(struct db *db, enum piece_kind kind, int64_t module_id, struct rows *out_rows);
/* piece_store_update - anew: version + 1. A place in a list is no part of what a version guards: whoever renames a status
 * that somebody moved has missed nothing. Errors: ERR_STALE it has another version. */
enum err piece_store_update(struct db *db, enum piece_kind kind, int64_t id, int64_t version, bool anew,
        const int *cols, const struct val *vals, size_t n);
/* piece_store_counts - live cards of each module: module_id, n. */
enum err piece_store_counts(struct db *db, struct rows *out_rows);
/* piece_store_cards_in - ids of live cards in a status; piece_store_count_in counts those in the trash too;
 * piece_store_move_trashed moves those alone, without history. */
enum err piece_store_cards_in(
        struct db *db, int64_t module_id, int64_t status_id, int max, struct rows *out_rows);
enum err piece_store_count_in(struct db *db, int64_t module_id, int64_t status_id, int64_t *out_n);
enum err piece_store_move_trashed(struct db *db, int64_t module_id, int64_t status_id, int64_t to);
/* piece_store_status_counts - live cards of each status of a module: status_id, n. */
enum err piece_store_status_counts(struct db *db, int64_t module_id, struct rows *out_rows);
