/* password - which ones are taken: long enough, not among those that everybody tries first, not one's own name. */
#pragma once
#include "core/ctx.h"

/* password_check - length, UTF-8; not a common password or word with some digits, letters swapped for look-alikes or written
 * twice; not the user's own name or e-mail with little more. The list is john-data's, taken in when the program is built.
 * Errors: ERR_INVALID field "password" */
enum err password_check(struct ctx *cx, const char *password, const char *name, const char *email);
