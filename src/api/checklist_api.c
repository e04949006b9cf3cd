#include "api/card_reply.h"
#include "api/module_shapes.h"
#include "api/shapes.h"
#include "core/checklist.h"

static const struct shape sh_item = {
        "ChecklistItem", (const struct member_shape[]){R_INT("id"), R_INT("card_id"),
                                 {.name = "task_id",
                                         .type = SH_INT,
                                         .flags = SH_REQUIRED | SH_NULL,
                                         .doc = "The task it belongs to; null: the card itself"},
                                 R_TEXT("text"), R_BOOL("done"), N_TIME("done_at"), N_INT("done_by"),
                                 R_INT("version"), SHAPE_END}};
static const struct shape sh_items = {
        "Checklist", (const struct member_shape[]){R_ARR("rows", &sh_item), SHAPE_END}};
static const struct shape sh_item_out = {"ChecklistItemOut",
        (const struct member_shape[]){R_OBJ("item", &sh_item), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_add_out = {"ChecklistAdded",
        (const struct member_shape[]){R_ARR("rows", &sh_item), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_add_in = {
        "ChecklistAdd", (const struct member_shape[]){{.name = "texts",
                                                              .type = SH_ARRAY_TEXT,
                                                              .flags = SH_REQUIRED,
                                                              .min = 1,
                                                              .max = CHECKS_MAX,
                                                              .doc = "One item each, to the end of the list"},
                                I_NID("task_id"), SHAPE_END}};
static const struct shape sh_edit_in = {"ChecklistEdit",
        (const struct member_shape[]){I_TEXT("text", CHECK_TEXT_MAX), I_BOOL("done"), I_VERSION, SHAPE_END}};
static const struct shape sh_order_in = {
        "ChecklistOrder", (const struct member_shape[]){{.name = "ids",
                                                                .type = SH_ARRAY_INT,
                                                                .flags = SH_REQUIRED,
                                                                .max = CHECKS_MAX,
                                                                .doc = "The whole list, in its new order"},
                                  I_NID("task_id"), SHAPE_END}};

static enum err get_items(struct call *c)
{
    return checklist_write(c->cx, c->out, c->id[0]);
}

static enum err reply_item(struct call *c, const struct check *item)
{
    jw_obj(c->out);
    jw_key(c->out, "item");
    check_write(c->out, item);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_items(struct call *c)
{
    int64_t ids[CHECKS_MAX];
    const json_t *texts = in_json(c, "texts");
    size_t n = json_array_size(texts);
    enum err e = checks_add(c->cx, c->id[0], in_int(c, "task_id", 0), texts, ids);
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "rows");
    jw_arr(c->out);
    for (size_t i = 0; i < n && !e; i++) {
        struct check item;
        e = check_get(c->cx, ids[i], &item);
        if (!e)
            check_write(c->out, &item);
    }
    jw_arr_end(c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return e;
}

static enum err patch_item(struct call *c)
{
    struct check item;
    int done = json_object_get(c->body, "done") ? in_bool(c, "done", false) : -1;
    enum err e = check_get(c->cx, c->id[0], &item);
    if (!e)
        e = check_edit(c->cx, &item, in_int(c, "version", 0), in_text(c, "text", NULL), done);
    return e ? e : reply_item(c, &item);
}

static enum err delete_item(struct call *c)
{
    struct check item;
    enum err e = check_get(c->cx, c->id[0], &item);
    return reply_only_change(c, e ? e : check_remove(c->cx, &item));
}

static enum err post_order(struct call *c)
{
    return reply_only_change(c, checks_order(c->cx, c->id[0], in_int(c, "task_id", 0), in_json(c, "ids")));
}

static const struct route routes[] = {
        {"GET", "/api/cards/{id}/checklist", AUTH_MEMBER, TX_READ, 0, NULL, &sh_items, NULL, get_items,
                "What is to be ticked off on a card and on its open tasks.", NULL},
        {"POST", "/api/cards/{id}/checklist", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_add_in, &sh_add_out, NULL, post_items,
                "Add items to the checklist of a card, or of one of its open tasks.", NULL},
        {"POST", "/api/cards/{id}/checklist/order", AUTH_MEMBER, TX_WRITE, 0, &sh_order_in, &sh_change_out,
                NULL, post_order, "Put a checklist into another order.", NULL},
        {"PATCH", "/api/checklist/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_edit_in, &sh_item_out, NULL,
                patch_item, "Tick an item, take the tick back, or change its text.", NULL},
        {"DELETE", "/api/checklist/{id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_change_out, NULL, delete_item,
                "Remove an item.", NULL},
};
const struct route_list checklist_routes = {"Checklists", routes, sizeof routes / sizeof *routes};
