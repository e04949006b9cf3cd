#include "api/dispatch.h"
#include "api/auth.h"
#include "api/problem.h"
#include "api/site.h"
#include "base/crypt.h"
#include "base/text.h"
#include "core/replay.h"

#include <errno.h>
#include <stdlib.h>

#define CSP_API                                                                                              \
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#define CSP_PAGE                                                                                             \
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s'; img-src 'self' data: blob:; "       \
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "         \
    "form-action 'self'; frame-ancestors 'none'"

enum err dispatch_routes(struct app *app)
{
    app->router = router_new();
    for (const struct route_list *const *l = all_routes; *l; l++)
        for (size_t i = 0; i < (*l)->n; i++) {
            const struct route *r = &(*l)->routes[i];
            enum err e = r->handler ? router_add(app->router, r->method, r->path, (void *)r) : ERR_OK;
            if (e)
                return e;
        }
    return ERR_OK;
}

void dispatch_accept(void *arg, const struct http_request *head, struct http_plan *out_plan)
{
    struct app *app = arg;
    struct router_match m;
    out_plan->max_body_bytes = app->cfg.max_body_bytes;
    out_plan->share = auth_share(app, head);
    if (router_match(app->router, head->arena, head->method, site_path(head->path), &m) != ERR_OK)
        return;
    const struct route *r = m.target;
    out_plan->lane = r->flags & ROUTE_LONG ? LANE_LONG : LANE_SHORT;
    if (!(r->flags & ROUTE_FILE_BODY))
        return;
    out_plan->max_body_bytes =
            r->flags & ROUTE_ATTACHED ? app->cfg.max_attached_bytes : app->cfg.max_upload_bytes;
    out_plan->body_to_file = true;
    if (!auth_upload_ok(app, head))
        out_plan->refuse_status = 401;
}

/* nonce: of a page's own styles; NULL where no page is. */
static void add_headers(struct http_request *rq, const char *nonce)
{
    http_reply_header(rq, "X-Content-Type-Options", "nosniff");
    http_reply_header(rq, "Referrer-Policy", "same-origin");
    http_reply_header(rq, "X-Frame-Options", "DENY");
    http_reply_header(rq, "Cross-Origin-Opener-Policy", "same-origin");
    http_reply_header(
            rq, "Content-Security-Policy", nonce ? arena_printf(rq->arena, CSP_PAGE, nonce) : CSP_API);
}

/* A parameter whose name ends in "id" must be a positive number; what is none, is not there. */
static enum err read_params(struct call *c, const struct router_match *m)
{
    size_t n_ids = 0, n_texts = 0, k = 0;
    for (const char *p = strchr(c->route->path, '{'); p && k < m->n_params; p = strchr(p + 1, '{'), k++) {
        const char *end = strchr(p, '}'), *text = m->param[k];
        if (strncmp(end - 2, "id", 2) != 0) {
            c->text[n_texts++] = text;
            continue;
        }
        char *rest;
        errno = 0;
        long long v = strtoll(text, &rest, 10);
        if (errno || *rest || v <= 0 || v > SHAPE_INT_MAX || *text < '1' || *text > '9')
            return ERR_NOT_FOUND;
        c->id[n_ids++] = v;
    }
    return ERR_OK;
}

static enum err find_route(struct call *c)
{
    struct router_match m = {0};
    enum err e = router_match(c->app->router, c->cx->arena, c->rq->method, c->site.path, &m);
    if (e == ERR_METHOD)
        http_reply_header(c->rq, "Allow", m.allow);
    if (e)
        return e;
    c->route = m.target;
    c->rq->route = c->route->path;
    return read_params(c, &m);
}

/* A parameter nobody reads would be a wish silently not granted, and of two alike one would be. */
static enum err check_names(struct call *c)
{
    size_t n;
    const struct http_header *given = http_queries(c->rq, &n);
    for (size_t i = 0; i < n && !(c->route->flags & ROUTE_FREE_QUERY); i++) {
        enum err e = shape_parameter(c->cx, c->route->query, given[i].name);
        for (size_t k = 0; k < i && !e; k++)
            if (strcmp(given[k].name, given[i].name) == 0)
                e = fail(c->cx, ERR_INVALID, given[i].name, "error.repeated_parameter");
        if (e)
            return e;
    }
    return ERR_OK;
}

