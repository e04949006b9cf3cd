/* see_as - an administrator looks at the account as one of its members sees it: for a while, in his own session, changing
 * nothing. It stands in the session's row; whoever believes a session (api/auth.c) puts the member in the administrator's
 * place, so that nothing else has to know of it. */
#pragma once
#include "core/directory.h"

#define SEE_AS_MINUTES 30

/* see_as_may - may `by` see as `them`? Never as another administrator, whose own views are his alone, and who sees no less. */
bool see_as_may(const struct member *by, const struct member *them);
/* see_as_begin - Gives: until when. Errors: ERR_CONFLICT error.see_as_member, or it sees as somebody already */
enum err see_as_begin(struct directory *dir, struct ctx *cx, const struct session *s, const struct member *by,
        const struct member *them, int64_t *out_until_at);
/* see_as_end - ERR_NOT_FOUND when it has ended. */
enum err see_as_end(struct directory *dir, struct ctx *cx, const struct session *s);
