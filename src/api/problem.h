/* problem - an error as application/problem+json (RFC 9457). */
#pragma once
#include "core/ctx.h"
#include "http/http.h"

/* problem_reply - replace the reply by the problem of a failed request: cx->fault says which member, rule and limit,
 * in cx->lang. Effects: rq->reply */
void problem_reply(struct http_request *rq, const struct ctx *cx, enum err e);
/* problem_language - of somebody who is not signed in: the first language of Accept-Language that we speak. */
enum lang problem_language(const struct http_request *rq);
