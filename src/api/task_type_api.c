#include "api/card_reply.h"
#include "api/module_shapes.h"
#include "core/task_type.h"

#define TYPE_MEMBERS                                                                                         \
    I_TEXT("icon", 40), I_INT("duration_min", 0, TASK_DURATION_MAX),                                         \
            I_INT("reminder_min", 0, TASK_REMINDER_MAX),                                                     \
    {                                                                                                        \
        .name = "is_contact", .type = SH_BOOL, .doc = "Closing such a task is a contact with the customer"   \
    }

static const struct shape sh_type_new = {
        "TaskTypeNew", (const struct member_shape[]){I_LABEL_NEEDED("label"), TYPE_MEMBERS, SHAPE_END}};
static const struct shape sh_type_in = {"TaskTypeIn",
        (const struct member_shape[]){I_LABEL("label"), TYPE_MEMBERS,
                {.name = "retired", .type = SH_BOOL, .doc = "false: a retired one is offered again"},
                I_VERSION, SHAPE_END}};
static const struct shape sh_order_in = {"TaskTypeOrder",
        (const struct member_shape[]){{.name = "ids",
                                              .type = SH_ARRAY_INT,
                                              .flags = SH_REQUIRED,
                                              .max = TASK_TYPES_MAX,
                                              .doc = "Every task type that is offered, in the new order"},
                SHAPE_END}};
static const struct shape sh_retire_in = {"TaskTypeRetire",
        (const struct member_shape[]){
                {.name = "to", .type = SH_INT, .min = 1, .doc = "The type that its open tasks get"},
                SHAPE_END}};
static const struct shape sh_type_made = {
        "TaskTypeMade", (const struct member_shape[]){R_INT("id"), R_OBJ("module", &sh_module_shape),
                                R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_retired = {
        "TaskTypeRetired", (const struct member_shape[]){R_OBJ("module", &sh_module_shape),
                                   R_OBJ("change", &sh_change), R_INT("n"), N_INT("job_id"), SHAPE_END}};

static enum err post_type(struct call *c)
{
    int64_t id;
    enum err e = task_type_add(c->cx, c->id[0], c->body, &id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "id", id);
    e = reply_shape_members(c, c->id[0]);
    jw_obj_end(c->out);
    return e;
}

static enum err patch_type(struct call *c)
{
    int64_t module_id;
    enum err e = task_type_edit(c->cx, c->id[0], in_int(c, "version", 0), c->body, &module_id);
    return e ? e : reply_shape(c, module_id);
}

static enum err post_order(struct call *c)
{
    enum err e = task_types_order(c->cx, c->id[0], in_json(c, "ids"));
    return e ? e : reply_shape(c, c->id[0]);
}

static enum err post_retire(struct call *c)
{
    struct task_type_retirement r;
    enum err e = task_type_retire(c->cx, c->id[0], in_int(c, "to", 0), &r);
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
        {"POST", "/api/modules/{id}/task-types", AUTH_CONFIGURE, TX_WRITE,
                ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY, &sh_type_new, &sh_type_made, NULL, post_type,
                "Add a task type to a module.", NULL},
        {"POST", "/api/modules/{id}/task-types/order", AUTH_CONFIGURE, TX_WRITE, 0, &sh_order_in,
                &sh_shape_out, NULL, post_order, "Put a module's task types into another order.", NULL},
        {"PATCH", "/api/task-types/{id}", AUTH_CONFIGURE, TX_WRITE, 0, &sh_type_in, &sh_shape_out, NULL,
                patch_type,
                "Change a task type: name, icon, what its tasks begin with, whether it is a contact.", NULL},
        {"POST", "/api/task-types/{id}/retire", AUTH_CONFIGURE, TX_WRITE, 0, &sh_retire_in, &sh_retired, NULL,
                post_retire,
                "Offer a task type no longer; its open tasks get another one, many of them as a job.", NULL},
};
const struct route_list task_type_routes = {"Task types", routes, sizeof routes / sizeof *routes};
