/* known - what a step of an import has looked up and made: a key and whom it means. With it many rows are looked up together,
 * before the first of them is written. */
#pragma once
#include "core/ctx.h"

struct known_key {
    struct known_key *next;
    const char *key;
    int64_t id;       /* 0 = nobody */
    const char *name; /* of a contact */
    const struct customer *customer;
    int n; /* how many have this name: only one can be meant */
};

#define KNOWN_BUCKETS 4096

struct known {
    struct known_key *bucket[KNOWN_BUCKETS];
    bool asking; /* questions are only sent: see db_ahead */
};

/* known_find - NULL: not looked up yet. known_put - the key's place, made when it is new. Both take cx->known == NULL for an
 * import that asks for each row, and give NULL. */
struct known_key *known_find(struct ctx *cx, const char *key);
struct known_key *known_put(struct ctx *cx, const char *key);
/* known_contact - the name of a contact and, where a card asked for it, the customer; known_contact_put - its place. */
struct known_key *known_contact(struct ctx *cx, int64_t id);
struct known_key *known_contact_put(struct ctx *cx, int64_t id);
