#include "api/card_reply.h"
#include "api/module_shapes.h"
#include "core/compute.h"
#include "core/contact_own.h"
#include "core/field.h"
#include "meta/field_new.h"
#include "meta/formula.h"

#define LIMIT_MAX 9007199254740991LL

static const struct shape sh_option_in = {
        "OptionIn", (const struct member_shape[]){
                            {.name = "id", .type = SH_INT, .min = 1, .doc = "Left out = a new choice"},
                            I_LABEL("label"), I_TEXT("colour", 20), I_BOOL("retired"), SHAPE_END}};

#define FIELD_MEMBERS                                                                                        \
    {.name = "formula",                                                                                      \
            .type = SH_TEXT,                                                                                 \
            .min = 1,                                                                                        \
            .max = FORMULA_CHARS,                                                                            \
            .doc = "Of a computed field: what by, in the words of docs/shaping.md"},                         \
            I_LABEL("help"), I_LABEL("group"), I_BOOL("required"),                                           \
            {.name = "required_from",                                                                        \
                    .type = SH_INT,                                                                          \
                    .min = 1,                                                                                \
                    .flags = SH_NULL,                                                                        \
                    .doc = "The status from which on it is required"},                                       \
            I_BOOL("read_only"), I_BOOL("unique"),                                                           \
            {.name = "filterable", .type = SH_BOOL, .doc = "With an index of its own"},                      \
            {.name = "default",                                                                              \
                    .type = SH_ANY,                                                                          \
                    .flags = SH_NULL,                                                                        \
                    .doc = "A value of its type; \"now\" for dates, \"me\" for users; null = none"},         \
            {.name = "min", .type = SH_INT, .min = -LIMIT_MAX, .max = LIMIT_MAX, .flags = SH_NULL},          \
            {.name = "max", .type = SH_INT, .min = -LIMIT_MAX, .max = LIMIT_MAX, .flags = SH_NULL},          \
    {                                                                                                        \
        .name = "options", .type = SH_ARRAY, .sub = &sh_option_in, .max = OPTIONS_MAX,                       \
        .doc = "All choices in their order; one left out is retired"                                         \
    }

static const struct shape sh_field_add = {
        "FieldNew", (const struct member_shape[]){
                            {.name = "type", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 40},
                            I_LABEL_NEEDED("label"), FIELD_MEMBERS, SHAPE_END}};
static const struct shape sh_contact_field_add = {"ContactFieldNew",
        (const struct member_shape[]){
                {.name = "kind", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_contact_kinds},
                {.name = "type", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 40},
                I_LABEL_NEEDED("label"), FIELD_MEMBERS, SHAPE_END}};
static const struct shape sh_field_in = {
        "FieldIn", (const struct member_shape[]){I_LABEL("label"), FIELD_MEMBERS, I_VERSION, SHAPE_END}};
static const struct shape sh_group_in = {"FieldGroupIn",
        (const struct member_shape[]){I_LABEL_NEEDED("label"),
                {.name = "fields", .type = SH_ARRAY_INT, .flags = SH_REQUIRED, .max = FIELDS_MAX},
                SHAPE_END}};
static const struct shape sh_order_in = {
        "FieldOrder", (const struct member_shape[]){
                              {.name = "groups",
                                      .type = SH_ARRAY,
                                      .flags = SH_REQUIRED,
                                      .sub = &sh_group_in,
                                      .max = FIELDS_MAX,
                                      .doc = "Every field of the module in use, as they are to stand"},
                              I_VERSION, SHAPE_END}};
