#include "unit.h"

#include "api/rate.h"
#include "base/crypt.h"

#include <stdio.h>

#define SECOND_US 1000000

static struct rate *rate;

static int set_up(void **state)
{
    crypt_init();
    rate = rate_new();
    return 0;
}

static int tear_down(void **state)
{
    rate_free(rate);
    return 0;
}

static int take(const char *who, int64_t at_s)
{
    return rate_take(rate, RATE_PUBLIC, who, 60, 3, (1000 + at_s) * SECOND_US);
}

static void a_bucket_empties_and_fills(void **state)
{
    for (int i = 0; i < 3; i++)
        assert_int_equal(take("a", 0), 0);
    assert_int_equal(take("a", 0), 1 + 1);
    assert_int_equal(take("a", 1), 0);
    assert_true(take("a", 1) > 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(take("a", 1000), 0);
    assert_true(take("a", 1000) > 0);
}

static void subjects_and_kinds_do_not_touch(void **state)
{
    for (int i = 0; i < 4; i++)
        take("a", 0);
    assert_int_equal(take("b", 0), 0);
    assert_int_equal(rate_take(rate, RATE_SESSION, "a", 60, 3, 1000 * SECOND_US), 0);
}

static void a_token_can_be_given_back(void **state)
{
    for (int i = 0; i < 10; i++) {
        assert_int_equal(take("a", 0), 0);
        rate_give(rate, RATE_PUBLIC, "a");
    }
}

static void zero_switches_it_off(void **state)
{
    for (int i = 0; i < 1000; i++)
        assert_int_equal(rate_take(rate, RATE_PUBLIC, "a", 0, 1, SECOND_US), 0);
}

static void a_clock_that_goes_back_gives_nothing(void **state)
{
    for (int i = 0; i < 3; i++)
        assert_int_equal(take("a", 500), 0);
    assert_true(take("a", 100) > 0);
}

/* A flood of others never frees the one who floods: the table forgets those who rested longest. */
static void many_subjects_stay_bounded(void **state)
{
    for (int i = 0; i < 100000; i++) {
        char who[20];
        snprintf(who, sizeof who, "other %d", i);
        take(who, i / 1000);
        take("busy", i / 1000);
    }
    assert_true(take("busy", 99) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(a_bucket_empties_and_fills, set_up, tear_down),
            cmocka_unit_test_setup_teardown(subjects_and_kinds_do_not_touch, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_token_can_be_given_back, set_up, tear_down),
            cmocka_unit_test_setup_teardown(zero_switches_it_off, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_clock_that_goes_back_gives_nothing, set_up, tear_down),
            cmocka_unit_test_setup_teardown(many_subjects_stay_bounded, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
