/* notify, remind - what is told at times of its own, also after a time without a server; and how much of it is kept. */
#include "unit_desk.h"

#include "core/notify.h"
#include "core/remind.h"
#include "core/wake.h"

static void timers(struct desk *d)
{
    int n;
    int64_t at = 0;
    for (int i = 0; i < 50 && at <= d->now_at; i++) {
        struct ctx *cx = desk_begin(d, 0, ORIGIN_TIMER);
        assert_ok(wake_due(cx, 200, &n, &at));
        desk_end(d);
    }
    assert_true(at > d->now_at);
}

static int64_t told(struct desk *d, const char *kind)
{
    return box_int(
            d->box, arena_printf(d->box->a, "SELECT count(*) FROM notification WHERE kind = '%s'", kind));
}

static int64_t task(struct desk *d, int64_t card_id, int64_t due_at, bool has_time, int reminder_min)
{
    struct task t;
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_create(cx, card_id,
            &(struct task_edit){.set = TASK_TEXT | TASK_DUE | TASK_REMINDER,
                    .text = "call",
                    .due_at = due_at,
                    .due_has_time = has_time,
                    .reminder_min = reminder_min},
            &t));
    desk_end(d);
    return t.id;
}

static int64_t remind_time(struct desk *d)
{
    struct ctx *cx = desk_begin(d, 0, ORIGIN_TIMER);
    int64_t at;
    assert_ok(remind_next_at(cx, &at));
    desk_drop(d);
    return at;
}

static void tasks_are_told_in_time(void **state)
{
    struct desk *d = *state;
    int64_t card = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    task(d, card, d->now_at + 2 * MS_HOUR, true, 30);
    assert_int_equal(remind_time(d), d->now_at + 90 * MS_MINUTE);
    timers(d);
    assert_int_equal(told(d, "task_due"), 0);
    d->now_at += 90 * MS_MINUTE;
    timers(d);
    timers(d);
    assert_int_equal(told(d, "task_due"), 1);
    assert_int_equal(remind_time(d), NO_DUE);
    /* Of a day without a time: in the morning of that day, in Budapest, so long before nine. */
    task(d, card, clock_day_end(DESK_NOW, "Europe/Budapest", 1), false, 60);
    assert_int_equal(remind_time(d), clock_day_start(DESK_NOW, "Europe/Budapest", 1) + 8 * MS_HOUR);
    /* After days without a server it is told still, after weeks no more. */
    d->now_at += 3 * MS_DAY;
    timers(d);
    assert_int_equal(told(d, "task_due"), 2);
    task(d, card, d->now_at + MS_HOUR, true, 1);
    d->now_at += 30 * MS_DAY;
    timers(d);
    assert_int_equal(told(d, "task_due"), 2);
    assert_int_equal(remind_time(d), NO_DUE);
}

static void what_is_closed_or_moved_is_not_told(void **state)
{
    struct desk *d = *state;
    int64_t card = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    int64_t closed = task(d, card, d->now_at + MS_HOUR, true, 10),
            moved = task(d, card, d->now_at + MS_HOUR, true, 10);
    struct task t;
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_get(cx, closed, &t));
    assert_ok(task_close(cx, &t, 0, TASK_DONE, NULL));
    assert_ok(task_get(cx, moved, &t));
    assert_ok(task_postpone(cx, &t, 0, 1, 0, false));
    desk_end(d);
    assert_int_equal(remind_time(d), d->now_at + 50 * MS_MINUTE + MS_DAY);
    struct card c;
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(card_get(cx, card, false, &c));
    assert_ok(card_trash(cx, &c));
    desk_end(d);
    d->now_at += 2 * MS_DAY;
    timers(d);
    assert_int_equal(told(d, "task_due"), 0);
}

static void owners_hear_what_is_soon_forgotten(void **state)
{
    struct desk *d = *state;
    for (int i = 0; i < 3; i++)
        desk_card(d, ANNA, d->autosales, "{\"name\":\"x\",\"qualification\":2,\"rating\":2}");
    int64_t at, wakes_at = box_int(d->box, "SELECT min(wake_at) FROM card WHERE wake_at > 0");
    assert_true(wakes_at > d->now_at + 4 * MS_DAY);
    struct ctx *cx = desk_begin(d, 0, ORIGIN_TIMER);
    assert_ok(remind_forgotten_at(cx, &at));
    desk_drop(d);
    assert_int_equal(at, wakes_at - 3 * MS_DAY);
    timers(d);
    assert_int_equal(told(d, "forgotten_soon"), 0);
    d->now_at = at;
    timers(d);
    timers(d);
    assert_int_equal(told(d, "forgotten_soon"), 1);
    assert_int_equal(box_int(d->box, "SELECT n FROM notification"), 3);
    assert_int_equal(box_int(d->box, "SELECT member_id FROM notification"), ANNA);
}

static void the_oldest_fall_off(void **state)
{
    struct desk *d = *state;
    int64_t card = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    for (int i = 0; i < NOTIFICATIONS_KEPT + 20; i++)
        assert_ok(notify_task(cx, card, i + 1, ANNA));
    assert_ok(notify_task(cx, card, 1, ADMIN)); /* nobody is told what he does himself */
    assert_ok(notify_task(cx, card, 1, 99));
    desk_end(d);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM notification"), NOTIFICATIONS_KEPT);
    assert_int_equal(box_int(d->box, "SELECT min(task_id) FROM notification"), 21);
}

int main(void)
{
    const struct CMUnitTest tests[] = {desk_test(tasks_are_told_in_time),
            desk_test(what_is_closed_or_moved_is_not_told), desk_test(owners_hear_what_is_soon_forgotten),
            desk_test(the_oldest_fall_off)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
