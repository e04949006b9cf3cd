/* fetch - this server asks another one over HTTP: small answers, few seconds, no redirects, no proxies of the environment. What people
 * type as an address must not lead into the machine's own network, so addresses that are not public are refused when the
 * connection is made, whatever name led there. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FETCH_SECONDS   10
#define FETCH_MAX_BYTES (512u << 10)

struct fetch {
    const char *url;
    const char *form;            /* of a POST, application/x-www-form-urlencoded; NULL = GET */
    const char *user, *password; /* Basic; NULL = none */
    const char *bearer;          /* NULL = none */
    const void *body;            /* of a POST of n_body bytes, as `headers` say; NULL = none */
    size_t n_body;
    const char *const *headers; /* "Name: value", ended by NULL; may be NULL */
    bool inside;                /* addresses that are not public are fine, and so is http: */
    int64_t until_us;           /* of clock_mono_us: it ends by then, so that several share one deadline */
};
struct fetched {
    int status;
    char *body; /* ended by a NUL */
    size_t n;
    int64_t retry_after_s; /* 0 = not said */
};

/* fetch_run - Errors: ERR_BUSY no answer, or one that is too long; *out_why then says what, for the log */
enum err fetch_run(struct arena *a, const struct fetch *f, struct fetched *out, const char **out_why);
/* fetch_all - several at once, to the last of them or until stop says so (it is asked each second; NULL = never). out[i].status 0:
 * no answer, or one that is too long. */
void fetch_all(struct arena *a, const struct fetch *f, size_t n, bool (*stop)(void *arg), void *arg,
        struct fetched *out);
/* fetch_escape - for a form or a query. */
char *fetch_escape(struct arena *a, const char *text);
/* fetch_public - is this address (struct sockaddr) one of the open Internet? */
struct sockaddr;
bool fetch_public(const struct sockaddr *address);
