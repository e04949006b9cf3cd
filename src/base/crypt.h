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
