#include "http/static.h"

#include "base/arena.h"
#include "base/crypt.h"
#include "base/mem.h"
#include "http/decode.h"
#include "http/gzip.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DEPTH 8
#define NONCE     "{nonce}"

struct asset {
    const char *path; /* "/assets/index-4f2c.js" */
    const char *type;
    const char *data, *gz; /* gz: the compressed form, or NULL */
    size_t len, gz_len;
    const char *etag, *gz_etag;
    bool has_nonce; /* a page that is another one each time */
};

struct static_site {
    struct arena *arena;
    struct asset *assets; /* sorted by path */
    size_t n, cap, bytes;
    const struct asset *index;
};

static const char *content_type(const char *path)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
            {".js", "text/javascript; charset=utf-8"}, {".mjs", "text/javascript; charset=utf-8"},
            {".css", "text/css; charset=utf-8"}, {".json", "application/json; charset=utf-8"},
            {".map", "application/json; charset=utf-8"}, {".webmanifest", "application/manifest+json"},
            {".svg", "image/svg+xml"}, {".png", "image/png"}, {".jpg", "image/jpeg"}, {".webp", "image/webp"},
            {".ico", "image/x-icon"}, {".woff2", "font/woff2"}, {".woff", "font/woff"},
            {".txt", "text/plain; charset=utf-8"}, {".xml", "application/xml"},
            {".wasm", "application/wasm"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcasecmp(dot, types[i][0]) == 0)
            return types[i][1];
    return "application/octet-stream";
}

static enum err read_all(struct static_site *site, int fd, size_t n, const char **out_data)
{
    char *data = arena_alloc(site->arena, n + 1);
    for (size_t at = 0; at < n;) {
        ssize_t k = read(fd, data + at, n - at);
        if (k <= 0)
            return ERR_INTERNAL;
        at += (size_t)k;
    }
    data[n] = 0;
    *out_data = data;
    return ERR_OK;
}

static enum err add_file(struct static_site *site, int dir_fd, const char *name, const char *path)
{
    struct stat st;
    int fd = openat(dir_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return ERR_OK; /* a link: not served */
    const char *data = NULL;
    enum err e = ERR_OK;
    if (fstat(fd, &st) || !S_ISREG(st.st_mode))
        e = ERR_INTERNAL;
    else if (site->n == STATIC_MAX_FILES || (uint64_t)st.st_size > STATIC_MAX_BYTES - site->bytes)
        e = ERR_TOO_LARGE;
    else
        e = read_all(site, fd, (size_t)st.st_size, &data);
    close(fd);
    if (e)
        return e;
    if (site->n == site->cap) {
        site->cap = site->cap ? site->cap * 2 : 64;
        site->assets = mem_realloc(site->assets, site->cap * sizeof *site->assets);
    }
    size_t len = (size_t)st.st_size;
    site->bytes += len;
    site->assets[site->n++] =
            (struct asset){.path = path, .type = content_type(path), .data = data, .len = len};
    return ERR_OK;
}

static enum err add_tree(struct static_site *site, int dir_fd, const char *prefix, int depth);

static enum err add_entry(
        struct static_site *site, int dir_fd, const struct dirent *d, const char *prefix, int depth)
{
    struct stat st;
    if (d->d_name[0] == '.' || fstatat(dir_fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW))
        return ERR_OK;
    const char *path = arena_printf(site->arena, "%s/%s", prefix, d->d_name);
    if (S_ISREG(st.st_mode))
        return add_file(site, dir_fd, d->d_name, path);
    if (!S_ISDIR(st.st_mode) || depth == MAX_DEPTH)
        return ERR_OK;
    int fd = openat(dir_fd, d->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? ERR_OK : add_tree(site, fd, path, depth + 1);
}

/* Takes dir_fd. */
static enum err add_tree(struct static_site *site, int dir_fd, const char *prefix, int depth)
{
    DIR *dir = fdopendir(dir_fd);
    const struct dirent *d;
    enum err e = ERR_OK;
    if (!dir) {
        close(dir_fd);
        return ERR_INTERNAL;
    }
    while (!e && (d = readdir(dir)))
        e = add_entry(site, dir_fd, d, prefix, depth);
    closedir(dir);
    return e;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct asset *)a)->path, ((const struct asset *)b)->path);
}

static const struct asset *asset_find(const struct static_site *site, const char *path)
{
    struct asset key = {.path = path};
    if (!site->n)
        return NULL;
    return bsearch(&key, site->assets, site->n, sizeof *site->assets, by_path);
}

