#include "core/event.h"
#include "store/event_store.h"

static int64_t acting_id(const struct ctx *cx)
{
    return cx->member ? cx->member->id : 0;
}

enum err change_new(struct ctx *cx, const char *kind, const char *summary_json, int64_t n, int64_t *out_id)
{
    return event_store_change(cx->db,
            &(struct change_row){.at = cx->now_at,
                    .member_id = acting_id(cx),
                    .n = n,
                    .parent_id = cx->parent_change_id,
                    .kind = kind,
                    .summary = summary_json ? summary_json : "{}",
                    .request_id = cx->request_id ? cx->request_id : ""},
            out_id);
}

static const char *summary_of(struct ctx *cx)
{
    struct buf b;
    struct jw w;
    if (!cx->change_name)
        return NULL;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kstr(&w, "name", cx->change_name);
    jw_obj_end(&w);
    return buf_str(&b);
}

static enum err need_change(struct ctx *cx)
{
    if (cx->change_id)
        return ERR_OK;
    return change_new(cx, cx->change_kind ? cx->change_kind : "card.edit", summary_of(cx), 1, &cx->change_id);
}

static struct val id_or_null(int64_t id)
{
    return id ? val_int(id) : val_null();
}

enum err events_add(struct ctx *cx, const struct event_new *in, size_t n)
{
    enum err e = n ? need_change(cx) : ERR_OK;
    if (e != ERR_OK || n == 0)
        return e;
    struct val *rows = arena_array(cx->arena, struct val, n * EVENT_COLS);
    for (size_t i = 0; i < n; i++) {
        const struct event_new *ev = &in[i];
        const struct val v[EVENT_COLS] = {val_int(ev->at ? ev->at : cx->now_at), val_int(cx->change_id),
                val_int(acting_id(cx)), id_or_null(ev->card_id), id_or_null(ev->contact_id),
                id_or_null(ev->task_id), val_text(ev->kind), val_text(ev->field ? ev->field : ""),
                val_text(ev->old_json), val_text(ev->new_json), val_text(ev->text ? ev->text : ""),
                val_int(ev->is_contact)};
        memcpy(rows + i * EVENT_COLS, v, sizeof v);
    }
    return event_store_add(cx->db, rows, n);
}

enum err event_add(struct ctx *cx, const struct event_new *in)
{
    return events_add(cx, in, 1);
}
