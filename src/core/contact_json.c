/* contact_json - people and companies as JSON: the API's object, what a client may send, what history keeps. */
#include "core/contact_impl.h"
#include "core/contact_own.h"
#include "core/search.h"
#include "core/stale.h"

#include <stddef.h>
#include <stdlib.h>

#define POINTS_MAX    50
#define ADDRESSES_MAX 20
#define VALUE_MAX     300

const struct contact_plain contact_plains[N_CONTACT_PLAIN] = {
        {"name", offsetof(struct contact, name), PLAIN_TEXT, 0, 200},
        {"first_name", offsetof(struct contact, first_name), PLAIN_TEXT, 0, 100},
        {"last_name", offsetof(struct contact, last_name), PLAIN_TEXT, 0, 100},
        {"company_id", offsetof(struct contact, company_id), PLAIN_ID, 0, 0},
        {"owner_id", offsetof(struct contact, owner_id), PLAIN_ID, 0, 0},
        {"position", offsetof(struct contact, position), PLAIN_TEXT, 0, 100},
        {"tax_no", offsetof(struct contact, tax_no), PLAIN_TEXT, 0, 40},
        {"eu_tax_no", offsetof(struct contact, eu_tax_no), PLAIN_TEXT, 0, 40},
        {"registration_no", offsetof(struct contact, registration_no), PLAIN_TEXT, 0, 60},
        {"bank_account", offsetof(struct contact, bank_account), PLAIN_TEXT, 0, 80},
        {"industry", offsetof(struct contact, industry), PLAIN_TEXT, 0, 100},
        {"region", offsetof(struct contact, region), PLAIN_TEXT, 0, 100},
        {"employees", offsetof(struct contact, employees), PLAIN_NUMBER, 0, 100000000},
        {"revenue_minor", offsetof(struct contact, revenue_minor), PLAIN_NUMBER, 0, 9007199254740991},
        {"founded_year", offsetof(struct contact, founded_year), PLAIN_NUMBER, 1000, 2200},
        {"tags", offsetof(struct contact, tags), PLAIN_TEXT, 0, 500},
        {"note", offsetof(struct contact, note), PLAIN_TEXT, 0, 10000},
};

struct val contact_plain_get(const struct contact *c, const struct contact_plain *m)
{
    const char *at = (const char *)c + m->at;
    if (m->type == PLAIN_NUMBER)
        return *(const struct val *)at;
    if (m->type == PLAIN_ID) {
        int64_t id = *(const int64_t *)at;
        return id ? val_int(id) : val_null();
    }
    const char *s = *(const char *const *)at;
    return val_text(s ? s : "");
}

/* In */

static enum err refuse(struct ctx *cx, const char *path, const char *name, const char *key, int64_t limit)
{
    return fail_limit(
            cx, ERR_INVALID, path ? arena_printf(cx->arena, "%s.%s", path, name) : name, key, limit);
}

static enum err text_take(
        struct ctx *cx, const json_t *j, const char *path, const char *name, int64_t max, const char **dst)
{
    if (!json_is_string(j) && !json_is_null(j))
        return refuse(cx, path, name, "error.not_text", 0);
    char *s = text_trim(cx->arena, json_is_string(j) ? json_string_value(j) : "");
    if ((int64_t)text_chars(s, strlen(s)) > max)
        return refuse(cx, path, name, "error.too_long", max);
    *dst = s;
    return ERR_OK;
}

static enum err number_take(
        struct ctx *cx, const json_t *j, const char *path, const struct contact_plain *m, struct val *dst)
{
    if (json_is_null(j)) {
        *dst = val_null();
        return ERR_OK;
    }
    if (!json_is_integer(j))
        return refuse(cx, path, m->name, "error.not_whole_number", 0);
    int64_t v = json_integer_value(j);
    if (v < m->min || v > m->max)
        return refuse(cx, path, m->name, v < m->min ? "error.too_small" : "error.too_large",
                v < m->min ? m->min : m->max);
    *dst = val_int(v);
    return ERR_OK;
}

