/* tag - contacts' tags as things: found as one types, what lists are narrowed by, given to and taken from many at once. */
#pragma once
#include "core/ctx.h"

#define TAGS_MAX      50  /* of one contact; more are kept in the text alone */
#define TAGS_BULK_MAX 200 /* contacts at once */

/* tags_save - what a contact's text of tags ("vip, partner") says. */
enum err tags_save(struct ctx *cx, int64_t contact_id, const char *tags);
/* tags_write - {"rows":[{id,name}]}: those in use that begin with the text. */
enum err tags_write(struct ctx *cx, const char *text, int limit, struct jw *w);

enum tag_deed { TAG_ADD, TAG_REMOVE, CONTACTS_TRASH };
/* contacts_bulk - one undoable change of contacts that the member sees.
 * Errors: ERR_INVALID; ERR_FORBIDDEN without the right to change many */
enum err contacts_bulk(struct ctx *cx, const int64_t *ids, size_t n, enum tag_deed deed, const char *tag,
        int64_t *out_change_id);
