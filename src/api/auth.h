/* auth - who sends this request, and whether it may be believed: cookie or key, CSRF, origin, role, rates. */
#pragma once
#include "api/app.h"
#include "api/route.h"
#include "api/site.h"

#define SESSION_COOKIE "cardinal_session"

/* auth_check - fill c->session, c->account, cx->member, language and zone; for AUTH_PUBLIC a missing or stale sign-in
 * is no error.
 * Errors: ERR_UNAUTHENTICATED, ERR_FORBIDDEN (role, CSRF, origin), ERR_RATE, ERR_BUSY
 * Effects: pins cx->meta when an account is known; auth_end lets go of it */
enum err auth_check(struct call *c);
void auth_end(struct call *c);
/* auth_weak - the account asks for a second step, and this session has not shown one: only ROUTE_WEAK routes are open. */
bool auth_weak(const struct call *c);
/* auth_feed - in the handler of a public route: go on as the member whose calendar feed has this secret.
 * Errors: ERR_NOT_FOUND, ERR_RATE */
enum err auth_feed(struct call *c, const char *token);
/* auth_done - let go of c->account when nothing of it is needed any more: now, or when a streamed reply has ended. */
void auth_done(struct call *c);
/* auth_share - by what a request stands in line: its account, as far as is known without asking the directory, else the
 * address it comes from. Never blocks. */
uint64_t auth_share(struct app *app, const struct http_request *head);
/* auth_upload_ok - does a large upload come from somebody signed in? Asked before its body is read. */
bool auth_upload_ok(struct app *app, const struct http_request *head);
/* auth_cookie - set the session's cookie; token NULL ends it. */
void auth_cookie(struct call *c, const char *token);
