#include "unit_desk.h"

#include "core/task.h"

static enum err create(struct ctx *cx, int64_t card_id, const char *json, struct task *out)
{
    struct task_edit in;
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, json, strlen(json), &j, &why));
    enum err e = task_edit_from_json(cx, j, "task", &in);
    return e ? e : task_create(cx, card_id, &in, out);
}

static struct task made(struct desk *d, int64_t member_id, int64_t card_id, const char *json)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct task t;
    assert_ok(create(cx, card_id, json, &t));
    desk_end(d);
    return t;
}

static int64_t local(const char *text)
{
    struct civil c = {0};
    int64_t at = 0;
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d", &c.year, &c.month, &c.day, &c.hour, &c.minute), 5);
    assert_true(clock_from_local(&c, "Europe/Budapest", &at));
    return at;
}

static int64_t type_of(struct desk *d, int64_t module_id, bool is_contact)
{
    const struct module *mod = desk_module(d, module_id);
    for (int i = 0; i < mod->n_task_types; i++)
        if (mod->task_types[i].is_contact == is_contact)
            return mod->task_types[i].id;
    return 0;
}

static void a_day_ends_with_its_last_millisecond(void **state)
{
    struct desk *d = *state;
    int64_t card = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    struct task t = made(d, ANNA, card, "{\"text\":\" Call \",\"due_date\":\"2026-12-01\"}");
    assert_string_equal(t.text, "Call");
    assert_int_equal(t.due_at, local("2026-12-02 00:00") - 1);
    assert_false(t.due_has_time);
    assert_int_equal(t.assignee_id, ANNA);
    t = made(d, ANNA, card, "{\"text\":\"Call\",\"due_date\":\"2026-10-25\"}"); /* 25 hours long */
    assert_int_equal(t.due_at, local("2026-10-26 00:00") - 1);
    t = made(d, ANNA, card, "{\"text\":\"Call\"}");
    assert_int_equal(t.due_at, NO_DUE);
}

static void the_nearest_open_task_is_the_cards_next(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    assert_int_equal(desk_get(d, id).next_due_at, NO_DUE);
    struct task late =
            made(d, ANNA, id, arena_printf(d->box->a, "{\"text\":\"b\",\"due_at\":%lld}", DESK_NOW + 20));
    struct task soon =
            made(d, ANNA, id, arena_printf(d->box->a, "{\"text\":\"a\",\"due_at\":%lld}", DESK_NOW + 10));
    struct card card = desk_get(d, id);
    assert_int_equal(card.next_due_at, DESK_NOW + 10);
    assert_int_equal(card.next_task_id, soon.id);
    assert_int_equal(card.n_open_tasks, 2);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_close(cx, &soon, soon.version, TASK_DONE, "reached"));
    desk_end(d);
    card = desk_get(d, id);
    assert_int_equal(card.next_task_id, late.id);
    assert_int_equal(card.n_open_tasks, 1);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_reopen(cx, &soon));
    assert_int_equal(soon.state, TASK_OPEN);
    assert_string_equal(soon.result, "");
    desk_end(d);
    assert_int_equal(desk_get(d, id).next_task_id, soon.id);
    struct task *all;
    size_t n;
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_close(cx, &late, 0, TASK_FAILED, NULL));
    assert_ok(tasks_of_card(cx, id, 10, &all, &n));
    assert_int_equal(n, 1);
    assert_int_equal(all[0].id, soon.id);
    assert_ok(task_get(cx, late.id, &late));
    assert_int_equal(late.state, TASK_FAILED);
    desk_end(d);
}

static void closing_twice_is_answered_once(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    struct task t = made(d, ANNA, id, "{\"text\":\"a\"}");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_close(cx, &t, 1, TASK_DONE, "first"));
    int64_t version = t.version;
    assert_ok(task_close(cx, &t, 1, TASK_DONE, "second"));
    assert_int_equal(t.version, version);
    assert_string_equal(t.result, "first");
    assert_err(task_close(cx, &t, 0, TASK_FAILED, NULL), ERR_CONFLICT);
    assert_string_equal(cx->fault.key, "error.task_closed");
    desk_drop(d);
    struct task again = made(d, ANNA, id, "{\"text\":\"b\"}");
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_close(cx, &again, 0, TASK_DONE, NULL));
    desk_end(d);
    cx = desk_begin(d, MANAGER, ORIGIN_USER);
    assert_err(task_close(cx, &again, 0, TASK_DONE, NULL), ERR_CONFLICT); /* somebody else did */
    assert_err(task_postpone(cx, &again, 0, 1, 0, false), ERR_CONFLICT);
    desk_drop(d);
}

