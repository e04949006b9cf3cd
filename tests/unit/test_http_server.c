/* The server as clients see it: raw bytes in, raw bytes out, a toy handler between. */
#include "http/http.h"
#include "http/sse.h"
#include "http/stream.h"

#include "unit_http.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#define HEAD_MS    400
#define BODY_MS    600
#define IDLE_MS    1500
#define PATIENT_MS 120000 /* longer than anything here is waited for */

static struct sse_hub *hub;
static atomic_int n_running, n_held, n_handled;
static atomic_bool gate; /* what is at work ends when it opens */
static char tmp_dir[] = "/tmp/cardinal-http-XXXXXX";

static void accept_toy(void *arg, const struct http_request *head, struct http_plan *out_plan)
{
    out_plan->max_body_bytes = 100000;
    if (strcmp(head->path, "/file") == 0) {
        out_plan->body_to_file = true;
        out_plan->max_body_bytes = 100u << 20;
    } else if (strcmp(head->path, "/long") == 0) {
        out_plan->lane = LANE_LONG;
    } else if (strcmp(head->path, "/refuse") == 0) {
        out_plan->refuse_status = 429;
    }
}

static void wait_at_gate(void)
{
    n_running++;
    while (!gate)
        usleep(1000);
    n_running--;
}

static void *release_later(void *arg)
{
    struct http_request *rq = arg;
    while (!gate)
        usleep(1000);
    buf_puts(&rq->reply.body, "\"released\"");
    n_held--;
    http_release(rq);
    return NULL;
}

static void wait_for(atomic_int *n, int value)
{
    for (int i = 0; i < SOON_MS && *n != value; i++)
        usleep(1000);
    assert_int_equal(*n, value);
}

static void wait_for_streams(size_t n)
{
    for (int i = 0; i < SOON_MS && sse_count(hub) != n; i++)
        usleep(1000);
    assert_int_equal(sse_count(hub), n);
}

static void start_thread(void *(*fn)(void *), void *arg)
{
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, fn, arg), 0);
    pthread_detach(t);
}

static int query_int(const struct http_request *rq, const char *name)
{
    const char *s = http_query(rq, name);
    return s ? atoi(s) : 0;
}

