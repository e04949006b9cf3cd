#include "api/live.h"
#include "base/mem.h"
#include "core/access.h"
#include "core/security.h"
#include "core/see_as.h"
#include "core/tell.h"

#include <stdio.h>

static bool may(const void *arg, const void *tag)
{
    const struct stream_tag *t = tag;
    bool over = t->until_at && clock_now_at() >= t->until_at;
    return !over && access_may_notice(t->sees, arg);
}

static void write_members(struct jw *w, const struct notice *n)
{
    jw_kint(w, "id", n->id);
    if (n->module_id)
        jw_kint(w, "module_id", n->module_id);
    if (n->card_id)
        jw_kint(w, "card_id", n->card_id);
}

/* id 0: the hub numbers it. */
static void publish_one(
        struct app *app, int64_t account_id, uint64_t id, struct buf *b, const struct notice *n)
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
    const struct audience who = access_audience(n);
    if (id)
        sse_publish_as(app->hub, account_id, id, n->kind, b->p, b->len, may, &who, sizeof who);
    else
        sse_publish(app->hub, account_id, n->kind, b->p, b->len, may, &who, sizeof who);
}

void live_publish(void *arg, struct account *acc, const struct notice *first, unsigned n)
{
    struct app *app = arg;
    struct buf b;
    buf_init(&b, NULL);
    for (const struct notice *it = first; it && n; it = it->next, n--)
        publish_one(app, account_id(acc), 0, &b, it);
    buf_free(&b);
}

static void publish_meta(struct app *app, int64_t account_id, uint64_t id, uint64_t serial)
{
    char text[48];
    size_t n = (size_t)snprintf(text, sizeof text, "{\"serial\":%llu}", (unsigned long long)serial);
    const struct audience all = {.about = ABOUT_ALL};
    if (id)
        sse_publish_as(app->hub, account_id, id, "meta", text, n, may, &all, sizeof all);
    else
        sse_publish(app->hub, account_id, "meta", text, n, may, &all, sizeof all);
}

/* Streams of members who are gone, or who see more or less than when the stream was opened, or now need a second step. */
static bool outdated(const void *arg, const void *tag)
{
    const struct stream_tag *t = tag;
    const struct member *m = meta_member(arg, t->member_id);
    bool weak = !t->key_id && !t->strong && security_of(arg).two_step_required;
    bool blind = t->by_id && !see_as_may(meta_member(arg, t->by_id), m);
    return weak || blind || !m || !m->active || m->locked || !access_sees_same(t->sees, m->sees);
}

void live_meta_changed(void *arg, struct account *acc, uint64_t serial)
{
    struct app *app = arg;
    struct meta *m = account_meta(acc);
    sse_close_where(app->hub, account_id(acc), outdated, m);
    meta_unpin(m);
    if (!account_shared(acc)) /* else it has a number, see live_heard */
        publish_meta(app, account_id(acc), 0, serial);
}

void live_wake(void *arg, struct account *acc, int64_t at)
{
    struct app *app = arg;
    if (app->cfg.wake)
        app->cfg.wake(app->cfg.arg, acc, at);
}

/* ---- Ended sessions. ---- */

static bool belongs(const void *arg, const void *tag)
{
    const struct session *like = arg;
    const struct stream_tag *t = tag;
    return (!like->id || t->session_id == like->id) && (!like->key_id || t->key_id == like->key_id) &&
           (!like->login_id || t->login_id == like->login_id) &&
           (!like->member_id || t->member_id == like->member_id);
}

struct all_but {
    const struct session *like;
    int64_t keep_id;
};

static bool ended(const void *arg, const void *tag)
{
    const struct all_but *which = arg;
    const struct stream_tag *t = tag;
    return belongs(which->like, tag) && !(which->keep_id && (t->session_id == which->keep_id || t->key_id));
}

void app_sessions_ended(struct app *app, const struct session *like, int64_t keep_id)
{
    const struct all_but which = {like, keep_id};
    session_cache_drop(app->sessions, like, keep_id);
    sse_close_where(app->hub, like->account_id, ended, &which);
}

/* ---- What servers tell each other. ---- */

#define NUMBERS 1000 /* an event's id: the number of the message, and its place in there */

uint64_t live_id(int64_t number)
{
    return (uint64_t)number * NUMBERS + (NUMBERS - 1);
}

/* Metadata first: whoever reacts to a notice must find the new snapshot. */
static void hear_notices(struct app *app, const struct told *t)
{
    uint64_t id = (uint64_t)t->number * NUMBERS;
    if (t->stamp) {
        struct account *acc;
        if (app->accounts && accounts_hold_open(app->accounts, t->account_id, &acc)) {
            account_heard(acc, t->stamp);
            accounts_release(app->accounts, acc);
        }
        publish_meta(app, t->account_id, id++, (uint64_t)t->stamp);
    }
    struct buf b;
    buf_init(&b, NULL);
    for (const struct notice *n = t->first; n; n = n->next)
        publish_one(app, t->account_id, id++, &b, n);
    buf_free(&b);
    if (t->too_much)
        sse_reset(app->hub, t->account_id);
}

void live_heard(void *arg, const char *text)
{
    struct app *app = arg;
    struct arena *a = arena_new(0);
    struct told t;
    pthread_mutex_lock(&app->ear_lock);
    if (app->deafened)
        ;
    else if (!tell_read(a, text, &t))
        sse_reset(app->hub, 0); /* a newer server's word: who knows what it says */
    else if (t.kind == TOLD_SESSIONS)
        app_sessions_ended(app, &t.like, t.keep_id);
    else
        hear_notices(app, &t);
    pthread_mutex_unlock(&app->ear_lock);
    arena_free(a);
}

/* Nothing that is kept in memory can be trusted after a time in which nothing was heard. */
static void catch_up(struct app *app)
{
    session_cache_trust(app->sessions, true);
    struct arena *a = arena_new(0);
    int64_t *ids;
    size_t n = app->accounts ? accounts_open_ids(app->accounts, a, &ids) : 0;
    for (size_t i = 0; i < n; i++) {
        struct account *acc;
        if (!accounts_hold_open(app->accounts, ids[i], &acc))
            continue;
        if (account_shared(acc))
            account_heard(acc, INT64_MAX);
        accounts_release(app->accounts, acc);
    }
    arena_free(a);
    sse_reset(app->hub, 0);
}

void live_deaf(void *arg, bool deaf)
{
    struct app *app = arg;
    pthread_mutex_lock(&app->ear_lock);
    if (app->deafened)
        ;
    else if (deaf)
        session_cache_trust(app->sessions, false);
    else
        catch_up(app);
    pthread_mutex_unlock(&app->ear_lock);
}
