/* label - names that people give to modules, statuses, fields and choices, in each language or the same in all. */
#pragma once
#include "core/ctx.h"

#define LABEL_CHARS 100
#define HELP_CHARS  1000

/* label_take - {"*": text} or {"en","hu","ro"} as it comes in, trimmed, blank languages left out.
 * Takes:  path - where it stands in the body; max - characters of each text; needed - not all blank
 * Gives:  the text for a label column
 * Errors: ERR_INVALID with the path */
enum err label_take(
        struct ctx *cx, const json_t *in, const char *path, size_t max, bool needed, const char **out_json);
/* label_shown - a label column in the acting member's language. */
const char *label_shown(struct ctx *cx, const char *json);
/* label_write - the member `key`: a label column as an object, whatever it holds. */
void label_write(struct ctx *cx, struct jw *w, const char *key, const char *json);
/* colour_check, icon_check - a name of the tested palette; a short name of an icon. Errors: ERR_INVALID. */
enum err colour_check(struct ctx *cx, const char *path, const char *colour);
enum err icon_check(struct ctx *cx, const char *path, const char *icon);
