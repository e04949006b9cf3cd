/* site - which account an address names: by its host (the directory's hosts), or by its path (/a/SLUG/…). */
#pragma once
#include "api/app.h"
#include "api/route.h"

/* site_path - what the routes see of a path: without /a/SLUG. Never blocks. */
const char *site_path(const char *path);
/* site_find - ERR_NOT_FOUND when the path names an account that does not exist, or not the host's. */
enum err site_find(struct app *app, const struct http_request *rq, struct site *out_site);
/* site_base - scheme and host of this server's pages, as the one who asks sees them. */
const char *site_base(const struct call *c);
/* site_url - where another account has its pages, for links to it. host: its own, or NULL. */
const char *site_url(const struct call *c, const char *host, const char *path);
/* site_account - the account that public things are about: the address's, else the session's, else the only one; 0 =
 * nobody knows. */
int64_t site_account(const struct call *c);