static enum err id_take(struct ctx *cx, const json_t *j, const char *path, const char *name, int64_t *dst)
{
    if (!json_is_null(j) && (!json_is_integer(j) || json_integer_value(j) < 0))
        return refuse(cx, path, name, "error.not_whole_number", 0);
    *dst = json_is_integer(j) ? json_integer_value(j) : 0;
    return ERR_OK;
}

static enum err member_take(
        struct ctx *cx, const json_t *j, const char *path, const struct contact_plain *m, struct contact *c)
{
    char *at = (char *)c + m->at;
    if (m->type == PLAIN_NUMBER)
        return number_take(cx, j, path, m, (struct val *)at);
    if (m->type == PLAIN_ID)
        return id_take(cx, j, path, m->name, (int64_t *)at);
    return text_take(cx, j, path, m->name, m->max, (const char **)at);
}

/* A member of a point or an address; absent is empty. */
static enum err part_take(
        struct ctx *cx, const json_t *in, const char *path, const char *name, int64_t max, const char **dst)
{
    const json_t *j = json_object_get(in, name);
    *dst = "";
    return j ? text_take(cx, j, path, name, max, dst) : ERR_OK;
}

static enum err point_take(struct ctx *cx, const json_t *in, const char *path, struct point *p)
{
    if (!json_is_object(in))
        return fail(cx, ERR_INVALID, path, "error.not_object");
    enum err e = part_take(cx, in, path, "kind", 20, &p->kind);
    if (!e)
        e = part_take(cx, in, path, "value", VALUE_MAX, &p->value);
    if (!e)
        e = part_take(cx, in, path, "label", 60, &p->label);
    p->is_default = json_is_true(json_object_get(in, "is_default"));
    return e;
}

static enum err address_take(struct ctx *cx, const json_t *in, const char *path, struct address *a)
{
    if (!json_is_object(in))
        return fail(cx, ERR_INVALID, path, "error.not_object");
    const struct {
        const char *name;
        const char **dst;
        int64_t max;
    } parts[] = {{"kind", &a->kind, 20}, {"street", &a->street, 200}, {"city", &a->city, 100},
            {"postal_code", &a->postal_code, 20}, {"county", &a->county, 100}, {"country", &a->country, 60}};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < sizeof parts / sizeof *parts; i++)
        e = part_take(cx, in, path, parts[i].name, parts[i].max, parts[i].dst);
    a->is_default = json_is_true(json_object_get(in, "is_default"));
    return e;
}

static enum err list_of(
        struct ctx *cx, const json_t *j, const char *path, const char *name, size_t max, size_t *out_n)
{
    if (!json_is_array(j))
        return refuse(cx, path, name, "error.not_list", 0);
    *out_n = json_array_size(j);
    return *out_n > max ? refuse(cx, path, name, "error.too_many", (int64_t)max) : ERR_OK;
}

static char *item_path(struct ctx *cx, const char *path, const char *name, size_t i)
{
    return arena_printf(cx->arena, "%s%s%s[%zu]", path ? path : "", path ? "." : "", name, i);
}

static enum err points_take(struct ctx *cx, const json_t *j, const char *path, struct contact *c)
{
    size_t n;
    enum err e = list_of(cx, j, path, "points", POINTS_MAX, &n);
    if (e)
        return e;
    struct point *p = arena_array(cx->arena, struct point, n + 1);
    for (size_t i = 0; !e && i < n; i++)
        e = point_take(cx, json_array_get(j, i), item_path(cx, path, "points", i), &p[i]);
    c->points = p;
    c->n_points = n;
    return e;
}

static enum err addresses_take(struct ctx *cx, const json_t *j, const char *path, struct contact *c)
{
    size_t n;
    enum err e = list_of(cx, j, path, "addresses", ADDRESSES_MAX, &n);
    if (e)
        return e;
    struct address *a = arena_array(cx->arena, struct address, n + 1);
    for (size_t i = 0; !e && i < n; i++)
        e = address_take(cx, json_array_get(j, i), item_path(cx, path, "addresses", i), &a[i]);
    c->addresses = a;
    c->n_addresses = n;
    return e;
}

