/* template_list - what each template would bring, read from its file before anything is installed. */
#include "core/access.h"
#include "core/label.h"
#include "core/module.h"
#include "core/pipeline.h"

#include <string.h>

static const char *const group_names[] = {"lead", "open", "success", "failed"};

static const char *shown(struct ctx *cx, const json_t *o, const char *key)
{
    const json_t *label = json_object_get(o, key);
    return label ? label_shown(cx, json_text(cx->arena, label)) : "";
}

static void statuses_write(struct ctx *cx, struct jw *w, const json_t *t, const char *group)
{
    size_t i;
    const json_t *s;
    jw_key(w, "statuses");
    jw_arr(w);
    json_array_foreach(json_object_get(t, "statuses"), i, s)
    {
        if (strcmp(json_str(s, "group"), group) != 0)
            continue;
        jw_obj(w);
        jw_kstr(w, "label", shown(cx, s, "label"));
        jw_kstr(w, "colour", json_str(s, "colour"));
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void groups_write(struct ctx *cx, struct jw *w, const json_t *t)
{
    jw_key(w, "groups");
    jw_arr(w);
    for (size_t g = 0; g < N_GROUP; g++) {
        const json_t *label = json_array_get(json_object_get(t, "group_labels"), g);
        jw_obj(w);
        jw_kstr(w, "group", group_names[g]);
        jw_kstr(w, "label", label ? label_shown(cx, json_text(cx->arena, label)) : group_names[g]);
        statuses_write(cx, w, t, group_names[g]);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void fields_write(struct ctx *cx, struct jw *w, const json_t *t)
{
    size_t i, k;
    const json_t *f, *o;
    jw_key(w, "fields");
    jw_arr(w);
    json_array_foreach(json_object_get(t, "fields"), i, f)
    {
        jw_obj(w);
        jw_kstr(w, "label", shown(cx, f, "label"));
        jw_kstr(w, "type", json_str(f, "type"));
        jw_kstr(w, "group", shown(cx, f, "grp"));
        jw_key(w, "options");
        jw_arr(w);
        json_array_foreach(json_object_get(f, "options"), k, o) jw_str(w, shown(cx, o, "label"));
        jw_arr_end(w);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void task_types_write(struct ctx *cx, struct jw *w, const json_t *t)
{
    size_t i;
    const json_t *type;
    jw_key(w, "task_types");
    jw_arr(w);
    json_array_foreach(json_object_get(t, "task_types"), i, type)
    {
        jw_obj(w);
        jw_kstr(w, "label", shown(cx, type, "label"));
        jw_kstr(w, "icon", json_str(type, "icon"));
        jw_kint(w, "duration_min", json_integer_value(json_object_get(type, "duration_min")));
        jw_kint(w, "reminder_min", json_integer_value(json_object_get(type, "reminder_min")));
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void template_write(struct ctx *cx, struct jw *w, const char *name, const json_t *t)
{
    const struct pipeline_kind *kind = pipeline_kind_named(json_str(t, "kind"));
    size_t i;
    const json_t *v;
    int64_t installed = 0;
    for (int m = 0; m < cx->meta->n_modules; m++)
        installed += !cx->meta->modules[m].trashed_at && strcmp(cx->meta->modules[m].template, name) == 0;
    jw_obj(w);
    jw_kstr(w, "name", name);
    jw_kstr(w, "kind", json_str(t, "kind"));
    jw_kbool(w, "fixed", kind && kind->fixed);
    jw_kstr(w, "label", shown(cx, t, "label"));
    jw_kstr(w, "item_label", shown(cx, t, "item_label"));
    jw_kstr(w, "items_label", shown(cx, t, "items_label"));
    jw_kstr(w, "about", shown(cx, t, "about"));
    jw_kstr(w, "colour", json_str(t, "colour"));
    jw_kstr(w, "icon", json_str(t, "icon"));
    jw_kint(w, "installed", installed);
    groups_write(cx, w, t);
    fields_write(cx, w, t);
    task_types_write(cx, w, t);
    jw_key(w, "views");
    jw_arr(w);
    json_array_foreach(json_object_get(t, "views"), i, v) jw_str(w, shown(cx, v, "label"));
    jw_arr_end(w);
    jw_obj_end(w);
}

enum err templates_write(struct ctx *cx, struct jw *w)
{
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e != ERR_OK)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (const char *const *name = template_list(); *name; name++) {
        const char *text = template_json(*name);
        template_write(cx, w, *name, json_tree(cx->arena, text));
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return ERR_OK;
}
