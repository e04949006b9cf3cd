/* task - a planned next action on a card. */
#pragma once
#include "core/card.h"

enum task_state { TASK_OPEN, TASK_DONE, TASK_SUCCESS, TASK_FAILED };

/* A task that comes again; rule "" = it does not. */
struct repeat {
    const char *rule, *zone, *keeps; /* keeps: JSON, what this one alone has otherwise than those to come */
    bool closing;                    /* the next is counted from the day of closing */
    int64_t start_at, at;            /* the first time; this one's own, wherever it was put off to */
    int no;
};

struct task {
    int64_t id, card_id, type_id, assignee_id, due_at, closed_at, closed_by, created_at, created_by,
            updated_at, version;
    const char *text, *address, *result;
    bool due_has_time;
    int duration_min, reminder_min;
    enum task_state state;
    struct repeat repeat;
    int64_t n_checks, n_checks_done;
    int64_t next_id; /* after task_close: the one that follows by its rule, 0 = none */
};

/* What a client may set; a bit of `set` per member says which are meant. */
enum {
    TASK_TEXT = 1,
    TASK_TYPE = 2,
    TASK_ASSIGNEE = 4,
    TASK_DUE = 8,
    TASK_DURATION = 16,
    TASK_REMINDER = 32,
    TASK_ADDRESS = 64,
    TASK_REPEAT = 128
};
struct task_edit {
    unsigned set;
    const char *text, *address;
    int64_t type_id, assignee_id, due_at;
    bool due_has_time;
    int duration_min, reminder_min;
    const char *rule; /* NULL = it comes no more */
    bool closing;
    bool this_only; /* of one that comes again: those that follow stay as they were */
};

enum err task_get(struct ctx *cx, int64_t id, struct task *out_task); /* access by its card */
enum err task_create(struct ctx *cx, int64_t card_id, const struct task_edit *in, struct task *out_task);
enum err task_update(struct ctx *cx, struct task *t, int64_t version, const struct task_edit *in);
/* task_close - state DONE, SUCCESS or FAILED with a result text; logs a contact when its type is one. One that comes again
 * makes the next in the same transaction: the first time that lies behind its own and is not over yet.
 * Errors: ERR_STALE with both versions, also when somebody else closed it since; ERR_CONFLICT already closed (a double click is answered with the closed task, not an error, when
 * the same member closed it the same way). */
enum err task_close(
        struct ctx *cx, struct task *t, int64_t version, enum task_state state, const char *result);
enum err task_reopen(struct ctx *cx, struct task *t);
/* task_postpone - move the deadline: days > 0 from today keeping the time of day, or to `to_at`.
 * Errors: as task_close */
enum err task_postpone(
        struct ctx *cx, struct task *t, int64_t version, int days, int64_t to_at, bool has_time);
/* tasks_of_card - the open ones by deadline, at most `max`. */
enum err tasks_of_card(struct ctx *cx, int64_t card_id, size_t max, struct task **out_tasks, size_t *out_n);
void task_write(struct ctx *cx, struct jw *w, const struct task *t);
/* checks_write - the member "checks": {n, done} of a checklist, or null. */
void checks_write(struct jw *w, int64_t n, int64_t n_done);
/* task_edit_from_json - the object TaskIn of the API: text, type_id, assignee_id, due_at | due_date,
 * duration_min, reminder_min, address, repeat, scope; a due_date is the last ms of that day in the member's zone. Members
 * are checked here against what they are; against the module and the members of the account when it is saved.
 * Takes:  path for errors, e.g. "task" (NULL = none)
 * Errors: ERR_INVALID with the member */
enum err task_edit_from_json(struct ctx *cx, const json_t *in, const char *path, struct task_edit *out_edit);
/* task_suggest - the next step that the status's cadence asks for when the card has no open task; false when
 * none. */
bool task_suggest(struct ctx *cx, const struct card *card, struct task_edit *out_edit);

/* task_query - tasks over all cards, by deadline. */
struct task_query {
    int64_t assignee_id;    /* 0 = everybody's */
    int64_t from_at, to_at; /* deadline: from included, to not; to_at 0 = open end */
    bool closed;            /* the closed ones instead of the open ones */
    const char *cursor;
    int limit; /* 1-200 */
};
/* task_list_write - {"rows":[Task + card:{id,name,module_id,status_id}],"next":cursor|null}. */
enum err task_list_write(struct ctx *cx, const struct task_query *q, struct jw *w);

/* task_revert - undo of one event of a task (kind task_added, task_removed, task_edited, task_closed, task_reopened,
 * task_postponed): puts back the old values, or takes the added task away. Errors: ERR_CONFLICT
 * error.undo_later_change when the task no longer has the event's new values. */
enum err task_revert(struct ctx *cx, int64_t card_id, int64_t task_id, const char *kind, const char *old_json,
        const char *new_json);

/* dateword_parse - "Call tomorrow 10:00", "Hívás holnap 10-kor", "sună mâine la 10": takes date words of the
 * three languages out of a text. Gives the rest of the text, due time (NO_DUE when none) and whether it has a
 * time of day. */
void dateword_parse(struct arena *a, const char *text, int64_t now_at, const char *zone, char **out_rest,
        int64_t *out_due_at, bool *out_has_time);
