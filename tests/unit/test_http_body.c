/* Bodies of requests and replies over raw sockets: limits, files, and memory that does not grow with them. */
#include "http/http.h"

#include "unit_http.h"

#include <stdatomic.h>
#include <sys/stat.h>

static atomic_int n_handled;
static char tmp_dir[] = "/tmp/cardinal-body-XXXXXX";

static void accept_toy(void *arg, const struct http_request *head, struct http_plan *out_plan)
{
    out_plan->max_body_bytes = 100000;
    out_plan->body_to_file = strcmp(head->path, "/file") == 0;
    if (out_plan->body_to_file)
        out_plan->max_body_bytes = 100u << 20;
}

static void echo(struct http_request *rq)
{
    buf_printf(&rq->reply.body, "%zu:", rq->body_len);
    if (rq->body)
        buf_add(&rq->reply.body, rq->body, rq->body_len < 200 ? rq->body_len : 200);
}

static void weigh_file(struct http_request *rq)
{
    struct stat st = {.st_size = -1};
    if (rq->body_path)
        assert_int_equal(stat(rq->body_path, &st), 0);
    buf_printf(&rq->reply.body, "%zu %lld %s", rq->body_len, (long long)st.st_size,
            rq->body_path ? rq->body_path : "none");
}

static enum err next_piece(void *arg, struct buf *b)
{
    int *left = arg;
    char piece[10000];
    memset(piece, 'a' + *left % 26, sizeof piece);
    if (!*left)
        return ERR_NOT_FOUND;
    buf_add(b, piece, sizeof piece);
    return --*left > 0 ? ERR_OK : ERR_NOT_FOUND;
}

static enum err broken_piece(void *arg, struct buf *b)
{
    int *left = arg;
    buf_puts(b, "piece");
    return --*left > 0 ? ERR_OK : ERR_BUSY;
}

static void handle_toy(void *arg, struct http_request *rq)
{
    n_handled++;
    if (strcmp(rq->path, "/file") == 0) {
        weigh_file(rq);
    } else if (strcmp(rq->path, "/stream") == 0) {
        int *left = arena_new_of(rq->arena, int);
        *left = atoi(http_query(rq, "n"));
        rq->reply.stream_next = next_piece;
        rq->reply.stream_arg = left;
    } else if (strcmp(rq->path, "/broken") == 0) {
        int *left = arena_new_of(rq->arena, int);
        *left = 2;
        rq->reply.stream_next = broken_piece;
        rq->reply.stream_arg = left;
    } else if (strcmp(rq->path, "/send") == 0) {
        rq->reply.file_path = arena_printf(rq->arena, "%s/%s", tmp_dir, http_query(rq, "name"));
    } else {
        echo(rq);
    }
}

static int start(void **state)
{
    n_handled = 0;
    const struct http_config cfg = {.listen_address = "127.0.0.1",
            .short_workers = 2,
            .tmp_dir = tmp_dir,
            .accept = accept_toy,
            .handle = handle_toy};
    return http_start(&cfg, &server) != ERR_OK;
}

