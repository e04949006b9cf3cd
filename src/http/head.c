#include "base/log.h"
#include "http/decode.h"
#include "http/exchange.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

/* Walks a head as the library (before 1.0) left it in its buffer: parsed in place, each line end turned into two NULs.
 * If every piece begins exactly where the one before must have ended, the head was made of plain CRLF lines; a NUL in
 * a value, a bare LF, a folded line or a surplus blank all leave a gap. The library reads over all of these, and
 * front proxies may read them otherwise. */
struct layout {
    const char *expected; /* where the next piece must begin */
    bool ok;
};

static void layout_piece(struct layout *l, const char *p, size_t n, size_t gap)
{
    if (p != l->expected)
        l->ok = false;
    l->expected = p + n + gap;
}

/* Blanks between colon and value are dropped by the library, so a value may begin later. */
static void layout_value(struct layout *l, const char *p)
{
    for (const char *s = l->expected; s < p && p - s < 8192; s++)
        if (*s != ' ' && *s != '\t')
            l->ok = false;
    if (p < l->expected)
        l->ok = false;
    l->expected = p + strlen(p) + 2;
}

struct walk {
    struct exchange *x;
    struct layout layout;
    int status;
    const char *why;
};

static enum MHD_Result refuse(struct walk *w, int status, const char *why)
{
    w->status = status;
    w->why = why;
    return MHD_NO;
}

/* Blanks after a value are not part of it (those before it the library has dropped). */
static const char *without_blanks(struct arena *a, const char *s, size_t n)
{
    size_t len = n;
    while (len && (s[len - 1] == ' ' || s[len - 1] == '\t'))
        len--;
    return len < n ? arena_strn(a, s, len) : s;
}

static enum MHD_Result take_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_len,
        const char *value, size_t value_len)
{
    struct walk *w = arg;
    struct exchange *x = w->x;
    if (x->n_headers == HTTP_MAX_HEADERS)
        return refuse(w, 431, "The request has more than 100 header fields.");
    if (!value)
        value = "";
    if (!decode_token(name))
        return refuse(w, 400, "A header field's name has a character that is not allowed.");
    if (strlen(name) != name_len || strlen(value) != value_len || !decode_field_value(value))
        return refuse(w, 400, "A header field's value has a control character.");
    if (x->server->layout_known) {
        layout_piece(&w->layout, name, name_len, 1);
        layout_value(&w->layout, value);
    }
    x->headers[x->n_headers++] = (struct http_header){name, without_blanks(x->rq.arena, value, value_len)};
    return MHD_YES;
}

