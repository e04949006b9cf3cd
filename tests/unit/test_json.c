#include "unit.h"

#include "base/json.h"

#include <math.h>
#include <stdlib.h>

static void writes_nested_values_with_commas(void **state)
{
    struct buf b;
    struct jw w;
    buf_init(&b, *state);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kint(&w, "id", -7);
    jw_key(&w, "rows");
    jw_arr(&w);
    jw_arr(&w);
    jw_arr_end(&w);
    jw_obj(&w);
    jw_kbool(&w, "on", true);
    jw_kstr(&w, "none", NULL);
    jw_obj_end(&w);
    jw_real(&w, 0.5);
    jw_real(&w, NAN);
    jw_real(&w, INFINITY);
    jw_raw(&w, "{\"x\":1}", 7);
    jw_arr_end(&w);
    jw_kval(&w, "v", val_text("a"));
    jw_kval(&w, "b", val_blob("a", 1));
    jw_obj_end(&w);
    assert_string_equal(buf_str(&b), "{\"id\":-7,\"rows\":[[],{\"on\":true,\"none\":null},0.5,null,null,"
                                     "{\"x\":1}],\"v\":\"a\",\"b\":null}");
}

static void reals_read_back_as_they_were(void **state)
{
    static const double values[] = {
            0.1, 1e300, -2.5, 1.0 / 3, 123456789.123456789, 5e-324, 9007199254740993.0};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct buf b;
        struct jw w;
        buf_init(&b, *state);
        jw_init(&w, &b);
        jw_real(&w, values[i]);
        assert_true(val_equal(val_real(strtod(buf_str(&b), NULL)), val_real(values[i])));
        if (i == 0)
            assert_string_equal(b.p, "0.1");
    }
}

static const char *quoted(struct arena *a, const char *s, size_t n)
{
    struct buf b;
    struct jw w;
    buf_init(&b, a);
    jw_init(&w, &b);
    jw_strn(&w, s, n);
    return buf_str(&b);
}

static void escapes_text(void **state)
{
    struct arena *a = *state;
    assert_string_equal(quoted(a, "", 0), "\"\"");
    assert_string_equal(quoted(a, "a\"b\\c\n\r\t\x01\x7f", 10), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u007f\"");
    assert_string_equal(quoted(a, "a\0b", 3), "\"a\\u0000b\"");
    assert_string_equal(quoted(a, "ő ș €", strlen("ő ș €")), "\"ő ș €\"");
    assert_string_equal(quoted(a, "a\xff\xc5", 3), "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
    assert_string_equal(quoted(a, "\xed\xa0\x80", 3), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

static enum err read_text(struct arena *a, const char *text, json_t **out_json, const char **out_why)
{
    return json_read(a, text, strlen(text), out_json, out_why);
}

static void reads_objects_and_arrays(void **state)
{
    json_t *j = NULL;
    const char *why = NULL;
    assert_int_equal(read_text(*state, "{\"név\":\"Szűcs\",\"n\":12,\"deep\":[1,[2]]}", &j, &why), ERR_OK);
    assert_string_equal(json_string_value(json_object_get(j, "név")), "Szűcs");
    assert_int_equal(json_integer_value(json_object_get(j, "n")), 12);
    assert_int_equal(read_text(*state, "[[[\"]]]]\\\"[[[\"]]]", &j, &why), ERR_OK);
}

static void refuses_what_is_not_strict_json(void **state)
{
    static const char *const bad[] = {"", " ", "{", "{\"a\":1,\"a\":2}", "{} x", "{\"a\":\"\\u0000\"}",
            "{'a':1}", "[1,]", "[01]", "[NaN]", "{\"a\":\"\xff\"}", "[99999999999999999999]", "\"top\""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *j = NULL;
        const char *why = NULL;
        if (read_text(*state, bad[i], &j, &why) != ERR_MALFORMED)
            fail_msg("accepted: %s", bad[i]);
        assert_null(j);
        assert_non_null(why);
    }
}

static void refuses_deep_nesting(void **state)
{
    char text[200] = {0};
    json_t *j = NULL;
    const char *why = NULL;
    memset(text, '[', 32);
    memset(text + 32, ']', 32);
    assert_int_equal(read_text(*state, text, &j, &why), ERR_OK);
    memset(text, '[', 33);
    memset(text + 33, ']', 33);
    assert_int_equal(read_text(*state, text, &j, &why), ERR_MALFORMED);
    assert_non_null(strstr(why, "32"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            arena_test(writes_nested_values_with_commas),
            arena_test(reals_read_back_as_they_were),
            arena_test(escapes_text),
            arena_test(reads_objects_and_arrays),
            arena_test(refuses_what_is_not_strict_json),
            arena_test(refuses_deep_nesting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
