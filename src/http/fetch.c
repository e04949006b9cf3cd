#include "http/fetch.h"
#include "base/buf.h"
#include "base/clock.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define FETCH_TOGETHER 16L
#define POLL_MS        1000

static bool v4_public(uint32_t ip)
{
    static const struct {
        uint32_t net;
        int bits;
    } closed[] = {{0x00000000, 8}, {0x0a000000, 8}, {0x64400000, 10}, {0x7f000000, 8}, {0xa9fe0000, 16},
            {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0a80000, 16}, {0xc6120000, 15},
            {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 3}};
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (ip >> (32 - closed[i].bits) == closed[i].net >> (32 - closed[i].bits))
            return false;
    return true;
}

/* Global unicast alone; and of those not what carries an IPv4 address inside (6to4, Teredo), nor documentation. */
static bool v6_public(const unsigned char *b)
{
    uint32_t head = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    return head >> 29 == 1 && head != 0x20010000 && head >> 16 != 0x2002 && head != 0x20010db8;
}

bool fetch_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return v4_public(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return false;
    struct sockaddr_in6 in6;
    memcpy(&in6, address, sizeof in6);
    return v6_public(in6.sin6_addr.s6_addr);
}

static curl_socket_t open_public(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
    if (!fetch_public(&address->addr))
        return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(char *piece, size_t size, size_t n, void *arg)
{
    struct buf *b = arg;
    if (b->len + n > FETCH_MAX_BYTES)
        return 0;
    buf_add(b, piece, n);
    return n;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start_library(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static struct curl_slist *header_list(const struct fetch *f)
{
    struct curl_slist *list = NULL;
    for (size_t i = 0; f->headers && f->headers[i]; i++)
        list = curl_slist_append(list, f->headers[i]);
    return list;
}

static void set_up(CURL *c, const struct fetch *f, struct buf *b)
{
    curl_easy_setopt(c, CURLOPT_URL, f->url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, f->inside ? "https,http" : "https");
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    int64_t left_ms = (f->until_us - clock_mono_us()) / 1000;
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, left_ms > 0 ? (long)left_ms : 1L);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "Cardinal/" CARDINAL_VERSION);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, b);
    if (!f->inside)
        curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_public);
    if (f->form)
        curl_easy_setopt(c, CURLOPT_POSTFIELDS, f->form);
    if (f->body) {
        curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)f->n_body);
        curl_easy_setopt(c, CURLOPT_POSTFIELDS, f->body);
    }
    if (f->user) {
        curl_easy_setopt(c, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(c, CURLOPT_USERNAME, f->user);
        curl_easy_setopt(c, CURLOPT_PASSWORD, f->password);
    }
    if (f->bearer) {
        curl_easy_setopt(c, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
        curl_easy_setopt(c, CURLOPT_XOAUTH2_BEARER, f->bearer);
    }
}

enum err fetch_run(struct arena *a, const struct fetch *f, struct fetched *out, const char **out_why)
{
    struct buf b;
    long status = 0;
    pthread_once(&once, start_library);
    CURL *c = curl_easy_init();
    *out_why = "no memory";
    if (!c)
        return ERR_BUSY;
    buf_init(&b, a);
    set_up(c, f, &b);
    CURLcode code = curl_easy_perform(c);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(c);
    if (code != CURLE_OK) {
        *out_why = curl_easy_strerror(code);
        return ERR_BUSY;
    }
    *out = (struct fetched){.status = (int)status, .n = b.len};
    out->body = buf_str(&b);
    return ERR_OK;
}

struct flight {
    CURL *c;
    struct buf body;
    struct curl_slist *headers;
};

static bool flight_begin(struct arena *a, CURLM *all, const struct fetch *f, struct flight *out)
{
    out->c = curl_easy_init();
    if (!out->c)
        return false;
    buf_init(&out->body, a);
    set_up(out->c, f, &out->body);
    out->headers = header_list(f);
    curl_easy_setopt(out->c, CURLOPT_HTTPHEADER, out->headers);
    return curl_multi_add_handle(all, out->c) == CURLM_OK;
}

static void flight_end(CURLM *all, struct flight *f)
{
    if (!f->c)
        return;
    curl_multi_remove_handle(all, f->c);
    curl_easy_cleanup(f->c);
    curl_slist_free_all(f->headers);
}

/* What has landed says how. */
static void flights_read(CURLM *all, const struct flight *flights, size_t n, struct fetched *out)
{
    CURLMsg *m;
    int left;
    while ((m = curl_multi_info_read(all, &left)))
        for (size_t i = 0; i < n; i++)
            if (flights[i].c == m->easy_handle && m->data.result == CURLE_OK) {
                long status = 0;
                curl_off_t wait_s = 0;
                struct buf body = flights[i].body;
                curl_easy_getinfo(m->easy_handle, CURLINFO_RESPONSE_CODE, &status);
                curl_easy_getinfo(m->easy_handle, CURLINFO_RETRY_AFTER, &wait_s);
                out[i] = (struct fetched){.status = (int)status,
                        .n = body.len,
                        .body = buf_str(&body),
                        .retry_after_s = (int64_t)wait_s};
            }
}

void fetch_all(struct arena *a, const struct fetch *f, size_t n, bool (*stop)(void *arg), void *arg,
        struct fetched *out)
{
    struct flight *flights = arena_array(a, struct flight, n + 1);
    int running = (int)n;
    pthread_once(&once, start_library);
    CURLM *all = curl_multi_init();
    memset(out, 0, n * sizeof *out);
    if (!all)
        return;
    curl_multi_setopt(all, CURLMOPT_MAX_TOTAL_CONNECTIONS, FETCH_TOGETHER);
    memset(flights, 0, (n + 1) * sizeof *flights);
    for (size_t i = 0; i < n; i++)
        flight_begin(a, all, &f[i], &flights[i]);
    while (curl_multi_perform(all, &running) == CURLM_OK && running && !(stop && stop(arg)))
        curl_multi_poll(all, NULL, 0, POLL_MS, NULL);
    flights_read(all, flights, n, out);
    for (size_t i = 0; i < n; i++)
        flight_end(all, &flights[i]);
    curl_multi_cleanup(all);
}

char *fetch_escape(struct arena *a, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    struct buf b;
    buf_init(&b, a);
    for (const char *s = text; *s; s++)
        if (strchr(plain, *s))
            buf_putc(&b, *s);
        else
            buf_printf(&b, "%%%02X", (unsigned char)*s);
    return buf_str(&b);
}
