#include "core/subject.h"
#include "core/card.h"
#include "core/contact.h"

static enum err get_card(struct ctx *cx, struct subject *s)
{
    struct card card;
    enum err e = card_get(cx, s->card_id, true, &card);
    if (e)
        return e;
    s->name = card.name;
    s->owner_id = card.owner_id;
    s->module_id = card.module_id;
    s->trashed_at = card.trashed_at;
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
    return s->card_id ? get_card(cx, s) : get_contact(cx, s);
}

enum err subject_edit(struct ctx *cx, struct subject *s)
{
    enum err e = subject_get(cx, s);
    if (!e && s->trashed_at)
        return fail(cx, ERR_CONFLICT, NULL, s->card_id ? "error.card_trashed" : "error.contact_trashed");
    return e;
}

void subject_notice(struct ctx *cx, const struct subject *s)
{
    struct notice *n = notice_add(cx, "talk", s->card_id ? s->card_id : s->contact_id, s->module_id);
    n->card_id = s->card_id;
    n->owner_id = s->owner_id;
}
