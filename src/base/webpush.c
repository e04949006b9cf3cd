#include "base/webpush.h"
#include "base/crypt.h"
#include "base/json.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <string.h>

#define CURVE        "prime256v1"
#define TAG_BYTES    16
#define RECORD_BYTES 4096
#define HEAD_BYTES   (WEBPUSH_SALT_BYTES + 4 + 1 + WEBPUSH_POINT_BYTES)

enum err webpush_key_make(struct webpush_key *out)
{
    struct webpush_key k = {.own = {0}};
    BIGNUM *own = NULL;
    size_t n = 0;
    EVP_PKEY *key = EVP_EC_gen(CURVE);
    bool ok = key && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &own) > 0 &&
              BN_bn2binpad(own, k.own, sizeof k.own) == (int)sizeof k.own &&
              EVP_PKEY_get_octet_string_param(
                      key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, k.point, sizeof k.point, &n) > 0 &&
              n == sizeof k.point;
    BN_clear_free(own);
    EVP_PKEY_free(key);
    if (!ok)
        return ERR_INTERNAL;
    *out = k;
    return ERR_OK;
}

/* own NULL: a public key. NULL when the point is none of the curve. */
static EVP_PKEY *key_of(const unsigned char *own, const unsigned char *point)
{
    EVP_PKEY *key = NULL;
    BIGNUM *number = own ? BN_bin2bn(own, 32, NULL) : NULL;
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    bool ok = b && c && (number || !own) &&
              OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME, CURVE, 0) > 0 &&
              OSSL_PARAM_BLD_push_octet_string(b, OSSL_PKEY_PARAM_PUB_KEY, point, WEBPUSH_POINT_BYTES) > 0 &&
              (!own || OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PRIV_KEY, number) > 0);
    OSSL_PARAM *params = ok ? OSSL_PARAM_BLD_to_param(b) : NULL;
    if (!params || EVP_PKEY_fromdata_init(c) <= 0 ||
            EVP_PKEY_fromdata(c, &key, own ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) <= 0)
        key = NULL;
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(b);
    BN_clear_free(number);
    EVP_PKEY_CTX_free(c);
    return key;
}

static bool agree(const struct webpush_key *own, const unsigned char *point, unsigned char out[static 32])
{
    size_t n = 32;
    EVP_PKEY *mine = key_of(own->own, own->point), *other = *point == 4 ? key_of(NULL, point) : NULL;
    EVP_PKEY_CTX *c = mine && other ? EVP_PKEY_CTX_new_from_pkey(NULL, mine, NULL) : NULL;
    bool ok = c && EVP_PKEY_derive_init(c) > 0 && EVP_PKEY_derive_set_peer(c, other) > 0 &&
              EVP_PKEY_derive(c, out, &n) > 0 && n == 32;
    EVP_PKEY_CTX_free(c);
    EVP_PKEY_free(mine);
    EVP_PKEY_free(other);
    return ok;
}

struct bytes {
    const void *p;
    size_t n;
};

/* HKDF-SHA-256, extract and expand. */
static bool derive(struct bytes salt, struct bytes secret, struct bytes info, unsigned char *out, size_t n)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *c = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char[]){"SHA256"}, 0),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt.p, salt.n),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret.p, secret.n),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info.p, info.n),
            OSSL_PARAM_construct_end()};
    bool ok = c && EVP_KDF_derive(c, out, n, params) > 0;
    EVP_KDF_CTX_free(c);
    EVP_KDF_free(kdf);
    return ok;
}

struct seal_keys {
    unsigned char key[16], nonce[12];
};

static bool keys_make(const struct webpush_to *to, const struct webpush_key *own, const unsigned char *salt,
        struct seal_keys *out)
{
    static const char key_info[] = "Content-Encoding: aes128gcm", nonce_info[] = "Content-Encoding: nonce";
    unsigned char shared[32], ikm[32], info[14 + 2 * WEBPUSH_POINT_BYTES] = "WebPush: info";
    memcpy(info + 14, to->point, WEBPUSH_POINT_BYTES);
    memcpy(info + 14 + WEBPUSH_POINT_BYTES, own->point, WEBPUSH_POINT_BYTES);
    const struct bytes b_salt = {salt, WEBPUSH_SALT_BYTES}, b_ikm = {ikm, sizeof ikm};
    return agree(own, to->point, shared) &&
           derive((struct bytes){to->auth, WEBPUSH_AUTH_BYTES}, (struct bytes){shared, sizeof shared},
                   (struct bytes){info, sizeof info}, ikm, sizeof ikm) &&
           derive(b_salt, b_ikm, (struct bytes){key_info, sizeof key_info}, out->key, sizeof out->key) &&
           derive(b_salt, b_ikm, (struct bytes){nonce_info, sizeof nonce_info}, out->nonce,
                   sizeof out->nonce);
}