static const struct shape sh_field_made = {
        "FieldMade", (const struct member_shape[]){R_INT("id"), R_OBJ("module", &sh_module_shape),
                             R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_formula_in = {"FormulaIn",
        (const struct member_shape[]){
                {.name = "formula", .type = SH_TEXT, .flags = SH_REQUIRED, .max = FORMULA_CHARS},
                {.name = "field_id", .type = SH_INT, .min = 1, .flags = SH_NULL, .doc = "Whose it is"},
                {.name = "card_id",
                        .type = SH_INT,
                        .min = 1,
                        .flags = SH_NULL,
                        .doc = "The card to try it on"},
                SHAPE_END}};
static const struct shape sh_formula_error = {"FormulaError",
        (const struct member_shape[]){R_TEXT("detail"), R_INT("at"), R_INT("length"), SHAPE_END}};
static const struct shape sh_formula_sample = {"FormulaSample",
        (const struct member_shape[]){R_INT("id"), R_TEXT("name"), R_TEXT("text"), SHAPE_END}};
static const struct shape sh_formula_out = {
        "FormulaTried", (const struct member_shape[]){{.name = "type",
                                                              .type = SH_TEXT,
                                                              .flags = SH_REQUIRED | SH_NULL,
                                                              .doc = "Type of its results"},
                                {.name = "error",
                                        .type = SH_OBJECT,
                                        .flags = SH_REQUIRED | SH_NULL,
                                        .sub = &sh_formula_error},
                                R_ARR("samples", &sh_formula_sample), SHAPE_END}};
static const struct shape sh_convert_in = {"FieldConvertIn",
        (const struct member_shape[]){
                {.name = "type", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 40}, SHAPE_END}};
static const struct shape sh_sample = {
        "ConvertSample", (const struct member_shape[]){R_TEXT("from"), N_TEXT("to"), SHAPE_END}};
static const struct shape sh_convert_preview = {
        "FieldConvertPreview", (const struct member_shape[]){R_ARR("samples", &sh_sample), R_INT("n"),
                                       R_INT("converts"), R_INT("lost"), SHAPE_END}};
static const struct shape sh_convert_out = {
        "FieldConvertOut", (const struct member_shape[]){R_OBJ("module", &sh_module_shape),
                                   R_OBJ("change", &sh_change), R_INT("job_id"), SHAPE_END}};
static const struct member_shape q_convert[] = {
        {.name = "type", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 40}, SHAPE_END};

static enum err post_field(struct call *c)
{
    int64_t id;
    enum err e = field_add(c->cx, c->id[0], c->body, &id);
    return e ? e : reply_shape_made(c, c->id[0], id);
}

static enum err post_contact_field(struct call *c)
{
    const bool company = strcmp(in_text(c, "kind", ""), "company") == 0;
    int64_t module_id, id;
    enum err e = contact_own_add(c->cx, company ? CONTACT_COMPANY : CONTACT_PERSON, c->body, &module_id, &id);
    return e ? e : reply_shape_made(c, module_id, id);
}

static enum err post_formula(struct call *c)
{
    return formula_try(c->cx, c->out, c->id[0], in_int(c, "field_id", 0), in_text(c, "formula", ""),
            in_int(c, "card_id", 0));
}

static enum err patch_field(struct call *c)
{
    int64_t module_id;
    enum err e = field_edit(c->cx, c->id[0], in_int(c, "version", 0), c->body, &module_id);
    return e ? e : reply_shape(c, module_id);
}

static enum err post_order(struct call *c)
{
    enum err e = fields_order(c->cx, c->id[0], in_int(c, "version", 0), in_json(c, "groups"));
    return e ? e : reply_shape(c, c->id[0]);
}

static enum err delete_field(struct call *c)
{
    int64_t module_id;
    enum err e = field_trash(c->cx, c->id[0], in_int(c, "version", 0), &module_id);
    return e ? e : reply_shape(c, module_id);
}

static enum err post_restore(struct call *c)
{
    int64_t module_id;
    enum err e = field_restore(c->cx, c->id[0], &module_id);
    return e ? e : reply_shape(c, module_id);
}

static enum err get_convert(struct call *c)
{
    return field_convert_preview(c->cx, c->out, c->id[0], q_text(c, "type", ""));
}

static enum err post_convert(struct call *c)
{
    int64_t module_id, job_id;
    enum err e = field_convert(c->cx, c->id[0], in_text(c, "type", ""), &module_id, &job_id);
    if (e)
        return e;
    jw_obj(c->out);
    e = reply_shape_members(c, module_id);
    jw_kint(c->out, "job_id", job_id);
    jw_obj_end(c->out);
    return e;
}

static const struct route routes[] = {
        {"POST", "/api/modules/{id}/fields", AUTH_CONFIGURE, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_field_add, &sh_field_made, NULL, post_field, "Add a field to a module.", NULL},
        {"POST", "/api/contacts/fields", AUTH_CONFIGURE, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_contact_field_add, &sh_field_made, NULL, post_contact_field,
                "Add a field to people or to companies; what its module's id opens is their fields' place.",
                NULL},
        {"POST", "/api/modules/{id}/fields/order", AUTH_CONFIGURE, TX_WRITE, 0, &sh_order_in, &sh_shape_out,
                NULL, post_order, "Change the groups and the order of a module's fields.", NULL},
        {"POST", "/api/modules/{id}/formula", AUTH_CONFIGURE, TX_READ, 0, &sh_formula_in, &sh_formula_out,
                NULL, post_formula, "Try a formula: what it would give on real cards, or where it is wrong.",
                NULL},
        {"PATCH", "/api/fields/{id}", AUTH_CONFIGURE, TX_WRITE, 0, &sh_field_in, &sh_shape_out, NULL,
                patch_field, "Change a field: names, rules, default, limits, choices.", NULL},
        {"DELETE", "/api/fields/{id}", AUTH_CONFIGURE, TX_WRITE, 0, NULL, &sh_shape_out, NULL, delete_field,
                "Put a field into the trash; its values stay.", NULL},
        {"POST", "/api/fields/{id}/restore", AUTH_CONFIGURE, TX_WRITE, 0, &sh_empty, &sh_shape_out, NULL,
                post_restore, "Take a field back from the trash, with its values.", NULL},
        {"GET", "/api/fields/{id}/convert", AUTH_CONFIGURE, TX_READ, ROUTE_LONG, NULL, &sh_convert_preview,
                q_convert, get_convert, "What another type would make of a field's values.", NULL},
        {"POST", "/api/fields/{id}/convert", AUTH_CONFIGURE, TX_WRITE, 0, &sh_convert_in, &sh_convert_out,
                NULL, post_convert,
                "Change a field's type; a job fills the new field, the old one keeps its values in the "
                "trash.",
                NULL},
};
const struct route_list field_routes = {"Fields", routes, sizeof routes / sizeof *routes};
