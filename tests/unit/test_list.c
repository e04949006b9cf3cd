#include "unit_desk.h"

#include "core/access.h"
#include "core/list_impl.h"
#include "core/task.h"

#define MANY 1000

/* Lists, as JSON */

typedef enum err (*write_fn)(struct ctx *cx, const struct list_query *q, struct jw *w);

static json_t *written(struct desk *d, int64_t member_id, write_fn write, const struct list_query *q)
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

static struct list_query query(struct desk *d, int64_t module_id)
{
    return (struct list_query){
            .module = desk_module(d, module_id), .group = -1, .box_cell = -1, .limit = 200};
}

static int64_t int_of(const json_t *j, const char *key)
{
    return json_integer_value(json_object_get(j, key));
}

static json_t *rows_of(struct desk *d, int64_t member_id, const struct list_query *q)
{
    return json_object_get(written(d, member_id, list_write, q), "rows");
}

/* The names of a page, "a b c". */
static const char *names(struct desk *d, int64_t member_id, const struct list_query *q)
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

static struct filter *filter_of(struct desk *d, int64_t module_id, int64_t member_id, const char *json)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct filter *f;
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, json, strlen(json), &j, &why));
    enum err e = filter_parse(cx, desk_module(d, module_id), j, &f);
    if (e)
        print_message("%s: %s %s\n", json, cx->fault.field, cx->fault.key);
    assert_ok(e);
    desk_drop(d);
    return f;
}

static const char *filtered(struct desk *d, int64_t module_id, const char *json)
{
    struct list_query q = query(d, module_id);
    bool capped;
    int64_t n;
    q.filter = filter_of(d, module_id, ADMIN, json);
    q.sort = list_field(q.module, "name");
    const char *got = names(d, ADMIN, &q);
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    assert_ok(list_count(cx, &q, 1000, &n, &capped));
    desk_drop(d);
    assert_int_equal(n, json_array_size(rows_of(d, ADMIN, &q)));
    return got;
}

static void sql(struct desk *d, const char *text)
{
    assert_ok(box_do(d->box, text, P0));
}

static int64_t task(struct desk *d, int64_t member_id, int64_t card_id, int64_t assignee_id, int64_t due_at)
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

static void many_cards(struct desk *d, int64_t module_id)
{
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    const struct module *mod = desk_module(d, module_id);
    for (int i = 0; i < MANY; i++) {
        struct card card;
        const struct edit edits[] = {
                {module_field(mod, "name"), val_text(arena_printf(cx->arena, "card %d", i))},
                {module_field(mod, "value"), i % 3 ? val_int(i % 7) : val_null()}};
        cx->change_id = 0;
        assert_ok(card_create(cx, mod, edits, 2, &card));
    }
    desk_end(d);
}

/* Every card once, in order, whatever the page size. */
static void page_through(struct desk *d, struct list_query q, int64_t member_id)
{
    static bool seen[4 * MANY];
    int64_t last_key = INT64_MIN, n = 0;
    bool empties = false;
    memset(seen, 0, sizeof seen);
    do {
        json_t *page = written(d, member_id, list_write, &q), *row;
        size_t i;
        json_array_foreach(json_object_get(page, "rows"), i, row)
        {
            int64_t id = int_of(row, "id");
            const json_t *key = json_object_get(row, q.sort ? "value_minor" : "next_due_at");
            int64_t v = json_is_null(key) ? NO_DUE : json_integer_value(key);
            assert_false(seen[id]);
            seen[id] = true;
            n++;
            if (q.sort && json_is_null(key))
                empties = true;
            else if (q.sort)
                assert_false(empties); /* what has no value comes last */
            if (q.sort && json_is_null(key))
                continue;
            assert_true(last_key == INT64_MIN || (q.descending ? v <= last_key : v >= last_key));
            last_key = v;
        }
        q.cursor = json_string_value(json_object_get(page, "next"));
    } while (q.cursor);
    assert_int_equal(n, MANY);
}

static void pages_lose_and_double_nothing(void **state)
{
    struct desk *d = *state;
    many_cards(d, d->sales);
    struct list_query q = query(d, d->sales);
    q.limit = 37;
    page_through(d, q, ADMIN); /* all without a task: all keys equal */
    sql(d, "UPDATE card SET next_due_at = 1795348800000 WHERE id % 2 = 0; "
           "UPDATE card SET next_due_at = 1795348800000 + id % 5 WHERE id % 3 = 0");
    page_through(d, q, ADMIN);
    page_through(d, q, ANNA);
    q.status_id = desk_module(d, d->sales)->statuses[0].id;
    page_through(d, q, ADMIN);
    page_through(d, q, ANNA);
    q.status_id = 0;
    q.group = GRP_LEAD;
    page_through(d, q, ADMIN);
    q.group = -1;
    q.descending = true;
    struct list_query down = q;
    down.sort = list_field(q.module, "value");
    page_through(d, down, ADMIN);
    page_through(d, down, ANNA);
    down.descending = false;
    page_through(d, down, ADMIN);
}

static void a_group_is_merged_from_its_statuses(void **state)
{
    struct desk *d = *state;
    const struct module *mod = desk_module(d, d->sales);
    for (int i = 0; i < 12; i++) {
        int64_t id = desk_card(
                d, i % 2 ? ANNA : BELA, d->sales, arena_printf(d->box->a, "{\"name\":\"%c\"}", 'a' + i));
        sql(d, arena_printf(d->box->a, "UPDATE card SET next_due_at = %lld, status_id = %lld WHERE id = %lld",
                       DESK_NOW + (i * 7) % 12, (long long)mod->statuses[1 + i % 2].id, (long long)id));
    }
    struct list_query q = query(d, d->sales);
    q.group = GRP_OPEN;
    assert_string_equal(names(d, ADMIN, &q), "a h c j e l g b i d k f");
    assert_string_equal(names(d, ANNA, &q), "h j l b d f");
    q.limit = 5;
    assert_string_equal(names(d, ADMIN, &q), "a h c j e");
    q.cursor = json_string_value(json_object_get(written(d, ADMIN, list_write, &q), "next"));
    assert_string_equal(names(d, ADMIN, &q), "l g b i d");
    q.group = GRP_FAILED;
    q.cursor = NULL;
    assert_string_equal(names(d, ADMIN, &q), "");
}

