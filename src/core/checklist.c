#include "core/checklist.h"
#include "core/access.h"
#include "core/event.h"
#include "core/stale.h"
#include "core/task.h"
#include "store/checklist_store.h"

#include <string.h>

#define ROWS_MAX 2000 /* over all lists of a card */

static struct check of_row(const struct val *v)
{
    return (struct check){.id = v[CHECK_ID].i,
            .card_id = v[CHECK_CARD].i,
            .task_id = v[CHECK_TASK].i,
            .text = val_s(v[CHECK_TEXT], ""),
            .position = v[CHECK_POSITION].i,
            .done_at = v[CHECK_DONE_AT].i,
            .done_by = v[CHECK_DONE_BY].i,
            .created_at = v[CHECK_CREATED_AT].i,
            .created_by = v[CHECK_CREATED_BY].i,
            .version = v[CHECK_VERSION].i};
}

static void to_row(const struct check *c, struct val *v)
{
    v[CHECK_ID] = c->id ? val_int(c->id) : val_null();
    v[CHECK_CARD] = val_int(c->card_id);
    v[CHECK_TASK] = val_int(c->task_id);
    v[CHECK_TEXT] = val_text(c->text);
    v[CHECK_POSITION] = val_int(c->position);
    v[CHECK_DONE_AT] = val_int(c->done_at);
    v[CHECK_DONE_BY] = val_int(c->done_by);
    v[CHECK_CREATED_AT] = val_int(c->created_at);
    v[CHECK_CREATED_BY] = val_int(c->created_by);
    v[CHECK_VERSION] = val_int(c->version);
}

static struct val id_or_null(int64_t id)
{
    return id ? val_int(id) : val_null();
}

void check_write(struct jw *w, const struct check *c)
{
    jw_obj(w);
    jw_kint(w, "id", c->id);
    jw_kint(w, "card_id", c->card_id);
    jw_kval(w, "task_id", id_or_null(c->task_id));
    jw_kstr(w, "text", c->text);
    jw_kbool(w, "done", c->done_at != 0);
    jw_kval(w, "done_at", id_or_null(c->done_at));
    jw_kval(w, "done_by", id_or_null(c->done_by));
    jw_kint(w, "version", c->version);
    jw_obj_end(w);
}

enum err checklist_write(struct ctx *cx, struct jw *w, int64_t card_id)
{
    struct card card;
    struct rows rows;
    enum err e = card_get(cx, card_id, true, &card);
    if (!e)
        e = checklist_store_of_card(cx->db, card_id, ROWS_MAX, &rows);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < rows.n; i++) {
        struct check c = of_row(row_of(&rows, i));
        check_write(w, &c);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return ERR_OK;
}

/* What history keeps of an item: all that undo needs. */
static const char *item_json(struct ctx *cx, const struct check *c)
{
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kint(&w, "id", c->id);
    jw_kint(&w, "task_id", c->task_id);
    jw_kstr(&w, "text", c->text);
    jw_kint(&w, "position", c->position);
    jw_kint(&w, "done_at", c->done_at);
    jw_kint(&w, "done_by", c->done_by);
    jw_obj_end(&w);
    return buf_str(&b);
}

static void take_json(struct ctx *cx, const char *json, struct check *c)
{
    const json_t *j = json_tree(cx->arena, json);
    c->id = json_integer_value(json_object_get(j, "id"));
    c->task_id = json_integer_value(json_object_get(j, "task_id"));
    c->text = arena_str(cx->arena, json_str(j, "text"));
    c->position = json_integer_value(json_object_get(j, "position"));
    c->done_at = json_integer_value(json_object_get(j, "done_at"));
    c->done_by = json_integer_value(json_object_get(j, "done_by"));
}

