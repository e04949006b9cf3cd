#include "base/crypt.h"
#include "base/mem.h"

#include <sodium.h>
#include <string.h>

#define PASSWORD_MEMORY_BYTES (64u << 20)
#define PASSWORD_PASSES       2

void crypt_init(void)
{
    if (sodium_init() < 0)
        mem_panic("libsodium does not start");
}

void crypt_random(void *dst, size_t n)
{
    randombytes_buf(dst, n);
}

char *crypt_token(struct arena *a)
{
    unsigned char raw[32];
    randombytes_buf(raw, sizeof raw);
    size_t room = sodium_base64_encoded_len(sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *token = arena_alloc(a, room);
    sodium_bin2base64(token, room, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(raw, sizeof raw);
    return token;
}

char *crypt_hash(struct arena *a, const void *p, size_t n)
{
    unsigned char raw[32];
    crypto_generichash(raw, sizeof raw, p, n, NULL, 0);
    return crypt_hex(a, raw, sizeof raw);
}

enum err crypt_password_hash(struct arena *a, const char *password, char **out_hash)
{
    char encoded[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(encoded, password, strlen(password), PASSWORD_PASSES, PASSWORD_MEMORY_BYTES,
                crypto_pwhash_ALG_ARGON2ID13))
        return ERR_BUSY; /* the only way to fail is having no 64 MiB just now */
    *out_hash = arena_str(a, encoded);
    return ERR_OK;
}

bool crypt_password_ok(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

/* Digests are compared, so that neither content nor length shows in the time taken. */
bool crypt_equal(const char *a, const char *b)
{
    unsigned char x[32], y[32];
    crypto_generichash(x, sizeof x, (const unsigned char *)a, strlen(a), NULL, 0);
    crypto_generichash(y, sizeof y, (const unsigned char *)b, strlen(b), NULL, 0);
    return sodium_memcmp(x, y, sizeof x) == 0;
}

_Static_assert(
        sizeof(struct crypt_sha256) >= sizeof(crypto_hash_sha256_state), "room for the library's state");
_Static_assert(SHA256_BYTES == crypto_hash_sha256_BYTES, "the length of a SHA-256");

void crypt_sha256_begin(struct crypt_sha256 *h)
{
    crypto_hash_sha256_init((crypto_hash_sha256_state *)h->state);
}

void crypt_sha256_add(struct crypt_sha256 *h, const void *p, size_t n)
{
    crypto_hash_sha256_update((crypto_hash_sha256_state *)h->state, p, n);
}

void crypt_sha256_end(struct crypt_sha256 *h, unsigned char out[static SHA256_BYTES])
{
    crypto_hash_sha256_final((crypto_hash_sha256_state *)h->state, out);
}

char *crypt_hex(struct arena *a, const void *p, size_t n)
{
    char *hex = arena_alloc(a, 2 * n + 1);
    return sodium_bin2hex(hex, 2 * n + 1, p, n);
}

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define VARIANT     sodium_base64_VARIANT_URLSAFE_NO_PADDING

char *crypt_base64url(struct arena *a, const void *p, size_t n)
{
    size_t room = sodium_base64_encoded_len(n, VARIANT);
    char *text = arena_alloc(a, room);
    sodium_bin2base64(text, room, p, n, VARIANT);
    return text;
}

bool crypt_base64url_read(const char *text, void *out, size_t n)
{
    size_t got = 0, len = strlen(text);
    while (len && text[len - 1] == '=')
        len--;
    return sodium_base642bin(out, n, text, len, NULL, &got, NULL, VARIANT) == 0 && got == n;
}

char *crypt_seal(struct arena *a, const unsigned char key[static CRYPT_KEY_BYTES], const char *purpose,
        const char *plain)
{
    size_t n = strlen(plain), room = NONCE_BYTES + n + TAG_BYTES;
    unsigned char *raw = arena_alloc(a, room);
    randombytes_buf(raw, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw + NONCE_BYTES, NULL, (const unsigned char *)plain, n,
            (const unsigned char *)purpose, strlen(purpose), NULL, raw, key);
    return crypt_base64url(a, raw, room);
}

char *crypt_unseal(struct arena *a, const unsigned char key[static CRYPT_KEY_BYTES], const char *purpose,
        const char *sealed)
{
    size_t room = strlen(sealed), n = 0;
    unsigned char *raw = arena_alloc(a, room + 1);
    const char *end = sealed;
    if (sodium_base642bin(raw, room, sealed, room, NULL, &n, &end, VARIANT) || *end ||
            n < NONCE_BYTES + TAG_BYTES)
        return NULL;
    size_t len = n - NONCE_BYTES - TAG_BYTES;
    char *plain = arena_alloc(a, len + 1);
    plain[len] = 0;
    return crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)plain, NULL, NULL, raw + NONCE_BYTES,
                   n - NONCE_BYTES, (const unsigned char *)purpose, strlen(purpose), raw, key)
                   ? NULL
                   : plain;
}
