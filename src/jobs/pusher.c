#include "jobs/pusher.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/security.h"
#include "http/fetch.h"

#include <string.h>

#define ROWS_A_ROUND  16
#define LETTERS_MAX   (ROWS_A_ROUND * PUSH_BROWSERS)
#define ANSWER_US     (5 * 1000000LL)
#define REST_MS       MS_MINUTE
#define RESTS         16
#define RETRY_MOST_MS (6 * MS_HOUR)
#define TTL_TEXT      "TTL: 43200"
#define TOKEN_S       (12 * 3600)

/* A push service that did not answer. */
struct rest {
    char origin[128];
    int64_t until_at;
};

struct pusher {
    struct pusher_config cfg;
    struct webpush_key key;
    bool has_key;
    struct rest rests[RESTS];
    int next_rest;
};

struct pusher *pusher_new(const struct pusher_config *cfg)
{
    struct pusher *p = mem_zalloc(sizeof *p);
    p->cfg = *cfg;
    return p;
}

void pusher_free(struct pusher *p)
{
    mem_free(p);
}

/* One message to one browser. */
struct letter {
    const struct push_row *row;
    const struct push_browser *browser;
    const char *origin;
    int64_t again_at; /* 0 = not again */
    bool rests;       /* its service does: it was not tried */
};

/* What is being sent of one account. */
struct post {
    struct pusher *p;
    struct account *acc;
    struct ctx cx; /* arena and time, for the directory */
    struct push_row *rows;
    size_t n_rows, n_letters;
    struct letter letters[LETTERS_MAX];
    struct fetch fetches[LETTERS_MAX];
    struct fetched answers[LETTERS_MAX];
};

static int64_t rests_until(struct pusher *p, const char *origin, int64_t now_at)
{
    for (int i = 0; i < RESTS; i++)
        if (p->rests[i].until_at > now_at && strcmp(p->rests[i].origin, origin) == 0)
            return p->rests[i].until_at;
    return 0;
}

static void let_rest(struct pusher *p, const char *origin, int64_t now_at)
{
    if (rests_until(p, origin, now_at) || strlen(origin) >= sizeof p->rests->origin)
        return;
    struct rest *r = &p->rests[p->next_rest++ % RESTS];
    memcpy(r->origin, origin, strlen(origin) + 1);
    r->until_at = now_at + REST_MS;
    log_msg(LOG_WARN, "push service %s does not answer; again in a minute", origin);
}

static struct ctx fresh(const struct post *t)
{
    return (struct ctx){
            .arena = t->cx.arena, .now_at = t->cx.now_at, .origin = ORIGIN_TIMER, .request_id = "push"};
}

static enum err take(struct post *t)
{
    struct ctx cx = fresh(t);
    bool waits = false;
    enum err e = tx_read(t->acc, &cx, 0); /* without the write lock: nearly always there is nothing */
    if (!e)
        e = tx_end(t->acc, &cx, push_waits(&cx, &waits), NULL, NULL);
    if (e || !waits)
        return e;
    cx = fresh(t);
    e = tx_write(t->acc, &cx, 0);
    return e ? e : tx_end(t->acc, &cx, push_take(&cx, ROWS_A_ROUND, &t->rows, &t->n_rows), NULL, NULL);
}

/* As its reader; ERR_NOT_FOUND also when he is gone. */
static enum err say(struct post *t, const struct push_row *row, struct push_word *out)
{
    struct ctx cx = fresh(t);
    cx.origin = ORIGIN_USER; /* a timer would see everything */
    enum err e = tx_read(t->acc, &cx, row->member_id);
    if (!e)
        e = tx_end(t->acc, &cx, push_say(&cx, row, out), NULL, NULL);
    return e == ERR_UNAUTHENTICATED ? ERR_NOT_FOUND : e;
}

static const char *word_json(struct arena *a, const struct push_word *word, const char *prefix)
{
    struct buf b;
    struct jw w;
    buf_init(&b, a);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kstr(&w, "title", word->title);
    jw_kstr(&w, "body", word->body);
    jw_kstr(&w, "path", arena_printf(a, "%s%s", prefix, word->path));
    jw_kstr(&w, "tag", word->tag);
    jw_obj_end(&w);
    return buf_str(&b);
}

