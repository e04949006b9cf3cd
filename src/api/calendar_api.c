#include "api/auth.h"
#include "api/card_reply.h"
#include "api/shapes.h"
#include "base/crypt.h"
#include "core/audit.h"
#include "core/calendar.h"

#define FEED_NAME "calendar feed" /* in the audit log */

static const struct shape sh_coming = {"ComingTask",
        (const struct member_shape[]){R_INT("task_id"),
                {.name = "at", .type = SH_TIME, .flags = SH_REQUIRED, .doc = "When it comes by its rule"},
                SHAPE_END}};
static const struct shape sh_calendar = {"CalendarPage",
        (const struct member_shape[]){R_ARR("rows", &sh_task_row), R_ARR("coming", &sh_coming),
                {.name = "more",
                        .type = SH_BOOL,
                        .flags = SH_REQUIRED,
                        .doc = "There are more than are given: ask for fewer days"},
                SHAPE_END}};
static const struct shape sh_feed = {
        "CalendarFeed", (const struct member_shape[]){{.name = "since_at",
                                                              .type = SH_TIME,
                                                              .flags = SH_REQUIRED | SH_NULL,
                                                              .doc = "null: there is none"},
                                N_TIME("used_at"), SHAPE_END}};
static const struct shape sh_feed_made = {"CalendarFeedMade",
        (const struct member_shape[]){{.name = "url",
                                              .type = SH_TEXT,
                                              .flags = SH_REQUIRED,
                                              .doc = "Shown once; whoever has it reads my tasks"},
                SHAPE_END}};
static const struct member_shape q_calendar[] = {{.name = "from", .type = SH_TIME, .flags = SH_REQUIRED},
        {.name = "to", .type = SH_TIME, .flags = SH_REQUIRED},
        {.name = "who",
                .type = SH_TEXT,
                .max = 20,
                .doc = "`me` (left out), `team`, `all`, or a member's id"},
        SHAPE_END};

static enum err get_calendar(struct call *c)
{
    const char *who = q_text(c, "who", "me");
    struct calendar_query q = {.from_at = q_int(c, "from", 0), .to_at = q_int(c, "to", 0)};
    if (strcmp(who, "team") == 0) {
        q.who = CALENDAR_TEAM;
        return calendar_write(c->cx, &q, c->out);
    }
    enum err e = strcmp(who, "me") == 0 ? ERR_OK : read_owner(c, "who", &q.member_id);
    if (strcmp(who, "me") == 0)
        q.member_id = c->cx->member->id;
    q.who = q.member_id ? CALENDAR_MEMBER : CALENDAR_ALL;
    return e ? e : calendar_write(c->cx, &q, c->out);
}

/* The feed is a key of its own kind; a member has one. */
static enum err my_feeds(struct call *c, struct key_row **out_rows, size_t *out_n)
{
    return key_list(
            c->app->dir, c->cx, c->session->account_id, c->cx->member->id, FEED_PREFIX, out_rows, out_n);
}

static enum err get_feed(struct call *c)
{
    struct key_row *rows;
    size_t n;
    enum err e = my_feeds(c, &rows, &n);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kval(c->out, "since_at", n ? val_int(rows[0].created_at) : val_null());
    jw_kval(c->out, "used_at", n && rows[0].used_at ? val_int(rows[0].used_at) : val_null());
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err end_feeds(struct call *c)
{
    struct key_row *rows;
    size_t n = 0;
    enum err e = my_feeds(c, &rows, &n);
    for (size_t i = 0; i < n && !e; i++) {
        const struct session like = {.key_id = rows[i].id};
        e = key_end(c->app->dir, c->cx, c->session->account_id, c->cx->member->id, rows[i].id);
        if (e)
            return e;
        app_sessions_ended(c->app, &like, 0);
        audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_KEY_REMOVED, rows[i].name);
    }
    return e;
}

static enum err post_feed(struct call *c)
{
    char *token;
    int64_t id;
    enum err e = end_feeds(c);
    if (!e)
        e = key_make(c->app->dir, c->cx, c->session->account_id, c->cx->member->id, FEED_PREFIX, FEED_NAME,
                &token, &id);
    if (e)
        return e;
    audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_KEY_MADE, FEED_NAME);
    jw_obj(c->out);
    jw_kstr(c->out, "url",
            arena_printf(c->cx->arena, "%s%s/api/feeds/%s.ics", site_base(c), c->site.prefix, token));
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err write_feed(struct call *c)
{
    struct http_reply *r = &c->rq->reply;
    const char *base = arena_printf(c->cx->arena, "%s%s", site_base(c), c->site.prefix);
    enum err e = calendar_feed(c->cx, base, &r->body);
    if (e)
        return e;
    r->content_type = "text/calendar; charset=utf-8";
    http_reply_header(c->rq, "Content-Disposition", "inline; filename=\"cardinal.ics\"");
    reply_etag(c, crypt_hash(c->cx->arena, r->body.p, r->body.len), true);
    return ERR_OK;
}

/* The secret is the last part of the address: /api/feeds/cf_….ics */
static enum err get_feed_file(struct call *c)
{
    const char *name = c->text[0], *dot = strrchr(name, '.');
    if (!dot || strcmp(dot, ".ics") != 0)
        return ERR_NOT_FOUND;
    enum err e = auth_feed(c, arena_strn(c->cx->arena, name, (size_t)(dot - name)));
    return e ? e : call_read(c, write_feed);
}

static const struct route routes[] = {
        {"GET", "/api/calendar", AUTH_MEMBER, TX_READ, 0, NULL, &sh_calendar, q_calendar, get_calendar,
                "Open tasks of at most 100 days, and when those that come again will come.", NULL},
        {"GET", "/api/calendar/feed", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_feed, NULL, get_feed,
                "Whether I have a calendar feed, since when, and when it was last read.", NULL},
        {"POST", "/api/calendar/feed", AUTH_MEMBER, TX_NONE, ROUTE_CREATED, &sh_empty, &sh_feed_made, NULL,
                post_feed, "Make my calendar feed, or make it anew: its old address ends.", NULL},
        {"DELETE", "/api/calendar/feed", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_empty, NULL, end_feeds,
                "End my calendar feed.", NULL},
        {"GET", "/api/feeds/{file}", AUTH_PUBLIC, TX_NONE, 0, NULL, NULL, NULL, get_feed_file,
                "A member's open tasks as an iCalendar file; the address is the secret.", "text/calendar"},
};
const struct route_list calendar_routes = {"Calendar", routes, sizeof routes / sizeof *routes};