static enum err kind_take(struct ctx *cx, const json_t *j, const char *path, struct contact *c)
{
    const char *s = json_string_value(j);
    if (!s || (strcmp(s, "person") != 0 && strcmp(s, "company") != 0))
        return fail_arg(cx, ERR_INVALID, path ? arena_printf(cx->arena, "%s.kind", path) : "kind",
                "error.not_one_of", s ? s : "");
    c->kind = strcmp(s, "company") == 0 ? CONTACT_COMPANY : CONTACT_PERSON;
    return ERR_OK;
}

enum err contact_from_json(struct ctx *cx, const json_t *in, const char *path, struct contact *c)
{
    if (!json_is_object(in))
        return fail(cx, ERR_INVALID, path, "error.not_object");
    const json_t *kind = json_object_get(in, "kind"), *j;
    const enum contact_kind was = c->kind;
    enum err e = kind ? kind_take(cx, kind, path, c) : ERR_OK;
    if (c->id) /* what is a person stays one, and so do its fields */
        c->kind = was;
    for (size_t i = 0; !e && i < N_CONTACT_PLAIN; i++)
        if ((j = json_object_get(in, contact_plains[i].name)))
            e = member_take(cx, j, path, &contact_plains[i], c);
    if (!e && (j = json_object_get(in, "points")))
        e = points_take(cx, j, path, c);
    if (!e && (j = json_object_get(in, "addresses")))
        e = addresses_take(cx, j, path, c);
    if (!e && (j = json_object_get(in, "fields")))
        e = contact_own_take(cx, j, path, c);
    return e;
}

/* Points and addresses as they are kept */

const char *point_key(struct ctx *cx, const char *kind, const char *value)
{
    const char *key = NULL;
    if (strcmp(kind, "email") == 0)
        key = text_email_key(cx->arena, value);
    else if (strcmp(kind, "phone") == 0)
        key = text_phone_key(cx->arena, value, meta_setting_str(cx->meta, "country", "HU"));
    else if (strcmp(kind, "web") == 0)
        key = text_fold(cx->arena, value);
    return key && *key ? key : NULL;
}

void point_words(struct ctx *cx, struct buf *out, const char *kind, const char *value, const char *key)
{
    bool phone = strcmp(kind, "phone") == 0;
    if (phone && !key)
        key = point_key(cx, kind, value);
    buf_putc(out, ' ');
    buf_puts(out, phone && key ? search_phone_words(cx->arena, key) : value);
}

static enum err bad_point(struct ctx *cx, size_t i, const char *kind)
{
    const char *key = strcmp(kind, "email") == 0   ? "error.email"
                      : strcmp(kind, "phone") == 0 ? "error.phone"
                                                   : "error.link";
    return fail(cx, ERR_INVALID, arena_printf(cx->arena, "points[%zu].value", i), key);
}

enum err points_keep(struct ctx *cx, struct contact *c)
{
    static const char *const kinds[] = {"email", "phone", "web"};
    struct point *kept = arena_array(cx->arena, struct point, c->n_points + 1);
    const char **keys = arena_array(cx->arena, const char *, c->n_points + 1);
    size_t n = 0;
    if (c->n_points > POINTS_MAX)
        return fail_limit(cx, ERR_INVALID, "points", "error.too_many", POINTS_MAX);
    for (size_t i = 0; i < c->n_points; i++) {
        const struct point *p = &c->points[i];
        if (!*p->value)
            continue;
        const char *key = point_key(cx, p->kind, p->value);
        if (!key)
            return bad_point(cx, i, p->kind);
        size_t k = 0;
        while (k < n && (strcmp(kept[k].kind, p->kind) != 0 || strcmp(keys[k], key) != 0))
            k++;
        if (k < n) {
            kept[k].is_default |= p->is_default;
            continue;
        }
        keys[n] = key;
        kept[n++] = *p;
    }
    for (size_t k = 0; k < 3; k++) {
        struct point *first = NULL, *chosen = NULL;
        for (size_t i = 0; i < n; i++) {
            if (strcmp(kept[i].kind, kinds[k]) != 0)
                continue;
            first = first ? first : &kept[i];
            chosen = chosen || !kept[i].is_default ? chosen : &kept[i];
            kept[i].is_default = false;
        }
        if (first)
            (chosen ? chosen : first)->is_default = true;
    }
    c->points = kept;
    c->n_points = n;
    return ERR_OK;
}

