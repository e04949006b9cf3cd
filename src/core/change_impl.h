/* change_impl - shared by event_list.c and undo.c. */
#pragma once
#include "core/event.h"
#include "store/change_store.h"

#define UNDO_DAYS 30

/* change_undoable - may the acting member undo it now? Not whether something stands in the way.
 * Takes: when and by whom it was made, when it was undone (0 = it stands) */
bool change_undoable(const struct ctx *cx, int64_t at, int64_t member_id, int64_t undone_at);
