/* static - the built web client, read into memory at start and sent from there without copying. Beside "x" a file
 * "x.gz" is its compressed form, sent to clients that take gzip. Files under /assets/ have hashed names and are
 * immutable for a year; everything else is revalidated by ETag. A path without a file (and not under /api/) answers
 * index.html, so that the client's own addresses can be reloaded. A page says {nonce} where each answer needs another one
 * for its content security policy; such pages are made anew, and have no ETag. */
#pragma once
#include "base/err.h"
#include "http/http.h"

#include <stdbool.h>
#include <stddef.h>

#define STATIC_MAX_BYTES (64u << 20) /* of all files together */
#define STATIC_MAX_FILES 4096

struct static_site;

/* static_load - read the tree below dir. Files whose names begin with a dot, and links that leave the tree, are not
 * served.
 * Errors: ERR_NOT_FOUND no such directory, or no index.html in it; ERR_TOO_LARGE more than the limits above */
enum err static_load(const char *dir, struct static_site **out_site);
/* static_free - only after http_stop: replies point into it. */
void static_free(struct static_site *site);
/* static_serve - answer a request for a file or a page of the client: fills rq->reply and rq->route.
 * Takes:  nonce what takes the place of {nonce} in pages
 * Gives:  false when the path belongs to /api/ and the caller should answer 404 itself */
bool static_serve(const struct static_site *site, struct http_request *rq, const char *nonce);
