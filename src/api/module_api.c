#include "api/card_reply.h"
#include "api/module_shapes.h"
#include "core/module.h"
#include "core/qualify.h"

#define LOOKS                                                                                                \
    I_LABEL("label"), I_LABEL("item_label"), I_LABEL("items_label"), I_TEXT("colour", 20), I_TEXT("icon", 40)

static const struct shape sh_module_in = {
        "ModuleIn", (const struct member_shape[]){LOOKS,
                            {.name = "groups",
                                    .type = SH_ARRAY,
                                    .sub = &sh_label,
                                    .max = N_GROUP,
                                    .doc = "The names of the four groups, in their order"},
                            {.name = "settings", .type = SH_MAP}, I_VERSION, SHAPE_END}};
static const struct shape sh_module_new = {
        "ModuleNew", (const struct member_shape[]){
                             {.name = "template", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 40},
                             LOOKS, SHAPE_END}};
static const struct shape sh_module_id = {
        "ModuleId", (const struct member_shape[]){R_INT("id"), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_module_order = {"ModuleOrder",
        (const struct member_shape[]){{.name = "ids",
                                              .type = SH_ARRAY_INT,
                                              .flags = SH_REQUIRED,
                                              .max = MODULES_MAX,
                                              .doc = "Every module in use, as they stand in the bar"},
                SHAPE_END}};
static const struct shape sh_modules = {
        "ModuleBriefs", (const struct member_shape[]){R_ARR("rows", &sh_module_brief), SHAPE_END}};
static const struct shape sh_templates = {
        "Templates", (const struct member_shape[]){R_ARR("rows", &sh_template), SHAPE_END}};
static const struct shape sh_module_one = {
        "ModuleShapeOne", (const struct member_shape[]){R_OBJ("module", &sh_module_shape), SHAPE_END}};
static const struct shape sh_qualify_in = {
        "QualifyIn", (const struct member_shape[]){
                             {.name = "count",
                                     .type = SH_INT,
                                     .max = SHAPE_INT_MAX,
                                     .doc = "What the question said; refused when the number now differs"},
                             SHAPE_END}};
static const struct shape sh_qualify_out = {
        "QualifyOut", (const struct member_shape[]){R_INT("job_id"), R_INT("n"), SHAPE_END}};

static enum err get_templates(struct call *c)
{
    return templates_write(c->cx, c->out);
}

static enum err get_modules(struct call *c)
{
    return modules_write(c->cx, c->out);
}

static enum err get_module(struct call *c)
{
    jw_obj(c->out);
    jw_key(c->out, "module");
    enum err e = module_shape_write(c->cx, c->out, c->id[0]);
    jw_obj_end(c->out);
    return e;
}

static enum err post_module(struct call *c)
{
    int64_t id;
    enum err e = module_create(c->cx, in_text(c, "template", ""), c->body, &id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "id", id);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err patch_module(struct call *c)
{
    enum err e = module_edit(c->cx, c->id[0], in_int(c, "version", 0), c->body);
    return e ? e : reply_shape(c, c->id[0]);
}

static enum err post_order(struct call *c)
{
    return reply_only_change(c, module_order(c->cx, in_json(c, "ids")));
}

static enum err delete_module(struct call *c)
{
    return reply_only_change(c, module_trash(c->cx, c->id[0], in_int(c, "version", 0)));
}

static enum err post_restore(struct call *c)
{
    return reply_only_change(c, module_restore(c->cx, c->id[0]));
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
        {"GET", "/api/templates", AUTH_CONFIGURE, TX_READ, 0, NULL, &sh_templates, NULL, get_templates,
                "The templates that modules are made from, and what each brings.", NULL},
        {"GET", "/api/modules", AUTH_CONFIGURE, TX_READ, 0, NULL, &sh_modules, NULL, get_modules,
                "All modules, those in the trash last, with names in all languages.", NULL},
        {"POST", "/api/modules", AUTH_CONFIGURE, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_module_new, &sh_module_id, NULL, post_module, "Install a module from a template.", NULL},
        {"POST", "/api/modules/order", AUTH_CONFIGURE, TX_WRITE, 0, &sh_module_order, &sh_change_out, NULL,
                post_order, "Change the order of the modules in the bar.", NULL},
        {"GET", "/api/modules/{id}", AUTH_CONFIGURE, TX_READ, 0, NULL, &sh_module_one, NULL, get_module,
                "One module as its editors see it: statuses, fields and task types in all languages.", NULL},
        {"PATCH", "/api/modules/{id}", AUTH_CONFIGURE, TX_WRITE, 0, &sh_module_in, &sh_shape_out, NULL,
                patch_module,
                "Change a module's names, colour, icon, group names or settings; a setting of null takes its "
                "default again.",
                NULL},
        {"DELETE", "/api/modules/{id}", AUTH_CONFIGURE, TX_WRITE, 0, NULL, &sh_change_out, NULL,
                delete_module, "Put a module into the trash; its cards are seen nowhere meanwhile.", NULL},
        {"POST", "/api/modules/{id}/restore", AUTH_CONFIGURE, TX_WRITE, 0, &sh_empty, &sh_change_out, NULL,
                post_restore, "Take a module back from the trash.", NULL},
        {"POST", "/api/modules/{id}/qualify", AUTH_MANAGER, TX_WRITE, 0, &sh_qualify_in, &sh_qualify_out,
                NULL, post_qualify, "Qualify all cards without a manual override by the module's rules.",
                NULL},
};
const struct route_list module_routes = {"Modules", routes, sizeof routes / sizeof *routes};
