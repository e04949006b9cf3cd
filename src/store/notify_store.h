/* notify_store - the SQL of notifications, of what members chose to be told, and of reminders. */
#pragma once
#include "store/db.h"

/* n 0 = 1 */
struct notification {
    int64_t member_id, at, actor_id, card_id, contact_id, task_id, comment_id, job_id, change_id, n;
    const char *kind;
};

enum err notify_store_insert(struct db *db, const struct notification *in, int64_t *out_id);
/* notify_store_more - so many more (in->n, else one) of what an unread one of the same member, kind and change tells of.
 * Errors: ERR_NOT_FOUND there is none */
enum err notify_store_more(struct db *db, const struct notification *in);
/* notify_store_trim - keep a member's latest `keep`. */
enum err notify_store_trim(struct db *db, int64_t member_id, int keep);
/* The columns of notify_store_list: what they are about is looked up, NULL where it is gone. */
enum {
    NOTE_ID,
    NOTE_AT,
    NOTE_KIND,
    NOTE_ACTOR,
    NOTE_N,
    NOTE_READ_AT,
    NOTE_CARD,
    NOTE_CARD_NAME,
    NOTE_CARD_MODULE,
    NOTE_CARD_OWNER,
    NOTE_CONTACT,
    NOTE_CONTACT_NAME,
    NOTE_TASK,
    NOTE_TASK_TEXT,
    NOTE_TASK_DUE_AT,
    NOTE_COMMENT,
    NOTE_COMMENT_TEXT, /* NULL also when it was taken back */
    NOTE_JOB,
    NOTE_JOB_KIND,
    NOTE_JOB_STATE,
    NOTE_SUMMARY, /* of the change it tells of */
    N_NOTE_COL
};
/* notify_store_list - a member's, latest first, before an id. */
enum err notify_store_list(
        struct db *db, int64_t member_id, bool unread, int64_t before_id, int max, struct rows *out_rows);
/* notify_store_read - up to an id, or (id > 0) that one alone. */
enum err notify_store_read(struct db *db, int64_t member_id, int64_t up_to_id, int64_t at);
enum err notify_store_read_one(struct db *db, int64_t member_id, int64_t id, int64_t at);

/* notify_store_choices - kind, in_app, push: of a member. */
enum err notify_store_choices(struct db *db, int64_t member_id, struct rows *out_rows);
enum err notify_store_choose(struct db *db, int64_t member_id, const char *kind, bool in_app, bool push);

/* remind_store_put - at 0: none. */
enum err remind_store_put(struct db *db, int64_t task_id, int64_t at);
/* remind_store_next_at - NO_DUE when there is none. */
enum err remind_store_next_at(struct db *db, int64_t *out_at);
/* remind_store_due - task_id, at, card_id, assignee_id, due_at of those whose time has come, at most max; card_id NULL where
 * nobody is to be reminded: the task is closed, or its card in the trash. */
enum err remind_store_due(struct db *db, int64_t now_at, int max, struct rows *out_rows);

/* remind_store_wakes - owner_id, number of cards, one of them: the live cards of a module that wake in between (the first
 * time excluded). remind_store_first_wake - the first one's time behind a time, NO_DUE when there is none. */
enum err remind_store_wakes(
        struct db *db, int64_t module_id, int64_t after_at, int64_t to_at, int max, struct rows *out_rows);
enum err remind_store_first_wake(struct db *db, int64_t after_at, int64_t *out_at);
/* remind_store_told - up to which time of waking owners were told; ERR_NOT_FOUND never yet. */
enum err remind_store_told(struct db *db, int64_t *out_at);
enum err remind_store_tell(struct db *db, int64_t at);
