/* event - the append-only history; from it come the card's history, undo, funnels and back-tests. */
#pragma once
#include "core/card.h"

struct event_new {
    int64_t card_id, contact_id, task_id; /* 0 = none */
    const char *kind, *field;
    const char *old_json, *new_json; /* exact values as JSON, NULL = none */
    const char *text;
    bool is_contact;
    int64_t at; /* 0 = now; logged calls may lie in the past */
};

/* change_new - a change row made at once: the parent of a bulk run or an import. summary_json may be NULL.
 * cx->change_id is untouched; children get it as parent through cx->parent_change_id. */
enum err change_new(struct ctx *cx, const char *kind, const char *summary_json, int64_t n, int64_t *out_id);
/* events_add - several at once, in as few statements as possible. */
enum err events_add(struct ctx *cx, const struct event_new *in, size_t n);
/* event_add - append to the current change (made on first use from cx->change_kind). */
enum err event_add(struct ctx *cx, const struct event_new *in);
/* event_log - what a person did: kind call, meeting, note, email, sms, form; contacts also run card_contacted. */
enum err event_log(
        struct ctx *cx, struct card *card, const char *kind, const char *text, int64_t at, bool incoming);
/* change_undo - put back what a change (or all changes under a parent: bulk, import) did, in reverse order.
 * Errors: ERR_CONFLICT with key error.undo_later_change when a later change stands in the way (names it),
 *         error.undo_expired after 30 days, error.undo_done; ERR_FORBIDDEN when not one's own and not a manager.
 * Big ones (more than 200 events) run as a job: *out_job_id > 0. */
enum err change_undo(struct ctx *cx, int64_t change_id, int64_t *out_job_id, int64_t *out_undo_change_id);
/* undo_step - the next piece of undoing a big change, for the job "undo": at most 500 events, then what an import made. */
struct job;
enum err undo_step(struct ctx *cx, struct job *job, bool *out_more);
/* event_list_write - {"rows":[Event],"next":cursor|null}, latest first, of a card or a contact (the other is 0) that the
 * member may see. group: NULL = all, or fields, status, tasks, contacts, notes, files, comments. */
enum err event_list_write(struct ctx *cx, int64_t card_id, int64_t contact_id, const char *group,
        const char *cursor, int limit, struct jw *w);
/* event_logged_write - the event that event_log has just written on the card. */
enum err event_logged_write(struct ctx *cx, const struct card *card, struct jw *w);
/* changes_write - {"rows":[{id,at,member_id,kind,n,summary,undone,undoable}],"next"}: the acting member's own changes,
 * latest first. */
enum err changes_write(struct ctx *cx, const char *cursor, int limit, struct jw *w);
