#include "api/card_reply.h"
#include "api/module_shapes.h"
#include "core/status.h"

#define DAYS_MAX 3650
#define STATUS_MEMBERS                                                                                       \
    I_TEXT("colour", 20), I_INT("cadence_days", 0, DAYS_MAX), I_LABEL("cadence_label"),                      \
            I_INT("stalled_days", 0, DAYS_MAX), I_INT("probability_pct", 0, 100),                            \
    {                                                                                                        \
        .name = "needs", .type = SH_ARRAY_TEXT, .max = NEEDS_MAX,                                            \
        .doc = "Codes of fields that must be filled in on entering"                                          \
    }

static const struct shape sh_status_new = {"StatusNew",
        (const struct member_shape[]){I_LABEL_NEEDED("label"),
                {.name = "group", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_groups},
                {.name = "before", .type = SH_INT, .min = 1, .doc = "The status it goes in front of"},
                STATUS_MEMBERS, SHAPE_END}};
static const struct shape sh_status_in = {
        "StatusIn", (const struct member_shape[]){I_LABEL("label"), STATUS_MEMBERS, I_VERSION, SHAPE_END}};
static const struct shape sh_place = {"StatusPlace",
        (const struct member_shape[]){{.name = "id", .type = SH_INT, .flags = SH_REQUIRED, .min = 1},
                {.name = "group", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_groups}, SHAPE_END}};
static const struct shape sh_order_in = {"PipelineOrder",
        (const struct member_shape[]){{.name = "statuses",
                                              .type = SH_ARRAY,
                                              .flags = SH_REQUIRED,
                                              .sub = &sh_place,
                                              .max = STATUSES_MAX,
                                              .doc = "All statuses of the module, as they are to stand"},
                I_VERSION, SHAPE_END}};
static const struct shape sh_remove_in = {"StatusRemove",
        (const struct member_shape[]){
                {.name = "to", .type = SH_INT, .min = 1, .doc = "The status that takes its cards"},
                {.name = "expect",
                        .type = SH_INT,
                        .max = SHAPE_INT_MAX,
                        .doc = "How many cards the question named; refused when the number now differs"},
                SHAPE_END}};
static const struct shape sh_status_made = {
        "StatusMade", (const struct member_shape[]){R_INT("id"), R_OBJ("module", &sh_module_shape),
                              R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_removed = {
        "StatusRemoved", (const struct member_shape[]){R_OBJ("module", &sh_module_shape),
                                 R_OBJ("change", &sh_change), R_INT("n"), N_INT("job_id"), SHAPE_END}};

static enum err post_status(struct call *c)
{
    int64_t id;
    enum err e = status_add(c->cx, c->id[0], c->body, &id);
    return e ? e : reply_shape_made(c, c->id[0], id);
}

static enum err patch_status(struct call *c)
{
    int64_t module_id;
    enum err e = status_edit(c->cx, c->id[0], in_int(c, "version", 0), c->body, &module_id);
    return e ? e : reply_shape(c, module_id);
}

static enum err post_order(struct call *c)
{
    enum err e = pipeline_order(c->cx, c->id[0], in_int(c, "version", 0), in_json(c, "statuses"));
    return e ? e : reply_shape(c, c->id[0]);
}

static enum err post_remove(struct call *c)
{
    struct status_removal r;
    enum err e = status_remove(c->cx, c->id[0], in_int(c, "to", 0), in_int(c, "expect", -1), &r);
    if (e)
        return e;
    jw_obj(c->out);
    e = reply_shape_members(c, r.module_id);
    jw_kint(c->out, "n", r.n);
    jw_kval(c->out, "job_id", r.job_id ? val_int(r.job_id) : val_null());
    jw_obj_end(c->out);
    return e;
}

static const struct route routes[] = {
        {"POST", "/api/modules/{id}/statuses", AUTH_CONFIGURE, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_status_new, &sh_status_made, NULL, post_status, "Add a status to a free pipeline.", NULL},
        {"PATCH", "/api/statuses/{id}", AUTH_CONFIGURE, TX_WRITE, 0, &sh_status_in, &sh_shape_out, NULL,
                patch_status,
                "Change a status: name, colour, suggested next step, limits, probability, fields asked for.",
                NULL},
        {"POST", "/api/modules/{id}/pipeline", AUTH_CONFIGURE, TX_WRITE, 0, &sh_order_in, &sh_shape_out, NULL,
                post_order, "Put the statuses of a free pipeline into another order or other groups.", NULL},
        {"POST", "/api/statuses/{id}/remove", AUTH_CONFIGURE, TX_WRITE, 0, &sh_remove_in, &sh_removed, NULL,
                post_remove, "Remove a status; its cards go to another one, many of them as a job.", NULL},
};
const struct route_list pipeline_routes = {"Pipelines", routes, sizeof routes / sizeof *routes};
