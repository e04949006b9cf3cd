#include "api/route.h"
#include "api/shapes.h"
#include "core/view.h"

static const struct shape sh_view_out = {
        "ViewOut", (const struct member_shape[]){R_OBJ("view", &sh_view), SHAPE_END}};
static const struct shape sh_view_new = {"ViewNew",
        (const struct member_shape[]){
                {.name = "label", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = VIEW_CHARS},
                I_BOOL("shared"),
                {.name = "config", .type = SH_OBJECT, .flags = SH_REQUIRED, .sub = &sh_view_config},
                SHAPE_END}};
static const struct shape sh_view_in = {"ViewIn",
        (const struct member_shape[]){{.name = "label", .type = SH_TEXT, .min = 1, .max = VIEW_CHARS},
                I_BOOL("shared"), {.name = "config", .type = SH_OBJECT, .sub = &sh_view_config}, I_VERSION,
                SHAPE_END}};

static const char *config_text(struct call *c)
{
    char *text = json_dumps(in_json(c, "config"), JSON_COMPACT);
    const char *copy = arena_str(c->cx->arena, text);
    free(text);
    return copy;
}

static enum err reply(struct call *c, const struct view *v)
{
    jw_obj(c->out);
    jw_key(c->out, "view");
    view_write(c->cx, c->out, v);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_view(struct call *c)
{
    struct view v = {.module_id = c->id[0],
            .label = in_text(c, "label", ""),
            .shared = in_bool(c, "shared", false),
            .config = config_text(c)};
    enum err e = view_create(c->cx, &v);
    return e ? e : reply(c, &v);
}

static enum err patch_view(struct call *c)
{
    struct view v;
    enum err e = view_get(c->cx, c->id[0], &v);
    if (e)
        return e;
    v.label = in_text(c, "label", v.label);
    v.shared = in_bool(c, "shared", v.shared);
    if (in_has(c, "config"))
        v.config = config_text(c);
    e = view_save(c->cx, &v, in_int(c, "version", 0));
    return e ? e : reply(c, &v);
}

static enum err delete_view(struct call *c)
{
    return view_delete(c->cx, c->id[0]);
}

static const struct route routes[] = {
        {"POST", "/api/modules/{id}/views", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_view_new, &sh_view_out, NULL, post_view, "Save a view, private or (managers) shared.",
                NULL},
        {"PATCH", "/api/views/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_view_in, &sh_view_out, NULL, patch_view,
                "Change a saved view.", NULL},
        {"DELETE", "/api/views/{id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_empty, NULL, delete_view,
                "Remove a saved view.", NULL},
};
const struct route_list view_routes = {"Saved views", routes, sizeof routes / sizeof *routes};
