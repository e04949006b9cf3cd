#include "core/field.h"
#include "core/access.h"
#include "core/compute.h"
#include "core/label.h"
#include "core/stale.h"
#include "core/status.h"
#include "meta/field_new.h"
#include "meta/field_type.h"
#include "store/field_store.h"
#include "store/meta_store.h"

#include <string.h>

struct field *field_of_row(struct ctx *cx, const struct val *v, const struct rows *options)
{
    const json_t *settings = json_tree(cx->arena, val_s(v[FIELD_SETTINGS], "{}"));
    struct field *f = arena_new_of(cx->arena, struct field);
    struct option *o = arena_array(cx->arena, struct option, (options ? options->n : 0) + 1);
    f->id = v[PIECE_ID].i;
    f->module_id = v[PIECE_PARENT].i;
    f->code = val_s(v[FIELD_CODE], "");
    f->type = field_type_named(val_s(v[FIELD_TYPE], "text"));
    f->min = json_integer_value(json_object_get(settings, "min"));
    f->max = json_integer_value(json_object_get(settings, "max"));
    f->options = o;
    for (size_t i = 0; options && i < options->n; i++) {
        const struct val *r = row_of(options, i);
        if (r[PIECE_PARENT].i != f->id)
            continue;
        o[f->n_options] = (struct option){.id = r[PIECE_ID].i,
                .code = val_s(r[OPTION_CODE], ""),
                .colour = val_s(r[OPTION_COLOUR], ""),
                .retired = r[OPTION_STATE].i != 0};
        label_parse(cx->arena, val_s(r[OPTION_LABEL], ""), &o[f->n_options++].label);
    }
    return f;
}

/* A module, or the place of people's or companies' fields. */
static enum err may_change(struct ctx *cx, int64_t module_id, struct piece *out_module)
{
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_MODULE, module_id, out_module);
    return e != ERR_OK || piece_of_contacts(out_module)
                   ? e
                   : pipeline_may_change(cx, module_id, false, out_module);
}

/* As the snapshot has it. A place that was just made has nothing in it. */
static const struct module *shape_of(struct ctx *cx, const struct piece *mod)
{
    const struct module *there = meta_shape(cx->meta, piece_id(mod));
    if (there || !piece_of_contacts(mod))
        return there;
    struct module *fresh = arena_new_of(cx->arena, struct module);
    fresh->id = piece_id(mod);
    fresh->of_contacts = true;
    return fresh;
}

enum err field_get(struct ctx *cx, int64_t id, struct piece *out_piece, struct piece *out_module)
{
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_FIELD, id, out_piece);
    return e == ERR_OK ? may_change(cx, out_piece->v[PIECE_PARENT].i, out_module) : e;
}

/* Taking a body over */

static enum err set_labels(struct ctx *cx, struct piece *p, const json_t *in)
{
    static const struct {
        const char *name;
        int col;
        size_t max;
        bool needed;
    } labels[] = {{"label", FIELD_LABEL, LABEL_CHARS, true}, {"help", FIELD_HELP, HELP_CHARS, false},
            {"group", FIELD_GROUP, LABEL_CHARS, false}};
    enum err e = ERR_OK;
    for (size_t i = 0; i < sizeof labels / sizeof *labels && e == ERR_OK; i++) {
        const json_t *label = json_object_get(in, labels[i].name);
        const char *json;
        if (!label)
            continue;
        e = label_take(cx, label, labels[i].name, labels[i].max, labels[i].needed, &json);
        if (e == ERR_OK)
            piece_set(p, labels[i].col, val_text(json));
    }
    return e;
}

static void set_flag(struct piece *p, const json_t *in, const char *name, int col)
{
    const json_t *v = json_object_get(in, name);
    if (json_is_boolean(v))
        piece_set(p, col, val_int(json_is_true(v)));
}

/* What a column is to be, or is. */
static struct val wanted(const struct piece *p, int col)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->cols[i] == col)
            return p->vals[i];
    return p->v[col];
}