static void a_contact_type_is_a_contact(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"x\"}"), call = type_of(d, d->autosales, true);
    char *json = arena_printf(d->box->a, "{\"text\":\"a\",\"type_id\":%lld}", (long long)call);
    struct task failed = made(d, ANNA, id, json), done = made(d, ANNA, id, json);
    assert_true(done.duration_min == module_task_type(desk_module(d, d->autosales), call)->duration_min);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_close(cx, &failed, 0, TASK_FAILED, NULL));
    desk_end(d);
    assert_int_equal(desk_get(d, id).last_contact_at, 0);
    d->now_at += 1000;
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_close(cx, &done, 0, TASK_SUCCESS, NULL));
    desk_end(d);
    assert_int_equal(desk_get(d, id).last_contact_at, d->now_at);
    assert_int_equal(
            box_int(d->box, "SELECT COUNT(*) FROM event WHERE kind = 'task_closed' AND is_contact = 1"), 1);
}

static void postponing_keeps_the_time_of_day(void **state)
{
    static const struct {
        const char *now, *due;
        int days;
        bool has_time;
        const char *then;
    } cases[] = {
            {"2026-11-25 09:00", "2026-11-20 14:30", 1, true, "2026-11-26 14:30"},
            {"2026-11-25 09:00", "2026-11-20 23:59", 7, false, "2026-12-02 23:59"},
            {"2026-03-28 09:00", "2026-03-28 10:00", 1, true, "2026-03-29 10:00"},
            {"2026-10-24 23:30", "2026-10-24 10:00", 1, true, "2026-10-25 10:00"},
            {"2026-12-31 09:00", "2026-12-31 10:00", 1, true, "2027-01-01 10:00"},
            {"2026-11-25 09:00", NULL, 3, false, "2026-11-28 23:59"},
    };
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct task t = made(d, ANNA, id, "{\"text\":\"a\"}");
        d->now_at = local(cases[i].now);
        struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
        if (cases[i].due)
            assert_ok(task_postpone(cx, &t, 0, 0, local(cases[i].due), cases[i].has_time));
        assert_ok(task_postpone(cx, &t, 0, cases[i].days, 0, false));
        desk_end(d);
        assert_int_equal(t.due_at - t.due_at % MS_MINUTE, local(cases[i].then));
        assert_int_equal(t.due_has_time, cases[i].has_time);
        if (!cases[i].has_time)
            assert_int_equal(t.due_at, clock_day_end(t.due_at, "Europe/Budapest", 0));
    }
}

static void bad_tasks_say_where(void **state)
{
    static const struct {
        const char *json, *field, *key;
    } cases[] = {
            {"{}", "text", "error.required"},
            {"{\"text\":\"  \"}", "text", "error.required"},
            {"{\"text\":5}", "task.text", "error.not_text"},
            {"{\"text\":\"a\",\"due_date\":\"2026-02-30\"}", "task.due_date", "error.not_date"},
            {"{\"text\":\"a\",\"due_date\":\"2026-2-3\"}", "task.due_date", "error.not_date"},
            {"{\"text\":\"a\",\"due_at\":\"tomorrow\"}", "task.due_at", "error.not_whole_number"},
            {"{\"text\":\"a\",\"due_at\":1,\"due_date\":\"2026-02-03\"}", "task.due_date", "error.due_twice"},
            {"{\"text\":\"a\",\"assignee_id\":99}", "assignee_id", "error.unknown_user"},
            {"{\"text\":\"a\",\"type_id\":9999}", "type_id", "error.unknown_choice"},
            {"{\"text\":\"a\",\"duration_min\":99999999}", "duration_min", "error.too_large"},
            {"{\"text\":\"a\",\"reminder_min\":-1}", "task.reminder_min", "error.not_whole_number"},
    };
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
        struct task t;
        assert_err(create(cx, id, cases[i].json, &t), ERR_INVALID);
        desk_drop(d);
        assert_string_equal(
                arena_printf(d->box->a, "%s %s %s", cases[i].json, cx->fault.field, cx->fault.key),
                arena_printf(d->box->a, "%s %s %s", cases[i].json, cases[i].field, cases[i].key));
    }
    char *longer = arena_alloc(d->box->a, 502);
    memset(longer, 'x', 501);
    longer[501] = 0;
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct task t;
    assert_err(create(cx, id, arena_printf(cx->arena, "{\"text\":\"%s\"}", longer), &t), ERR_INVALID);
    assert_int_equal(cx->fault.limit, 500);
    desk_drop(d);
}

