#include "core/known.h"

#include <string.h>

/* FNV-1a */
static struct known_key **bucket_of(struct known *k, const char *key)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * 0x100000001b3u;
    return &k->bucket[(h ^ h >> 32) % KNOWN_BUCKETS];
}

struct known_key *known_find(struct ctx *cx, const char *key)
{
    if (!cx->known)
        return NULL;
    struct known_key *k = *bucket_of(cx->known, key);
    while (k && strcmp(k->key, key) != 0)
        k = k->next;
    return k;
}

struct known_key *known_put(struct ctx *cx, const char *key)
{
    struct known_key *k = known_find(cx, key);
    if (k || !cx->known || cx->known->asking)
        return k;
    struct known_key **bucket = bucket_of(cx->known, key);
    k = arena_new_of(cx->arena, struct known_key);
    *k = (struct known_key){.next = *bucket, .key = arena_str(cx->arena, key)};
    *bucket = k;
    return k;
}

static const char *contact_key(struct ctx *cx, int64_t id)
{
    return arena_printf(cx->arena, "contact %lld", (long long)id);
}

struct known_key *known_contact(struct ctx *cx, int64_t id)
{
    return cx->known ? known_find(cx, contact_key(cx, id)) : NULL;
}

struct known_key *known_contact_put(struct ctx *cx, int64_t id)
{
    return cx->known ? known_put(cx, contact_key(cx, id)) : NULL;
}