static void cursors_are_checked(void **state)
{
    static const char *const bad[] = {
            "", "x", "i5", "i_5", "t00_5", "b0g_1", "t6_1", "i5_", "n_1x", "r1e999_4", "n_1"};
    struct desk *d = *state;
    struct list_query q = query(d, d->sales);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
        struct buf b;
        struct jw w;
        buf_init(&b, cx->arena);
        jw_init(&w, &b);
        q.cursor = bad[i];
        assert_err(list_write(cx, &q, &w), ERR_INVALID);
        assert_string_equal(cx->fault.field, "cursor");
        desk_drop(d);
    }
}

/* Rights */

static void one_sees_ones_own_the_free_and_those_with_a_task(void **state)
{
    struct desk *d = *state;
    desk_card(d, ANNA, d->sales, "{\"name\":\"own\"}");
    desk_card(d, ANNA, d->sales, "{\"name\":\"free\",\"owner\":null}");
    desk_card(d, BELA, d->sales, "{\"name\":\"hidden\",\"value\":500}");
    int64_t shared = desk_card(d, BELA, d->sales, "{\"name\":\"shared\"}");
    task(d, BELA, shared, ANNA, DESK_NOW + 5);
    task(d, BELA, shared, ANNA, DESK_NOW + 6);
    struct list_query q = query(d, d->sales);
    assert_string_equal(names(d, ANNA, &q), "shared own free");
    assert_string_equal(names(d, MANAGER, &q), "shared own free hidden");
    q.sort = list_field(q.module, "name");
    assert_string_equal(names(d, ANNA, &q), "free own shared");
    q.owner_id = BELA;
    assert_string_equal(names(d, ANNA, &q), "shared");
    q.sort = NULL;
    assert_string_equal(names(d, ANNA, &q), "shared");
    q.owner_id = -1;
    assert_string_equal(names(d, ANNA, &q), "free");
    q.owner_id = 0;
    q.search = "hid";
    assert_string_equal(names(d, ANNA, &q), "");
    assert_string_equal(names(d, BELA, &q), "hidden");
    q.search = NULL;
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    int64_t n, ids[10];
    int n_ids;
    bool capped;
    assert_ok(list_count(cx, &q, 100, &n, &capped));
    assert_int_equal(n, 3);
    assert_ok(list_count(cx, &q, 2, &n, &capped));
    assert_int_equal(n, 2);
    assert_true(capped);
    assert_ok(list_ids(cx, &q, 0, 10, ids, &n_ids));
    assert_int_equal(n_ids, 3);
    assert_ok(list_ids(cx, &q, ids[0], 1, ids, &n_ids));
    assert_int_equal(n_ids, 1);
    desk_drop(d);
}

static int64_t group_n(json_t *groups, const char *day)
{
    json_t *g;
    size_t i;
    json_array_foreach(json_object_get(groups, "groups"), i, g)
    {
        if (strcmp(json_string_value(json_object_get(g, "day")), day) == 0)
            return int_of(g, "n");
    }
    return -1;
}

static void sums_are_narrowed_too(void **state)
{
    struct desk *d = *state;
    desk_card(d, ANNA, d->sales, "{\"name\":\"own\",\"value\":100}");
    desk_card(d, BELA, d->sales, "{\"name\":\"hidden\",\"value\":500}");
    struct list_query q = query(d, d->sales);
    assert_int_equal(group_n(written(d, ANNA, list_groups_write, &q), "none"), 1);
    assert_int_equal(group_n(written(d, ADMIN, list_groups_write, &q), "none"), 2);
    json_t *board = json_object_get(written(d, ANNA, board_write, &q), "columns"),
           *column = json_array_get(board, 0);
    assert_int_equal(json_array_size(board), q.module->n_statuses);
    assert_int_equal(int_of(column, "n"), 1);
    assert_int_equal(int_of(column, "value_minor"), 100);
    assert_int_equal(json_array_size(json_object_get(column, "rows")), 1);
    q.search = "hid";
    column = json_array_get(json_object_get(written(d, ADMIN, board_write, &q), "columns"), 0);
    assert_int_equal(int_of(column, "n"), 1);
    assert_int_equal(int_of(column, "value_minor"), 500);
}

static enum err write_pipeline(struct ctx *cx, const struct list_query *q, struct jw *w)
{
    return pipeline_write(cx, q->module, q->owner_id, w);
}

static enum err write_box(struct ctx *cx, const struct list_query *q, struct jw *w)
{
    return box_write(cx, q->module, q->owner_id, w);
}

static int64_t sum_of(json_t *list, const char *key)
{
    json_t *item;
    size_t i;
    int64_t sum = 0;
    json_array_foreach(list, i, item) sum += int_of(item, key);
    return sum;
}

