/* import_undo - what becomes of the fields and options that an import made when the import is undone: those that nothing
 * else uses go. A field goes to the trash with its column, an option is retired, and another import that brings them
 * takes them up again. The cards are looked through in pieces, in steps of the undo's job. */
#include "core/import_undo.h"
#include "core/import_impl.h"
#include "meta/field_new.h"
#include "store/import_store.h"
#include "store/meta_store.h"

#include <stdlib.h>

#define PIECE 20000 /* card ids looked through in a step */

/* What may go, and whether it turned out to be in use. */
struct candidate {
    const struct field *field;
    int64_t option_id; /* 0 = the field itself */
    bool used;
};

struct made {
    struct import_row row;
    const struct module *module;
    struct candidate *list;
    size_t n;
};

/* Lists of ids in the job's position: ",3,8," holds 8. */
static bool listed(const char *ids, int64_t id)
{
    for (const char *p = ids; *p == ',' && p[1];) {
        char *end;
        if (strtoll(p + 1, &end, 10) == id)
            return true;
        p = end;
    }
    return false;
}

static const struct field *field_of(const struct module *mod, int64_t id)
{
    for (int i = 0; i < mod->n_fields; i++)
        if (mod->fields[i].id == id && id)
            return &mod->fields[i];
    return NULL;
}

/* Options of a field that may go as a whole go with it. */
static bool goes_whole(const struct made *m, const struct field *f)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->list[i].field == f && !m->list[i].option_id && !m->list[i].used)
            return true;
    return false;
}

static const json_t *made_of(struct ctx *cx, const struct import_row *row)
{
    return json_object_get(json_tree(cx->arena, row->report), "made");
}

/* kept_fields, kept_options: those that a step before found in use. ERR_NOT_FOUND: the change is no import's. */
static enum err made_load(
        struct ctx *cx, int64_t change_id, const char *kept_fields, const char *kept_options, struct made *m)
{
    *m = (struct made){0};
    enum err e = import_store_by_change(cx->db, change_id, &m->row);
    if (e)
        return e;
    m->module = meta_module(cx->meta, m->row.module_id);
    const json_t *made = made_of(cx, &m->row), *v;
    const json_t *fields = json_object_get(made, "fields"), *options = json_object_get(made, "options");
    m->list =
            arena_array(cx->arena, struct candidate, json_array_size(fields) + json_array_size(options) + 1);
    size_t i;
    json_array_foreach((json_t *)fields, i, v)
    {
        const struct field *f = m->module ? field_of(m->module, json_integer_value(v)) : NULL;
        if (f)
            m->list[m->n++] = (struct candidate){.field = f, .used = listed(kept_fields, f->id)};
    }
    json_array_foreach((json_t *)options, i, v)
    {
        const struct field *f =
                m->module ? field_of(m->module, json_integer_value(json_array_get(v, 0))) : NULL;
        const struct option *o = f ? field_option(f, json_integer_value(json_array_get(v, 1))) : NULL;
        if (o && !o->retired)
            m->list[m->n++] =
                    (struct candidate){.field = f, .option_id = o->id, .used = listed(kept_options, o->id)};
    }
    return ERR_OK;
}

enum err import_made(struct ctx *cx, int64_t change_id, bool *out_made)
{
    struct import_row row;
    enum err e = import_store_by_change(cx->db, change_id, &row);
    *out_made = !e && made_of(cx, &row);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- who uses it ---- */

/* Does the number stand in the text, on its own? */
static bool number_in(const char *text, int64_t n)
{
    for (const char *p = text; *p;) {
        char *end;
        if ((*p < '0' || *p > '9') && *p != '-') {
            p++;
            continue;
        }
        long long v = strtoll(p, &end, 10);
        if (end == p)
            end++;
        else if (v == n)
            return true;
        p = end;
    }
    return false;
}

static bool has_option(struct val v, int64_t id)
{
    return v.type == VAL_INT ? v.i == id : number_in(val_s(v, ""), id);
}

/* Somebody has given it rules since: imports make fields without any. */
static bool has_rules(const struct field *f)
{
    return f->required || f->required_from || f->is_unique || f->read_only || f->dflt_word ||
           !val_is_null(f->dflt);
}

/* Settings and saved views; other imports for fields; what an administrator made of the field. */
static enum err check_named(struct ctx *cx, struct made *m)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < m->n; i++) {
        struct candidate *c = &m->list[i];
        struct rows rows = {0};
        if (c->option_id ? has_option(c->field->dflt, c->option_id) : has_rules(c->field))
            c->used = true;
        else if (!c->option_id)
            e = meta_store_code_named(cx->db, m->module->id, c->field->code, m->row.id, &c->used);
        else
            e = meta_store_namings(cx->db, m->module->id, c->field->code, &rows);
        for (size_t k = 0; !e && k < rows.n; k++)
            c->used |= number_in(row_of(&rows, k)[0].s, c->option_id);
    }
    return e;
}

