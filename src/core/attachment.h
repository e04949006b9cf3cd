/* attachment - files on cards and contacts: their bytes in the account's own database, once for equal ones; who sees the
 * card sees its files. */
#pragma once
#include "core/subject.h"
#include "store/attachment_store.h"

#define ATTACHMENTS_MAX      1000 /* live ones of a card or a contact */
#define ATTACHMENT_NAME_MAX  200  /* characters */
#define ATTACHMENT_TRASH_MS  (30 * MS_DAY)
#define ATTACHMENT_FILE_KIND "attachment"

/* attachment_name - a name as it may be kept: the last part of a path, without control characters and those that turn the
 * direction of writing, at most ATTACHMENT_NAME_MAX characters with its ending kept; "file" when nothing is left. */
const char *attachment_name(struct arena *a, const char *name);
/* attachment_check - may this file, of size_bytes, be attached to its card or contact, or brought for its field?
 * Errors: as subject_edit, or field_file_place; ERR_INVALID error.file_empty, error.too_many_files; ERR_QUOTA */
enum err attachment_check(struct ctx *cx, const struct attachment *in);
/* attachment_same - a file of the account with these bytes. Errors: ERR_NOT_FOUND */
enum err attachment_same(struct ctx *cx, const char *sha256, int64_t size_bytes, int64_t *out_file_id);
/* attachment_add - attach a whole file: in has subject, size_bytes, name, type, sha256, width, height, and file_id when its
 * bytes were put in, else one with the same bytes is looked for; with field_id it waits for a card. Checks as attachment_check.
 * Errors: also ERR_BUSY, that one has gone meanwhile
 * Effects: row, event "file_added", stream event */
enum err attachment_add(struct ctx *cx, struct attachment *in);
/* attachment_get - of a card or contact, and of a field, that the member may see; trashed ones too. Errors: ERR_NOT_FOUND */
enum err attachment_get(struct ctx *cx, int64_t id, struct attachment *out);
/* attachment_trash, attachment_restore - Errors: as subject_edit; restoring what is not in the trash: ERR_CONFLICT; a field's
 * file: ERR_CONFLICT error.file_in_field */
enum err attachment_trash(struct ctx *cx, int64_t id);
enum err attachment_restore(struct ctx *cx, int64_t id);
/* attachment_revert - undo of an event "file_added", "file_removed" or "file_restored".
 * Errors: ERR_CONFLICT error.undo_later_change when it stands otherwise by now, or is gone. */
enum err attachment_revert(struct ctx *cx, const char *kind, const char *name, const char *new_json);
/* attachment_write - the object "Attachment" of the contract. */
void attachment_write(struct jw *w, const struct attachment *in);
/* attachment_list_write - {"rows":[Attachment],"next":cursor|null}, latest first. */
enum err attachment_list_write(
        struct ctx *cx, struct subject *s, bool trash, const char *cursor, int limit, struct jw *w);
/* attachment_sweep - for the timer: remove some of what lies in the trash for too long, and of files whose time has come.
 * attachment_sweep_at - when there will be something. */
enum err attachment_sweep(struct ctx *cx, int max);
enum err attachment_sweep_at(struct ctx *cx, int64_t *out_at);