static void pipeline_and_box_count(void **state)
{
    struct desk *d = *state;
    int64_t a = desk_card(
            d, ANNA, d->autosales, "{\"name\":\"a\",\"qualification\":2,\"rating\":2,\"value\":100}");
    desk_card(d, BELA, d->autosales, "{\"name\":\"b\",\"qualification\":2,\"rating\":2,\"value\":10}");
    desk_card(d, BELA, d->autosales, "{\"name\":\"c\",\"qualification\":2,\"rating\":2,\"sales_state\":1}");
    desk_card(d, ADMIN, d->autosales, "{\"name\":\"d\",\"owner\":null,\"qualification\":0,\"rating\":1}");
    task(d, ANNA, a, ANNA, DESK_NOW - MS_DAY);
    struct list_query q = query(d, d->autosales);
    json_t *cells = json_object_get(written(d, ADMIN, write_box, &q), "cells"),
           *vip = json_array_get(cells, 8);
    assert_int_equal(json_array_size(cells), 9);
    assert_int_equal(int_of(vip, "n"), 2);
    assert_int_equal(int_of(vip, "value_minor"), 110);
    assert_int_equal(int_of(vip, "n_overdue"), 1);
    assert_string_equal(json_string_value(json_object_get(vip, "role")), "committed_vip");
    cells = json_object_get(written(d, BELA, write_box, &q), "cells");
    assert_int_equal(int_of(json_array_get(cells, 8), "n"), 1);
    assert_int_equal(int_of(json_array_get(cells, 8), "n_overdue"), 0);
    assert_int_equal(sum_of(cells, "n"), 2); /* his own and the free one */
    q.box_cell = 8;
    assert_string_equal(names(d, ADMIN, &q), "a b");
    assert_string_equal(names(d, BELA, &q), "b");
    q.box_cell = -1;
    json_t *p = written(d, ADMIN, write_pipeline, &q);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "n"), 4);
    assert_int_equal(int_of(p, "overdue"), 1);
    p = written(d, BELA, write_pipeline, &q);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "n"), 3);
    assert_int_equal(int_of(p, "overdue"), 0);
    q.owner_id = ANNA;
    p = written(d, BELA, write_pipeline, &q);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "n"), 0);
}

/* Day groups */

static int64_t local(const char *text, const char *zone)
{
    struct civil c = {0};
    int64_t at = 0;
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d", &c.year, &c.month, &c.day, &c.hour, &c.minute), 5);
    assert_true(clock_from_local(&c, zone, &at));
    return at;
}

struct day_case {
    const char *now, *due, *day;
};

static void check_days(struct desk *d, const char *zone, const struct day_case *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int64_t due = c[i].due ? local(c[i].due, zone) : NO_DUE, from, to;
        d->now_at = local(c[i].now, zone);
        struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
        cx->zone = zone;
        assert_true(list_day(cx, c[i].day, &from, &to));
        desk_drop(d);
        if (due < from || (to && due >= to))
            print_message("%s: %s is not %s\n", c[i].now, c[i].due ? c[i].due : "-", c[i].day);
        assert_true(due >= from && (!to || due < to));
    }
}

static void days_follow_the_zone(void **state)
{
    static const struct day_case budapest[] = {{"2026-11-25 09:00", "2026-11-25 08:59", "overdue"},
            {"2026-11-25 09:00", "2026-11-25 09:00", "today"},
            {"2026-11-25 23:59", "2026-11-26 00:00", "tomorrow"},
            {"2026-11-26 00:00", "2026-11-26 00:00", "today"},
            {"2026-11-25 09:00", "2026-11-27 00:00", "this_week"},
            {"2026-11-25 09:00", "2026-11-29 23:59", "this_week"},
            {"2026-11-25 09:00", "2026-11-30 00:00", "next_week"},
            {"2026-11-25 09:00", "2026-12-06 23:59", "next_week"},
            {"2026-11-25 09:00", "2026-12-07 00:00", "next_month"},
            {"2026-11-05 09:00", "2026-11-16 00:00", "later_month"},
            {"2026-11-05 09:00", "2026-11-30 23:59", "later_month"},
            {"2026-11-05 09:00", "2026-12-31 23:59", "next_month"},
            {"2026-11-25 09:00", "2027-01-01 00:00", "later"}, {"2026-11-25 09:00", NULL, "none"},
            /* Sunday: tomorrow is next week's Monday, and nothing is left of this week */
            {"2026-11-29 09:00", "2026-11-30 10:00", "tomorrow"},
            {"2026-11-29 09:00", "2026-12-01 00:00", "next_week"},
            /* the ends of the year and of February */
            {"2026-12-31 22:00", "2027-01-01 08:00", "tomorrow"},
            {"2026-12-31 22:00", "2027-01-03 08:00", "this_week"},
            {"2027-02-28 22:00", "2027-03-01 08:00", "tomorrow"},
            {"2028-02-28 22:00", "2028-02-29 08:00", "tomorrow"},
            /* the nights when the clock is changed */
            {"2026-03-28 12:00", "2026-03-29 23:30", "tomorrow"},
            {"2026-03-28 12:00", "2026-03-30 00:00", "next_week"},
            {"2026-10-24 12:00", "2026-10-25 23:30", "tomorrow"},
            {"2026-10-25 01:00", "2026-10-25 23:59", "today"}};
    static const struct day_case bucharest[] = {{"2026-03-29 02:30", "2026-03-29 04:30", "today"},
            {"2026-03-28 23:59", "2026-03-29 00:00", "tomorrow"},
            {"2026-10-25 02:59", "2026-10-25 23:59", "today"},
            {"2026-10-25 23:59", "2026-10-26 00:00", "tomorrow"}};
    struct desk *d = *state;
    check_days(d, "Europe/Budapest", budapest, sizeof budapest / sizeof *budapest);
    check_days(d, "Europe/Bucharest", bucharest, sizeof bucharest / sizeof *bucharest);
}

static void groups_roll_over_at_midnight(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    task(d, ANNA, id, ANNA, local("2026-11-26 10:00", "Europe/Budapest"));
    struct list_query q = query(d, d->sales);
    static const struct {
        const char *now, *day;
    } steps[] = {{"2026-11-25 23:59", "tomorrow"}, {"2026-11-26 00:00", "today"},
            {"2026-11-26 09:59", "today"}, {"2026-11-26 10:01", "overdue"}, {"2026-11-24 12:00", "this_week"},
            {"2026-11-20 12:00", "next_week"}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        d->now_at = local(steps[i].now, "Europe/Budapest");
        assert_int_equal(group_n(written(d, ADMIN, list_groups_write, &q), steps[i].day), 1);
        q.day_group = steps[i].day;
        assert_string_equal(names(d, ANNA, &q), "x");
        q.day_group = NULL;
    }
}