static bool among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static enum err set_limits(struct ctx *cx, struct piece *p, const json_t *in)
{
    static const char *const limited[] = {"number", "money", "text", "long_text", NULL};
    const json_t *min = json_object_get(in, "min"), *max = json_object_get(in, "max");
    const char *type = val_s(p->v[FIELD_TYPE], "");
    if (!min && !max)
        return ERR_OK;
    if (!among(type, limited))
        return fail(cx, ERR_INVALID, min ? "min" : "max", "error.no_limits");
    json_t *settings = json_tree(cx->arena, val_s(p->v[FIELD_SETTINGS], "{}"));
    if (min)
        json_object_set(settings, "min", (json_t *)min);
    if (max)
        json_object_set(settings, "max", (json_t *)max);
    int64_t lo = json_integer_value(json_object_get(settings, "min")),
            hi = json_integer_value(json_object_get(settings, "max"));
    bool text = strcmp(type, "text") == 0 || strcmp(type, "long_text") == 0;
    if (text && (lo || hi < 0 || hi > (type[0] == 't' ? 500 : 20000)))
        return fail_limit(
                cx, ERR_INVALID, lo ? "min" : "max", "error.too_large", type[0] == 't' ? 500 : 20000);
    if ((lo || hi) && lo > hi)
        return fail_limit(cx, ERR_INVALID, "max", "error.too_small", lo);
    piece_set(p, FIELD_SETTINGS, val_text(json_text(cx->arena, settings)));
    return ERR_OK;
}

static enum err set_required_from(struct ctx *cx, struct piece *p, const json_t *in)
{
    const json_t *from = json_object_get(in, "required_from");
    struct piece st;
    if (!from)
        return ERR_OK;
    int64_t id = json_integer_value(from);
    enum err e = id ? piece_store_get(cx->db, PIECE_STATUS, id, &st.v) : ERR_OK;
    if (e == ERR_NOT_FOUND ||
            (e == ERR_OK && id && (st.v[PIECE_PARENT].i != p->v[PIECE_PARENT].i || st.v[STATUS_TRASHED].i)))
        return fail(cx, ERR_INVALID, "required_from", "error.unknown_status");
    piece_set(p, FIELD_REQUIRED_FROM, val_int(id));
    return e;
}

/* "now" and "me" are looked up when a card is made; anything else must be a value of the type. */
static enum err set_default(struct ctx *cx, struct piece *p, const json_t *in)
{
    const json_t *dflt = json_object_get(in, "default");
    const char *type = val_s(p->v[FIELD_TYPE], ""), *word = json_string_value(dflt), *key = "error.invalid";
    bool day = strcmp(type, "date") == 0 || strcmp(type, "datetime") == 0, user = strcmp(type, "user") == 0;
    struct rows options;
    struct val v;
    int64_t limit = 0;
    if (!dflt)
        return ERR_OK;
    if ((strcmp(type, "contact") == 0 || strcmp(type, "file") == 0) && !json_is_null(dflt))
        return fail(cx, ERR_INVALID, "default", "error.no_default");
    enum err e = ERR_OK;
    if (!(word && ((day && strcmp(word, "now") == 0) || (user && strcmp(word, "me") == 0)))) {
        struct val row[PIECE_COLS];
        int n;
        piece_cols(PIECE_FIELD, &n);
        memcpy(row, p->v, sizeof *row * (size_t)n);
        row[FIELD_SETTINGS] = wanted(p, FIELD_SETTINGS);
        e = piece_store_list(cx->db, PIECE_OPTION, p->v[PIECE_PARENT].i, &options);
        const struct field *f = e == ERR_OK ? field_of_row(cx, row, &options) : NULL;
        if (f && f->type->parse(cx->arena, f, dflt, &v, &key, &limit) != ERR_OK)
            return fail_limit(cx, ERR_INVALID, "default", key, limit);
        if (f && user && v.type == VAL_INT && !meta_member(cx->meta, v.i))
            return fail(cx, ERR_INVALID, "default", "error.unknown_user");
    }
    piece_set(p, FIELD_DEFAULT, val_text(json_text(cx->arena, dflt)));
    return e;
}

