/* Any bytes on a connection: the server answers whole replies or nothing, ends the connection in time, and what it hands
 * to a handler keeps the promises of http.h. The server is the real one, on a loopback port of its own. */
#include "fuzz.h"

#include "base/log.h"
#include "base/text.h"
#include "http/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct http_server *server;

static void accept_any(void *arg, const struct http_request *head, struct http_plan *out_plan)
{
    *out_plan = (struct http_plan){.lane = LANE_SHORT, .max_body_bytes = 4096};
}

static void must_be_text(const char *s)
{
    must(!s || text_valid(s, strlen(s)));
}

static void answer(void *arg, struct http_request *rq)
{
    must(rq->path[0] == '/' && text_valid(rq->path, strlen(rq->path)));
    must(!strstr(rq->path, "/../") && !strstr(rq->path, "/./"));
    must(rq->body_len <= 4096);
    must(!rq->body || rq->body[rq->body_len] == 0);
    must_be_text(http_query(rq, "q"));
    const char *cookie = http_cookie(rq, "session");
    must(!cookie || !strpbrk(cookie, "\r\n;"));
    const char *agent = http_header(rq, "user-agent");
    must(!agent || !strpbrk(agent, "\r\n"));
    rq->reply.status = 200;
    buf_init(&rq->reply.body, rq->arena);
    buf_puts(&rq->reply.body, "{}");
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    log_set_level(LOG_ERROR);
    const struct http_config cfg = {
            .listen_address = "127.0.0.1",
            .short_workers = 1,
            .long_workers = 1,
            .head_deadline_ms = 200,
            .body_deadline_ms = 200,
            .max_connections = 64,
            .max_header_bytes = 8192,
            .tmp_dir = "/tmp",
            .accept = accept_any,
            .handle = answer,
    };
    must(http_start(&cfg, &server) == ERR_OK);
    return 0;
}

static int dial(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_port(server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const struct timeval patience = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const struct linger at_once = {
            .l_onoff = 1}; /* no waiting port is left behind: thousands follow a second */
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    must(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    int fd = dial();
    send(fd, data, n, MSG_NOSIGNAL); /* less goes through when the server has refused already */
    shutdown(fd, SHUT_WR);
    char reply[65536];
    size_t len = 0;
    ssize_t k;
    while (len < sizeof reply && (k = recv(fd, reply + len, sizeof reply - len, 0)) > 0)
        len += (size_t)k;
    must(k >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)); /* five seconds are over: it did not end */
    must(len < 9 || memcmp(reply, "HTTP/1.1 ", 9) == 0);
    close(fd);
    return 0;
}
