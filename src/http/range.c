#include "http/range.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Digits at *p, which moves on; -1 when there are none, or too many. */
static int64_t number(const char **p)
{
    int64_t v = -1;
    for (; isdigit((unsigned char)**p); ++*p) {
        if (v > INT64_MAX / 10 - 10)
            return -1;
        v = (v < 0 ? 0 : v * 10) + (**p - '0');
    }
    return v;
}

enum range range_read(const char *header, int64_t size, int64_t *out_first, int64_t *out_last)
{
    *out_first = 0;
    *out_last = size - 1;
    if (!header || strncasecmp(header, "bytes=", 6) != 0)
        return RANGE_WHOLE;
    const char *p = header + 6;
    int64_t first = number(&p);
    if (*p++ != '-')
        return RANGE_WHOLE;
    int64_t last = number(&p);
    if (*p || (first < 0 && last < 0) || (first >= 0 && last >= 0 && last < first))
        return RANGE_WHOLE;
    if (first < 0) { /* the last so many */
        first = last < size ? size - last : 0;
        last = last ? size - 1 : -1;
    } else if (last < 0 || last >= size) {
        last = size - 1;
    }
    if (first >= size || last < first)
        return RANGE_OUTSIDE;
    *out_first = first;
    *out_last = last;
    return RANGE_PART;
}
