#include "core/id_token.h"

#include <cjose/cjose.h>
#include <string.h>

#define SKEW_S        60
#define TOKEN_BYTES   16384
#define KEYS_MOST     50
#define AUDIENCE_MOST 20

static enum err refuse(const char **out_why, const char *why)
{
    *out_why = why;
    return ERR_UNAUTHENTICATED;
}

static bool strong(const char *alg)
{
    static const char *const good[] = {
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"};
    for (size_t i = 0; alg && i < sizeof good / sizeof *good; i++)
        if (strcmp(alg, good[i]) == 0)
            return true;
    return false;
}

/* May this key have signed it? Its kind must be the algorithm's, so that none is taken for another. */
static bool fits(const json_t *key, const char *alg, const char *kid)
{
    const char *type = json_str(key, "kty"), *id = json_str(key, "kid"), *use = json_str(key, "use"),
               *own = json_str(key, "alg");
    return type && strcmp(type, *alg == 'E' ? "EC" : "RSA") == 0 && (!use || strcmp(use, "sig") == 0) &&
           (!own || strcmp(own, alg) == 0) && (!kid || (id && strcmp(id, kid) == 0));
}

static bool signed_by(cjose_jws_t *jws, const json_t *key)
{
    cjose_err err;
    char *text = json_dumps(key, JSON_COMPACT);
    cjose_jwk_t *jwk = text ? cjose_jwk_import(text, strlen(text), &err) : NULL;
    bool ok = jwk && cjose_jws_verify(jws, jwk, &err);
    cjose_jwk_release(jwk);
    cjose_get_dealloc()(text);
    return ok;
}

static enum err verify(struct arena *a, cjose_jws_t *jws, const char *keys, const char **out_why)
{
    cjose_err err;
    json_t *set, *key;
    size_t i;
    cjose_header_t *header = cjose_jws_get_protected(jws);
    const char *alg = cjose_header_get(header, CJOSE_HDR_ALG, &err);
    const char *kid = cjose_header_get(header, CJOSE_HDR_KID, &err);
    if (!strong(alg))
        return refuse(out_why, "its algorithm is not one of those taken");
    if (json_read(a, keys, strlen(keys), &set, out_why))
        return ERR_UNAUTHENTICATED;
    json_array_foreach(json_object_get(set, "keys"), i, key)
    {
        if (i < KEYS_MOST && fits(key, alg, kid) && signed_by(jws, key))
            return ERR_OK;
    }
    return refuse(out_why, "no key of the provider signed it");
}

static bool is_for(const json_t *claims, const char *client_id)
{
    const json_t *aud = json_object_get(claims, "aud");
    const char *party = json_str(claims, "azp"), *one = json_string_value(aud);
    bool named = one && strcmp(one, client_id) == 0;
    for (size_t i = 0; i < json_array_size(aud) && i < AUDIENCE_MOST; i++) {
        const char *s = json_string_value(json_array_get(aud, i));
        named = named || (s && strcmp(s, client_id) == 0);
    }
    if (json_array_size(aud) > 1 && !party)
        return false;
    return named && (!party || strcmp(party, client_id) == 0);
}

static bool says(const json_t *claims, const char *name, const char *want)
{
    const char *s = json_str(claims, name);
    return s && strcmp(s, want) == 0;
}

static enum err check_claims(const json_t *claims, const struct id_wanted *want, const char **out_why)
{
    const json_t *exp = json_object_get(claims, "exp"), *iat = json_object_get(claims, "iat");
    double now = (double)want->now_at / 1000, skew = SKEW_S;
    if (!says(claims, "iss", want->issuer))
        return refuse(out_why, "another issuer");
    if (!is_for(claims, want->client_id))
        return refuse(out_why, "it is for somebody else");
    if (!says(claims, "nonce", want->nonce))
        return refuse(out_why, "it does not answer this log-in (nonce)");
    if (!json_is_number(exp) || json_number_value(exp) + skew < now)
        return refuse(out_why, "it has expired");
    if (!json_is_number(iat) || json_number_value(iat) > now + skew)
        return refuse(out_why, "it is of the future");
    const char *sub = json_str(claims, "sub");
    return sub && *sub ? ERR_OK : refuse(out_why, "it names nobody");
}

enum err id_token_check(struct arena *a, const char *token, const char *keys, const struct id_wanted *want,
        json_t **out_claims, const char **out_why)
{
    cjose_err err;
    uint8_t *text;
    size_t n = strlen(token);
    cjose_jws_t *jws = n <= TOKEN_BYTES ? cjose_jws_import(token, n, &err) : NULL;
    if (!jws)
        return refuse(out_why, "it is no signed token");
    enum err e = verify(a, jws, keys, out_why);
    if (!e && !cjose_jws_get_plaintext(jws, &text, &n, &err))
        e = refuse(out_why, "it is empty");
    if (!e && json_read(a, (const char *)text, n, out_claims, out_why))
        e = ERR_UNAUTHENTICATED;
    cjose_jws_release(jws);
    return e ? e : check_claims(*out_claims, want, out_why);
}