/* Two cards that have the same value already would make the rule a lie. */
static enum err check_unique(struct ctx *cx, struct piece *p)
{
    static const char *const types[] = {
            "text", "number", "money", "date", "datetime", "link", "email", "phone", NULL};
    struct val v;
    if (!wanted(p, FIELD_UNIQUE).i || p->v[FIELD_UNIQUE].i)
        return ERR_OK;
    if (!among(val_s(p->v[FIELD_TYPE], ""), types))
        return fail(cx, ERR_INVALID, "unique", "error.cannot_be_unique");
    piece_set(p, FIELD_FILTERABLE, val_int(1)); /* looking for the other one needs its index */
    const struct module *mod = meta_shape(cx->meta, p->v[PIECE_PARENT].i);
    enum err e = piece_id(p) ? field_store_twice(
                                       cx->db, p->v[PIECE_PARENT].i, piece_id(p), mod && mod->of_contacts, &v)
                             : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    const struct field *f = field_of_row(cx, p->v, NULL);
    return e == ERR_OK ? fail_arg(cx, ERR_CONFLICT, "unique", "error.not_unique_yet",
                                 f->type->show(cx->arena, f, v, cx->lang, cx->zone))
                       : e;
}

static bool is_computed(const struct piece *p)
{
    return strstr(val_s(p->v[FIELD_SETTINGS], ""), "\"formula\"") != NULL;
}

/* A computed field follows its formula alone, whose results keep their type. */
static enum err set_formula(struct ctx *cx, struct piece *p, const json_t *in)
{
    static const char *const others[] = {
            "required", "required_from", "read_only", "unique", "default", "min", "max", NULL};
    const char *source = json_str(in, "formula"), *settings, *type;
    if (!is_computed(p))
        return source ? fail(cx, ERR_INVALID, "formula", "error.not_computed") : ERR_OK;
    for (int i = 0; others[i]; i++) {
        const json_t *v = json_object_get(in, others[i]);
        if (v && !json_is_null(v) && !json_is_false(v))
            return fail(cx, ERR_INVALID, others[i], "error.computed");
    }
    enum err e =
            source ? formula_take(cx, p->v[PIECE_PARENT].i, piece_id(p), source, &settings, &type) : ERR_OK;
    if (e != ERR_OK || !source)
        return e;
    if (strcmp(type, val_s(p->v[FIELD_TYPE], "")) != 0)
        return fail_arg(cx, ERR_INVALID, "formula", "error.formula_type", type);
    piece_set(p, FIELD_SETTINGS, val_text(settings));
    return ERR_OK;
}

static enum err set_all(struct ctx *cx, struct piece *p, const json_t *in)
{
    enum err e = set_formula(cx, p, in);
    if (e == ERR_OK)
        e = set_labels(cx, p, in);
    set_flag(p, in, "filterable", FIELD_FILTERABLE);
    if (e != ERR_OK || is_computed(p))
        return e;
    set_flag(p, in, "required", FIELD_REQUIRED);
    set_flag(p, in, "read_only", FIELD_READ_ONLY);
    set_flag(p, in, "unique", FIELD_UNIQUE);
    e = set_limits(cx, p, in);
    if (e == ERR_OK)
        e = set_required_from(cx, p, in);
    if (e == ERR_OK)
        e = set_default(cx, p, in);
    if (e == ERR_OK)
        e = check_unique(cx, p);
    bool asked = wanted(p, FIELD_REQUIRED).i || wanted(p, FIELD_REQUIRED_FROM).i;
    if (e == ERR_OK && asked && wanted(p, FIELD_READ_ONLY).i)
        e = fail(cx, ERR_INVALID, "read_only", "error.read_only_required");
    if (e == ERR_OK && wanted(p, FIELD_UNIQUE).i && !wanted(p, FIELD_FILTERABLE).i)
        e = fail(cx, ERR_INVALID, "filterable", "error.unique_needs_index");
    return e;
}