static const char *etag_of(struct arena *a, const char *data, size_t n)
{
    return arena_printf(a, "\"%.20s\"", crypt_hash(a, data, n));
}

/* Each file meets its compressed form. */
static void pair_up(struct static_site *site)
{
    for (size_t i = 0; i < site->n; i++) {
        struct asset *f = &site->assets[i];
        const struct asset *gz = asset_find(site, arena_printf(site->arena, "%s.gz", f->path));
        f->etag = etag_of(site->arena, f->data, f->len);
        f->has_nonce = strncmp(f->type, "text/html", 9) == 0 && strstr(f->data, NONCE);
        if (!gz || gz->len >= f->len)
            continue;
        f->gz = gz->data;
        f->gz_len = gz->len;
        f->gz_etag = etag_of(site->arena, gz->data, gz->len);
    }
}

enum err static_load(const char *dir, struct static_site **out_site)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return ERR_NOT_FOUND;
    struct static_site *site = mem_zalloc(sizeof *site);
    site->arena = arena_new(0);
    enum err e = add_tree(site, fd, "", 0);
    if (!e) {
        if (site->n)
            qsort(site->assets, site->n, sizeof *site->assets, by_path);
        pair_up(site);
        site->index = asset_find(site, "/index.html");
        e = site->index ? ERR_OK : ERR_NOT_FOUND;
    }
    if (e)
        static_free(site);
    else
        *out_site = site;
    return e;
}

void static_free(struct static_site *site)
{
    if (!site)
        return;
    arena_free(site->arena);
    mem_free(site->assets);
    mem_free(site);
}

/* Does an If-None-Match value name the tag? */
static bool tag_listed(const char *value, const char *etag)
{
    return value && (strcmp(value, "*") == 0 || strstr(value, etag));
}

static void send_asset(struct http_request *rq, const struct asset *f, bool immutable)
{
    struct http_reply *r = &rq->reply;
    bool gz = f->gz && gzip_accepted(http_header(rq, "Accept-Encoding"));
    const char *etag = gz ? f->gz_etag : f->etag;
    r->status = 200;
    r->content_type = f->type;
    http_reply_header(rq, "ETag", etag);
    http_reply_header(rq, "Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (f->gz)
        http_reply_header(rq, "Vary", "Accept-Encoding");
    if (tag_listed(http_header(rq, "If-None-Match"), etag)) {
        r->status = 304;
        return;
    }
    if (gz)
        http_reply_header(rq, "Content-Encoding", "gzip");
    r->file_data = gz ? f->gz : f->data;
    r->file_len = gz ? f->gz_len : f->len;
}

/* The same nonce twice would be none, so the page is not kept by its tag. */
static void send_page(struct http_request *rq, const struct asset *f, const char *nonce)
{
    struct buf *out = &rq->reply.body;
    const char *from = f->data;
    for (const char *at; (at = strstr(from, NONCE)); from = at + strlen(NONCE)) {
        buf_add(out, from, (size_t)(at - from));
        buf_puts(out, nonce);
    }
    buf_puts(out, from);
    rq->reply.status = 200;
    rq->reply.content_type = f->type;
    http_reply_header(rq, "Cache-Control", "no-cache");
}

static void refuse(struct http_request *rq, int status, const char *text)
{
    rq->reply.status = status;
    rq->reply.content_type = "text/plain; charset=utf-8";
    buf_puts(&rq->reply.body, text);
}

bool static_serve(const struct static_site *site, struct http_request *rq, const char *nonce)
{
    if (strcmp(rq->path, "/api") == 0 || strncmp(rq->path, "/api/", 5) == 0)
        return false;
    rq->route = "static";
    if (strcmp(rq->method, "GET") != 0 && strcmp(rq->method, "HEAD") != 0) {
        http_reply_header(rq, "Allow", "GET, HEAD");
        refuse(rq, 405, "This address takes GET and HEAD only.\n");
        return true;
    }
    bool hashed = strncmp(rq->path, "/assets/", 8) == 0;
    const struct asset *f = asset_find(site, rq->path);
    if (!f && !hashed)
        f = site->index;
    if (f && f->has_nonce)
        send_page(rq, f, nonce);
    else if (f)
        send_asset(rq, f, hashed);
    else /* an old page asks for a file of an earlier build: a page in its place would break it worse */
        refuse(rq, 404, "There is no such file.\n");
    return true;
}