static bool address_empty(const struct address *a)
{
    return !*a->street && !*a->city && !*a->postal_code && !*a->county && !*a->country;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

enum err addresses_keep(struct ctx *cx, struct contact *c)
{
    struct address *kept = arena_array(cx->arena, struct address, c->n_addresses + 1), *chosen = NULL;
    size_t n = 0;
    if (c->n_addresses > ADDRESSES_MAX)
        return fail_limit(cx, ERR_INVALID, "addresses", "error.too_many", ADDRESSES_MAX);
    for (size_t i = 0; i < c->n_addresses; i++) {
        const struct address *in = &c->addresses[i];
        struct address a = {or_empty(in->kind), or_empty(in->street), or_empty(in->city),
                or_empty(in->postal_code), or_empty(in->county), or_empty(in->country), in->is_default};
        if (address_empty(&a))
            continue;
        if (!*a.kind)
            a.kind = "office";
        kept[n++] = a;
    }
    for (size_t i = 0; i < n; i++) {
        chosen = chosen || !kept[i].is_default ? chosen : &kept[i];
        kept[i].is_default = false;
    }
    if (n)
        (chosen ? chosen : kept)->is_default = true;
    c->addresses = kept;
    c->n_addresses = n;
    return ERR_OK;
}

/* Out */

static void points_write(struct jw *w, const struct contact *c)
{
    jw_arr(w);
    for (size_t i = 0; i < c->n_points; i++) {
        jw_obj(w);
        jw_kstr(w, "kind", c->points[i].kind);
        jw_kstr(w, "value", c->points[i].value);
        jw_kstr(w, "label", or_empty(c->points[i].label));
        jw_kbool(w, "is_default", c->points[i].is_default);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void addresses_write(struct jw *w, const struct contact *c)
{
    jw_arr(w);
    for (size_t i = 0; i < c->n_addresses; i++) {
        const struct address *a = &c->addresses[i];
        jw_obj(w);
        jw_kstr(w, "kind", a->kind);
        jw_kstr(w, "street", a->street);
        jw_kstr(w, "city", a->city);
        jw_kstr(w, "postal_code", a->postal_code);
        jw_kstr(w, "county", a->county);
        jw_kstr(w, "country", a->country);
        jw_kbool(w, "is_default", a->is_default);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static char *list_text(
        struct ctx *cx, const struct contact *c, void (*write)(struct jw *w, const struct contact *c))
{
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    write(&w, c);
    return buf_str(&b);
}

/* Two objects side by side, of the members that differ. */
struct sides {
    struct buf b[2];
    struct jw w[2];
    bool differs;
};

static void sides_open(struct ctx *cx, struct sides *s)
{
    for (int i = 0; i < 2; i++) {
        buf_init(&s->b[i], cx->arena);
        jw_init(&s->w[i], &s->b[i]);
        jw_obj(&s->w[i]);
    }
    s->differs = false;
}

static void sides_raw(struct sides *s, const char *name, const char *was, const char *is)
{
    const char *text[2] = {was, is};
    for (int i = 0; i < 2; i++) {
        jw_key(&s->w[i], name);
        jw_raw(&s->w[i], text[i], strlen(text[i]));
    }
    s->differs = true;
}

static void list_diff(struct ctx *cx, struct sides *s, const char *name, const struct contact *old,
        const struct contact *now, void (*write)(struct jw *w, const struct contact *c))
{
    const char *was = old ? list_text(cx, old, write) : "[]", *is = list_text(cx, now, write);
    if (strcmp(was, is) != 0)
        sides_raw(s, name, was, is);
}

static void members_diff(struct sides *s, const struct contact *old, const struct contact *now)
{
    static const struct contact none;
    for (size_t i = 0; i < N_CONTACT_PLAIN; i++) {
        struct val was = contact_plain_get(old ? old : &none, &contact_plains[i]),
                   is = contact_plain_get(now, &contact_plains[i]);
        if (val_equal(was, is))
            continue;
        jw_kval(&s->w[0], contact_plains[i].name, was);
        jw_kval(&s->w[1], contact_plains[i].name, is);
        s->differs = true;
    }
}

/* The member "fields", by column. */
static void own_diff(struct ctx *cx, struct sides *s, const struct contact *old, const struct contact *now)
{
    int n;
    const struct field *f = contact_own_fields(cx, now->kind, &n);
    bool any = false;
    for (int i = 0; i < n; i++) {
        const struct val v[2] = {old ? contact_own(old, &f[i]) : val_null(), contact_own(now, &f[i])};
        if (val_equal(v[0], v[1]))
            continue;
        for (int side = 0; side < 2; side++) {
            const char *json = contact_own_json(cx, &f[i], v[side]);
            if (!any) {
                jw_key(&s->w[side], "fields");
                jw_obj(&s->w[side]);
            }
            jw_key(&s->w[side], f[i].column);
            jw_raw(&s->w[side], json, strlen(json));
        }
        any = true;
    }
    for (int side = 0; any && side < 2; side++)
        jw_obj_end(&s->w[side]);
    s->differs = s->differs || any;
}

bool contact_diff(struct ctx *cx, const struct contact *old, const struct contact *now,
        const char **out_old_json, const char **out_new_json)
{
    struct sides s;
    sides_open(cx, &s);
    members_diff(&s, old, now);
    list_diff(cx, &s, "points", old, now, points_write);
    list_diff(cx, &s, "addresses", old, now, addresses_write);
    own_diff(cx, &s, old, now);
    for (int i = 0; i < 2; i++)
        jw_obj_end(&s.w[i]);
    *out_old_json = buf_str(&s.b[0]);
    *out_new_json = buf_str(&s.b[1]);
    return s.differs;
}

bool contact_has(struct ctx *cx, const struct contact *c, const char *json)
{
    struct contact wanted = *c;
    json_t *j;
    const char *why, *old_json, *new_json;
    if (!json || json_read(cx->arena, json, strlen(json), &j, &why) ||
            contact_from_json(cx, j, NULL, &wanted))
        return false;
    return !contact_diff(cx, c, &wanted, &old_json, &new_json);
}

/* Only what a client would call a field: the members, not the lists. */
enum err contact_stale(
        struct ctx *cx, const struct contact *now, const struct contact *yours, int64_t version)
{
    struct stale s;
    stale_begin(cx, &s);
    enum err e = contact_write(cx, &s.w, now);
    if (e)
        return e;
    stale_fields(&s, version);
    for (size_t i = 0; i < N_CONTACT_PLAIN; i++)
        stale_field(&s, contact_plains[i].name, contact_plain_get(yours, &contact_plains[i]),
                contact_plain_get(now, &contact_plains[i]));
    int n;
    const struct field *f = contact_own_fields(cx, now->kind, &n);
    for (int i = 0; i < n; i++)
        if (!val_equal(contact_own(yours, &f[i]), contact_own(now, &f[i])))
            stale_field_json(&s, contact_own_path(cx, &f[i]),
                    contact_own_json(cx, &f[i], contact_own(yours, &f[i])),
                    contact_own_json(cx, &f[i], contact_own(now, &f[i])));
    return stale_end(cx, &s);
}

void contact_lists_write(struct jw *w, const struct contact *c)
{
    jw_key(w, "points");
    points_write(w, c);
    jw_key(w, "addresses");
    addresses_write(w, c);
}

void contact_members_write(struct jw *w, const struct contact *c)
{
    jw_kint(w, "id", c->id);
    jw_kstr(w, "kind", c->kind == CONTACT_COMPANY ? "company" : "person");
    for (size_t i = 0; i < N_CONTACT_PLAIN; i++)
        jw_kval(w, contact_plains[i].name, contact_plain_get(c, &contact_plains[i]));
    contact_lists_write(w, c);
    jw_kint(w, "created_at", c->created_at);
    jw_kint(w, "updated_at", c->updated_at);
    jw_kval(w, "merged_into", c->merged_into ? val_int(c->merged_into) : val_null());
    jw_kval(w, "erased_at", c->erased_at ? val_int(c->erased_at) : val_null());
    jw_kval(w, "trashed_at", c->trashed_at ? val_int(c->trashed_at) : val_null());
    jw_kint(w, "version", c->version);
}
