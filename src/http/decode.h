/* decode - texts of a request's head: percent-encoding, paths, queries, cookies, tokens. Pure functions. */
#pragma once
#include "base/arena.h"
#include "http/http.h"

#include <stdbool.h>
#include <stddef.h>

/* decode_token - is it one or more token characters (RFC 9110, 5.6.2)? */
bool decode_token(const char *s);
/* decode_field_value - no control characters but tab (RFC 9110, 5.5)? */
bool decode_field_value(const char *s);
/* decode_length - a Content-Length: digits only, at most 18 of them. */
bool decode_length(const char *s, int64_t *out_n);
/* decode_percent - n bytes percent-decoded into the arena; plus means blank in queries.
 * Gives:  NULL for a broken escape, a NUL, or what is not valid UTF-8 */
char *decode_percent(struct arena *a, const char *s, size_t n, bool plus);
/* decode_path - the path of a request target in origin or absolute form; it begins with a slash.
 * Gives:  NULL and *out_why for one that is malformed, has "." or ".." segments, or an encoded slash;
 *         *out_query is what follows the "?", or NULL */
char *decode_path(struct arena *a, const char *target, const char **out_query, const char **out_why);
/* decode_query - the parameters, in order; names without "=" have an empty value.
 * Gives:  NULL and *out_why when malformed or more than HTTP_MAX_QUERY_PARAMS */
struct http_header *decode_query(struct arena *a, const char *query, size_t *out_n, const char **out_why);
/* decode_cookie - the value of a cookie in a Cookie header's value, or NULL. Quotes around it are dropped. */
char *decode_cookie(struct arena *a, const char *header, const char *name);
