/* subject - what people attach files to, talk about and follow: a card, or a contact. */
#pragma once
#include "core/ctx.h"

struct subject {
    int64_t card_id, contact_id; /* one of them is 0 */
    /* filled by subject_get */
    const char *name;
    int64_t owner_id, module_id; /* 0 = none */
    int64_t trashed_at;
};

/* subject_get - one that the acting member may see, also in the trash. Errors: ERR_NOT_FOUND */
enum err subject_get(struct ctx *cx, struct subject *s);
/* subject_edit - one that he may change: not in the trash. Errors: ERR_NOT_FOUND, ERR_CONFLICT error.card_trashed */
enum err subject_edit(struct ctx *cx, struct subject *s);
/* subject_seen_by - may a colleague see what subject_get found? */
enum err subject_seen_by(struct ctx *cx, const struct subject *s, const struct member *m, bool *out_sees);
/* subject_member_write - {"id","name","initials"}. */
void subject_member_write(struct jw *w, const struct member *m);
/* subject_erase - its files, comments, followers and notifications, for good; before the card or the contact itself goes. */
enum err subject_erase(struct ctx *cx, const struct subject *s);
/* subject_notice - tell streams that its files, its comments or who follows it have changed: event "talk". */
void subject_notice(struct ctx *cx, const struct subject *s);
