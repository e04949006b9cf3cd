#include "base/embed.h"
#include "base/json.h"
#include "meta/field_new.h"
#include "store/meta_store.h"

#include <stdlib.h>
#include <string.h>

extern const struct embedded template_files[]; /* made at build time from sql/template/ */

/* In the order in which they are offered. */
static const char *const names[] = {
        "autosales", "sales", "leads", "projects", "helpdesk", "hr", "events", "partners", "custom", NULL};
static const char *const group_names[N_GROUP] = {"lead", "open", "success", "failed"};

const char *const *template_list(void)
{
    return names;
}

const char *template_json(const char *name)
{
    size_t n = strlen(name);
    for (const struct embedded *f = template_files; f->name; f++)
        if (strncmp(f->name, name, n) == 0 && strcmp(f->name + n, ".json") == 0)
            return f->text;
    return NULL;
}

/* One installation. */
struct install {
    struct db *db;
    struct arena *a;
    int64_t module_id, member_id;
    const json_t *statuses;
    int64_t *status_ids; /* in the order of `statuses` */
};

static const char *text_of(const json_t *j, const char *key)
{
    const char *s = json_string_value(json_object_get(j, key));
    return s ? s : "";
}

static struct val int_of(const json_t *j, const char *key)
{
    const json_t *v = json_object_get(j, key);
    return val_int(json_is_boolean(v) ? json_is_true(v) : json_integer_value(v));
}

static void drop_text(void *s)
{
    free(s);
}

/* A member of the template as JSON text, for the columns that hold JSON. */
static struct val json_of(struct install *in, const json_t *j, const char *key, const char *dflt)
{
    const json_t *v = json_object_get(j, key);
    if (!v)
        return val_text(dflt);
    char *s = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
    arena_cleanup(in->a, drop_text, s);
    return val_text(s);
}

static int group_of(const char *name)
{
    for (int g = 0; g < N_GROUP; g++)
        if (strcmp(group_names[g], name) == 0)
            return g;
    return GRP_LEAD;
}

static enum err add_module(struct install *in, const json_t *t, const char *name)
{
    return meta_store_add_module(in->db,
            P(val_text(text_of(t, "kind")), val_text(name), json_of(in, t, "label", "{}"),
                    json_of(in, t, "item_label", "{}"), json_of(in, t, "items_label", "{}"),
                    json_of(in, t, "group_labels", "[]"), val_text(text_of(t, "colour")),
                    val_text(text_of(t, "icon")), json_of(in, t, "settings", "{}")),
            &in->module_id);
}

static enum err add_statuses(struct install *in)
{
    size_t i;
    const json_t *s;
    in->status_ids = arena_array(in->a, int64_t, json_array_size(in->statuses));
    json_array_foreach(in->statuses, i, s)
    {
        enum err e = meta_store_add_status(in->db,
                P(val_int(in->module_id), val_int(group_of(text_of(s, "group"))), val_int((int64_t)i),
                        json_of(in, s, "label", "{}"), val_text(text_of(s, "colour")),
                        val_text(text_of(s, "role")), int_of(s, "cadence_days"),
                        json_of(in, s, "cadence_label", "{}"), int_of(s, "stalled_days"),
                        int_of(s, "probability_pct"), json_of(in, s, "needs", "[]")),
                &in->status_ids[i]);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static enum err add_options(struct install *in, int64_t field_id, const json_t *options)
{
    size_t i;
    const json_t *o;
    int64_t id;
    json_array_foreach(options, i, o)
    {
        enum err e = meta_store_add_option(in->db,
                P(val_int(field_id), val_text(text_of(o, "code")), json_of(in, o, "label", "{}"),
                        val_text(text_of(o, "colour"))),
                &id);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static enum err add_field(struct install *in, const json_t *f)
{
    int64_t field_id;
    struct field_new fn = {.code = text_of(f, "code"),
            .type = text_of(f, "type"),
            .role = text_of(f, "role"),
            .label_json = json_of(in, f, "label", "{}").s,
            .help_json = json_of(in, f, "help", "{}").s,
            .group_json = json_of(in, f, "grp", "{}").s,
            .settings_json = json_of(in, f, "settings", "{}").s,
            .filterable = json_is_true(json_object_get(f, "filterable")),
            .required = json_is_true(json_object_get(f, "required"))};
    enum err e = meta_field_create(in->db, in->module_id, &fn, &field_id);
    return e == ERR_OK ? add_options(in, field_id, json_object_get(f, "options")) : e;
}

static enum err add_fields(struct install *in, const json_t *fields)
{
    size_t i;
    const json_t *f;
    json_array_foreach(fields, i, f)
    {
        enum err e = add_field(in, f);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static enum err add_task_types(struct install *in, const json_t *types)
{
    size_t i;
    const json_t *t;
    int64_t id;
    json_array_foreach(types, i, t)
    {
        enum err e = meta_store_add_task_type(in->db,
                P(val_int(in->module_id), val_text(text_of(t, "code")), json_of(in, t, "label", "{}"),
                        val_text(text_of(t, "icon")), int_of(t, "duration_min"), int_of(t, "reminder_min"),
                        int_of(t, "is_contact"), val_int((int64_t)i)),
                &id);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

static int64_t status_of_role(const struct install *in, const char *role)
{
    size_t i;
    const json_t *s;
    json_array_foreach(in->statuses, i, s)
    {
        if (strcmp(text_of(s, "role"), role) == 0)
            return in->status_ids[i];
    }
    return 0;
}

/* A template knows statuses by role; a saved view by id. */
static enum err add_views(struct install *in, const json_t *views)
{
    size_t i;
    const json_t *v;
    int64_t id;
    json_array_foreach(views, i, v)
    {
        json_t *config = json_object_get(v, "config");
        const char *role = json_string_value(json_object_get(config, "status_role"));
        if (role) {
            json_object_set_new(config, "status", json_integer(status_of_role(in, role)));
            json_object_del(config, "status_role");
        }
        enum err e = meta_store_add_view(in->db,
                P(val_int(in->module_id), val_int(in->member_id), json_of(in, v, "label", "{}"),
                        val_int((int64_t)i), json_of(in, v, "config", "{}")),
                &id);
        if (e != ERR_OK)
            return e;
    }
    return ERR_OK;
}

enum err template_install(struct db *db, const char *name, int64_t member_id, int64_t *out_module_id)
{
    const char *text = template_json(name), *why;
    json_t *t;
    if (!text)
        return ERR_NOT_FOUND;
    struct install in = {.db = db, .a = db_arena(db), .member_id = member_id};
    if (json_read(in.a, text, strlen(text), &t, &why) != ERR_OK)
        return ERR_INTERNAL;
    in.statuses = json_object_get(t, "statuses");
    enum err e = add_module(&in, t, name);
    if (e == ERR_OK)
        e = meta_store_create_table(db, in.module_id);
    if (e == ERR_OK)
        e = add_statuses(&in);
    if (e == ERR_OK)
        e = add_fields(&in, json_object_get(t, "fields"));
    if (e == ERR_OK)
        e = add_task_types(&in, json_object_get(t, "task_types"));
    if (e == ERR_OK)
        e = add_views(&in, json_object_get(t, "views"));
    if (e == ERR_OK)
        *out_module_id = in.module_id;
    return e;
}
