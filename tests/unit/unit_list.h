/* unit_list - lists of cards read as JSON, for the tests of lists and of filters. */
#pragma once
#include "unit_desk.h"

#include "core/list_impl.h"
#include "core/task.h"

/* Lists, as JSON */

typedef enum err (*write_fn)(struct ctx *cx, const struct list_query *q, struct jw *w);

static inline json_t *written(struct desk *d, int64_t member_id, write_fn write, const struct list_query *q)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct buf b;
    struct jw w;
    json_t *j;
    const char *why = "";
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_ok(write(cx, q, &w));
    desk_drop(d);
    if (json_read(d->box->a, b.p, b.len, &j, &why))
        print_message("%s in %s\n", why, buf_str(&b));
    assert_string_equal(why, "");
    return j;
}

static inline struct list_query query(struct desk *d, int64_t module_id)
{
    return (struct list_query){
            .module = desk_module(d, module_id), .group = -1, .box_cell = -1, .limit = 200};
}

static inline int64_t int_of(const json_t *j, const char *key)
{
    return json_integer_value(json_object_get(j, key));
}

static inline json_t *rows_of(struct desk *d, int64_t member_id, const struct list_query *q)
{
    return json_object_get(written(d, member_id, list_write, q), "rows");
}

/* The names of a page, "a b c". */
static inline const char *names(struct desk *d, int64_t member_id, const struct list_query *q)
{
    json_t *rows = rows_of(d, member_id, q), *row;
    struct buf b;
    size_t i;
    buf_init(&b, d->box->a);
    json_array_foreach(rows, i, row)
    {
        buf_puts(&b, i ? " " : "");
        buf_puts(&b, json_string_value(json_object_get(row, "name")));
    }
    return buf_str(&b);
}

static inline void sql(struct desk *d, const char *text)
{
    assert_ok(box_do(d->box, text, P0));
}

static inline int64_t task(
        struct desk *d, int64_t member_id, int64_t card_id, int64_t assignee_id, int64_t due_at)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct task t;
    assert_ok(task_create(cx, card_id,
            &(struct task_edit){.set = TASK_TEXT | TASK_ASSIGNEE | TASK_DUE,
                    .text = "call",
                    .assignee_id = assignee_id,
                    .due_at = due_at,
                    .due_has_time = true},
            &t));
    desk_end(d);
    return t.id;
}
