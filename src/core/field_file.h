/* field_file - files as values of a card's fields. One is brought first, belonging to nobody but the member who brought it,
 * and becomes the card's when the card is saved with it; a value that goes waits in the trash as long as undo may want it. */
#pragma once
#include "core/attachment.h"

struct card;

/* field_file_place - may the acting member bring a file for this field? Errors: ERR_NOT_FOUND no such field of files that he
 * knows of, ERR_FORBIDDEN, ERR_INVALID one that he may not change */
enum err field_file_place(struct ctx *cx, int64_t field_id);
/* field_file_see - may he see a file of this field? Errors: ERR_NOT_FOUND */
enum err field_file_see(struct ctx *cx, const struct attachment *at);
/* field_file_check - may the card have this value? Its own file, also from the trash, or one that he brought himself.
 * Errors: ERR_INVALID error.unknown_file */
enum err field_file_check(struct ctx *cx, const struct card *card, const struct field *f, struct val v);
/* field_file_moved - the card is written: the new one is its, the old one goes into the trash. */
enum err field_file_moved(struct ctx *cx, const struct card *card, struct val from, struct val to);
/* field_file_bring - a file that waits for its card: when that is not saved within a day, it goes. */
void field_file_bring(struct ctx *cx, struct attachment *at);
/* field_file_copy - another card gets a file of its own with the same bytes: *v becomes the id of one brought by him. */
enum err field_file_copy(struct ctx *cx, struct val *v);
