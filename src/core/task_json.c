/* task_json - tasks as JSON: the API's object, what a client may send, and the values that events keep. */
#include "core/access.h"
#include "core/cursor.h"
#include "core/repeat.h"
#include "core/task_impl.h"
#include "store/task_store.h"

static const char *const state_names[] = {"open", "done", "success", "failed"};

/* The columns that history keeps, under the names of the API. */
static const char *const kept[N_TASK_COL] = {
        [TASK_C_TEXT] = "text",
        [TASK_C_TYPE] = "type_id",
        [TASK_C_ASSIGNEE] = "assignee_id",
        [TASK_C_DUE] = "due_at",
        [TASK_C_HAS_TIME] = "due_has_time",
        [TASK_C_DURATION] = "duration_min",
        [TASK_C_REMINDER] = "reminder_min",
        [TASK_C_ADDRESS] = "address",
        [TASK_STATE] = "state",
        [TASK_RESULT] = "result",
        [TASK_CLOSED_AT] = "closed_at",
        [TASK_CLOSED_BY] = "closed_by",
        [TASK_RULE] = "repeat_rule",
        [TASK_RULE_ZONE] = "repeat_zone",
        [TASK_RULE_CLOSING] = "repeat_closing",
        [TASK_RULE_START] = "repeat_start_at",
        [TASK_RULE_AT] = "repeat_at",
        [TASK_RULE_NO] = "repeat_no",
        [TASK_RULE_KEEPS] = "repeat_keeps",
};

const char *task_col_kept(int col)
{
    return kept[col];
}

bool task_diff(struct arena *a, const struct task *old, const struct task *now, const char **out_old_json,
        const char **out_new_json)
{
    struct val was[N_TASK_COL], is[N_TASK_COL];
    struct buf b[2];
    struct jw w[2];
    bool differs = false;
    task_to_row(now, is);
    if (old)
        task_to_row(old, was);
    for (int i = 0; i < 2; i++) {
        buf_init(&b[i], a);
        jw_init(&w[i], &b[i]);
        jw_obj(&w[i]);
    }
    for (int i = 0; i < N_TASK_COL; i++) {
        if (!kept[i] || (old ? val_equal(was[i], is[i]) : i >= TASK_RULE && !*now->repeat.rule))
            continue;
        differs = true;
        jw_kval(&w[0], kept[i], old ? was[i] : val_null());
        jw_kval(&w[1], kept[i], is[i]);
    }
    for (int i = 0; i < 2; i++)
        jw_obj_end(&w[i]);
    *out_old_json = buf_str(&b[0]);
    *out_new_json = buf_str(&b[1]);
    return differs;
}

static struct val val_of(const json_t *j)
{
    if (json_is_integer(j))
        return val_int(json_integer_value(j));
    return json_is_string(j) ? val_text(json_string_value(j)) : val_null();
}

static json_t *object_of(struct arena *a, const char *json)
{
    json_t *j;
    const char *why;
    if (!json || json_read(a, json, strlen(json), &j, &why) || !json_is_object(j))
        return NULL;
    return j;
}

bool task_has(struct arena *a, const struct task *t, const char *json)
{
    json_t *j = object_of(a, json);
    struct val row[N_TASK_COL];
    task_to_row(t, row);
    for (int i = 0; j && i < N_TASK_COL; i++) {
        const json_t *m = kept[i] ? json_object_get(j, kept[i]) : NULL;
        if (m && !val_equal(row[i], val_of(m)))
            return false;
    }
    return j != NULL;
}

bool task_take(struct arena *a, struct task *t, const char *json)
{
    json_t *j = object_of(a, json);
    struct val row[N_TASK_COL];
    task_to_row(t, row);
    for (int i = 0; j && i < N_TASK_COL; i++) {
        const json_t *m = kept[i] ? json_object_get(j, kept[i]) : NULL;
        if (m)
            row[i] = val_of(m);
    }
    task_of_row(t, row);
    return j != NULL;
}

static struct val due_or_null(const struct task *t)
{
    return t->due_at == NO_DUE ? val_null() : val_int(t->due_at);
}

void task_stale_fields(struct stale *s, const struct task *yours, const struct task *theirs)
{
    static const int same_as_kept[] = {TASK_C_TEXT, TASK_C_TYPE, TASK_C_ASSIGNEE, TASK_C_DURATION,
            TASK_C_REMINDER, TASK_C_ADDRESS, TASK_RESULT};
    static const char *const bools[] = {"false", "true"};
    struct val a[N_TASK_COL], b[N_TASK_COL];
    task_to_row(yours, a);
    task_to_row(theirs, b);
    for (size_t i = 0; i < sizeof same_as_kept / sizeof *same_as_kept; i++)
        stale_field(s, kept[same_as_kept[i]], a[same_as_kept[i]], b[same_as_kept[i]]);
    stale_field(s, "due_at", due_or_null(yours), due_or_null(theirs));
    stale_field_json(s, "due_has_time", bools[yours->due_has_time], bools[theirs->due_has_time]);
    stale_field(s, "state", val_text(state_names[yours->state]), val_text(state_names[theirs->state]));
    stale_field(s, "repeat", val_text(yours->repeat.rule), val_text(theirs->repeat.rule));
}

