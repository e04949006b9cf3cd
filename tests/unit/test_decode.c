#include "http/decode.h"
#include "unit.h"

static void tokens_and_values(void **state)
{
    assert_true(decode_token("Content-Length"));
    assert_true(decode_token("!#$%&'*+-.^_`|~09azAZ"));
    assert_false(decode_token(""));
    assert_false(decode_token("Content-Length "));
    assert_false(decode_token("a:b"));
    assert_false(decode_token("a\tb"));
    assert_false(decode_token("ő"));
    assert_true(decode_field_value(""));
    assert_true(decode_field_value("a\tb \xc5\x91"));
    assert_false(decode_field_value("a\rb"));
    assert_false(decode_field_value("a\x7f"));
    assert_false(decode_field_value("\x01"));
}

static void lengths(void **state)
{
    static const char *const bad[] = {"", "-1", "+5", "5abc", "0x5", " 5", "5 ", "5,5", "1e3", "1.0",
            "9999999999999999999", "99999999999999999999999999"};
    int64_t n = 77;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(decode_length(bad[i], &n));
    assert_int_equal(n, 77);
    assert_true(decode_length("0", &n));
    assert_int_equal(n, 0);
    assert_true(decode_length("000000000000000012", &n));
    assert_int_equal(n, 12);
    assert_true(decode_length("999999999999999999", &n));
    assert_int_equal(n, 999999999999999999);
}

static void percent(void **state)
{
    struct arena *a = *state;
    assert_string_equal(decode_percent(a, "a%20b+c", 7, false), "a b+c");
    assert_string_equal(decode_percent(a, "a%20b+c", 7, true), "a b c");
    assert_string_equal(decode_percent(a, "Sz%c5%b1cs%C3%A9", 16, false), "Szűcsé");
    assert_string_equal(decode_percent(a, "", 0, false), "");
    assert_string_equal(decode_percent(a, "%41%42", 3, false), "A");
    static const char *const bad[] = {
            "%", "%4", "%g1", "%1g", "a%", "%00", "%ff", "%c5", "%c0%af", "%ed%a0%80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(decode_percent(a, bad[i], strlen(bad[i]), false));
    assert_null(decode_percent(a, "%41", 2, false)); /* the second digit is beyond the end */
}

static void expect_path(struct arena *a, const char *target, const char *path, const char *query)
{
    const char *q = "unset", *why = NULL;
    const char *p = decode_path(a, target, &q, &why);
    if (path)
        assert_non_null(p);
    if (path)
        assert_string_equal(p, path);
    else
        assert_null(p);
    assert_true(path || why);
    if (path && query)
        assert_string_equal(q, query);
    else if (path)
        assert_null(q);
}

static void paths(void **state)
{
    struct arena *a = *state;
    expect_path(a, "/", "/", NULL);
    expect_path(a, "/a?b=1?c", "/a", "b=1?c");
    expect_path(a, "/?", "/", "");
    expect_path(a, "http://host:80/a%20b?q", "/a b", "q");
    expect_path(a, "https://host", "/", NULL);
    expect_path(a, "HTTP://host?x", "/", "x");
    expect_path(a, "/.well-known/..x/a.b", "/.well-known/..x/a.b", NULL);
    expect_path(a, "/a?x=/../", "/a", "x=/../");
    static const char *const bad[] = {"", "*", "a", "host:443", "http:///a", "ftp://h/a", "/a#b", "/a b",
            "/a\x01", "/a\x7f", "/..", "/../a", "/a/..", "/a/./b", "/.", "/%2e%2e/a", "/a/%2E", "/a%2fb",
            "/a%2Fb", "/%", "/%zz", "/%00", "/%ff", "/\xff"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_path(a, bad[i], NULL, NULL);
}

static void queries(void **state)
{
    struct arena *a = *state;
    const char *why = NULL;
    size_t n = 0;
    struct http_header *p = decode_query(a, "&a=1&b&&c=x%26y+z&=v&a=2&d==&", &n, &why);
    static const char *const names[] = {"a", "b", "c", "", "a", "d"}, *const values[] = {"1", "", "x&y z",
                                                                              "v", "2", "="};
    assert_int_equal(n, 6);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(p[i].name, names[i]);
        assert_string_equal(p[i].value, values[i]);
    }
    assert_null(decode_query(a, "a=%f", &n, &why));
    assert_null(decode_query(a, "%ff=1", &n, &why));

    char many[HTTP_MAX_QUERY_PARAMS * 2 + 3];
    for (size_t i = 0; i < HTTP_MAX_QUERY_PARAMS + 1; i++)
        memcpy(many + 2 * i, "a&", 3);
    assert_null(decode_query(a, many, &n, &why));
    many[HTTP_MAX_QUERY_PARAMS * 2] = 0;
    assert_non_null(decode_query(a, many, &n, &why));
    assert_int_equal(n, HTTP_MAX_QUERY_PARAMS);
}

static void cookies(void **state)
{
    struct arena *a = *state;
    const char *h = "a=1; session=abc=d ;b=\"q v\"; empty=; x";
    assert_string_equal(decode_cookie(a, h, "a"), "1");
    assert_string_equal(decode_cookie(a, h, "session"), "abc=d");
    assert_string_equal(decode_cookie(a, h, "b"), "q v");
    assert_string_equal(decode_cookie(a, h, "empty"), "");
    assert_null(decode_cookie(a, h, "x"));
    assert_null(decode_cookie(a, h, "sess"));
    assert_null(decode_cookie(a, h, "ession"));
    assert_null(decode_cookie(a, "", "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {arena_test(tokens_and_values), arena_test(lengths),
            arena_test(percent), arena_test(paths), arena_test(queries), arena_test(cookies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
