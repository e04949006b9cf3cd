/* import_make - fields and options that an import brings, made before its first row. What was made is noted in the report
 * (member "made"), so that undo can take it away; what undo took away is taken up again. */
#include "core/import_impl.h"
#include "meta/field_new.h"
#include "meta/field_type.h"
#include "store/import_store.h"
#include "store/meta_store.h"

#include <stdlib.h>
#include <string.h>

#define MAX_NEW_OPTIONS 500
#define CHOICES_BETWEEN ";,|\n" /* as meta/field_choices.c reads them */

/* The field group that new columns go to. */
static const char imported_group[] =
        "{\"en\":\"Imported\",\"hu\":\"Importált adatok\",\"ro\":\"Date importate\"}";

/* The list of ids under "made" in a report; with it, when it was not there. */
static json_t *made_list(json_t *report, const char *name)
{
    json_t *made = json_object_get(report, "made");
    if (!made) {
        made = json_object();
        json_object_set_new(report, "made", made);
    }
    json_t *list = json_object_get(made, name);
    if (!list) {
        list = json_array();
        json_object_set_new(made, name, list);
    }
    return list;
}

enum err import_make_fields(struct ctx *cx, struct import_row *row, const struct plan *plan)
{
    json_t *mapping = json_tree(cx->arena, row->mapping), *report = json_tree(cx->arena, row->report);
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
        int64_t id = 0;
        if (!in.code)
            e = field_code(cx->db, plan->module, label, &in.code);
        if (!e)
            e = meta_field_remake(cx->db, plan->module->id, &in, &id);
        if (e == ERR_CONFLICT || e == ERR_INVALID)
            return fail_arg(cx, e, "mapping", "error.field_exists", in.code);
        if (e == ERR_TOO_LARGE)
            return fail_limit(cx, ERR_CONFLICT, "mapping", "error.too_many_fields", FIELDS_MAX);
        json_array_append_new(made_list(report, "fields"), json_integer(id));
        json_t *spec = json_array_get(json_object_get(mapping, "columns"), (size_t)i);
        json_object_set_new(spec, "to", json_string(in.code));
        json_object_del(spec, "new");
    }
    cx->meta_changed = true;
    row->mapping = json_text(cx->arena, mapping);
    row->report = json_text(cx->arena, report);
    return e;
}

/* The option a text means, NULL when the field has none. */
static const struct option *option_meant(struct ctx *cx, const struct field *f, const char *text)
{
    struct val v;
    const char *key = NULL;
    if (f->type->parse_text(cx->arena, f, text, cx->zone, &v, &key) || val_is_null(v))
        return NULL;
    return field_option(f, v.type == VAL_INT ? v.i : strtoll(v.s + 1, NULL, 10)); /* ",7," */
}

/* Will one that is wanted already be found by this text, too? */
static bool wanted_alike(struct ctx *cx, const char *text, const json_t *wanted)
{
    const char *key = text_fold(cx->arena, text), *other;
    json_t *unused;
    json_object_foreach((json_t *)wanted, other, unused)
    {
        if (*key && strcmp(text_fold(cx->arena, other), key) == 0)
            return true;
    }
    return false;
}

static void note_option(struct ctx *cx, const struct field *f, const char *text, json_t *wanted)
{
    if (!*text || json_object_size(wanted) >= MAX_NEW_OPTIONS || json_object_get(wanted, text))
        return;
    const struct option *o = option_meant(cx, f, text);
    if (o && o->unmade)
        json_object_set_new(wanted, text, json_integer(o->id));
    else if (!o)
        json_object_set_new(wanted, text, wanted_alike(cx, text, wanted) ? json_false() : json_null());
}

/* The choices a file brings that the field does not offer yet, in order of appearance: meaning -> null, the id of one that
 * the undo of another import took away, or false: another spelling of one before it. */
static void note_options(struct ctx *cx, const struct plan_column *c, const char *text, json_t *wanted)
{
    if (plan_cell_empty(c, text))
        return;
    text = plan_cell_meaning(c, text);
    if (strcmp(c->field->type->name, "choice") == 0) {
        note_option(cx, c->field, text_trim(cx->arena, text), wanted);
        return;
    }
    char *save = NULL;
    for (char *s = strtok_r(arena_str(cx->arena, text), CHOICES_BETWEEN, &save); s;
            s = strtok_r(NULL, CHOICES_BETWEEN, &save))
        note_option(cx, c->field, text_trim(cx->arena, s), wanted);
}

static enum err make_option(
        struct ctx *cx, const struct plan_column *c, const char *text, int64_t unmade_id, int64_t *out_id)
{
    *out_id = unmade_id;
    if (unmade_id)
        return meta_store_option_turn(cx->db, unmade_id, 0, OPTION_UNMADE, OPTION_OFFERED);
    enum err e = meta_option_create(cx->db, c->field->id, label_json(cx->arena, text), "", out_id);
    if (e == ERR_TOO_LARGE)
        return fail_limit(cx, ERR_CONFLICT, arena_printf(cx->arena, "mapping.%s", c->header),
                "error.too_many_options", OPTIONS_MAX);
    return e;
}

static enum err create_options(
        struct ctx *cx, const struct plan_column *c, const json_t *wanted, json_t *report)
{
    const char *text;
    json_t *unmade;
    json_object_foreach((json_t *)wanted, text, unmade)
    {
        int64_t id = 0;
        if (json_is_false(unmade))
            continue;
        enum err e = make_option(cx, c, text, json_integer_value(unmade), &id);
        if (e)
            return e;
        json_array_append_new(
                made_list(report, "options"), json_pack("[I,I]", (json_int_t)c->field->id, (json_int_t)id));
        cx->meta_changed = true;
    }
    return ERR_OK;
}

static bool makes_options(const struct plan_column *c)
{
    return c->create_options && c->target == TO_FIELD && c->field->table == IN_MODULE &&
           strncmp(c->field->type->name, "choice", 6) == 0;
}

enum err import_make_options(struct ctx *cx, struct import_row *row, const struct plan *plan)
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
                note_options(cx, &plan->columns[i], cells[plan->columns[i].index], wanted[i]);
    csv_close(csv);
    if (e != ERR_NOT_FOUND)
        return e;
    json_t *report = json_tree(cx->arena, row->report);
    e = ERR_OK;
    for (int i = 0; !e && i < plan->n_columns; i++)
        if (wanted[i])
            e = create_options(cx, &plan->columns[i], wanted[i], report);
    row->report = json_text(cx->arena, report);
    return e;
}