static void key_id(struct jw *w, const char *key, int64_t id)
{
    jw_kval(w, key, id ? val_int(id) : val_null());
}

static void members_write(struct jw *w, const struct task *t)
{
    jw_kint(w, "id", t->id);
    jw_kint(w, "card_id", t->card_id);
    jw_kstr(w, "text", t->text);
    key_id(w, "type_id", t->type_id);
    key_id(w, "assignee_id", t->assignee_id);
    jw_kval(w, "due_at", due_or_null(t));
    jw_kbool(w, "due_has_time", t->due_has_time);
    jw_kint(w, "duration_min", t->duration_min);
    jw_kint(w, "reminder_min", t->reminder_min);
    jw_kstr(w, "address", t->address);
    jw_kstr(w, "state", state_names[t->state]);
    jw_kstr(w, "result", t->result);
    key_id(w, "closed_at", t->closed_at);
    key_id(w, "closed_by", t->closed_by);
    jw_kint(w, "created_at", t->created_at);
    key_id(w, "created_by", t->created_by);
    jw_kint(w, "version", t->version);
    repeat_write(w, &t->repeat);
    checks_write(w, t->n_checks, t->n_checks_done);
}

void checks_write(struct jw *w, int64_t n, int64_t n_done)
{
    jw_key(w, "checks");
    if (!n) {
        jw_null(w);
        return;
    }
    jw_obj(w);
    jw_kint(w, "n", n);
    jw_kint(w, "done", n_done);
    jw_obj_end(w);
}

void task_write(struct ctx *cx, struct jw *w, const struct task *t)
{
    jw_obj(w);
    members_write(w, t);
    jw_obj_end(w);
}

/* What a client sends */

static enum err refuse(struct ctx *cx, const char *path, const char *name, const char *key)
{
    return fail(cx, ERR_INVALID, path ? arena_printf(cx->arena, "%s.%s", path, name) : name, key);
}

static enum err text_in(struct ctx *cx, const json_t *in, const char *path, const char *name, unsigned bit,
        unsigned *set, const char **dst)
{
    const json_t *j = json_object_get(in, name);
    if (!j)
        return ERR_OK;
    if (!json_is_string(j) && !json_is_null(j))
        return refuse(cx, path, name, "error.not_text");
    *dst = json_is_string(j) ? json_string_value(j) : "";
    *set |= bit;
    return ERR_OK;
}

static enum err id_in(struct ctx *cx, const json_t *in, const char *path, const char *name, unsigned bit,
        unsigned *set, int64_t *dst)
{
    const json_t *j = json_object_get(in, name);
    if (!j)
        return ERR_OK;
    if (!json_is_null(j) && (!json_is_integer(j) || json_integer_value(j) < 0))
        return refuse(cx, path, name, "error.not_whole_number");
    *dst = json_is_integer(j) ? json_integer_value(j) : 0;
    *set |= bit;
    return ERR_OK;
}

static enum err int_in(struct ctx *cx, const json_t *in, const char *path, const char *name, unsigned bit,
        unsigned *set, int *dst)
{
    int64_t v = 0;
    unsigned mine = 0;
    enum err e = id_in(cx, in, path, name, bit, &mine, &v);
    if (e || !mine)
        return e;
    *dst = v > INT32_MAX ? INT32_MAX : (int)v;
    *set |= bit;
    return ERR_OK;
}

/* "YYYY-MM-DD" -> the last ms of that day. */
static bool day_end(struct ctx *cx, const char *s, int64_t *out_at)
{
    struct civil c = {.hour = 12};
    char behind;
    int64_t noon;
    if (strlen(s) != 10 || sscanf(s, "%4d-%2d-%2d%c", &c.year, &c.month, &c.day, &behind) != 3 ||
            !clock_from_local(&c, cx->zone, &noon))
        return false;
    *out_at = clock_day_end(noon, cx->zone, 0);
    return true;
}

