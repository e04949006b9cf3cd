#include "core/radar.h"

#include "unit.h"

static void typos_are_told_from_other_names(void **state)
{
    (void)state;
    assert_int_equal(radar_typo("kovacsistvan", "kovacsistvan"), 0);
    assert_int_equal(radar_typo("kovacsistvan", "kovacistvan"), 1);
    assert_int_equal(radar_typo("kovacsistvan", "kovacsitsvan"), 1); /* two swapped */
    assert_int_equal(radar_typo("kovacsistvan", "covacsistwan"), 2);
    assert_int_equal(radar_typo("kovacsistvan", "covacsistwam"), -1);
    assert_int_equal(radar_typo("szabo", "szago"), 1);
    assert_int_equal(radar_typo("szabo", "szag"), -1); /* too short for a slip */
    assert_int_equal(radar_typo("nagy", "vagy"), -1);
    assert_int_equal(radar_typo("", ""), 0);
    assert_int_equal(radar_typo("", "a"), -1);
}

static void digits_make_two_of_them(void **state)
{
    (void)state;
    assert_int_equal(radar_typo("raktar12kozpont", "raktar13kozpont"), -1);
    assert_int_equal(radar_typo("raktar12kozpont", "raktar12kozpomt"), 1);
    assert_int_equal(radar_typo("12depotwest", "1depotwest"), -1);
}

static void long_names_are_left_alone(void **state)
{
    (void)state;
    char one[600], other[600];
    memset(one, 'a', sizeof one - 1);
    one[sizeof one - 1] = 0;
    memcpy(other, one, sizeof one);
    other[3] = 'b';
    assert_int_equal(radar_typo(one, other), -1);
    one[400] = other[400] = 0;
    assert_int_equal(radar_typo(one, other), 1);
}

static void tax_numbers_are_compared_by_their_digits(void **state)
{
    (void)state;
    struct arena *a = arena_new(0);
    assert_string_equal(radar_tax(a, "12345678-2-42"), "12345678");
    assert_string_equal(radar_tax(a, "HU12345678"), "12345678");
    assert_string_equal(radar_tax(a, "RO 1234567"), "1234567");
    assert_string_equal(radar_tax(a, "IT12345678901"), "12345678901");
    assert_string_equal(radar_tax(a, "n/a 12"), "");
    assert_string_equal(radar_tax(a, ""), "");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(typos_are_told_from_other_names),
            cmocka_unit_test(digits_make_two_of_them),
            cmocka_unit_test(long_names_are_left_alone),
            cmocka_unit_test(tax_numbers_are_compared_by_their_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
