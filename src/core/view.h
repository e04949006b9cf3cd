/* view - saved views of a module: a mode, a filter, an order, columns. Private, or shared with everybody. */
#pragma once
#include "core/ctx.h"

#define VIEWS_MAX       100 /* a member's own in one module */
#define VIEW_CHARS      60
#define VIEW_CONFIG_MAX 16000

struct view {
    int64_t id, module_id, member_id, version;
    const char *label, *config; /* label: a text, or a template's in every language; config: JSON */
    bool shared;
};

/* view_get - one's own, or a shared one. */
enum err view_get(struct ctx *cx, int64_t id, struct view *out_view);
/* views_of_module - shared ones and one's own; shared first. */
enum err views_of_module(struct ctx *cx, int64_t module_id, struct view **out_views, size_t *out_n);
/* view_create, view_save - sharing needs the role manager. Errors: ERR_INVALID, ERR_STALE (version 0 = no check) */
enum err view_create(struct ctx *cx, struct view *v);
enum err view_save(struct ctx *cx, struct view *v, int64_t version);
/* view_delete - one's own; shared ones also by managers. */
enum err view_delete(struct ctx *cx, int64_t id);
/* view_write - the object View of the API, its label in the member's language. */
void view_write(struct ctx *cx, struct jw *w, const struct view *v);
