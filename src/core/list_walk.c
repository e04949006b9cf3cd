/* list_walk - lists and counts under a condition that no index finds. The rows are walked in the list's own order, window by
 * window, each a statement of its own: many hits end the walk at once, and few are looked for only as long as one request
 * may; its cursor goes on from there. A worker for short work does the beginning alone. */
#include "base/clock.h"
#include "core/list_impl.h"

#include <string.h>

#define SHORT_US   8000   /* what a worker for short work gives */
#define LONG_US    150000 /* what a request gives */
#define WINDOW     400    /* rows of the first window; each is four times as wide … */
#define WINDOW_MAX 12800  /* … up to this */

int64_t list_walk_limit(const struct ctx *cx)
{
    return clock_mono_us() + (cx->short_lane ? SHORT_US : LONG_US);
}

struct window {
    struct ctx *cx;
    int64_t limit, n, value; /* wanted; found, and the sum of their values, all windows together */
    int seen;                /* rows of the present window */
    int64_t *ids;            /* of the first `limit` found; NULL = they are counted only */
    struct cursor last;      /* the one that ends the page */
    bool empties;            /* rows without a value in the order's column */
    struct val key;          /* of the last row seen; texts are kept in text */
    int64_t id;
    char *text;
    size_t room;
};

static void key_keep(struct window *w, struct val key)
{
    w->key = key;
    if (key.type != VAL_TEXT && key.type != VAL_BLOB)
        return;
    if (key.len >= w->room) {
        w->room = (size_t)key.len * 2 + 64;
        w->text = arena_alloc(w->cx->arena, w->room);
    }
    memcpy(w->text, key.s, key.len);
    w->text[key.len] = 0;
    w->key.s = w->text;
}

static struct val key_copy(struct ctx *cx, struct val key)
{
    if (key.type == VAL_TEXT || key.type == VAL_BLOB)
        key.s = arena_strn(cx->arena, key.s, key.len);
    return key;
}

static enum err row_each(void *arg, const struct val *row)
{
    struct window *w = arg;
    w->seen++;
    w->id = row[0].i;
    key_keep(w, row[1]);
    if (!row[2].i)
        return ERR_OK;
    w->value += val_i(row[3], 0);
    if (++w->n > w->limit || !w->ids)
        return ERR_OK;
    w->ids[w->n - 1] = w->id;
    if (w->n == w->limit)
        w->last = (struct cursor){w->empties ? val_null() : key_copy(w->cx, row[1]), w->id};
    return ERR_OK;
}

/* One window after the other until enough was found, all was seen, or the time is over. */
static enum err windows(struct ctx *cx, const struct list_spec *spec, struct list_order *order,
        struct window *w, bool with_value, int64_t until_us, bool *out_end)
{
    int max = WINDOW;
    *out_end = false;
    while (w->n <= w->limit) {
        w->seen = 0;
        enum err e = list_store_walk(cx->db, spec, order, max, with_value, row_each, w);
        if (e)
            return e;
        *out_end = w->seen < max;
        if (*out_end)
            return ERR_OK;
        order->after = true;
        order->after_key = w->key;
        order->after_id = w->id;
        max = max * 4 > WINDOW_MAX ? WINDOW_MAX : max * 4;
        if (w->n <= w->limit && clock_mono_us() > until_us)
            return ctx_long(cx);
    }
    return ERR_OK;
}

static int at_most(int64_t n, int limit)
{
    return n > limit ? limit : (int)n;
}

enum err list_walk(struct ctx *cx, const struct list_spec *spec, struct list_order *order, int limit,
        int64_t until_us, struct walked *out)
{
    struct window w = {.cx = cx,
            .limit = limit,
            .ids = arena_array(cx->arena, int64_t, limit),
            .empties = order->empty_pass};
    bool end = false;
    enum err e = windows(cx, spec, order, &w, false, until_us, &end);
    *out = (struct walked){.ids = w.ids, .n_valued = w.empties ? 0 : at_most(w.n, limit)};
    if (!e && end && order->has_empty && !w.empties) {
        order->empty_pass = w.empties = true;
        order->after = false;
        e = windows(cx, spec, order, &w, false, until_us, &end);
    }
    out->n = at_most(w.n, limit);
    out->partial = !end && w.n <= limit;
    out->more = !end || w.n > limit;
    out->last = w.last;
    if (out->partial)
        out->last = (struct cursor){w.empties ? val_null() : key_copy(cx, w.key), w.id};
    return e;
}

enum err list_walk_count(struct ctx *cx, const struct list_spec *spec, int64_t cap, int64_t until_us,
        int64_t *out_n, int64_t *out_value, bool *out_cut)
{
    struct list_order order = {0};
    struct window w = {.cx = cx, .limit = cap};
    bool end = false;
    *out_n = 0;
    *out_cut = true;
    if (clock_mono_us() > until_us)
        return ctx_long(cx);
    enum err e = windows(cx, spec, &order, &w, out_value != NULL, until_us, &end);
    if (e)
        return e;
    *out_n = w.n > cap ? cap : w.n;
    *out_cut = !end || w.n > cap;
    if (out_value)
        *out_value = w.value;
    return ERR_OK;
}
