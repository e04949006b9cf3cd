/* range - which part of a file a Range header asks for. */
#include "unit.h"

#include "http/range.h"

static void parts_are_read(void **state)
{
    static const struct {
        const char *header;
        enum range is;
        int64_t first, last; /* of 1000 bytes */
    } cases[] = {
            {NULL, RANGE_WHOLE, 0, 999},
            {"bytes=0-0", RANGE_PART, 0, 0},
            {"bytes=0-", RANGE_PART, 0, 999},
            {"Bytes=500-", RANGE_PART, 500, 999},
            {"bytes=999-999", RANGE_PART, 999, 999},
            {"bytes=10-5000", RANGE_PART, 10, 999},
            {"bytes=-1", RANGE_PART, 999, 999},
            {"bytes=-5000", RANGE_PART, 0, 999},
            {"bytes=-0", RANGE_OUTSIDE, 0, 999},
            {"bytes=1000-", RANGE_OUTSIDE, 0, 999},
            {"bytes=1000-2000", RANGE_OUTSIDE, 0, 999},
            {"bytes=5-4", RANGE_WHOLE, 0, 999},
            {"bytes=-", RANGE_WHOLE, 0, 999},
            {"bytes=", RANGE_WHOLE, 0, 999},
            {"bytes=1-2,4-5", RANGE_WHOLE, 0, 999},
            {"bytes=1 - 2", RANGE_WHOLE, 0, 999},
            {"lines=1-2", RANGE_WHOLE, 0, 999},
            {"bytes=99999999999999999999-", RANGE_WHOLE, 0, 999},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t first, last;
        assert_int_equal(range_read(cases[i].header, 1000, &first, &last), cases[i].is);
        if (cases[i].is == RANGE_OUTSIDE)
            continue;
        assert_int_equal(first, cases[i].first);
        assert_int_equal(last, cases[i].last);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts_are_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
