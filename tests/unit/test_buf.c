#include "unit.h"

#include "base/buf.h"

#include <limits.h>

static void fill_and_compare(struct arena *a)
{
    struct buf b;
    buf_init(&b, a);
    assert_string_equal(buf_str(&b), "");
    for (int i = 0; i < 5000; i++)
        buf_puts(&b, "abc");
    buf_putc(&b, '!');
    assert_int_equal(b.len, 15001);
    assert_memory_equal(b.p + 14997, "abc!", 4);
    assert_int_equal(strlen(buf_str(&b)), 15001);
    buf_free(&b);
    assert_int_equal(b.len, 0);
}

static void grows_in_an_arena_and_on_the_heap(void **state)
{
    fill_and_compare(*state);
    fill_and_compare(NULL);
}

static void integers_to_the_limits(void **state)
{
    struct buf b;
    buf_init(&b, *state);
    buf_int(&b, 0);
    buf_putc(&b, ' ');
    buf_int(&b, LLONG_MAX);
    buf_putc(&b, ' ');
    buf_int(&b, LLONG_MIN);
    assert_string_equal(buf_str(&b), "0 9223372036854775807 -9223372036854775808");
}

static void printf_appends(void **state)
{
    struct buf b;
    buf_init(&b, *state);
    buf_printf(&b, "%s", "");
    buf_printf(&b, "%05d|", 42);
    buf_printf(&b, "%0500d", 1);
    assert_int_equal(b.len, 506);
    assert_memory_equal(b.p, "00042|0", 7);
}

static void reserve_makes_room_without_length(void **state)
{
    struct buf b;
    buf_init(&b, *state);
    char *p = buf_reserve(&b, 3);
    memcpy(p, "xyz", 3);
    b.len += 3;
    assert_string_equal(buf_str(&b), "xyz");
    buf_add(&b, NULL, 0);
    assert_int_equal(b.len, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            arena_test(grows_in_an_arena_and_on_the_heap),
            arena_test(integers_to_the_limits),
            arena_test(printf_appends),
            arena_test(reserve_makes_room_without_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
