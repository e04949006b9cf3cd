/* router - which row of a route table answers a method and a path. Built once at start, then read by all threads.
 * A pattern is "/", or "/" and segments; a segment is literal text or one parameter "{name}". A literal segment wins
 * over a parameter, so "/api/tasks/parse" and "/api/tasks/{id}" live together in any order. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>

#define ROUTER_MAX_PARAMS 4

struct router;

struct router_match {
    void *target;                         /* as given to router_add */
    const char *param[ROUTER_MAX_PARAMS]; /* NUL-terminated, in the order of the pattern; in the arena */
    size_t n_params;
    const char *allow; /* with ERR_METHOD: the value for the Allow header, "GET, HEAD, PATCH" */
};

struct router *router_new(void);
void router_free(struct router *r);
/* router_add - method and pattern must outlive the router.
 * Errors: ERR_CONFLICT when the same method and shape of path is there already, ERR_INVALID for a bad pattern */
enum err router_add(struct router *r, const char *method, const char *pattern, void *target);
/* router_match - find the row for a decoded path. HEAD is answered by GET's row. A parameter is never empty.
 * Errors: ERR_NOT_FOUND no such path; ERR_METHOD the path exists, then out_match->allow says for which methods */
enum err router_match(const struct router *r, struct arena *a, const char *method, const char *path,
        struct router_match *out_match);
