#include "core/bulk.h"
#include "core/access.h"
#include "core/event.h"
#include "core/list.h"
#include "core/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_IDS     1000
#define MAX_MATCHES 1000000
#define AT_ONCE     100
#define STEP_CARDS  200
#define MAX_FAILED  100

enum verb {
    VERB_EDIT,
    VERB_TRASH,
    VERB_RESTORE,
    VERB_ADD_TASK,
    VERB_CLOSE_TASKS,
    VERB_POSTPONE_TASKS,
    N_VERB
};
static const char *const verbs[N_VERB] = {
        "edit", "trash", "restore", "add_task", "close_tasks", "postpone_tasks"};

/* What is to be done to each card, read once per transaction. */
struct deed {
    const struct module *module;
    enum verb verb;
    struct edit *edits; /* the last n_fill of them only where a card has no value yet */
    size_t n_edits, n_fill;
    struct task_edit task;
    int days;
    int64_t to_at;
    enum task_state state;
    const char *result;
};

static enum err read_due(struct ctx *cx, const json_t *body, struct deed *d)
{
    d->days = (int)json_integer_value(json_object_get(body, "days"));
    const char *date = json_str(body, "due_date");
    if (date) {
        struct civil c = {0};
        if (sscanf(date, "%4d-%2d-%2d", &c.year, &c.month, &c.day) != 3 ||
                !clock_from_local(&c, cx->zone, &d->to_at))
            return fail_arg(cx, ERR_INVALID, "due_date", "error.not_date", date);
        d->to_at = clock_day_end(d->to_at, cx->zone, 0);
    }
    if (!date && (d->days < 1 || d->days > 3650))
        return fail_limit(cx, ERR_INVALID, "days", "error.too_small", 1);
    return ERR_OK;
}

static enum err read_state(struct ctx *cx, const json_t *body, struct deed *d)
{
    const char *state = json_str(body, "state");
    d->state = !state || strcmp(state, "done") == 0 ? TASK_DONE
               : strcmp(state, "success") == 0      ? TASK_SUCCESS
               : strcmp(state, "failed") == 0       ? TASK_FAILED
                                                    : TASK_OPEN;
    d->result = json_str(body, "result");
    return d->state == TASK_OPEN ? fail_arg(cx, ERR_INVALID, "state", "error.not_one_of", state) : ERR_OK;
}

static enum err read_edits(struct ctx *cx, const struct module *mod, const json_t *body, struct deed *d)
{
    struct edit *set, *fill;
    size_t n, n_fill;
    enum err e = edits_from_json(cx, mod, json_object_get(body, "fields"), &set, &n);
    if (!e)
        e = edits_from_json(cx, mod, json_object_get(body, "fill"), &fill, &n_fill);
    if (!e && !n && !n_fill)
        e = fail(cx, ERR_INVALID, "fields", "error.required");
    if (e)
        return e;
    d->n_edits = n + n_fill;
    d->n_fill = n_fill;
    d->edits = arena_array(cx->arena, struct edit, d->n_edits);
    memcpy(d->edits, set, n * sizeof *set);
    if (n_fill)
        memcpy(d->edits + n, fill, n_fill * sizeof *fill);
    for (size_t i = 0; !e && i < d->n_edits; i++)
        e = access_edit(cx, mod, d->edits[i].field);
    return e;
}

static enum err read_deed(struct ctx *cx, const struct module *mod, const json_t *body, struct deed *out_deed)
{
    const char *action = json_str(body, "action");
    struct deed d = {.module = mod, .verb = VERB_EDIT};
    while (d.verb < N_VERB && (!action || strcmp(verbs[d.verb], action) != 0))
        d.verb++;
    enum err e = ERR_OK;
    switch (d.verb) {
    case VERB_EDIT:
        e = read_edits(cx, mod, body, &d);
        break;
    case VERB_ADD_TASK:
        e = task_edit_from_json(cx, json_object_get(body, "task"), "task", &d.task);
        break;
    case VERB_CLOSE_TASKS:
        e = read_state(cx, body, &d);
        break;
    case VERB_POSTPONE_TASKS:
        e = read_due(cx, body, &d);
        break;
    case N_VERB:
        e = fail_arg(cx, ERR_INVALID, "action", "error.not_one_of", action);
        break;
    default:
        break;
    }
    *out_deed = d;
    return e;
}

