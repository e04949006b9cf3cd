/* pusher - sends what waits for browsers (core/push.h), on a thread of its own, so that a slow push service holds up nobody but
 * other pushes, and those for five seconds at most: who did not answer is then left alone for a minute. */
#pragma once
#include "core/accounts.h"
#include "core/push.h"

struct pusher;

struct pusher_config {
    struct directory *dir;
    struct accounts *accounts;
    struct push_policy policy;
};

/* pusher_new - needs no thread yet. pusher_free */
struct pusher *pusher_new(const struct pusher_config *cfg);
void pusher_free(struct pusher *p);
/* pusher_round - what is due now in the accounts that are open. stop is asked now and then. */
void pusher_round(struct pusher *p, bool (*stop)(void *arg), void *arg);