static enum err due_in(struct ctx *cx, const json_t *in, const char *path, struct task_edit *out)
{
    const json_t *at = json_object_get(in, "due_at"), *date = json_object_get(in, "due_date");
    const json_t *has_time = json_object_get(in, "due_has_time");
    bool given_at = at && !json_is_null(at), given_date = date && !json_is_null(date);
    if (given_at && given_date)
        return refuse(cx, path, "due_date", "error.due_twice");
    if (given_at && !json_is_integer(at))
        return refuse(cx, path, "due_at", "error.not_whole_number");
    if (given_date && (!json_is_string(date) || !day_end(cx, json_string_value(date), &out->due_at)))
        return refuse(cx, path, "due_date", "error.not_date");
    if (given_at)
        out->due_at = json_integer_value(at);
    else if (!given_date)
        out->due_at = NO_DUE;
    out->due_has_time = given_at && !json_is_false(has_time);
    if (at || date)
        out->set |= TASK_DUE;
    return ERR_OK;
}

static void repeat_in(const json_t *in, struct task_edit *out)
{
    const json_t *j = json_object_get(in, "repeat");
    const char *from = json_str(j, "from"), *scope = json_str(in, "scope");
    out->rule = json_str(j, "rrule");
    out->closing = from && strcmp(from, "closing") == 0;
    out->this_only = scope && strcmp(scope, "this") == 0;
    if (j)
        out->set |= TASK_REPEAT;
}

enum err task_edit_from_json(struct ctx *cx, const json_t *in, const char *path, struct task_edit *out_edit)
{
    struct task_edit t = {0};
    if (!json_is_object(in))
        return fail(cx, ERR_INVALID, path, "error.not_object");
    enum err e = text_in(cx, in, path, "text", TASK_TEXT, &t.set, &t.text);
    if (!e)
        e = text_in(cx, in, path, "address", TASK_ADDRESS, &t.set, &t.address);
    if (!e)
        e = id_in(cx, in, path, "type_id", TASK_TYPE, &t.set, &t.type_id);
    if (!e)
        e = id_in(cx, in, path, "assignee_id", TASK_ASSIGNEE, &t.set, &t.assignee_id);
    if (!e)
        e = int_in(cx, in, path, "duration_min", TASK_DURATION, &t.set, &t.duration_min);
    if (!e)
        e = int_in(cx, in, path, "reminder_min", TASK_REMINDER, &t.set, &t.reminder_min);
    if (!e)
        e = due_in(cx, in, path, &t);
    if (!e)
        repeat_in(in, &t);
    if (!e)
        *out_edit = t;
    return e;
}

/* The first type that makes a contact: a call, most often. */
static int64_t contact_type(const struct module *mod)
{
    for (int i = 0; i < mod->n_task_types; i++)
        if (mod->task_types[i].is_contact)
            return mod->task_types[i].id;
    return 0;
}

bool task_suggest(struct ctx *cx, const struct card *card, struct task_edit *out_edit)
{
    const struct status *st = module_status(card->module, card->status_id);
    if (card->n_open_tasks > 0 || !st || st->cadence_days <= 0)
        return false;
    *out_edit = (struct task_edit){
            .set = TASK_TEXT | TASK_TYPE | TASK_DUE,
            .text = message(cx->arena, cx->lang, "task.next_step", NULL, card->name, st->cadence_days),
            .type_id = contact_type(card->module),
            .due_at = clock_day_end(cx->now_at, cx->zone, st->cadence_days),
    };
    return true;
}

/* Tasks over all cards */

void task_row_write(struct jw *w, const struct val *row)
{
    struct task t;
    task_of_row(&t, row);
    jw_obj(w);
    members_write(w, &t);
    jw_key(w, "card");
    jw_obj(w);
    jw_kint(w, "id", t.card_id);
    jw_kval(w, "name", row[N_TASK_COL]);
    jw_kval(w, "module_id", row[N_TASK_COL + 1]);
    jw_kval(w, "status_id", row[N_TASK_COL + 2]);
    jw_obj_end(w);
    jw_obj_end(w);
}

enum err task_list_write(struct ctx *cx, const struct task_query *q, struct jw *w)
{
    int limit = q->limit < 1 || q->limit > 200 ? 50 : q->limit;
    struct cursor at = {0};
    if (q->cursor && (!cursor_read(cx->arena, q->cursor, &at) || at.key.type != VAL_INT))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    struct rows rows;
    enum err e = task_store_list(cx->db, q->assignee_id, q->from_at, q->to_at ? q->to_at : NO_DUE + 1,
            q->closed, val_i(at.key, 0), at.id, access_sees(cx), limit + 1, &rows);
    if (e)
        return e;
    size_t n = rows.n > (size_t)limit ? (size_t)limit : rows.n;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n; i++)
        task_row_write(w, row_of(&rows, i));
    jw_arr_end(w);
    const struct val *last = n && rows.n > n ? row_of(&rows, n - 1) : NULL;
    jw_kstr(w, "next",
            last ? cursor_text(cx->arena, &(struct cursor){last[TASK_C_DUE], last[TASK_ID].i}) : NULL);
    jw_obj_end(w);
    return ERR_OK;
}
