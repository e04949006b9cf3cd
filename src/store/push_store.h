/* push_store - the SQL of browser push: what waits to be sent (in the account), browsers and the server's key (directory). */
#pragma once
#include "store/db.h"

/* Of the account. */
struct push_row {
    int64_t id, member_id, note_id, n, at, tries, made_at;
    int64_t browser_id; /* 0 = all the member's */
};
/* push_store_gather - one more for a member, told together with what waits for its first try. */
enum err push_store_gather(struct db *db, int64_t member_id, int64_t note_id, int64_t now_at, int64_t at);
enum err push_store_insert(struct db *db, const struct push_row *row);
/* push_store_due - at most max, those that wait longest first. push_store_is_due - is there one? */
enum err push_store_due(struct db *db, int64_t now_at, int max, struct push_row **out_rows, size_t *out_n);
enum err push_store_is_due(struct db *db, int64_t now_at, bool *out_due);
/* push_store_take - one more try; not again before `at`. */
enum err push_store_take(struct db *db, int64_t id, int64_t at);
enum err push_store_delete(struct db *db, int64_t id);

/* Of the directory. */
struct push_browser {
    int64_t id, session_id, account_id, member_id, created_at, sent_at;
    int64_t failed_at; /* the last try was in vain; 0 = it was not */
    const char *prefix, *endpoint, *p256dh, *auth;
    const char *agent; /* of its session */
    bool strong;       /* so was its session (struct session_row) */
};
/* push_browser_put - instead of what its session, or its endpoint, was before; only a member's latest `keep` stay. */
enum err push_browser_put(struct db *db, const struct push_browser *b, int keep);
/* push_browser_rows - of a member, with sessions that are alive, latest first; at most max. */
enum err push_browser_rows(struct db *db, int64_t account_id, int64_t member_id, int64_t now_at, int max,
        struct push_browser **out_rows, size_t *out_n);
/* push_browser_drop - ERR_NOT_FOUND it is not this member's. */
enum err push_browser_drop(struct db *db, int64_t account_id, int64_t member_id, int64_t id);
/* push_browser_gone - its push service knows it no more. push_browser_told - a try, and whether it was in vain. */
enum err push_browser_gone(struct db *db, int64_t id, const char *endpoint);
enum err push_browser_told(struct db *db, int64_t id, int64_t at, bool failed);

/* push_key_row - ERR_NOT_FOUND none was made yet */
enum err push_key_row(struct db *db, const char **out_point, const char **out_sealed);
/* push_key_add - ERR_CONFLICT another was there first */
enum err push_key_add(struct db *db, const char *point, const char *sealed);
