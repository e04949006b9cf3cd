/* unit_http - a toy server on a free port, and a client that speaks raw bytes to it. */
#pragma once
#include "base/buf.h"
#include "base/crypt.h"
#include "base/log.h"
#include "http/http.h"
#include "unit.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* How long what must happen is waited for, also on a machine that is very busy. */
#define SOON_MS 30000

static struct http_server *server;

static inline int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static inline int dial(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_port(server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* Send n bytes; gives false when the server has closed meanwhile. */
static inline bool say_n(int fd, const char *p, size_t n)
{
    for (size_t at = 0; at < n;) {
        ssize_t k = send(fd, p + at, n - at, MSG_NOSIGNAL);
        if (k <= 0)
            return false;
        at += (size_t)k;
    }
    return true;
}

static inline bool say(int fd, const char *s)
{
    return say_n(fd, s, strlen(s));
}

/* What the server sends until it closes, or until the connection was quiet for quiet_ms. In a static buffer. */
static inline char *hear(int fd, int quiet_ms, bool *out_closed)
{
    static char text[4 << 20];
    size_t n = 0;
    *out_closed = false;
    for (;;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, quiet_ms) != 1)
            break;
        ssize_t k = recv(fd, text + n, sizeof text - 1 - n, 0);
        if (k <= 0) {
            *out_closed = true;
            break;
        }
        n += (size_t)k;
    }
    text[n] = 0;
    return text;
}

/* What comes up to and with this text. In a static buffer of its own. */
static inline char *hear_until(int fd, const char *wanted)
{
    static char text[100000];
    size_t n = 0;
    for (text[0] = 0; !strstr(text, wanted); text[n] = 0) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&p, 1, SOON_MS), 1);
        ssize_t k = recv(fd, text + n, sizeof text - 1 - n, 0);
        assert_true(k > 0);
        n += (size_t)k;
    }
    return text;
}

/* One reply: up to the end of its body by Content-Length, of its chunks, or of the connection. The next reply of a
 * pipeline may follow in the text. */
static inline char *hear_reply(int fd)
{
    static char text[4 << 20];
    size_t n = 0;
    for (;;) {
        text[n] = 0;
        char *body = strstr(text, "\r\n\r\n");
        const char *length = body ? strstr(text, "\r\nContent-Length: ") : NULL;
        if (length && length < body && n >= (size_t)(body + 4 - text) + strtoull(length + 18, NULL, 10))
            return text;
        if (body && strncmp(text, "HTTP/1.1 204", 12) == 0)
            return text;
        if (body && strstr(text, "chunked") && strstr(body, "\r\n0\r\n\r\n"))
            return text;
        struct pollfd p = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&p, 1, SOON_MS), 1);
        ssize_t k = recv(fd, text + n, sizeof text - 1 - n, 0);
        if (k <= 0)
            return text;
        n += (size_t)k;
    }
}

static inline int status_of(const char *reply)
{
    return strncmp(reply, "HTTP/1.1 ", 9) == 0 ? atoi(reply + 9) : 0;
}

static inline const char *body_of(const char *reply)
{
    const char *p = strstr(reply, "\r\n\r\n");
    return p ? p + 4 : "";
}

/* A whole request on a connection of its own. */
static inline char *ask(const char *request)
{
    int fd = dial();
    say(fd, request);
    char *reply = hear_reply(fd);
    close(fd);
    return reply;
}

/* Sanitizers keep books on memory: what is measured then is several times what the program itself takes. */
#ifdef __has_feature
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define MEMORY_FACTOR 6u
#endif
#endif
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define MEMORY_FACTOR 6u
#endif
#ifndef MEMORY_FACTOR
#define MEMORY_FACTOR 1u
#endif

/* Resident memory of this process. */
static inline size_t resident_bytes(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%*u %lu", &pages), 1);
    fclose(f);
    return pages * 4096;
}