static enum err check_filled(struct ctx *cx, struct made *m, int64_t after)
{
    const char **columns = arena_array(cx->arena, const char *, m->n + 1);
    struct candidate **asked = arena_array(cx->arena, struct candidate *, m->n + 1);
    const struct val *n_filled;
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        if (!m->list[i].option_id && !m->list[i].used) {
            asked[n] = &m->list[i];
            columns[n++] = m->list[i].field->column;
        }
    if (!n)
        return ERR_OK;
    enum err e = import_store_filled(cx->db, m->module->id, columns, n, after, after + PIECE, &n_filled);
    for (size_t i = 0; !e && i < n; i++)
        asked[i]->used = n_filled[i].i > 0;
    return e;
}

static enum err check_options(struct ctx *cx, struct made *m, int64_t after)
{
    const struct field *read = NULL; /* options of a field stand together */
    struct rows rows = {0};
    for (size_t i = 0; i < m->n; i++) {
        struct candidate *c = &m->list[i];
        if (!c->option_id || c->used || c->field->table != IN_MODULE || goes_whole(m, c->field))
            continue;
        if (c->field != read) {
            read = c->field;
            enum err e =
                    import_store_values(cx->db, m->module->id, read->column, after, after + PIECE, &rows);
            if (e)
                return e;
        }
        for (size_t k = 0; k < rows.n && !c->used; k++)
            c->used = has_option(row_of(&rows, k)[0], c->option_id);
    }
    return ERR_OK;
}

/* ---- the steps ---- */

static enum err take_away(struct ctx *cx, const struct made *m)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < m->n; i++) {
        const struct candidate *c = &m->list[i];
        if (c->used || (c->option_id && goes_whole(m, c->field)))
            continue;
        e = c->option_id ? meta_store_option_turn(cx->db, c->option_id, 0, OPTION_OFFERED, OPTION_UNMADE)
                         : meta_field_unmake(cx->db, c->field->id, cx->now_at);
        cx->meta_changed = true;
    }
    if (cx->meta_changed)
        notice_add(cx, "meta", m->module->id, m->module->id);
    return e;
}

static const char *kept_text(struct ctx *cx, const struct made *m, bool options)
{
    struct buf b;
    buf_init(&b, cx->arena);
    buf_putc(&b, ',');
    for (size_t i = 0; i < m->n; i++)
        if (m->list[i].used && options == (m->list[i].option_id != 0))
            buf_printf(&b, "%lld,", (long long)(options ? m->list[i].option_id : m->list[i].field->id));
    return buf_str(&b);
}

/* "made:<last card id>:<fields in use>:<options in use>" */
static void position_read(struct arena *a, const char *position, int64_t *out_after, const char **out_fields,
        const char **out_options)
{
    char *rest, *text = arena_str(a, position + 5);
    *out_after = strtoll(text, &rest, 10);
    char *fields = *rest == ':' ? rest + 1 : rest;
    char *options = strchr(fields, ':');
    *out_options = options ? options + 1 : "";
    if (options)
        *options = 0;
    *out_fields = fields;
}

enum err import_unmake_step(
        struct ctx *cx, int64_t change_id, const char *position, const char **out_position, bool *out_more)
{
    struct made m;
    int64_t after, last = 0;
    const char *fields, *options;
    *out_more = false;
    position_read(cx->arena, position, &after, &fields, &options);
    enum err e = made_load(cx, change_id, fields, options, &m);
    if (e == ERR_NOT_FOUND || (!e && !m.n))
        return ERR_OK;
    if (!e && !after)
        e = check_named(cx, &m);
    if (!e)
        e = import_store_last_card(cx->db, m.module->id, &last);
    if (!e)
        e = check_filled(cx, &m, after);
    if (!e)
        e = check_options(cx, &m, after);
    if (e)
        return e;
    after += PIECE;
    *out_more = after < last;
    *out_position = arena_printf(cx->arena, "made:%lld:%s:%s", (long long)after, kept_text(cx, &m, false),
            kept_text(cx, &m, true));
    return *out_more ? ERR_OK : take_away(cx, &m);
}

enum err import_remake(struct ctx *cx, int64_t change_id)
{
    struct import_row row;
    enum err e = import_store_by_change(cx->db, change_id, &row);
    const struct module *mod = e ? NULL : meta_module(cx->meta, row.module_id);
    if (e || !mod)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    const json_t *made = made_of(cx, &row), *v;
    size_t i;
    json_array_foreach(json_object_get(made, "fields"), i, v)
    {
        if (!e)
            e = meta_field_restore(cx->db, mod, json_integer_value(v));
    }
    json_array_foreach(json_object_get(made, "options"), i, v)
    {
        if (!e)
            e = meta_store_option_turn(
                    cx->db, json_integer_value(json_array_get(v, 1)), 0, OPTION_UNMADE, OPTION_OFFERED);
    }
    cx->meta_changed = true;
    if (e == ERR_TOO_LARGE)
        return fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_fields", FIELDS_MAX);
    return e;
}
