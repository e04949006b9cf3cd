#include "core/contact_own.h"
#include "core/access.h"
#include "core/card_impl.h"
#include "core/contact_impl.h"
#include "core/field.h"
#include "meta/field_type.h"
#include "store/contact_own_store.h"
#include "store/field_store.h"
#include "store/meta_store.h"

#include <string.h>

#define VALUES_MAX 250

const struct field *contact_own_fields(const struct ctx *cx, enum contact_kind kind, int *out_n)
{
    const struct module *place = cx->meta->contacts[kind];
    *out_n = place ? place->n_fields : 0;
    return place ? place->fields : NULL;
}

struct val contact_own(const struct contact *c, const struct field *f)
{
    return c->own ? c->own[f->index] : val_null();
}

const char *contact_own_path(struct ctx *cx, const struct field *f)
{
    return field_path(cx, f);
}

static struct val *defaults(struct ctx *cx, enum contact_kind kind)
{
    int n;
    const struct field *f = contact_own_fields(cx, kind, &n);
    struct val *v = arena_array(cx->arena, struct val, n + 1);
    for (int i = 0; i < n; i++)
        v[i] = value_default(cx, &f[i]);
    return v;
}

void contact_own_set(struct ctx *cx, struct contact *c, const struct field *f, struct val v)
{
    int n;
    struct val *own;
    contact_own_fields(cx, c->kind, &n);
    if (!c->own && !c->id)
        own = defaults(cx, c->kind);
    else {
        own = arena_array(cx->arena, struct val, n + 1);
        for (int i = 0; i < n; i++)
            own[i] = c->own ? c->own[i] : val_null();
    }
    own[f->index] = v;
    c->own = own;
}

static const char **columns_of(struct ctx *cx, const struct field *f, int n)
{
    const char **columns = arena_array(cx->arena, const char *, n + 1);
    for (int i = 0; i < n; i++)
        columns[i] = f[i].column;
    return columns;
}

