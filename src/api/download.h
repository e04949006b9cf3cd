/* download - replies that a browser keeps as files. */
#pragma once
#include "api/route.h"

/* download_name - a Content-Disposition (RFC 6266): "attachment" or "inline", with a name of ASCII letters for those who
 * know no other, and the name itself in UTF-8 (RFC 8187). */
const char *download_name(struct arena *a, const char *how, const char *plain, const char *name);
/* download_file - the reply is a file of the account: its bytes, or the part that the request asks for; the tag tells wholly
 * what it holds. Pieces are read when the client takes them, so its size does not matter.
 * Errors: ERR_RANGE */
enum err download_file(struct call *c, int64_t file_id, int64_t size_bytes, const char *tag);
