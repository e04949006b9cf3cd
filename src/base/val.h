/* val - the one value type: from JSON to field check to SQL parameter to row and back to JSON.
 * Text and blobs point into an arena or to constants; a val never owns memory. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum val_type { VAL_NULL, VAL_INT, VAL_REAL, VAL_TEXT, VAL_BLOB };

struct val {
    enum val_type type;
    uint32_t len; /* bytes of s, without the NUL that text always has */
    union {
        int64_t i; /* also booleans 0/1, ids, times in ms UTC, money in minor units */
        double d;
        const char *s;
    };
};

static inline struct val val_null(void)
{
    return (struct val){.type = VAL_NULL};
}

static inline struct val val_int(int64_t i)
{
    return (struct val){.type = VAL_INT, .i = i};
}

static inline struct val val_real(double d)
{
    return (struct val){.type = VAL_REAL, .d = d};
}

/* val_text - a NUL-terminated text; NULL becomes VAL_NULL. */
static inline struct val val_text(const char *s)
{
    return s ? (struct val){.type = VAL_TEXT, .len = (uint32_t)strlen(s), .s = s} : val_null();
}

static inline struct val val_blob(const void *p, size_t n)
{
    return (struct val){.type = VAL_BLOB, .len = (uint32_t)n, .s = p};
}

static inline bool val_is_null(struct val v)
{
    return v.type == VAL_NULL;
}

/* val_equal - same type and same content. */
static inline bool val_equal(struct val a, struct val b)
{
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case VAL_NULL:
        return true;
    case VAL_INT:
        return a.i == b.i;
    case VAL_REAL:
        return a.d >= b.d && a.d <= b.d;
    default:
        return a.len == b.len && memcmp(a.s, b.s, a.len) == 0;
    }
}

/* val_i, val_s - content with a default for NULL (and for the wrong type). */
static inline int64_t val_i(struct val v, int64_t dflt)
{
    return v.type == VAL_INT ? v.i : dflt;
}

static inline const char *val_s(struct val v, const char *dflt)
{
    return v.type == VAL_TEXT ? v.s : dflt;
}
