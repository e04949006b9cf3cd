/* The server's sentences: arguments, Romanian counting, unknown keys. That all stand in three languages is checked by
 * script/check-locales. */
#include "unit_core.h"

#include "core/ctx.h"

static void arguments(void **state)
{
    struct arena *a = *state;
    assert_string_equal(message(a, LANG_EN, "error.too_long", NULL, NULL, 200), "At most 200 characters.");
    assert_string_equal(message(a, LANG_HU, "error.unknown_field", "rating", NULL, 0),
            "Ebben a modulban nincs rating mező.");
    assert_string_equal(message(a, LANG_EN, "reason.box", "VIP × Undecided", "Focus prospect", 0),
            "VIP × Undecided → Focus prospect");
    assert_string_equal(message(a, LANG_EN, "reason.box", NULL, "{field}", 0),
            " → {field}"); /* arguments are not read again */
    assert_string_equal(message(a, LANG_RO, "no.such.key", NULL, NULL, 0), "no.such.key");
}

static void romanian_numbers(void **state)
{
    static const struct {
        int64_t n;
        const char *want;
    } all[] = {{2, "Va fi uitat în 2 zile"}, {19, "Va fi uitat în 19 zile"},
            {20, "Va fi uitat în 20 de zile"}, {100, "Va fi uitat în 100 de zile"},
            {101, "Va fi uitat în 101 zile"}, {123, "Va fi uitat în 123 de zile"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_string_equal(
                message(*state, LANG_RO, "wake.forgotten_days", NULL, NULL, all[i].n), all[i].want);
}

static void every_error_has_words(void **state)
{
    for (int e = 0; e < N_ERR; e++) {
        char *key = arena_printf(
                *state, "error.%s", e == ERR_TOO_LARGE ? "request_too_large" : err_name((enum err)e));
        for (int l = 0; l < N_LANG; l++)
            assert_string_not_equal(message(*state, (enum lang)l, key, NULL, NULL, 0), key);
    }
}

static void the_first_fault_wins(void **state)
{
    struct ctx cx = {.arena = *state};
    assert_int_equal(fail_limit(&cx, ERR_INVALID, "fields.a", "error.too_long", 5), ERR_INVALID);
    assert_int_equal(fail(&cx, ERR_CONFLICT, "b", "error.conflict"), ERR_CONFLICT);
    assert_int_equal(cx.fault.code, ERR_INVALID);
    assert_string_equal(cx.fault.field, "fields.a");
    assert_int_equal(cx.fault.limit, 5);
}

static void marks_take_back(void **state)
{
    struct ctx cx = {.arena = *state, .change_id = 7};
    notice_add(&cx, "card", 1, 1);
    struct ctx_mark mark = ctx_mark(&cx);
    notice_add(&cx, "card", 2, 1);
    cx.change_id = 8;
    ctx_back(&cx, &mark);
    assert_int_equal(cx.change_id, 7);
    assert_int_equal(cx.n_notices, 1);
    assert_null(cx.notices->next);
    notice_add(&cx, "card", 3, 1);
    assert_int_equal(cx.notices->next->id, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {arena_test(arguments), arena_test(romanian_numbers),
            arena_test(every_error_has_words), arena_test(the_first_fault_wins), arena_test(marks_take_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
