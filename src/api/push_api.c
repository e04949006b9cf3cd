/* push_api - browsers that are told what the bell tells, and the account's rules for it. */
#include "api/people.h"
#include "api/shapes.h"

static const struct shape sh_browser = {"PushBrowser",
        (const struct member_shape[]){R_INT("id"), R_TEXT("agent"),
                {.name = "current", .type = SH_BOOL, .flags = SH_REQUIRED, .doc = "Of the session that asks"},
                R_TIME("created_at"), N_TIME("sent_at"),
                {.name = "failed_at",
                        .type = SH_TIME,
                        .flags = SH_REQUIRED | SH_NULL,
                        .doc = "The last try was in vain"},
                SHAPE_END}};
static const struct shape sh_push = {"Push",
        (const struct member_shape[]){{.name = "on",
                                              .type = SH_BOOL,
                                              .flags = SH_REQUIRED,
                                              .doc = "Off: nothing is sent, and no browser is taken"},
                {.name = "names",
                        .type = SH_BOOL,
                        .flags = SH_REQUIRED,
                        .doc = "Messages name the card or contact; else they only say what kind they are of"},
                {.name = "key",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED | SH_NULL,
                        .doc = "The applicationServerKey for PushManager.subscribe()"},
                {.name = "hosts",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED,
                        .doc = "Push services that this server may call"},
                {.name = "browsers",
                        .type = SH_ARRAY,
                        .flags = SH_REQUIRED,
                        .sub = &sh_browser,
                        .doc = "Mine"},
                SHAPE_END}};
static const struct shape sh_rules_in = {
        "PushIn", (const struct member_shape[]){I_BOOL("on"), I_BOOL("names"), SHAPE_END}};
static const struct shape sh_browser_in = {"PushBrowserIn",
        (const struct member_shape[]){
                {.name = "endpoint", .type = SH_TEXT, .flags = SH_REQUIRED, .max = PUSH_ENDPOINT_BYTES},
                {.name = "p256dh", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 100},
                {.name = "auth", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 40}, SHAPE_END}};

static void write_browser(struct call *c, const struct push_browser *b)
{
    struct jw *w = c->out;
    jw_obj(w);
    jw_kint(w, "id", b->id);
    jw_kstr(w, "agent", b->agent);
    jw_kbool(w, "current", b->session_id == c->session->id && !c->session->key_id);
    jw_kint(w, "created_at", b->created_at);
    jw_kval(w, "sent_at", b->sent_at ? val_int(b->sent_at) : val_null());
    jw_kval(w, "failed_at", b->failed_at ? val_int(b->failed_at) : val_null());
    jw_obj_end(w);
}

static enum err write_push(struct call *c, const struct push_rules *rules)
{
    struct push_browser *rows;
    const char *point;
    size_t n;
    enum err e = push_key_point(c->app->dir, c->cx, &point);
    if (!e)
        e = push_browser_list(c->app->dir, c->cx, c->session->account_id, c->session->member_id, &rows, &n);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kbool(c->out, "on", rules->on);
    jw_kbool(c->out, "names", rules->names);
    jw_kstr(c->out, "key", rules->on ? point : NULL);
    jw_kstr(c->out, "hosts", c->app->cfg.push.hosts ? c->app->cfg.push.hosts : "");
    jw_key(c->out, "browsers");
    jw_arr(c->out);
    for (size_t i = 0; i < n; i++)
        write_browser(c, &rows[i]);
    jw_arr_end(c->out);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_push(struct call *c)
{
    const struct push_rules rules = push_rules_of(c->cx->meta);
    return write_push(c, &rules);
}

static enum err patch_push(struct call *c)
{
    struct push_rules rules = push_rules_of(c->cx->meta);
    rules.on = in_bool(c, "on", rules.on);
    rules.names = in_bool(c, "names", rules.names);
    enum err e = push_update(c->app->dir, c->cx, &rules);
    return e ? e : write_push(c, &rules);
}

static enum err post_browser(struct call *c)
{
    const struct push_browser b = {.session_id = c->session->id,
            .account_id = c->session->account_id,
            .member_id = c->session->member_id,
            .prefix = c->site.prefix,
            .endpoint = in_text(c, "endpoint", ""),
            .p256dh = in_text(c, "p256dh", ""),
            .auth = in_text(c, "auth", "")};
    if (c->session->key_id) /* a program has no browser */
        return fail(c->cx, ERR_FORBIDDEN, NULL, "error.key_bound");
    if (!push_rules_of(c->cx->meta).on)
        return fail(c->cx, ERR_CONFLICT, NULL, "error.push_off");
    enum err e = push_browser_add(c->app->dir, c->cx, &c->app->cfg.push, &b);
    return e ? e : get_push(c);
}

static enum err delete_browser(struct call *c)
{
    enum err e =
            push_browser_remove(c->app->dir, c->cx, c->session->account_id, c->session->member_id, c->id[0]);
    return e ? e : get_push(c);
}

static const struct route routes[] = {
        {"GET", "/api/push", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_push, NULL, get_push,
                "Whether browsers are told, and which of mine.", NULL},
        {"PATCH", "/api/push", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_rules_in, &sh_push, NULL, patch_push,
                "Switch browser push on or off for the account.", NULL},
        {"POST", "/api/push/browsers", AUTH_MEMBER, TX_NONE, 0, &sh_browser_in, &sh_push, NULL, post_browser,
                "Let the browser of this session be told; it belongs to nobody else from now on.", NULL},
        {"DELETE", "/api/push/browsers/{id}", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_push, NULL, delete_browser,
                "Tell it no more.", NULL},
};
const struct route_list push_routes = {"Browser push", routes, sizeof routes / sizeof *routes};