static enum err check_query(struct call *c)
{
    size_t n = 0;
    enum err named = check_names(c);
    if (named || !c->route->query)
        return named;
    while (c->route->query[n].type != SH_END)
        n++;
    struct val *vals = arena_array(c->cx->arena, struct val, n);
    for (size_t i = 0; i < n; i++) {
        const struct member_shape *q = &c->route->query[i];
        const char *text = http_query(c->rq, q->name);
        if (!text) {
            if (q->flags & SH_REQUIRED)
                return fail(c->cx, ERR_INVALID, q->name, "error.required");
            continue;
        }
        enum err e = shape_parse(c->cx, q, text, &vals[i]);
        if (e)
            return e;
    }
    c->query = vals;
    return ERR_OK;
}

static bool takes_version(const struct shape *s)
{
    for (const struct member_shape *m = s->members; m->type != SH_END; m++)
        if (strcmp(m->name, "version") == 0)
            return true;
    return false;
}

/* If-Match: "7" says the same as the member `version`. */
static enum err merge_if_match(struct call *c)
{
    const char *h = http_header(c->rq, "If-Match");
    if (!h || strcmp(h, "*") == 0 || !takes_version(c->route->in) || json_object_get(c->body, "version"))
        return ERR_OK;
    char *end;
    errno = 0;
    long long v = *h == '"' ? strtoll(h + 1, &end, 10) : 0;
    if (errno || v <= 0 || v > SHAPE_INT_MAX || strcmp(end, "\"") != 0)
        return fail(c->cx, ERR_INVALID, "If-Match", "error.if_match");
    json_object_set_new(c->body, "version", json_integer(v));
    return ERR_OK;
}

static enum err check_body(struct call *c)
{
    const char *why = "", *type = http_header(c->rq, "Content-Type");
    if (!c->route->in || c->route->flags & ROUTE_FILE_BODY)
        return ERR_OK;
    size_t n = c->rq->body ? c->rq->body_len : 0;
    if (n && (!type || strncasecmp(type, "application/json", 16) != 0 ||
                     (type[16] && !strchr("; \t", type[16]))))
        return fail(c->cx, ERR_MEDIA_TYPE, "Content-Type", "error.media_type");
    enum err e = json_read(c->cx->arena, n ? c->rq->body : "{}", n ? n : 2, &c->body, &why);
    if (e)
        return fail_arg(c->cx, e, NULL, "error.malformed", why);
    if (!json_is_object(c->body))
        return fail(c->cx, ERR_INVALID, NULL, "error.not_object");
    e = merge_if_match(c);
    return e ? e : shape_check(c->cx, c->route->in, c->body);
}

/* In development: where the time went, shown by browsers' network panels. */
static void add_timing(struct call *c)
{
    if (!c->app->cfg.dev)
        return;
    double total = (double)(clock_mono_us() - c->rq->started_us) / 1000, db = (double)c->rq->db_us / 1000;
    http_reply_header(c->rq, "Server-Timing",
            arena_printf(c->cx->arena, "total;dur=%.2f, db;dur=%.2f;desc=\"%u statements\"", total, db,
                    c->rq->n_sql));
}

static void finish(struct call *c, enum err e)
{
    struct http_reply *r = &c->rq->reply;
    auth_done(c);
    if (e)
        problem_reply(c->rq, c->cx, e);
    else
        r->status = c->status ? c->status : c->route->flags & ROUTE_CREATED ? 201 : 200;
    bool raw = r->file_path || r->file_data || r->stream_next || r->sse;
    if (!e && !raw && !r->body.len && !r->content_type && r->status != 304)
        buf_puts(&r->body, "{}");
    r->gzip_ok = !raw;
    if (!c->caching)
        http_reply_header(c->rq, "Cache-Control", "no-store");
    add_timing(c);
}

void reply_etag(struct call *c, const char *etag, bool cacheable)
{
    struct http_reply *r = &c->rq->reply;
    char *quoted = arena_printf(c->cx->arena, "\"%s\"", etag);
    http_reply_header(c->rq, "ETag", quoted);
    if (!cacheable)
        return;
    c->caching = true;
    http_reply_header(c->rq, "Cache-Control", "private, no-cache");
    const char *had = http_header(c->rq, "If-None-Match");
    if (had && strstr(had, quoted)) {
        c->status = 304;
        r->body.len = 0;
    }
}

static void reply_write(struct call *c)
{
    if (c->reply_later)
        c->reply_later(c);
    c->reply_later = NULL;
}