static const char **headers_of(struct post *t, const char *origin)
{
    struct pusher *p = t->p;
    struct arena *a = t->cx.arena;
    char *token;
    if (webpush_token(a, &p->key, origin, p->cfg.policy.contact, t->cx.now_at / MS_SECOND + TOKEN_S, &token))
        return NULL;
    const char **headers = arena_array(a, const char *, 6);
    headers[0] = arena_printf(a, "Authorization: vapid t=%s, k=%s", token,
            crypt_base64url(a, p->key.point, sizeof p->key.point));
    headers[1] = TTL_TEXT;
    headers[2] = "Content-Encoding: aes128gcm";
    headers[3] = "Content-Type: application/octet-stream";
    headers[4] = "Urgency: normal";
    headers[5] = NULL;
    return headers;
}

static bool seal(
        struct post *t, const struct push_browser *b, const struct push_word *word, struct fetch *out)
{
    struct webpush_to to;
    struct webpush_key once;
    unsigned char salt[WEBPUSH_SALT_BYTES], *body;
    const char *text = word_json(t->cx.arena, word, b->prefix);
    crypt_random(salt, sizeof salt);
    if (!push_to(b, &to) || webpush_key_make(&once) ||
            webpush_seal(t->cx.arena, &to, &once, salt, text, strlen(text), &body, &out->n_body))
        return false;
    out->body = body;
    return true;
}

static void write_letter(struct post *t, const struct push_row *row, const struct push_browser *b,
        const struct push_word *word)
{
    struct letter l = {.row = row, .browser = b};
    struct fetch f = {.url = b->endpoint, .inside = t->p->cfg.policy.inside};
    if (!push_endpoint_fits(t->cx.arena, &t->p->cfg.policy, b->endpoint, &l.origin))
        return; /* no longer allowed */
    l.again_at = rests_until(t->p, l.origin, t->cx.now_at);
    l.rests = l.again_at != 0;
    if (!l.rests) {
        f.headers = headers_of(t, l.origin);
        if (!f.headers || !seal(t, b, word, &f))
            return;
    }
    t->letters[t->n_letters] = l;
    t->fetches[t->n_letters++] = f;
}

/* Sessions without one are refused everything then: they are told nothing either. */
static bool asks_second_step(struct account *acc)
{
    struct meta *m = account_meta(acc);
    bool asks = security_of(m).two_step_required;
    meta_unpin(m);
    return asks;
}

