#include "unit_desk.h"

#include "core/home.h"
#include "core/task.h"

static json_t *home(struct desk *d, int64_t member_id, const char *who)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct buf b;
    struct jw w;
    json_t *j;
    const char *why;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_ok(home_write(cx, who, &w));
    desk_drop(d);
    assert_ok(json_read(d->box->a, b.p, b.len, &j, &why));
    return j;
}

static void task(struct desk *d, int64_t card_id, int64_t assignee_id, int64_t due_at)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct task t;
    assert_ok(task_create(cx, card_id,
            &(struct task_edit){.set = TASK_TEXT | TASK_ASSIGNEE | TASK_DUE,
                    .text = arena_printf(cx->arena, "t%lld", (long long)((due_at - DESK_NOW) / MS_HOUR)),
                    .assignee_id = assignee_id,
                    .due_at = due_at,
                    .due_has_time = true},
            &t));
    desk_end(d);
}

static const char *names(struct desk *d, json_t *j, const char *list)
{
    struct buf b;
    json_t *row;
    size_t i;
    buf_init(&b, d->box->a);
    json_array_foreach(json_object_get(j, list), i, row)
    {
        buf_puts(&b, i ? " " : "");
        buf_puts(&b, json_string_value(json_object_get(row, "name")));
    }
    return buf_str(&b);
}

static int64_t count(json_t *j, const char *name)
{
    return json_integer_value(json_object_get(json_object_get(j, "counts"), name));
}

static void the_day_over_all_modules(void **state)
{
    struct desk *d = *state;
    int64_t vip = desk_card(d, ANNA, d->autosales, "{\"name\":\"vip\",\"qualification\":2,\"rating\":2}");
    int64_t focus = desk_card(d, ANNA, d->autosales, "{\"name\":\"focus\",\"qualification\":2,\"rating\":1}");
    int64_t sale = desk_card(d, ANNA, d->sales, "{\"name\":\"sale\"}");
    desk_card(d, BELA, d->autosales, "{\"name\":\"his\",\"qualification\":2,\"rating\":2}");
    desk_card(d, ADMIN, d->leads, "{\"name\":\"lead\",\"owner\":3}");
    task(d, vip, ANNA, DESK_NOW + 3 * MS_HOUR);
    task(d, vip, ANNA, DESK_NOW - 2 * MS_HOUR);
    task(d, sale, ANNA, DESK_NOW - 5 * MS_HOUR);
    task(d, focus, ANNA, DESK_NOW + 30 * MS_HOUR); /* tomorrow */
    task(d, sale, BELA, DESK_NOW - MS_HOUR);
    json_t *j = home(d, ANNA, NULL);
    assert_string_equal(names(d, j, "today"), "sale vip vip");
    json_t *first = json_array_get(json_object_get(j, "today"), 0);
    assert_string_equal(
            json_string_value(json_object_get(json_object_get(first, "next_task"), "text")), "t-5");
    assert_string_equal(names(d, j, "must_close"), "vip");
    assert_string_equal(names(d, j, "new_leads"), "lead");
    assert_int_equal(count(j, "must_close"), 1);
    assert_int_equal(count(j, "focus"), 1);
    assert_int_equal(count(j, "actions_today"), 1);
    assert_int_equal(count(j, "overdue"), 2);
    assert_true(json_is_null(json_object_get(j, "team")));
    j = home(d, BELA, "me");
    assert_string_equal(names(d, j, "today"), "sale");
    assert_string_equal(names(d, j, "must_close"), "his");
    assert_string_equal(names(d, j, "new_leads"), "");
}

static void soon_forgotten(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"x\",\"qualification\":2,\"rating\":2}");
    int64_t wake_at = desk_get(d, id).wake_at;
    assert_true(wake_at > d->now_at + 8 * MS_DAY);
    assert_string_equal(names(d, home(d, ANNA, NULL), "forgotten_soon"), "");
    d->now_at = wake_at - 3 * MS_DAY;
    json_t *j = home(d, ANNA, NULL);
    assert_string_equal(names(d, j, "forgotten_soon"), "x");
    assert_int_equal(json_integer_value(json_object_get(
                             json_array_get(json_object_get(j, "forgotten_soon"), 0), "wake_at")),
            wake_at);
}

