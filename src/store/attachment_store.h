/* attachment_store - the SQL of what is attached to cards and contacts, and of the files behind it. */
#pragma once
#include "store/db.h"

struct attachment {
    int64_t id, card_id, contact_id, file_id; /* of card and contact one is 0 */
    int64_t size_bytes, width, height;        /* of images whose size is known, else 0 */
    int64_t created_at, created_by, trashed_at;
    int64_t field_id;                 /* whose value it is or was, 0 = none */
    const char *name, *type, *sha256; /* sha256 is the file's: read, not written here */
};

enum err attachment_store_insert(struct db *db, const struct attachment *in, int64_t *out_id);
/* attachment_store_get - trashed ones too. Errors: ERR_NOT_FOUND. */
enum err attachment_store_get(struct db *db, int64_t id, struct attachment *out);
/* attachment_store_list - of a card or a contact (the other is 0), latest first, before an id; without those of fields. */
enum err attachment_store_list(struct db *db, int64_t card_id, int64_t contact_id, bool trash,
        int64_t before_id, int max, struct attachment **out, size_t *out_n);
/* attachment_store_count - live ones, without those of fields. */
enum err attachment_store_count(struct db *db, int64_t card_id, int64_t contact_id, int64_t *out_n);
/* attachment_store_trash - at 0: out of it. */
enum err attachment_store_trash(struct db *db, int64_t id, int64_t at);
/* attachment_store_place - a field's file becomes the card's, out of the trash. */
enum err attachment_store_place(struct db *db, int64_t id, int64_t card_id);

/* attachment_store_same - a whole file of these bytes that is kept. Errors: ERR_NOT_FOUND. */
enum err attachment_store_same(struct db *db, const char *sha256, int64_t size_bytes, int64_t *out_file_id);
/* attachment_store_keep - the file is kept for good from now on. */
enum err attachment_store_keep(struct db *db, int64_t file_id);

/* attachment_store_trash_at - when the first one came into the trash, NO_DUE when none is there. */
enum err attachment_store_trash_at(struct db *db, int64_t *out_at);
/* attachment_store_drop_trash - remove at most max of those trashed by `until_at`; their files are let go when nothing else
 * names them: file_sweep takes them. */
enum err attachment_store_drop_trash(struct db *db, int64_t until_at, int64_t now_at, int max);
/* attachment_store_erase - the same for all of a card or a contact. */
enum err attachment_store_erase(struct db *db, int64_t card_id, int64_t contact_id, int64_t now_at);