static int stop(void **state)
{
    http_stop(server, 2000);
    return 0;
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

static void sends_files(void **state)
{
    char path[200];
    snprintf(path, sizeof path, "%s/out.bin", tmp_dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < 300000; i++)
        fputc('0' + i % 10, f);
    fclose(f);
    char *r = ask(GET("/send?name=out.bin"));
    assert_int_equal(status_of(r), 200);
    assert_int_equal(strlen(body_of(r)), 300000);
    assert_int_equal(body_of(r)[299999], '9');
    unlink(path);
    assert_int_equal(status_of(ask(GET("/send?name=out.bin"))), 500);
}

static void takes_bodies(void **state)
{
    assert_string_equal(
            body_of(ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")), "5:hello");
    assert_string_equal(body_of(ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")), "0:");
    assert_string_equal(body_of(ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                                    "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n")),
            "5:hello");
    assert_string_equal(body_of(ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    "5\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n")),
            "5:hello");
    int fd = dial();
    assert_true(
            say(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
    assert_int_equal(status_of(hear_until(fd, "\r\n\r\n")), 100);
    assert_true(say(fd, "ok"));
    assert_string_equal(body_of(hear_reply(fd)), "2:ok");
    close(fd);
}

static void refuses_long_bodies(void **state)
{
    bool closed;
    int fd = dial();
    assert_true(say(
            fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\nExpect: 100-continue\r\n\r\n"));
    char *r = hear(fd, SOON_MS, &closed);
    assert_int_equal(status_of(r), 413); /* at once, nothing was sent yet */
    assert_non_null(strstr(r, "application/problem+json"));
    assert_non_null(strstr(r, "\"code\":\"too_large\""));
    assert_non_null(strstr(r, "100000 bytes"));
    assert_true(closed);
    close(fd);

    fd = dial();
    assert_true(say(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2147483648\r\n\r\n"));
    static char block[65536];
    memset(block, 'z', sizeof block);
    for (int i = 0; i < 20; i++) /* a client that does not listen: it still finds the answer */
        if (!say_n(fd, block, sizeof block))
            break;
    assert_int_equal(status_of(hear(fd, SOON_MS, &closed)), 413);
    close(fd);

    fd = dial();
    say(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 11; i++) {
        say(fd, "2710\r\n");
        say_n(fd, block, 10000);
        say(fd, "\r\n");
    }
    assert_int_equal(status_of(hear(fd, SOON_MS, &closed)), 413);
    assert_true(closed);
    close(fd);
    assert_int_equal(n_handled, 0);
}

static void takes_the_longest_body(void **state)
{
    static char rq[101000];
    int n = snprintf(rq, 1000, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    memset(rq + n, 'q', 100000);
    int fd = dial();
    assert_true(say_n(fd, rq, (size_t)n + 100000));
    assert_memory_equal(body_of(hear_reply(fd)), "100000:qqq", 10);
    close(fd);
}

/* What a client announces costs nothing; only what it sends does. */
static void announced_bodies_cost_nothing(void **state)
{
    enum { N = 300 };
    static int fd[N];
    size_t before = resident_bytes();
    for (int i = 0; i < N; i++) {
        fd[i] = dial();
        assert_true(say(fd[i], "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx"));
    }
    usleep(200000);
    assert_true(resident_bytes() < before + N * 50000 * MEMORY_FACTOR);
    for (int i = 0; i < N; i++)
        close(fd[i]);
}

static void uploads_in_constant_memory(void **state)
{
    static char block[1 << 20];
    memset(block, 'u', sizeof block);
    assert_memory_equal(
            body_of(ask("POST /file HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")), "3 3 /", 5);
    size_t before = resident_bytes();
    int fd = dial();
    assert_true(say(fd, "POST /file HTTP/1.1\r\nHost: a\r\nContent-Length: 67108864\r\n\r\n"));
    for (int i = 0; i < 64; i++)
        assert_true(say_n(fd, block, sizeof block));
    size_t during = resident_bytes();
    char *r = hear_reply(fd);
    assert_memory_equal(body_of(r), "67108864 67108864 ", 18);
    assert_true(during < before + (8u << 20) * MEMORY_FACTOR);
    char path[200];
    snprintf(path, sizeof path, "%s", body_of(r) + 18);
    close(fd);
    for (int i = 0; i < 3000 && access(path, F_OK) == 0; i++)
        usleep(1000);
    assert_int_equal(access(path, F_OK), -1); /* removed with the request */
}

/* Small chunks come many to a read: the library has further ones in hand while one part goes to the file. */
static void uploads_in_chunks(void **state)
{
    enum { CHUNKS = 2000, CHUNK = 1500 };
    static char all[CHUNKS * (CHUNK + 20) + 200];
    size_t n = (size_t)snprintf(
            all, 200, "POST /file HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < CHUNKS; i++) {
        n += (size_t)snprintf(all + n, 20, "%x\r\n", CHUNK);
        memset(all + n, 'c', CHUNK);
        n += CHUNK;
        memcpy(all + n, "\r\n", 2);
        n += 2;
    }
    memcpy(all + n, "0\r\n\r\n", 5);
    int fd = dial();
    assert_true(say_n(fd, all, n + 5));
    assert_memory_equal(body_of(hear_reply(fd)), "3000000 3000000 ", 16);
    close(fd);
}

static void streams_in_constant_memory(void **state)
{
    size_t before = resident_bytes(), n = 0;
    int fd = dial();
    assert_true(say(fd, "GET /stream?n=4000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    static char block[1 << 20];
    char tail[8] = "";
    while (memcmp(tail, "\r\n0\r\n\r\n", 7) != 0) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&p, 1, 5000), 1);
        ssize_t k = recv(fd, block, sizeof block, 0);
        assert_true(k > 0);
        n += (size_t)k;
        size_t from = (size_t)k < 7 ? 0 : (size_t)k - 7;
        if (k < 7)
            memmove(tail, tail + k, (size_t)(7 - k));
        memcpy(tail + 7 - ((size_t)k - from), block + from, (size_t)k - from);
    }
    close(fd);
    assert_true(n > 40000000);
    assert_true(resident_bytes() < before + (8u << 20) * MEMORY_FACTOR);
    assert_int_equal(strlen(body_of(ask("GET /stream?n=0 HTTP/1.1\r\nHost: a\r\n\r\n"))), 5);
    fd = dial(); /* one that leaves in the middle */
    assert_true(say(fd, "GET /stream?n=4000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_true(recv(fd, block, 1000, 0) > 0);
    close(fd);
}

/* A stream that fails in the middle: the client must see that it is not whole. */
static void cuts_broken_streams(void **state)
{
    char *reply = ask("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_non_null(strstr(reply, "HTTP/1.1 200"));
    assert_non_null(strstr(reply, "piece"));
    assert_null(strstr(reply, "\r\n0\r\n\r\n"));
}

#define served(fn) cmocka_unit_test_setup_teardown(fn, start, stop)

int main(void)
{
    crypt_init();
    log_set_level(LOG_ERROR);
    if (!mkdtemp(tmp_dir))
        return 1;
    const struct CMUnitTest tests[] = {served(takes_bodies), served(refuses_long_bodies),
            served(takes_the_longest_body), served(announced_bodies_cost_nothing),
            served(uploads_in_constant_memory), served(uploads_in_chunks), served(streams_in_constant_memory),
            served(cuts_broken_streams), served(sends_files)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(tmp_dir);
    return failed;
}
