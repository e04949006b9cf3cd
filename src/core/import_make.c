/* import_make - fields and options that an import brings, made before its first row. */
#include "core/import_impl.h"
#include "meta/field_new.h"
#include "meta/field_type.h"
#include "store/import_store.h"

#define MAX_NEW_OPTIONS 500

/* The field group that new columns go to. */
static const char imported_group[] =
        "{\"en\":\"Imported\",\"hu\":\"Importált adatok\",\"ro\":\"Date importate\"}";

enum err import_make_fields(struct ctx *cx, struct import_row *row, const struct plan *plan)
{
    json_t *mapping = json_tree(cx->arena, row->mapping);
    const char *key = json_str(mapping, "key");
    enum err e = ERR_OK;
    for (int i = 0; !e && i < plan->n_columns; i++) {
        const struct plan_column *c = &plan->columns[i];
        if (!c->is_new)
            continue;
        const char *label = label_in(&c->field->label, cx->lang);
        struct field_new in = {.code = json_str(json_object_get(c->spec, "new"), "code"),
                .type = c->field->type->name,
                .label_json = label_json(cx->arena, label),
                .group_json = imported_group,
                .filterable = key && strcmp(key, c->header) == 0};
        int64_t id;
        if (!in.code)
            e = field_code(cx->db, plan->module, label, &in.code);
        if (!e)
            e = meta_field_create(cx->db, plan->module->id, &in, &id);
        if (e == ERR_CONFLICT || e == ERR_INVALID)
            return fail_arg(cx, e, "mapping", "error.field_exists", in.code);
        if (e == ERR_TOO_LARGE)
            return fail_limit(cx, ERR_CONFLICT, "mapping", "error.too_many_fields", FIELDS_MAX);
        json_t *spec = json_array_get(json_object_get(mapping, "columns"), (size_t)i);
        json_object_set_new(spec, "to", json_string(in.code));
        json_object_del(spec, "new");
    }
    cx->meta_changed = true;
    row->mapping = json_text(cx->arena, mapping);
    return e;
}

/* The choices a file brings that the field does not know yet: distinct meanings, in order of appearance. */
static void note_option(struct ctx *cx, const struct plan_column *c, const char *text, json_t *wanted)
{
    struct val v;
    const char *key = NULL;
    if (plan_cell_empty(c, text) || json_object_size(wanted) >= MAX_NEW_OPTIONS)
        return;
    text = plan_cell_meaning(c, text);
    if (!*text || json_object_get(wanted, text))
        return;
    if (c->field->type->parse_text(cx->arena, c->field, text, cx->zone, &v, &key))
        json_object_set_new(wanted, text, json_true());
}

static enum err create_options(
        struct ctx *cx, const struct plan_column *c, const json_t *wanted, struct progress *p)
{
    const char *text;
    json_t *unused;
    json_object_foreach((json_t *)wanted, text, unused)
    {
        int64_t id;
        enum err e = meta_option_create(cx->db, c->field->id, label_json(cx->arena, text), "", &id);
        if (e == ERR_TOO_LARGE)
            return fail_limit(cx, ERR_CONFLICT, arena_printf(cx->arena, "mapping.%s", c->header),
                    "error.too_many_options", OPTIONS_MAX);
        if (e)
            return e;
        p->new_options++;
        cx->meta_changed = true;
    }
    return ERR_OK;
}

static bool makes_options(const struct plan_column *c)
{
    return c->create_options && c->target == TO_FIELD && strncmp(c->field->type->name, "choice", 6) == 0;
}

enum err import_make_options(
        struct ctx *cx, const struct import_row *row, const struct plan *plan, struct progress *p)
{
    json_t **wanted = arena_array(cx->arena, json_t *, plan->n_columns);
    bool any = false;
    for (int i = 0; i < plan->n_columns; i++)
        if (makes_options(&plan->columns[i])) {
            wanted[i] = json_keep(cx->arena, json_object());
            any = true;
        }
    if (!any)
        return ERR_OK;
    struct csv *csv;
    const char *const *cells;
    size_t n;
    enum err e = csv_open(row->file_path, plan->encoding, plan->delimiter, &csv);
    if (e)
        return e;
    e = csv_next(csv, &cells, &n);
    while (!e && (e = csv_next(csv, &cells, &n)) == ERR_OK)
        for (int i = 0; i < plan->n_columns; i++)
            if (wanted[i] && (size_t)plan->columns[i].index < n)
                note_option(cx, &plan->columns[i], cells[plan->columns[i].index], wanted[i]);
    csv_close(csv);
    if (e != ERR_NOT_FOUND)
        return e;
    e = ERR_OK;
    for (int i = 0; !e && i < plan->n_columns; i++)
        if (wanted[i])
            e = create_options(cx, &plan->columns[i], wanted[i], p);
    return e;
}
