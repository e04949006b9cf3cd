/* crypt - randomness, tokens, hashes, passwords (libsodium). */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* crypt_init - once at start; aborts when the library cannot start. */
void crypt_init(void);
void crypt_random(void *dst, size_t n);
/* crypt_token - 32 random bytes as 43 characters of base64url. */
char *crypt_token(struct arena *a);
/* crypt_hash - BLAKE2b-256 of n bytes as 64 hex digits; tokens are stored as this. */
char *crypt_hash(struct arena *a, const void *p, size_t n);
/* crypt_password_hash - argon2id, 64 MiB, t=2, encoded; takes ~70 ms, so call it on the password pool only. */
enum err crypt_password_hash(struct arena *a, const char *password, char **out_hash);
/* crypt_password_ok - constant-time check against an encoded hash. */
bool crypt_password_ok(const char *hash, const char *password);
/* crypt_equal - constant-time comparison of two texts. */
bool crypt_equal(const char *a, const char *b);

/* crypt_sha256_… - SHA-256 of a stream: begin, add any number of times, end. */
#define SHA256_BYTES 32
struct crypt_sha256 {
    uint64_t state[16]; /* the library's */
};
void crypt_sha256_begin(struct crypt_sha256 *h);
void crypt_sha256_add(struct crypt_sha256 *h, const void *p, size_t n);
void crypt_sha256_end(struct crypt_sha256 *h, unsigned char out[static SHA256_BYTES]);
/* crypt_hex - n bytes as 2 n hex digits. */
char *crypt_hex(struct arena *a, const void *p, size_t n);

/* crypt_seal - plain as text that only crypt_unseal with the same key and purpose opens (XChaCha20-Poly1305). */
#define CRYPT_KEY_BYTES 32
char *crypt_seal(struct arena *a, const unsigned char key[static CRYPT_KEY_BYTES], const char *purpose,
        const char *plain);
/* crypt_unseal - NULL when it is not such a text. */
char *crypt_unseal(struct arena *a, const unsigned char key[static CRYPT_KEY_BYTES], const char *purpose,
        const char *sealed);
/* crypt_base64url - n bytes, without padding. */
char *crypt_base64url(struct arena *a, const void *p, size_t n);
/* crypt_base64url_read - what is so written, of just n bytes; padding may follow. False when it is something else. */
bool crypt_base64url_read(const char *text, void *out, size_t n);
