/* sso - single sign-on of an account by OpenID Connect: its settings, and the log-ins that are under way at the provider. */
#pragma once
#include "core/directory.h"

#define SSO_MINUTES 10 /* to log in at the provider */

struct sso {
    bool on, create;                        /* create: a verified e-mail of nobody here becomes a user */
    const char *issuer, *client_id, *label; /* label: on the button; "" = the issuer's host */
    const char *secret;                     /* in sso_update: a new one, NULL = as it is */
    bool has_secret;
};

struct sso sso_of(struct arena *a, const struct meta *m);
/* sso_update - to the audit log, without the secret. Errors: ERR_INVALID with the field. Effects: meta_changed */
enum err sso_update(struct directory *dir, struct ctx *cx, const struct sso *in, bool inside);
/* sso_secret - of the client, opened. */
enum err sso_secret(struct directory *dir, struct ctx *cx, const struct meta *m, char **out_secret);

/* A log-in on its way: what is kept between leaving for the provider and coming back. */
struct sso_try {
    int64_t account_id;
    const char *nonce, *verifier, *next;
    const char *state, *browser; /* tokens: in the address, and in the browser's cookie */
};
/* sso_begin - makes nonce, verifier, state and browser. Takes: account_id, next */
enum err sso_begin(struct directory *dir, struct ctx *cx, struct sso_try *inout);
/* sso_take - once only. Takes: state, browser. Errors: ERR_NOT_FOUND used, too old, or another browser's */
enum err sso_take(struct directory *dir, struct ctx *cx, struct sso_try *inout);
/* sso_member - whose session it is: a member of the account with this e-mail, or, where the account says so, a new one.
 * ERR_NOT_FOUND nobody's */
enum err sso_member(struct directory *dir, struct account *acc, struct ctx *cx, const struct sso *sso,
        const char *email, const char *name, struct session *out_who);