static enum err has_options(struct ctx *cx, const char *type, const json_t *in)
{
    if (!json_object_get(in, "options") || strcmp(type, "choice") == 0 || strcmp(type, "choices") == 0)
        return ERR_OK;
    return fail(cx, ERR_INVALID, "options", "error.no_options");
}

/* Adding and changing */

static enum err create(struct ctx *cx, const struct module *mod, const json_t *in, int64_t *out_id)
{
    const int64_t module_id = mod->id;
    const char *label, *code, *type = json_str(in, "type"), *settings = NULL;
    if (strcmp(type, "computed") == 0 && !mod->of_contacts) {
        const char *source = json_str(in, "formula");
        enum err e = source ? formula_take(cx, module_id, 0, source, &settings, &type)
                            : fail(cx, ERR_INVALID, "formula", "error.required");
        if (e != ERR_OK)
            return e;
    }
    const bool cards_only = strcmp(type, "file") == 0 && mod->of_contacts;
    if (!field_type_named(type) || strcmp(type, "status") == 0 || cards_only)
        return fail_arg(cx, ERR_INVALID, "type", "error.unknown_type", type);
    enum err e = has_options(cx, type, in);
    if (e == ERR_OK)
        e = label_take(cx, json_object_get(in, "label"), "label", LABEL_CHARS, true, &label);
    if (e == ERR_OK)
        e = field_code(cx->db, mod, label_shown(cx, label), &code);
    if (e != ERR_OK)
        return e;
    const struct field_new fn = {.code = code, .type = type, .label_json = label, .settings_json = settings};
    e = meta_field_create(cx->db, module_id, &fn, out_id);
    return e == ERR_TOO_LARGE ? fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_fields", FIELDS_MAX) : e;
}

enum err field_add(struct ctx *cx, int64_t module_id, const json_t *in, int64_t *out_id)
{
    struct piece p, mod;
    json_t *rest = json_keep(cx->arena, json_copy((json_t *)in));
    cx->change_kind = "field.add";
    enum err e = may_change(cx, module_id, &mod);
    const struct module *shape = e == ERR_OK ? shape_of(cx, &mod) : NULL;
    if (e == ERR_OK)
        e = shape ? create(cx, shape, in, out_id) : ERR_NOT_FOUND;
    if (e == ERR_OK && json_object_get(in, "options"))
        e = field_options(cx, module_id, *out_id, json_object_get(in, "options"));
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_FIELD, *out_id, &p);
    if (e != ERR_OK)
        return e;
    json_object_del(rest, "label"); /* the row has these already */
    json_object_del(rest, "formula");
    e = set_all(cx, &p, rest);
    const bool filterable = wanted(&p, FIELD_FILTERABLE).i != 0;
    if (e == ERR_OK && p.n)
        e = piece_store_update(
                cx->db, PIECE_FIELD, *out_id, p.v[PIECE_VERSION].i, false, p.cols, p.vals, p.n);
    if (e == ERR_OK)
        e = piece_made(cx, PIECE_FIELD, *out_id);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_FIELD, *out_id, &p);
    if (e == ERR_OK && is_computed(&p))
        e = compute_module(cx, module_id);
    return e == ERR_OK && filterable ? field_follow(cx, &p, true) : e;
}

