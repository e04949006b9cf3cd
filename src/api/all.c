/* all - the list of route lists; a new *_api.c is added here and nowhere else, in the order of the docs. */
#include "api/route.h"

#define ROUTE_LISTS(X)                                                                                       \
    X(session)                                                                                               \
    X(login)                                                                                                 \
    X(two_step)                                                                                              \
    X(sso)                                                                                                   \
    X(member)                                                                                                \
    X(hand_over)                                                                                             \
    X(see_as)                                                                                                \
    X(role)                                                                                                  \
    X(meta)                                                                                                  \
    X(module)                                                                                                \
    X(pipeline)                                                                                              \
    X(field)                                                                                                 \
    X(task_type)                                                                                             \
    X(list)                                                                                                  \
    X(export)                                                                                                \
    X(card)                                                                                                  \
    X(history)                                                                                               \
    X(attachment)                                                                                            \
    X(comment)                                                                                               \
    X(notify)                                                                                                \
    X(push)                                                                                                  \
    X(task)                                                                                                  \
    X(calendar)                                                                                              \
    X(checklist)                                                                                             \
    X(contact)                                                                                               \
    X(duplicate)                                                                                             \
    X(person)                                                                                                \
    X(view)                                                                                                  \
    X(bulk)                                                                                                  \
    X(import)                                                                                                \
    X(home)                                                                                                  \
    X(live)                                                                                                  \
    X(backup)                                                                                                \
    X(audit)                                                                                                 \
    X(security)                                                                                              \
    X(ops)

#define DECLARE(name) extern const struct route_list name##_routes;
ROUTE_LISTS(DECLARE)

#define ADDRESS(name) &name##_routes,
const struct route_list *const all_routes[] = {ROUTE_LISTS(ADDRESS) NULL};
