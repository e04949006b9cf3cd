#include "core/subject.h"
#include "core/access.h"
#include "core/card.h"
#include "core/contact.h"
#include "store/attachment_store.h"
#include "store/comment_store.h"

static enum err get_card(struct ctx *cx, struct subject *s, struct card *out_card)
{
    enum err e = card_get(cx, s->card_id, true, out_card);
    if (e)
        return e;
    s->name = out_card->name;
    s->owner_id = out_card->owner_id;
    s->module_id = out_card->module_id;
    s->trashed_at = out_card->trashed_at;
    return ERR_OK;
}

static enum err get_contact(struct ctx *cx, struct subject *s)
{
    struct contact contact;
    enum err e = contact_get(cx, s->contact_id, &contact);
    if (e)
        return e;
    s->name = contact.name;
    s->owner_id = contact.owner_id;
    s->trashed_at = contact.trashed_at;
    return ERR_OK;
}

enum err subject_get(struct ctx *cx, struct subject *s)
{
    struct card card;
    return s->card_id ? get_card(cx, s, &card) : get_contact(cx, s);
}

enum err subject_edit(struct ctx *cx, struct subject *s)
{
    struct card card;
    enum err e = s->card_id ? get_card(cx, s, &card) : get_contact(cx, s);
    if (!e)
        e = s->card_id ? access_need_may(cx, &card, MAY_EDIT) : access_writes(cx, MAY_EDIT);
    if (!e && s->trashed_at)
        return fail(cx, ERR_CONFLICT, NULL, s->card_id ? "error.card_trashed" : "error.contact_trashed");
    return e;
}

enum err subject_seen_by(struct ctx *cx, const struct subject *s, const struct member *m, bool *out_sees)
{
    struct ctx his = {.arena = cx->arena,
            .db = cx->db,
            .meta = cx->meta,
            .member = m,
            .lang = m->lang,
            .zone = m->zone,
            .origin = ORIGIN_USER,
            .now_at = cx->now_at};
    struct contact contact;
    enum err e = s->card_id ? access_card(&his, s->module_id, s->owner_id, s->card_id)
                            : contact_get(&his, s->contact_id, &contact);
    *out_sees = !e;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

void subject_member_write(struct jw *w, const struct member *m)
{
    jw_obj(w);
    jw_kint(w, "id", m->id);
    jw_kstr(w, "name", m->name);
    jw_kstr(w, "initials", m->initials);
    jw_obj_end(w);
}

void subject_notice(struct ctx *cx, const struct subject *s)
{
    struct notice *n = notice_add(cx, "talk", s->card_id ? s->card_id : s->contact_id, s->module_id);
    n->card_id = s->card_id;
    n->owner_id = s->owner_id;
}

enum err subject_erase(struct ctx *cx, const struct subject *s)
{
    wake_by(cx, cx->now_at);
    enum err e = attachment_store_erase(cx->db, s->card_id, s->contact_id, cx->now_at);
    return e ? e : talk_store_erase(cx->db, s->card_id, s->contact_id);
}
