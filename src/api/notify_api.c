/* notify_api - the bell: what a member is told, and what he wants to be told. */
#include "api/route.h"
#include "api/shapes.h"
#include "core/notify.h"

#define PAGE_ROWS 30

static const char *const v_kinds[] = {"mention", "comment", "task_given", "card_given", "task_due",
        "forgotten_soon", "due_soon", "due_missed", "job_done", "handed_over", NULL};

static const struct shape sh_notification = {"Notification",
        (const struct member_shape[]){R_INT("id"), R_TIME("at"), R_ENUM("kind", v_kinds),
                {.name = "actor_id", .type = SH_INT, .flags = SH_REQUIRED, .doc = "0 = the system"},
                {.name = "n",
                        .type = SH_INT,
                        .flags = SH_REQUIRED,
                        .doc = "Of how many cards or tasks it tells: one, or those of a bulk change"},
                R_BOOL("read"), N_INT("card_id"), N_INT("module_id"), N_INT("contact_id"),
                {.name = "name",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED | SH_NULL,
                        .doc = "Of the card or contact"},
                {.name = "text",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED | SH_NULL,
                        .doc = "The comment's beginning, or the task"},
                N_INT("task_id"), N_TIME("due_at"), N_INT("comment_id"), N_INT("job_id"), N_TEXT("job_kind"),
                N_TEXT("job_state"), SHAPE_END}};
static const struct shape sh_notifications = {"Notifications",
        (const struct member_shape[]){R_ARR("rows", &sh_notification), N_TEXT("next"),
                {.name = "unread", .type = SH_INT, .flags = SH_REQUIRED, .doc = "100 at most"}, SHAPE_END}};
static const struct shape sh_unread = {
        "NotificationsRead", (const struct member_shape[]){R_INT("id"), SHAPE_END}};
static const struct shape sh_notify_choice = {"NotifyChoice",
        (const struct member_shape[]){R_ENUM("kind", v_kinds), R_BOOL("in_app"), R_BOOL("push"), SHAPE_END}};
static const struct shape sh_notify_choices = {
        "NotifyChoices", (const struct member_shape[]){R_ARR("kinds", &sh_notify_choice), SHAPE_END}};
static const struct shape sh_read_in = {"NotificationsReadIn",
        (const struct member_shape[]){{.name = "id", .type = SH_INT, .min = 1, .doc = "This one"},
                {.name = "up_to_id", .type = SH_INT, .min = 1, .doc = "All up to this one"}, SHAPE_END}};
static const struct shape sh_choose_in = {
        "NotifyChoiceIn", (const struct member_shape[]){
                                  {.name = "kind", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_kinds},
                                  I_BOOL("in_app"), I_BOOL("push"), SHAPE_END}};
static const struct member_shape q_notifications[] = {I_BOOL("unread"),
        {.name = "cursor", .type = SH_TEXT, .max = 2000},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};

static enum err get_notifications(struct call *c)
{
    return notify_list_write(c->cx, q_int(c, "unread", 0) != 0, q_text(c, "cursor", NULL),
            (int)q_int(c, "limit", PAGE_ROWS), c->out);
}

static enum err post_read(struct call *c)
{
    const int64_t id = in_int(c, "id", 0), up_to_id = in_int(c, "up_to_id", 0);
    if (!id == !up_to_id)
        return fail(c->cx, ERR_INVALID, "id", "error.required");
    enum err e = notify_read(c->cx, id, up_to_id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "id", id ? id : up_to_id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_choices(struct call *c)
{
    jw_obj(c->out);
    enum err e = notify_choices_write(c->cx, c->out);
    jw_obj_end(c->out);
    return e;
}

static enum err patch_choices(struct call *c)
{
    const char *kind = in_text(c, "kind", "");
    struct notify_choice choice;
    enum err e = notify_choice_get(c->cx, kind, &choice);
    if (e)
        return e;
    choice.in_app = in_bool(c, "in_app", choice.in_app);
    choice.push = in_bool(c, "push", choice.push);
    e = notify_choose(c->cx, kind, &choice);
    return e ? e : get_choices(c);
}

static const struct route routes[] = {
        {"GET", "/api/notifications", AUTH_MEMBER, TX_READ, 0, NULL, &sh_notifications, q_notifications,
                get_notifications, "What I am told, latest first; the latest 500 are kept.", NULL},
        {"POST", "/api/notifications/read", AUTH_MEMBER, TX_WRITE, 0, &sh_read_in, &sh_unread, NULL,
                post_read, "Mark one as read, or all up to one.", NULL},
        {"GET", "/api/notifications/choices", AUTH_MEMBER, TX_READ, 0, NULL, &sh_notify_choices, NULL,
                get_choices, "What I want to be told.", NULL},
        {"PATCH", "/api/notifications/choices", AUTH_MEMBER, TX_WRITE, 0, &sh_choose_in, &sh_notify_choices,
                NULL, patch_choices, "Choose it for a kind.", NULL},
};
const struct route_list notify_routes = {"Notifications", routes, sizeof routes / sizeof *routes};
