/* schema_set - all named shapes that the routes reach, each once, in the order of their first use. */
#pragma once
#include "api/shape.h"

#define SCHEMA_MAX 300

struct schema_set {
    const struct shape *shapes[SCHEMA_MAX];
    size_t n;
};

void schema_set_fill(struct schema_set *set);
