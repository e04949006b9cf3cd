/* route - the route tables: one row per method and path. From them come dispatch, OpenAPI, docs and tests. */
#pragma once
#include "core/ctx.h"
#include "http/http.h"

/* Shapes describe JSON objects: requests are checked against them before a handler runs, replies are documented (and
 * checked by the tests) with them. */
enum shape_type {
    SH_END,
    SH_INT,
    SH_REAL,
    SH_BOOL,
    SH_TEXT,
    SH_TIME, /* SH_TIME: ms UTC */
    SH_OBJECT,
    SH_ARRAY,
    SH_ARRAY_INT,
    SH_ARRAY_TEXT, /* OBJECT, ARRAY: of `sub` */
    SH_ANY,        /* any JSON value; checked by the handler (filters, field values) */
    SH_MAP         /* object with free member names and values of any type ("fields") */
};
enum { SH_REQUIRED = 1, SH_NULL = 2 /* null allowed */ };
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
    const char *name;                   /* schema name in OpenAPI */
    const struct member_shape *members; /* ended by SH_END */
};

enum tx { TX_NONE, TX_READ, TX_WRITE };
enum auth { AUTH_PUBLIC, AUTH_MEMBER, AUTH_MANAGER, AUTH_ADMINISTRATOR };
enum {
    ROUTE_IDEMPOTENT_KEY = 1, /* takes Idempotency-Key */
    ROUTE_FILE_BODY = 2,
    ROUTE_RATE_STRICT = 4,
    ROUTE_LONG = 8
};

/* What a handler gets beside ctx. */
struct call {
    struct ctx *cx;
    struct http_request *rq;
    json_t *body;        /* checked against route->in; NULL when the route takes none */
    int64_t id[3];       /* the {…} of the path that are numbers, in order */
    const char *text[3]; /* … and those that are texts */
    struct jw *out;      /* the reply's writer */
    int status;          /* default 200 */
    const struct route *route;
    struct app *app; /* the running server: directory, accounts, hubs (api/app.h) */
};

struct route {
    const char *method, *path; /* "/api/cards/{id}" */
    enum auth auth;
    enum tx tx;
    unsigned flags;
    const struct shape *in, *out;
    const struct member_shape *query; /* query parameters, ended by SH_END, or NULL */
    enum err (*handler)(struct call *c);
    const char *summary; /* one English sentence for OpenAPI */
};

/* Each *_api.c has one such list; api/all.c lists the lists. */
struct route_list {
    const struct route *routes;
    size_t n;
};
extern const struct route_list *const all_routes[]; /* NULL-terminated */

/* Accessors for a checked body; defaults for absent members. */
const char *in_text(const struct call *c, const char *name, const char *dflt);
int64_t in_int(const struct call *c, const char *name, int64_t dflt);
bool in_bool(const struct call *c, const char *name, bool dflt);
bool in_has(const struct call *c, const char *name); /* present and not null */
/* Query parameters, checked against route->query before the handler runs. */
int64_t q_int(const struct call *c, const char *name, int64_t dflt);
const char *q_text(const struct call *c, const char *name, const char *dflt);
