#include "core/access.h"
#include "core/card.h"
#include "meta/role.h"
#include "store/card_store.h"

/* The system, and the rules that run by themselves or take back what was done: they work on behalf of no role. */
static bool is_free(const struct ctx *cx)
{
    return !cx->member || cx->follows || cx->origin == ORIGIN_TIMER;
}

bool access_has(const struct ctx *cx, unsigned right)
{
    return is_free(cx) || cx->member->may->rights & right;
}

enum err access_need(struct ctx *cx, unsigned right)
{
    return access_has(cx, right) ? ERR_OK : fail(cx, ERR_FORBIDDEN, NULL, "error.role");
}

enum err access_need_role(struct ctx *cx, enum role at_least)
{
    if (!cx->member || cx->member->role >= at_least)
        return ERR_OK;
    return fail(cx, ERR_FORBIDDEN, NULL, "error.role");
}

enum scope access_scope(const struct ctx *cx, const struct module *mod, enum may verb)
{
    return is_free(cx) ? SCOPE_ALL : role_scope(cx->member, (int)(mod - cx->meta->modules), verb);
}

enum err access_module(struct ctx *cx, const struct module *mod, enum may verb)
{
    if (access_scope(cx, mod, MAY_SEE) == SCOPE_NONE)
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    return access_scope(cx, mod, verb) == SCOPE_NONE ? fail(cx, ERR_FORBIDDEN, NULL, "error.role") : ERR_OK;
}

enum err access_writes(struct ctx *cx, enum may verb)
{
    if (is_free(cx) || cx->member->role == ROLE_ADMINISTRATOR || !cx->meta->n_modules)
        return ERR_OK;
    for (int i = 0; i < cx->meta->n_modules; i++)
        if (role_scope(cx->member, i, verb) != SCOPE_NONE)
            return ERR_OK;
    return fail(cx, ERR_FORBIDDEN, NULL, "error.role");
}

const struct sees *access_sees(const struct ctx *cx)
{
    return is_free(cx) || cx->member->sees->everything ? NULL : cx->member->sees;
}

const struct sees *access_sees_in(const struct ctx *cx, int64_t module_id)
{
    const struct sees *s = access_sees(cx);
    return s && !s->privates && sees_scope(s, module_id) == SCOPE_ALL ? NULL : s;
}

enum err access_card(struct ctx *cx, int64_t module_id, int64_t owner_id, int64_t card_id)
{
    const struct sees *s = access_sees_in(cx, module_id);
    const enum scope scope = sees_scope(s, module_id);
    bool private = false, guest = false;
    if (!s || (owner_id == s->member_id && scope != SCOPE_NONE))
        return ERR_OK;
    bool in_reach = sees_owner(s, scope, owner_id);
    if (in_reach && !s->privates)
        return ERR_OK;
    enum err e =
            scope == SCOPE_NONE ? ERR_OK : card_store_reach(cx->db, card_id, s->member_id, &private, &guest);
    if (e != ERR_OK)
        return e;
    return guest || (in_reach && !private) ? ERR_OK : fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
}

bool access_may_by_owner(const struct ctx *cx, const struct card *card, enum may verb)
{
    return is_free(cx) || sees_owner(cx->member->sees, access_scope(cx, card->module, verb), card->owner_id);
}

enum err access_may(struct ctx *cx, const struct card *card, enum may verb, bool *out_may)
{
    const enum scope scope = access_scope(cx, card->module, verb);
    bool private = false, guest = false;
    *out_may = access_may_by_owner(cx, card, verb);
    if (*out_may || scope == SCOPE_NONE)
        return ERR_OK;
    enum err e = card_store_reach(cx->db, card->id, cx->member->id, &private, &guest);
    *out_may = guest;
    return e;
}

enum err access_need_may(struct ctx *cx, const struct card *card, enum may verb)
{
    bool may;
    enum err e = access_may(cx, card, verb, &may);
    return e || may ? e
                    : fail(cx, ERR_FORBIDDEN, NULL,
                              verb == MAY_DELETE ? "error.may_not_delete" : "error.may_not_edit");
}

