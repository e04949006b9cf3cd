/* mem - the only door to malloc. Long-lived things (server, pools, snapshots) use it; requests use arenas. */
#pragma once
#include <stddef.h>

/* mem_alloc, mem_zalloc, mem_realloc, mem_str - never NULL: no memory = abort with a line on stderr. */
void *mem_alloc(size_t n) __attribute__((malloc, alloc_size(1)));
void *mem_zalloc(size_t n) __attribute__((malloc, alloc_size(1)));
void *mem_realloc(void *p, size_t n) __attribute__((alloc_size(2)));
char *mem_str(const char *s);
void mem_free(void *p);
/* mem_give_back - freed memory goes back to the system: after something large has ended. Takes milliseconds. */
void mem_give_back(void);
/* mem_panic - a broken invariant: say so and abort. */
_Noreturn void mem_panic(const char *what);
