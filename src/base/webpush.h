/* webpush - messages that only one browser can read (RFC 8291, aes128gcm in one record), and the signed word by which a push
 * service knows its sender (RFC 8292, VAPID). OpenSSL. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define WEBPUSH_POINT_BYTES 65 /* a public key of P-256, uncompressed */
#define WEBPUSH_AUTH_BYTES  16
#define WEBPUSH_SALT_BYTES  16
#define WEBPUSH_PLAIN_BYTES 3000 /* of a message at most; every push service takes that much */

struct webpush_key {
    unsigned char own[32], point[WEBPUSH_POINT_BYTES];
};

/* webpush_key_make - Errors: ERR_INTERNAL */
enum err webpush_key_make(struct webpush_key *out);

/* Whom a message is for, as PushManager.subscribe() says it. */
struct webpush_to {
    unsigned char point[WEBPUSH_POINT_BYTES], auth[WEBPUSH_AUTH_BYTES];
};
/* webpush_seal - n bytes as the body of a request with Content-Encoding: aes128gcm. Takes: key and salt made for this one
 * message. Errors: ERR_INVALID the browser's point is none of the curve, or the text is too long */
enum err webpush_seal(struct arena *a, const struct webpush_to *to, const struct webpush_key *key,
        const unsigned char salt[static WEBPUSH_SALT_BYTES], const char *plain, size_t n,
        unsigned char **out_body, size_t *out_n);
/* webpush_token - a JWT (ES256) for the push service at `audience`, good until expires_s. contact: an address of whoever runs
 * this server, NULL = none. Errors: ERR_INTERNAL */
enum err webpush_token(struct arena *a, const struct webpush_key *key, const char *audience,
        const char *contact, int64_t expires_s, char **out_token);
