/* contact_unite - the values that go on when two contacts become one. */
#include "core/contact_impl.h"
#include "core/contact_own.h"

#include <stddef.h>

static bool is_set(struct val v)
{
    return v.type == VAL_TEXT ? v.len > 0 : !val_is_null(v);
}

static bool named(const json_t *take, const char *name)
{
    size_t i;
    const json_t *item;
    json_array_foreach(take, i, item)
    {
        if (json_is_string(item) && strcmp(json_string_value(item), name) == 0)
            return true;
    }
    return false;
}

static void copy(const struct contact_plain *m, const struct contact *from, struct contact *to)
{
    static const size_t sizes[] = {[PLAIN_TEXT] = sizeof(const char *),
            [PLAIN_NUMBER] = sizeof(struct val),
            [PLAIN_ID] = sizeof(int64_t)};
    memcpy((char *)to + m->at, (const char *)from + m->at, sizes[m->type]);
}

/* "a, b" and "b, c" are "a, b, c"; a note stands below the other. What is there already is not added again. */
static const char *joined(struct ctx *cx, const char *one, const char *other, const char *between)
{
    if (!other || !*other || (one && strstr(one, other)))
        return one;
    return one && *one ? arena_printf(cx->arena, "%s%s%s", one, between, other) : other;
}

static const char *tags_joined(struct ctx *cx, const char *one, const char *other)
{
    char *save = NULL, *rest = arena_str(cx->arena, other ? other : "");
    const char *all = one ? one : "";
    for (char *tag = strtok_r(rest, ",", &save); tag; tag = strtok_r(NULL, ",", &save)) {
        tag = text_trim(cx->arena, tag);
        const char *padded = arena_printf(cx->arena, ", %s,", all);
        if (*tag && !strstr(padded, arena_printf(cx->arena, ", %s,", tag)))
            all = *all ? arena_printf(cx->arena, "%s, %s", all, tag) : tag;
    }
    return all;
}

/* Both, where they fit into the member; what does not is still to be read in the dropped one. */
static const char *fitting(const char *both, const char *one, const char *name)
{
    for (size_t i = 0; i < N_CONTACT_PLAIN; i++)
        if (strcmp(contact_plains[i].name, name) == 0 && both &&
                (int64_t)text_chars(both, strlen(both)) > contact_plains[i].max)
            return one;
    return both;
}

/* Those of the other are added; the kept one's defaults stay. What is there twice goes when they are checked. */
static void points_unite(struct ctx *cx, const struct contact *other, struct contact *out)
{
    struct point *p = arena_array(cx->arena, struct point, out->n_points + other->n_points + 1);
    size_t n = out->n_points;
    memcpy(p, out->points, n * sizeof *p);
    for (size_t i = 0; i < other->n_points; i++) {
        bool has_default = false;
        p[n] = other->points[i];
        for (size_t k = 0; k < out->n_points; k++)
            has_default = has_default || strcmp(p[k].kind, p[n].kind) == 0;
        p[n].is_default = p[n].is_default && !has_default;
        n++;
    }
    out->points = p;
    out->n_points = n;
}

static bool same_address(const struct address *a, const struct address *b)
{
    return strcmp(a->street, b->street) == 0 && strcmp(a->city, b->city) == 0 &&
           strcmp(a->postal_code, b->postal_code) == 0 && strcmp(a->country, b->country) == 0;
}

static void addresses_unite(struct ctx *cx, const struct contact *other, struct contact *out)
{
    struct address *a = arena_array(cx->arena, struct address, out->n_addresses + other->n_addresses + 1);
    size_t n = out->n_addresses;
    memcpy(a, out->addresses, n * sizeof *a);
    for (size_t i = 0; i < other->n_addresses; i++) {
        bool there = false;
        for (size_t k = 0; k < out->n_addresses; k++)
            there = there || same_address(&a[k], &other->addresses[i]);
        if (there)
            continue;
        a[n] = other->addresses[i];
        a[n].is_default = a[n].is_default && out->n_addresses == 0;
        n++;
    }
    out->addresses = a;
    out->n_addresses = n;
}

static void own_unite(struct ctx *cx, const struct contact *keep, const struct contact *drop,
        const json_t *take, struct contact *out)
{
    int n;
    const struct field *f = contact_own_fields(cx, keep->kind, &n);
    for (int i = 0; i < n; i++) {
        const struct val theirs = contact_own(drop, &f[i]);
        if (is_set(theirs) && (!is_set(contact_own(keep, &f[i])) || named(take, contact_own_path(cx, &f[i]))))
            contact_own_set(cx, out, &f[i], theirs);
    }
    out->absorbs = drop->id;
}

void contact_unite(struct ctx *cx, const struct contact *keep, const struct contact *drop, const json_t *take,
        struct contact *out)
{
    struct contact c = *keep;
    for (size_t i = 0; i < N_CONTACT_PLAIN; i++) {
        const struct contact_plain *m = &contact_plains[i];
        bool name = strcmp(m->name, "name") == 0 || strcmp(m->name, "first_name") == 0 ||
                    strcmp(m->name, "last_name") == 0;
        struct val theirs = contact_plain_get(drop, m);
        bool missing = !name && !is_set(contact_plain_get(keep, m));
        if (is_set(theirs) && (missing || named(take, name ? "name" : m->name)))
            copy(m, drop, &c);
    }
    if (c.company_id == keep->id || c.company_id == drop->id)
        c.company_id = 0;
    if (!named(take, "note"))
        c.note = fitting(joined(cx, keep->note, drop->note, "\n\n"), keep->note, "note");
    c.tags = fitting(tags_joined(cx, keep->tags, drop->tags), keep->tags, "tags");
    points_unite(cx, drop, &c);
    addresses_unite(cx, drop, &c);
    own_unite(cx, keep, drop, take, &c);
    *out = c;
}
