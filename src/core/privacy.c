#include "core/privacy.h"
#include "core/access.h"
#include "core/card_impl.h"
#include "core/event.h"
#include "meta/role.h"
#include "store/member_store.h"
#include "store/privacy_store.h"

#include <stdlib.h>
#include <string.h>

/* What role_sees compiles in once the account has such things. */
#define SETTING_PRIVATE "private_cards"
#define SETTING_GUESTS  "guests"

/* This transaction may be the one that begins it. */
static bool in_use(const struct ctx *cx)
{
    return cx->meta_changed || (cx->meta && (meta_setting_int(cx->meta, SETTING_PRIVATE, 0) ||
                                                    meta_setting_int(cx->meta, SETTING_GUESTS, 0)));
}

static enum err read(struct ctx *cx, int64_t card_id, struct privacy *out)
{
    return privacy_store_get(cx->db, card_id, PRIVACY_GUESTS_MAX, &out->private, out->guests, &out->n);
}

enum err privacy_get(struct ctx *cx, int64_t card_id, struct privacy *out)
{
    *out = (struct privacy){0};
    return in_use(cx) ? read(cx, card_id, out) : ERR_OK;
}

void privacy_write(struct jw *w, const struct privacy *p)
{
    jw_obj(w);
    jw_kbool(w, "private", p->private);
    jw_key(w, "guests");
    jw_arr(w);
    for (size_t i = 0; i < p->n; i++)
        jw_int(w, p->guests[i]);
    jw_arr_end(w);
    jw_obj_end(w);
}

static const char *privacy_json(struct ctx *cx, const struct privacy *p)
{
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    privacy_write(&w, p);
    return buf_str(&b);
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static enum err take_guests(struct ctx *cx, const json_t *list, struct privacy *out)
{
    size_t i;
    const json_t *id;
    if (json_array_size(list) > PRIVACY_GUESTS_MAX)
        return fail_limit(cx, ERR_INVALID, "guests", "error.too_many", PRIVACY_GUESTS_MAX);
    json_array_foreach((json_t *)list, i, id)
    {
        const struct member *m = meta_member(cx->meta, json_integer_value(id));
        if (!m || !m->active)
            return fail(cx, ERR_INVALID, arena_printf(cx->arena, "guests[%zu]", i), "error.unknown_user");
        out->guests[i] = m->id;
    }
    qsort(out->guests, i, sizeof *out->guests, by_id);
    for (size_t k = 0; k < i; k++)
        if (!out->n || out->guests[out->n - 1] != out->guests[k])
            out->guests[out->n++] = out->guests[k];
    return ERR_OK;
}

/* The first of its kind: everybody's compiled check begins to ask for it. */
static enum err begin_use(struct ctx *cx, const char *setting, bool used)
{
    if (!used || meta_setting_int(cx->meta, setting, 0))
        return ERR_OK;
    cx->meta_changed = true;
    return setting_put(cx->db, setting, "1");
}

static enum err put(
        struct ctx *cx, const struct card *card, const struct privacy *was, const struct privacy *now)
{
    const struct event_new ev = {.card_id = card->id,
            .kind = "privacy",
            .old_json = privacy_json(cx, was),
            .new_json = privacy_json(cx, now)};
    if (strcmp(ev.old_json, ev.new_json) == 0)
        return ERR_OK;
    if (!cx->change_kind)
        cx->change_kind = "card.privacy";
    if (!cx->change_name)
        cx->change_name = card->name;
    enum err e = privacy_store_put(cx->db, card->id, now->private, now->guests, now->n);
    if (!e)
        e = begin_use(cx, SETTING_PRIVATE, now->private);
    if (!e)
        e = begin_use(cx, SETTING_GUESTS, now->n > 0);
    if (!e)
        e = event_add(cx, &ev);
    card_notice(cx, card, 0);
    notice_add(
            cx, "module", card->module_id, card->module_id); /* who sees it no more fetches his lists, too */
    return e;
}

static enum err check_may(struct ctx *cx, const struct card *card)
{
    const struct member *m = cx->member;
    enum err e = access_need_may(cx, card, MAY_EDIT);
    if (!e && m && m->id != card->owner_id && m->may->level != ROLE_ADMINISTRATOR)
        e = fail(cx, ERR_FORBIDDEN, NULL, "error.privacy_owner");
    return e;
}

enum err privacy_set(struct ctx *cx, const struct card *card, bool private, const json_t *guests)
{
    struct privacy was, now = {.private = private};
    enum err e = check_may(cx, card);
    if (!e && private && !card->owner_id)
        e = fail(cx, ERR_CONFLICT, "private", "error.privacy_nobody");
    if (!e)
        e = take_guests(cx, guests, &now);
    if (!e)
        e = read(cx, card->id, &was);
    return e ? e : put(cx, card, &was, &now);
}

enum err privacy_revert(struct ctx *cx, const struct card *card, const char *old_json, const char *new_json)
{
    struct privacy is, back = {0};
    const json_t *old = json_tree(cx->arena, old_json ? old_json : "{}");
    enum err e = check_may(cx, card);
    if (!e)
        e = read(cx, card->id, &is);
    if (!e && (!new_json || strcmp(privacy_json(cx, &is), new_json) != 0))
        e = fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", card->name);
    back.private = json_is_true(json_object_get(old, "private"));
    if (!e)
        e = take_guests(cx, json_object_get(old, "guests"), &back);
    return e ? e : put(cx, card, &is, &back);
}

/* One for each guest; whom it concerns otherwise has it already. */
static void tell_guests(struct ctx *cx, const struct notice *n, const struct privacy *p)
{
    for (size_t i = 0; i < p->n; i++) {
        struct notice *copy = notice_add(cx, n->kind, n->id, n->module_id);
        copy->card_id = n->card_id;
        copy->guest_id = p->guests[i];
        copy->private = true;
        copy->data_json = n->data_json;
    }
}

enum err privacy_notices(struct ctx *cx)
{
    enum err e = ERR_OK;
    if (!in_use(cx))
        return ERR_OK;
    for (struct notice *n = cx->notices; !e && n; n = n->next) {
        struct privacy p;
        if (!n->card_id || n->private)
            continue;
        e = read(cx, n->card_id, &p);
        if (e || !(p.private || p.n))
            continue;
        n->private = p.private;
        tell_guests(cx, n, &p);
    }
    return e;
}
