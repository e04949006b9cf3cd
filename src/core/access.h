/* access - who may see and do what, in one place. Used by lists, counts, search, history, live events and undo alike. What
 * a role allows is compiled with the account's metadata (meta/role.h), so that nothing here asks the database but for a
 * card's guests. cx->member NULL, and the rules that work in the background, may do everything. */
#pragma once
#include "core/ctx.h"

struct card;

/* access_has - has the acting member's role one of the rights RIGHT_…? */
bool access_has(const struct ctx *cx, unsigned right);
/* access_need - ERR_FORBIDDEN without it. */
enum err access_need(struct ctx *cx, unsigned right);
/* access_need_role - ERR_FORBIDDEN below the role. For what only administrators do, and what has no right of its own. */
enum err access_need_role(struct ctx *cx, enum role at_least);

/* access_scope - how far the acting member's role reaches in a module. */
enum scope access_scope(const struct ctx *cx, const struct module *mod, enum may verb);
/* access_module - ERR_NOT_FOUND for a module of which he sees nothing, else ERR_FORBIDDEN when the verb reaches no card. */
enum err access_module(struct ctx *cx, const struct module *mod, enum may verb);
/* access_writes - may he edit or delete cards of any module? Who may not leaves contacts alone, too. */
enum err access_writes(struct ctx *cx, enum may verb);

/* access_sees - what lists, counts and searches are narrowed to; NULL = nothing is. */
const struct sees *access_sees(const struct ctx *cx);
/* access_sees_in - the same for lists of one module. */
const struct sees *access_sees_in(const struct ctx *cx, int64_t module_id);

/* access_card - may the acting member see this card? Errors: ERR_NOT_FOUND (never a hint that it exists). */
enum err access_card(struct ctx *cx, int64_t module_id, int64_t owner_id, int64_t card_id);
/* access_may - may he edit or delete a card that he sees? Whoever owns it, has an open task on it or was invited to it can
 * do what the scope "own" allows. */
enum err access_may(struct ctx *cx, const struct card *card, enum may verb, bool *out_may);
/* access_may_by_owner - the same by the scope and the owner alone; asks no database. */
bool access_may_by_owner(const struct ctx *cx, const struct card *card, enum may verb);
/* access_need_may - ERR_FORBIDDEN when he may not. */
enum err access_need_may(struct ctx *cx, const struct card *card, enum may verb);

/* access_marks - what the acting member's role takes away of a field: MARK_HIDDEN, MARK_READ_ONLY or 0. */
unsigned access_marks(const struct ctx *cx, const struct module *mod, const struct field *f);
/* access_edit - ERR_INVALID for a field that he may not change. */
enum err access_edit(struct ctx *cx, const struct module *mod, const struct field *f);
/* access_field - a field of a module by its code; NULL when there is none, or he may not know of it. */
const struct field *access_field(const struct ctx *cx, const struct module *mod, const char *code);

/* Whom a notice is for; kept for streams that come back, so it points to nothing. */
struct audience {
    enum {
        ABOUT_ALL,     /* everybody */
        ABOUT_MODULE,  /* who sees anything of it */
        ABOUT_CARD,    /* who sees cards of the owner, or of the old one */
        ABOUT_CONTACT, /* who sees all contacts, and its owner */
        ABOUT_MEMBER,  /* the owner, and who sees everything */
        ABOUT_HIM      /* the owner alone */
    } about;
    bool private; /* the card is */
    int64_t module_id, owner_id, old_owner_id, guest_id;
};
struct audience access_audience(const struct notice *n);
/* access_may_notice - may a member who sees this be told of it? */
bool access_may_notice(const struct sees *sees, const struct audience *who);
/* access_sees_copy - what a member sees, for as long as the arena lives. */
const struct sees *access_sees_copy(struct arena *a, const struct member *m);
bool access_sees_same(const struct sees *a, const struct sees *b);
