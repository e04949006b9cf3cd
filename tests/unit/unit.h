/* unit - what every unit test includes: cmocka with the headers it forgets to include, and an arena per test.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static inline int unit_arena_open(void **state)
{
    *state = arena_new(0);
    return 0;
}

static inline int unit_arena_close(void **state)
{
    arena_free(*state);
    return 0;
}

/* A test that takes an arena as its state. */
#define arena_test(fn) cmocka_unit_test_setup_teardown(fn, unit_arena_open, unit_arena_close)
