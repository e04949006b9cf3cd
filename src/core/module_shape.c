/* module_shape - modules as their editors see them: rows with names in all languages. */
#include "core/access.h"
#include "core/compute.h"
#include "core/label.h"
#include "core/module.h"
#include "core/piece.h"
#include "core/pipeline.h"
#include "meta/field_type.h"
#include "meta/formula.h"
#include "store/meta_store.h"

#include <string.h>

static const char *const group_names[] = {"lead", "open", "success", "failed"};

static int64_t count_of(const struct rows *counts, int64_t id)
{
    for (size_t i = 0; i < counts->n; i++)
        if (row_of(counts, i)[0].i == id)
            return row_of(counts, i)[1].i;
    return 0;
}

static void raw(struct jw *w, const char *key, struct val json, const char *dflt)
{
    const char *s = val_s(json, dflt);
    jw_key(w, key);
    jw_raw(w, s, strlen(s));
}

static void trashed(struct jw *w, struct val at)
{
    jw_kval(w, "trashed_at", at.i ? at : val_null());
}

static void looks(struct ctx *cx, struct jw *w, const struct val *v)
{
    const struct pipeline_kind *kind = pipeline_kind_named(val_s(v[MODULE_KIND], ""));
    bool fixed = kind && kind->fixed;
    jw_kval(w, "id", v[PIECE_ID]);
    jw_kval(w, "kind", v[MODULE_KIND]);
    jw_kval(w, "template", v[MODULE_TEMPLATE]);
    jw_kbool(w, "fixed", fixed);
    jw_kstr(w, "fixed_reason",
            fixed ? message(cx->arena, cx->lang, "error.pipeline_rules", NULL, NULL, 0) : "");
    label_write(cx, w, "label", val_s(v[MODULE_LABEL], ""));
    label_write(cx, w, "item_label", val_s(v[MODULE_ITEM], ""));
    label_write(cx, w, "items_label", val_s(v[MODULE_ITEMS], ""));
    jw_kval(w, "colour", v[MODULE_COLOUR]);
    jw_kval(w, "icon", v[MODULE_ICON]);
    jw_kval(w, "position", v[MODULE_POSITION]);
    jw_kval(w, "version", v[PIECE_VERSION]);
    trashed(w, v[MODULE_TRASHED]);
}

enum err modules_write(struct ctx *cx, struct jw *w)
{
    struct rows rows, counts;
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_MODULE, 0, &rows);
    if (e == ERR_OK)
        e = piece_store_counts(cx->db, &counts);
    if (e != ERR_OK)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        jw_obj(w);
        looks(cx, w, v);
        jw_kint(w, "n", count_of(&counts, v[PIECE_ID].i));
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return ERR_OK;
}