enum err field_edit(struct ctx *cx, int64_t id, int64_t version, const json_t *in, int64_t *out_module_id)
{
    struct piece p, mod;
    const json_t *options = json_object_get(in, "options");
    enum err e = field_get(cx, id, &p, &mod);
    if (e == ERR_OK && p.v[FIELD_TRASHED].i)
        e = fail(cx, ERR_CONFLICT, NULL, "error.field_trashed");
    if (e == ERR_OK)
        e = has_options(cx, val_s(p.v[FIELD_TYPE], ""), in);
    if (e != ERR_OK)
        return e;
    cx->change_kind = "field.edit";
    cx->change_name = piece_shown(cx, &p);
    *out_module_id = piece_id(&mod);
    bool late = version && version != p.v[PIECE_VERSION].i;
    int64_t before = cx->change_id;
    if (options && !late) /* first: the default may be one of them */
        e = field_options(cx, piece_id(&mod), id, options);
    bool touched = cx->change_id != before;
    if (e == ERR_OK)
        e = set_all(cx, &p, in);
    if (e == ERR_OK && touched &&
            !p.n) /* whoever changes the choices changes the field: the next one must have seen it */
        return piece_store_update(cx->db, PIECE_FIELD, id, p.v[PIECE_VERSION].i, true, NULL, NULL, 0);
    return e == ERR_OK ? piece_save(cx, &p, version) : e;
}

/* The order */

struct place {
    int64_t id;
    const char *group;
};

static enum err read_places(
        struct ctx *cx, const json_t *groups, struct place *places, size_t max, size_t *out_n)
{
    size_t i, k;
    const json_t *group, *id;
    json_array_foreach(groups, i, group)
    {
        const char *label;
        enum err e = label_take(cx, json_object_get(group, "label"),
                arena_printf(cx->arena, "groups[%zu].label", i), LABEL_CHARS, false, &label);
        if (e != ERR_OK)
            return e;
        json_array_foreach(json_object_get(group, "fields"), k, id)
        {
            for (size_t seen = 0; seen < *out_n; seen++)
                if (places[seen].id == json_integer_value(id))
                    return fail(cx, ERR_CONFLICT, "groups", "error.order_changed");
            if (*out_n == max)
                return fail(cx, ERR_CONFLICT, "groups", "error.order_changed");
            places[(*out_n)++] = (struct place){json_integer_value(id), label};
        }
    }
    return *out_n == max ? ERR_OK : fail(cx, ERR_CONFLICT, "groups", "error.order_changed");
}

static enum err stale_order(struct ctx *cx, const struct piece *mod, const struct rows *rows, size_t n,
        int64_t version, const json_t *groups)
{
    struct stale s;
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_arr(&w);
    for (size_t i = 0; i < n; i++) {
        jw_obj(&w);
        label_write(cx, &w, "label", val_s(row_of(rows, i)[FIELD_GROUP], "{}"));
        jw_key(&w, "fields");
        jw_arr(&w);
        jw_val(&w, row_of(rows, i)[PIECE_ID]);
        jw_arr_end(&w);
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
    stale_begin(cx, &s);
    jw_obj(&s.w);
    jw_kint(&s.w, "id", piece_id(mod));
    jw_kint(&s.w, "version", mod->v[PIECE_VERSION].i);
    jw_obj_end(&s.w);
    stale_fields(&s, version);
    stale_field_json(&s, "groups", json_text(cx->arena, groups), buf_str(&b));
    return stale_end(cx, &s);
}

static enum err put_in_order(struct ctx *cx, const struct rows *rows, const struct place *places, size_t n)
{
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && e == ERR_OK; i++) {
        size_t k = 0;
        while (k < n && row_of(rows, k)[PIECE_ID].i != places[i].id)
            k++;
        if (k == n)
            return fail(cx, ERR_CONFLICT, "groups", "error.order_changed");
        struct piece p = piece_of_row(PIECE_FIELD, row_of(rows, k));
        piece_set(&p, FIELD_GROUP, val_text(places[i].group));
        piece_set(&p, FIELD_POSITION, val_int((int64_t)i + 1));
        e = piece_save(cx, &p, 0);
    }
    return e;
}

