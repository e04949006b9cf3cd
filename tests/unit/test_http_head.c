/* Heads of requests, over raw sockets: what is read from good ones, and that bad ones are refused. Among the bad are all
 * that readers in a chain could understand differently (RFC 9112, 11). */
#include "http/http.h"

#include "unit_http.h"

#include <stdatomic.h>

#define HEAD_MS 400

static atomic_int n_handled;
static const char *const proxies[] = {"127.0.0.1", "10.0.0.1", NULL};

static void show(struct http_request *rq, const char *what, const char *value)
{
    buf_printf(&rq->reply.body, "%s=%s\n", what, value ? value : "(none)");
}

static void inspect(void *arg, struct http_request *rq)
{
    n_handled++;
    show(rq, "method", rq->method);
    show(rq, "path", rq->path);
    show(rq, "q", http_query(rq, "q"));
    show(rq, "header", http_header(rq, "x-thing"));
    show(rq, "cookie", http_cookie(rq, "session"));
    show(rq, "remote", rq->remote);
    show(rq, "secure", rq->secure ? "yes" : "no");
}

static int start_with(int deadline_ms)
{
    n_handled = 0;
    const struct http_config cfg = {.listen_address = "127.0.0.1",
            .head_deadline_ms = deadline_ms,
            .body_deadline_ms = deadline_ms,
            .max_header_bytes = 8192,
            .trusted_proxies = proxies,
            .handle = inspect};
    return http_start(&cfg, &server) != ERR_OK;
}

static int start(void **state)
{
    return start_with(2 * SOON_MS);
}

/* For heads that never end. */
static int start_impatient(void **state)
{
    return start_with(HEAD_MS);
}

