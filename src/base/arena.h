/* arena - memory with the life of one request or job. Everything a request allocates comes from its arena and
 * goes back at once when the arena is reset; handles (statements, files, json trees) are tied to it by cleanups.
 * Not thread-safe: one arena belongs to one thread at a time. Allocation never returns NULL: no memory = abort. */
#pragma once
#include <stdarg.h>
#include <stddef.h>

struct arena;

/* arena_new - a fresh arena with a first block of at least `first_bytes` (0 = default). */
struct arena *arena_new(size_t first_bytes);
/* arena_free - run cleanups (latest first) and give everything back. NULL is fine. */
void arena_free(struct arena *a);
/* arena_reset - like free and new, but keeps the first block for the next user. */
void arena_reset(struct arena *a);
/* arena_alloc - n bytes, aligned for any type, not cleared. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, alloc_size(2)));
/* arena_zalloc - n zero bytes. */
void *arena_zalloc(struct arena *a, size_t n) __attribute__((malloc, alloc_size(2)));
/* arena_grow - a block of new_n bytes that begins with the old_n bytes at p; in place where p was the last one. */
void *arena_grow(struct arena *a, void *p, size_t old_n, size_t new_n);
/* arena_copy - a copy of n bytes. */
void *arena_copy(struct arena *a, const void *p, size_t n);
/* arena_str - a NUL-terminated copy of s (NULL stays NULL). */
char *arena_str(struct arena *a, const char *s);
/* arena_strn - a NUL-terminated copy of n bytes. */
char *arena_strn(struct arena *a, const char *s, size_t n);
/* arena_printf - formatted text in the arena. */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* arena_cleanup - call fn(arg) when the arena is reset or freed, in reverse order of registration. */
void arena_cleanup(struct arena *a, void (*fn)(void *arg), void *arg);
/* arena_bytes - bytes handed out since the last reset; for the request log line. */
size_t arena_bytes(const struct arena *a);

/* Typed short hands. */
#define arena_new_of(a, type)   ((type *)arena_zalloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_zalloc((a), sizeof(type) * (size_t)(n)))
