#include "api/route.h"
#include "api/shapes.h"

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
static const struct shape sh_job_id = {"JobId", (const struct member_shape[]){R_INT("job_id"), SHAPE_END}};

static const struct route routes[] = {
        {"POST", "/api/modules", AUTH_ADMINISTRATOR, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_module_new, &sh_module_id, NULL, NULL, "Install a module from a template.", NULL},
        {"PATCH", "/api/modules/{id}", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_module_in, &sh_empty, NULL, NULL,
                "Change a module's settings; null takes one back to its default.", NULL},
        {"POST", "/api/modules/{id}/qualify", AUTH_MANAGER, TX_WRITE, 0, &sh_qualify_in, &sh_job_id, NULL,
                NULL, "Qualify all cards without a manual override by the module's rules.", NULL},
};
const struct route_list module_routes = {"Modules", routes, sizeof routes / sizeof *routes};