static int stop(void **state)
{
    http_stop(server, 2000);
    return 0;
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

static void reads_the_head(void **state)
{
    char *r =
            ask("GET /inspect?x=1&q=Sz%C5%B1cs+%26 HTTP/1.1\r\nHost: a\r\nX-THING:  a\tb \r\nCookie: a=b\r\n"
                "Cookie: c=d; session=\"tok en\"\r\n\r\n");
    assert_non_null(strstr(r, "path=/inspect\nq=Szűcs &\nheader=a\tb\n"));
    assert_non_null(strstr(r, "cookie=tok en\nremote=127.0.0.1\nsecure=no"));
    r = ask("GET http://a.example:80/inspect?q=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_non_null(strstr(r, "path=/inspect\nq=1\n"));
    r = ask("GET /a%20b%C3%A9 HTTP/1.0\r\n\r\n");
    assert_int_equal(status_of(r), 200);
}

/* A head that comes byte by byte (but in time) is the same head. */
static void reads_a_head_in_crumbs(void **state)
{
    const char *rq = "\r\n\r\nPOST /inspect?q=crumbs HTTP/1.1\r\nHost: a\r\nX-Thing: "
                     "one\r\nEmpty:\r\nContent-Length: 2\r\n\r\nhi";
    int fd = dial();
    for (const char *p = rq; *p; p++) {
        assert_true(say_n(fd, p, 1));
        usleep(500);
    }
    char *r = hear_reply(fd);
    assert_int_equal(status_of(r), 200);
    assert_non_null(strstr(r, "method=POST\npath=/inspect\nq=crumbs\nheader=one"));
    close(fd);
}

static void believes_proxies_only(void **state)
{
    char *r = ask("GET /inspect HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9 , 10.0.0.1\r\n"
                  "X-Forwarded-Proto: https\r\n\r\n");
    assert_non_null(strstr(r, "remote=203.0.113.9\nsecure=yes"));
    r = ask("GET /inspect HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: <script>, 10.0.0.1\r\n\r\n");
    assert_non_null(strstr(r, "remote=10.0.0.1\nsecure=no"));
    r = ask("GET /inspect HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: \r\n\r\n");
    assert_non_null(strstr(r, "remote=127.0.0.1\n"));
}

#define HOST "Host: a\r\n"
static const struct {
    const char *bytes;
    size_t n;
} bad[] = {
#define B(s)                                                                                                 \
    {                                                                                                        \
        s, sizeof(s) - 1                                                                                     \
    }
        B("GET\r\n\r\n"),
        B("GET /\r\n\r\n"),
        B("GET / HTTP/1.1 \r\n" HOST "\r\n"),
        B("GET  / HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /  HTTP/1.1\r\n" HOST "\r\n"),
        B("GET / a HTTP/1.1\r\n" HOST "\r\n"),
        B(" GET / HTTP/1.1\r\n" HOST "\r\n"),
        B("GET / HTTP/1.11\r\n" HOST "\r\n"),
        B("GET / HTTP/2.0\r\n" HOST "\r\n"),
        B("GET / http/1.1\r\n" HOST "\r\n"),
        B("GET / HTTP/1.1x\r\n" HOST "\r\n"),
        B("GET / FTP/1.1\r\n" HOST "\r\n"),
        B("G(T / HTTP/1.1\r\n" HOST "\r\n"),
        B("GE\0T / HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /a\0b HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /a\x01 HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /%zz HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /%00 HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /a/../b HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /%2e%2e/b HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /a%2Fb HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /\xff HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /a#b HTTP/1.1\r\n" HOST "\r\n"),
        B("GET /?a=%f HTTP/1.1\r\n" HOST "\r\n"),
        B("GET a HTTP/1.1\r\n" HOST "\r\n"),
        B("CONNECT a:443 HTTP/1.1\r\n" HOST "\r\n"),
        /* Host */
        B("GET / HTTP/1.1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST HOST "\r\n"),
        B("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        B("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        B("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
        /* fields */
        B("GET / HTTP/1.1\r\n" HOST "X : 1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X\t: 1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST ": 1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X Y: 1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X(: 1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X\xc5\x91: 1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\0\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: \0\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X:\0 a\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X\0: a\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "\0X: a\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\r\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\rContent-Length: 1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\x01\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\x7f\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\r\n folded\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: a\r\n\tfolded\r\n\r\n"),
        B("GET / HTTP/1.1\r\n X: a\r\n" HOST "\r\n"),
        /* line ends */
        B("GET / HTTP/1.1\nHost: a\n\n"),
        B("GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n"),
        B("GET / HTTP/1.1\r\nHost: a\r\nX: 1\n\r\n"),
        B("GET / HTTP/1.1\nHost: a\r\n\r\n"),
        B("GET / HTTP/1.1\r\nHost: a\r\n\nGET /2 HTTP/1.1\r\n\r\n"),
        B("GET / HTTP/1.1\r\n" HOST "X: 1\r\n\0\r\n\r\n"),
        /* framing */
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5, 5\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5abc\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 0x5\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5 \r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length : 5\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\nhello"),
        B("POST /echo HTTP/1.1\r\n" HOST
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding:\x0b"
          "chunked\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        /* chunks */
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\ng\r\nhello\r\n0\r\n\r\n"),
        B("POST /echo HTTP/1.1\r\n" HOST
          "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
#undef B
};

static void refuses_malformed_heads(void **state)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bool closed;
        int fd = dial();
        say_n(fd, bad[i].bytes, bad[i].n);
        int handled = n_handled;
        int status = status_of(hear(fd, SOON_MS, &closed));
        if (!closed || status == 200 || n_handled != handled)
            fail_msg("case %zu: status %d, closed %d: %s", i, status, closed, bad[i].bytes);
        if (status != 0 && status != 400 && status != 413 && status != 505)
            fail_msg("case %zu: status %d: %s", i, status, bad[i].bytes);
        close(fd);
    }
    assert_int_equal(n_handled, 0);
    assert_int_equal(status_of(ask(GET("/hello"))), 200);
}

static void limits_the_head(void **state)
{
    static char rq[400000];
    bool closed;
    int n = snprintf(rq, 100, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
    memset(rq + n, 'h', sizeof rq - 100);
    static const int sizes[] = {8200, 12000, 30000, 300000};
    for (size_t i = 0; i < 4; i++) {
        int fd = dial();
        say_n(fd, rq, (size_t)sizes[i]);
        say(fd, "\r\n\r\n");
        assert_int_equal(status_of(hear(fd, SOON_MS, &closed)), 431);
        assert_true(closed);
        close(fd);
    }
    int fd = dial();
    say_n(fd, rq, 8000);
    say(fd, "\r\n\r\n");
    assert_int_equal(status_of(hear_reply(fd)), 200);
    close(fd);

    struct buf b;
    buf_init(&b, NULL);
    buf_puts(&b, "GET / HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < HTTP_MAX_HEADERS - 1; i++)
        buf_printf(&b, "X%d: 1\r\n", i);
    fd = dial();
    say_n(fd, b.p, b.len);
    say(fd, "\r\n");
    assert_int_equal(status_of(hear_reply(fd)), 200);
    say_n(fd, b.p, b.len);
    say(fd, "One-More: 1\r\n\r\n");
    assert_int_equal(status_of(hear(fd, SOON_MS, &closed)), 431);
    close(fd);
    buf_free(&b);

    memset(rq, 'u', sizeof rq);
    memcpy(rq, "GET /", 5);
    static const int uris[] = {8300, 15000, 100000};
    for (size_t i = 0; i < 3; i++) {
        fd = dial();
        say_n(fd, rq, (size_t)uris[i]);
        say(fd, " HTTP/1.1\r\nHost: a\r\n\r\n");
        assert_int_equal(status_of(hear(fd, SOON_MS, &closed)), 414);
        assert_true(closed);
        close(fd);
    }
}

#define served(fn) cmocka_unit_test_setup_teardown(fn, start, stop)

int main(void)
{
    crypt_init();
    log_set_level(LOG_ERROR);
    const struct CMUnitTest tests[] = {served(reads_the_head), served(reads_a_head_in_crumbs),
            served(believes_proxies_only),
            cmocka_unit_test_setup_teardown(refuses_malformed_heads, start_impatient, stop),
            served(limits_the_head)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
