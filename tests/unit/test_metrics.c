#include "http/metrics.h"

#include "unit.h"

#include <stdio.h>

static const char *printed(struct metrics *m, struct arena *a)
{
    struct buf b;
    buf_init(&b, a);
    metrics_print(m, &b);
    return buf_str(&b);
}

static void counts_by_route_method_and_status(void **state)
{
    struct metrics *m = metrics_new();
    metrics_count(m, "/api/cards/{id}", "GET", 200, 900);
    metrics_count(m, "/api/cards/{id}", "GET", 200, 30000);
    metrics_count(m, "/api/cards/{id}", "GET", 404, 1000);
    metrics_count(m, "/api/cards/{id}", "PATCH", 200, 1);
    metrics_count(m, NULL, "EVIL\"}", 400, -5);
    const char *text = printed(m, *state);
    static const char *const lines[] = {
            "requests_total{route=\"/api/cards/{id}\",method=\"GET\",status=\"200\"} 2\n",
            "requests_total{route=\"/api/cards/{id}\",method=\"GET\",status=\"404\"} 1\n",
            "requests_total{route=\"/api/cards/{id}\",method=\"PATCH\",status=\"200\"} 1\n",
            "requests_total{route=\"none\",method=\"other\",status=\"400\"} 1\n",
            "bucket{route=\"/api/cards/{id}\",method=\"GET\",le=\"0.001\"} 2\n",
            "bucket{route=\"/api/cards/{id}\",method=\"GET\",le=\"0.025\"} 2\n",
            "bucket{route=\"/api/cards/{id}\",method=\"GET\",le=\"0.05\"} 3\n",
            "bucket{route=\"/api/cards/{id}\",method=\"GET\",le=\"+Inf\"} 3\n",
            "seconds_sum{route=\"/api/cards/{id}\",method=\"GET\"} 0.031900\n",
            "seconds_count{route=\"/api/cards/{id}\",method=\"GET\"} 3\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_non_null(strstr(text, lines[i]));
    assert_null(strstr(text, "EVIL"));
    metrics_free(m);
}

static void stays_bounded(void **state)
{
    struct metrics *m = metrics_new();
    char route[32];
    for (int i = 0; i < METRICS_MAX_ROUTES + 100; i++) {
        snprintf(route, sizeof route, "/r%d", i);
        metrics_count(m, route, "GET", 200, 1);
    }
    for (int status = 100; status < 600; status++)
        metrics_count(m, "/r0", "GET", status, 1);
    const char *text = printed(m, *state);
    assert_non_null(strstr(text, "requests_total{route=\"other\",method=\"other\",status=\"200\"} 100\n"));
    assert_non_null(strstr(text, "seconds_count{route=\"/r0\",method=\"GET\"} 501\n"));
    metrics_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            arena_test(counts_by_route_method_and_status), arena_test(stays_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
