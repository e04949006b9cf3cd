/* The example of RFC 8291, appendix A, byte for byte; and a word signed, checked by the public key alone. */
#include "base/crypt.h"
#include "base/webpush.h"
#include "unit.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <string.h>

static const char plain[] = "When I grow up, I want to be a watermelon";
static const char own_text[] = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
static const char point_text[] =
        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
static const char sealed[] = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_"
                             "c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
                             "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

static struct webpush_to the_browser(void)
{
    struct webpush_to to;
    assert_true(crypt_base64url_read(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            to.point, sizeof to.point));
    assert_true(crypt_base64url_read("BTBZMqHH6r4Tts7J_aSIgg", to.auth, sizeof to.auth));
    return to;
}

static void the_example_of_the_rfc(void **state)
{
    (void)state;
    struct arena *a = arena_new(0);
    const struct webpush_to to = the_browser();
    struct webpush_key key;
    unsigned char salt[WEBPUSH_SALT_BYTES], *body;
    size_t n;
    assert_true(crypt_base64url_read(own_text, key.own, sizeof key.own));
    assert_true(crypt_base64url_read(point_text, key.point, sizeof key.point));
    assert_true(crypt_base64url_read("DGv6ra1nlYgDCS1FRnbzlw", salt, sizeof salt));
    assert_int_equal(webpush_seal(a, &to, &key, salt, plain, sizeof plain - 1, &body, &n), ERR_OK);
    assert_string_equal(crypt_base64url(a, body, n), sealed);
    arena_free(a);
}

static void what_is_no_point_is_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new(0);
    struct webpush_to to = the_browser();
    struct webpush_key key;
    unsigned char salt[WEBPUSH_SALT_BYTES] = {0}, *body;
    size_t n;
    char *long_text = arena_alloc(a, WEBPUSH_PLAIN_BYTES + 1);
    memset(long_text, 'x', WEBPUSH_PLAIN_BYTES + 1);
    assert_int_equal(webpush_key_make(&key), ERR_OK);
    assert_int_equal(webpush_seal(a, &to, &key, salt, long_text, WEBPUSH_PLAIN_BYTES, &body, &n), ERR_OK);
    assert_int_equal(
            webpush_seal(a, &to, &key, salt, long_text, WEBPUSH_PLAIN_BYTES + 1, &body, &n), ERR_INVALID);
    to.point[40] ^= 1;
    assert_int_equal(webpush_seal(a, &to, &key, salt, "x", 1, &body, &n), ERR_INVALID);
    to = the_browser();
    to.point[0] = 2; /* a compressed point is shorter: these are no 65 bytes of one */
    assert_int_equal(webpush_seal(a, &to, &key, salt, "x", 1, &body, &n), ERR_INVALID);
    memset(to.point, 0, sizeof to.point); /* the point at infinity */
    assert_int_equal(webpush_seal(a, &to, &key, salt, "x", 1, &body, &n), ERR_INVALID);
    arena_free(a);
}

static EVP_PKEY *public_key(const struct webpush_key *key)
{
    EVP_PKEY *out = NULL;
    unsigned char point[WEBPUSH_POINT_BYTES];
    memcpy(point, key->point, sizeof point);
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string("group", (char[]){"P-256"}, 0),
            OSSL_PARAM_construct_octet_string("pub", point, sizeof point), OSSL_PARAM_construct_end()};
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    assert_int_equal(EVP_PKEY_fromdata_init(c), 1);
    assert_int_equal(EVP_PKEY_fromdata(c, &out, EVP_PKEY_PUBLIC_KEY, params), 1);
    EVP_PKEY_CTX_free(c);
    return out;
}

static bool signed_well(const struct webpush_key *key, const char *token)
{
    unsigned char raw[64], *der = NULL;
    const char *dot = strrchr(token, '.');
    assert_true(crypt_base64url_read(dot + 1, raw, sizeof raw));
    ECDSA_SIG *s = ECDSA_SIG_new();
    assert_int_equal(ECDSA_SIG_set0(s, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL)), 1);
    int n = i2d_ECDSA_SIG(s, &der);
    EVP_PKEY *k = public_key(key);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestVerifyInit(c, NULL, EVP_sha256(), NULL, k), 1);
    int good = EVP_DigestVerify(c, der, (size_t)n, (const unsigned char *)token, (size_t)(dot - token));
    EVP_MD_CTX_free(c);
    EVP_PKEY_free(k);
    ECDSA_SIG_free(s);
    OPENSSL_free(der);
    return good == 1;
}

static void a_word_is_signed(void **state)
{
    (void)state;
    struct arena *a = arena_new(0);
    struct webpush_key key, other;
    char *token;
    assert_int_equal(webpush_key_make(&key), ERR_OK);
    assert_int_equal(webpush_key_make(&other), ERR_OK);
    assert_memory_not_equal(key.own, other.own, sizeof key.own);
    for (int i = 0; i < 40; i++) { /* numbers that begin with zeros come up, too */
        assert_int_equal(
                webpush_token(a, &key, "https://push.example", "mailto:a@b.example", 1800000000 + i, &token),
                ERR_OK);
        assert_true(signed_well(&key, token));
        assert_false(signed_well(&other, token));
    }
    assert_memory_equal(token, "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.", 37);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_example_of_the_rfc),
            cmocka_unit_test(what_is_no_point_is_refused), cmocka_unit_test(a_word_is_signed)};
    crypt_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
