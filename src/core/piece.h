/* piece - one row of what an administrator shapes (a module, status, field, choice, view): read, changed by column, with
 * history, undo and both values of a late write. What follows from a change (waiting times, an index) is started here
 * too, so undo starts it as well. */
#pragma once
#include "core/ctx.h"
#include "store/piece_store.h"

struct piece {
    enum piece_kind kind;
    const struct val *v;  /* as it stands; see store/piece_store.h for the columns */
    int cols[PIECE_COLS]; /* what is to change */
    struct val vals[PIECE_COLS];
    size_t n;
};

/* piece_get - of the database, not of the snapshot. Errors: ERR_NOT_FOUND, with the fault. */
enum err piece_get(struct ctx *cx, enum piece_kind kind, int64_t id, struct piece *out);
/* piece_of_row - a row of piece_store_list. */
struct piece piece_of_row(enum piece_kind kind, const struct val *row);
static inline int64_t piece_id(const struct piece *p)
{
    return p->v[PIECE_ID].i;
}
/* piece_of_contacts - of a module's row: the place of people's or companies' fields (core/contact_own.h)? */
bool piece_of_contacts(const struct piece *module);
/* piece_set - note a column's new value; nothing when it has it already. */
void piece_set(struct piece *p, int col, struct val v);
/* piece_save - write what was set.
 * Takes:  version - what the client saw, 0 = no check
 * Gives:  p->v as it stands then
 * Errors: ERR_STALE with both values; nothing is written when nothing was set
 * Effects: event "piece" in the current change, cx->meta_changed, what follows from it */
enum err piece_save(struct ctx *cx, struct piece *p, int64_t version);
/* piece_made - a row was inserted: its event, which undo takes back by putting it into the trash. */
enum err piece_made(struct ctx *cx, enum piece_kind kind, int64_t id);
/* pieces_order - the first n rows stand in the order of the ids; each must be named once. col: their position.
 * Errors: ERR_CONFLICT error.order_changed when the ids are others */
enum err pieces_order(
        struct ctx *cx, enum piece_kind kind, const struct rows *rows, size_t n, int col, const json_t *ids);
/* piece_revert - undo of an event "piece"; field, old and new as they were written there.
 * Errors: ERR_CONFLICT error.undo_later_change; ERR_FORBIDDEN not an administrator */
enum err piece_revert(struct ctx *cx, const char *field, const char *old_json, const char *new_json);
/* piece_shown - its name in the acting member's language. */
const char *piece_shown(struct ctx *cx, const struct piece *p);
