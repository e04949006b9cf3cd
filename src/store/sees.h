/* sees - SQL conditions for what a member who sees only his own work may see; texts only, included by the
 * stores that build lists. A card: his own, without an owner, or one on which he has an open task. A contact:
 * his own, or one of a card that he sees, also as the colleague of such a card's customer. Takes: aliases of
 * the tables, and the placeholder of the member's id, all as literal texts */
#pragma once

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
