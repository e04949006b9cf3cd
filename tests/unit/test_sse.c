#include "http/sse.h"

#include "http/stream.h"
#include "unit.h"

#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sse_hub *hub;
static atomic_int tags_freed;

static int open_hub(void **state)
{
    hub = sse_hub_new(50, 3);
    tags_freed = 0;
    return 0;
}

static int close_hub(void **state)
{
    sse_hub_free(hub);
    return 0;
}

static void free_tag(void *tag)
{
    tags_freed++;
}

/* The tag is what its client may see: 0 everything. */
static bool may_see(const void *arg, const void *tag)
{
    const int *wanted = tag;
    return *wanted == 0 || *wanted == *(const int *)arg;
}

static bool is_tag(const void *arg, const void *tag)
{
    return arg == tag;
}

/* The client's end of a stream. */
static int connect_stream(int64_t account, int *tag, uint64_t last_id)
{
    int fd[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
    struct sse_client *c = sse_client_new(hub, account, tag, free_tag, last_id);
    assert_non_null(c);
    assert_true(sse_attach(c, fd[1], "HEAD\n\n", 6));
    close(fd[1]);
    return fd[0];
}

static void publish(int64_t account, int who, const char *data)
{
    sse_publish(hub, account, "card", data, strlen(data), may_see, &who, sizeof who);
}

/* Read until the text `until` has come, or fail after some seconds; NULL: until the end of the stream. */
static char *read_until(int fd, const char *until)
{
    static char text[200000];
    size_t n = 0;
    for (text[0] = 0; !until || !strstr(text, until);) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&p, 1, 30000), 1);
        ssize_t k = read(fd, text + n, sizeof text - 1 - n);
        if (k <= 0) {
            assert_null(until);
            break;
        }
        n += (size_t)k;
        text[n] = 0;
    }
    return text;
}

static uint64_t id_in(const char *text)
{
    const char *last = NULL;
    for (const char *p = text; (p = strstr(p, "id: ")); p++)
        last = p;
    assert_non_null(last);
    return strtoull(last + 4, NULL, 10);
}

/* Those that went are noticed a moment later. */
static void wait_for_count(size_t n)
{
    for (int i = 0; i < 30000 && sse_count(hub) != n; i++)
        usleep(1000);
    assert_int_equal(sse_count(hub), n);
}

static void sends_head_then_events(void **state)
{
    int all = 0;
    int fd = connect_stream(1, &all, 0);
    publish(1, 5, "{\"n\":1}");
    char *text = read_until(fd, "{\"n\":1}\n\n");
    assert_true(strncmp(text, "HEAD\n\nretry: ", 13) == 0);
    assert_non_null(strstr(text, "event: hello\ndata: {\"quiet_ms\":"));
    assert_non_null(strstr(text, "event: card\ndata: {\"n\":1}\n\n"));
    assert_int_equal(sse_count(hub), 1);
    close(fd);
    for (int i = 0; i < 30000 && !tags_freed; i++)
        usleep(1000);
    assert_int_equal(tags_freed, 1); /* its going is noticed without a write */
    assert_int_equal(sse_count(hub), 0);
}

static void keeps_accounts_and_rights_apart(void **state)
{
    int all = 0, seven = 7;
    int a = connect_stream(1, &all, 0), b = connect_stream(1, &seven, 0), other = connect_stream(2, &all, 0);
    publish(1, 5, "five");
    publish(1, 7, "seven");
    publish(2, 5, "elsewhere");
    assert_non_null(strstr(read_until(a, "seven\n\n"), "five"));
    assert_null(strstr(read_until(b, "seven\n\n"), "five"));
    char *text = read_until(other, "elsewhere\n\n");
    assert_null(strstr(text, "five"));
    close(a);
    close(b);
    close(other);
}

static void replays_what_was_missed(void **state)
{
    int all = 0, seven = 7;
    int fd = connect_stream(1, &all, 0);
    publish(1, 5, "one");
    uint64_t last = id_in(read_until(fd, "one\n\n"));
    close(fd);
    publish(1, 5, "two");
    publish(1, 7, "three");
    fd = connect_stream(1, &all, last);
    char *text = read_until(fd, "three\n\n");
    assert_null(strstr(text, "one\n"));
    assert_null(strstr(text, "event: reset"));
    assert_true(strstr(text, "two") < strstr(text, "three"));
    close(fd);
    fd = connect_stream(1, &seven, last);
    assert_null(strstr(read_until(fd, "three\n\n"), "two")); /* rights hold for the past too */
    close(fd);
}

static void says_reset_when_too_much_was_missed(void **state)
{
    int all = 0;
    int fd = connect_stream(1, &all, 0);
    publish(1, 5, "one");
    uint64_t last = id_in(read_until(fd, "one\n\n"));
    for (int i = 0; i < 51; i++) /* the hub keeps 50 */
        publish(1, 5, "more");
    int late = connect_stream(1, &all, last);
    char *text = read_until(late, "event: reset\ndata: {}\n\n");
    assert_null(strstr(text, "more"));
    close(late);
    wait_for_count(1);                  /* an account may have three */
    late = connect_stream(1, &all, 17); /* an id of an earlier run */
    read_until(late, "event: reset\n");
    uint64_t present = id_in(read_until(fd, "more\n\n"));
    close(late);
    wait_for_count(1);
    late = connect_stream(1, &all, present + 1000000); /* an id that never was */
    read_until(late, "event: reset\n");
    close(late);
    close(fd);
}

static void limits_streams_of_an_account(void **state)
{
    int all = 0, fd[3];
    for (int i = 0; i < 3; i++)
        fd[i] = connect_stream(1, &all, 0);
    assert_null(sse_client_new(hub, 1, &all, free_tag, 0));
    assert_int_equal(tags_freed, 0);
    struct sse_client *other = sse_client_new(hub, 2, &all, free_tag, 0);
    assert_non_null(other);
    sse_drop(other);
    assert_int_equal(tags_freed, 1);
    for (int i = 0; i < 3; i++)
        close(fd[i]);
}

static void closes_slow_clients_only(void **state)
{
    int all = 0;
    char big[2000];
    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = 0;
    int slow = connect_stream(1, &all, 0), good = connect_stream(1, &all, 0);
    for (int i = 0; i < 20000 && sse_count(hub) == 2; i++) {
        publish(1, 5, big);
        read_until(good, "xxx\n\n");
    }
    wait_for_count(1);
    publish(1, 5, "still here");
    read_until(good, "still here");
    read_until(slow, NULL); /* it ends */
    close(slow);
    close(good);
}

static void closes_where_asked(void **state)
{
    int one = 0, two = 0;
    int a = connect_stream(1, &one, 0), b = connect_stream(1, &two, 0);
    sse_close_where(hub, 1, is_tag, &one);
    read_until(a, NULL);
    publish(1, 5, "left");
    read_until(b, "left");
    assert_int_equal(sse_count(hub), 1);
    close(a);
    close(b);
}

#define hub_test(fn) cmocka_unit_test_setup_teardown(fn, open_hub, close_hub)

int main(void)
{
    const struct CMUnitTest tests[] = {hub_test(sends_head_then_events),
            hub_test(keeps_accounts_and_rights_apart), hub_test(replays_what_was_missed),
            hub_test(says_reset_when_too_much_was_missed), hub_test(limits_streams_of_an_account),
            hub_test(closes_slow_clients_only), hub_test(closes_where_asked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
