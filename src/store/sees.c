#include "store/sees.h"

#include <stdlib.h>

enum scope sees_scope(const struct sees *s, int64_t module_id)
{
    if (!s)
        return SCOPE_ALL;
    for (int i = 0; i < s->n_modules; i++)
        if (s->modules[i].id == module_id)
            return s->modules[i].scope;
    return SCOPE_NONE;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

bool sees_owner(const struct sees *s, enum scope scope, int64_t owner_id)
{
    if (!s || scope == SCOPE_ALL)
        return true;
    if (scope == SCOPE_NONE)
        return false;
    if (!owner_id)
        return s->unowned;
    return owner_id == s->member_id ||
           (scope == SCOPE_TEAM && s->n_owners &&
                   bsearch(&owner_id, s->owner_ids, (size_t)s->n_owners, sizeof owner_id, by_id));
}