enum err fields_order(struct ctx *cx, int64_t module_id, int64_t version, const json_t *groups)
{
    struct piece mod;
    struct rows rows;
    struct place places[FIELDS_MAX + 1];
    size_t n = 0, n_places = 0;
    enum err e = may_change(cx, module_id, &mod);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_FIELD, module_id, &rows);
    if (e != ERR_OK)
        return e;
    while (n < rows.n && !row_of(&rows, n)[FIELD_TRASHED].i)
        n++;
    if (version && version != mod.v[PIECE_VERSION].i)
        return stale_order(cx, &mod, &rows, n, version, groups);
    if (n > FIELDS_MAX)
        return ERR_INTERNAL;
    cx->change_kind = "field.order";
    cx->change_name = piece_shown(cx, &mod);
    e = read_places(cx, groups, places, n, &n_places);
    if (e == ERR_OK)
        e = put_in_order(cx, &rows, places, n);
    return e == ERR_OK ? piece_store_update(
                                 cx->db, PIECE_MODULE, module_id, mod.v[PIECE_VERSION].i, true, NULL, NULL, 0)
                       : e;
}

/* The trash */

static enum err check_free(struct ctx *cx, const struct piece *p, const struct piece *mod)
{
    static const char *const needed[] = {"lost_reason", "deferred_until", NULL};
    struct rows named;
    bool sales = strcmp(val_s(mod->v[MODULE_KIND], ""), "sales") == 0;
    if (sales && among(val_s(p->v[FIELD_ROLE], ""), needed))
        return fail(cx, ERR_CONFLICT, NULL, "error.field_has_role");
    int users = formula_users(shape_of(cx, mod), piece_id(p));
    if (users)
        return fail_limit(cx, ERR_CONFLICT, NULL, "error.field_in_formula", users);
    enum err e = meta_store_namings(cx->db, piece_id(mod), val_s(p->v[FIELD_CODE], ""), &named);
    return e == ERR_OK && named.n ? fail_limit(cx, ERR_CONFLICT, NULL, "error.field_in_use", (int64_t)named.n)
                                  : e;
}

enum err field_trash(struct ctx *cx, int64_t id, int64_t version, int64_t *out_module_id)
{
    struct piece p, mod;
    enum err e = field_get(cx, id, &p, &mod);
    if (e != ERR_OK)
        return e;
    *out_module_id = piece_id(&mod);
    cx->change_kind = "field.trash";
    if (p.v[FIELD_TRASHED].i)
        return ERR_OK;
    e = check_free(cx, &p, &mod);
    piece_set(&p, FIELD_TRASHED, val_int(cx->now_at));
    return e == ERR_OK ? piece_save(cx, &p, version) : e;
}

enum err field_restore(struct ctx *cx, int64_t id, int64_t *out_module_id)
{
    struct piece p, mod;
    const char *code;
    int64_t n = 0;
    enum err e = field_get(cx, id, &p, &mod);
    if (e != ERR_OK)
        return e;
    *out_module_id = piece_id(&mod);
    cx->change_kind = "field.restore";
    if (!p.v[FIELD_TRASHED].i)
        return ERR_OK;
    e = meta_store_count(cx->db, piece_id(&mod), 0, &n);
    if (e == ERR_OK && n >= FIELDS_MAX)
        return fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_fields", FIELDS_MAX);
    const char *was = val_s(p.v[FIELD_CODE], "");
    if (e == ERR_OK && strchr(was, '~')) { /* it gave its code free */
        e = field_code(cx->db, shape_of(cx, &mod), arena_strn(cx->arena, was, strcspn(was, "~")), &code);
        if (e == ERR_OK)
            piece_set(&p, FIELD_CODE, val_text(code));
    }
    piece_set(&p, FIELD_TRASHED, val_int(0));
    return e == ERR_OK ? piece_save(cx, &p, 0) : e;
}

enum err fields_leave_status(struct ctx *cx, int64_t module_id, int64_t status_id, int64_t to)
{
    struct rows rows;
    enum err e = piece_store_list(cx->db, PIECE_FIELD, module_id, &rows);
    for (size_t i = 0; e == ERR_OK && i < rows.n; i++) {
        struct piece p = piece_of_row(PIECE_FIELD, row_of(&rows, i));
        if (p.v[FIELD_REQUIRED_FROM].i != status_id)
            continue;
        piece_set(&p, FIELD_REQUIRED_FROM, val_int(to));
        e = piece_save(cx, &p, 0);
    }
    return e;
}
