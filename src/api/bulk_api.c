#include "api/card_reply.h"
#include "api/shapes.h"
#include "core/bulk.h"

static const char *const v_actions[] = {
        "edit", "trash", "restore", "add_task", "close_tasks", "postpone_tasks", NULL};

static const struct shape sh_select = {"BulkSelect",
        (const struct member_shape[]){{.name = "ids", .type = SH_ARRAY_INT, .max = 1000}, I_BOOL("all"),
                I_NID("status"), I_ENUM("group", v_groups),
                {.name = "owner", .type = SH_ANY, .doc = "Member id, \"me\", \"none\" or null"},
                {.name = "cell", .type = SH_INT, .flags = SH_NULL, .max = 8}, I_NTEXT("q", 200),
                {.name = "filter", .type = SH_ANY},
                {.name = "trash", .type = SH_BOOL, .doc = "Cards in the trash (to restore them)"},
                SHAPE_END}};
static const struct shape sh_bulk_in = {"BulkIn",
        (const struct member_shape[]){
                {.name = "select", .type = SH_OBJECT, .flags = SH_REQUIRED, .sub = &sh_select},
                {.name = "expect",
                        .type = SH_INT,
                        .flags = SH_REQUIRED,
                        .max = SHAPE_INT_MAX,
                        .doc = "How many cards the question named; refused when the number now differs"},
                {.name = "action", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_actions},
                {.name = "fields", .type = SH_MAP},
                {.name = "fill",
                        .type = SH_MAP,
                        .doc = "As fields, on cards where the field has no value yet"},
                {.name = "task", .type = SH_OBJECT, .sub = &sh_task_in}, I_INT("days", 1, 3650),
                {.name = "due_date", .type = SH_TEXT, .min = 10, .max = 10}, I_ENUM("state", v_close_states),
                I_TEXT("result", 5000), SHAPE_END}};
static const struct shape sh_bulk_failed = {
        "BulkFailed", (const struct member_shape[]){R_INT("id"), R_TEXT("detail"), SHAPE_END}};
static const struct shape sh_bulk_out = {
        "BulkOut", (const struct member_shape[]){R_INT("n"), R_INT("change_id"), N_INT("job_id"),
                           R_ARR("failed", &sh_bulk_failed), SHAPE_END}};

static enum err post_bulk(struct call *c)
{
    const struct module *mod;
    enum err e = find_module(c, &mod);
    if (e)
        return e;
    jw_obj(c->out);
    e = bulk_run(c->cx, mod, c->body, c->out);
    jw_obj_end(c->out);
    return e;
}

static enum err get_job(struct call *c)
{
    return job_write(c->cx, c->out, c->id[0]);
}

static enum err post_cancel(struct call *c)
{
    return job_cancel(c->cx, c->id[0]);
}

static const struct route routes[] = {
        {"POST", "/api/modules/{id}/bulk", AUTH_BULK, TX_WRITE, ROUTE_IDEMPOTENT_KEY, &sh_bulk_in,
                &sh_bulk_out, NULL, post_bulk, "Change many cards at once, as one undoable change.", NULL},
        {"GET", "/api/jobs/{id}", AUTH_MEMBER, TX_READ, 0, NULL, &sh_job, NULL, get_job, "How far a job is.",
                NULL},
        {"POST", "/api/jobs/{id}/cancel", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_empty, NULL, post_cancel,
                "Stop a job after its present step.", NULL},
};
const struct route_list bulk_routes = {"Bulk changes and jobs", routes, sizeof routes / sizeof *routes};