/* One handler, once: with an Idempotency-Key the first reply is kept in the same transaction and given again. */
static enum err handle_once(struct call *c)
{
    enum err full = c->route->flags & ROUTE_IDEMPOTENT_KEY ? quota_storage(c->cx) : ERR_OK;
    if (full)
        return full;
    const char *key = http_header(c->rq, "Idempotency-Key");
    if (!key || !(c->route->flags & ROUTE_IDEMPOTENT_KEY) || !c->cx->member)
        return c->route->handler(c);
    if (!*key || strlen(key) > REPLAY_KEY_MAX || !text_valid(key, strlen(key)))
        return fail_limit(c->cx, ERR_INVALID, "Idempotency-Key", "error.too_long", REPLAY_KEY_MAX);
    const char *text = arena_printf(
            c->cx->arena, "%s %s\n%s", c->rq->method, c->rq->path, c->rq->body ? c->rq->body : "");
    const char *hash = crypt_hash(c->cx->arena, text, strlen(text));
    struct replay kept;
    struct buf *body = &c->rq->reply.body;
    enum err e = replay_find(c->cx, key, hash, &kept);
    if (!e) {
        c->status = kept.status;
        buf_puts(body, kept.reply);
        http_reply_header(c->rq, "Idempotent-Replayed", "true");
        return ERR_OK;
    }
    if (e != ERR_NOT_FOUND)
        return e;
    e = c->route->handler(c);
    if (e)
        return e;
    reply_write(c);
    int status = c->status ? c->status : c->route->flags & ROUTE_CREATED ? 201 : 200;
    return replay_keep(c->cx, key, hash, &(struct replay){.status = status, .reply = buf_str(body)});
}

static void note_statements(struct call *c)
{
    c->rq->n_sql += c->cx->n_sql;
    c->rq->db_us += c->cx->db_us;
}

/* The group commit of a write is durable, or has failed; only now may its reply go out. */
static void committed(void *arg, enum err e)
{
    struct call *c = arg;
    note_statements(c);
    if (!e)
        reply_write(c);
    finish(c, e);
    http_release(c->rq);
}

/* Its turn to write has come, or could not be had. */
static void write_turn(void *arg, enum err e)
{
    struct call *c = arg;
    bool begun = !e;
    if (e == ERR_VERSION)
        atomic_store(&c->app->outdated, true);
    if (!e)
        e = handle_once(c);
    if (!e) {
        tx_end(c->account, c->cx, ERR_OK, committed, c);
        return;
    }
    if (begun)
        tx_end(c->account, c->cx, e, NULL, NULL);
    note_statements(c);
    finish(c, e);
    http_release(c->rq);
}

/* Who writes for others goes on in the account when its own reply is gone, and this call with it. */
static void run_write(struct call *c, int64_t member_id)
{
    struct accounts *accounts = c->app->accounts;
    struct account *acc = c->account;
    accounts_hold_more(accounts, acc);
    http_hold(c->rq);
    tx_write_soon(acc, c->cx, member_id, write_turn, c);
    accounts_release(accounts, acc);
}

/* A list that turns out to read much begins anew where it keeps nobody waiting. */
static void run_read(void *arg)
{
    struct call *c = arg;
    enum err e = tx_read(c->account, c->cx, c->member_id);
    if (!e) {
        e = c->route->handler(c);
        tx_end(c->account, c->cx, e, NULL, NULL);
        note_statements(c);
    }
    if (e && c->cx->wants_long) {
        c->cx->short_lane = c->cx->wants_long = false;
        buf_init(&c->rq->reply.body, c->rq->arena);
        jw_init(c->out, &c->rq->reply.body);
        http_continue(c->rq, run_read, c);
        return;
    }
    finish(c, e);
}

static enum err check_writable(struct call *c)
{
    return c->account && account_quota(c->account).read_only
                   ? fail(c->cx, ERR_READ_ONLY, NULL, "error.read_only")
                   : ERR_OK;
}

static void run(struct call *c)
{
    int64_t member_id = c->cx->member ? c->cx->member->id : 0;
    enum err e;
    if (c->route->tx == TX_NONE) {
        e = c->route->handler(c);
        auth_end(c);
        finish(c, e);
        return;
    }
    auth_end(c);
    if (c->route->tx == TX_WRITE) {
        e = check_writable(c);
        if (e)
            finish(c, e);
        else
            run_write(c, member_id);
        return;
    }
    c->member_id = member_id;
    c->cx->short_lane = !(c->route->flags & ROUTE_LONG);
    run_read(c);
}

