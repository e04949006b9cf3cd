#include "api/session_cache.h"
#include "base/crypt.h"
#include "base/mem.h"

#include <pthread.h>

#define SETS     1024u
#define WAYS     4u
#define TRUST_MS MS_MINUTE
#define HASH_LEN 64u

struct entry {
    char hash[HASH_LEN]; /* of the token; the token itself is not kept */
    int64_t cached_at;   /* 0 = empty */
    struct session s;    /* texts are not kept */
};

struct session_cache {
    pthread_mutex_t lock;
    bool doubt;     /* entries may be out of date */
    uint64_t drops; /* a look-up that began before a drop must not put its answer in */
    struct entry entries[SETS][WAYS];
};

struct session_cache *session_cache_new(void)
{
    struct session_cache *c = mem_zalloc(sizeof *c);
    pthread_mutex_init(&c->lock, NULL);
    return c;
}

void session_cache_free(struct session_cache *c)
{
    if (!c)
        return;
    pthread_mutex_destroy(&c->lock);
    mem_free(c);
}

/* The hash is hexadecimal and even: a few of its digits choose the set. */
static struct entry *set_of(struct session_cache *c, const char *hash)
{
    unsigned i = 0;
    for (size_t k = 0; k < 4; k++)
        i = i << 4 | (unsigned)(hash[k] <= '9' ? hash[k] - '0' : hash[k] - 'a' + 10);
    return c->entries[i % SETS];
}

static bool look(
        struct session_cache *c, const char *hash, int64_t now_at, struct session *out, uint64_t *out_drops)
{
    bool found = false;
    pthread_mutex_lock(&c->lock);
    struct entry *set = set_of(c, hash);
    for (size_t i = 0; i < WAYS && !found && !c->doubt; i++) {
        const struct entry *e = &set[i];
        if (!e->cached_at || memcmp(e->hash, hash, HASH_LEN) != 0)
            continue;
        found = now_at - e->cached_at < TRUST_MS && now_at >= e->cached_at && e->s.expires_at > now_at;
        *out = e->s;
    }
    *out_drops = c->drops;
    pthread_mutex_unlock(&c->lock);
    return found;
}

static void keep(
        struct session_cache *c, const char *hash, int64_t now_at, const struct session *s, uint64_t drops)
{
    pthread_mutex_lock(&c->lock);
    if (drops == c->drops) {
        struct entry *set = set_of(c, hash), *place = set;
        for (size_t i = 0; i < WAYS; i++) {
            if (memcmp(set[i].hash, hash, HASH_LEN) == 0) {
                place = &set[i];
                break;
            }
            if (set[i].cached_at < place->cached_at)
                place = &set[i];
        }
        memcpy(place->hash, hash, HASH_LEN);
        place->cached_at = now_at;
        place->s = *s;
        place->s.address = place->s.agent = "";
    }
    pthread_mutex_unlock(&c->lock);
}

int64_t session_cache_account(struct session_cache *c, struct arena *a, const char *token)
{
    const char *hash = crypt_hash(a, token, strlen(token));
    int64_t id = 0;
    pthread_mutex_lock(&c->lock);
    const struct entry *set = set_of(c, hash);
    for (size_t i = 0; i < WAYS && !id; i++)
        if (set[i].cached_at && memcmp(set[i].hash, hash, HASH_LEN) == 0)
            id = set[i].s.account_id;
    pthread_mutex_unlock(&c->lock);
    return id;
}

enum err session_cache_find(struct session_cache *c, struct directory *dir, struct ctx *cx, const char *token,
        const char *address, struct session *out_session)
{
    uint64_t drops;
    const char *hash = crypt_hash(cx->arena, token, strlen(token));
    if (look(c, hash, cx->now_at, out_session, &drops))
        return ERR_OK;
    enum err e = session_find(dir, cx, token, address, out_session);
    if (!e)
        keep(c, hash, cx->now_at, out_session, drops);
    return e;
}

static bool matches(const struct session *s, const struct session *like)
{
    return (!like->id || like->id == s->id) && (!like->key_id || like->key_id == s->key_id) &&
           (!like->login_id || like->login_id == s->login_id) &&
           (!like->account_id || like->account_id == s->account_id) &&
           (!like->member_id || like->member_id == s->member_id);
}

void session_cache_drop(struct session_cache *c, const struct session *like, int64_t keep_id)
{
    pthread_mutex_lock(&c->lock);
    c->drops++;
    for (size_t i = 0; i < SETS * WAYS; i++) {
        struct entry *e = &c->entries[i / WAYS][i % WAYS];
        if (e->cached_at && matches(&e->s, like) && !(keep_id && e->s.id == keep_id))
            *e = (struct entry){.cached_at = 0};
    }
    pthread_mutex_unlock(&c->lock);
}

void session_cache_trust(struct session_cache *c, bool trust)
{
    session_cache_drop(c, &(struct session){0}, 0);
    pthread_mutex_lock(&c->lock);
    c->doubt = !trust;
    pthread_mutex_unlock(&c->lock);
}
