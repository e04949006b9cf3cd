/* contact_match - who may be the same: by e-mail, phone in international form, folded name. */
#include "core/access.h"
#include "core/contact_impl.h"
#include "core/known.h"

#define DUPLICATES_MAX 20

struct found {
    struct duplicate *d;
    size_t n;
};

static enum err found_add(
        struct ctx *cx, struct found *f, const struct contact *c, const struct val *row, const char *reason)
{
    const struct sees *s = access_sees(cx);
    bool sees = true;
    if (f->n == DUPLICATES_MAX || row[0].i == c->id)
        return ERR_OK;
    for (size_t i = 0; i < f->n; i++)
        if (f->d[i].id == row[0].i)
            return ERR_OK;
    enum err e = s ? contact_store_sees(cx->db, row[0].i, s, &sees) : ERR_OK;
    if (!e && sees)
        f->d[f->n++] = (struct duplicate){row[0].i, (enum contact_kind)row[2].i, val_s(row[1], ""), reason};
    return e;
}

static enum err by_points(struct ctx *cx, struct found *f, const struct contact *c, const char *kind)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < c->n_points; i++) {
        const struct point *p = &c->points[i];
        const char *key = strcmp(p->kind, kind) == 0 ? point_key(cx, kind, p->value) : NULL;
        struct rows rows = {0};
        if (key)
            e = contact_store_by_point(cx->db, kind, key, DUPLICATES_MAX, &rows);
        for (size_t k = 0; !e && k < rows.n; k++)
            e = found_add(cx, f, c, row_of(&rows, k), kind);
    }
    return e;
}

/* The name as it would be saved. */
static const char *name_key(struct ctx *cx, const struct contact *c)
{
    struct contact copy = *c;
    struct val row[N_CONTACT_COL];
    if (c->kind == CONTACT_PERSON && (!c->name || !*c->name)) {
        bool family = strcmp(meta_setting_str(cx->meta, "name_order", "given_first"), "family_first") == 0;
        const char *first = c->first_name ? c->first_name : "", *last = c->last_name ? c->last_name : "";
        copy.name = text_trim(
                cx->arena, arena_printf(cx->arena, "%s %s", family ? last : first, family ? first : last));
    }
    contact_to_row(cx, &copy, row);
    return val_s(row[CONTACT_C_NAME_KEY], "");
}

enum err contact_duplicates(struct ctx *cx, const struct contact *c, struct duplicate **out, size_t *out_n)
{
    struct found f = {.d = arena_array(cx->arena, struct duplicate, DUPLICATES_MAX)};
    struct rows rows = {0};
    const char *key = name_key(cx, c);
    enum err e = by_points(cx, &f, c, "email");
    if (!e)
        e = by_points(cx, &f, c, "phone");
    if (!e && *key)
        e = contact_store_by_name(cx->db, c->kind, key, DUPLICATES_MAX, &rows);
    for (size_t i = 0; !e && i < rows.n; i++)
        e = found_add(cx, &f, c, row_of(&rows, i), "name");
    *out = f.d;
    *out_n = f.n;
    return e;
}

enum err contact_duplicates_write(struct ctx *cx, const struct contact *c, struct jw *w)
{
    struct duplicate *d;
    size_t n;
    enum err e = contact_duplicates(cx, c, &d, &n);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n; i++) {
        jw_obj(w);
        jw_kint(w, "id", d[i].id);
        jw_kstr(w, "name", d[i].name);
        jw_kstr(w, "kind", d[i].kind == CONTACT_COMPANY ? "company" : "person");
        jw_kstr(w, "reason", d[i].reason);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return ERR_OK;
}

/* A key as known: what it is, of which kind of contact, and its text. */
static const char *match_key(struct ctx *cx, const struct contact *c, const char *what, const char *text)
{
    return arena_printf(cx->arena, "%s %d %s", what, (int)c->kind, text);
}

static void remember(struct ctx *cx, const char *key, const struct known_key *found)
{
    struct known_key *k = known_put(cx, key);
    if (!k)
        return;
    k->id = found->id;
    k->name = found->name;
    k->n = found->n;
}

/* The newest of the contact's kind that has this mail or phone. */
static enum err by_point(
        struct ctx *cx, const struct contact *c, const char *kind, const char *text, struct known_key *out)
{
    const char *key = match_key(cx, c, kind, text);
    const struct known_key *known = known_find(cx, key);
    struct rows rows = {0};
    *out = known ? *known : (struct known_key){0};
    enum err e = known ? ERR_OK : contact_store_by_point(cx->db, kind, text, DUPLICATES_MAX, &rows);
    for (size_t i = 0; !e && !out->id && i < rows.n; i++)
        if (row_of(&rows, i)[2].i == c->kind)
            *out = (struct known_key){.id = row_of(&rows, i)[0].i, .name = val_s(row_of(&rows, i)[1], "")};
    if (!e && !known)
        remember(cx, key, out);
    return e;
}

/* The one of its kind that has this name; nobody when there are several. */
static enum err by_name(struct ctx *cx, const struct contact *c, const char *text, struct known_key *out)
{
    const char *key = match_key(cx, c, "name", text);
    const struct known_key *known = known_find(cx, key);
    struct rows rows = {0};
    *out = known ? *known : (struct known_key){0};
    enum err e = known ? ERR_OK : contact_store_by_name(cx->db, c->kind, text, 2, &rows);
    if (!e && rows.n)
        *out = (struct known_key){
                .id = row_of(&rows, 0)[0].i, .name = val_s(row_of(&rows, 0)[1], ""), .n = (int)rows.n};
    if (!e && !known)
        remember(cx, key, out);
    if (out->n > 1)
        out->id = 0;
    return e;
}

static enum err match_point(struct ctx *cx, const struct contact *c, const char *kind, struct known_key *out)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && !out->id && i < c->n_points; i++) {
        const struct point *p = &c->points[i];
        const char *text = strcmp(p->kind, kind) == 0 ? point_key(cx, kind, p->value) : NULL;
        if (text)
            e = by_point(cx, c, kind, text, out);
    }
    return e;
}

enum err contact_import_match(struct ctx *cx, const struct contact *c, int64_t *out_id, const char **out_name)
{
    struct known_key found = {0};
    const char *text = name_key(cx, c);
    enum err e = match_point(cx, c, "email", &found);
    if (!e && !found.id)
        e = match_point(cx, c, "phone", &found);
    if (!e && !found.id && *text)
        e = by_name(cx, c, text, &found);
    bool sees = true;
    if (!e && found.id && access_sees(cx))
        e = contact_store_sees(cx->db, found.id, access_sees(cx), &sees);
    *out_id = sees ? found.id : 0;
    *out_name = found.name;
    return e;
}

/* What was not asked for yet is asked for when it is needed, and found then. */
void contact_import_made(struct ctx *cx, const struct contact *c)
{
    for (size_t i = 0; i < c->n_points; i++) {
        const struct point *p = &c->points[i];
        const char *text = point_key(cx, p->kind, p->value);
        struct known_key *k = text ? known_find(cx, match_key(cx, c, p->kind, text)) : NULL;
        if (k) {
            k->id = c->id;
            k->name = c->name;
        }
    }
    struct known_key *k = known_find(cx, match_key(cx, c, "name", name_key(cx, c)));
    if (k) {
        k->id = c->id;
        k->name = c->name;
        k->n++;
    }
}