enum err contact_own_load(struct ctx *cx, struct contact *c)
{
    int n;
    const struct val *row;
    const struct field *f = contact_own_fields(cx, c->kind, &n);
    struct val *own = arena_array(cx->arena, struct val, n + 1);
    for (int i = 0; i < n; i++)
        own[i] = val_null();
    c->own = own;
    if (!n)
        return ERR_OK;
    enum err e = contact_own_store_get(cx->db, f->module_id, c->id, columns_of(cx, f, n), (size_t)n, &row);
    if (e == ERR_OK)
        memcpy(own, row, sizeof *own * (size_t)n);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* In */

static bool by_people(const struct ctx *cx)
{
    return cx->origin == ORIGIN_USER || cx->origin == ORIGIN_API || cx->origin == ORIGIN_BULK;
}

/* By its code; what history wrote names the column, which no renaming touches. */
static const struct field *field_of(const struct ctx *cx, enum contact_kind kind, const char *name)
{
    int n;
    const struct field *f = contact_own_fields(cx, kind, &n);
    for (int i = 0; i < n; i++)
        if (strcmp(cx->origin == ORIGIN_UNDO ? f[i].column : f[i].code, name) == 0)
            return &f[i];
    return NULL;
}

static enum err take(
        struct ctx *cx, const char *code, const json_t *value, const char *path, struct contact *c)
{
    const struct field *f = field_of(cx, c->kind, code);
    const char *key = "error.invalid", *at = arena_printf(cx->arena, "%s.%s", path, code);
    struct val v;
    int64_t limit = 0;
    if (!f && cx->origin == ORIGIN_UNDO)
        return ERR_OK; /* it was removed since: the rest is undone without it, as on cards */
    if (!f)
        return fail_arg(cx, ERR_INVALID, at, "error.unknown_field", arena_str(cx->arena, code));
    enum err e = f->type->parse(cx->arena, f, value, &v, &key, &limit);
    if (e)
        return fail_limit(cx, e, at, key, limit);
    if (val_equal(contact_own(c, f), v) && c->own)
        return ERR_OK;
    if (!f->editable && by_people(cx))
        return fail(cx, ERR_INVALID, at, "error.not_editable");
    contact_own_set(cx, c, f, v);
    return ERR_OK;
}

enum err contact_own_take(struct ctx *cx, const json_t *fields, const char *path, struct contact *c)
{
    const char *at = path ? arena_printf(cx->arena, "%s.fields", path) : "fields", *code;
    json_t *value;
    enum err e = ERR_OK;
    if (!json_is_object(fields))
        return fail(cx, ERR_INVALID, at, "error.not_object");
    if (json_object_size(fields) > VALUES_MAX)
        return fail_limit(cx, ERR_INVALID, at, "error.too_many", VALUES_MAX);
    json_object_foreach((json_t *)fields, code, value)
    {
        e = take(cx, code, value, at, c);
        if (e)
            break;
    }
    return e;
}

/* Who may not see the other one learns that there is one, and no more. */
static enum err not_unique(struct ctx *cx, const struct field *f, int64_t other_id)
{
    struct contact other;
    enum err e = contact_get(cx, other_id, &other);
    if (e == ERR_NOT_FOUND) {
        cx->fault = (struct fault){0}; /* of the other, which was not asked for */
        return fail(cx, ERR_INVALID, contact_own_path(cx, f), "error.contact_not_unique_unseen");
    }
    return e ? e : fail_arg(cx, ERR_INVALID, contact_own_path(cx, f), "error.contact_not_unique", other.name);
}

static enum err check_unique(struct ctx *cx, const struct contact *c, const struct field *f, struct val v)
{
    const struct val *row;
    if (!f->is_unique || val_is_null(v) || cx->origin == ORIGIN_UNDO)
        return ERR_OK;
    enum err e = field_store_has_contact(cx->db, f->module_id, f->id, v, c->id, &row);
    if (e == ERR_OK && row[0].i != c->absorbs)
        return not_unique(cx, f, row[0].i);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err contact_own_check(struct ctx *cx, const struct contact *was, struct contact *c)
{
    int n;
    const struct field *f = contact_own_fields(cx, c->kind, &n);
    enum err e = ERR_OK;
    if (!c->own)
        c->own = was ? was->own : defaults(cx, c->kind);
    for (int i = 0; i < n && !e; i++) {
        struct val v = contact_own(c, &f[i]);
        if (was && val_equal(contact_own(was, &f[i]), v))
            continue; /* as it was: even a choice that is no longer offered may stay */
        if (f[i].editable || !val_is_null(v))
            e = value_check(cx, cx->meta->contacts[c->kind], &f[i], v);
        if (!e)
            e = check_unique(cx, c, &f[i], v);
    }
    return e;
}

enum err contact_own_save(struct ctx *cx, const struct contact *was, const struct contact *c)
{
    int n;
    size_t n_put = 0;
    const struct field *f = contact_own_fields(cx, c->kind, &n);
    const char **columns = arena_array(cx->arena, const char *, n + 1);
    struct val *vals = arena_array(cx->arena, struct val, n + 1);
    for (int i = 0; i < n; i++) {
        struct val v = contact_own(c, &f[i]);
        if (val_equal(was ? contact_own(was, &f[i]) : val_null(), v))
            continue;
        columns[n_put] = f[i].column;
        vals[n_put++] = v;
    }
    return n_put ? contact_own_store_put(cx->db, f->module_id, c->id, columns, vals, n_put) : ERR_OK;
}

/* Out */

void contact_own_write(struct ctx *cx, struct jw *w, const struct contact *c)
{
    int n;
    const struct field *f = contact_own_fields(cx, c->kind, &n);
    jw_key(w, "fields");
    jw_obj(w);
    for (int i = 0; i < n; i++) {
        const struct val v = contact_own(c, &f[i]);
        jw_key(w, f[i].code);
        if (val_is_null(v))
            jw_null(w);
        else
            f[i].type->write(w, &f[i], v);
    }
    jw_obj_end(w);
}

const char *contact_own_json(struct ctx *cx, const struct field *f, struct val v)
{
    const char *json = value_json(cx, f, v);
    return json ? json : "null";
}

void contact_own_show(struct ctx *cx, const json_t *fields, struct buf *b)
{
    for (int kind = 0; kind < 2; kind++) {
        int n;
        const struct field *f = contact_own_fields(cx, (enum contact_kind)kind, &n);
        for (int i = 0; i < n; i++) {
            const json_t *j = json_object_get(fields, f[i].column);
            const struct fault fault = cx->fault;
            struct val v = val_null();
            if (j && !json_is_null(j) && value_from_json(cx, &f[i], json_text(cx->arena, j), &v) == ERR_OK) {
                buf_puts(b, b->len ? " · " : "");
                buf_puts(b, value_show(cx, cx->meta->contacts[kind], &f[i], v));
            }
            cx->fault = fault;
        }
    }
}

/* The place where they are kept */

static enum err place_make(struct ctx *cx, enum contact_kind kind, int64_t *out_id)
{
    static const char *const labels[] = {"{\"en\":\"People\",\"hu\":\"Személyek\",\"ro\":\"Persoane\"}",
            "{\"en\":\"Companies\",\"hu\":\"Cégek\",\"ro\":\"Companii\"}"};
    static const char *const items[] = {"{\"en\":\"person\",\"hu\":\"személy\",\"ro\":\"persoană\"}",
            "{\"en\":\"company\",\"hu\":\"cég\",\"ro\":\"companie\"}"};
    const char *name = meta_store_contact_kinds[kind];
    enum err e = meta_store_add_module(cx->db,
            P(val_text(name), val_text(name), val_text(labels[kind]), val_text(items[kind]),
                    val_text(labels[kind]), val_text("[]"), val_text("gray"), val_text("users"),
                    val_text("{}")),
            out_id);
    return e ? e : meta_store_create_table(cx->db, *out_id);
}

enum err contact_own_add(
        struct ctx *cx, enum contact_kind kind, const json_t *in, int64_t *out_module_id, int64_t *out_id)
{
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (!e)
        e = meta_store_contact_place(cx->db, meta_store_contact_kinds[kind], out_module_id);
    if (e == ERR_NOT_FOUND)
        e = place_make(cx, kind, out_module_id);
    return e ? e : field_add(cx, *out_module_id, in, out_id);
}
