#include "api/rate.h"
#include "base/crypt.h"
#include "base/mem.h"

#include <pthread.h>

#define SHARDS 16u
#define SETS   256u /* per shard */
#define WAYS   4u
#define MILLI  1000

struct bucket {
    uint64_t key;  /* 0 = never used */
    int64_t milli; /* thousandths of tokens left */
    int64_t at_us;
};

struct shard {
    pthread_mutex_t lock;
    struct bucket buckets[SETS][WAYS];
};

struct rate {
    uint64_t seed; /* so that nobody can aim at another's bucket */
    struct shard shards[SHARDS];
};

struct rate *rate_new(void)
{
    struct rate *r = mem_zalloc(sizeof *r);
    crypt_random(&r->seed, sizeof r->seed);
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&r->shards[i].lock, NULL);
    return r;
}

void rate_free(struct rate *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&r->shards[i].lock);
    mem_free(r);
}

/* FNV-1a from a secret start. */
static uint64_t key_of(const struct rate *r, enum rate_kind kind, const char *subject)
{
    uint64_t h = r->seed ^ ((uint64_t)kind + 1) * 0x9e3779b97f4a7c15u;
    for (const unsigned char *p = (const unsigned char *)subject; *p; p++)
        h = (h ^ *p) * 0x100000001b3u;
    h ^= h >> 29;
    return h ? h : 1;
}

static struct shard *shard_of(struct rate *r, uint64_t key)
{
    return &r->shards[key % SHARDS];
}

/* The bucket of a key; the one that rested longest when it has none. */
static struct bucket *find(struct shard *s, uint64_t key)
{
    struct bucket *set = s->buckets[key / SHARDS % SETS], *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].at_us < oldest->at_us)
            oldest = &set[i];
    }
    return oldest;
}

int rate_take(
        struct rate *r, enum rate_kind kind, const char *subject, int per_minute, int burst, int64_t now_us)
{
    if (per_minute <= 0)
        return 0;
    uint64_t key = key_of(r, kind, subject);
    int64_t full = (int64_t)burst * MILLI;
    struct shard *s = shard_of(r, key);
    pthread_mutex_lock(&s->lock);
    struct bucket *b = find(s, key);
    if (b->key != key)
        *b = (struct bucket){.key = key, .milli = full, .at_us = now_us};
    int64_t passed_us = now_us > b->at_us ? now_us - b->at_us : 0;
    /* A minute gives per_minute tokens; more than a day brings nothing that a day did not. */
    if (passed_us > 86400000000)
        passed_us = 86400000000;
    int64_t gained = passed_us * per_minute / (60 * 1000);
    if (gained > 0) {
        b->milli = b->milli + gained < full ? b->milli + gained : full;
        b->at_us = now_us;
    }
    int wait_s = 0;
    if (b->milli >= MILLI)
        b->milli -= MILLI;
    else
        wait_s = (int)((MILLI - b->milli) * 60 / (MILLI * (int64_t)per_minute)) + 1;
    pthread_mutex_unlock(&s->lock);
    return wait_s;
}

void rate_give(struct rate *r, enum rate_kind kind, const char *subject)
{
    uint64_t key = key_of(r, kind, subject);
    struct shard *s = shard_of(r, key);
    pthread_mutex_lock(&s->lock);
    struct bucket *b = find(s, key);
    if (b->key == key)
        b->milli += MILLI;
    pthread_mutex_unlock(&s->lock);
}
