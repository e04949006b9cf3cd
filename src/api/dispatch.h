/* dispatch - from a request to its handler and back: route, sign-in, rights, rates, shapes, transaction, reply.
 * DESIGN.md's one request = one worker = one arena = one transaction lives here. */
#pragma once
#include "api/app.h"

/* dispatch_routes - build app->router from all_routes. Errors: ERR_CONFLICT two rows are the same */
enum err dispatch_routes(struct app *app);
/* dispatch_accept, dispatch_handle - the HTTP server's callbacks; arg is the app. */
void dispatch_accept(void *arg, const struct http_request *head, struct http_plan *out_plan);
void dispatch_handle(void *arg, struct http_request *rq);
