#include "api/module_shapes.h"
#include "api/card_reply.h"
#include "core/module.h"

#define TEXT_OF(n)                                                                                           \
    {                                                                                                        \
        .name = (n), .type = SH_TEXT                                                                         \
    }

const struct shape sh_label = {"Label",
        (const struct member_shape[]){
                {.name = "*", .type = SH_TEXT, .doc = "The text in every language that has none of its own"},
                TEXT_OF("en"), TEXT_OF("hu"), TEXT_OF("ro"), SHAPE_END}};

#define MODULE_LOOKS                                                                                         \
    R_INT("id"), R_TEXT("kind"), R_TEXT("template"), R_BOOL("fixed"), R_TEXT("fixed_reason"),                \
            R_OBJ("label", &sh_label), R_OBJ("item_label", &sh_label), R_OBJ("items_label", &sh_label),      \
            R_TEXT("colour"), R_TEXT("icon"), R_INT("position"), R_INT("version"), N_TIME("trashed_at")

const struct shape sh_module_brief = {"ModuleBrief",
        (const struct member_shape[]){MODULE_LOOKS,
                {.name = "n", .type = SH_INT, .flags = SH_REQUIRED, .doc = "Live cards"}, SHAPE_END}};

static const struct shape sh_group_shape = {"GroupShape",
        (const struct member_shape[]){R_ENUM("group", v_groups), R_OBJ("label", &sh_label), SHAPE_END}};
static const struct shape sh_status_shape = {"StatusShape",
        (const struct member_shape[]){R_INT("id"), R_INT("version"), R_ENUM("group", v_groups),
                R_INT("position"), R_OBJ("label", &sh_label), R_TEXT("colour"), R_TEXT("role"),
                R_INT("cadence_days"), R_OBJ("cadence_label", &sh_label), R_INT("stalled_days"),
                R_INT("probability_pct"), R_TEXTS("needs"), R_INT("n"), SHAPE_END}};
static const struct shape sh_needable = {"Needable",
        (const struct member_shape[]){R_TEXT("code"), R_TEXT("label"), R_TEXT("type"), SHAPE_END}};
static const struct shape sh_option_shape = {
        "OptionShape", (const struct member_shape[]){R_INT("id"), R_TEXT("code"), R_OBJ("label", &sh_label),
                               R_TEXT("colour"), R_BOOL("retired"), SHAPE_END}};
static const struct shape sh_field_shape = {"FieldShape",
        (const struct member_shape[]){R_INT("id"), R_INT("version"), R_TEXT("code"), R_TEXT("type"),
                R_OBJ("label", &sh_label), R_OBJ("help", &sh_label), R_OBJ("group", &sh_label),
                R_INT("position"), R_BOOL("required"), N_INT("required_from"), R_BOOL("read_only"),
                R_BOOL("unique"), R_BOOL("filterable"),
                {.name = "indexing",
                        .type = SH_BOOL,
                        .flags = SH_REQUIRED,
                        .doc = "Its index is being built"},
                R_ANY("default"), N_INT("min"), N_INT("max"),
                {.name = "formula",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED | SH_NULL,
                        .doc = "What it is computed by; null = people fill it in"},
                R_TEXT("role"), R_ARR("options", &sh_option_shape), N_TIME("trashed_at"), SHAPE_END}};
static const struct shape sh_task_type_shape = {
        "TaskTypeShape", (const struct member_shape[]){R_INT("id"), R_INT("version"), R_TEXT("code"),
                                 R_OBJ("label", &sh_label), R_TEXT("icon"), R_INT("duration_min"),
                                 R_INT("reminder_min"), R_BOOL("is_contact"), R_BOOL("retired"), SHAPE_END}};

const struct shape sh_module_shape = {
        "ModuleShape", (const struct member_shape[]){MODULE_LOOKS, R_MAP("settings"),
                               R_TEXTS("setting_names"), R_ARR("groups", &sh_group_shape),
                               R_ARR("statuses", &sh_status_shape), R_ARR("needable", &sh_needable),
                               R_ARR("fields", &sh_field_shape), R_ARR("task_types", &sh_task_type_shape),
                               {.name = "computing",
                                       .type = SH_INT,
                                       .flags = SH_REQUIRED | SH_NULL,
                                       .doc = "The job at work on its computed fields"},
                               SHAPE_END}};

static const struct shape sh_template_status = {
        "TemplateStatus", (const struct member_shape[]){R_TEXT("label"), R_TEXT("colour"), SHAPE_END}};
static const struct shape sh_template_group = {
        "TemplateGroup", (const struct member_shape[]){R_ENUM("group", v_groups), R_TEXT("label"),
                                 R_ARR("statuses", &sh_template_status), SHAPE_END}};
static const struct shape sh_template_field = {
        "TemplateField", (const struct member_shape[]){R_TEXT("label"), R_TEXT("type"), R_TEXT("group"),
                                 R_TEXTS("options"), SHAPE_END}};
static const struct shape sh_template_task_type = {
        "TemplateTaskType", (const struct member_shape[]){R_TEXT("label"), R_TEXT("icon"),
                                    R_INT("duration_min"), R_INT("reminder_min"), SHAPE_END}};
const struct shape sh_template = {
        "Template", (const struct member_shape[]){R_TEXT("name"), R_TEXT("kind"), R_BOOL("fixed"),
                            R_TEXT("label"), R_TEXT("item_label"), R_TEXT("items_label"), R_TEXT("about"),
                            R_TEXT("colour"), R_TEXT("icon"), R_INT("installed"),
                            R_ARR("groups", &sh_template_group), R_ARR("fields", &sh_template_field),
                            R_ARR("task_types", &sh_template_task_type), R_TEXTS("views"), SHAPE_END}};

const struct shape sh_shape_out = {
        "ModuleShapeOut", (const struct member_shape[]){
                                  R_OBJ("module", &sh_module_shape), R_OBJ("change", &sh_change), SHAPE_END}};
const struct shape sh_change_out = {
        "ShapeChangeOut", (const struct member_shape[]){R_OBJ("change", &sh_change), SHAPE_END}};

enum err reply_shape_members(struct call *c, int64_t module_id)
{
    jw_key(c->out, "module");
    enum err e = module_shape_write(c->cx, c->out, module_id);
    reply_change(c);
    return e;
}

enum err reply_shape(struct call *c, int64_t module_id)
{
    jw_obj(c->out);
    enum err e = reply_shape_members(c, module_id);
    jw_obj_end(c->out);
    return e;
}

enum err reply_shape_made(struct call *c, int64_t module_id, int64_t id)
{
    jw_obj(c->out);
    jw_kint(c->out, "id", id);
    enum err e = reply_shape_members(c, module_id);
    jw_obj_end(c->out);
    return e;
}
