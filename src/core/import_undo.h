/* import_undo - the fields and options that an import made, when the import is undone or its undo is. */
#pragma once
#include "core/ctx.h"

/* import_made - did the run that is this change make fields or options? False when it is no import's. */
enum err import_made(struct ctx *cx, int64_t change_id, bool *out_made);
/* import_unmake_step - after the cards went: take away what nothing else uses (a live card's value, a saved view, the
 * module's settings with their rules, another import). One step looks through a piece of the cards.
 * Takes:  position "made:", then what the step before left
 * Gives:  *out_position for the next step, when *out_more */
enum err import_unmake_step(
        struct ctx *cx, int64_t change_id, const char *position, const char **out_position, bool *out_more);
/* import_remake - what an undo took away comes back, before that undo is undone. Effects: cx->meta_changed. */
enum err import_remake(struct ctx *cx, int64_t change_id);
