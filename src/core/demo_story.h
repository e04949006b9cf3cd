/* demo_story - what happened to a demo card: a customer, a year of contacts and tasks, an end. Told by the verbs that people
 * use, each deed at its own moment, so that rules, history and counters are as they would be. */
#pragma once
#include "core/ctx.h"

#define DEMO_COLLEAGUES 3

/* demo_module - the first live module of a kind, or NULL. */
const struct module *demo_module(const struct meta *m, const char *kind);
/* demo_story_tell - card number i, always the same one, in this module; me: the administrator, who owns some of them.
 * Effects: cx->member, cx->now_at are the last deed's */
enum err demo_story_tell(struct ctx *cx, const struct module *mod, int64_t me, int64_t i);