/* What every change brings with it: the event, the progress, the notice. */
static enum err changed(struct ctx *cx, const struct card *card, const char *kind, const struct check *c,
        const char *old_json, const char *new_json)
{
    enum err e = checklist_store_count(cx->db, card->id, c->task_id);
    if (!e)
        e = event_add(cx, &(struct event_new){.card_id = card->id,
                                  .kind = kind,
                                  .text = c->text,
                                  .old_json = old_json,
                                  .new_json = new_json});
    struct notice *n = e ? NULL : notice_add(cx, "task", c->task_id, card->module_id);
    if (n) {
        n->card_id = card->id;
        n->owner_id = card->owner_id;
    }
    return e;
}

static void change_kind(struct ctx *cx, const char *kind, const char *name)
{
    if (cx->change_kind)
        return;
    cx->change_kind = kind;
    cx->change_name = name;
}

static enum err card_to_work(struct ctx *cx, int64_t card_id, struct card *out_card)
{
    enum err e = card_get(cx, card_id, false, out_card);
    return e ? e : access_need_may(cx, out_card, MAY_EDIT);
}

/* The card, and that the task is an open one of it. */
static enum err place(struct ctx *cx, int64_t card_id, int64_t task_id, struct card *out_card)
{
    struct task t;
    enum err e = card_to_work(cx, card_id, out_card);
    if (e || !task_id)
        return e;
    e = task_get(cx, task_id, &t);
    if (e == ERR_OK && t.card_id == card_id && t.state == TASK_OPEN)
        return ERR_OK;
    cx->fault = (struct fault){0};
    return e && e != ERR_NOT_FOUND ? e : fail(cx, ERR_INVALID, "task_id", "error.unknown_task");
}

static enum err take_text(struct ctx *cx, const char *path, const char *in, const char **out)
{
    const char *s = text_trim(cx->arena, in ? in : "");
    if (!*s)
        return fail(cx, ERR_INVALID, path, "error.required");
    if (text_chars(s, strlen(s)) > CHECK_TEXT_MAX)
        return fail_limit(cx, ERR_INVALID, path, "error.too_long", CHECK_TEXT_MAX);
    *out = s;
    return ERR_OK;
}

static enum err add_one(struct ctx *cx, const struct card *card, struct check *c)
{
    struct val row[N_CHECK_COL];
    to_row(c, row);
    enum err e = checklist_store_add(cx->db, row, &c->id);
    change_kind(cx, "check.add", c->text);
    return e ? e : changed(cx, card, "check_added", c, NULL, item_json(cx, c));
}

enum err checks_add(struct ctx *cx, int64_t card_id, int64_t task_id, const json_t *texts, int64_t *out_ids)
{
    struct card card;
    struct rows rows;
    size_t i;
    const json_t *text;
    enum err e = place(cx, card_id, task_id, &card);
    if (!e)
        e = checklist_store_list(cx->db, card_id, task_id, CHECKS_MAX, &rows);
    if (!e && rows.n + json_array_size(texts) > CHECKS_MAX)
        e = fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_checks", CHECKS_MAX);
    if (e)
        return e;
    struct check c = {.card_id = card_id,
            .task_id = task_id,
            .position = rows.n ? row_of(&rows, rows.n - 1)[CHECK_POSITION].i : 0,
            .created_at = cx->now_at,
            .created_by = cx->member ? cx->member->id : 0,
            .version = 1};
    json_array_foreach(texts, i, text)
    {
        c.id = 0;
        c.position++;
        e = take_text(cx, arena_printf(cx->arena, "texts[%zu]", i), json_string_value(text), &c.text);
        if (!e)
            e = add_one(cx, &card, &c);
        if (e)
            return e;
        out_ids[i] = c.id;
    }
    return ERR_OK;
}

enum err check_get(struct ctx *cx, int64_t id, struct check *out)
{
    const struct val *row;
    struct card card;
    enum err e = checklist_store_get(cx->db, id, &row);
    if (e)
        return e == ERR_NOT_FOUND ? fail(cx, e, NULL, "error.no_check") : e;
    struct check c = of_row(row);
    e = card_get(cx, c.card_id, false, &card);
    if (!e)
        *out = c;
    return e;
}

