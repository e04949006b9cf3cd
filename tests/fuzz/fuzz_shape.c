/* Any body of any route: read and checked as the dispatcher does it, it either fits its shape, or is refused with a
 * sentence in all languages and a short name of the member. What fits has every required member. */
#include "fuzz.h"

#include "api/route.h"
#include "core/ctx.h"

static const struct shape *shape_number(size_t i)
{
    const struct shape *found = NULL;
    size_t n = 0;
    for (const struct route_list *const *l = all_routes; *l; l++)
        for (size_t k = 0; k < (*l)->n; k++)
            if ((*l)->routes[k].in && n++ == i)
                found = (*l)->routes[k].in;
    return found ? found : shape_number(i % n);
}

static void check_refusal(struct ctx *cx)
{
    const struct fault *f = &cx->fault;
    must(f->code == ERR_INVALID && f->key);
    must(!f->field || strlen(f->field) < 1000);
    for (int l = 0; l < N_LANG; l++)
        must(strcmp(message(cx->arena, (enum lang)l, f->key, f->field, f->arg, f->limit), f->key) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 2)
        return 0;
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a};
    const struct shape *shape = shape_number(data[0]);
    char *text = arena_strn(a, (const char *)data + 1, n - 1);
    json_t *body;
    const char *why;
    if (!json_read(a, text, n - 1, &body, &why)) {
        if (shape_check(&cx, shape, body))
            check_refusal(&cx);
        else
            for (const struct member_shape *m = shape->members; m->type != SH_END; m++)
                must(!(m->flags & SH_REQUIRED) || json_object_get(body, m->name));
    }
    const struct member_shape number = {.name = "n", .type = SH_INT, .min = 1, .max = 200};
    struct val v;
    cx.fault = (struct fault){0};
    if (shape_parse(&cx, &number, text, &v))
        check_refusal(&cx);
    else
        must(v.i >= 1 && v.i <= 200);
    arena_free(a);
    return 0;
}
