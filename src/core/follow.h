/* follow - who is told of comments on a card or a contact: its owner, those who commented, those who were called by name, and
 * whoever wishes; and nobody who said that he does not. */
#pragma once
#include "core/subject.h"

#define FOLLOWERS_MAX 500

/* follow_set - the acting member's own wish, for a subject he may see. Effects: stream event */
enum err follow_set(struct ctx *cx, struct subject *s, bool follows);
/* follow_auto - he follows from now on, unless he said that he does not. */
enum err follow_auto(struct ctx *cx, const struct subject *s, int64_t member_id);
/* follow_list - the ids of those who follow, its owner first; at most FOLLOWERS_MAX + 1. */
enum err follow_list(struct ctx *cx, const struct subject *s, int64_t **out_ids, size_t *out_n);
/* follow_write - {"following":bool,"rows":[{"id","name","initials"}]} of a subject that the member may see. */
enum err follow_write(struct ctx *cx, struct subject *s, struct jw *w);
