#include "api/schema_set.h"
#include "api/route.h"
#include "api/shapes.h"
#include "base/mem.h"

static bool has(const struct schema_set *set, const struct shape *s)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->shapes[i] == s)
            return true;
        if (strcmp(set->shapes[i]->name, s->name) == 0)
            mem_panic("two shapes have one name");
    }
    return false;
}

static void add(struct schema_set *set, const struct shape *s)
{
    if (!s)
        return;
    if (s->name) {
        if (has(set, s))
            return;
        if (set->n == SCHEMA_MAX)
            mem_panic("more shapes than SCHEMA_MAX");
        set->shapes[set->n++] = s;
    }
    for (const struct member_shape *m = s->members; m->type != SH_END; m++)
        add(set, m->sub);
}

void schema_set_fill(struct schema_set *set)
{
    set->n = 0;
    add(set, &sh_problem);
    for (const struct route_list *const *l = all_routes; *l; l++)
        for (size_t i = 0; i < (*l)->n; i++) {
            add(set, (*l)->routes[i].in);
            add(set, (*l)->routes[i].out);
        }
}
