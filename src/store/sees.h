/* sees - what a member may see, as SQL conditions for the stores. A card: one in reach of his role's scope in its module
 * (his own, his teams', all), or on which he has an open task, or to which he was invited. A private card: only its owner,
 * those with an open task on it and those invited. A contact: his own, or one of a card that he sees, also as the colleague
 * of such a card's customer. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum scope { SCOPE_NONE, SCOPE_OWN, SCOPE_TEAM, SCOPE_ALL };

/* Compiled once for a member and a snapshot (meta/role.c). */
struct sees {
    int64_t member_id;
    bool everything; /* nothing is narrowed */
    bool unowned;    /* cards without an owner, too */
    bool privates;   /* the account has private cards, and he does not administer it */
    bool guests;     /* somebody was invited to a card */
    const struct sees_module {
        int64_t id;
        enum scope scope;
    } * modules;
    int n_modules;
    const int64_t
            *owner_ids; /* of his teams, himself among them, ascending; none where no scope asks for them */
    int n_owners;
};

/* sees_scope - in a module; SCOPE_NONE for one that he does not know. NULL = sees everything. */
enum scope sees_scope(const struct sees *s, int64_t module_id);
/* sees_owner - are this owner's cards in reach of the scope? owner_id 0 = nobody's. */
bool sees_owner(const struct sees *s, enum scope scope, int64_t owner_id);

/* Takes: aliases of the tables, and the placeholder of the member's id, all as literal texts. */
#define TASK_OF_MEMBER(card, me)                                                                             \
    "EXISTS (SELECT 1 FROM task mt WHERE mt.card_id = " card ".id AND +mt.assignee_id = " me                 \
    " AND mt.state = 0)"

#define SEES_CARD(card, me)                                                                                  \
    "(" card ".owner_id = " me " OR " card ".owner_id IS NULL OR " TASK_OF_MEMBER(card, me) ")"

#define SEES_CONTACT(contact, me)                                                                            \
    "(" contact ".owner_id = " me " OR EXISTS (SELECT 1 FROM card sc WHERE sc.contact_id = " contact         \
    ".id AND sc.trashed_at = 0 AND " SEES_CARD(                                                              \
            "sc", me) ")"                                                                                    \
                      " OR EXISTS (SELECT 1 FROM card sc WHERE sc.company_id = " contact                     \
                      ".id AND sc.trashed_at = 0 AND " SEES_CARD(                                            \
                              "sc", me) ")"                                                                  \
                                        " OR EXISTS (SELECT 1 FROM card sc WHERE sc.company_id = " contact   \
                                        ".company_id AND sc.trashed_at = 0 AND " SEES_CARD("sc", me) "))"

/* The plus: a card has few tasks, a colleague has thousands; the index of the card's must be taken. */

/* The customer's default e-mail or phone; a contact has at most one default of a kind. */
#define DEFAULT_POINT(contact_id, kind)                                                                      \
    "(SELECT dp.value FROM contact_point dp WHERE dp.contact_id = " contact_id " AND dp.kind = '" kind       \
    "' AND dp.is_default = 1 LIMIT 1)"
