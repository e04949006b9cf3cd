#include "unit.h"

static void blocks_are_aligned_and_apart(void **state)
{
    struct arena *a = *state;
    char *prev = NULL;
    for (size_t n = 0; n < 300; n++) {
        char *p = arena_alloc(a, n);
        assert_int_equal((uintptr_t)p % 16, 0);
        memset(p, (int)n, n);
        if (prev && n > 1)
            assert_int_equal((unsigned char)prev[n - 2], (unsigned char)(n - 1));
        prev = p;
    }
}

static void large_blocks_do_not_fit_the_first(void **state)
{
    struct arena *a = *state;
    char *big = arena_zalloc(a, 10 << 20);
    assert_int_equal(big[0], 0);
    assert_int_equal(big[(10 << 20) - 1], 0);
    assert_true(arena_bytes(a) >= 10 << 20);
    arena_reset(a);
    assert_int_equal(arena_bytes(a), 0);
}

static void growing_keeps_the_content(void **state)
{
    struct arena *a = *state;
    char *p = arena_copy(a, "12345", 5);
    char *q = arena_grow(a, p, 5, 4000);
    assert_memory_equal(q, "12345", 5);
    assert_ptr_equal(p, q); /* it was the last block, so it grew in place */
    arena_alloc(a, 1);
    char *r = arena_grow(a, q, 4000, 8000);
    assert_ptr_not_equal(q, r);
    assert_memory_equal(r, "12345", 5);
    assert_non_null(arena_grow(a, NULL, 0, 10));
}

static char order[8];

static void note(void *arg)
{
    strncat(order, arg, 1);
}

static void cleanups_run_latest_first_and_once(void **state)
{
    struct arena *a = arena_new(0);
    char marks[] = "a\0b\0c\0d"; /* four texts in a row */
    order[0] = 0;
    arena_cleanup(a, note, marks + 0);
    arena_cleanup(a, note, marks + 2);
    arena_cleanup(a, note, marks + 4);
    arena_reset(a);
    assert_string_equal(order, "cba");
    arena_cleanup(a, note, marks + 6);
    arena_free(a);
    assert_string_equal(order, "cbad");
    arena_free(NULL);
}

static void strings_are_copied(void **state)
{
    struct arena *a = *state;
    assert_null(arena_str(a, NULL));
    assert_string_equal(arena_strn(a, "Szűcs", 4), "Szű");
    assert_string_equal(arena_printf(a, "%d-%s", 7, "x"), "7-x");
    char *long_text = arena_printf(a, "%0100000d", 1);
    assert_int_equal(strlen(long_text), 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            arena_test(blocks_are_aligned_and_apart),
            arena_test(large_blocks_do_not_fit_the_first),
            arena_test(growing_keeps_the_content),
            cmocka_unit_test(cleanups_run_latest_first_and_once),
            arena_test(strings_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
