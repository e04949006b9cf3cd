/* Working time: over evenings, week-ends and holidays, from inside and outside of the hours, on the days when clocks change. */
#include "unit_core.h"

#include "core/worktime.h"

struct world {
    struct arena *arena;
    struct meta meta;
    struct ctx cx;
};

static int set_up(void **state)
{
    struct arena *a = arena_new(0);
    struct world *w = arena_new_of(a, struct world);
    w->arena = a;
    w->cx = (struct ctx){.arena = a, .meta = &w->meta};
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    json_decref((json_t *)w->meta.settings);
    arena_free(w->arena);
    return 0;
}

/* In the zone of Budapest; hours NULL: nobody has set them. */
static struct ctx *working(void **state, const char *hours)
{
    struct world *w = *state;
    json_decref((json_t *)w->meta.settings);
    json_t *settings = json_pack("{s:s}", "zone", "Europe/Budapest");
    if (hours)
        json_object_set_new(settings, "work_hours", json_loads(hours, 0, NULL));
    w->meta.settings = settings;
    return &w->cx;
}

static int64_t at(int month, int day, int hour, int minute)
{
    int64_t out = 0;
    const struct civil c = {.year = 2026, .month = month, .day = day, .hour = hour, .minute = minute};
    assert_true(clock_from_local(&c, "Europe/Budapest", &out));
    return out;
}

static const char hours[] =
        "{\"days\": [{\"from\": \"08:30\", \"to\": \"16:30\"}, {\"from\": \"08:30\", \"to\": \"16:30\"}, "
        "{\"from\": \"08:30\", \"to\": \"16:30\"}, {\"from\": \"08:30\", \"to\": \"16:30\"}, "
        "{\"from\": \"08:30\", \"to\": \"12:30\"}, null, null], \"holidays\": [\"2026-12-25\"]}";

static void test_add(void **state)
{
    struct ctx *cx = working(state, NULL); /* Monday to Friday, nine to five; 2026-11-20 is a Friday */
    assert_int_equal(worktime_add(cx, at(11, 20, 10, 0), 60), at(11, 20, 11, 0));
    assert_int_equal(worktime_add(cx, at(11, 20, 16, 30), 60), at(11, 23, 9, 30));
    assert_int_equal(worktime_add(cx, at(11, 21, 12, 0), 480), at(11, 23, 17, 0));
    assert_int_equal(worktime_add(cx, at(11, 23, 7, 0), 24 * 60), at(11, 25, 17, 0));
    assert_int_equal(worktime_add(cx, at(11, 23, 18, 0), 0), at(11, 24, 9, 0));
    cx = working(state, hours);
    assert_int_equal(worktime_add(cx, at(12, 24, 16, 0), 60), at(12, 28, 9, 0)); /* the 25th is a holiday */
    assert_int_equal(worktime_add(cx, at(11, 27, 12, 0), 60), at(11, 30, 9, 0));
    assert_int_equal(
            worktime_add(cx, at(10, 23, 12, 0), 60), at(10, 26, 9, 0)); /* clocks go back on the 25th */
    cx = working(state, "{\"days\": [null, null, null, null, null, null, null]}");
    assert_int_equal(worktime_add(cx, at(11, 20, 10, 0), 60), at(11, 20, 10, 0));
}

static void test_between(void **state)
{
    struct ctx *cx = working(state, hours);
    assert_int_equal(worktime_between(cx, at(11, 20, 12, 0), at(11, 23, 9, 0)), 60);
    assert_int_equal(worktime_between(cx, at(11, 21, 0, 0), at(11, 22, 23, 0)), 0);
    assert_int_equal(worktime_between(cx, at(11, 23, 0, 0), at(11, 30, 0, 0)), 36 * 60);
    assert_int_equal(worktime_between(cx, at(11, 23, 10, 0), at(11, 23, 9, 0)), 0);
    for (int64_t minutes = 0; minutes < 5000; minutes += 777) {
        int64_t from = at(11, 23, 10, 0);
        assert_int_equal(worktime_between(cx, from, worktime_add(cx, from, minutes)), minutes);
    }
}

static enum err checked(void **state, const char *text)
{
    struct ctx *cx = working(state, NULL);
    cx->fault = (struct fault){0};
    json_t *j = json_loads(text, 0, NULL);
    enum err e = worktime_check(cx, j);
    json_decref(j);
    return e;
}

static void test_check(void **state)
{
    assert_int_equal(checked(state, hours), ERR_OK);
    assert_int_equal(checked(state, "{\"days\": [null, null, null, null, null, null, null]}"), ERR_OK);
    assert_int_equal(checked(state, "{}"), ERR_INVALID);
    assert_int_equal(checked(state, "{\"days\": [null, null, null, null, null, null, 1]}"), ERR_INVALID);
    assert_int_equal(checked(state, "{\"days\": [{\"from\": \"17:00\", \"to\": \"09:00\"}, null, null, null, "
                                    "null, null, null]}"),
            ERR_INVALID);
    assert_int_equal(
            checked(state,
                    "{\"days\": [null, null, null, null, null, null, null], \"holidays\": [\"25.12.\"]}"),
            ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(test_add, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_between, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_check, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
