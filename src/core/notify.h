/* notify - what members are told in the bell: somebody called them by name, a comment on what they follow, a task or a card
 * given to them, a task due soon, work that has ended, cards soon forgotten, due times. Written in the transaction of what it tells
 * of; what it says is looked up when it is read, so that nothing is told of what a member may no longer see. */
#pragma once
#include "core/card.h"
#include "store/notify_store.h"

#define NOTIFICATIONS_KEPT 500 /* of a member; the oldest fall off */

/* One record a kind, in the order of the settings page. */
struct notify_kind {
    const char *name;
    bool own; /* told also of what the member did himself */
};
extern const struct notify_kind notify_kinds[]; /* ended by a record without a name */

/* notify - tell in->member_id, unless he chose otherwise, did it himself, or is gone; at and actor_id are filled in here.
 * In bulk changes what one kind has to say to one member is counted in one notification. Nothing in imports.
 * Effects: row, the oldest beyond NOTIFICATIONS_KEPT go, stream event "notification" to him alone */
enum err notify(struct ctx *cx, const struct notification *in);
/* notify_card_owner - a card was given to its owner by another. notify_task - a task to its assignee. */
enum err notify_card_owner(struct ctx *cx, const struct card *card);
enum err notify_task(struct ctx *cx, int64_t card_id, int64_t task_id, int64_t assignee_id);
/* notify_job - work of his has ended; kinds that nobody waits for are not told. */
enum err notify_job(struct ctx *cx, int64_t member_id, const char *kind, int64_t job_id);

/* notify_list_write - {"rows":[Notification],"next":cursor|null,"unread":n}: the acting member's, latest first; unread is
 * at most NOTIFY_UNREAD_MAX. Rows of what he may no longer see are left out. */
#define NOTIFY_UNREAD_MAX 100
enum err notify_list_write(struct ctx *cx, bool unread, const char *cursor, int limit, struct jw *w);
/* notify_read - one of his, or (id 0) all up to an id. */
enum err notify_read(struct ctx *cx, int64_t id, int64_t up_to_id);
/* notify_seen - one of the acting member's (columns NOTE_…). ERR_NOT_FOUND it is gone, or about what he may no longer see */
enum err notify_seen(struct ctx *cx, int64_t id, const struct val **out_row);
/* What a member wants to hear of a kind; without a choice the bell alone tells it. */
struct notify_choice {
    bool in_app, push; /* push: what the bell tells is also sent to his browsers */
};
/* notify_choices_write - the members "kinds":[{kind,in_app,push}]. */
enum err notify_choices_write(struct ctx *cx, struct jw *w);
enum err notify_choice_get(struct ctx *cx, const char *kind, struct notify_choice *out);
/* notify_choose - what the bell does not tell is not pushed either. Errors: ERR_INVALID field "kind" */
enum err notify_choose(struct ctx *cx, const char *kind, const struct notify_choice *in);
