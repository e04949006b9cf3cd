/* Which passwords are taken. */
#include "unit_core.h"

#include "core/directory.h"
#include "core/password.h"

static const char *refusal(struct arena *a, const char *password)
{
    struct ctx cx = {.arena = a};
    enum err e = password_check(&cx, password, "Szűcs Anna", "a.nagykovacsi@example.com");
    assert_int_equal(e, cx.fault.code);
    return e ? cx.fault.key : "taken";
}

static void phrases_are_taken(void **state)
{
    static const char *const good[] = {"correct horse battery", "zöld kutya hegyen", "Tr0ub4dor&3xyz",
            "kf83-aa92-lq10", "annaszucs-mit-noch-vielem", "password, but a longer one"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_string_equal(refusal(*state, good[i]), "taken");
}

static void what_everybody_tries_is_not(void **state)
{
    static const char *const bad[] = {"password2024", "Password!!!123", "P4ssw0rd1234", "monkeymonkey",
            "1234567890", "aaaaaaaaaaaa", "abcdefghijkl", "121212121212", "          ", "qwertyuiop",
            "sunshine99!"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_string_equal(refusal(*state, bad[i]), "error.password_common");
}

static void nor_ones_own_name(void **state)
{
    static const char *const bad[] = {
            "szucsanna1", "ANNA-szűcs-77", "nagykovacsi", "a.nagykovacsi@example.com"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_string_equal(refusal(*state, bad[i]), "error.password_own");
}

static void lengths_are_counted_in_characters(void **state)
{
    char *longest = arena_alloc(*state, PASSWORD_MAX_CHARS + 2);
    for (int i = 0; i <= PASSWORD_MAX_CHARS; i++)
        longest[i] = "qxwjzkvp7 "[i * 7 % 10];
    longest[PASSWORD_MAX_CHARS + 1] = 0;
    assert_string_equal(refusal(*state, "őűőűáéxyz"), "error.too_short");
    assert_string_equal(refusal(*state, "őűőűáéxyzw"), "taken");
    assert_string_equal(refusal(*state, longest), "error.too_long");
    assert_string_equal(refusal(*state, "\xff\xfe sixteen bytes"), "error.not_utf8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {arena_test(phrases_are_taken), arena_test(what_everybody_tries_is_not),
            arena_test(nor_ones_own_name), arena_test(lengths_are_counted_in_characters)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
