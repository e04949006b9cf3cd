#include "api/live.h"
#include "base/mem.h"
#include "core/access.h"

/* Whom a notice is for; copied by the hub for streams that come back. */
struct audience {
    int64_t owner_id, old_owner_id;
};

static bool may(const void *arg, const void *tag)
{
    const struct audience *who = arg;
    const struct stream_tag *t = tag;
    return access_may_notice(t->member_id, t->sees_all, who->owner_id, who->old_owner_id);
}

static void write_members(struct jw *w, const struct notice *n)
{
    jw_kint(w, "id", n->id);
    if (n->module_id)
        jw_kint(w, "module_id", n->module_id);
    if (n->card_id)
        jw_kint(w, "card_id", n->card_id);
}

static void publish_one(struct app *app, int64_t account_id, struct buf *b, const struct notice *n)
{
    struct jw w;
    b->len = 0;
    jw_init(&w, b);
    jw_obj(&w);
    write_members(&w, n);
    if (n->data_json) {
        size_t len = strlen(n->data_json);
        bool braces = len >= 2 && *n->data_json == '{';
        if (len > (braces ? 2u : 0u)) {
            buf_putc(b, ',');
            buf_add(b, n->data_json + braces, len - 2 * braces);
        }
    }
    jw_obj_end(&w);
    const struct audience who = {n->owner_id, n->old_owner_id};
    sse_publish(app->hub, account_id, n->kind, b->p, b->len, may, &who, sizeof who);
}

void live_publish(void *arg, struct account *acc, const struct notice *first, unsigned n)
{
    struct app *app = arg;
    struct buf b;
    buf_init(&b, NULL);
    for (const struct notice *it = first; it && n; it = it->next, n--)
        publish_one(app, account_id(acc), &b, it);
    buf_free(&b);
}

/* Streams of members who are gone, or who see more or less than when the stream was opened. */
static bool outdated(const void *arg, const void *tag)
{
    const struct stream_tag *t = tag;
    const struct member *m = meta_member(arg, t->member_id);
    return !m || !m->active || access_sees_all(m) != t->sees_all;
}

void live_meta_changed(void *arg, struct account *acc, uint64_t serial)
{
    struct app *app = arg;
    struct meta *m = account_meta(acc);
    sse_close_where(app->hub, account_id(acc), outdated, m);
    meta_unpin(m);
    struct buf b;
    buf_init(&b, NULL);
    buf_printf(&b, "{\"serial\":%llu}", (unsigned long long)serial);
    const struct audience all = {0, 0};
    sse_publish(app->hub, account_id(acc), "meta", b.p, b.len, may, &all, sizeof all);
    buf_free(&b);
}

void live_wake(void *arg, struct account *acc, int64_t at)
{
    struct app *app = arg;
    if (app->cfg.wake)
        app->cfg.wake(app->cfg.arg, acc, at);
}

static bool belongs(const void *arg, const void *tag)
{
    const struct stream_tag *who = arg, *t = tag;
    return who->session_id ? t->session_id == who->session_id : t->member_id == who->member_id;
}

void app_close_streams(struct app *app, int64_t account_id, int64_t member_id, int64_t session_id)
{
    const struct stream_tag who = {.member_id = member_id, .session_id = session_id};
    sse_close_where(app->hub, account_id, belongs, &who);
}

static bool another(const void *arg, const void *tag)
{
    const struct session *keep = arg;
    const struct stream_tag *t = tag;
    return t->member_id == keep->member_id && t->session_id != keep->id && !t->key_id;
}

void app_close_other_streams(struct app *app, const struct session *keep)
{
    sse_close_where(app->hub, keep->account_id, another, keep);
}
