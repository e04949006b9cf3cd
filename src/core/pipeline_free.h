/* pipeline_free - what pipelines with statuses moved by hand share. */
#pragma once
#include "core/card_impl.h"

/* free_place - where it was put; new cards at the first status. */
enum err free_place(struct ctx *cx, const struct module *mod, const struct card *before, struct card *card);
/* free_explain - somebody put it there: nothing to explain. */
void free_explain(struct ctx *cx, const struct module *mod, const struct card *card, struct reason *out);
/* free_need - a move that asks for a field's value (by its role). */
enum err free_need(struct ctx *cx, const struct module *mod, const struct card *card, const char *role);