/* The text, the mark of the last record, and the tag. */
static bool record_write(
        const struct seal_keys *k, const unsigned char *plain, size_t n, unsigned char out[static 17])
{
    static const unsigned char last = 2;
    int a = 0, b = 0, end = 0;
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    bool ok = c && EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), NULL, k->key, k->nonce) > 0 &&
              EVP_EncryptUpdate(c, out, &a, plain, (int)n) > 0 &&
              EVP_EncryptUpdate(c, out + a, &b, &last, 1) > 0 &&
              EVP_EncryptFinal_ex(c, out + a + b, &end) > 0 &&
              EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, out + n + 1) > 0;
    EVP_CIPHER_CTX_free(c);
    return ok;
}

enum err webpush_seal(struct arena *a, const struct webpush_to *to, const struct webpush_key *key,
        const unsigned char salt[static WEBPUSH_SALT_BYTES], const char *plain, size_t n,
        unsigned char **out_body, size_t *out_n)
{
    struct seal_keys keys;
    if (n > WEBPUSH_PLAIN_BYTES || !keys_make(to, key, salt, &keys))
        return ERR_INVALID;
    unsigned char *body = arena_alloc(a, HEAD_BYTES + n + 1 + TAG_BYTES), *p = body + WEBPUSH_SALT_BYTES;
    memcpy(body, salt, WEBPUSH_SALT_BYTES);
    *p++ = 0;
    *p++ = 0;
    *p++ = RECORD_BYTES >> 8;
    *p++ = RECORD_BYTES & 255;
    *p++ = WEBPUSH_POINT_BYTES;
    memcpy(p, key->point, WEBPUSH_POINT_BYTES);
    if (!record_write(&keys, (const unsigned char *)plain, n, p + WEBPUSH_POINT_BYTES))
        return ERR_INTERNAL;
    *out_body = body;
    *out_n = HEAD_BYTES + n + 1 + TAG_BYTES;
    return ERR_OK;
}

/* The two numbers of a signature as OpenSSL writes it, one behind the other, as a JWT wants them. */
static bool signature_flat(const unsigned char *der, size_t n, unsigned char out[static 64])
{
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)n);
    bool ok = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, 32) == 32 &&
              BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + 32, 32) == 32;
    ECDSA_SIG_free(sig);
    return ok;
}

static bool sign(const struct webpush_key *key, const char *text, unsigned char out[static 64])
{
    unsigned char der[80];
    size_t n = sizeof der;
    EVP_PKEY *own = key_of(key->own, key->point);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool ok = own && c && EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, own) > 0 &&
              EVP_DigestSign(c, der, &n, (const unsigned char *)text, strlen(text)) > 0 &&
              signature_flat(der, n, out);
    EVP_MD_CTX_free(c);
    EVP_PKEY_free(own);
    return ok;
}

enum err webpush_token(struct arena *a, const struct webpush_key *key, const char *audience,
        const char *contact, int64_t expires_s, char **out_token)
{
    static const char head[] = "{\"typ\":\"JWT\",\"alg\":\"ES256\"}";
    unsigned char signature[64];
    struct buf b;
    struct jw w;
    buf_init(&b, a);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kstr(&w, "aud", audience);
    jw_kint(&w, "exp", expires_s);
    if (contact)
        jw_kstr(&w, "sub", contact);
    jw_obj_end(&w);
    const char *text = arena_printf(
            a, "%s.%s", crypt_base64url(a, head, sizeof head - 1), crypt_base64url(a, b.p, b.len));
    if (!sign(key, text, signature))
        return ERR_INTERNAL;
    *out_token = arena_printf(a, "%s.%s", text, crypt_base64url(a, signature, sizeof signature));
    return ERR_OK;
}
