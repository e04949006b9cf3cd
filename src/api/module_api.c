#include "api/card_reply.h"
#include "api/shapes.h"
#include "core/module.h"
#include "core/qualify.h"

static const struct shape sh_module_in = {
        "ModuleIn", (const struct member_shape[]){{.name = "settings", .type = SH_MAP, .flags = SH_REQUIRED},
                            I_VERSION, SHAPE_END}};
static const struct shape sh_module_new = {"ModuleNew",
        (const struct member_shape[]){
                {.name = "template", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 40}, SHAPE_END}};
static const struct shape sh_module_id = {"ModuleId", (const struct member_shape[]){R_INT("id"), SHAPE_END}};
static const struct shape sh_qualify_in = {
        "QualifyIn", (const struct member_shape[]){
                             {.name = "count",
                                     .type = SH_INT,
                                     .max = SHAPE_INT_MAX,
                                     .doc = "What the question said; refused when the number now differs"},
                             SHAPE_END}};
static const struct shape sh_qualify_out = {
        "QualifyOut", (const struct member_shape[]){R_INT("job_id"), R_INT("n"), SHAPE_END}};

static enum err post_module(struct call *c)
{
    int64_t id;
    enum err e = module_create(c->cx, in_text(c, "template", ""), &id);
    if (e == ERR_NOT_FOUND)
        return fail(c->cx, ERR_INVALID, "template", "error.unknown_template");
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "id", id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err patch_module(struct call *c)
{
    const struct module *mod;
    enum err e = find_module(c, &mod);
    return e ? e : module_settings_update(c->cx, mod, in_int(c, "version", 0), in_json(c, "settings"));
}

static enum err post_qualify(struct call *c)
{
    const struct module *mod;
    int64_t job_id, n;
    enum err e = find_module(c, &mod);
    if (!e)
        e = qualify_all(c->cx, mod, &job_id, &n);
    if (e)
        return e;
    if (in_has(c, "count") && in_int(c, "count", 0) != n)
        return fail_limit(c->cx, ERR_CONFLICT, "count", "error.bulk_count_changed", n);
    jw_obj(c->out);
    jw_kint(c->out, "job_id", job_id);
    jw_kint(c->out, "n", n);
    jw_obj_end(c->out);
    return ERR_OK;
}

static const struct route routes[] = {
        {"POST", "/api/modules", AUTH_ADMINISTRATOR, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_module_new, &sh_module_id, NULL, post_module, "Install a module from a template.", NULL},
        {"PATCH", "/api/modules/{id}", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_module_in, &sh_empty, NULL,
                patch_module, "Change a module's settings; null takes one back to its default.", NULL},
        {"POST", "/api/modules/{id}/qualify", AUTH_MANAGER, TX_WRITE, 0, &sh_qualify_in, &sh_qualify_out,
                NULL, post_qualify, "Qualify all cards without a manual override by the module's rules.",
                NULL},
};
const struct route_list module_routes = {"Modules", routes, sizeof routes / sizeof *routes};
