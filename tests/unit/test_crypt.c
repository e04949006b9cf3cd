#include "unit.h"

#include "base/crypt.h"

static void tokens_are_long_plain_and_different(void **state)
{
    char *one = crypt_token(*state), *two = crypt_token(*state);
    assert_int_equal(strlen(one), 43);
    assert_int_equal(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
    assert_string_not_equal(one, two);
}

static void random_bytes_differ(void **state)
{
    unsigned char a[32] = {0}, b[32] = {0};
    crypt_random(a, sizeof a);
    crypt_random(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

/* Source of the digests: RFC 7693's algorithm with a 32-byte digest, as printed by `b2sum -l 256`. */
static void hashes_are_blake2b_256(void **state)
{
    assert_string_equal(
            crypt_hash(*state, "abc", 3), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    assert_string_equal(
            crypt_hash(*state, "", 0), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

static void passwords_match_only_themselves(void **state)
{
    char *hash = NULL, *again = NULL;
    assert_int_equal(crypt_password_hash(*state, "árvíztűrő 9", &hash), ERR_OK);
    assert_int_equal(crypt_password_hash(*state, "árvíztűrő 9", &again), ERR_OK);
    assert_memory_equal(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31);
    assert_string_not_equal(hash, again);
    assert_true(crypt_password_ok(hash, "árvíztűrő 9"));
    assert_false(crypt_password_ok(hash, "arvizturo 9"));
    assert_false(crypt_password_ok(hash, ""));
    assert_false(crypt_password_ok("", "x"));
    assert_false(crypt_password_ok("!", "x"));
}

static void texts_compare(void **state)
{
    assert_true(crypt_equal("", ""));
    assert_true(crypt_equal("abc", "abc"));
    assert_false(crypt_equal("abc", "abd"));
    assert_false(crypt_equal("abc", "abcd"));
    assert_false(crypt_equal("abc", ""));
}

int main(void)
{
    crypt_init();
    const struct CMUnitTest tests[] = {
            arena_test(tokens_are_long_plain_and_different),
            cmocka_unit_test(random_bytes_differ),
            arena_test(hashes_are_blake2b_256),
            arena_test(passwords_match_only_themselves),
            cmocka_unit_test(texts_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