static enum err save(
        struct ctx *cx, const struct card *card, const char *kind, const struct check *old, struct check *now)
{
    struct val row[N_CHECK_COL];
    to_row(now, row);
    enum err e = checklist_store_update(cx->db, row);
    now->version++;
    return e ? e : changed(cx, card, kind, now, item_json(cx, old), item_json(cx, now));
}

static enum err stale(struct ctx *cx, const struct check *c, int64_t version, const struct check *yours)
{
    static const char *const bools[] = {"false", "true"};
    struct stale s;
    stale_begin(cx, &s);
    check_write(&s.w, c);
    stale_fields(&s, version);
    stale_field(&s, "text", val_text(yours->text), val_text(c->text));
    stale_field_json(&s, "done", bools[yours->done_at != 0], bools[c->done_at != 0]);
    return stale_end(cx, &s);
}

enum err check_edit(struct ctx *cx, struct check *c, int64_t version, const char *text, int done)
{
    struct card card;
    struct check now = *c;
    enum err e = card_to_work(cx, c->card_id, &card);
    if (!e && text)
        e = take_text(cx, "text", text, &now.text);
    if (e)
        return e;
    bool turned = done >= 0 && (done != 0) != (c->done_at != 0);
    if (turned) {
        now.done_at = done ? cx->now_at : 0;
        now.done_by = done && cx->member ? cx->member->id : 0;
    }
    if (version && version != c->version)
        return stale(cx, c, version, &now);
    if (!turned && strcmp(now.text, c->text) == 0)
        return ERR_OK;
    change_kind(cx, !turned ? "check.edit" : done ? "check.done" : "check.open", now.text);
    e = save(cx, &card, !turned ? "check_changed" : done ? "check_done" : "check_opened", c, &now);
    if (!e)
        *c = now;
    return e;
}

static enum err remove_one(struct ctx *cx, const struct card *card, const struct check *c)
{
    change_kind(cx, "check.remove", c->text);
    enum err e = checklist_store_delete(cx->db, c->id);
    return e ? e : changed(cx, card, "check_removed", c, item_json(cx, c), NULL);
}

enum err check_remove(struct ctx *cx, const struct check *c)
{
    struct card card;
    enum err e = card_to_work(cx, c->card_id, &card);
    return e ? e : remove_one(cx, &card, c);
}

/* The order */

static const char *order_json(struct ctx *cx, const struct rows *rows, int64_t task_id)
{
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kint(&w, "task_id", task_id);
    jw_key(&w, "ids");
    jw_arr(&w);
    for (size_t i = 0; i < rows->n; i++)
        jw_int(&w, row_of(rows, i)[CHECK_ID].i);
    jw_arr_end(&w);
    jw_obj_end(&w);
    return buf_str(&b);
}

/* Each row at the place where its id stands; all of them, each once. */
static enum err put_in_order(struct ctx *cx, const struct rows *rows, const json_t *ids)
{
    size_t n = json_array_size(ids);
    bool *seen = arena_zalloc(cx->arena, rows->n + 1);
    enum err e = n == rows->n ? ERR_OK : fail(cx, ERR_CONFLICT, "ids", "error.order_changed");
    for (size_t i = 0; i < n && e == ERR_OK; i++) {
        int64_t id = json_integer_value(json_array_get(ids, i));
        size_t k = 0;
        while (k < rows->n && (seen[k] || row_of(rows, k)[CHECK_ID].i != id))
            k++;
        if (k == rows->n)
            return fail(cx, ERR_CONFLICT, "ids", "error.order_changed");
        seen[k] = true;
        struct val row[N_CHECK_COL];
        memcpy(row, row_of(rows, k), sizeof row);
        if (row[CHECK_POSITION].i == (int64_t)i + 1)
            continue;
        row[CHECK_POSITION] = val_int((int64_t)i + 1);
        e = checklist_store_update(cx->db, row);
    }
    return e;
}