static void counts_of_groups_stop_at_the_cap(void **state)
{
    struct desk *d = *state;
    many_cards(d, d->sales);
    desk_card(d, ANNA, d->sales, "{\"name\":\"one more\"}");
    struct list_query q = query(d, d->sales);
    json_t *j = written(d, ADMIN, list_groups_write, &q),
           *none = json_array_get(json_object_get(j, "groups"), 8);
    assert_int_equal(int_of(none, "n"), 1000);
    assert_true(json_is_true(json_object_get(none, "capped")));
}

/* Rows */

static void a_row_has_everything(void **state)
{
    struct desk *d = *state;
    int64_t firm = desk_company(d, "Alfa"), man = desk_person(d, "Nagy Pál", firm);
    sql(d, arena_printf(d->box->a,
                   "INSERT INTO contact_point (contact_id, kind, value, match_key, is_default) VALUES "
                   "(%lld, 'phone', '+36 1 234 5678', '3612345678', 0), (%lld, 'phone', '+36 30 1', '36301', "
                   "1), "
                   "(%lld, 'email', 'x@y.hu', 'x@y.hu', 1)",
                   (long long)man, (long long)man, (long long)man));
    int64_t id = desk_card(d, ANNA, d->autosales,
            arena_printf(d->box->a, "{\"contact\":%lld,\"value\":5,\"qualification\":1}", (long long)man));
    int64_t t = task(d, ANNA, id, BELA, DESK_NOW + 9);
    struct list_query q = query(d, d->autosales);
    const struct field *columns[] = {list_field(q.module, "contact.phone"),
            list_field(q.module, "contact.name"), list_field(q.module, "source")};
    q.columns = columns;
    q.n_columns = 3;
    json_t *row = json_array_get(rows_of(d, ADMIN, &q), 0), *next = json_object_get(row, "next_task");
    json_t *contact = json_object_get(row, "contact"), *fields = json_object_get(row, "fields");
    assert_int_equal(int_of(row, "id"), id);
    assert_string_equal(json_string_value(json_object_get(row, "name")), "Alfa (Nagy Pál)");
    assert_string_equal(json_string_value(json_object_get(contact, "name")), "Nagy Pál");
    assert_string_equal(json_string_value(json_object_get(contact, "company")), "Alfa");
    assert_int_equal(int_of(json_object_get(row, "company"), "id"), firm);
    assert_string_equal(json_string_value(json_object_get(row, "phone")), "+36 30 1");
    assert_string_equal(json_string_value(json_object_get(row, "email")), "x@y.hu");
    assert_int_equal(int_of(next, "id"), t);
    assert_int_equal(int_of(next, "assignee_id"), BELA);
    assert_int_equal(int_of(row, "next_due_at"), DESK_NOW + 9);
    assert_int_equal(int_of(row, "n_open_tasks"), 1);
    assert_int_equal(int_of(row, "qualification"), 1);
    assert_true(json_is_null(json_object_get(row, "rating")));
    assert_true(json_is_null(json_object_get(row, "last_contact_at")));
    assert_false(json_is_true(json_object_get(row, "review_due")));
    assert_string_equal(json_string_value(json_object_get(fields, "contact.phone")), "+36 30 1");
    assert_string_equal(json_string_value(json_object_get(fields, "contact.name")), "Nagy Pál");
    d->now_at += 370 * MS_DAY;
    row = json_array_get(rows_of(d, ADMIN, &q), 0);
    assert_true(json_is_true(json_object_get(row, "review_due")));
}

static void the_trash_is_a_list_of_its_own(void **state)
{
    struct desk *d = *state;
    int64_t a = desk_card(d, ANNA, d->sales, "{\"name\":\"a\"}");
    desk_card(d, ANNA, d->sales, "{\"name\":\"b\"}");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card card;
    assert_ok(card_get(cx, a, false, &card));
    assert_ok(card_trash(cx, &card));
    desk_end(d);
    struct list_query q = query(d, d->sales);
    assert_string_equal(names(d, ANNA, &q), "b");
    q.trash = true;
    assert_string_equal(names(d, ANNA, &q), "a");
    assert_string_equal(names(d, BELA, &q), "");
}

/* Filters */

static int64_t new_field(struct desk *d, const char *code, const char *type)
{
    struct db *db;
    assert_ok(store_write(d->box->s, d->box->a, &db));
    int64_t id;
    assert_ok(db_insert(db,
            "INSERT INTO field (module_id, code, type, label, position) VALUES (?1, ?2, ?3, '{\"*\":\"x\"}', "
            "99)",
            P(val_int(d->sales), val_text(code), val_text(type)), &id));
    const char *word = field_type_named(type)->sql_word;
    assert_ok(db_script(db, db_words(db, arena_printf(d->box->a, "ALTER TABLE m_%lld ADD COLUMN f_%lld %s",
                                                 (long long)d->sales, (long long)id, word))));
    if (strncmp(type, "choice", 6) == 0)
        assert_ok(db_script(
                db, arena_printf(d->box->a,
                            "INSERT INTO field_option (field_id, code, label, position) VALUES "
                            "(%lld, '%s_x', '{\"*\":\"X\"}', 1), (%lld, '%s_y', '{\"*\":\"Y\"}', 2)",
                            (long long)id, code, (long long)id, code)));
    assert_ok(store_write_commit(db));
    return id;
}

