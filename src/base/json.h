/* json - the writer of JSON replies, straight into a buf (the hot path), and the strict reader (jansson). */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/val.h"

#include <jansson.h>

/* A writer keeps whether a comma is due, per depth. At most 63 levels. */
struct jw {
    struct buf *out;
    uint64_t comma;
    unsigned depth;
};

void jw_init(struct jw *w, struct buf *out);
void jw_obj(struct jw *w); /* { */
void jw_obj_end(struct jw *w);
void jw_arr(struct jw *w); /* [ */
void jw_arr_end(struct jw *w);
/* jw_key - a member's name; must be plain ASCII without quotes or backslash. */
void jw_key(struct jw *w, const char *key);
void jw_int(struct jw *w, int64_t v);
void jw_real(struct jw *w, double v); /* NaN and infinities become null */
void jw_bool(struct jw *w, bool v);
void jw_null(struct jw *w);
void jw_str(struct jw *w, const char *s); /* NULL becomes null; invalid UTF-8 becomes U+FFFD */
void jw_strn(struct jw *w, const char *s, size_t n);
void jw_val(struct jw *w, struct val v);
/* jw_raw - text that is JSON already. */
void jw_raw(struct jw *w, const char *json, size_t n);

/* Member short hands: key and value in one. */
void jw_kint(struct jw *w, const char *key, int64_t v);
void jw_kbool(struct jw *w, const char *key, bool v);
void jw_kstr(struct jw *w, const char *key, const char *s);
void jw_kval(struct jw *w, const char *key, struct val v);

/* json_read - parse strictly (no duplicates, no trailing bytes, no \u0000, depth at most 32).
 * Takes:  text of n bytes; the limit on bytes is the caller's
 * Gives:  *out_json, freed with the arena
 * Errors: ERR_MALFORMED; then *out_why says what and where (in the arena) */
enum err json_read(struct arena *a, const char *text, size_t n, json_t **out_json, const char **out_why);

/* json_keep - the tree is decref'd with the arena; returns it. */
json_t *json_keep(struct arena *a, json_t *j);
/* json_tree - stored JSON as a tree that goes with the arena; never NULL: unreadable text gives an empty object. */
json_t *json_tree(struct arena *a, const char *text);
/* json_text - a tree as compact text. */
char *json_text(struct arena *a, const json_t *j);
/* json_str - a member's text, NULL when absent or not a text. */
const char *json_str(const json_t *o, const char *name);
