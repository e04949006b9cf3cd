/* session_cache - who is signed in, by token, so that a request needs no look into the directory. An entry is trusted
 * for a minute; log-out, revocation and deactivation take entries out at once. */
#pragma once
#include "core/directory.h"

struct session_cache;

struct session_cache *session_cache_new(void);
void session_cache_free(struct session_cache *c);
/* session_cache_find - look the token up, in the directory when it is not known (or was, too long ago).
 * Errors: ERR_UNAUTHENTICATED, and what the directory says */
enum err session_cache_find(struct session_cache *c, struct directory *dir, struct ctx *cx, const char *token,
        const char *address, struct session *out_session);
/* session_cache_account - of a token that is known; 0 when it is not. Asks nobody. */
int64_t session_cache_account(struct session_cache *c, struct arena *a, const char *token);
/* session_cache_drop - forget every entry that matches all members of `like` that are not 0 (id, key_id, login_id,
 * account_id, member_id), but keep session `keep_id`. */
void session_cache_drop(struct session_cache *c, const struct session *like, int64_t keep_id);
/* session_cache_trust - false: what ends on other servers is not heard of, so every session is looked up. */
void session_cache_trust(struct session_cache *c, bool trust);
