/* comment - what people say to each other about a card or a contact: plain text, colleagues called by name. Whoever is
 * called must be able to see it; he and all who follow are told. */
#pragma once
#include "core/subject.h"
#include "store/comment_store.h"

#define COMMENT_MAX  10000 /* characters */
#define MENTIONS_MAX 50

/* comment_add - mentions: JSON array of members' ids, or NULL.
 * Errors: as subject_edit without the right to change it: who sees it may speak, when his role writes at all; ERR_INVALID
 *         fields "text", "mentions" (error.mention_unseen: he may not see it)
 * Effects: row, event "comment", followers, notifications, stream event */
enum err comment_add(
        struct ctx *cx, struct subject *s, const char *text, const json_t *mentions, struct comment *out);
/* comment_edit - one's own; version 0 skips the check. Who is called anew is told.
 * Errors: as comment_add; ERR_FORBIDDEN error.comment_others, ERR_STALE */
enum err comment_edit(struct ctx *cx, int64_t id, int64_t version, const char *text, const json_t *mentions,
        struct comment *out);
/* comment_trash - one's own, or an administrator any. Effects: event "comment_removed": undo brings it back */
enum err comment_trash(struct ctx *cx, int64_t id);
/* comment_revert - undo of an event "comment" or "comment_removed". */
enum err comment_revert(struct ctx *cx, const char *kind, const char *new_json);
/* comment_write - the object "Comment". */
void comment_write(struct ctx *cx, struct jw *w, const struct comment *in);
/* comment_list_write - {"rows":[Comment],"next"}, latest first. */
enum err comment_list_write(struct ctx *cx, struct subject *s, const char *cursor, int limit, struct jw *w);
/* comment_readers_write - {"rows":[{id,name,initials}]}: colleagues who may see it and whose name begins with, or has a word
 * that begins with, what was typed; at most 20. */
enum err comment_readers_write(struct ctx *cx, struct subject *s, const char *typed, struct jw *w);
/* comment_of_event - the id that an event of kind "comment…" carries. */
int64_t comment_of_event(struct ctx *cx, const char *new_json);
