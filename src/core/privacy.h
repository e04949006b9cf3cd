/* privacy - cards that only their owner, the invited, those with an open task on them and administrators see. Colleagues
 * may be invited to any card; to one that is not private it opens what their role's scopes leave out. */
#pragma once
#include "core/card.h"

#define PRIVACY_GUESTS_MAX 50

struct privacy {
    bool private;
    int64_t guests[PRIVACY_GUESTS_MAX]; /* member ids, ascending */
    size_t n;
};

/* privacy_get - asks nothing where the account has neither private cards nor guests. */
enum err privacy_get(struct ctx *cx, int64_t card_id, struct privacy *out);
/* privacy_set - by the card's owner or an administrator; guests: an array of member ids.
 * Errors: ERR_FORBIDDEN; ERR_INVALID field "guests[i]"; ERR_CONFLICT a card without an owner */
enum err privacy_set(struct ctx *cx, const struct card *card, bool private, const json_t *guests);
/* privacy_revert - undo of such a change. Errors: ERR_CONFLICT it was changed again since */
enum err privacy_revert(struct ctx *cx, const struct card *card, const char *old_json, const char *new_json);
/* privacy_write - the object "Privacy". */
void privacy_write(struct jw *w, const struct privacy *p);
/* privacy_notices - what was gathered about private cards goes to their owners and guests alone. */
enum err privacy_notices(struct ctx *cx);
