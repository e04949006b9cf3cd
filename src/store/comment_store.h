/* comment_store - the SQL of comments and of who follows what. Of card_id and contact_id one is 0. */
#pragma once
#include "store/db.h"

struct comment {
    int64_t id, card_id, contact_id, member_id, created_at, edited_at, trashed_at, version;
    const char *text, *mentions; /* mentions: JSON array of members' ids */
};

enum err comment_store_insert(struct db *db, const struct comment *in, int64_t *out_id);
/* comment_store_get - trashed ones too. Errors: ERR_NOT_FOUND. */
enum err comment_store_get(struct db *db, int64_t id, struct comment *out);
/* comment_store_list - live ones, latest first, before an id. */
enum err comment_store_list(struct db *db, int64_t card_id, int64_t contact_id, int64_t before_id, int max,
        struct comment **out, size_t *out_n);
/* comment_store_some - those with these ids, in no order; trashed ones too. */
enum err comment_store_some(struct db *db, const int64_t *ids, size_t n, struct comment **out, size_t *out_n);
/* comment_store_edit - text, mentions, edited_at; version + 1. Errors: ERR_STALE when the version is another by now. */
enum err comment_store_edit(struct db *db, const struct comment *in);
/* comment_store_trash - at 0: it stands again. */
enum err comment_store_trash(struct db *db, int64_t id, int64_t at);

/* follow_store_put - replace: also where there is a row already. */
enum err follow_store_put(struct db *db, int64_t card_id, int64_t contact_id, int64_t member_id, bool follows,
        bool replace, int64_t at);
/* follow_store_list - member_id and follows, at most max. */
enum err follow_store_list(
        struct db *db, int64_t card_id, int64_t contact_id, int max, struct rows *out_rows);

/* talk_store_erase - comments, followers and notifications of a card or a contact, for good. */
enum err talk_store_erase(struct db *db, int64_t card_id, int64_t contact_id);
