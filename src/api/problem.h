/* problem - an error as application/problem+json (RFC 9457). */
#pragma once
#include "core/ctx.h"
#include "http/http.h"

/* problem_reply - replace the reply by the problem of a failed request: cx->fault says which member, rule and limit,
 * in cx->lang. Effects: rq->reply */
void problem_reply(struct http_request *rq, const struct ctx *cx, enum err e);
/* problem_refusal - for http_config: what the HTTP room refuses by itself, in the language of Accept-Language. */
const char *problem_refusal(
        void *arg, const struct http_request *rq, int status, const char *why, int64_t limit);
/* problem_language - of somebody who is not signed in: the first language of Accept-Language that we speak. */
enum lang problem_language(const struct http_request *rq);
