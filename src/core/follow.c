#include "core/follow.h"
#include "store/comment_store.h"

enum err follow_set(struct ctx *cx, struct subject *s, bool follows)
{
    enum err e = subject_get(cx, s);
    if (!e)
        e = follow_store_put(cx->db, s->card_id, s->contact_id, cx->member->id, follows, true, cx->now_at);
    if (!e)
        subject_notice(cx, s);
    return e;
}

enum err follow_auto(struct ctx *cx, const struct subject *s, int64_t member_id)
{
    return follow_store_put(cx->db, s->card_id, s->contact_id, member_id, true, false, cx->now_at);
}

static bool is_active(const struct ctx *cx, int64_t member_id)
{
    const struct member *m = meta_member(cx->meta, member_id);
    return m && m->active;
}

enum err follow_list(struct ctx *cx, const struct subject *s, int64_t **out_ids, size_t *out_n)
{
    struct rows rows;
    enum err e = follow_store_list(cx->db, s->card_id, s->contact_id, FOLLOWERS_MAX, &rows);
    if (e)
        return e;
    int64_t *ids = arena_array(cx->arena, int64_t, rows.n + 1);
    size_t n = 0;
    bool owner_follows = s->owner_id && is_active(cx, s->owner_id);
    for (size_t i = 0; i < rows.n; i++)
        if (row_of(&rows, i)[0].i == s->owner_id)
            owner_follows = owner_follows && row_of(&rows, i)[1].i;
    if (owner_follows)
        ids[n++] = s->owner_id;
    for (size_t i = 0; i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        if (v[1].i && v[0].i != s->owner_id && is_active(cx, v[0].i))
            ids[n++] = v[0].i;
    }
    *out_ids = ids;
    *out_n = n;
    return ERR_OK;
}

enum err follow_write(struct ctx *cx, struct subject *s, struct jw *w)
{
    int64_t *ids;
    size_t n;
    bool following = false;
    enum err e = subject_get(cx, s);
    if (!e)
        e = follow_list(cx, s, &ids, &n);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n; i++) {
        subject_member_write(w, meta_member(cx->meta, ids[i]));
        following = following || ids[i] == cx->member->id;
    }
    jw_arr_end(w);
    jw_kbool(w, "following", following);
    jw_obj_end(w);
    return ERR_OK;
}
