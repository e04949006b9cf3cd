/* fuzz - what every fuzz target includes. A target judges its input by properties, not by known answers. */
#pragma once
#include "base/arena.h"
#include "base/mem.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* must - a property that has to hold for every input. */
#define must(holds)                                                                                          \
    do {                                                                                                     \
        if (!(holds))                                                                                        \
            mem_panic("does not hold: " #holds);                                                             \
    } while (0)
