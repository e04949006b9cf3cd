#include "unit.h"

#undef fail /* cmocka takes the name that ctx.h gives to its own */

#include "api/shape.h"
#include "base/json.h"
#include "base/text.h"

static const char *const colours[] = {"red", "green", NULL};
static const struct shape inner = {"Inner",
        (const struct member_shape[]){
                {.name = "code", .type = SH_TEXT, .flags = SH_REQUIRED, .min = 1, .max = 3}, SHAPE_END}};
static const struct shape outer = {"Outer",
        (const struct member_shape[]){
                {.name = "id", .type = SH_INT, .flags = SH_REQUIRED, .min = 1, .max = 10},
                {.name = "free", .type = SH_INT}, {.name = "at", .type = SH_TIME},
                {.name = "share", .type = SH_REAL, .max = 1},
                {.name = "on", .type = SH_BOOL, .flags = SH_NULL},
                {.name = "colour", .type = SH_TEXT, .values = colours},
                {.name = "list", .type = SH_ARRAY, .sub = &inner, .max = 2},
                {.name = "ids", .type = SH_ARRAY_INT, .max = 2}, {.name = "words", .type = SH_ARRAY_TEXT},
                {.name = "one", .type = SH_OBJECT, .sub = &inner}, {.name = "map", .type = SH_MAP, .max = 1},
                {.name = "any", .type = SH_ANY}, SHAPE_END}};

static struct arena *arena;

static int set_up(void **state)
{
    arena = arena_new(0);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(arena);
    return 0;
}

static struct fault check(const char *json)
{
    struct ctx cx = {.arena = arena};
    const char *why;
    json_t *body;
    assert_int_equal(json_read(arena, json, strlen(json), &body, &why), ERR_OK);
    enum err e = shape_check(&cx, &outer, body);
    assert_int_equal(e, cx.fault.code);
    return cx.fault;
}

static void fits(void **state)
{
    assert_int_equal(check("{\"id\":1}").code, ERR_OK);
    assert_int_equal(
            check("{\"id\":10,\"free\":-5,\"at\":0,\"share\":1,\"on\":null,\"colour\":\"red\",\"list\":[{"
                  "\"code\":"
                  "\"\xc5\x91\xc5\x91\xc5\x91\"}],\"ids\":[1,2],\"words\":[\"\"],\"one\":{\"code\":\"x\"},"
                  "\"map\":{\"a\":[]},\"any\":{\"b\":1}}")
                    .code,
            ERR_OK);
}

static void names_member_rule_and_limit(void **state)
{
    static const struct {
        const char *json, *field, *key;
        int64_t limit;
    } cases[] = {
            {"{}", "id", "error.required", 0},
            {"[]", NULL, "error.not_object", 0},
            {"{\"id\":0}", "id", "error.too_small", 1},
            {"{\"id\":11}", "id", "error.too_large", 10},
            {"{\"id\":1.0}", "id", "error.not_whole_number", 0},
            {"{\"id\":null}", "id", "error.not_null", 0},
            {"{\"id\":1,\"free\":9007199254740992}", "free", "error.too_large", SHAPE_INT_MAX},
            {"{\"id\":1,\"at\":-1}", "at", "error.too_small", 0},
            {"{\"id\":1,\"share\":1.5}", "share", "error.too_large", 1},
            {"{\"id\":1,\"share\":\"1\"}", "share", "error.not_number", 0},
            {"{\"id\":1,\"on\":1}", "on", "error.not_bool", 0},
            {"{\"id\":1,\"colour\":\"blue\"}", "colour", "error.one_of", 0},
            {"{\"id\":1,\"colour\":5}", "colour", "error.not_text", 0},
            {"{\"id\":1,\"list\":{}}", "list", "error.not_list", 0},
            {"{\"id\":1,\"list\":[{\"code\":\"a\"},{\"code\":\"abcd\"}]}", "list[1].code", "error.too_long",
                    3},
            {"{\"id\":1,\"list\":[{\"code\":\"\"}]}", "list[0].code", "error.required", 1},
            {"{\"id\":1,\"list\":[{},{},{}]}", "list", "error.too_many", 2},
            {"{\"id\":1,\"list\":[{\"code\":\"a\",\"x\":1}]}", "list[0].x", "error.unknown_member", 0},
            {"{\"id\":1,\"ids\":[1,\"2\"]}", "ids[1]", "error.not_whole_number", 0},
            {"{\"id\":1,\"words\":[5]}", "words[0]", "error.not_text", 0},
            {"{\"id\":1,\"one\":[]}", "one", "error.not_object", 0},
            {"{\"id\":1,\"map\":{\"a\":1,\"b\":2}}", "map", "error.too_many", 1},
            {"{\"id\":1,\"map\":7}", "map", "error.not_object", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = check(cases[i].json);
        assert_int_equal(f.code, ERR_INVALID);
        assert_string_equal(f.key, cases[i].key);
        assert_int_equal(f.limit, cases[i].limit);
        if (cases[i].field)
            assert_string_equal(f.field, cases[i].field);
        else
            assert_null(f.field);
    }
    assert_string_equal(check("{\"id\":1,\"colour\":\"blue\"}").arg, "red, green");
}

static void names_long_strangers_shortly(void **state)
{
    char json[1000] = "{\"";
    for (size_t i = 2; i < 800; i += 2)
        memcpy(json + i, "\xc5\x91", 3);
    strcat(json, "\":1}");
    struct fault f = check(json);
    assert_string_equal(f.key, "error.unknown_member");
    assert_true(strlen(f.field) <= 82);
    assert_true(text_valid(f.field, strlen(f.field)));
}

static struct val parse(enum shape_type type, const char *text, enum err expected)
{
    const struct member_shape m = {.name = "q", .type = type, .max = type == SH_INT ? 100 : 0};
    struct ctx cx = {.arena = arena};
    struct val v = val_null();
    assert_int_equal(shape_parse(&cx, &m, text, &v), expected);
    if (expected)
        assert_string_equal(cx.fault.field, "q");
    return v;
}

static void parses_parameters(void **state)
{
    assert_int_equal(parse(SH_INT, "42", ERR_OK).i, 42);
    assert_int_equal(parse(SH_BOOL, "true", ERR_OK).i, 1);
    assert_int_equal(parse(SH_BOOL, "0", ERR_OK).i, 0);
    assert_string_equal(parse(SH_TEXT, "", ERR_OK).s, "");
    static const char *const bad[] = {
            "", " 1", "+1", "1 ", "1e2", "0x1", "101", "-1", "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        parse(SH_INT, bad[i], ERR_INVALID);
    parse(SH_BOOL, "yes", ERR_INVALID);
    parse(SH_TEXT, "\xff", ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(fits, set_up, tear_down),
            cmocka_unit_test_setup_teardown(names_member_rule_and_limit, set_up, tear_down),
            cmocka_unit_test_setup_teardown(names_long_strangers_shortly, set_up, tear_down),
            cmocka_unit_test_setup_teardown(parses_parameters, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
