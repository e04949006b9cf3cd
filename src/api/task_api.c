#include "api/route.h"
#include "api/shapes.h"

#define TASK_OUT_MEMBERS R_OBJ("task", &sh_task), R_OBJ("card", &sh_card), R_OBJ("change", &sh_change)

static const char *const v_list_states[] = {"open", "closed", NULL};

static const struct shape sh_task_out = {
        "TaskOut", (const struct member_shape[]){TASK_OUT_MEMBERS, SHAPE_END}};
static const struct shape sh_suggest = {"Suggestion",
        (const struct member_shape[]){R_TEXT("text"), R_TIME("due_at"), N_INT("type_id"), SHAPE_END}};
static const struct shape sh_close_out = {
        "CloseOut", (const struct member_shape[]){TASK_OUT_MEMBERS, N_OBJ("next", &sh_task),
                            N_OBJ("suggest", &sh_suggest), SHAPE_END}};
static const struct shape sh_close_in = {
        "CloseIn", (const struct member_shape[]){
                           {.name = "state", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_close_states},
                           I_NTEXT("result", 5000), I_VERSION,
                           {.name = "next",
                                   .type = SH_OBJECT,
                                   .flags = SH_NULL,
                                   .sub = &sh_task_in,
                                   .doc = "The next step"},
                           SHAPE_END}};
static const struct shape sh_postpone_in = {"PostponeIn",
        (const struct member_shape[]){I_INT("days", 1, 3650), {.name = "due_at", .type = SH_TIME},
                {.name = "due_date", .type = SH_TEXT, .min = 10, .max = 10}, I_BOOL("due_has_time"),
                I_VERSION, SHAPE_END}};
static const struct shape sh_parsed = {"ParsedTask",
        (const struct member_shape[]){R_TEXT("text"), N_TIME("due_at"), R_BOOL("due_has_time"), SHAPE_END}};
static const struct shape sh_task_row = {"TaskRow",
        (const struct member_shape[]){R_INT("id"), R_INT("card_id"), R_TEXT("text"), N_INT("type_id"),
                N_INT("assignee_id"), N_TIME("due_at"), R_BOOL("due_has_time"), R_INT("duration_min"),
                R_INT("reminder_min"), R_TEXT("address"), R_ENUM("state", v_task_states), R_TEXT("result"),
                N_TIME("closed_at"), N_INT("closed_by"), R_TIME("created_at"), R_INT("created_by"),
                R_INT("version"), R_OBJ("card", &sh_card_place), SHAPE_END}};
static const struct shape sh_tasks = {
        "Tasks", (const struct member_shape[]){R_ARR("rows", &sh_task_row), N_TEXT("next"), SHAPE_END}};

static const struct member_shape q_parse[] = {
        {.name = "text", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 2000}, SHAPE_END};
static const struct member_shape q_tasks[] = {
        {.name = "assignee",
                .type = SH_TEXT,
                .max = 20,
                .doc = "A member's id or `me`; everybody's when left out"},
        {.name = "from", .type = SH_TIME}, {.name = "to", .type = SH_TIME}, I_ENUM("state", v_list_states),
        {.name = "cursor", .type = SH_TEXT, .max = 500},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};

static const struct route routes[] = {
        {"POST", "/api/cards/{id}/tasks", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_task_in, &sh_task_out, NULL, NULL, "Plan a task on a card.", NULL},
        {"PATCH", "/api/tasks/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_task_in, &sh_task_out, NULL, NULL,
                "Change a task.", NULL},
        {"POST", "/api/tasks/{id}/close", AUTH_MEMBER, TX_WRITE, ROUTE_IDEMPOTENT_KEY, &sh_close_in,
                &sh_close_out, NULL, NULL, "Close a task with its result, and plan the next step.", NULL},
        {"POST", "/api/tasks/{id}/postpone", AUTH_MEMBER, TX_WRITE, 0, &sh_postpone_in, &sh_task_out, NULL,
                NULL, "Move a task's deadline.", NULL},
        {"POST", "/api/tasks/{id}/reopen", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_task_out, NULL, NULL,
                "Open a closed task again.", NULL},
        {"GET", "/api/tasks/parse", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_parsed, q_parse, NULL,
                "Find the date words in a text: \"Call tomorrow 10:00\".", NULL},
        {"GET", "/api/tasks", AUTH_MEMBER, TX_READ, 0, NULL, &sh_tasks, q_tasks, NULL,
                "Tasks over all modules, by deadline.", NULL},
};
const struct route_list task_routes = {"Tasks", routes, sizeof routes / sizeof *routes};
