/* id_token - what an OpenID provider says of somebody (OpenID Connect Core 1.0, 3.1.3.7), believed only when all of it holds. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

struct id_wanted {
    const char *issuer, *client_id, *nonce;
    int64_t now_at;
};
/* id_token_check - signature by a key of `keys` (a JWK set as text; RS, PS and ES with SHA-2, nothing else), issuer, audience, nonce,
 * times (a minute of difference between clocks).
 * Gives: its claims. Errors: ERR_UNAUTHENTICATED; *out_why says what does not hold, for the log */
enum err id_token_check(struct arena *a, const char *token, const char *keys, const struct id_wanted *want,
        json_t **out_claims, const char **out_why);
