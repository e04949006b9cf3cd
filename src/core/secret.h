/* secret - what must be read again, and yet not be readable in a stolen database or backup (keys of two-step log-in, the
 * secret of a single sign-on), is sealed with a key that stands beside the database: DATA/secret.key, made when it is first
 * needed. All servers of one PostgreSQL need the same file; the directory keeps a mark of it, so that a second one is never made. */
#pragma once
#include "core/directory.h"

/* secret_seal - as text; `purpose` says for what, and opening needs the same.
 * Errors: ERR_INTERNAL the key cannot be read or made, or is another one than before: the log says which */
enum err secret_seal(
        struct directory *dir, struct ctx *cx, const char *purpose, const char *plain, char **out_sealed);
/* secret_open - Errors: ERR_INTERNAL also when it was sealed with another key, or for something else */
enum err secret_open(
        struct directory *dir, struct ctx *cx, const char *purpose, const char *sealed, char **out_plain);
