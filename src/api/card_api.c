#include "api/route.h"
#include "api/shapes.h"

static const char *const v_event_groups[] = {"fields", "status", "tasks", "contacts", "notes", NULL};

static const struct shape sh_rows = {
        "CardRows", (const struct member_shape[]){R_ARR("rows", &sh_card_row), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_day_group = {
        "DayGroup", (const struct member_shape[]){R_ENUM("day", v_days), N_TIME("from_at"), N_TIME("to_at"),
                            R_INT("n"), R_BOOL("capped"), SHAPE_END}};
static const struct shape sh_groups = {"DayGroups",
        (const struct member_shape[]){R_TIME("now_at"), R_ARR("groups", &sh_day_group), SHAPE_END}};
static const struct shape sh_pipeline_status = {"PipelineStatus",
        (const struct member_shape[]){R_INT("id"), R_INT("n"), R_INT("value_minor"), SHAPE_END}};
static const struct shape sh_pipeline = {"Pipeline",
        (const struct member_shape[]){R_ARR("statuses", &sh_pipeline_status), R_INT("overdue"), SHAPE_END}};
static const struct shape sh_cell = {
        "BoxCell", (const struct member_shape[]){R_INT("cell"), R_INT("qualification"), R_INT("rating"),
                           R_TEXT("role"), R_INT("status_id"), R_INT("n"), R_INT("value_minor"),
                           R_INT("n_overdue"), R_BOOL("overdue_capped"), SHAPE_END}};
static const struct shape sh_box = {
        "Box", (const struct member_shape[]){R_ARR("cells", &sh_cell), SHAPE_END}};
static const struct shape sh_count = {
        "Count", (const struct member_shape[]){R_INT("n"), R_BOOL("capped"), SHAPE_END}};
static const struct shape sh_board_column = {
        "BoardColumn", (const struct member_shape[]){R_INT("status_id"), R_INT("n"), R_INT("value_minor"),
                               R_ARR("rows", &sh_card_row), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_board = {
        "Board", (const struct member_shape[]){R_ARR("columns", &sh_board_column), SHAPE_END}};
static const struct shape sh_card_out = {"CardOut",
        (const struct member_shape[]){R_OBJ("card", &sh_card), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_convert_out = {
        "ConvertOut", (const struct member_shape[]){R_OBJ("card", &sh_card), R_OBJ("lead", &sh_card),
                              R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_change_out = {
        "ChangeOut", (const struct member_shape[]){R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_link_out = {"CardLinkOut",
        (const struct member_shape[]){
                R_OBJ("link",
                        (&(const struct shape){"CardLinkNew",
                                (const struct member_shape[]){R_INT("id"), R_OBJ("card", &sh_card_brief),
                                        R_TEXT("kind"), R_TEXT("note"), SHAPE_END}})),
                R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_events = {
        "Events", (const struct member_shape[]){R_ARR("rows", &sh_event), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_event_out = {
        "EventOut", (const struct member_shape[]){R_OBJ("event", &sh_event), R_OBJ("card", &sh_card),
                            R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_undo_out = {
        "UndoOut", (const struct member_shape[]){R_INT("change_id"), N_INT("job_id"), SHAPE_END}};
static const struct shape sh_change_row = {"ChangeRow",
        (const struct member_shape[]){R_INT("id"), R_TIME("at"), R_INT("member_id"), R_TEXT("kind"),
                R_INT("n"), R_TEXT("summary"), R_BOOL("undone"), R_BOOL("undoable"), SHAPE_END}};
static const struct shape sh_changes = {
        "Changes", (const struct member_shape[]){R_ARR("rows", &sh_change_row), N_TEXT("next"), SHAPE_END}};

static const struct shape sh_card_new = {
        "CardNew", (const struct member_shape[]){I_NTEXT("name", 200), I_NID("status_id"), I_NID("owner_id"),
                           I_NID("contact_id"),
                           {.name = "contact",
                                   .type = SH_OBJECT,
                                   .flags = SH_NULL,
                                   .sub = &sh_contact_in,
                                   .doc = "A new customer"},
                           {.name = "company",
                                   .type = SH_OBJECT,
                                   .flags = SH_NULL,
                                   .sub = &sh_contact_in,
                                   .doc = "A new company: the new customer's, or the customer itself"},
                           {.name = "value_minor", .type = SH_INT, .flags = SH_NULL}, I_TEXT("source", 100),
                           {.name = "fields", .type = SH_MAP, .doc = "Values by field code"},
                           {.name = "task",
                                   .type = SH_OBJECT,
                                   .flags = SH_NULL,
                                   .sub = &sh_task_in,
                                   .doc = "Its first task"},
                           SHAPE_END}};
static const struct shape sh_card_in = {"CardIn",
        (const struct member_shape[]){
                {.name = "fields", .type = SH_MAP, .flags = SH_REQUIRED, .doc = "Values by field code"},
                {.name = "note", .type = SH_TEXT, .max = 1000, .doc = "Why the qualification was overridden"},
                I_VERSION, SHAPE_END}};
static const struct shape sh_copy_in = {
        "CopyIn", (const struct member_shape[]){I_NID("contact_id"), SHAPE_END}};
static const struct shape sh_convert_in = {"ConvertIn",
        (const struct member_shape[]){
                {.name = "module_id", .type = SH_INT, .flags = SH_REQUIRED, .min = 1}, SHAPE_END}};
static const struct shape sh_link_in = {"CardLinkIn",
        (const struct member_shape[]){{.name = "other_id", .type = SH_INT, .flags = SH_REQUIRED, .min = 1},
                I_TEXT("note", 500), SHAPE_END}};
static const struct shape sh_log_in = {
        "LogIn", (const struct member_shape[]){
                         {.name = "kind", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_log_kinds},
                         {.name = "text", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 10000},
                         {.name = "at", .type = SH_TIME, .doc = "When it was; now when left out"},
                         I_BOOL("incoming"), SHAPE_END}};

static const struct member_shape q_owner[] = {
        {.name = "owner", .type = SH_TEXT, .max = 20, .doc = "A member's id, `me` or `none`"}, SHAPE_END};
static const struct member_shape q_events[] = {I_ENUM("kind", v_event_groups),
        {.name = "cursor", .type = SH_TEXT, .max = 500},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};

static const struct route routes[] = {
        {"GET", "/api/modules/{id}/cards", AUTH_MEMBER, TX_READ, 0, NULL, &sh_rows, q_cards, NULL,
                "Cards of a module, next action first, page by page.", NULL},
        {"GET", "/api/modules/{id}/groups", AUTH_MEMBER, TX_READ, 0, NULL, &sh_groups, q_cards, NULL,
                "How many cards stand in each group of the day; each count stops at 1,000.", NULL},
        {"GET", "/api/modules/{id}/pipeline", AUTH_MEMBER, TX_READ, 0, NULL, &sh_pipeline, q_owner, NULL,
                "Count and value of each status, from maintained counters.", NULL},
        {"GET", "/api/modules/{id}/box", AUTH_MEMBER, TX_READ, 0, NULL, &sh_box, q_owner, NULL,
                "The nine cells of the 9-box.", NULL},
        {"GET", "/api/modules/{id}/count", AUTH_MEMBER, TX_READ, 0, NULL, &sh_count, q_cards, NULL,
                "How many cards match; stops at 100,000.", NULL},
        {"GET", "/api/modules/{id}/board", AUTH_MEMBER, TX_READ, 0, NULL, &sh_board, q_cards, NULL,
                "The first cards of every status.", NULL},
        {"POST", "/api/modules/{id}/cards", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_card_new, &sh_card_out, NULL, NULL,
                "Make a card, with a new customer and a first task when wished.", NULL},
        {"GET", "/api/cards/{id}", AUTH_MEMBER, TX_READ, 0, NULL, &sh_card, NULL, NULL,
                "One card with all its values.", NULL},
        {"PATCH", "/api/cards/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_card_in, &sh_card_out, NULL, NULL,
                "Change fields of a card, also its status where the pipeline is free.", NULL},
        {"DELETE", "/api/cards/{id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_change_out, NULL, NULL,
                "Put a card into the trash.", NULL},
        {"POST", "/api/cards/{id}/restore", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_card_out, NULL, NULL,
                "Take a card out of the trash.", NULL},
        {"POST", "/api/cards/{id}/copy", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_copy_in, &sh_card_out, NULL, NULL, "Copy a card with its fields and open tasks.", NULL},
        {"POST", "/api/cards/{id}/convert", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_convert_in, &sh_convert_out, NULL, NULL,
                "Make an opportunity of a lead, linked both ways.", NULL},
        {"POST", "/api/cards/{id}/seen", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_empty, NULL, NULL,
                "Its owner has opened it: it is no new lead any more.", NULL},
        {"POST", "/api/cards/{id}/links", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED, &sh_link_in, &sh_link_out,
                NULL, NULL, "Link two cards.", NULL},
        {"DELETE", "/api/cards/{id}/links/{link_id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_change_out, NULL,
                NULL, "Take a link away.", NULL},
        {"GET", "/api/cards/{id}/events", AUTH_MEMBER, TX_READ, 0, NULL, &sh_events, q_events, NULL,
                "A card's history, newest first.", NULL},
        {"POST", "/api/cards/{id}/events", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_log_in, &sh_event_out, NULL, NULL, "Log a call, meeting, note, e-mail, SMS or form.",
                NULL},
        {"GET", "/api/changes", AUTH_MEMBER, TX_READ, 0, NULL, &sh_changes, q_page, NULL,
                "My latest changes.", NULL},
        {"POST", "/api/changes/{id}/undo", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_undo_out, NULL, NULL,
                "Undo a change; refused when a later one stands in the way.", NULL},
};
const struct route_list card_routes = {"Cards", routes, sizeof routes / sizeof *routes};
