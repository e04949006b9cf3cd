/* see_as_api - an administrator sees as a colleague: begin and end. What it means is in auth.c. */
#include "api/people.h"
#include "api/shapes.h"
#include "core/see_as.h"

static enum err post_see_as(struct call *c)
{
    const struct session like = {.id = c->session->id};
    const struct member *them = meta_member(c->cx->meta, c->id[0]);
    int64_t until_at;
    if (!them)
        return fail(c->cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (c->session->key_id)
        return fail(c->cx, ERR_FORBIDDEN, NULL, "error.see_as_key");
    enum err e = see_as_begin(c->app->dir, c->cx, c->session, c->cx->member, them, &until_at);
    if (e)
        return e;
    app_sessions_ended(c->app, &like, 0);
    people_note(c, AUDIT_SEEN_AS, them->name);
    jw_obj(c->out);
    jw_kint(c->out, "until", until_at);
    jw_obj_end(c->out);
    return ERR_OK;
}

/* Ending it twice is no error. */
static enum err delete_see_as(struct call *c)
{
    const struct session like = {.id = c->session->id};
    enum err e = c->session->by_id ? see_as_end(c->app->dir, c->cx, c->session) : ERR_NOT_FOUND;
    app_sessions_ended(c->app, &like, 0);
    if (!e)
        people_note(c, AUDIT_SEEN_AS_ENDED, c->cx->member->name);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static const struct shape sh_see_as = {"SeeAs", (const struct member_shape[]){R_TIME("until"), SHAPE_END}};

static const struct route routes[] = {
        {"POST", "/api/members/{id}/see-as", AUTH_ADMINISTRATOR, TX_NONE, 0, &sh_empty, &sh_see_as, NULL,
                post_see_as,
                "In this session, see what the colleague sees, and change nothing, for half an hour.", NULL},
        {"DELETE", "/api/session/see-as", AUTH_MEMBER, TX_NONE, ROUTE_WEAK | ROUTE_SEEING, NULL, &sh_empty,
                NULL, delete_see_as, "See with my own eyes again.", NULL},
};
const struct route_list see_as_routes = {"Seeing as a colleague", routes, sizeof routes / sizeof *routes};
