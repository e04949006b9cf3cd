#include "unit_list.h"

#define MANY 1000

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
    down.sort = list_field(&(struct ctx){0}, q.module, "value");
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
    q.sort = list_field(&(struct ctx){0}, q.module, "name");
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

/* What one sees by a task alone is kept with the tasks, whoever owns the card by now. */
static void guests_follow_the_owner(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, BELA, d->sales, "{\"name\":\"x\"}");
    struct list_query q = query(d, d->sales);
    task(d, BELA, id, ANNA, DESK_NOW + 5);
    assert_string_equal(names(d, ANNA, &q), "x");
    assert_int_equal(box_int(d->box, "SELECT guest FROM task"), 1);
    assert_ok(desk_apply(d, ADMIN, ORIGIN_USER, id, "{\"owner\":3}"));
    assert_int_equal(box_int(d->box, "SELECT guest FROM task"), 0);
    assert_string_equal(names(d, ANNA, &q), "x");
    assert_string_equal(names(d, BELA, &q), "");
    assert_ok(desk_apply(d, ADMIN, ORIGIN_USER, id, "{\"owner\":1}"));
    assert_int_equal(box_int(d->box, "SELECT guest FROM task"), 1);
    assert_string_equal(names(d, ANNA, &q), "x");
    task(d, ADMIN, id, BELA, DESK_NOW + 6);
    assert_string_equal(names(d, BELA, &q), "x");
    struct card card;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    assert_ok(card_get(cx, id, false, &card));
    assert_ok(card_trash(cx, &card));
    desk_end(d);
    assert_int_equal(box_int(d->box, "SELECT COUNT(*) FROM task WHERE guest = 2"), 2);
    cx = desk_begin(d, ADMIN, ORIGIN_USER);
    assert_ok(card_get(cx, id, true, &card));
    assert_ok(card_restore(cx, &card));
    desk_end(d);
    assert_int_equal(box_int(d->box, "SELECT COUNT(*) FROM task WHERE guest = 1"), 2);
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

    /* a colleague's card that he sees by a task alone is counted once, in every sum that it is part of */
    task(d, ANNA, a, BELA, DESK_NOW - 2 * MS_DAY);
    task(d, ANNA, a, BELA, DESK_NOW + MS_DAY);
    p = written(d, BELA, write_pipeline, &q);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "n"), 1);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "value_minor"), 100);
    assert_int_equal(int_of(p, "overdue"), 1);
    q.owner_id = 0;
    p = written(d, BELA, write_pipeline, &q);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "n"), 4);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "value_minor"), 110);
    vip = json_array_get(json_object_get(written(d, BELA, write_box, &q), "cells"), 8);
    assert_int_equal(int_of(vip, "n"), 2);
    assert_int_equal(int_of(vip, "n_overdue"), 1);
    json_t *columns = json_object_get(written(d, BELA, board_write, &q), "columns");
    assert_int_equal(sum_of(columns, "n"), 4);
    q.owner_id = BELA;
    p = written(d, BELA, write_pipeline, &q);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "n"), 2);
    q.owner_id = -1;
    p = written(d, BELA, write_pipeline, &q);
    assert_int_equal(sum_of(json_object_get(p, "statuses"), "n"), 1);
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
    const struct field *columns[] = {list_field(&(struct ctx){0}, q.module, "contact.phone"),
            list_field(&(struct ctx){0}, q.module, "contact.name"),
            list_field(&(struct ctx){0}, q.module, "source")};
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
    if (on_postgres())
        skip(); /* the words of the plan are SQLite's */
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
    struct list_order by_value = {
            .by = &(struct list_column){.place = ON_CARD, .column = "value_minor", .indexed = true},
            .has_empty = true};
    assert_driven(plan(d, ADMIN, &q, by_value), "card_value");
    by_value.empty_pass = true;
    assert_driven(plan(d, ADMIN, &q, by_value), "card_value");
    struct list_order by_name = {
            .by = &(struct list_column){.place = ON_CARD, .column = "sort_key", .indexed = true},
            .has_empty = true,
            .descending = true};
    assert_driven(plan(d, ADMIN, &q, by_name), "card_sort");
    struct list_order by_age = {
            .by = &(struct list_column){.place = ON_CARD, .column = "created_at", .indexed = true},
            .has_empty = true};
    assert_driven(plan(d, ADMIN, &q, by_age), "card_created");
}

