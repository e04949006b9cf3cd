/* cursor - where a list's page ended: the sort value and the id of its last row, as an opaque text for the
 * client. */
#pragma once
#include "base/arena.h"
#include "base/val.h"

struct cursor {
    struct val key; /* VAL_NULL: the rows without a value, which come last */
    int64_t id;
};

/* cursor_text - letters, digits, '-', '.' and '_' only: fit for an address. */
char *cursor_text(struct arena *a, const struct cursor *c);
/* cursor_read - false when it is not a text of cursor_text. */
bool cursor_read(struct arena *a, const char *text, struct cursor *out_cursor);
