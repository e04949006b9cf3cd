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
    bool contacts;   /* all contacts */
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

struct query;

/* The conditions, each in brackets. Takes: aliases of the tables, as constant texts. */
/* sees_card - of any module. */
void sees_card(struct query *q, const struct sees *s, const char *card);
/* sees_card_in - of a known module. */
void sees_card_in(struct query *q, const struct sees *s, int64_t module_id, const char *card);
/* sees_contact - also when he sees nothing but contacts. */
void sees_contact(struct query *q, const struct sees *s, const char *contact);
/* sees_guest_cards - a select of card_id, each once: cards on which he has an open task of another's card, or to which he
 * was invited. */
void sees_guest_cards(struct query *q, const struct sees *s);
/* sees_as_guest - of a card that he is a guest of: he sees it by that alone. */
void sees_as_guest(struct query *q, const struct sees *s, int64_t module_id, const char *card);
/* sees_public - " AND it is not private", or nothing where no card is. */
void sees_public(struct query *q, const struct sees *s, const char *card);

/* The customer's default e-mail or phone; a contact has at most one default of a kind. */
#define DEFAULT_POINT(contact_id, kind)                                                                      \
    "(SELECT dp.value FROM contact_point dp WHERE dp.contact_id = " contact_id " AND dp.kind = '" kind       \
    "' AND dp.is_default = 1 LIMIT 1)"