/* Whatever of a card's own is offered to sort by has an index that gives the order, up and down, also behind a row. */
static void every_order_has_an_index(void **state)
{
    struct desk *d = *state;
    if (on_postgres())
        return; /* its planner goes by what is in the tables */
    struct list_query q = query(d, d->autosales);
    int n = 0;
    for (int i = 0; i < q.module->n_fields; i++) {
        const struct field *f = &q.module->fields[i];
        struct list_column by;
        if (f->table != IN_CARD || !field_sortable(f) || strcmp(f->code, "next_due_at") == 0)
            continue;
        list_column_of(f, &by);
        if (strcmp(f->code, "name") == 0)
            by.column = "sort_key";
        for (int down = 0; down < 2; down++) {
            struct list_order o = {
                    .by = &by, .descending = down, .has_empty = true, .empty = list_empty_value(f)};
            o.after_key = by.column[0] == 's' && by.column[1] == 'o' ? val_blob("k", 1) : val_int(1000);
            assert_driven(plan(d, ADMIN, &q, o), "card_");
            o.after = true;
            o.after_id = 5;
            assert_driven(plan(d, ADMIN, &q, o), "card_");
        }
        n++;
    }
    assert_int_equal(n, 8);
    assert_false(field_sortable(list_field(&(struct ctx){0}, q.module, "source")));
    assert_false(field_sortable(list_field(&(struct ctx){0}, q.module, "rating")));
    assert_true(field_sortable(list_field(&(struct ctx){0}, q.module, "expected_close")));
}

static void filter_by(struct desk *d, struct list_query *q, const char *filter, const char *index)
{
    struct filter *f;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    assert_ok(filter_parse(cx, q->module, json_tree(d->box->a, filter), &f));
    desk_drop(d);
    q->filter = f;
    if (!on_postgres())
        assert_non_null(strstr(plan(d, ADMIN, q, (struct list_order){0}), index));
}

/* A condition that few cards meet drives the list by its own index; one that many meet leaves it to the order's. */
static void rare_conditions_drive(void **state)
{
    struct desk *d = *state;
    struct list_query q = query(d, d->autosales);
    for (int i = 0; i < 9; i++)
        desk_card(d, ADMIN, d->autosales,
                arena_printf(d->box->a, "{\"name\":\"c%d\",\"value\":%d,\"expected_close\":\"2026-12-0%d\"}",
                        i, i * 100, i + 1));
    const char *close = "{\"field\":\"expected_close\",\"op\":\"lt\",\"value\":\"2026-12-03\"}";
    filter_by(d, &q, close, "m_1_f_");
    assert_string_equal(names(d, ADMIN, &q), "c0 c1");
    q.sort = list_field(&(struct ctx){0}, q.module, "value");
    q.descending = true;
    assert_string_equal(names(d, ADMIN, &q), "c1 c0");
    q.limit = 1;
    assert_string_equal(names(d, ADMIN, &q), "c1");
    q.cursor = json_string_value(json_object_get(written(d, ADMIN, list_write, &q), "next"));
    assert_string_equal(names(d, ADMIN, &q), "c0");
    q = query(d, d->autosales);
    filter_by(d, &q,
            arena_printf(d->box->a, "{\"all\":[{\"field\":\"value\",\"op\":\"ge\",\"value\":700},%s]}",
                    "{\"field\":\"name\",\"op\":\"contains\",\"value\":\"8\"}"),
            "card_value");
    assert_string_equal(names(d, ADMIN, &q), "c8");
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    int64_t n;
    bool capped;
    assert_ok(list_count(cx, &q, 100, &n, &capped));
    assert_int_equal(n, 1);
    desk_drop(d);
    /* either may hold: neither index alone finds them all */
    filter_by(d, &q,
            arena_printf(
                    d->box->a, "{\"any\":[{\"field\":\"value\",\"op\":\"ge\",\"value\":800},%s]}", close),
            "card_due");
    assert_string_equal(names(d, ADMIN, &q), "c0 c1 c8");
}

