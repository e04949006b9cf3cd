/* The static site, served by a real server. */
#include "http/static.h"

#include "unit_http.h"

#include <sys/stat.h>

/* What the server makes of index.html. */
#define PAGE "<!doctype html><style nonce=n0nce></style><p n0nce>page</p>"

static char dir[] = "/tmp/cardinal-static-XXXXXX";
static struct static_site *site;

static void put_file(const char *name, const char *text, size_t repeat)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    while (repeat--)
        fputs(text, f);
    fclose(f);
}

static void make_dir(const char *name)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void handle(void *arg, struct http_request *rq)
{
    if (!static_serve(site, rq, "n0nce"))
        rq->reply.status = 404;
}

static int start(void **state)
{
    make_dir("assets");
    make_dir("assets/deep");
    put_file("index.html", "<!doctype html><style nonce={nonce}></style><p {nonce}>page</p>", 1);
    put_file("favicon.svg", "<svg/>", 1);
    put_file(".secret", "secret", 1);
    put_file("assets/app-1a2b.js", "let a = 1;\n", 1000);
    put_file("assets/app-1a2b.js.gz", "\x1f\x8bpacked", 1);
    put_file("assets/deep/ő.css", "p{}", 1);
    char link[300];
    snprintf(link, sizeof link, "%s/passwd", dir);
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_int_equal(static_load(dir, &site), ERR_OK);
    const struct http_config cfg = {.listen_address = "127.0.0.1", .handle = handle};
    return http_start(&cfg, &server) != ERR_OK;
}

static int stop(void **state)
{
    http_stop(server, 1000);
    static_free(site);
    char command[300];
    snprintf(command, sizeof command, "rm -r %s", dir);
    return system(command);
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

static void serves_files_with_their_types(void **state)
{
    char *r = ask(GET("/"));
    assert_int_equal(status_of(r), 200);
    assert_string_equal(body_of(r), PAGE);
    assert_non_null(strstr(r, "Content-Type: text/html; charset=utf-8\r\n"));
    assert_non_null(strstr(r, "Cache-Control: no-cache\r\n"));
    r = ask(GET("/favicon.svg"));
    assert_non_null(strstr(r, "Content-Type: image/svg+xml\r\n"));
    r = ask(GET("/assets/deep/%C5%91.css"));
    assert_string_equal(body_of(r), "p{}");
}

static void hashed_names_are_immutable_and_packed(void **state)
{
    char *r = ask(GET("/assets/app-1a2b.js"));
    assert_non_null(strstr(r, "Cache-Control: public, max-age=31536000, immutable\r\n"));
    assert_non_null(strstr(r, "Vary: Accept-Encoding\r\n"));
    assert_null(strstr(r, "Content-Encoding"));
    assert_int_equal(strlen(body_of(r)), 11000);
    r = ask("GET /assets/app-1a2b.js HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
    assert_non_null(strstr(r, "Content-Encoding: gzip\r\n"));
    assert_non_null(strstr(r, "Content-Type: text/javascript; charset=utf-8\r\n"));
    assert_string_equal(body_of(r), "\x1f\x8bpacked");
}

static void pages_of_the_client_get_the_index(void **state)
{
    static const char *const pages[] = {GET("/cards/7"), GET("/modules"), GET("/apiary"), GET("/passwd"),
            GET("/.secret"), GET("/assets")};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char *r = ask(pages[i]);
        assert_int_equal(status_of(r), 200);
        assert_string_equal(body_of(r), PAGE);
        assert_non_null(strstr(r, "Cache-Control: no-cache\r\n"));
        assert_null(strstr(r, "ETag"));
    }
    assert_int_equal(status_of(ask(GET("/api/none"))), 404);
    assert_int_equal(status_of(ask(GET("/api"))), 404);
    assert_int_equal(status_of(ask(GET("/assets/app-old.js"))), 404);
}

static void unchanged_files_are_not_sent(void **state)
{
    char *r = ask(GET("/favicon.svg")), tag[64], rq[300];
    snprintf(tag, sizeof tag, "%.22s", strstr(r, "ETag: ") + 6);
    snprintf(rq, sizeof rq,
            "GET /favicon.svg HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\", %s\r\nConnection: close\r\n\r\n",
            tag);
    r = ask(rq);
    assert_int_equal(status_of(r), 304);
    assert_string_equal(body_of(r), "");
    assert_non_null(strstr(r, tag));
    assert_int_equal(
            status_of(ask("GET /favicon.svg HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\"\r\n\r\n")), 200);
}

static void takes_get_and_head_only(void **state)
{
    char *r = ask("POST /modules HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
    assert_int_equal(status_of(r), 405);
    assert_non_null(strstr(r, "Allow: GET, HEAD\r\n"));
    r = ask("HEAD /assets/app-1a2b.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert_non_null(strstr(r, "Content-Length: 11000\r\n"));
    assert_string_equal(body_of(r), "");
}

static void refuses_what_is_no_site(void **state)
{
    struct static_site *none = NULL;
    char empty[] = "/tmp/cardinal-empty-XXXXXX";
    assert_non_null(mkdtemp(empty));
    assert_int_equal(static_load("/nonexistent", &none), ERR_NOT_FOUND);
    assert_int_equal(static_load(empty, &none), ERR_NOT_FOUND);
    assert_null(none);
    rmdir(empty);
}

int main(void)
{
    crypt_init();
    log_set_level(LOG_ERROR);
    if (!mkdtemp(dir))
        return 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(serves_files_with_their_types),
            cmocka_unit_test(hashed_names_are_immutable_and_packed),
            cmocka_unit_test(pages_of_the_client_get_the_index),
            cmocka_unit_test(unchanged_files_are_not_sent), cmocka_unit_test(takes_get_and_head_only),
            cmocka_unit_test(refuses_what_is_no_site)};
    return cmocka_run_group_tests(tests, start, stop);
}
