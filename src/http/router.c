#include "http/router.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SEGMENTS 16

struct row {
    const char *method;
    void *target;
};

/* One position in the paths: what is there (rows), and what may follow. */
struct node {
    const char *segment; /* literal text, not NUL-terminated; NULL for a parameter and the root */
    size_t len;
    struct node *literals; /* sorted by length, then bytes */
    size_t n_literals;
    struct node *param;
    struct row *rows;
    size_t n_rows;
};

struct router {
    struct node root;
};

struct router *router_new(void)
{
    return mem_zalloc(sizeof(struct router));
}

static void node_clear(struct node *n)
{
    for (size_t i = 0; i < n->n_literals; i++)
        node_clear(&n->literals[i]);
    if (n->param)
        node_clear(n->param);
    mem_free(n->literals);
    mem_free(n->param);
    mem_free(n->rows);
}

void router_free(struct router *r)
{
    if (!r)
        return;
    node_clear(&r->root);
    mem_free(r);
}

static int compare(const struct node *n, const char *s, size_t len)
{
    if (n->len != len)
        return n->len < len ? -1 : 1;
    return memcmp(n->segment, s, len);
}

/* The place of a literal among a node's children; *out_found says whether it is there. */
static size_t literal_place(const struct node *n, const char *s, size_t len, bool *out_found)
{
    size_t low = 0, high = n->n_literals;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = compare(&n->literals[mid], s, len);
        if (c == 0) {
            *out_found = true;
            return mid;
        }
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    *out_found = false;
    return low;
}

static struct node *literal_child(struct node *n, const char *s, size_t len)
{
    bool found;
    size_t at = literal_place(n, s, len, &found);
    if (found)
        return &n->literals[at];
    n->literals = mem_realloc(n->literals, (n->n_literals + 1) * sizeof *n->literals);
    memmove(n->literals + at + 1, n->literals + at, (n->n_literals - at) * sizeof *n->literals);
    n->n_literals++;
    n->literals[at] = (struct node){.segment = s, .len = len};
    return &n->literals[at];
}

static struct node *param_child(struct node *n)
{
    if (!n->param)
        n->param = mem_zalloc(sizeof *n->param);
    return n->param;
}

/* Is the segment "{name}" (true), plain text (false), or neither (*out_bad)? */
static bool is_param(const char *s, size_t len, bool *out_bad)
{
    bool braces = len && s[0] == '{' && s[len - 1] == '}';
    bool inside = len && memchr(s + 1, '{', len - 1);
    *out_bad = !len || (braces ? len < 3 || inside : memchr(s, '{', len) || memchr(s, '}', len));
    return braces;
}

static enum err add_row(struct node *n, const char *method, void *target)
{
    for (size_t i = 0; i < n->n_rows; i++)
        if (strcmp(n->rows[i].method, method) == 0)
            return ERR_CONFLICT;
    n->rows = mem_realloc(n->rows, (n->n_rows + 1) * sizeof *n->rows);
    n->rows[n->n_rows++] = (struct row){method, target};
    return ERR_OK;
}

enum err router_add(struct router *r, const char *method, const char *pattern, void *target)
{
    struct node *n = &r->root;
    size_t n_params = 0, n_segments = 0;
    if (pattern[0] != '/')
        return ERR_INVALID;
    for (const char *s = pattern; *s && strcmp(pattern, "/") != 0;) {
        size_t len = strcspn(++s, "/");
        bool bad, param = is_param(s, len, &bad);
        n_params += param;
        if (bad || n_params > ROUTER_MAX_PARAMS || ++n_segments > MAX_SEGMENTS)
            return ERR_INVALID;
        n = param ? param_child(n) : literal_child(n, s, len);
        s += len;
    }
    return add_row(n, method, target);
}

struct walk {
    const char *param[ROUTER_MAX_PARAMS];
    size_t param_len[ROUTER_MAX_PARAMS], n_params;
};

/* The node of the rest of a path (which begins with a slash or is empty); literals before parameters, and back when a
 * literal leads nowhere. The depth is that of the patterns. */
static const struct node *find(const struct node *n, const char *s, struct walk *w)
{
    if (!*s)
        return n->n_rows ? n : NULL;
    size_t len = strcspn(++s, "/");
    bool found;
    size_t at = literal_place(n, s, len, &found);
    const struct node *hit = found ? find(&n->literals[at], s + len, w) : NULL;
    if (hit || !n->param || !len)
        return hit;
    size_t mine = w->n_params++;
    w->param[mine] = s;
    w->param_len[mine] = len;
    hit = find(n->param, s + len, w);
    if (!hit)
        w->n_params = mine;
    return hit;
}

static const struct row *row_of(const struct node *n, const char *method)
{
    for (size_t i = 0; i < n->n_rows; i++)
        if (strcmp(n->rows[i].method, method) == 0)
            return &n->rows[i];
    return strcmp(method, "HEAD") == 0 ? row_of(n, "GET") : NULL;
}

static const char *allow_text(const struct node *n, struct arena *a)
{
    const char *s = "";
    for (size_t i = 0; i < n->n_rows; i++) {
        const char *m = n->rows[i].method;
        s = arena_printf(a, "%s%s%s%s", s, *s ? ", " : "", m, strcmp(m, "GET") == 0 ? ", HEAD" : "");
    }
    return s;
}

enum err router_match(const struct router *r, struct arena *a, const char *method, const char *path,
        struct router_match *out_match)
{
    struct walk w = {.n_params = 0};
    *out_match = (struct router_match){0};
    if (path[0] != '/')
        return ERR_NOT_FOUND;
    const struct node *n = find(&r->root, path[1] ? path : "", &w);
    if (!n)
        return ERR_NOT_FOUND;
    const struct row *row = row_of(n, method);
    if (!row) {
        out_match->allow = allow_text(n, a);
        return ERR_METHOD;
    }
    out_match->target = row->target;
    out_match->n_params = w.n_params;
    for (size_t i = 0; i < w.n_params; i++)
        out_match->param[i] = arena_strn(a, w.param[i], w.param_len[i]);
    return ERR_OK;
}