static void stale_versions_are_refused_with_both(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    struct task t = made(d, ANNA, id, "{\"text\":\"a\"}");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_update(cx, &t, 1, &(struct task_edit){.set = TASK_TEXT, .text = "b"}));
    assert_int_equal(t.version, 2);
    assert_ok(
            task_update(cx, &t, 2, &(struct task_edit){.set = TASK_TEXT, .text = "b"})); /* nothing differs */
    assert_int_equal(t.version, 2);
    assert_err(task_update(cx, &t, 1, &(struct task_edit){.set = TASK_TEXT, .text = "c"}), ERR_STALE);
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, cx->fault.extra_json, strlen(cx->fault.extra_json), &j, &why));
    json_t *text = json_object_get(json_object_get(j, "fields"), "text");
    assert_string_equal(json_string_value(json_object_get(text, "yours")), "c");
    assert_string_equal(json_string_value(json_object_get(text, "theirs")), "b");
    assert_string_equal(json_string_value(json_object_get(json_object_get(j, "current"), "text")), "b");
    desk_drop(d);
}

static void tasks_of_hidden_cards_are_hidden(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, BELA, d->sales, "{\"name\":\"x\"}");
    struct task t = made(d, BELA, id, "{\"text\":\"a\"}");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct task other;
    assert_err(task_get(cx, t.id, &other), ERR_NOT_FOUND);
    assert_err(create(cx, id, "{\"text\":\"b\"}", &other), ERR_NOT_FOUND);
    assert_err(task_get(cx, 4711, &other), ERR_NOT_FOUND);
    desk_drop(d);
    made(d, BELA, id, "{\"text\":\"for her\",\"assignee_id\":3}");
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_get(cx, t.id, &other)); /* now she has one on the card */
    desk_drop(d);
}

static json_t *list(struct desk *d, int64_t member_id, const struct task_query *q)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct buf b;
    struct jw w;
    json_t *j;
    const char *why;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_ok(task_list_write(cx, q, &w));
    desk_drop(d);
    assert_ok(json_read(d->box->a, b.p, b.len, &j, &why));
    return j;
}

static void the_list_pages_by_deadline(void **state)
{
    struct desk *d = *state;
    int64_t a = desk_card(d, ANNA, d->sales, "{\"name\":\"a\"}"),
            b = desk_card(d, BELA, d->sales, "{\"name\":\"b\"}");
    for (int i = 0; i < 10; i++)
        made(d, ADMIN, i % 2 ? a : b,
                arena_printf(d->box->a, "{\"text\":\"t%d\",\"assignee_id\":%d,\"due_at\":%lld}", i,
                        i % 2 ? ANNA : BELA, DESK_NOW + i / 4));
    struct task_query q = {.limit = 3};
    int64_t n = 0, last = 0;
    do {
        json_t *page = list(d, ADMIN, &q), *row;
        size_t i;
        json_array_foreach(json_object_get(page, "rows"), i, row)
        {
            int64_t due = json_integer_value(json_object_get(row, "due_at"));
            assert_true(due >= last);
            last = due;
            n++;
        }
        q.cursor = json_string_value(json_object_get(page, "next"));
    } while (q.cursor);
    assert_int_equal(n, 10);
    q = (struct task_query){.assignee_id = ANNA, .from_at = DESK_NOW + 1, .to_at = DESK_NOW + 2, .limit = 50};
    assert_int_equal(json_array_size(json_object_get(list(d, ADMIN, &q), "rows")), 2);
    q = (struct task_query){.limit = 50};
    assert_int_equal(json_array_size(json_object_get(list(d, ANNA, &q), "rows")), 5);
    q.closed = true;
    assert_int_equal(json_array_size(json_object_get(list(d, ADMIN, &q), "rows")), 0);
}

static void the_cadence_suggests_the_next_step(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"x\",\"qualification\":2,\"rating\":2}");
    struct card card = desk_get(d, id);
    const struct status *st = module_status(card.module, card.status_id);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct task_edit next;
    assert_true(st->cadence_days > 0);
    assert_true(task_suggest(cx, &card, &next));
    assert_int_equal(next.due_at, clock_day_end(d->now_at, "Europe/Budapest", st->cadence_days));
    assert_non_null(strstr(next.text, "x"));
    card.n_open_tasks = 1;
    assert_false(task_suggest(cx, &card, &next));
    desk_drop(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            desk_test(a_day_ends_with_its_last_millisecond),
            desk_test(the_nearest_open_task_is_the_cards_next),
            desk_test(closing_twice_is_answered_once),
            desk_test(a_contact_type_is_a_contact),
            desk_test(postponing_keeps_the_time_of_day),
            desk_test(bad_tasks_say_where),
            desk_test(stale_versions_are_refused_with_both),
            desk_test(tasks_of_hidden_cards_are_hidden),
            desk_test(the_list_pages_by_deadline),
            desk_test(the_cadence_suggests_the_next_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
