/* embed - files that the build puts into the binary (script/embed.py): SQL, templates. */
#pragma once
#include <stddef.h>

/* A table of them ends with name == NULL. text ends with a NUL that is not counted in n. */
struct embedded {
    const char *name; /* without its folder */
    const char *text;
    size_t n;
};