/* The list that "all that match" means; the same members as the query of GET …/cards. */
static enum err read_select(
        struct ctx *cx, const struct module *mod, const json_t *select, bool trash, struct list_query *out)
{
    static const char *const groups[] = {"lead", "open", "success", "failed"};
    struct list_query q = {.module = mod, .group = -1, .box_cell = -1, .limit = STEP_CARDS, .trash = trash};
    q.status_id = json_integer_value(json_object_get(select, "status"));
    const json_t *owner = json_object_get(select, "owner");
    q.owner_id = json_is_string(owner) ? -1 : json_integer_value(owner);
    if (json_is_integer(json_object_get(select, "cell")))
        q.box_cell = json_integer_value(json_object_get(select, "cell"));
    const char *group = json_str(select, "group");
    for (int g = 0; group && g < N_GROUP; g++)
        if (strcmp(groups[g], group) == 0)
            q.group = g;
    const char *text = json_str(select, "q");
    if (text && *text)
        q.search = text_fold(cx->arena, text);
    const json_t *filter = json_object_get(select, "filter");
    struct filter *f = NULL;
    enum err e = filter && !json_is_null(filter) ? filter_parse(cx, mod, filter, &f) : ERR_OK;
    q.filter = f;
    if (!e)
        *out = q;
    return e;
}

static enum err next_task(struct ctx *cx, const struct card *card, struct task *out_task)
{
    return card->next_task_id ? task_get(cx, card->next_task_id, out_task) : ERR_NOT_FOUND;
}

static enum err edit_card(struct ctx *cx, const struct deed *d, struct card *card)
{
    struct edit *edits = arena_array(cx->arena, struct edit, d->n_edits);
    size_t n = 0;
    for (size_t i = 0; i < d->n_edits; i++)
        if (i < d->n_edits - d->n_fill || val_is_null(card_value(card, d->edits[i].field)))
            edits[n++] = d->edits[i];
    return card_apply(cx, card, 0, edits, n);
}

static enum err do_card(struct ctx *cx, void *arg, int64_t id)
{
    const struct deed *d = arg;
    struct card card;
    struct task task;
    enum err e = card_get(cx, id, d->verb == VERB_RESTORE, &card);
    if (!e && card.module_id != d->module->id)
        e = fail(cx, ERR_INVALID, "select.ids", "error.other_module");
    if (e)
        return e;
    switch (d->verb) {
    case VERB_EDIT:
        return edit_card(cx, d, &card);
    case VERB_TRASH:
        return card_trash(cx, &card);
    case VERB_RESTORE:
        return card_restore(cx, &card);
    case VERB_ADD_TASK:
        return task_create(cx, id, &d->task, &task);
    default:
        break;
    }
    e = next_task(cx, &card, &task);
    if (e == ERR_NOT_FOUND)
        return ERR_OK; /* nothing to close or postpone here */
    if (!e && d->verb == VERB_CLOSE_TASKS)
        e = task_close(cx, &task, 0, d->state, d->result);
    else if (!e)
        e = task_postpone(cx, &task, 0, d->days, d->to_at, false);
    return e;
}

static bool refusal(enum err e)
{
    return e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_FORBIDDEN || e == ERR_NOT_FOUND;
}

enum err bulk_try(struct ctx *cx, enum err (*fn)(struct ctx *cx, void *arg, int64_t id), void *arg,
        int64_t id, json_t *failed)
{
    struct ctx_mark mark = ctx_mark(cx);
    enum err e = db_savepoint(cx->db);
    if (e)
        return e;
    e = fn(cx, arg, id);
    enum err end = db_savepoint_end(cx->db, !e);
    if (end || !refusal(e))
        return end ? end : e;
    ctx_back(cx, &mark);
    if (json_array_size(failed) < MAX_FAILED) {
        const char *detail = message(cx->arena, cx->lang, cx->fault.key ? cx->fault.key : "error.invalid",
                cx->fault.field, cx->fault.arg, cx->fault.limit);
        json_array_append_new(failed, json_pack("{s:I,s:s}", "id", (json_int_t)id, "detail", detail));
    }
    cx->fault = (struct fault){0};
    return ERR_OK;
}

static enum err count_changed(struct ctx *cx, int64_t n)
{
    fail_limit(cx, ERR_CONFLICT, "expect", "error.bulk_count_changed", n);
    cx->fault.extra_json = arena_printf(cx->arena, "{\"n\":%lld}", (long long)n);
    return ERR_CONFLICT;
}

/* The ids meant, or only their number when there are more than AT_ONCE. */
static enum err find_ids(struct ctx *cx, const struct module *mod, const json_t *select, bool trash,
        int64_t *ids, int64_t *out_n)
{
    const json_t *list = json_object_get(select, "ids");
    if (json_is_array(list)) {
        *out_n = (int64_t)json_array_size(list);
        if (*out_n < 1 || *out_n > MAX_IDS)
            return fail_limit(cx, ERR_INVALID, "select.ids", "error.too_many", MAX_IDS);
        for (int64_t i = 0; i < *out_n; i++)
            ids[i] = json_integer_value(json_array_get(list, (size_t)i));
        return ERR_OK;
    }
    if (!json_is_true(json_object_get(select, "all")))
        return fail(cx, ERR_INVALID, "select", "error.required");
    struct list_query q;
    bool capped;
    int n = 0;
    enum err e = read_select(cx, mod, select, trash, &q);
    if (!e)
        e = list_count(cx, &q, MAX_MATCHES, out_n, &capped);
    if (!e && capped)
        e = fail_limit(cx, ERR_INVALID, "select", "error.too_many", MAX_MATCHES);
    if (!e && *out_n <= AT_ONCE)
        e = list_ids(cx, &q, 0, AT_ONCE, ids, &n);
    return e;
}