unsigned access_marks(const struct ctx *cx, const struct module *mod, const struct field *f)
{
    if (is_free(cx) || f->table == IN_CONTACT || mod->of_contacts || !cx->member->may->modules)
        return 0;
    const struct module_right *right = &cx->member->may->modules[mod - cx->meta->modules];
    return right->marks ? right->marks[f - mod->fields] : 0;
}

enum err access_edit(struct ctx *cx, const struct module *mod, const struct field *f)
{
    const unsigned marks = access_marks(cx, mod, f);
    if (!marks)
        return ERR_OK;
    const char *path = arena_printf(cx->arena, "fields.%s", f->code);
    if (marks & MARK_HIDDEN)
        return fail_arg(cx, ERR_INVALID, path, "error.unknown_field", f->code);
    return fail(cx, ERR_INVALID, path, "error.not_editable");
}

const struct field *access_field(const struct ctx *cx, const struct module *mod, const char *code)
{
    const struct field *f = module_field(mod, code);
    return f && access_marks(cx, mod, f) & MARK_HIDDEN ? NULL : f;
}

/* Notices */

struct audience access_audience(const struct notice *n)
{
    struct audience who = {.about = n->module_id ? ABOUT_MODULE : ABOUT_ALL,
            .private = n->private,
            .module_id = n->module_id,
            .owner_id = n->owner_id,
            .old_owner_id = n->old_owner_id,
            .guest_id = n->guest_id};
    if (n->card_id)
        who.about = ABOUT_CARD;
    else if (strcmp(n->kind, "contact") == 0 || strcmp(n->kind, "talk") == 0)
        who.about = ABOUT_CONTACT;
    else if (n->owner_id)
        who.about = n->private ? ABOUT_HIM : ABOUT_MEMBER;
    return who;
}

static bool may_notice_card(const struct sees *s, const struct audience *who)
{
    const enum scope scope = sees_scope(s, who->module_id);
    const int64_t me = s->member_id;
    if (scope == SCOPE_NONE)
        return false;
    if (me == who->owner_id || me == who->old_owner_id || me == who->guest_id)
        return true;
    return (!who->private || !s->privates) &&
           (sees_owner(s, scope, who->owner_id) || sees_owner(s, scope, who->old_owner_id));
}

bool access_may_notice(const struct sees *s, const struct audience *who)
{
    switch (who->about) {
    case ABOUT_MODULE:
        return sees_scope(s, who->module_id) != SCOPE_NONE;
    case ABOUT_CARD:
        return may_notice_card(s, who);
    case ABOUT_CONTACT:
        return s->contacts || s->member_id == who->owner_id;
    case ABOUT_MEMBER:
        return s->everything || s->member_id == who->owner_id;
    case ABOUT_HIM:
        return s->member_id == who->owner_id;
    default:
        return true;
    }
}

const struct sees *access_sees_copy(struct arena *a, const struct member *m)
{
    struct sees *s = arena_copy(a, m->sees, sizeof *s);
    s->modules = arena_copy(a, s->modules, sizeof *s->modules * (size_t)s->n_modules);
    s->owner_ids = arena_copy(a, s->owner_ids, sizeof *s->owner_ids * (size_t)s->n_owners);
    return s;
}

static bool modules_same(const struct sees *a, const struct sees *b)
{
    for (int i = 0; i < a->n_modules; i++)
        if (sees_scope(b, a->modules[i].id) != a->modules[i].scope)
            return false;
    return true;
}

bool access_sees_same(const struct sees *a, const struct sees *b)
{
    return a->everything == b->everything && a->unowned == b->unowned && a->privates == b->privates &&
           a->contacts == b->contacts && a->n_owners == b->n_owners && a->n_modules == b->n_modules &&
           (!a->n_owners ||
                   memcmp(a->owner_ids, b->owner_ids, sizeof *a->owner_ids * (size_t)a->n_owners) == 0) &&
           modules_same(a, b);
}
