/* change_store - the SQL of reading the history and of undo. (Appending: event_store.) */
#pragma once
#include "store/db.h"

/* The columns of change_store_get and change_store_list. */
enum {
    CHANGE_ID,
    CHANGE_AT,
    CHANGE_MEMBER,
    CHANGE_KIND,
    CHANGE_SUMMARY,
    CHANGE_N,
    CHANGE_PARENT,
    CHANGE_UNDONE_AT,
    CHANGE_UNDO_OF,
    N_CHANGE_COL
};
/* Errors: ERR_NOT_FOUND. */
enum err change_store_get(struct db *db, int64_t id, const struct val **out_row);
/* change_store_list - a member's own changes that stand for themselves (no steps of a bulk run), latest first. */
enum err change_store_list(
        struct db *db, int64_t member_id, int64_t before_id, int max, struct rows *out_rows);
/* change_store_undone - say of a change and of its steps that they are undone (at 0 = no longer). */
enum err change_store_undone(struct db *db, int64_t id, int64_t at, int64_t member_id);
/* change_store_undo_of - say what a change undoes. */
enum err change_store_undo_of(struct db *db, int64_t id, int64_t undo_of);
/* change_store_count - events of a change and of its steps. */
enum err change_store_count(struct db *db, int64_t id, int64_t *out_n);

/* The columns of events. */
enum {
    EVENT_ID,
    EVENT_AT,
    EVENT_CHANGE,
    EVENT_MEMBER,
    EVENT_CARD,
    EVENT_CONTACT,
    EVENT_TASK,
    EVENT_KIND,
    EVENT_FIELD,
    EVENT_OLD,
    EVENT_NEW,
    EVENT_TEXT,
    EVENT_IS_CONTACT,
    EVENT_CHANGE_AT,
    EVENT_CHANGE_MEMBER,
    EVENT_UNDONE_AT,
    N_EVENT_COL
};
/* change_store_events - of a card (card_id) or of contacts (contact_ids, n), latest first, before an id; kinds:
 * NULL-terminated, or NULL for all. */
enum err change_store_events(struct db *db, int64_t card_id, const int64_t *contact_ids, size_t n_contacts,
        const char *const *kinds, int64_t before_id, int max, struct rows *out_rows);
/* change_store_events_of - of one change, latest first, before an id (0 = from the end). */
enum err change_store_events_of(
        struct db *db, int64_t change_id, int64_t before_id, int max, struct rows *out_rows);
/* change_store_parts - ids of a change's steps and of the change itself, latest first, up to an id. */
enum err change_store_parts(struct db *db, int64_t id, int64_t up_to_id, int max, struct rows *out_rows);
/* change_store_change_of - the change that an event belongs to. */
enum err change_store_change_of(struct db *db, int64_t event_id, int64_t *out_id);
/* change_store_touched_later - did somebody (not the system) change the card after this event, in a change that still
 * stands, is no part of this one, and no undo? */
enum err change_store_touched_later(
        struct db *db, int64_t card_id, int64_t event_id, int64_t change_id, bool *out_touched);
