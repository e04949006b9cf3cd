#include "http/router.h"
#include "unit.h"

static int rows[16];

static struct router *cards_router(void)
{
    struct router *r = router_new();
    assert_int_equal(router_add(r, "GET", "/", &rows[0]), ERR_OK);
    assert_int_equal(router_add(r, "GET", "/api/cards/{id}", &rows[1]), ERR_OK);
    assert_int_equal(router_add(r, "PATCH", "/api/cards/{id}", &rows[2]), ERR_OK);
    assert_int_equal(router_add(r, "GET", "/api/tasks/{id}", &rows[3]), ERR_OK);
    assert_int_equal(router_add(r, "GET", "/api/tasks/parse", &rows[4]), ERR_OK);
    assert_int_equal(router_add(r, "POST", "/api/tasks/{id}/close", &rows[5]), ERR_OK);
    assert_int_equal(router_add(r, "DELETE", "/api/cards/{id}/links/{link_id}", &rows[6]), ERR_OK);
    assert_int_equal(router_add(r, "POST", "/api/tasks/parse/deep/one", &rows[7]), ERR_OK);
    return r;
}

static void expect(struct arena *a, const char *method, const char *path, enum err e, const void *target)
{
    struct router *r = cards_router();
    struct router_match m;
    assert_int_equal(router_match(r, a, method, path, &m), e);
    assert_ptr_equal(m.target, target);
    router_free(r);
}

static void finds_literals_and_parameters(void **state)
{
    expect(*state, "GET", "/", ERR_OK, &rows[0]);
    expect(*state, "GET", "/api/cards/7", ERR_OK, &rows[1]);
    expect(*state, "PATCH", "/api/cards/7", ERR_OK, &rows[2]);
    expect(*state, "HEAD", "/api/cards/7", ERR_OK, &rows[1]);
}

static void literal_wins_and_falls_back(void **state)
{
    expect(*state, "GET", "/api/tasks/parse", ERR_OK, &rows[4]);
    expect(*state, "GET", "/api/tasks/12", ERR_OK, &rows[3]);
    /* "parse" is a literal that has no "close" below it; the parameter has. */
    expect(*state, "POST", "/api/tasks/parse/close", ERR_OK, &rows[5]);
}

static void gives_parameters_in_order(void **state)
{
    struct router *r = cards_router();
    struct router_match m;
    assert_int_equal(router_match(r, *state, "DELETE", "/api/cards/12/links/ő 3", &m), ERR_OK);
    assert_int_equal(m.n_params, 2);
    assert_string_equal(m.param[0], "12");
    assert_string_equal(m.param[1], "ő 3");
    assert_int_equal(router_match(r, *state, "POST", "/api/tasks/parse/close", &m), ERR_OK);
    assert_int_equal(m.n_params, 1);
    assert_string_equal(m.param[0], "parse");
    router_free(r);
}

static void tells_unknown_from_wrong_method(void **state)
{
    static const char *const unknown[] = {"/api", "/api/", "/api/cards", "/api/cards/", "/api/cards/7/",
            "/api/cards//", "//", "", "api", "*", "/api/cards/7/links", "/api/tasks/parse/deep",
            "/API/cards/7"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        expect(*state, "GET", unknown[i], ERR_NOT_FOUND, NULL);

    struct router *r = cards_router();
    struct router_match m;
    assert_int_equal(router_match(r, *state, "PUT", "/api/cards/7", &m), ERR_METHOD);
    assert_string_equal(m.allow, "GET, HEAD, PATCH");
    assert_int_equal(router_match(r, *state, "HEAD", "/api/tasks/7/close", &m), ERR_METHOD);
    assert_string_equal(m.allow, "POST");
    router_free(r);
}

static void refuses_bad_and_double_rows(void **state)
{
    struct router *r = cards_router();
    static const char *const bad[] = {"", "api", "/a//b", "/a/", "/{}", "/{a", "/a}", "/x{a}", "/{a}{b}",
            "/{a}/{b}/{c}/{d}/{e}", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(router_add(r, "GET", bad[i], rows), ERR_INVALID);
    assert_int_equal(router_add(r, "GET", "/api/cards/{number}", rows), ERR_CONFLICT);
    assert_int_equal(router_add(r, "GET", "/", rows), ERR_CONFLICT);
    router_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {arena_test(finds_literals_and_parameters),
            arena_test(literal_wins_and_falls_back), arena_test(gives_parameters_in_order),
            arena_test(tells_unknown_from_wrong_method), arena_test(refuses_bad_and_double_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