enum err call_read(struct call *c, enum err (*fn)(struct call *c))
{
    auth_end(c);
    enum err e = tx_read(c->account, c->cx, c->session->member_id);
    if (e)
        return e;
    e = tx_end(c->account, c->cx, fn(c), NULL, NULL);
    note_statements(c);
    return e;
}

enum err call_write(struct call *c, enum err (*fn)(struct call *c))
{
    auth_end(c);
    enum err e = check_writable(c);
    if (!e)
        e = tx_write(c->account, c->cx, c->session->member_id);
    if (e)
        return e;
    e = tx_end(c->account, c->cx, fn(c), NULL, NULL);
    note_statements(c);
    return e;
}

static struct call *call_new(struct app *app, struct http_request *rq)
{
    struct call *c = arena_new_of(rq->arena, struct call);
    c->cx = arena_new_of(rq->arena, struct ctx);
    *c->cx = (struct ctx){.arena = rq->arena,
            .now_at = clock_now_at(),
            .request_id = rq->id,
            .address = rq->remote,
            .agent = http_header(rq, "User-Agent")};
    c->cx->notices_end = &c->cx->notices;
    c->app = app;
    c->rq = rq;
    c->out = arena_new_of(rq->arena, struct jw);
    buf_init(&rq->reply.body, rq->arena);
    jw_init(c->out, &rq->reply.body);
    return c;
}

/* Everything that is not the API: the web client. */
static void serve_page(struct call *c)
{
    c->rq->path = c->site.path;
    const char *nonce = crypt_token(c->rq->arena);
    if (c->app->site && static_serve(c->app->site, c->rq, nonce)) {
        add_headers(c->rq, nonce);
        return;
    }
    add_headers(c->rq, NULL);
    c->cx->lang = problem_language(c->rq);
    finish(c, ERR_NOT_FOUND);
}

void dispatch_handle(void *arg, struct http_request *rq)
{
    struct call *c = call_new(arg, rq);
    enum err e = site_find(c->app, rq, &c->site);
    if (e) {
        add_headers(rq, NULL);
        c->cx->lang = problem_language(rq);
        finish(c, e);
        return;
    }
    e = find_route(c);
    if (e == ERR_NOT_FOUND && !c->route) {
        serve_page(c);
        return;
    }
    add_headers(rq, NULL);
    if (!e)
        e = auth_check(c);
    if (!e)
        e = check_query(c);
    if (!e)
        e = check_body(c);
    if (e) {
        auth_end(c);
        finish(c, e);
        return;
    }
    run(c);
}

const char *in_text(const struct call *c, const char *name, const char *dflt)
{
    return obj_text(c->body, name, dflt);
}

int64_t in_int(const struct call *c, const char *name, int64_t dflt)
{
    return obj_int(c->body, name, dflt);
}

bool in_bool(const struct call *c, const char *name, bool dflt)
{
    return obj_bool(c->body, name, dflt);
}

bool in_has(const struct call *c, const char *name)
{
    return in_json(c, name) != NULL;
}

const json_t *in_json(const struct call *c, const char *name)
{
    const json_t *v = json_object_get(c->body, name);
    return json_is_null(v) ? NULL : v;
}

const char *obj_text(const json_t *o, const char *name, const char *dflt)
{
    const json_t *v = json_object_get(o, name);
    return json_is_string(v) ? json_string_value(v) : dflt;
}

int64_t obj_int(const json_t *o, const char *name, int64_t dflt)
{
    const json_t *v = json_object_get(o, name);
    return json_is_integer(v) ? json_integer_value(v) : dflt;
}

bool obj_bool(const json_t *o, const char *name, bool dflt)
{
    const json_t *v = json_object_get(o, name);
    return json_is_boolean(v) ? json_is_true(v) : dflt;
}

static struct val q_val(const struct call *c, const char *name)
{
    for (size_t i = 0; c->query && c->route->query[i].type != SH_END; i++)
        if (strcmp(c->route->query[i].name, name) == 0)
            return c->query[i];
    return val_null();
}

int64_t q_int(const struct call *c, const char *name, int64_t dflt)
{
    return val_i(q_val(c, name), dflt);
}

const char *q_text(const struct call *c, const char *name, const char *dflt)
{
    return val_s(q_val(c, name), dflt);
}