static enum err run_now(struct ctx *cx, struct deed *d, const int64_t *ids, int64_t n, json_t *failed)
{
    enum err e = ERR_OK;
    for (int64_t i = 0; !e && i < n; i++)
        e = bulk_try(cx, do_card, d, ids[i], failed);
    return e;
}

static enum err run_later(struct ctx *cx, const struct module *mod, const json_t *body, int64_t n,
        int64_t change_id, int64_t *out_job_id)
{
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(mod->id));
    json_object_set(payload, "body", (json_t *)body);
    return job_add(cx, "bulk", payload, n, change_id, out_job_id);
}

enum err bulk_run(struct ctx *cx, const struct module *mod, const json_t *body, struct jw *w)
{
    struct deed d;
    int64_t *ids = arena_array(cx->arena, int64_t, MAX_IDS), n = 0, job_id = 0, change_id;
    enum err e = read_deed(cx, mod, body, &d);
    if (!e)
        e = find_ids(cx, mod, json_object_get(body, "select"), d.verb == VERB_RESTORE, ids, &n);
    if (e)
        return e;
    if (n != json_integer_value(json_object_get(body, "expect")))
        return count_changed(cx, n);
    json_t *summary = json_keep(cx->arena, json_object()), *failed = json_keep(cx->arena, json_array());
    json_object_set(summary, "action", json_object_get(body, "action"));
    e = change_new(cx, "bulk", json_text(cx->arena, summary), n, &change_id);
    if (e)
        return e;
    cx->origin = ORIGIN_BULK;
    cx->parent_change_id = change_id;
    cx->change_id = 0;
    cx->change_kind = "bulk";
    if (n <= AT_ONCE) {
        e = run_now(cx, &d, ids, n, failed);
        notice_add(cx, "module", mod->id, mod->id);
    } else
        e = run_later(cx, mod, body, n, change_id, &job_id);
    if (e)
        return e;
    jw_kint(w, "n", n);
    jw_kint(w, "change_id", change_id);
    jw_key(w, "job_id");
    if (job_id)
        jw_int(w, job_id);
    else
        jw_null(w);
    jw_key(w, "failed");
    const char *text = json_text(cx->arena, failed);
    jw_raw(w, text, strlen(text));
    return ERR_OK;
}

/* The next ids of the job: from the list by place, or all that match by id. A card that an earlier step moved out of
 * the filter is simply no longer met; one that moved in behind the walk is not taken. */
static enum err next_ids(struct ctx *cx, const struct module *mod, const json_t *body, const char *position,
        int64_t *ids, int *out_n)
{
    const json_t *select = json_object_get(body, "select"), *list = json_object_get(select, "ids");
    int64_t after = strtoll(position, NULL, 10);
    *out_n = 0;
    if (json_is_array(list)) {
        for (; *out_n < STEP_CARDS && (size_t)(after + *out_n) < json_array_size(list); ++*out_n)
            ids[*out_n] = json_integer_value(json_array_get(list, (size_t)(after + *out_n)));
        return ERR_OK;
    }
    struct list_query q;
    const char *action = json_str(body, "action");
    enum err e = read_select(cx, mod, select, action && strcmp(action, "restore") == 0, &q);
    return e ? e : list_ids(cx, &q, after, STEP_CARDS, ids, out_n);
}

enum err bulk_step(struct ctx *cx, struct job *job, bool *out_more)
{
    const json_t *body = json_object_get(job->payload, "body");
    const struct module *mod =
            meta_module(cx->meta, json_integer_value(json_object_get(job->payload, "module_id")));
    struct deed d;
    int64_t ids[STEP_CARDS];
    int n;
    if (!mod)
        return fail(cx, ERR_NOT_FOUND, "module", "error.not_found");
    json_t *failed = json_object_get(job->result, "failed");
    if (!failed) {
        failed = json_array();
        json_object_set_new(job->result, "failed", failed);
    }
    cx->change_kind = "bulk";
    enum err e = read_deed(cx, mod, body, &d);
    if (!e)
        e = next_ids(cx, mod, body, job->position, ids, &n);
    if (!e)
        e = run_now(cx, &d, ids, n, failed);
    if (e)
        return e;
    bool by_place = json_is_array(json_object_get(json_object_get(body, "select"), "ids"));
    if (n)
        job->position = arena_printf(
                cx->arena, "%lld", by_place ? strtoll(job->position, NULL, 10) + n : (long long)ids[n - 1]);
    job->progress += n;
    notice_add(cx, "module", mod->id, mod->id);
    *out_more = n == STEP_CARDS;
    return ERR_OK;
}
