#include "api/module_shapes.h"
#include "api/route.h"
#include "api/shapes.h"
#include "core/role.h"
#include "core/team.h"

static enum err get_roles(struct call *c)
{
    jw_obj(c->out);
    jw_key(c->out, "rows");
    jw_arr(c->out);
    for (int i = 0; i < c->cx->meta->n_roles; i++)
        role_write(c->cx, c->out, &c->cx->meta->roles[i]);
    jw_arr_end(c->out);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_role(struct call *c)
{
    const char *code;
    enum err e = role_add(c->cx, c->body, &code);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kstr(c->out, "code", code);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err patch_role(struct call *c)
{
    return role_edit(c->cx, c->text[0], in_int(c, "version", 0), c->body);
}

static enum err post_role_remove(struct call *c)
{
    return role_remove(c->cx, c->text[0], in_text(c, "to", NULL));
}

static struct team_edit team_edit_of(const struct call *c)
{
    return (struct team_edit){.name = in_text(c, "name", NULL),
            .set_leader = json_object_get(c->body, "leader_id") != NULL,
            .leader_id = in_int(c, "leader_id", 0),
            .members = in_json(c, "member_ids"),
            .body = c->body};
}

static enum err post_team(struct call *c)
{
    const struct team_edit in = team_edit_of(c);
    int64_t id;
    enum err e = team_add(c->cx, &in, &id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "id", id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err patch_team(struct call *c)
{
    const struct team_edit in = team_edit_of(c);
    return team_edit_by(c->cx, c->id[0], in_int(c, "version", 0), &in);
}

static enum err delete_team(struct call *c)
{
    return team_remove(c->cx, c->id[0]);
}

static const struct shape sh_role = {
        "Role", (const struct member_shape[]){R_TEXT("code"), R_TEXT("label"), R_BOOL("own"), R_BOOL("fixed"),
                        R_BOOL("changed"), R_TEXTS("rights"), R_BOOL("unowned"), R_OBJ("all", &sh_scopes),
                        {.name = "modules",
                                .type = SH_MAP,
                                .flags = SH_REQUIRED,
                                .doc = "Scopes by module id, where they differ from `all`"},
                        {.name = "fields",
                                .type = SH_MAP,
                                .flags = SH_REQUIRED,
                                .doc = "By module id: {field code: hidden or read_only}"},
                        R_INT("n_members"), R_INT("version"), SHAPE_END}};
static const struct shape sh_roles = {
        "Roles", (const struct member_shape[]){R_ARR("rows", &sh_role), SHAPE_END}};
#define ROLE_MEMBERS                                                                                         \
    {.name = "rights", .type = SH_ARRAY_TEXT, .max = 20}, I_BOOL("unowned"),                                 \
            {.name = "all", .type = SH_OBJECT, .sub = &sh_scopes}, {.name = "modules", .type = SH_MAP},      \
    {                                                                                                        \
        .name = "fields", .type = SH_MAP                                                                     \
    }
static const struct shape sh_role_new = {
        "RoleNew", (const struct member_shape[]){I_LABEL_NEEDED("label"), ROLE_MEMBERS, SHAPE_END}};
static const struct shape sh_role_in = {
        "RoleIn", (const struct member_shape[]){I_LABEL("label"), ROLE_MEMBERS, I_VERSION, SHAPE_END}};
static const struct shape sh_role_made = {
        "RoleMade", (const struct member_shape[]){R_TEXT("code"), SHAPE_END}};
static const struct shape sh_role_remove = {"RoleRemove",
        (const struct member_shape[]){
                {.name = "to", .type = SH_TEXT, .max = 60, .doc = "The role that its members get"},
                SHAPE_END}};
#define TEAM_MEMBERS                                                                                         \
    {.name = "leader_id", .type = SH_INT, .min = 1, .flags = SH_NULL},                                       \
    {                                                                                                        \
        .name = "member_ids", .type = SH_ARRAY_INT, .max = 500                                               \
    }
static const struct shape sh_team_new = {"TeamNew",
        (const struct member_shape[]){
                {.name = "name", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = TEAM_NAME_CHARS},
                TEAM_MEMBERS, SHAPE_END}};
static const struct shape sh_team_in = {"TeamIn",
        (const struct member_shape[]){{.name = "name", .type = SH_TEXT, .min = 1, .max = TEAM_NAME_CHARS},
                TEAM_MEMBERS, I_VERSION, SHAPE_END}};
static const struct shape sh_team_made = {"TeamMade", (const struct member_shape[]){R_INT("id"), SHAPE_END}};

static const struct route routes[] = {
        {"GET", "/api/roles", AUTH_ADMINISTRATOR, TX_NONE, 0, NULL, &sh_roles, NULL, get_roles,
                "What each role may see and do.", NULL},
        {"POST", "/api/roles", AUTH_ADMINISTRATOR, TX_WRITE, ROUTE_CREATED, &sh_role_new, &sh_role_made, NULL,
                post_role, "Add a role of one's own.", NULL},
        {"PATCH", "/api/roles/{code}", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_role_in, &sh_empty, NULL,
                patch_role, "Change what a role may.", NULL},
        {"POST", "/api/roles/{code}/remove", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_role_remove, &sh_empty,
                NULL, post_role_remove,
                "Remove an own role; one of the program's is again what it was at first.", NULL},
        {"POST", "/api/teams", AUTH_ADMINISTRATOR, TX_WRITE, ROUTE_CREATED, &sh_team_new, &sh_team_made, NULL,
                post_team, "Add a team.", NULL},
        {"PATCH", "/api/teams/{id}", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_team_in, &sh_empty, NULL,
                patch_team, "Change a team's name, leader or members.", NULL},
        {"DELETE", "/api/teams/{id}", AUTH_ADMINISTRATOR, TX_WRITE, 0, NULL, &sh_empty, NULL, delete_team,
                "Remove a team; its members stay.", NULL},
};
const struct route_list role_routes = {"Roles and teams", routes, sizeof routes / sizeof *routes};
