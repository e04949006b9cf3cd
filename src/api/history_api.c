#include "api/card_reply.h"
#include "api/shapes.h"
#include "core/event.h"

#define PAGE_ROWS 50

static const char *const v_event_groups[] = {
        "fields", "status", "tasks", "contacts", "notes", "files", "comments", NULL};

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
static const struct shape sh_log_in = {
        "LogIn", (const struct member_shape[]){
                         {.name = "kind", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_log_kinds},
                         {.name = "text", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 10000},
                         {.name = "at", .type = SH_TIME, .doc = "When it was; now when left out"},
                         I_BOOL("incoming"), SHAPE_END}};

static const struct member_shape q_events[] = {I_ENUM("kind", v_event_groups),
        {.name = "cursor", .type = SH_TEXT, .max = 2000},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};
static enum err get_events(struct call *c)
{
    return event_list_write(c->cx, c->id[0], 0, q_text(c, "kind", NULL), q_text(c, "cursor", NULL),
            (int)q_int(c, "limit", PAGE_ROWS), c->out);
}

static enum err post_event(struct call *c)
{
    struct card card;
    enum err e = card_get(c->cx, c->id[0], false, &card);
    if (!e)
        e = event_log(c->cx, &card, in_text(c, "kind", ""), in_text(c, "text", ""), in_int(c, "at", 0),
                in_bool(c, "incoming", false));
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "event");
    e = event_logged_write(c->cx, &card, c->out);
    if (!e)
        e = reply_card(c, "card", card.id);
    reply_change(c);
    jw_obj_end(c->out);
    return e;
}

static enum err get_changes(struct call *c)
{
    return changes_write(c->cx, q_text(c, "cursor", NULL), (int)q_int(c, "limit", PAGE_ROWS), c->out);
}

static enum err post_undo(struct call *c)
{
    int64_t job_id = 0, change_id = 0;
    enum err e = change_undo(c->cx, c->id[0], &job_id, &change_id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "change_id", change_id);
    jw_kval(c->out, "job_id", job_id ? val_int(job_id) : val_null());
    jw_obj_end(c->out);
    return ERR_OK;
}

static const struct route routes[] = {
        {"GET", "/api/cards/{id}/events", AUTH_MEMBER, TX_READ, 0, NULL, &sh_events, q_events, get_events,
                "A card's history, newest first.", NULL},
        {"POST", "/api/cards/{id}/events", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_log_in, &sh_event_out, NULL, post_event,
                "Log a call, meeting, note, e-mail, SMS or form.", NULL},
        {"GET", "/api/changes", AUTH_MEMBER, TX_READ, 0, NULL, &sh_changes, q_page, get_changes,
                "My latest changes.", NULL},
        {"POST", "/api/changes/{id}/undo", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_undo_out, NULL, post_undo,
                "Undo a change; refused when a later one stands in the way.", NULL},
};
const struct route_list history_routes = {"History and undo", routes, sizeof routes / sizeof *routes};
