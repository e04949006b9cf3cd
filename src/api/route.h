/* route - the route tables: one row per method and path. From them come dispatch, OpenAPI, docs and tests. */
#pragma once
#include "api/shape.h"
#include "core/account.h"
#include "http/http.h"

enum tx { TX_NONE, TX_READ, TX_WRITE };
enum auth {
    AUTH_PUBLIC,
    AUTH_MEMBER,
    AUTH_EXPORT, /* members whose role has the right of this name: RIGHT_EXPORT … */
    AUTH_BULK,
    AUTH_IMPORT,
    AUTH_CONFIGURE,
    AUTH_MANAGER,
    AUTH_ADMINISTRATOR
};
enum {
    ROUTE_IDEMPOTENT_KEY = 1, /* takes Idempotency-Key */
    ROUTE_FILE_BODY = 2,      /* the body is a file of any type, not JSON */
    ROUTE_RATE_STRICT = 4,    /* public: few a minute from one address */
    ROUTE_LONG = 8,           /* runs in the lane of long work */
    ROUTE_CREATED = 16,       /* success is 201 */
    ROUTE_ATTACHED = 32,      /* with ROUTE_FILE_BODY: a file that people attach, with a limit of its own */
    ROUTE_WEAK = 64,          /* also for who must still set up a second step */
    ROUTE_FREE_QUERY = 128,   /* others than ours call it: parameters we do not know are passed over */
    ROUTE_LEAVES = 256,       /* success is 302: a browser goes on elsewhere */
    ROUTE_NOTED = 512,        /* the audit log tells who read it: not for who sees as a colleague */
    ROUTE_SEEING = 1024       /* changes something, and is open to who sees as a colleague */
};

struct app;     /* the running server: api/app.h */
struct session; /* who is signed in: core/directory.h */

/* The account that the address of a request names, by host or by path. */
struct site {
    int64_t account_id; /* 0 = none: the session's own account, or the only one there is */
    const char *prefix; /* of every address of the account: "/a/SLUG", or "" */
    const char *path;   /* what follows the prefix, from the slash on */
    bool by_host;
};

/* What a handler gets beside ctx. */
struct call {
    struct ctx *cx;
    struct http_request *rq;
    json_t *body;            /* checked against route->in; NULL when the route takes none */
    int64_t id[3];           /* the {…} of the path whose names end in "id", in order */
    const char *text[3];     /* … and the others, in order */
    const struct val *query; /* one per row of route->query, checked */
    struct jw *out;          /* the reply's writer */
    int status;              /* 0: what the route says (200, or 201) */
    bool caching;            /* reply_etag has said how the reply may be cached; else it may not */
    void *carried;           /* the handler's own, from before call_write into it */
    /* Set by a handler that writes: its reply, written from what it knows, without the database. So others write meanwhile. */
    void (*reply_later)(struct call *c);
    int64_t member_id; /* who acts; for a reading transaction that begins anew */
    const struct route *route;
    struct app *app;
    struct site site;
    struct account *account;       /* NULL for public routes before there is one */
    const struct session *session; /* NULL for public routes and when nobody is signed in */
};

struct route {
    const char *method, *path; /* "/api/cards/{id}" */
    enum auth auth;
    enum tx tx;
    unsigned flags;
    const struct shape *in, *out;
    const struct member_shape *query; /* query parameters, ended by SH_END, or NULL */
    enum err (*handler)(struct call *c);
    const char *summary;  /* one English sentence for OpenAPI */
    const char *out_type; /* the reply's content type when it is not JSON */
};

/* Each *_api.c has one such list; api/all.c lists the lists. */
struct route_list {
    const char *title; /* heading in the docs */
    const struct route *routes;
    size_t n;
};
extern const struct route_list *const all_routes[]; /* NULL-terminated */

/* call_read, call_write - for the few TX_NONE handlers that must do something long before their transaction (read a
 * whole file): fn in a transaction of its own, durable when this returns ERR_OK. */
enum err call_read(struct call *c, enum err (*fn)(struct call *c));
enum err call_write(struct call *c, enum err (*fn)(struct call *c));

/* reply_etag - after the reply was written. cacheable: the reply is wholly told by the tag, so a client that has it
 * already gets 304; else the tag is only for If-Match. */
void reply_etag(struct call *c, const char *etag, bool cacheable);

/* Accessors for a checked body; defaults for absent and null members. */
const char *in_text(const struct call *c, const char *name, const char *dflt);
int64_t in_int(const struct call *c, const char *name, int64_t dflt);
bool in_bool(const struct call *c, const char *name, bool dflt);
bool in_has(const struct call *c, const char *name);           /* present and not null */
const json_t *in_json(const struct call *c, const char *name); /* NULL when absent or null */
/* The same for an object inside the body. */
const char *obj_text(const json_t *o, const char *name, const char *dflt);
int64_t obj_int(const json_t *o, const char *name, int64_t dflt);
bool obj_bool(const json_t *o, const char *name, bool dflt);
/* Query parameters. */
int64_t q_int(const struct call *c, const char *name, int64_t dflt);
const char *q_text(const struct call *c, const char *name, const char *dflt);