static void fields_of_every_type(struct desk *d)
{
    static const char *const types[] = {"text", "long_text", "number", "money", "date", "datetime", "choice",
            "choices", "bool", "link", "email", "phone", "user"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        new_field(d, arena_printf(d->box->a, "t_%s", types[i]), types[i]);
    desk_reload(d);
    desk_card(d, ANNA, d->sales,
            "{\"name\":\"a\",\"t_text\":\"Szűcs "
            "Ödön\",\"t_long_text\":\"line\\ntwo\",\"t_number\":1.5,\"t_money\":100,"
            "\"t_date\":\"2026-11-22\",\"t_datetime\":1795348800000,\"t_choice\":\"t_choice_x\",\"t_"
            "choices\":[\"t_choices_x\"],"
            "\"t_bool\":true,\"t_link\":\"https://a.hu/x\",\"t_email\":\"anna@alfa.hu\",\"t_phone\":\"+36 30 "
            "123 4567\",\"t_user\":3,"
            "\"source\":\"web\",\"value\":100}");
    desk_card(d, BELA, d->sales,
            "{\"name\":\"b\",\"t_text\":\"50%_x\",\"t_long_text\":\"other\",\"t_number\":10,\"t_money\":200,"
            "\"t_date\":\"2026-12-31\",\"t_datetime\":1798027200000,\"t_choice\":\"t_choice_y\",\"t_"
            "choices\":[\"t_choices_x\",\"t_choices_y\"],"
            "\"t_bool\":false,\"t_link\":\"https://b.ro\",\"t_email\":\"bela@beta.ro\",\"t_phone\":\"0722 "
            "123 456\",\"t_user\":4,"
            "\"value\":200}");
    desk_card(d, ADMIN, d->sales, "{\"name\":\"c\",\"owner\":null}");
}

static void every_comparison_of_every_type(void **state)
{
    static const struct {
        const char *field, *op, *value, *names;
    } cases[] = {
            {"t_text", "eq", "\"szucs odon\"", "a"},
            {"t_text", "ne", "\"szucs odon\"", "b c"},
            {"t_text", "in", "[\"SZŰCS ödön\",\"x\"]", "a"},
            {"t_text", "not_in", "[\"szucs odon\"]", "b c"},
            {"t_text", "contains", "\"ODO\"", "a"},
            {"t_text", "starts", "\"szu\"", "a"},
            {"t_text", "starts", "\"odon\"", ""},
            {"t_text", "empty", NULL, "c"},
            {"t_text", "not_empty", NULL, "a b"},
            {"t_long_text", "contains", "\"two\"", "a"},
            {"t_long_text", "empty", NULL, "c"},
            {"t_link", "contains", "\"b.ro\"", "b"},
            {"t_email", "starts", "\"anna@\"", "a"},
            {"t_email", "eq", "\"BELA@beta.ro\"", "b"},
            {"t_phone", "contains", "\"123\"", "a b"},
            {"t_phone", "empty", NULL, "c"},
            {"t_number", "eq", "1.5", "a"},
            {"t_number", "ne", "1.5", "b c"},
            {"t_number", "lt", "10", "a"},
            {"t_number", "le", "10", "a b"},
            {"t_number", "gt", "1.5", "b"},
            {"t_number", "ge", "1.5", "a b"},
            {"t_number", "between", "[1, 2]", "a"},
            {"t_number", "in", "[10, 11]", "b"},
            {"t_number", "not_in", "[10]", "a c"},
            {"t_number", "empty", NULL, "c"},
            {"t_number", "not_empty", NULL, "a b"},
            {"t_money", "ge", "200", "b"},
            {"t_money", "between", "[100, 200]", "a b"},
            {"value", "lt", "200", "a"},
            {"value", "empty", NULL, "c"},
            {"t_date", "eq", "\"2026-11-22\"", "a"},
            {"t_date", "ne", "\"2026-11-22\"", "b c"},
            {"t_date", "lt", "\"2026-12-31\"", "a"},
            {"t_date", "ge", "\"2026-12-31\"", "b"},
            {"t_date", "between", "[\"2026-11-01\",\"2026-11-30\"]", "a"},
            {"t_date", "in", "[\"2026-12-31\"]", "b"},
            {"t_date", "relative", "\"today\"", "a"},
            {"t_date", "relative", "\"next_30_days\"", "a"},
            {"t_date", "relative", "\"next_40_days\"", "a b"},
            {"t_date", "relative", "\"this_month\"", "a"},
            {"t_date", "relative", "\"next_month\"", "b"},
            {"t_date", "relative", "\"this_year\"", "a b"},
            {"t_date", "relative", "\"future\"", "b"},
            {"t_date", "relative", "\"past\"", ""},
            {"t_date", "empty", NULL, "c"},
            {"t_datetime", "eq", "1795348800000", "a"},
            {"t_datetime", "eq", "\"2026-11-22\"", "a"},
            {"t_datetime", "ne", "\"2026-11-22\"", "b c"},
            {"t_datetime", "lt", "\"2026-11-22\"", ""},
            {"t_datetime", "le", "\"2026-11-22\"", "a"},
            {"t_datetime", "gt", "\"2026-11-22\"", "b"},
            {"t_datetime", "ge", "\"2026-11-22\"", "a b"},
            {"t_datetime", "between", "[\"2026-11-22\",\"2026-12-23\"]", "a b"},
            {"t_datetime", "in", "[\"2026-11-22\",\"2026-11-23\"]", "a"},
            {"t_datetime", "not_in", "[\"2026-11-22\"]", "b c"},
            {"t_datetime", "relative", "\"today\"", "a"},
            {"t_datetime", "relative", "\"this_week\"", "a"},
            {"t_datetime", "relative", "\"future\"", "b"},
            {"t_datetime", "empty", NULL, "c"},
            {"t_choice", "eq", "\"t_choice_x\"", "a"},
            {"t_choice", "ne", "\"t_choice_x\"", "b c"},
            {"t_choice", "in", "[\"t_choice_x\",\"t_choice_y\"]", "a b"},
            {"t_choice", "not_in", "[\"t_choice_y\"]", "a c"},
            {"t_choice", "empty", NULL, "c"},
            {"t_choice", "not_empty", NULL, "a b"},
            {"t_choices", "contains", "\"t_choices_y\"", "b"},
            {"t_choices", "in", "[\"t_choices_x\"]", "a b"},
            {"t_choices", "not_in", "[\"t_choices_y\"]", "a c"},
            {"t_choices", "eq", "[\"t_choices_y\",\"t_choices_x\"]", "b"},
            {"t_choices", "ne", "[\"t_choices_x\"]", "b c"},
            {"t_choices", "empty", NULL, "c"},
            {"t_bool", "eq", "true", "a"},
            {"t_bool", "ne", "true", "b c"},
            {"t_bool", "eq", "false", "b"},
            {"t_bool", "empty", NULL, "c"},
            {"t_user", "eq", "4", "b"},
            {"t_user", "ne", "4", "a c"},
            {"t_user", "in", "[3, 4]", "a b"},
            {"t_user", "empty", NULL, "c"},
            {"owner", "eq", "3", "a"},
            {"owner", "empty", NULL, "c"},
            {"name", "starts", "\"B\"", "b"},
            {"name", "ne", "\"b\"", "a c"},
            {"source", "eq", "\"WEB\"", "a"},
            {"source", "ne", "\"web\"", "b c"},
            {"source", "empty", NULL, "b c"},
            {"source", "not_empty", NULL, "a"},
            {"number", "ge", "2", "b c"},
            {"next_due_at", "empty", NULL, "a b c"},
            {"next_due_at", "relative", "\"future\"", ""},
            {"last_contact_at", "empty", NULL, "a b c"},
            {"last_contact_at", "relative", "\"older_than_1_days\"", ""},
            {"created_at", "relative", "\"today\"", "a b c"},
            {"created_at", "relative", "\"older_than_90_days\"", ""},
            {"created_at", "relative", "\"last_7_days\"", "a b c"},
    };
    struct desk *d = *state;
    fields_of_every_type(d);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *json = arena_printf(d->box->a, "{\"field\":\"%s\",\"op\":\"%s\"%s%s}", cases[i].field,
                cases[i].op, cases[i].value ? ",\"value\":" : "", cases[i].value ? cases[i].value : "");
        char *got = arena_printf(d->box->a, "%s -> %s", json, filtered(d, d->sales, json));
        assert_string_equal(got, arena_printf(d->box->a, "%s -> %s", json, cases[i].names));
        /* "not" is the exact opposite, also where there is no value */
        size_t n = 0, all = 3;
        for (const char *p = cases[i].names; *p; p++)
            n += *p != ' ';
        const char *opposite = filtered(d, d->sales, arena_printf(d->box->a, "{\"not\":%s}", json));
        size_t m = 0;
        for (const char *p = opposite; *p; p++)
            m += *p != ' ';
        assert_int_equal(n + m, all);
    }
}