static void managers_see_the_team(void **state)
{
    struct desk *d = *state;
    int64_t a = desk_card(d, ANNA, d->autosales, "{\"name\":\"a\",\"qualification\":2,\"rating\":2}");
    desk_card(d, BELA, d->autosales, "{\"name\":\"b\",\"qualification\":2,\"rating\":2}");
    task(d, a, ANNA, DESK_NOW - MS_HOUR);
    json_t *j = home(d, MANAGER, NULL), *mate;
    size_t i;
    assert_string_equal(names(d, j, "must_close"), "");
    assert_int_equal(json_array_size(json_object_get(j, "team")), 4);
    json_array_foreach(json_object_get(j, "team"), i, mate)
    {
        if (json_integer_value(json_object_get(mate, "member_id")) != ANNA)
            continue;
        assert_int_equal(json_integer_value(json_object_get(mate, "overdue")), 1);
        assert_int_equal(json_integer_value(json_object_get(mate, "must_close")), 1);
        assert_int_equal(json_integer_value(json_object_get(mate, "open")), 1);
    }
    j = home(d, MANAGER, "team");
    assert_int_equal(count(j, "must_close"), 2);
    assert_int_equal(count(j, "overdue"), 1);
    assert_string_equal(names(d, home(d, MANAGER, "3"), "today"), "a");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_err(home_write(cx, "team", &w), ERR_FORBIDDEN);
    cx->fault = (struct fault){0};
    assert_err(home_write(cx, "4", &w), ERR_FORBIDDEN);
    cx->fault = (struct fault){0};
    assert_err(home_write(cx, "99", &w), ERR_INVALID);
    desk_drop(d);
}

/* The newest unseen of a great team: by each one's own index, many statements' worth of members, in one order. */
static void new_leads_of_a_great_team(void **state)
{
    enum { MEMBERS = 230, CARDS = 60 };
    struct desk *d = *state;
    struct db *db;
    for (int i = 0; i < CARDS; i++)
        desk_card(d, ADMIN, d->leads, arena_printf(d->box->a, "{\"name\":\"n%d\",\"owner\":3}", i));
    assert_ok(store_write(d->box->s, d->box->a, &db));
    for (int i = 0; i < MEMBERS; i++)
        assert_ok(db_exec(db,
                "INSERT INTO member (id, login_id, name, initials, role, sees_all, language, email, zone, "
                "created_at) "
                "VALUES (?1, ?2, 'M', 'M', 'user', 0, 'en', 'x@example.com', 'UTC', 0)",
                P(val_int(5 + i), val_int(100 + i)), NULL));
    /* two cards of the same moment, each of another member; what was seen is not new */
    assert_ok(db_script(db, "UPDATE card SET assigned_at = 1000 + id / 2, owner_id = 5 + (id * 37) % 230; "
                            "UPDATE card SET seen_by_owner = 1 WHERE id % 5 = 0"));
    assert_ok(store_write_commit(db));
    desk_reload(d);
    json_t *rows = json_object_get(home(d, ADMIN, "team"), "new_leads");
    assert_int_equal(json_array_size(rows), 20);
    int64_t before = INT64_MAX;
    for (size_t i = 0; i < 20; i++) {
        int64_t id = json_integer_value(json_object_get(json_array_get(rows, i), "id"));
        assert_true(id < before && id % 5);
        before = id;
    }
    assert_int_equal(
            before, box_int(d->box, "SELECT MIN(id) FROM (SELECT id FROM card WHERE seen_by_owner = 0 "
                                    "ORDER BY assigned_at DESC, id DESC LIMIT 20) k"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {desk_test(the_day_over_all_modules), desk_test(soon_forgotten),
            desk_test(managers_see_the_team), desk_test(new_leads_of_a_great_team)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
