/* Any bytes on a connection: the server answers whole replies or nothing, ends the connection in time, and what it hands
 * to a handler keeps the promises of http.h. The server is the real one, on a loopback port of its own. The last byte
 * says where the input is cut in two, so that heads and bodies also arrive in pieces. */
#include "fuzz.h"

#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"
#include "http/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_BODY 5000

static struct http_server *server;

/* What a handler may rely on. */
static void check_request(const struct http_request *rq)
{
    must(rq->path && rq->path[0] == '/');
    must(text_valid(rq->path, strlen(rq->path)));
    must(!strstr(rq->path, "/../") && !strstr(rq->path, "/./"));
    must(rq->body_len <= MAX_BODY);
    must(!rq->body || rq->body[rq->body_len] == 0);
    must(strlen(rq->id) == 16);
    const char *host = http_header(rq, "Host"), *q = http_query(rq, "q"), *c = http_cookie(rq, "session");
    must(!host || !strpbrk(host, "\r\n \t"));
    must(!q || text_valid(q, strlen(q)));
    must(!c || !strpbrk(c, "\r\n;"));
    must(!(http_header(rq, "Content-Length") && http_header(rq, "Transfer-Encoding")));
}

static void handle(void *arg, struct http_request *rq)
{
    check_request(rq);
    rq->reply.gzip_ok = true;
    if (rq->body)
        buf_add(&rq->reply.body, rq->body, rq->body_len);
    if (rq->body_path)
        must(access(rq->body_path, R_OK) == 0);
}

static void plan(void *arg, const struct http_request *head, struct http_plan *out_plan)
{
    out_plan->max_body_bytes = MAX_BODY;
    out_plan->body_to_file = strncmp(head->path, "/f", 2) == 0;
    out_plan->refuse_status = strncmp(head->path, "/r", 2) == 0 ? 404 : 0;
    out_plan->lane = strncmp(head->path, "/l", 2) == 0 ? LANE_LONG : LANE_SHORT;
}

static void start(void)
{
    crypt_init();
    log_set_level(LOG_ERROR);
    const struct http_config cfg = {.listen_address = "127.0.0.1",
            .short_workers = 1,
            .long_workers = 1,
            .head_deadline_ms = 50,
            .body_deadline_ms = 50,
            .idle_deadline_ms = 50,
            .max_header_bytes = 4096,
            .accept = plan,
            .handle = handle};
    must(http_start(&cfg, &server) == ERR_OK);
}

static int dial(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_port(server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    static const struct linger at_once = {.l_onoff = 1}; /* no socket is left waiting */
    static const struct timeval patience = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

static void say(int fd, const uint8_t *p, size_t n)
{
    while (n) {
        ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
        if (k <= 0)
            return;
        p += k;
        n -= (size_t)k;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char reply[65536];
    size_t got = 0;
    ssize_t k = 0;
    if (!server)
        start();
    if (!n)
        return 0;
    size_t cut = n * data[n - 1] / 255;
    int fd = dial();
    say(fd, data, cut);
    if (cut && cut < n)
        usleep(200);
    say(fd, data + cut, n - cut); /* less goes through when the server has refused already */
    shutdown(fd, SHUT_WR);
    while (got < sizeof reply && (k = recv(fd, reply + got, sizeof reply - got, 0)) > 0)
        got += (size_t)k;
    must(k >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)); /* five seconds are over: it did not end */
    must(got < 9 || memcmp(reply, "HTTP/1.1 ", 9) == 0);
    close(fd);
    return 0;
}
