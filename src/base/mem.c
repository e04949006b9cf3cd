#include "base/mem.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mem_panic(const char *what)
{
    fprintf(stderr, "cardinal: %s\n", what);
    abort();
}

void *mem_alloc(size_t n)
{
    void *p = malloc(n ? n : 1);
    if (!p)
        mem_panic("out of memory");
    return p;
}

void *mem_zalloc(size_t n)
{
    return memset(mem_alloc(n), 0, n);
}

void *mem_realloc(void *p, size_t n)
{
    p = realloc(p, n ? n : 1);
    if (!p)
        mem_panic("out of memory");
    return p;
}

char *mem_str(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(mem_alloc(n), s, n);
}

void mem_free(void *p)
{
    free(p);
}

void mem_give_back(void)
{
    malloc_trim(0);
}