static void echo(struct http_request *rq)
{
    rq->user_id = 42;
    rq->account_id = 3;
    rq->n_sql = 2;
    rq->db_us = 150;
    buf_printf(&rq->reply.body, "%zu:", rq->body_len);
    if (rq->body)
        buf_add(&rq->reply.body, rq->body, rq->body_len < 200 ? rq->body_len : 200);
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

static void count_down(void *arg)
{
    n_running--;
}

static void go_on(void *arg)
{
    struct http_request *rq = arg;
    wait_at_gate();
    buf_puts(&rq->reply.body, "\"went on\"");
}

static void handle_toy(void *arg, struct http_request *rq)
{
    const char *p = rq->path;
    n_handled++;
    rq->route = p;
    if (strcmp(p, "/echo") == 0) {
        echo(rq);
    } else if (strcmp(p, "/slow") == 0 || strcmp(p, "/long") == 0) {
        wait_at_gate();
        buf_puts(&rq->reply.body, "\"slept\"");
    } else if (strcmp(p, "/turns-long") == 0) {
        http_continue(rq, go_on, rq);
    } else if (strcmp(p, "/hold") == 0) {
        n_held++;
        http_hold(rq);
        start_thread(release_later, rq);
    } else if (strcmp(p, "/hold-twice") == 0) {
        http_hold(rq);
        http_hold(rq);
        http_release(rq); /* before the handler returns */
        n_held++;
        start_thread(release_later, rq);
    } else if (strcmp(p, "/stream") == 0) {
        int *left = arena_new_of(rq->arena, int);
        *left = query_int(rq, "n");
        n_running++;
        arena_cleanup(rq->arena, count_down, NULL);
        rq->reply.stream_next = next_piece;
        rq->reply.stream_arg = left;
    } else if (strcmp(p, "/json") == 0) {
        rq->reply.gzip_ok = true;
        for (int i = 0; i < query_int(rq, "n"); i++)
            buf_puts(&rq->reply.body, "{\"name\":\"card\"},");
    } else if (strcmp(p, "/events") == 0) {
        const char *last = http_header(rq, "Last-Event-ID");
        rq->reply.sse = sse_client_new(hub, 1, NULL, NULL, last ? strtoull(last, NULL, 10) : 0);
        http_reply_header(rq, "X-Extra", "yes");
    } else if (strcmp(p, "/nothing") == 0) {
        rq->reply.status = 204;
    } else {
        buf_puts(&rq->reply.body, "\"hello\"");
        http_reply_header(rq, "X-Toy", "1");
    }
}

static int start_with(int head_ms, int body_ms, int idle_ms)
{
    n_handled = 0;
    gate = false;
    hub = sse_hub_new(100, 5000);
    const struct http_config cfg = {.listen_address = "127.0.0.1",
            .short_workers = 2,
            .long_workers = 1,
            .head_deadline_ms = head_ms,
            .body_deadline_ms = body_ms,
            .idle_deadline_ms = idle_ms,
            .max_connections = 500,
            .max_header_bytes = 8192,
            .tmp_dir = tmp_dir,
            .accept = accept_toy,
            .handle = handle_toy};
    return http_start(&cfg, &server) != ERR_OK;
}

/* For what must not happen by a deadline, however slow the machine is. */
static int start(void **state)
{
    return start_with(PATIENT_MS, PATIENT_MS, PATIENT_MS);
}

static int start_impatient(void **state)
{
    return start_with(HEAD_MS, BODY_MS, IDLE_MS);
}

/* For a body that is not waited for for ever, while the rest is. */
static int start_to_stop(void **state)
{
    return start_with(PATIENT_MS, BODY_MS, PATIENT_MS);
}

static int stop(void **state)
{
    gate = true;
    http_stop(server, 2000);
    server = NULL;
    sse_hub_free(hub);
    assert_int_equal(n_running, 0);
    return 0;
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

/* ---- The usual. ---- */

static void answers(void **state)
{
    char *r = ask(GET("/hello"));
    assert_int_equal(status_of(r), 200);
    assert_string_equal(body_of(r), "\"hello\"");
    assert_non_null(strstr(r, "\r\nX-Toy: 1\r\n"));
    assert_non_null(strstr(r, "\r\nX-Request-Id: "));
    assert_non_null(strstr(r, "\r\nDate: "));
    assert_non_null(strstr(r, "\r\nContent-Type: application/json; charset=utf-8\r\n"));
    assert_non_null(strstr(r, "\r\nContent-Length: 7\r\n"));
    r = ask(GET("/nothing"));
    assert_int_equal(status_of(r), 204);
    assert_null(strstr(r, "Content-Type"));
}

static void keeps_connections_alive(void **state)
{
    int fd = dial();
    for (int i = 0; i < 50; i++) {
        assert_true(say(fd, GET("/hello")));
        assert_int_equal(status_of(hear_reply(fd)), 200);
    }
    assert_true(say(fd, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    bool closed;
    assert_int_equal(status_of(hear(fd, SOON_MS, &closed)), 200);
    assert_true(closed);
    close(fd);
}

static void answers_pipelines_in_order(void **state)
{
    struct buf b;
    buf_init(&b, NULL);
    for (int i = 0; i < 22; i++)
        buf_printf(&b, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nn%03d", i);
    int fd = dial();
    assert_true(say_n(fd, b.p, b.len));
    buf_free(&b);
    const char *p = hear_until(fd, "4:n021");
    for (int i = 0; i < 22; i++) {
        char want[20];
        snprintf(want, sizeof want, "\r\n\r\n4:n%03d", i);
        p = strstr(p, want);
        assert_non_null(p);
    }
    assert_true(say(fd, GET("/hello"))); /* it is not closed */
    assert_int_equal(status_of(hear_reply(fd)), 200);
    close(fd);
}

static void answers_head_without_a_body(void **state)
{
    int fd = dial();
    assert_true(say(fd, "HEAD /json?n=10 HTTP/1.1\r\nHost: a\r\n\r\n"));
    char *r = hear_until(fd, "\r\n\r\n");
    assert_int_equal(status_of(r), 200);
    assert_non_null(strstr(r, "Content-Length: 160\r\n"));
    assert_string_equal(body_of(r), "");
    assert_true(say(fd, "HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n"));
    r = hear_until(fd, "\r\n\r\n");
    assert_int_equal(status_of(r), 200); /* a late body of the first would stand before it */
    assert_non_null(strstr(r, "text/event-stream"));
    wait_for_streams(0); /* what nobody listens to is let go */
    assert_true(say(fd, GET("/hello")));
    assert_int_equal(status_of(hear_reply(fd)), 200);
    close(fd);
}

static void compresses_when_asked(void **state)
{
    char *r = ask("GET /json?n=1000 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br, gzip;q=0.5\r\n\r\n");
    assert_non_null(strstr(r, "Content-Encoding: gzip\r\n"));
    assert_non_null(strstr(r, "Vary: Accept-Encoding\r\n"));
    assert_memory_equal(body_of(r), "\x1f\x8b", 2);
    assert_true(strtoul(strstr(r, "Content-Length: ") + 16, NULL, 10) < 1000);
    static const char *const plain[] = {"GET /json?n=1000 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /json?n=1000 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0, br\r\n\r\n",
            "GET /json?n=1000 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: xgzip\r\n\r\n",
            "GET /json?n=10 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        r = ask(plain[i]);
        assert_null(strstr(r, "Content-Encoding"));
        assert_memory_equal(body_of(r), "{\"name\"", 7);
    }
}

static void refuses_by_plan(void **state)
{
    int fd = dial();
    assert_true(say(fd, GET("/refuse")));
    char *r = hear_reply(fd);
    assert_int_equal(status_of(r), 429);
    assert_non_null(strstr(r, "\"code\":\"rate_limited\""));
    assert_true(say(fd, GET("/hello"))); /* without a body the connection lives on */
    assert_int_equal(status_of(hear_reply(fd)), 200);
    assert_true(say(fd, "POST /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"));
    bool closed;
    assert_int_equal(status_of(hear(fd, SOON_MS, &closed)), 429);
    assert_true(closed);
    close(fd);
}

/* ---- Slow clients. ---- */

/* A client that says at once that nothing more comes is answered and closed, not kept until it is idle too long. */
static void notices_the_end_with_the_request(void **state)
{
    static const char *const requests[] = {GET("/hello"), GET("/refuse"), GET("/refuse") "GET /rest HTTP/1",
            GET("/hello") GET("/hello") "GET /rest HTTP/1"};
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        bool closed;
        int fd = dial();
        assert_true(say(fd, requests[i]));
        shutdown(fd, SHUT_WR);
        assert_true(status_of(hear(fd, SOON_MS, &closed)) >= 200);
        assert_true(closed);
        close(fd);
    }
}

static void cuts_idle_connections(void **state)
{
    int fd = dial();
    assert_true(say(fd, GET("/hello")));
    hear_reply(fd);
    int64_t began = now_ms();
    bool closed;
    assert_string_equal(hear(fd, SOON_MS, &closed), "");
    assert_true(closed);
    assert_true(now_ms() - began >= IDLE_MS - 60);
    close(fd);
}

/* Send a byte each 50 ms for as long as it takes; how long until the server closes? */
static int64_t drip(int fd, const char *s, char *out_reply)
{
    int64_t began = now_ms();
    for (; now_ms() - began < 2 * SOON_MS; s += s[1] != 0) {
        say_n(fd, s, 1);
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, 50) == 1 && recv(fd, out_reply, 100, 0) >= 0)
            break;
    }
    return now_ms() - began;
}

static void cuts_slow_heads(void **state)
{
    char reply[101] = "";
    int fd = dial(), silent = dial();
    int64_t took =
            drip(fd, "GET /hello HTTP/1.1\r\nHost: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", reply);
    assert_in_range(took, HEAD_MS - 60, SOON_MS);
    close(fd);
    bool closed;
    assert_string_equal(hear(silent, SOON_MS, &closed), "");
    assert_true(closed);
    close(silent);
    fd = dial(); /* the second head of a connection too */
    assert_true(say(fd, GET("/hello")));
    hear_reply(fd);
    assert_true(say(fd, "GET /hello HTTP/1.1\r\n"));
    took = drip(fd, "X-Header: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", reply);
    assert_in_range(took, HEAD_MS - 60, SOON_MS);
    close(fd);
}

static void cuts_slow_bodies(void **state)
{
    char reply[101] = "";
    int fd = dial();
    assert_true(say(fd, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"));
    int64_t took = drip(fd, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", reply);
    assert_in_range(took, BODY_MS - 60, SOON_MS);
    assert_int_equal(status_of(reply), 408);
    close(fd);
    fd = dial();
    assert_true(say(fd, "POST /file HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n"));
    took = drip(fd, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", reply);
    assert_in_range(took, BODY_MS - 60, SOON_MS);
    close(fd);
    assert_int_equal(n_handled, 0);
}

static void cuts_slow_readers(void **state)
{
    int fd = dial();
    int small = 4096;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    assert_true(say(fd, "GET /stream?n=100000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    wait_for(&n_running, 1);
    wait_for(&n_running, 0); /* what the stream held was let go */
    close(fd);
}

static void serves_beside_slow_clients(void **state)
{
    int slow[100];
    for (int i = 0; i < 100; i++) {
        slow[i] = dial();
        assert_true(say(slow[i], "GET /hello HTT"));
    }
    for (int i = 0; i < 20; i++)
        assert_int_equal(status_of(ask(GET("/hello"))), 200); /* while all of them are still there */
    for (int i = 0; i < 100; i++)
        close(slow[i]);
}

/* ---- Lanes, holds, stopping. ---- */

static void *ask_long(void *arg)
{
    int fd = dial();
    say(fd, GET("/long"));
    struct pollfd p = {.fd = fd, .events = POLLIN};
    poll(&p, 1, SOON_MS);
    char reply[200] = "";
    bool closed = recv(fd, reply, sizeof reply - 1, 0) <= 0;
    close(fd);
    *(int *)arg = closed ? 0 : status_of(reply);
    return NULL;
}

static void short_requests_pass_long_ones(void **state)
{
    pthread_t t[4];
    int status[4] = {0};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, ask_long, &status[i]), 0);
    wait_for(&n_running, 1);
    for (int i = 0; i < 50; i++)
        assert_int_equal(status_of(ask(GET("/hello"))), 200);
    assert_int_equal(n_running, 1); /* the first long one has not ended yet */
    gate = true;
    for (int i = 0; i < 4; i++) {
        pthread_join(t[i], NULL);
        assert_int_equal(status[i], 200);
    }
}

/* What turns out to be long keeps no worker from short requests: there are two, and four such requests. */
static void goes_on_among_the_long(void **state)
{
    int fd[4];
    for (int i = 0; i < 4; i++) {
        fd[i] = dial();
        assert_true(say(fd[i], GET("/turns-long")));
    }
    wait_for(&n_running, 1);
    for (int i = 0; i < 20; i++)
        assert_int_equal(status_of(ask(GET("/hello"))), 200);
    assert_int_equal(n_running, 1); /* one long worker: one after the other */
    gate = true;
    for (int i = 0; i < 4; i++) {
        char *r = hear_reply(fd[i]);
        assert_int_equal(status_of(r), 200);
        assert_string_equal(body_of(r), "\"went on\"");
        close(fd[i]);
    }
}

static void holds_until_released(void **state)
{
    int fd[20];
    for (int i = 0; i < 20; i++) { /* far more than there are workers: a held request keeps none */
        fd[i] = dial();
        assert_true(say(fd[i], i % 2 ? GET("/hold") : GET("/hold-twice")));
    }
    wait_for(&n_held, 20);
    gate = true;
    for (int i = 0; i < 20; i++) {
        char *r = hear_reply(fd[i]);
        assert_int_equal(status_of(r), 200);
        assert_string_equal(body_of(r), "\"released\"");
        close(fd[i]);
    }
}

static void *stop_server(void *arg)
{
    http_stop(server, *(int *)arg);
    return NULL;
}

/* Start requests, stop with a grace, and see what they are told: those that end in time, or those that do not. */
static void stop_with(int grace_ms, bool end_in_time, int expect)
{
    int slow = dial(), held = dial(), idle = dial(), half = dial();
    assert_true(say(idle, GET("/hello")));
    hear_reply(idle);
    assert_true(say(half, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"));
    assert_true(say(slow, GET("/slow")));
    assert_true(say(held, GET("/hold")));
    wait_for(&n_running, 1);
    wait_for(&n_held, 1);
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, stop_server, &grace_ms), 0);
    bool closed;
    gate = end_in_time;
    assert_int_equal(status_of(hear(held, SOON_MS, &closed)), expect);
    assert_true(closed);
    assert_int_equal(status_of(hear(slow, SOON_MS, &closed)), expect);
    assert_true(closed);
    assert_string_equal(hear(idle, SOON_MS, &closed), "");
    assert_true(closed);
    hear(half, SOON_MS, &closed);
    assert_true(closed);
    gate = true;
    pthread_join(t, NULL);
    server = NULL;
    assert_int_equal(n_running, 0);
    assert_int_equal(n_held, 0);
    close(slow);
    close(held);
    close(idle);
    close(half);
    sse_hub_free(hub);
}

static void stops_when_requests_are_through(void **state)
{
    stop_with(SOON_MS, true, 200);
}

static void stops_with_503_after_the_grace(void **state)
{
    stop_with(10, false, 503);
}

/* A server that stops takes no more connections: then it has begun to. */
static void wait_until_stopping(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int refused = 0; !refused; usleep(1000)) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        assert_true(fd >= 0);
        refused = connect(fd, (struct sockaddr *)&to, sizeof to);
        close(fd);
    }
}

static void refuses_new_requests_when_stopping(void **state)
{
    int slow = dial(), next = dial();
    static int grace_ms = SOON_MS;
    assert_true(say(next, "GET /hel"));
    assert_true(say(slow, GET("/slow")));
    wait_for(&n_running, 1);
    int port = http_port(server);
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, stop_server, &grace_ms), 0);
    wait_until_stopping(port);
    assert_true(say(next, "lo HTTP/1.1\r\nHost: a\r\n\r\n"));
    bool closed;
    assert_int_equal(status_of(hear(next, SOON_MS, &closed)), 503);
    assert_true(closed);
    gate = true;
    char *r = hear(slow, SOON_MS, &closed);
    assert_int_equal(status_of(r), 200);
    assert_non_null(strstr(r, "Connection: close"));
    pthread_join(t, NULL);
    close(next);
    close(slow);
    sse_hub_free(hub);
}

/* ---- Event streams. ---- */

static void streams_events(void **state)
{
    enum { N = 200 };
    int fd[N];
    for (int i = 0; i < N; i++) {
        fd[i] = dial();
        assert_true(say(fd[i], GET("/events")));
    }
    wait_for_streams(N);
    sse_publish(hub, 1, "card", "{\"id\":7}", 8, NULL, NULL, 0);
    char last[30] = "";
    for (int i = 0; i < N; i++) {
        char *text = hear_until(fd[i], "data: {\"id\":7}\n\n");
        assert_int_equal(status_of(text), 200);
        assert_non_null(strstr(text, "Content-Type: text/event-stream\r\n"));
        assert_non_null(strstr(text, "X-Extra: yes\r\n"));
        const char *event = strstr(text, "event: card\ndata: {\"id\":7}\n\n");
        assert_non_null(event);
        while (event > text && strncmp(event, "id: ", 4) != 0)
            event--;
        snprintf(last, sizeof last, "%llu", strtoull(event + 4, NULL, 10));
    }
    for (int i = 0; i < N; i++)
        close(fd[i]);
    wait_for_streams(0);
    sse_publish(hub, 1, "card", "{\"id\":8}", 8, NULL, NULL, 0);
    int back = dial();
    char rq[200];
    snprintf(rq, sizeof rq, "GET /events HTTP/1.1\r\nHost: a\r\nLast-Event-ID: %s\r\n\r\n", last);
    assert_true(say(back, rq));
    char *text = hear_until(back, "data: {\"id\":8}\n\n");
    assert_null(strstr(text, "{\"id\":7}"));
    close(back);
    assert_int_equal(status_of(ask(GET("/hello"))), 200);
}

static void prints_metrics(void **state)
{
    ask(GET("/hello"));
    ask(GET("/nothing"));
    ask("GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n");
    struct buf b;
    buf_init(&b, NULL);
    /* A request is counted after its reply has gone. */
    for (int i = 0; i < SOON_MS && !strstr(buf_str(&b), "status=\"400\"} 1\n"); i++) {
        usleep(1000);
        b.len = 0;
        http_metrics(server, &b);
    }
    const char *text = buf_str(&b);
    assert_non_null(
            strstr(text, "cardinal_http_requests_total{route=\"/hello\",method=\"GET\",status=\"200\"} 1\n"));
    assert_non_null(strstr(
            text, "cardinal_http_requests_total{route=\"/nothing\",method=\"GET\",status=\"204\"} 1\n"));
    assert_non_null(
            strstr(text, "cardinal_http_requests_total{route=\"none\",method=\"GET\",status=\"400\"} 1\n"));
    assert_non_null(strstr(
            text, "cardinal_http_request_duration_seconds_count{route=\"/hello\",method=\"GET\"} 1\n"));
    assert_non_null(strstr(text, "cardinal_http_connections_total 3\n"));
    assert_non_null(strstr(text, "cardinal_http_lane_threads{lane=\"short\"} 2\n"));
    buf_free(&b);
}

/* One line per request, with the route's pattern: what stands in the address stays out of the log. */
static void logs_each_request(void **state)
{
    char path[200], line[2000] = "";
    snprintf(path, sizeof path, "%s/log", tmp_dir);
    int saved = dup(STDERR_FILENO), to = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(to >= 0);
    dup2(to, STDERR_FILENO);
    log_set_level(LOG_INFO);
    ask("POST /echo?token=geheim HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
    for (int i = 0; i < SOON_MS && !strchr(line, '\n'); i++) {
        usleep(1000);
        ssize_t n = pread(to, line, sizeof line - 1, 0);
        line[n > 0 ? n : 0] = 0;
    }
    log_set_level(LOG_ERROR);
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(to);
    unlink(path);
    static const char *const members[] = {"\"msg\":\"request\"", "\"method\":\"POST\"", "\"route\":\"/echo\"",
            "\"status\":200", "\"bytes_in\":5", "\"bytes_out\":7", "\"remote\":\"127.0.0.1\"", "\"user\":42",
            "\"account\":3", "\"n_sql\":2", "\"db_us\":150", "\"ms\":", "\"id\":\""};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        assert_non_null(strstr(line, members[i]));
    assert_null(strstr(line, "geheim"));
    assert_null(strstr(line, "hello"));
}

static void port_taken_is_a_conflict(void **state)
{
    struct http_config cfg = {.listen_address = "127.0.0.1", .port = http_port(server), .handle = handle_toy};
    struct http_server *second = NULL;
    assert_int_equal(http_start(&cfg, &second), ERR_CONFLICT);
    cfg.listen_address = "not an address";
    assert_int_equal(http_start(&cfg, &second), ERR_INVALID);
    assert_null(second);
}

#define served(fn)    cmocka_unit_test_setup_teardown(fn, start, stop)
#define impatient(fn) cmocka_unit_test_setup_teardown(fn, start_impatient, stop)
#define stopping(fn)  cmocka_unit_test_setup(fn, start_to_stop)

int main(void)
{
    crypt_init();
    log_set_level(LOG_ERROR);
    if (!mkdtemp(tmp_dir))
        return 1;
    const struct CMUnitTest tests[] = {served(answers), served(keeps_connections_alive),
            served(answers_pipelines_in_order), served(answers_head_without_a_body),
            served(compresses_when_asked), served(refuses_by_plan), served(notices_the_end_with_the_request),
            impatient(cuts_idle_connections), impatient(cuts_slow_heads), impatient(cuts_slow_bodies),
            impatient(cuts_slow_readers), served(serves_beside_slow_clients),
            served(short_requests_pass_long_ones), served(goes_on_among_the_long),
            served(holds_until_released), stopping(stops_when_requests_are_through),
            stopping(stops_with_503_after_the_grace), stopping(refuses_new_requests_when_stopping),
            served(streams_events), served(prints_metrics), served(logs_each_request),
            served(port_taken_is_a_conflict)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(tmp_dir);
    return failed;
}