static void conditions_nest(void **state)
{
    struct desk *d = *state;
    fields_of_every_type(d);
    assert_string_equal(filtered(d, d->sales,
                                "{\"any\":[{\"field\":\"t_number\",\"op\":\"eq\",\"value\":10},"
                                "{\"all\":[{\"field\":\"t_text\",\"op\":\"empty\"},{\"not\":{\"field\":"
                                "\"name\",\"op\":\"eq\",\"value\":\"a\"}}]}]}"),
            "b c");
    assert_string_equal(filtered(d, d->sales, "{\"all\":[]}"), "a b c");
    assert_string_equal(filtered(d, d->sales, "{\"any\":[]}"), "a b c");
    struct list_query q = query(d, d->sales);
    q.filter = filter_of(d, d->sales, ANNA, "{\"field\":\"owner\",\"op\":\"eq\",\"value\":\"me\"}");
    assert_string_equal(names(d, ANNA, &q), "a");
}

static void the_customers_data_can_be_asked(void **state)
{
    struct desk *d = *state;
    int64_t firm = desk_company(d, "Alfa Kft."), man = desk_person(d, "Szűcs Pál", firm),
            lone = desk_person(d, "Lone", 0);
    sql(d, arena_printf(d->box->a,
                   "UPDATE contact SET employees = 50, industry = 'Építőipar', region = 'Bihar', "
                   "revenue_minor = 900 WHERE id = %lld; "
                   "UPDATE contact SET employees = 3 WHERE id = %lld; "
                   "INSERT INTO contact_point (contact_id, kind, value, match_key, is_default) VALUES "
                   "(%lld, 'phone', '06 30 123 4567', '36301234567', 1), (%lld, 'email', 'pal@x.hu', "
                   "'pal@x.hu', 0), "
                   "(%lld, 'email', 'p@y.ro', 'p@y.ro', 1); "
                   "INSERT INTO address (contact_id, city, is_default) VALUES (%lld, 'Kolozsvár', 1)",
                   (long long)firm, (long long)lone, (long long)man, (long long)man, (long long)man,
                   (long long)firm));
    desk_card(
            d, ANNA, d->sales, arena_printf(d->box->a, "{\"name\":\"a\",\"contact\":%lld}", (long long)man));
    desk_card(
            d, ANNA, d->sales, arena_printf(d->box->a, "{\"name\":\"b\",\"contact\":%lld}", (long long)lone));
    desk_card(d, ANNA, d->sales, "{\"name\":\"c\"}");
    static const struct {
        const char *filter, *names;
    } cases[] = {
            {"{\"field\":\"contact.name\",\"op\":\"contains\",\"value\":\"szucs\"}", "a"},
            {"{\"field\":\"contact.employees\",\"op\":\"ge\",\"value\":3}", "a b"},
            {"{\"field\":\"contact.employees\",\"op\":\"gt\",\"value\":3}", "a"},
            {"{\"field\":\"contact.employees\",\"op\":\"empty\"}", "c"},
            {"{\"field\":\"contact.industry\",\"op\":\"eq\",\"value\":\"epitoipar\"}", "a"},
            {"{\"field\":\"contact.industry\",\"op\":\"empty\"}", "b c"},
            {"{\"field\":\"contact.region\",\"op\":\"ne\",\"value\":\"Bihar\"}", "b c"},
            {"{\"field\":\"contact.revenue\",\"op\":\"between\",\"value\":[900,1000]}", "a"},
            {"{\"field\":\"contact.city\",\"op\":\"eq\",\"value\":\"kolozsvar\"}", "a"},
            {"{\"field\":\"contact.city\",\"op\":\"ne\",\"value\":\"kolozsvar\"}", "b c"},
            {"{\"field\":\"contact.city\",\"op\":\"not_empty\"}", "a"},
            {"{\"field\":\"contact.email\",\"op\":\"contains\",\"value\":\"@x.hu\"}", "a"},
            {"{\"field\":\"contact.email\",\"op\":\"empty\"}", "b c"},
            {"{\"field\":\"contact.phone\",\"op\":\"eq\",\"value\":\"+36 30/123-4567\"}", "a"},
            {"{\"field\":\"contact.phone\",\"op\":\"contains\",\"value\":\"123 45\"}", "a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(filtered(d, d->sales, cases[i].filter), cases[i].names);
}

static void bad_filters_say_where(void **state)
{
    static const struct {
        const char *filter, *field, *key;
    } cases[] = {
            {"[]", "filter", "error.not_object"},
            {"{\"all\":{}}", "filter.all", "error.not_list"},
            {"{\"all\":[],\"any\":[]}", "filter", "error.bad_filter"},
            {"{\"all\":[{\"field\":\"name\",\"op\":\"eq\",\"value\":\"x\"},{\"field\":\"rating\",\"op\":"
             "\"eq\",\"value\":1}]}",
                    "filter.all[1].field", "error.unknown_field"},
            {"{\"field\":\"name\",\"op\":\"between\",\"value\":[1,2]}", "filter.op", "error.unknown_op"},
            {"{\"field\":\"name\",\"op\":\"like\",\"value\":\"x\"}", "filter.op", "error.unknown_op"},
            {"{\"field\":\"name\",\"op\":\"eq\",\"value\":5}", "filter.value", "error.not_text"},
            {"{\"field\":\"name\",\"op\":\"eq\"}", "filter.value", "error.required"},
            {"{\"field\":\"name\",\"op\":\"contains\",\"value\":\"%%\"}", "filter.value", "error.required"},
            {"{\"field\":\"value\",\"op\":\"eq\",\"value\":1.5}", "filter.value", "error.not_whole_number"},
            {"{\"field\":\"value\",\"op\":\"between\",\"value\":[1]}", "filter.value", "error.needs_two"},
            {"{\"field\":\"value\",\"op\":\"in\",\"value\":[1,\"x\"]}", "filter.value[1]",
                    "error.not_whole_number"},
            {"{\"field\":\"created_at\",\"op\":\"eq\",\"value\":\"2026-02-30\"}", "filter.value",
                    "error.not_date"},
            {"{\"field\":\"created_at\",\"op\":\"relative\",\"value\":\"last_0_days\"}", "filter.value",
                    "error.unknown_relative"},
            {"{\"field\":\"created_at\",\"op\":\"relative\",\"value\":\"last_9999_days\"}", "filter.value",
                    "error.unknown_relative"},
            {"{\"field\":\"owner\",\"op\":\"eq\",\"value\":77}", "filter.value", "error.unknown_user"},
            {"{\"field\":\"status\",\"op\":\"eq\",\"value\":77777}", "filter.value", "error.unknown_choice"},
            {"{\"field\":\"name\",\"op\":\"empty\",\"value\":\"x\"}", "filter.value", "error.no_value"},
            {"{\"field\":\"name\",\"op\":\"eq\",\"value\":\"x\",\"sql\":\"1\"}", "filter",
                    "error.bad_filter"},
            {"{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"all\":[]}}}}}}", "filter.not.not.not.not.not",
                    "error.too_deep"},
    };
    struct desk *d = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
        struct filter *f;
        json_t *j;
        const char *why;
        assert_ok(json_read(cx->arena, cases[i].filter, strlen(cases[i].filter), &j, &why));
        assert_err(filter_parse(cx, desk_module(d, d->sales), j, &f), ERR_INVALID);
        desk_drop(d);
        assert_string_equal(
                arena_printf(d->box->a, "%s: %s %s", cases[i].filter, cx->fault.field, cx->fault.key),
                arena_printf(d->box->a, "%s: %s %s", cases[i].filter, cases[i].field, cases[i].key));
    }
    struct buf b;
    buf_init(&b, d->box->a);
    buf_puts(&b, "{\"all\":[");
    for (int i = 0; i < 51; i++)
        buf_puts(&b,
                i ? ",{\"field\":\"name\",\"op\":\"empty\"}" : "{\"field\":\"name\",\"op\":\"not_empty\"}");
    buf_puts(&b, "]}");
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct filter *f;
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, b.p, b.len, &j, &why));
    assert_err(filter_parse(cx, desk_module(d, d->sales), j, &f), ERR_INVALID);
    assert_string_equal(cx->fault.key, "error.too_many_conditions");
    desk_drop(d);
}