static enum err order(struct ctx *cx, const struct card *card, int64_t task_id, const json_t *ids)
{
    struct rows rows;
    enum err e = checklist_store_list(cx->db, card->id, task_id, CHECKS_MAX, &rows);
    if (e)
        return e;
    const char *was = order_json(cx, &rows, task_id);
    e = put_in_order(cx, &rows, ids);
    if (!e)
        e = checklist_store_list(cx->db, card->id, task_id, CHECKS_MAX, &rows);
    change_kind(cx, "check.order", card->name);
    return e ? e
             : changed(cx, card, "check_order", &(struct check){.task_id = task_id, .text = ""}, was,
                       order_json(cx, &rows, task_id));
}

enum err checks_order(struct ctx *cx, int64_t card_id, int64_t task_id, const json_t *ids)
{
    struct card card;
    enum err e = place(cx, card_id, task_id, &card);
    return e ? e : order(cx, &card, task_id, ids);
}

/* Undo */

static enum err in_the_way(struct ctx *cx, const char *text)
{
    return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", text);
}

enum err checks_drop(struct ctx *cx, const struct card *card, int64_t task_id, int64_t made_at)
{
    struct rows rows;
    enum err e = checklist_store_list(cx->db, card->id, task_id, CHECKS_MAX, &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct check c = of_row(row_of(&rows, i));
        e = c.created_at > made_at || c.version > 1 ? in_the_way(cx, c.text) : remove_one(cx, card, &c);
    }
    return e;
}

static enum err put_back(struct ctx *cx, const struct card *card, const char *old_json)
{
    struct check c = {.card_id = card->id,
            .created_at = cx->now_at,
            .created_by = cx->member ? cx->member->id : 0,
            .version = 1};
    const struct val *there;
    struct task t;
    take_json(cx, old_json, &c);
    enum err e = c.task_id ? task_get(cx, c.task_id, &t) : ERR_OK;
    if (e)
        return e;
    e = checklist_store_get(cx->db, c.id, &there);
    if (e != ERR_NOT_FOUND)
        return e ? e : in_the_way(cx, c.text);
    return add_one(cx, card, &c);
}

static enum err order_back(
        struct ctx *cx, const struct card *card, const char *old_json, const char *new_json)
{
    struct rows rows;
    const json_t *was = json_tree(cx->arena, old_json);
    int64_t task_id = json_integer_value(json_object_get(was, "task_id"));
    enum err e = checklist_store_list(cx->db, card->id, task_id, CHECKS_MAX, &rows);
    if (!e && strcmp(order_json(cx, &rows, task_id), new_json) != 0)
        e = in_the_way(cx, card->name);
    return e ? e : order(cx, card, task_id, json_object_get(was, "ids"));
}

enum err check_revert(
        struct ctx *cx, const struct card *card, const char *kind, const char *old_json, const char *new_json)
{
    const struct val *row;
    struct check is = {0}, was = {0};
    if (strcmp(kind, "check_order") == 0)
        return order_back(cx, card, old_json, new_json);
    if (strcmp(kind, "check_removed") == 0)
        return put_back(cx, card, old_json);
    take_json(cx, new_json, &is);
    enum err e = checklist_store_get(cx->db, is.id, &row);
    if (e)
        return e == ERR_NOT_FOUND ? in_the_way(cx, is.text) : e;
    struct check now = of_row(row);
    if (strcmp(now.text, is.text) != 0 || now.done_at != is.done_at)
        return in_the_way(cx, now.text);
    if (!old_json)
        return remove_one(cx, card, &now);
    was = now;
    take_json(cx, old_json, &was);
    was.position = now.position;
    const char *back = !was.done_at == !now.done_at ? "check_changed"
                       : was.done_at                ? "check_done"
                                                    : "check_opened";
    return save(cx, card, back, &now, &was);
}
