/* access - who may see and do what, in one place. Used by lists, counts, search, history, live events and undo alike. */
#pragma once
#include "core/ctx.h"

struct card;

/* access_sees_all - may the member see cards of others? Managers and administrators do; users when sees_all. */
bool access_sees_all(const struct member *m);
/* access_card - may the acting member see (and edit) this card? A card without an owner is open to everybody.
 * Also cards on which the member has an open task. Errors: ERR_NOT_FOUND (never a hint that it exists). */
enum err access_card(struct ctx *cx, int64_t owner_id, int64_t card_id);
/* access_owner_filter - the owner id that lists and counts must be narrowed to, or 0 for no narrowing. Cards without
 * an owner are always included. */
int64_t access_owner_filter(const struct ctx *cx);
/* access_need_role - ERR_FORBIDDEN below the role. */
enum err access_need_role(struct ctx *cx, enum role at_least);
/* access_may_notice - may this member (tag data) be told of a notice with these owners? */
bool access_may_notice(int64_t member_id, bool sees_all, int64_t owner_id, int64_t old_owner_id);