/* A page whose time is over after the first window. */
static enum err hurried(struct ctx *cx, const struct list_query *q, struct jw *w)
{
    jw_obj(w);
    enum err e = list_rows_write(cx, q, 0, w);
    jw_obj_end(w);
    return e;
}

/* The ids that pages give in all, in order; how many pages were cut is counted. */
static const char *walked(
        struct desk *d, struct list_query q, int64_t member_id, write_fn write, int *out_cut)
{
    struct buf b;
    size_t i;
    buf_init(&b, d->box->a);
    *out_cut = 0;
    do {
        json_t *page = written(d, member_id, write, &q), *row;
        json_array_foreach(json_object_get(page, "rows"), i, row)
                buf_printf(&b, "%lld ", (long long)int_of(row, "id"));
        *out_cut += json_is_true(json_object_get(page, "partial"));
        q.cursor = json_string_value(json_object_get(page, "next"));
        assert_true(q.cursor || !json_is_true(json_object_get(page, "partial")));
    } while (q.cursor);
    return buf_str(&b);
}

/* What no index finds is looked for in the list's order; a page whose time is over says so and where to go on. */
static void walks_are_cut_and_lose_nothing(void **state)
{
    struct desk *d = *state;
    static const char *const orders[] = {NULL, "value", "name", "created_at"};
    many_cards(d, d->sales);
    sql(d, "UPDATE card SET next_due_at = 1795348800000 + id % 5 WHERE id % 3 = 0");
    sql(d, "UPDATE card SET source = 'rare' WHERE id % 97 = 5; UPDATE card SET source = 'common' WHERE id % "
           "2 = 0");
    for (int common = 0; common < 2; common++) {
        for (int k = 0; k < 8; k++) {
            struct list_query q = query(d, d->sales);
            int cut, none;
            q.limit = 7;
            if (orders[k / 2])
                q.sort = list_field(&(struct ctx){0}, q.module, orders[k / 2]);
            q.descending = k % 2;
            filter_by(d, &q,
                    common ? "{\"field\":\"source\",\"op\":\"contains\",\"value\":\"omm\"}"
                           : "{\"field\":\"source\",\"op\":\"eq\",\"value\":\"rare\"}",
                    "card_due");
            const char *whole = walked(d, q, ADMIN, list_write, &none);
            assert_string_equal(walked(d, q, ADMIN, hurried, &cut), whole);
            assert_string_equal(walked(d, q, ANNA, hurried, &cut), whole);
            assert_int_equal(none, 0);
            if (!common)
                assert_true(cut >= 1); /* 1,000 cards, 400 a window */
            int64_t n = 0;
            for (const char *p = whole; *p; p++)
                n += *p == ' ';
            assert_int_equal(n, box_int(d->box, common ? "SELECT COUNT(*) FROM card WHERE source = 'common'"
                                                       : "SELECT COUNT(*) FROM card WHERE source = 'rare'"));
        }
    }
}

