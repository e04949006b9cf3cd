#include "api/card_reply.h"
#include "api/shapes.h"
#include "core/task.h"

#define PAGE_ROWS 50

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
        {.name = "cursor", .type = SH_TEXT, .max = 2000},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};

/* The reply of every change of a task: the task, its card, the change; the caller closes the object. */
static enum err reply_task(struct call *c, int64_t task_id)
{
    struct task t;
    c->cx->follows = true; /* what was done is shown, also when it was the last that let see the card */
    enum err e = task_get(c->cx, task_id, &t);
    c->cx->follows = false;
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "task");
    task_write(c->cx, c->out, &t);
    e = reply_card(c, "card", t.card_id);
    reply_change(c);
    return e;
}

static enum err reply_only_task(struct call *c, int64_t task_id)
{
    enum err e = reply_task(c, task_id);
    jw_obj_end(c->out);
    return e;
}

static enum err post_task(struct call *c)
{
    int64_t id;
    enum err e = new_task(c, c->id[0], c->body, NULL, &id);
    return e ? e : reply_only_task(c, id);
}

static enum err patch_task(struct call *c)
{
    struct task t;
    struct task_edit edit;
    enum err e = task_get(c->cx, c->id[0], &t);
    if (!e)
        e = task_edit_from_json(c->cx, c->body, NULL, &edit);
    if (!e)
        e = task_update(c->cx, &t, in_int(c, "version", 0), &edit);
    return e ? e : reply_only_task(c, t.id);
}

static enum task_state state_of(const char *name)
{
    return strcmp(name, "success") == 0  ? TASK_SUCCESS
           : strcmp(name, "failed") == 0 ? TASK_FAILED
                                         : TASK_DONE;
}

static void write_suggestion(struct call *c, const struct task_edit *s)
{
    jw_obj(c->out);
    jw_kstr(c->out, "text", s->text);
    jw_kint(c->out, "due_at", s->due_at);
    jw_kval(c->out, "type_id", s->type_id ? val_int(s->type_id) : val_null());
    jw_obj_end(c->out);
}

/* "next": the task just planned; "suggest": what the status's cadence asks for when none was. */
static enum err write_next(struct call *c, int64_t card_id, int64_t next_id)
{
    struct task next;
    struct task_edit suggestion;
    struct card card;
    enum err e = next_id ? task_get(c->cx, next_id, &next) : ERR_OK;
    if (!e)
        e = card_get(c->cx, card_id, true, &card);
    jw_key(c->out, "next");
    if (next_id && !e)
        task_write(c->cx, c->out, &next);
    else
        jw_null(c->out);
    jw_key(c->out, "suggest");
    if (!e && task_suggest(c->cx, &card, &suggestion))
        write_suggestion(c, &suggestion);
    else
        jw_null(c->out);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err post_close(struct call *c)
{
    struct task t;
    int64_t next_id = 0;
    enum err e = task_get(c->cx, c->id[0], &t);
    if (!e)
        e = task_close(c->cx, &t, in_int(c, "version", 0), state_of(in_text(c, "state", "done")),
                in_text(c, "result", ""));
    if (!e && in_has(c, "next"))
        e = new_task(c, t.card_id, in_json(c, "next"), "next", &next_id);
    if (!e)
        e = reply_task(c, t.id);
    if (!e)
        e = write_next(c, t.card_id, next_id ? next_id : t.next_id);
    jw_obj_end(c->out);
    return e;
}

static enum err post_postpone(struct call *c)
{
    struct task t;
    struct task_edit edit = {0};
    int days = (int)in_int(c, "days", 0);
    json_t *due = json_object();
    enum err e = task_get(c->cx, c->id[0], &t);
    json_object_set(due, "due_at", json_object_get(c->body, "due_at"));
    json_object_set(due, "due_date", json_object_get(c->body, "due_date"));
    json_object_set(due, "due_has_time", json_object_get(c->body, "due_has_time"));
    if (!e && !days)
        e = task_edit_from_json(c->cx, due, NULL, &edit);
    json_decref(due);
    if (!e && !days && !(edit.set & TASK_DUE))
        e = fail(c->cx, ERR_INVALID, "days", "error.required");
    if (!e)
        e = task_postpone(c->cx, &t, in_int(c, "version", 0), days, edit.due_at, edit.due_has_time);
    return e ? e : reply_only_task(c, t.id);
}

static enum err post_reopen(struct call *c)
{
    struct task t;
    enum err e = task_get(c->cx, c->id[0], &t);
    if (!e)
        e = task_reopen(c->cx, &t);
    return e ? e : reply_only_task(c, t.id);
}

static enum err get_parse(struct call *c)
{
    char *rest;
    int64_t due_at;
    bool has_time;
    dateword_parse(
            c->cx->arena, q_text(c, "text", ""), c->cx->now_at, c->cx->zone, &rest, &due_at, &has_time);
    jw_obj(c->out);
    jw_kstr(c->out, "text", rest);
    jw_kval(c->out, "due_at", due_at < NO_DUE ? val_int(due_at) : val_null());
    jw_kbool(c->out, "due_has_time", has_time);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_tasks(struct call *c)
{
    struct task_query q = {.from_at = q_int(c, "from", 0),
            .to_at = q_int(c, "to", 0),
            .closed = strcmp(q_text(c, "state", "open"), "open") != 0,
            .cursor = q_text(c, "cursor", NULL),
            .limit = (int)q_int(c, "limit", PAGE_ROWS)};
    enum err e = read_owner(c, "assignee", &q.assignee_id);
    return e ? e : task_list_write(c->cx, &q, c->out);
}

static const struct route routes[] = {
        {"POST", "/api/cards/{id}/tasks", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_task_in, &sh_task_out, NULL, post_task, "Plan a task on a card.", NULL},
        {"PATCH", "/api/tasks/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_task_in, &sh_task_out, NULL, patch_task,
                "Change a task.", NULL},
        {"POST", "/api/tasks/{id}/close", AUTH_MEMBER, TX_WRITE, ROUTE_IDEMPOTENT_KEY, &sh_close_in,
                &sh_close_out, NULL, post_close, "Close a task with its result, and plan the next step.",
                NULL},
        {"POST", "/api/tasks/{id}/postpone", AUTH_MEMBER, TX_WRITE, 0, &sh_postpone_in, &sh_task_out, NULL,
                post_postpone, "Move a task's deadline.", NULL},
        {"POST", "/api/tasks/{id}/reopen", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_task_out, NULL,
                post_reopen, "Open a closed task again.", NULL},
        {"GET", "/api/tasks/parse", AUTH_MEMBER, TX_NONE, 0, NULL, &sh_parsed, q_parse, get_parse,
                "Find the date words in a text: \"Call tomorrow 10:00\".", NULL},
        {"GET", "/api/tasks", AUTH_MEMBER, TX_READ, 0, NULL, &sh_tasks, q_tasks, get_tasks,
                "Tasks over all modules, by deadline.", NULL},
};
const struct route_list task_routes = {"Tasks", routes, sizeof routes / sizeof *routes};
