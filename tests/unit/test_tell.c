/* What servers tell each other, as it is read: all that a notice has, long lists, and what nobody here would say. */
#include "core/tell.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void notices_as_they_were_told(void **state)
{
    (void)state;
    struct arena *a = arena_new(0);
    struct told t;
    assert_true(tell_read(a, "n 7 12 99\ncard 5 2 5 3 4 6 1 \"version\":2\ntask 8 2 5 3 0 0 0 \n", &t));
    assert_int_equal(t.kind, TOLD_NOTICES);
    assert_int_equal(t.account_id, 7);
    assert_int_equal(t.number, 12);
    assert_int_equal(t.stamp, 99);
    assert_false(t.too_much);
    const struct notice *card = t.first, *task = card->next;
    assert_string_equal(card->kind, "card");
    assert_int_equal(card->id, 5);
    assert_int_equal(card->module_id, 2);
    assert_int_equal(card->card_id, 5);
    assert_int_equal(card->owner_id, 3);
    assert_int_equal(card->old_owner_id, 4);
    assert_int_equal(card->guest_id, 6);
    assert_true(card->private);
    assert_string_equal(card->data_json, "\"version\":2");
    assert_string_equal(task->kind, "task");
    assert_int_equal(task->id, 8);
    assert_false(task->private);
    assert_null(task->data_json);
    assert_null(task->next);
    assert_true(tell_read(a, "n 7 13 0\n!\n", &t));
    assert_true(t.too_much);
    assert_null(t.first);
    arena_free(a);
}

static void ended_sessions(void **state)
{
    (void)state;
    struct arena *a = arena_new(0);
    struct told t;
    assert_true(tell_read(a, "s 1 2 3 4 5 6", &t));
    assert_int_equal(t.kind, TOLD_SESSIONS);
    assert_int_equal(t.like.account_id, 1);
    assert_int_equal(t.like.member_id, 2);
    assert_int_equal(t.like.login_id, 3);
    assert_int_equal(t.like.id, 4);
    assert_int_equal(t.like.key_id, 5);
    assert_int_equal(t.keep_id, 6);
    arena_free(a);
}

static void what_is_not_understood_is_said(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "n", "x 1 2 3", "n 1", "n 1 2", "n a b c", "s 1 2 3 4 5",
            "n 1 2 3\ncard", "n 1 2 3\ncard 1 2 3 4", "n 1 2 3\ncard one 2 3 4 5 ", "\n\n"};
    struct arena *a = arena_new(0);
    struct told t;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(tell_read(a, bad[i], &t));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(notices_as_they_were_told),
            cmocka_unit_test(ended_sessions), cmocka_unit_test(what_is_not_understood_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
