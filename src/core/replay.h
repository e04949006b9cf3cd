/* replay - replies to creating posts, kept for 24 hours under the sender's Idempotency-Key, so that a repeated post
 * gets the first one's reply and creates nothing. They are written in the transaction that they answer. */
#pragma once
#include "core/ctx.h"

#define REPLAY_KEY_MAX 100

struct replay {
    int status;
    const char *reply;
};

/* replay_find - the reply kept under this key of the acting member.
 * Errors: ERR_NOT_FOUND it is new; ERR_CONFLICT error.idempotency when the key came with another request */
enum err replay_find(struct ctx *cx, const char *key, const char *request_hash, struct replay *out_replay);
/* replay_keep - also forgets what is older than 24 hours. */
enum err replay_keep(struct ctx *cx, const char *key, const char *request_hash, const struct replay *r);
