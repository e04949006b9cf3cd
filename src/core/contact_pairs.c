/* contact_pairs - the pairs that the radar found: listed, decided upon. */
#include "core/access.h"
#include "core/contact_impl.h"
#include "core/cursor.h"
#include "core/radar.h"
#include "store/radar_store.h"

#define COUNT_MAX 1000

static enum err sees(struct ctx *cx, int64_t id, bool *in_out)
{
    const struct sees *s = access_sees(cx);
    return s && *in_out ? contact_store_sees(cx->db, id, s, in_out) : ERR_OK;
}

static enum err sees_both(struct ctx *cx, const struct val *row, bool *out)
{
    *out = true;
    enum err e = sees(cx, row[PAIR_A].i, out);
    return e ? e : sees(cx, row[PAIR_B].i, out);
}

static void side_write(struct jw *w, const char *key, const struct val *side)
{
    jw_key(w, key);
    jw_obj(w);
    jw_kval(w, "id", side[SIDE_ID]);
    jw_kval(w, "name", side[SIDE_NAME]);
    jw_kval(w, "company", side[SIDE_COMPANY]);
    jw_kval(w, "email", side[SIDE_EMAIL]);
    jw_kval(w, "phone", side[SIDE_PHONE]);
    jw_kval(w, "city", side[SIDE_CITY]);
    jw_kval(w, "n_cards", side[SIDE_N_CARDS]);
    jw_kval(w, "created_at", side[SIDE_CREATED]);
    jw_obj_end(w);
}

static void pair_write(struct ctx *cx, struct jw *w, const struct val *row)
{
    char *save = NULL, *reasons = arena_str(cx->arena, val_s(row[PAIR_REASONS], ""));
    jw_obj(w);
    jw_kval(w, "id", row[PAIR_ID]);
    jw_kstr(w, "kind", row[PAIR_KIND].i == CONTACT_COMPANY ? "company" : "person");
    jw_kval(w, "score", row[PAIR_SCORE]);
    jw_key(w, "reasons");
    jw_arr(w);
    for (char *r = strtok_r(reasons, ",", &save); r; r = strtok_r(NULL, ",", &save))
        jw_str(w, r);
    jw_arr_end(w);
    side_write(w, "a", row + PAIR_SIDE_A);
    side_write(w, "b", row + PAIR_SIDE_B);
    jw_obj_end(w);
}

static enum err rows_write(struct ctx *cx, struct jw *w, const struct rows *rows, size_t n)
{
    enum err e = ERR_OK;
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; !e && i < n; i++) {
        bool both;
        e = sees_both(cx, row_of(rows, i), &both);
        if (!e && both)
            pair_write(cx, w, row_of(rows, i));
    }
    jw_arr_end(w);
    return e;
}

enum err pairs_write(struct ctx *cx, const struct pairs_query *q, struct jw *w)
{
    const int state = q->two ? PAIR_TWO : PAIR_OPEN;
    struct cursor at = {0};
    struct rows rows;
    int64_t n = 0;
    bool looking = false;
    if (q->cursor && (!cursor_read(cx->arena, q->cursor, &at) || at.key.type != VAL_INT))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    enum err e = pair_store_list(cx->db, state, q->kind, val_i(at.key, 0), at.id, q->limit + 1, &rows);
    if (!e)
        e = pair_store_count(cx->db, state, q->kind, 0, COUNT_MAX + 1, &n);
    if (!e)
        e = radar_store_waits(cx->db, &looking);
    if (e)
        return e;
    const size_t shown = rows.n > (size_t)q->limit ? (size_t)q->limit : rows.n;
    const struct val *last = rows.n > shown ? row_of(&rows, shown - 1) : NULL;
    jw_obj(w);
    e = rows_write(cx, w, &rows, shown);
    jw_kstr(w, "next",
            last ? cursor_text(cx->arena, &(struct cursor){last[PAIR_SCORE], last[PAIR_ID].i}) : NULL);
    jw_kint(w, "n", n > COUNT_MAX ? COUNT_MAX : n);
    jw_kbool(w, "capped", n > COUNT_MAX);
    jw_kbool(w, "looking", looking);
    jw_obj_end(w);
    return e;
}

static enum err find(struct ctx *cx, int64_t id, const struct val **out_row)
{
    bool both = true;
    enum err e = pair_store_get(cx->db, id, out_row);
    if (!e)
        e = sees_both(cx, *out_row, &both);
    if (e == ERR_NOT_FOUND || (!e && !both))
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    return e;
}

enum err pair_get(struct ctx *cx, int64_t id, int64_t *out_a, int64_t *out_b)
{
    const struct val *row;
    enum err e = find(cx, id, &row);
    if (!e) {
        *out_a = row[PAIR_A].i;
        *out_b = row[PAIR_B].i;
    }
    return e;
}

enum err pair_decide(struct ctx *cx, int64_t id, bool two)
{
    const struct val *row;
    enum err e = find(cx, id, &row);
    const int64_t me = cx->member ? cx->member->id : 0;
    return e ? e : pair_store_decide(cx->db, id, two ? PAIR_TWO : PAIR_OPEN, me, cx->now_at);
}
