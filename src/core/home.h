/* home - the first page of the day: what I must do, over all modules; managers also see the team. */
#pragma once
#include "core/ctx.h"

/* home_write - {"counts":{must_close,focus,actions_today,overdue},"today":[CardRow: my tasks that are overdue or due today,
 * by deadline],"new_leads":[…],"must_close":[…],"forgotten_soon":[…],"team":[…]|null}.
 * Takes:  who: NULL = me; for managers also a member's id or "team"
 * Errors: ERR_FORBIDDEN somebody else's for a user; ERR_INVALID no such member */
enum err home_write(struct ctx *cx, const char *who, struct jw *w);
