/* module - what administrators do with modules as a whole. Bodies are the API's, checked against their shapes. */
#pragma once
#include "core/ctx.h"

#define MODULES_MAX 50

/* module_create - install a template at the end of the bar, with names, colour and icon of its own where `looks` gives
 * them. Errors: ERR_FORBIDDEN, ERR_INVALID no such template, ERR_CONFLICT more than MODULES_MAX. Undo: trash. */
enum err module_create(struct ctx *cx, const char *template_name, const json_t *looks, int64_t *out_id);
/* module_edit - label, item_label, items_label, colour, icon, groups, settings, as far as they are given. Settings are
 * merged; null takes one back to its default; names and limits by the module's kind.
 * Effects: waiting times of its cards are computed anew where they follow from the settings
 * Errors:  ERR_INVALID with the member, ERR_STALE, ERR_FORBIDDEN, ERR_CONFLICT it is in the trash */
enum err module_edit(struct ctx *cx, int64_t id, int64_t version, const json_t *in);
/* module_trash - out of the bar; its cards are seen nowhere until it is restored. Errors: ERR_CONFLICT the last one. */
enum err module_trash(struct ctx *cx, int64_t id, int64_t version);
enum err module_restore(struct ctx *cx, int64_t id);
/* module_order - ids: every live module as it stands in the bar. Errors: ERR_CONFLICT they are others by now. */
enum err module_order(struct ctx *cx, const json_t *ids);
/* module_settings_follow - what changed settings change about its cards: when they are looked at again, and until when they are due. */
enum err module_settings_follow(struct ctx *cx, int64_t module_id, const char *settings);

/* modules_write - {"rows":[…]}: all modules, trashed ones last. */
enum err modules_write(struct ctx *cx, struct jw *w);
/* module_shape_write - one module whole, with names in all languages: what its editors show. */
enum err module_shape_write(struct ctx *cx, struct jw *w, int64_t id);
/* templates_write - {"rows":[…]}: what each template would bring, in the acting member's language. */
enum err templates_write(struct ctx *cx, struct jw *w);