static enum err write_letters(struct post *t, const struct push_row *row)
{
    struct push_browser *browsers;
    struct push_word word;
    size_t n;
    const bool all = !asks_second_step(t->acc);
    enum err e = push_browser_list(t->p->cfg.dir, &t->cx, account_id(t->acc), row->member_id, &browsers, &n);
    if (e || !n)
        return e;
    e = say(t, row, &word);
    for (size_t i = 0; !e && i < n; i++)
        if ((all || browsers[i].strong) && (!row->browser_id || browsers[i].id == row->browser_id))
            write_letter(t, row, &browsers[i], &word);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Those whose service rests are not sent now: they stand last while the others fly. */
static void fly(struct post *t, bool (*stop)(void *arg), void *arg)
{
    size_t n = 0;
    const int64_t until_us = clock_mono_us() + ANSWER_US;
    for (size_t i = 0; i < t->n_letters; i++)
        if (!t->letters[i].rests) {
            const struct letter l = t->letters[i];
            const struct fetch f = t->fetches[i];
            t->letters[i] = t->letters[n];
            t->fetches[i] = t->fetches[n];
            t->letters[n] = l;
            t->fetches[n] = f;
            t->fetches[n++].until_us = until_us;
        }
    memset(t->answers, 0, sizeof t->answers);
    fetch_all(t->cx.arena, t->fetches, n, stop, arg, t->answers);
}

/* What became of a letter that flew; sets when it flies again. */
static enum push_fate fate_of(struct post *t, struct letter *l, const struct fetched *f)
{
    if (f->status >= 200 && f->status < 300)
        return PUSH_TOLD;
    if (f->status == 404 || f->status == 410)
        return PUSH_GONE;
    if (!f->status)
        let_rest(t->p, l->origin, t->cx.now_at);
    else if (f->status != 429 && f->status < 500) {
        log_msg(LOG_WARN, "push service %s refuses a message: %d", l->origin, f->status);
        return PUSH_FAILED;
    }
    int64_t wait_ms = f->retry_after_s > 0 ? f->retry_after_s * MS_SECOND : push_wait_ms(l->row->tries);
    l->again_at = t->cx.now_at + (wait_ms < RETRY_MOST_MS ? wait_ms : RETRY_MOST_MS);
    return PUSH_FAILED;
}

static enum err note(struct post *t)
{
    struct push_outcome *out = arena_array(t->cx.arena, struct push_outcome, t->n_letters + 1);
    size_t n = 0;
    t->cx.now_at = clock_now_at();
    for (size_t i = 0; i < t->n_letters; i++)
        if (!t->letters[i].rests) {
            out[n].browser = t->letters[i].browser;
            out[n++].fate = fate_of(t, &t->letters[i], &t->answers[i]);
        }
    return push_note_outcomes(t->p->cfg.dir, &t->cx, out, n);
}

static enum err done_all(struct post *t, struct ctx *cx)
{
    struct push_row again[PUSH_BROWSERS];
    enum err e = ERR_OK;
    for (size_t r = 0; !e && r < t->n_rows; r++) {
        size_t n = 0;
        for (size_t i = 0; i < t->n_letters && n < PUSH_BROWSERS; i++)
            if (t->letters[i].row == &t->rows[r] && t->letters[i].again_at) {
                again[n] = t->rows[r];
                again[n].browser_id = t->letters[i].browser->id;
                if (t->letters[i].rests && again[n].tries > 1)
                    again[n].tries--;
                again[n++].at = t->letters[i].again_at;
            }
        e = push_done(cx, &t->rows[r], again, n);
    }
    return e;
}

static enum err send_some(struct post *t, bool (*stop)(void *arg), void *arg)
{
    enum err e = take(t);
    if (e || !t->n_rows)
        return e;
    if (!t->p->has_key)
        e = push_key(t->p->cfg.dir, &t->cx, &t->p->key);
    t->p->has_key = !e;
    for (size_t i = 0; !e && i < t->n_rows; i++)
        e = write_letters(t, &t->rows[i]);
    if (e)
        return e; /* they come again when their minute is over */
    fly(t, stop, arg);
    if (stop(arg))
        return ERR_OK;
    e = note(t);
    struct ctx cx = fresh(t);
    if (!e)
        e = tx_write(t->acc, &cx, 0);
    return e ? e : tx_end(t->acc, &cx, done_all(t, &cx), NULL, NULL);
}

static bool wants(struct account *acc)
{
    struct meta *m = account_meta(acc);
    bool on = push_rules_of(m).on;
    meta_unpin(m);
    return on && !account_quota(acc).read_only;
}

/* All that is due in one account, a round after the other. */
static void send_all(struct pusher *p, struct account *acc, bool (*stop)(void *arg), void *arg)
{
    size_t n = ROWS_A_ROUND;
    enum err e = ERR_OK;
    while (!e && n == ROWS_A_ROUND && !stop(arg)) {
        struct arena *a = arena_new(1 << 16);
        struct post *t = arena_new_of(a, struct post);
        t->p = p;
        t->acc = acc;
        t->n_rows = t->n_letters = 0;
        t->cx = (struct ctx){.arena = a, .now_at = clock_now_at(), .request_id = "push"};
        e = send_some(t, stop, arg);
        n = t->n_rows;
        arena_free(a);
    }
    if (e && e != ERR_BUSY)
        log_msg(LOG_WARN, "account %lld: browsers cannot be told: %s", (long long)account_id(acc),
                err_name(e));
}

void pusher_round(struct pusher *p, bool (*stop)(void *arg), void *arg)
{
    struct arena *a = arena_new(0);
    int64_t *ids;
    size_t n = accounts_open_ids(p->cfg.accounts, a, &ids);
    for (size_t i = 0; i < n && !stop(arg); i++) {
        struct account *acc;
        if (!accounts_hold_open(p->cfg.accounts, ids[i], &acc))
            continue;
        if (wants(acc))
            send_all(p, acc, stop, arg);
        accounts_release(p->cfg.accounts, acc);
    }
    arena_free(a);
}