static void long_walks_leave_the_short_lane(void **state)
{
    struct desk *d = *state;
    many_cards(d, d->sales);
    struct list_query q = query(d, d->sales);
    filter_by(d, &q, "{\"field\":\"source\",\"op\":\"eq\",\"value\":\"none\"}", "card_due");
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct buf b;
    struct jw w;
    cx->short_lane = true;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_err(hurried(cx, &q, &w), ERR_BUSY);
    assert_true(cx->wants_long);
    desk_drop(d);
    /* what is found at once stays */
    q.limit = 5;
    filter_by(d, &q, "{\"field\":\"source\",\"op\":\"empty\"}", "card_due");
    cx = desk_begin(d, ADMIN, ORIGIN_USER);
    cx->short_lane = true;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_ok(hurried(cx, &q, &w));
    assert_false(cx->wants_long);
    desk_drop(d);
}

/* Numbers beside a walk: exact while there is time. */
static void walks_are_counted(void **state)
{
    struct desk *d = *state;
    many_cards(d, d->sales);
    sql(d, "UPDATE card SET source = 'rare' WHERE id % 97 = 5; UPDATE card SET value_minor = 7 WHERE source "
           "= 'rare'");
    int64_t rare = box_int(d->box, "SELECT COUNT(*) FROM card WHERE source = 'rare'");
    struct list_query q = query(d, d->sales);
    filter_by(d, &q, "{\"field\":\"source\",\"op\":\"eq\",\"value\":\"rare\"}", "card_due");
    json_t *groups = json_object_get(written(d, ADMIN, list_groups_write, &q), "groups"), *group;
    size_t i;
    json_array_foreach(groups, i, group)
    {
        bool none = strcmp(json_str(group, "day"), "none") == 0;
        assert_int_equal(int_of(group, "n"), none ? rare : 0);
        assert_false(json_is_true(json_object_get(group, "capped")));
    }
    const json_t *column = json_array_get(json_object_get(written(d, ADMIN, board_write, &q), "columns"), 0);
    assert_int_equal(int_of(column, "n"), rare);
    assert_int_equal(int_of(column, "value_minor"), 7 * rare);
    assert_false(json_is_true(json_object_get(column, "capped")));
    assert_int_equal(json_array_size(json_object_get(column, "rows")), rare);

    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct list_spec spec;
    int64_t n, value;
    bool cut;
    assert_ok(list_spec_of(cx, &q, false, &spec));
    assert_ok(list_walk_count(cx, &spec, 3, INT64_MAX, &n, &value, &cut)); /* more than the cap */
    assert_true(n == 3 && cut);
    assert_ok(list_walk_count(cx, &spec, 1000, clock_mono_us() + 1, &n, &value, &cut)); /* no time for all */
    assert_true(n < rare && cut);
    desk_drop(d);
}

/* Who sees only a part: his own and the free ones by the same indexes; only the cards of his open tasks, which are few,
 * are sorted. */
static void indexes_drive_the_lists_of_a_part(void **state)
{
    struct desk *d = *state;
    if (on_postgres())
        skip(); /* the words of the plan are SQLite's */
    struct list_order first = {0};
    struct list_query q = query(d, d->autosales);
    q.status_id = q.module->statuses[1].id;
    const char *got = plan(d, ANNA, &q, first);
    assert_null(strstr(got, "SCAN c"));
    assert_non_null(strstr(got, "card_owner_status_due"));
    assert_non_null(strstr(got, "task_guest"));
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
            desk_test(guests_follow_the_owner),
            desk_test(sums_are_narrowed_too),
            desk_test(pipeline_and_box_count),
            desk_test(days_follow_the_zone),
            desk_test(groups_roll_over_at_midnight),
            desk_test(counts_of_groups_stop_at_the_cap),
            desk_test(a_row_has_everything),
            desk_test(the_trash_is_a_list_of_its_own),
            desk_test(indexes_drive_the_lists),
            desk_test(every_order_has_an_index),
            desk_test(rare_conditions_drive),
            desk_test(walks_are_cut_and_lose_nothing),
            desk_test(long_walks_leave_the_short_lane),
            desk_test(walks_are_counted),
            desk_test(indexes_drive_the_lists_of_a_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