static void texts_never_become_sql(void **state)
{
    struct desk *d = *state;
    desk_card(d, ANNA, d->sales, "{\"name\":\"x'; DROP TABLE card; --\",\"source\":\"50%_\\\\\"}");
    assert_string_equal(filtered(d, d->sales, "{\"field\":\"source\",\"op\":\"contains\",\"value\":\"50\"}"),
            "x'; DROP TABLE card; --");
    assert_string_equal(
            filtered(d, d->sales, "{\"field\":\"source\",\"op\":\"contains\",\"value\":\"') OR 1=1 --\"}"),
            "");
    struct list_query q = query(d, d->sales);
    q.search = "x' OR \"NEAR( *";
    assert_string_equal(names(d, ADMIN, &q), "");
    q.search = "DROP table";
    assert_string_equal(names(d, ADMIN, &q), "x'; DROP TABLE card; --");
}

/* How the database works a list */

/* As many values as the statement has placeholders. */
static size_t n_params(const char *text)
{
    size_t n = 0;
    for (const char *p = strchr(text, '?'); p; p = strchr(p + 1, '?'))
        n = strtoul(p + 1, NULL, 10) > n ? strtoul(p + 1, NULL, 10) : n;
    return n;
}

static const char *plan(struct desk *d, int64_t member_id, const struct list_query *q, struct list_order o)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct list_spec spec;
    struct rows rows;
    struct buf b;
    assert_ok(list_spec_of(cx, q, true, &spec));
    char *text = list_store_page_sql(cx->db, &spec, &o, 51);
    assert_ok(db_query(cx->db, arena_printf(cx->arena, "EXPLAIN QUERY PLAN %s", text),
            arena_array(cx->arena, struct val, n_params(text) + 1), n_params(text), &rows));
    buf_init(&b, d->box->a);
    for (size_t i = 0; i < rows.n; i++) {
        buf_puts(&b, row_of(&rows, i)[3].s);
        buf_putc(&b, '\n');
    }
    desk_drop(d);
    return buf_str(&b);
}