static void groups_write(struct ctx *cx, struct jw *w, const char *labels)
{
    const json_t *list = NULL;
    const char *why;
    json_t *j;
    if (json_read(cx->arena, labels, strlen(labels), &j, &why) == ERR_OK)
        list = j;
    jw_key(w, "groups");
    jw_arr(w);
    for (size_t g = 0; g < N_GROUP; g++) {
        const json_t *label = json_array_get(list, g);
        jw_obj(w);
        jw_kstr(w, "group", group_names[g]);
        label_write(cx, w, "label", json_is_object(label) ? json_text(cx->arena, label) : group_names[g]);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static enum err statuses_write(struct ctx *cx, struct jw *w, int64_t module_id)
{
    struct rows rows, counts;
    enum err e = piece_store_list(cx->db, PIECE_STATUS, module_id, &rows);
    if (e == ERR_OK)
        e = piece_store_status_counts(cx->db, module_id, &counts);
    if (e != ERR_OK)
        return e;
    jw_key(w, "statuses");
    jw_arr(w);
    for (size_t i = 0; i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        int64_t g = v[STATUS_GROUP].i;
        jw_obj(w);
        jw_kval(w, "id", v[PIECE_ID]);
        jw_kval(w, "version", v[PIECE_VERSION]);
        jw_kstr(w, "group", group_names[g >= 0 && g < N_GROUP ? g : 0]);
        jw_kval(w, "position", v[STATUS_POSITION]);
        label_write(cx, w, "label", val_s(v[STATUS_LABEL], ""));
        jw_kval(w, "colour", v[STATUS_COLOUR]);
        jw_kval(w, "role", v[STATUS_ROLE]);
        jw_kval(w, "cadence_days", v[STATUS_CADENCE_DAYS]);
        label_write(cx, w, "cadence_label", val_s(v[STATUS_CADENCE_LABEL], "{}"));
        jw_kval(w, "stalled_days", v[STATUS_STALLED_DAYS]);
        jw_kval(w, "probability_pct", v[STATUS_PROBABILITY]);
        raw(w, "needs", v[STATUS_NEEDS], "[]");
        jw_kint(w, "n", count_of(&counts, v[PIECE_ID].i));
        jw_obj_end(w);
    }
    jw_arr_end(w);
    return ERR_OK;
}

static void options_write(struct ctx *cx, struct jw *w, const struct rows *options, int64_t field_id)
{
    jw_key(w, "options");
    jw_arr(w);
    for (size_t i = 0; i < options->n; i++) {
        const struct val *v = row_of(options, i);
        if (v[PIECE_PARENT].i != field_id)
            continue;
        jw_obj(w);
        jw_kval(w, "id", v[PIECE_ID]);
        jw_kval(w, "code", v[OPTION_CODE]);
        label_write(cx, w, "label", val_s(v[OPTION_LABEL], ""));
        jw_kval(w, "colour", v[OPTION_COLOUR]);
        jw_kbool(w, "retired", v[OPTION_STATE].i != 0);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void limit(struct jw *w, const char *key, const json_t *settings)
{
    const json_t *v = json_object_get(settings, key);
    jw_kval(w, key, json_is_integer(v) ? val_int(json_integer_value(v)) : val_null());
}

/* With the names of choices as they are now. */
static void formula_source_write(struct ctx *cx, struct jw *w, int64_t module_id, const char *kept)
{
    const struct module *mod = meta_module(cx->meta, module_id);
    const struct formula *f;
    struct formula_error error;
    if (kept && mod && formula_compile(cx->arena, kept, mod, 0, &f, &error) == ERR_OK)
        kept = formula_shown(cx->arena, mod, f, cx->lang);
    jw_kstr(w, "formula", kept);
}

static void field_write(struct ctx *cx, struct jw *w, const struct val *v, const struct rows *options)
{
    const json_t *settings = json_tree(cx->arena, val_s(v[FIELD_SETTINGS], "{}"));
    jw_obj(w);
    jw_kval(w, "id", v[PIECE_ID]);
    jw_kval(w, "version", v[PIECE_VERSION]);
    jw_kval(w, "code", v[FIELD_CODE]);
    jw_kval(w, "type", v[FIELD_TYPE]);
    label_write(cx, w, "label", val_s(v[FIELD_LABEL], ""));
    label_write(cx, w, "help", val_s(v[FIELD_HELP], "{}"));
    label_write(cx, w, "group", val_s(v[FIELD_GROUP], "{}"));
    jw_kval(w, "position", v[FIELD_POSITION]);
    jw_kbool(w, "required", v[FIELD_REQUIRED].i != 0);
    jw_kval(w, "required_from", v[FIELD_REQUIRED_FROM].i ? v[FIELD_REQUIRED_FROM] : val_null());
    jw_kbool(w, "read_only", v[FIELD_READ_ONLY].i != 0);
    jw_kbool(w, "unique", v[FIELD_UNIQUE].i != 0);
    jw_kbool(w, "filterable", v[FIELD_FILTERABLE].i != 0);
    jw_kbool(w, "indexing",
            v[FIELD_FILTERABLE].i && !v[FIELD_INDEXED].i && meta_store_may_index(val_s(v[FIELD_TYPE], "")));
    raw(w, "default", v[FIELD_DEFAULT], "null");
    limit(w, "min", settings);
    limit(w, "max", settings);
    formula_source_write(cx, w, v[PIECE_PARENT].i, json_string_value(json_object_get(settings, "formula")));
    jw_kval(w, "role", v[FIELD_ROLE]);
    options_write(cx, w, options, v[PIECE_ID].i);
    trashed(w, v[FIELD_TRASHED]);
    jw_obj_end(w);
}

static enum err fields_write(struct ctx *cx, struct jw *w, int64_t module_id)
{
    struct rows rows, options;
    enum err e = piece_store_list(cx->db, PIECE_FIELD, module_id, &rows);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_OPTION, module_id, &options);
    if (e != ERR_OK)
        return e;
    jw_key(w, "fields");
    jw_arr(w);
    for (size_t i = 0; i < rows.n; i++)
        field_write(cx, w, row_of(&rows, i), &options);
    jw_arr_end(w);
    return ERR_OK;
}

static enum err task_types_write(struct ctx *cx, struct jw *w, int64_t module_id)
{
    struct rows rows;
    enum err e = piece_store_list(cx->db, PIECE_TASK_TYPE, module_id, &rows);
    if (e != ERR_OK)
        return e;
    jw_key(w, "task_types");
    jw_arr(w);
    for (size_t i = 0; i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        jw_obj(w);
        jw_kval(w, "id", v[PIECE_ID]);
        jw_kval(w, "version", v[PIECE_VERSION]);
        jw_kval(w, "code", v[TASK_TYPE_CODE]);
        label_write(cx, w, "label", val_s(v[TASK_TYPE_LABEL], ""));
        jw_kval(w, "icon", v[TASK_TYPE_ICON]);
        jw_kval(w, "duration_min", v[TASK_TYPE_DURATION]);
        jw_kval(w, "reminder_min", v[TASK_TYPE_REMINDER]);
        jw_kbool(w, "is_contact", v[TASK_TYPE_CONTACT].i != 0);
        jw_kbool(w, "retired", v[TASK_TYPE_RETIRED].i != 0);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    return ERR_OK;
}

/* What a status may ask for: what people fill in. Own fields come from the rows: the snapshot may be older. Where there are
 * no cards, there is nothing to ask for. */
static enum err needable_write(struct ctx *cx, struct jw *w, const struct piece *mod)
{
    static const char *const fixed[] = {"owner", "contact", "value", "source", NULL};
    struct rows rows;
    int n;
    const struct field *f = fixed_fields(&n);
    const bool cards = !piece_of_contacts(mod);
    enum err e = piece_store_list(cx->db, PIECE_FIELD, piece_id(mod), &rows);
    if (e != ERR_OK)
        return e;
    jw_key(w, "needable");
    jw_arr(w);
    for (const char *const *code = fixed; cards && *code; code++)
        for (int i = 0; i < n; i++)
            if (strcmp(f[i].code, *code) == 0) {
                jw_obj(w);
                jw_kstr(w, "code", f[i].code);
                jw_kstr(w, "label", label_in(&f[i].label, cx->lang));
                jw_kstr(w, "type", f[i].type->name);
                jw_obj_end(w);
            }
    for (size_t i = 0; cards && i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        if (v[FIELD_TRASHED].i || v[FIELD_READ_ONLY].i)
            continue;
        jw_obj(w);
        jw_kval(w, "code", v[FIELD_CODE]);
        jw_kstr(w, "label", label_shown(cx, val_s(v[FIELD_LABEL], "")));
        jw_kval(w, "type", v[FIELD_TYPE]);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    return ERR_OK;
}

enum err module_shape_write(struct ctx *cx, struct jw *w, int64_t id)
{
    struct piece p;
    int64_t job_id = 0;
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_MODULE, id, &p);
    if (e != ERR_OK)
        return e;
    const struct pipeline_kind *kind = pipeline_kind_named(val_s(p.v[MODULE_KIND], ""));
    jw_obj(w);
    looks(cx, w, p.v);
    raw(w, "settings", p.v[MODULE_SETTINGS], "{}");
    jw_key(w, "setting_names");
    jw_arr(w);
    for (const char *const *name = kind ? kind->settings : NULL; name && *name; name++)
        jw_str(w, *name);
    jw_arr_end(w);
    groups_write(cx, w, val_s(p.v[MODULE_GROUPS], "[]"));
    e = statuses_write(cx, w, id);
    if (e == ERR_OK)
        e = needable_write(cx, w, &p);
    if (e == ERR_OK)
        e = fields_write(cx, w, id);
    if (e == ERR_OK)
        e = task_types_write(cx, w, id);
    if (e == ERR_OK)
        e = compute_job(cx, id, &job_id);
    jw_kval(w, "computing", job_id ? val_int(job_id) : val_null());
    jw_obj_end(w);
    return e;
}
