/* shape - what JSON objects look like: requests are checked against shapes before a handler runs, replies are
 * documented with them, and OpenAPI is printed from them. One record per member. */
#pragma once
#include "core/ctx.h"

enum shape_type {
    SH_END,
    SH_INT,
    SH_REAL,
    SH_BOOL,
    SH_TEXT,
    SH_TIME, /* ms UTC */
    SH_OBJECT,
    SH_ARRAY, /* OBJECT, ARRAY: of `sub` */
    SH_ARRAY_INT,
    SH_ARRAY_TEXT,
    SH_ANY, /* any JSON value; checked by the handler (filters, field values) */
    SH_MAP  /* object with free member names and values of any type ("fields") */
};
enum {
    SH_REQUIRED = 1,
    SH_NULL = 2 /* null allowed */
};

struct shape;
struct member_shape {
    const char *name;
    enum shape_type type;
    unsigned flags;
    int64_t min,
            max; /* numbers: limits; texts: characters; arrays: items; max 0 = the type's default limit */
    const struct shape *sub;
    const char *const *values; /* closed list of texts, NULL-terminated, or NULL */
    const char *doc;
};
struct shape {
    const char *name;                   /* schema name in OpenAPI; NULL is printed in place */
    const struct member_shape *members; /* ended by SH_END */
};

/* The default limits of members that name none. */
#define SHAPE_TEXT_MAX  1000
#define SHAPE_ITEMS_MAX 1000
#define SHAPE_MAP_MAX   500
#define SHAPE_INT_MAX   9007199254740991LL /* 2^53 - 1: what JavaScript counts exactly */

/* Members of replies: always there (R_), or there and perhaps null (N_). */
#define R_INT(n)                                                                                             \
    {                                                                                                        \
        .name = (n), .type = SH_INT, .flags = SH_REQUIRED                                                    \
    }
#define N_INT(n)                                                                                             \
    {                                                                                                        \
        .name = (n), .type = SH_INT, .flags = SH_REQUIRED | SH_NULL                                          \
    }
#define R_TIME(n)                                                                                            \
    {                                                                                                        \
        .name = (n), .type = SH_TIME, .flags = SH_REQUIRED                                                   \
    }
#define N_TIME(n)                                                                                            \
    {                                                                                                        \
        .name = (n), .type = SH_TIME, .flags = SH_REQUIRED | SH_NULL                                         \
    }
#define R_BOOL(n)                                                                                            \
    {                                                                                                        \
        .name = (n), .type = SH_BOOL, .flags = SH_REQUIRED                                                   \
    }
#define R_TEXT(n)                                                                                            \
    {                                                                                                        \
        .name = (n), .type = SH_TEXT, .flags = SH_REQUIRED                                                   \
    }
#define N_TEXT(n)                                                                                            \
    {                                                                                                        \
        .name = (n), .type = SH_TEXT, .flags = SH_REQUIRED | SH_NULL                                         \
    }
#define R_ENUM(n, v)                                                                                         \
    {                                                                                                        \
        .name = (n), .type = SH_TEXT, .flags = SH_REQUIRED, .values = (v)                                    \
    }
#define N_ENUM(n, v)                                                                                         \
    {                                                                                                        \
        .name = (n), .type = SH_TEXT, .flags = SH_REQUIRED | SH_NULL, .values = (v)                          \
    }
#define R_OBJ(n, s)                                                                                          \
    {                                                                                                        \
        .name = (n), .type = SH_OBJECT, .flags = SH_REQUIRED, .sub = (s)                                     \
    }
#define N_OBJ(n, s)                                                                                          \
    {                                                                                                        \
        .name = (n), .type = SH_OBJECT, .flags = SH_REQUIRED | SH_NULL, .sub = (s)                           \
    }
#define R_ARR(n, s)                                                                                          \
    {                                                                                                        \
        .name = (n), .type = SH_ARRAY, .flags = SH_REQUIRED, .sub = (s)                                      \
    }
#define N_ARR(n, s)                                                                                          \
    {                                                                                                        \
        .name = (n), .type = SH_ARRAY, .flags = SH_REQUIRED | SH_NULL, .sub = (s)                            \
    }
#define R_INTS(n)                                                                                            \
    {                                                                                                        \
        .name = (n), .type = SH_ARRAY_INT, .flags = SH_REQUIRED                                              \
    }
#define R_TEXTS(n)                                                                                           \
    {                                                                                                        \
        .name = (n), .type = SH_ARRAY_TEXT, .flags = SH_REQUIRED                                             \
    }
#define R_MAP(n)                                                                                             \
    {                                                                                                        \
        .name = (n), .type = SH_MAP, .flags = SH_REQUIRED                                                    \
    }
#define R_ANY(n)                                                                                             \
    {                                                                                                        \
        .name = (n), .type = SH_ANY, .flags = SH_REQUIRED | SH_NULL                                          \
    }
#define SHAPE_END                                                                                            \
    {                                                                                                        \
        .type = SH_END                                                                                       \
    }
/* Members of requests that may be left out; lo and hi as in member_shape. */
#define I_INT(n, lo, hi)                                                                                     \
    {                                                                                                        \
        .name = (n), .type = SH_INT, .min = (lo), .max = (hi)                                                \
    }
#define I_ID(n)                                                                                              \
    {                                                                                                        \
        .name = (n), .type = SH_INT, .min = 1                                                                \
    }
#define I_NID(n)                                                                                             \
    {                                                                                                        \
        .name = (n), .type = SH_INT, .min = 1, .flags = SH_NULL                                              \
    }
#define I_TEXT(n, hi)                                                                                        \
    {                                                                                                        \
        .name = (n), .type = SH_TEXT, .max = (hi)                                                            \
    }
#define I_NTEXT(n, hi)                                                                                       \
    {                                                                                                        \
        .name = (n), .type = SH_TEXT, .max = (hi), .flags = SH_NULL                                          \
    }
#define I_BOOL(n)                                                                                            \
    {                                                                                                        \
        .name = (n), .type = SH_BOOL                                                                         \
    }
#define I_ENUM(n, v)                                                                                         \
    {                                                                                                        \
        .name = (n), .type = SH_TEXT, .values = (v)                                                          \
    }
#define I_NTIME(n)                                                                                           \
    {                                                                                                        \
        .name = (n), .type = SH_TIME, .flags = SH_NULL                                                       \
    }
#define I_VERSION                                                                                            \
    {                                                                                                        \
        .name = "version", .type = SH_INT, .min = 1,                                                         \
        .doc = "The version the client saw; left out = no check"                                             \
    }

/* shape_check - does the body fit? Errors: ERR_INVALID with the path of the first member that does not
 * ("contact.points[2].value"), the rule's message key and its limit. Members the shape does not know are refused. */
enum err shape_check(struct ctx *cx, const struct shape *s, const json_t *body);
/* shape_parameter - is it one of the rows of a route's query (NULL: it takes none)? Errors: ERR_INVALID with its name. */
enum err shape_parameter(struct ctx *cx, const struct member_shape *query, const char *name);
/* shape_parse - one query parameter's text as the value its row asks for: INT, TIME, BOOL (0, 1, true, false), TEXT.
 * Errors: ERR_INVALID as above. */
enum err shape_parse(struct ctx *cx, const struct member_shape *m, const char *text, struct val *out_val);
