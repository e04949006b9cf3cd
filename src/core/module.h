/* module - what administrators change about a module. */
#pragma once
#include "core/ctx.h"

/* module_create - install a template at the end of the bar. Errors: ERR_FORBIDDEN, ERR_NOT_FOUND no such template,
 * ERR_CONFLICT more than MODULES_MAX. Effects: cx->meta_changed. */
#define MODULES_MAX 50
enum err module_create(struct ctx *cx, const char *template_name, int64_t *out_id);
/* module_settings_update - merge {"name": value…} into its settings; null takes a setting back to its default.
 * Checks: known names and limits by the module's kind; qualification rules with their filters.
 * Effects: waiting times of its cards are computed anew where they follow from the settings; cx->meta_changed.
 * Errors: ERR_INVALID with field "settings.<name>", ERR_STALE, ERR_FORBIDDEN */
enum err module_settings_update(
        struct ctx *cx, const struct module *mod, int64_t version, const json_t *settings);
