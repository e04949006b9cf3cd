/* push_browser - browsers that are told, and the key by which push services know this server; both in the directory. */
#include "base/crypt.h"
#include "core/directory_impl.h"
#include "core/push.h"
#include "core/secret.h"

#include <string.h>

#define PURPOSE "browser push"

/* Just what browsers give, so that nobody reads the host out of it in another way than curl does. */
static const char *host_of(const char *endpoint, bool inside, size_t *out_n)
{
    const char *host = strncmp(endpoint, "https://", 8) == 0            ? endpoint + 8
                       : inside && strncmp(endpoint, "http://", 7) == 0 ? endpoint + 7
                                                                        : "";
    size_t n = strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-");
    const char *rest = host + n;
    if (n && *rest == ':')
        rest += 1 + strspn(rest + 1, "0123456789");
    if (!n || *rest != '/' || strlen(endpoint) > PUSH_ENDPOINT_BYTES)
        return NULL;
    for (const char *p = rest; *p; p++)
        if (*p <= ' ' || *p > '~' || strchr("\"<>\\^`{|}#", *p))
            return NULL;
    *out_n = n;
    return host;
}

static bool named(const char *host, size_t n, const char *name, size_t n_name)
{
    if (n_name > 2 && strncmp(name, "*.", 2) == 0)
        return n > n_name - 1 && strncmp(host + n - (n_name - 1), name + 1, n_name - 1) == 0;
    return n == n_name && strncmp(host, name, n) == 0;
}

bool push_endpoint_fits(
        struct arena *a, const struct push_policy *policy, const char *endpoint, const char **out_origin)
{
    size_t n;
    const char *host = host_of(endpoint, policy->inside, &n);
    for (const char *at = policy->hosts ? policy->hosts : ""; host && *at;) {
        at += strspn(at, ", ");
        size_t n_name = strcspn(at, ", ");
        if (n_name && named(host, n, at, n_name)) {
            *out_origin = arena_strn(a, endpoint, (size_t)(host - endpoint) + strcspn(host, "/"));
            return true;
        }
        at += n_name;
    }
    return false;
}

bool push_to(const struct push_browser *b, struct webpush_to *out)
{
    return crypt_base64url_read(b->p256dh, out->point, sizeof out->point) && out->point[0] == 4 &&
           crypt_base64url_read(b->auth, out->auth, sizeof out->auth);
}

/* The key */

static enum err find_point(struct db *db, const char **out_point, const char **out_sealed)
{
    enum err e = push_key_row(db, out_point, out_sealed);
    if (e == ERR_NOT_FOUND)
        *out_point = *out_sealed = NULL;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err read_key(
        struct directory *dir, struct ctx *cx, const char **out_point, const char **out_sealed)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = find_point(db, out_point, out_sealed);
    store_read_end(db);
    return e;
}

struct new_key {
    const char *point, *sealed;
};

static enum err add_key(struct db *db, struct ctx *cx, void *arg)
{
    const struct new_key *k = arg;
    enum err e = push_key_add(db, k->point, k->sealed);
    return e == ERR_CONFLICT ? ERR_OK : e; /* another was first: that one is read */
}

static enum err make_key(struct directory *dir, struct ctx *cx)
{
    struct webpush_key key;
    char *sealed;
    enum err e = webpush_key_make(&key);
    if (!e)
        e = secret_seal(dir, cx, PURPOSE, crypt_base64url(cx->arena, key.own, sizeof key.own), &sealed);
    if (e)
        return e;
    struct new_key k = {.point = crypt_base64url(cx->arena, key.point, sizeof key.point), .sealed = sealed};
    return directory_write(dir, cx, add_key, &k);
}

enum err push_key(struct directory *dir, struct ctx *cx, struct webpush_key *out_key)
{
    const char *point, *sealed;
    char *own;
    enum err e = read_key(dir, cx, &point, &sealed);
    if (!e && !point) {
        e = make_key(dir, cx);
        if (!e)
            e = read_key(dir, cx, &point, &sealed);
    }
    if (!e)
        e = secret_open(dir, cx, PURPOSE, sealed, &own);
    if (e)
        return e;
    return crypt_base64url_read(own, out_key->own, sizeof out_key->own) &&
                           crypt_base64url_read(point, out_key->point, sizeof out_key->point)
                   ? ERR_OK
                   : ERR_INTERNAL;
}

enum err push_key_point(struct directory *dir, struct ctx *cx, const char **out_point)
{
    const char *sealed;
    return read_key(dir, cx, out_point, &sealed);
}

/* Browsers */

static enum err put(struct db *db, struct ctx *cx, void *arg)
{
    return push_browser_put(db, arg, PUSH_BROWSERS);
}

enum err push_browser_add(
        struct directory *dir, struct ctx *cx, const struct push_policy *policy, const struct push_browser *b)
{
    const char *origin;
    struct webpush_to to;
    struct webpush_key trial;
    unsigned char salt[WEBPUSH_SALT_BYTES] = {0}, *body;
    size_t n;
    struct push_browser row = *b;
    if (!push_endpoint_fits(cx->arena, policy, b->endpoint, &origin))
        return fail(cx, ERR_INVALID, "endpoint", "error.push_endpoint");
    if (!crypt_base64url_read(b->auth, to.auth, sizeof to.auth))
        return fail(cx, ERR_INVALID, "auth", "error.push_key");
    if (!push_to(b, &to) || webpush_key_make(&trial) ||
            webpush_seal(cx->arena, &to, &trial, salt, "", 0, &body, &n))
        return fail(cx, ERR_INVALID, "p256dh", "error.push_key");
    row.created_at = cx->now_at;
    return directory_write(dir, cx, put, &row);
}

enum err push_browser_list(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id,
        struct push_browser **out_rows, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = push_browser_rows(db, account_id, member_id, cx->now_at, PUSH_BROWSERS, out_rows, out_n);
    store_read_end(db);
    return e;
}

static enum err drop(struct db *db, struct ctx *cx, void *arg)
{
    const struct push_browser *b = arg;
    return push_browser_drop(db, b->account_id, b->member_id, b->id);
}

enum err push_browser_remove(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t id)
{
    struct push_browser b = {.account_id = account_id, .member_id = member_id, .id = id};
    enum err e = directory_write(dir, cx, drop, &b);
    return e == ERR_NOT_FOUND ? fail(cx, e, "id", "error.not_found") : e;
}

struct outcomes {
    const struct push_outcome *p;
    size_t n;
};

static enum err note_outcomes(struct db *db, struct ctx *cx, void *arg)
{
    const struct outcomes *o = arg;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < o->n; i++) {
        const struct push_browser *b = o->p[i].browser;
        e = o->p[i].fate == PUSH_GONE ? push_browser_gone(db, b->id, b->endpoint)
                                      : push_browser_told(db, b->id, cx->now_at, o->p[i].fate == PUSH_FAILED);
    }
    return e;
}

enum err push_note_outcomes(
        struct directory *dir, struct ctx *cx, const struct push_outcome *outcomes, size_t n)
{
    struct outcomes o = {outcomes, n};
    return n ? directory_write(dir, cx, note_outcomes, &o) : ERR_OK;
}