static int take_headers(struct exchange *x, const char *method, const char *version, const char **out_why)
{
    struct walk w = {.x = x, .layout = {method, true}};
    layout_piece(&w.layout, method, strlen(method), 1);
    if (x->target_at)
        layout_piece(&w.layout, x->target_at, x->target_len, 1);
    layout_piece(&w.layout, version, strlen(version), 2);
    MHD_get_connection_values_n(x->conn->mhd, MHD_HEADER_KIND, take_header, &w);
    if (w.status) {
        *out_why = w.why;
        return w.status;
    }
    size_t head_bytes =
            MHD_get_connection_info(x->conn->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
    if (x->server->layout_known && (!w.layout.ok || w.layout.expected + 2 != method + head_bytes)) {
        *out_why = "The head has a NUL, a bare line feed, a folded line or a surplus blank.";
        return 400;
    }
    if (head_bytes > (size_t)x->server->cfg.max_header_bytes) {
        *out_why = arena_printf(
                x->rq.arena, "The head is longer than %d bytes.", x->server->cfg.max_header_bytes);
        return 431;
    }
    return 0;
}

/* How often a field is there; the value of the last one. */
static int count_header(const struct exchange *x, const char *name, const char **out_value)
{
    int n = 0;
    for (size_t i = 0; i < x->n_headers; i++)
        if (strcasecmp(x->headers[i].name, name) == 0) {
            n++;
            *out_value = x->headers[i].value;
        }
    return n;
}

/* How the body is framed; everything that two readers could frame differently is refused (RFC 9112, 6). */
static const char *take_framing(struct exchange *x)
{
    const char *length = NULL, *coding = NULL;
    int n_length = count_header(x, "Content-Length", &length);
    int n_coding = count_header(x, "Transfer-Encoding", &coding);
    if (n_length && n_coding)
        return "The request has both Content-Length and Transfer-Encoding.";
    if (n_length > 1 || n_coding > 1)
        return "The request says more than once how long its body is.";
    if (n_coding && (x->http_1_0 || strcasecmp(coding, "chunked") != 0))
        return "Transfer-Encoding must be chunked, in HTTP/1.1.";
    if (n_length && !decode_length(length, &x->content_length))
        return "Content-Length is not a plain number.";
    if (n_coding)
        x->content_length = -1;
    x->has_body = n_coding || x->content_length > 0;
    return NULL;
}

static const char *check_host(const struct exchange *x)
{
    const char *host = NULL;
    int n = count_header(x, "Host", &host);
    if (n > 1 || (!n && !x->http_1_0))
        return "HTTP/1.1 needs exactly one Host header.";
    if (n && strpbrk(host, " \t/?#@,\\"))
        return "The Host header is not a host and port.";
    return NULL;
}

static bool is_proxy(const struct http_server *s, const char *address)
{
    for (const char *const *p = s->cfg.trusted_proxies; p && *p; p++)
        if (strcmp(*p, address) == 0)
            return true;
    return false;
}

/* Does it parse as an address? */
static bool is_address(const char *s)
{
    unsigned char bytes[16];
    return inet_pton(AF_INET, s, bytes) == 1 || inet_pton(AF_INET6, s, bytes) == 1;
}

/* The client behind the proxies: the last address of X-Forwarded-For that is not a proxy of ours. Whatever stands
 * before it was written by the client and is worth nothing. */
static const char *forwarded_for(struct exchange *x, const char *value)
{
    const char *remote = x->conn->remote;
    for (size_t end = strlen(value); end > 0;) {
        size_t start = end;
        while (start > 0 && value[start - 1] != ',')
            start--;
        size_t from = start + strspn(value + start, " \t"), to = end;
        while (to > from && (value[to - 1] == ' ' || value[to - 1] == '\t'))
            to--;
        const char *address = from < to ? arena_strn(x->rq.arena, value + from, to - from) : "";
        if (!is_address(address))
            break;
        remote = address;
        if (!is_proxy(x->server, address))
            break;
        end = start ? start - 1 : 0;
    }
    return remote;
}

static void take_remote(struct exchange *x)
{
    const char *value = NULL;
    x->rq.remote = x->conn->remote;
    if (!is_proxy(x->server, x->conn->remote))
        return;
    if (count_header(x, "X-Forwarded-For", &value))
        x->rq.remote = forwarded_for(x, value);
    value = NULL;
    x->rq.secure = count_header(x, "X-Forwarded-Proto", &value) == 1 && strcasecmp(value, "https") == 0;
}

int head_read(struct exchange *x, const char *method, const char *version, const char **out_why)
{
    struct http_request *rq = &x->rq;
    const char *query = NULL;
    rq->method = method;
    x->head_only = strcmp(method, "HEAD") == 0;
    x->http_1_0 = strcmp(version, "HTTP/1.0") == 0;
    if (x->target_len > HTTP_MAX_URI_BYTES) {
        *out_why = "The request target is longer than 8192 bytes.";
        return 414;
    }
    int status = take_headers(x, method, version, out_why);
    if (status)
        return status;
    if (!decode_token(method) || strlen(method) > 20)
        *out_why = "The method is not a token.";
    else if (!x->http_1_0 && strcmp(version, "HTTP/1.1") != 0)
        *out_why = "The protocol version must be HTTP/1.1 or HTTP/1.0.";
    else if (!(*out_why = take_framing(x)) && !(*out_why = check_host(x)))
        rq->path = decode_path(rq->arena, x->target, &query, out_why);
    if (rq->path && query)
        x->query = decode_query(rq->arena, query, &x->n_query, out_why);
    take_remote(x);
    return *out_why ? 400 : 0;
}

const char *http_header(const struct http_request *rq, const char *name)
{
    const struct exchange *x = rq->priv;
    for (size_t i = 0; i < x->n_headers; i++)
        if (strcasecmp(x->headers[i].name, name) == 0)
            return x->headers[i].value;
    return NULL;
}

const char *http_query(const struct http_request *rq, const char *name)
{
    const struct exchange *x = rq->priv;
    for (size_t i = 0; i < x->n_query; i++)
        if (strcmp(x->query[i].name, name) == 0)
            return x->query[i].value;
    return NULL;
}

const struct http_header *http_queries(const struct http_request *rq, size_t *out_n)
{
    const struct exchange *x = rq->priv;
    *out_n = x->n_query;
    return x->query;
}

const char *http_cookie(const struct http_request *rq, const char *name)
{
    const struct exchange *x = rq->priv;
    for (size_t i = 0; i < x->n_headers; i++) {
        if (strcasecmp(x->headers[i].name, "Cookie") != 0)
            continue;
        const char *value = decode_cookie(rq->arena, x->headers[i].value, name);
        if (value)
            return value;
    }
    return NULL;
}
