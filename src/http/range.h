/* range - which part of a file is asked for (RFC 9110, 14.2). */
#pragma once
#include "http/http.h"

enum range { RANGE_WHOLE, RANGE_PART, RANGE_OUTSIDE };

/* range_read - of a Range header, NULL when there is none. What names several parts, or is not understood, is no wish: the
 * whole is given then. Gives: the first and the last byte */
enum range range_read(const char *header, int64_t size, int64_t *out_first, int64_t *out_last);