static void assert_driven(const char *got, const char *index)
{
    if (strstr(got, "SCAN c") || strstr(got, "TEMP B-TREE") || !strstr(got, index))
        print_message("%s\n", got);
    assert_null(strstr(got, "SCAN c"));
    assert_null(strstr(got, "TEMP B-TREE"));
    assert_non_null(strstr(got, index));
}

static void indexes_drive_the_lists(void **state)
{
    struct desk *d = *state;
    struct list_order first = {0}, next = {.after = true, .after_key = val_int(5), .after_id = 6};
    struct list_query q = query(d, d->autosales);
    assert_driven(plan(d, ADMIN, &q, first), "card_due");
    assert_driven(plan(d, ADMIN, &q, next), "card_due");
    q.status_id = q.module->statuses[1].id;
    assert_driven(plan(d, ADMIN, &q, first), "card_status_due (module_id=? AND status_id=?)");
    assert_driven(
            plan(d, ADMIN, &q, next), "card_status_due (module_id=? AND status_id=? AND next_due_at>?)");
    assert_driven(plan(d, ADMIN, &q, next),
            "card_status_due (module_id=? AND status_id=? AND next_due_at=? AND id>?)");
    q.owner_id = ANNA;
    assert_driven(plan(d, ADMIN, &q, first), "card_owner_status_due");
    assert_driven(plan(d, ADMIN, &q, next), "card_owner_status_due");
    q.owner_id = -1;
    assert_driven(plan(d, ADMIN, &q, first), "card_owner_status_due");
    q.status_id = 0;
    assert_driven(plan(d, ADMIN, &q, first), "card_owner_due");
    q.owner_id = 0;
    q.group = GRP_OPEN;
    assert_driven(plan(d, ADMIN, &q, first), "MERGE (UNION ALL)");
    assert_driven(plan(d, ADMIN, &q, next), "card_status_due");
    q.group = -1;
    q.box_cell = 8;
    assert_driven(plan(d, ADMIN, &q, first), "card_status_due");
    q.box_cell = -1;
    q.day_group = "today";
    assert_driven(plan(d, ADMIN, &q, first), "card_due (module_id=? AND next_due_at>? AND next_due_at<?)");
    q.day_group = NULL;
    struct list_order by_value = {.by = &(struct list_column){ON_CARD, "value_minor"}, .has_empty = true};
    assert_driven(plan(d, ADMIN, &q, by_value), "card_value");
    by_value.empty_pass = true;
    assert_driven(plan(d, ADMIN, &q, by_value), "card_value");
    struct list_order by_name = {
            .by = &(struct list_column){ON_CARD, "sort_key"}, .has_empty = true, .descending = true};
    assert_driven(plan(d, ADMIN, &q, by_name), "card_sort");
    struct list_order by_age = {.by = &(struct list_column){ON_CARD, "created_at"}, .has_empty = true};
    assert_driven(plan(d, ADMIN, &q, by_age), "card_created");
}

/* Who sees only a part: his own and the free ones by the same indexes; only the cards of his open tasks, which are few,
 * are sorted. */
static void indexes_drive_the_lists_of_a_part(void **state)
{
    struct desk *d = *state;
    struct list_order first = {0};
    struct list_query q = query(d, d->autosales);
    q.status_id = q.module->statuses[1].id;
    const char *got = plan(d, ANNA, &q, first);
    assert_null(strstr(got, "SCAN c"));
    assert_non_null(strstr(got, "card_owner_status_due"));
    assert_non_null(strstr(got, "task_assignee"));
    const char *sorted = strstr(got, "TEMP B-TREE FOR ORDER BY");
    assert_non_null(sorted);
    assert_null(strstr(sorted + 1, "TEMP B-TREE FOR ORDER BY"));
    q.owner_id = ANNA;
    assert_driven(plan(d, ANNA, &q, first), "card_owner_status_due");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            desk_test(pages_lose_and_double_nothing),
            desk_test(a_group_is_merged_from_its_statuses),
            desk_test(cursors_are_checked),
            desk_test(one_sees_ones_own_the_free_and_those_with_a_task),
            desk_test(sums_are_narrowed_too),
            desk_test(pipeline_and_box_count),
            desk_test(days_follow_the_zone),
            desk_test(groups_roll_over_at_midnight),
            desk_test(counts_of_groups_stop_at_the_cap),
            desk_test(a_row_has_everything),
            desk_test(the_trash_is_a_list_of_its_own),
            desk_test(every_comparison_of_every_type),
            desk_test(conditions_nest),
            desk_test(the_customers_data_can_be_asked),
            desk_test(bad_filters_say_where),
            desk_test(texts_never_become_sql),
            desk_test(indexes_drive_the_lists),
            desk_test(indexes_drive_the_lists_of_a_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
