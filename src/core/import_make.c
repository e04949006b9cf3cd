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

static struct field_new field_wanted(
        struct ctx *cx, const json_t *mapping, const struct plan_column *c, const char **out_label)
{
    const char *key = json_str(mapping, "key");
    *out_label = label_in(&c->field->label, cx->lang);
    return (struct field_new){.code = json_str(json_object_get(c->spec, "new"), "code"),
            .type = c->field->type->name,
            .label_json = label_json(cx->arena, *out_label),
            .group_json = imported_group,
            .filterable = key && strcmp(key, c->header) == 0};
}

static enum err field_refused(struct ctx *cx, enum err e, const char *code)
{
    if (e == ERR_CONFLICT || e == ERR_INVALID)
        return fail_arg(cx, e, "mapping", "error.field_exists", code);
    if (e == ERR_TOO_LARGE)
        return fail_limit(cx, ERR_CONFLICT, "mapping", "error.too_many_fields", FIELDS_MAX);
    return e;
}

enum err import_make_fields(struct ctx *cx, struct import_row *row, const struct plan *plan)
{
    json_t *mapping = json_tree(cx->arena, row->mapping), *report = json_tree(cx->arena, row->report);
    enum err e = ERR_OK;
    for (int i = 0; !e && i < plan->n_columns; i++) {
        if (!plan->columns[i].is_new)
            continue;
        const char *label;
        int64_t id = 0;
        struct field_new in = field_wanted(cx, mapping, &plan->columns[i], &label);
        if (!in.code)
            e = field_code(cx->db, plan->module, label, &in.code);
        if (!e)
            e = meta_field_remake(cx->db, plan->module->id, &in, &id);
        if (e)
            return field_refused(cx, e, in.code);
        json_array_append_new(made_list(report, "fields"), json_integer(id));
        json_t *spec = json_array_get(json_object_get(mapping, "columns"), (size_t)i);
        json_object_set_new(spec, "to", json_string(in.code));
        json_object_del(spec, "new");
        cx->meta_changed = true;
    }
    row->mapping = json_text(cx->arena, mapping);
    row->report = json_text(cx->arena, report);
    return e;
}

enum err import_check_fields(struct ctx *cx, const struct import_row *row, const struct plan *plan)
{
    json_t *mapping = json_tree(cx->arena, row->mapping), *codes = json_keep(cx->arena, json_object());
    enum err e = ERR_OK;
    for (int i = 0; !e && i < plan->n_columns; i++) {
        if (!plan->columns[i].is_new)
            continue;
        const char *label;
        struct field_new in = field_wanted(cx, mapping, &plan->columns[i], &label);
        bool given = in.code != NULL;
        if (!given)
            e = field_code(cx->db, plan->module, label, &in.code);
        if (!e)
            e = meta_field_check(cx->db, plan->module->id, &in, (int)json_object_size(codes));
        if (!e && given && json_object_get(codes, in.code)) /* a code of our own gets a number then */
            e = ERR_CONFLICT;
        json_object_set_new(codes, arena_printf(cx->arena, given ? "%s" : "%s %d", in.code, i), json_true());
        e = field_refused(cx, e, in.code);
    }
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

json_t *import_wanted(const struct plan *plan)
{
    json_t *lists = json_array();
    bool any = false;
    for (int i = 0; i < plan->n_columns; i++) {
        bool makes = plan_makes_options(&plan->columns[i]);
        json_array_append_new(lists, makes ? json_object() : json_null());
        any |= makes;
    }
    if (any)
        return lists;
    json_decref(lists);
    return NULL;
}

void import_note_options(
        struct ctx *cx, const struct plan *plan, const char *const *cells, size_t n, json_t *wanted)
{
    for (int i = 0; i < plan->n_columns; i++) {
        json_t *list = json_array_get(wanted, (size_t)i);
        if (json_is_object(list) && (size_t)plan->columns[i].index < n)
            note_options(cx, &plan->columns[i], cells[plan->columns[i].index], list);
    }
}

bool import_option_coming(struct ctx *cx, const struct plan_column *c, const char *text, bool unknown)
{
    bool one = strcmp(c->field->type->name, "choice") == 0, all = true;
    char *save = NULL, *s = arena_str(cx->arena, text);
    if (one || !unknown) /* one that is known, and retired until the run */
        return json_object_get(c->wanted, text_trim(cx->arena, s)) != NULL;
    for (s = strtok_r(s, CHOICES_BETWEEN, &save); all && s; s = strtok_r(NULL, CHOICES_BETWEEN, &save)) {
        const char *part = text_trim(cx->arena, s);
        all = !*part || json_object_get(c->wanted, part) || option_meant(cx, c->field, part);
    }
    return all;
}

/* How many of them are really new. */
static int64_t n_new(const json_t *wanted)
{
    const char *text;
    json_t *v;
    int64_t n = 0;
    json_object_foreach((json_t *)wanted, text, v) n += json_is_null(v);
    return n;
}

enum err import_check_options(struct ctx *cx, const struct plan *plan, const json_t *wanted, int64_t *out_n)
{
    *out_n = 0;
    for (int i = 0; i < plan->n_columns; i++) {
        const struct plan_column *c = &plan->columns[i];
        const json_t *list = json_array_get(wanted, (size_t)i);
        if (!json_is_object(list))
            continue;
        if (n_new(list) + c->field->n_options > OPTIONS_MAX)
            return fail_limit(cx, ERR_CONFLICT, arena_printf(cx->arena, "mapping.%s", c->header),
                    "error.too_many_options", OPTIONS_MAX);
        const char *text;
        json_t *v;
        json_object_foreach((json_t *)list, text, v) *out_n += !json_is_false(v);
    }
    return ERR_OK;
}

static enum err make_option(
        struct ctx *cx, const struct field *f, const char *text, int64_t unmade_id, int64_t *out_id)
{
    *out_id = unmade_id;
    if (unmade_id)
        return meta_store_option_turn(cx->db, unmade_id, 0, OPTION_UNMADE, OPTION_OFFERED);
    return meta_option_create(cx->db, f->id, label_json(cx->arena, text), "", out_id);
}

enum err import_make_options(
        struct ctx *cx, struct import_row *row, const struct plan *plan, const json_t *wanted)
{
    int64_t n;
    json_t *report = json_tree(cx->arena, row->report), *v;
    enum err e = import_check_options(cx, plan, wanted, &n);
    for (int i = 0; !e && i < plan->n_columns; i++) {
        const struct field *f = plan->columns[i].field;
        const char *text;
        json_object_foreach(json_array_get(wanted, (size_t)i), text, v)
        {
            int64_t id = 0;
            if (e || json_is_false(v))
                continue;
            e = make_option(cx, f, text, json_integer_value(v), &id);
            json_array_append_new(
                    made_list(report, "options"), json_pack("[I,I]", (json_int_t)f->id, (json_int_t)id));
            cx->meta_changed = true;
        }
    }
    row->report = json_text(cx->arena, report);
    return e;
}
