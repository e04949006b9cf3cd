#include "core/module.h"
#include "core/access.h"
#include "core/pipeline.h"
#include "core/rewake.h"
#include "core/stale.h"
#include "store/meta_store.h"

#include <stdlib.h>
#include <string.h>

enum err module_create(struct ctx *cx, const char *template_name, int64_t *out_id)
{
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    if (e == ERR_OK && cx->meta->n_modules >= MODULES_MAX)
        return fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_modules", MODULES_MAX);
    if (e == ERR_OK)
        e = template_install(cx->db, template_name, cx->member ? cx->member->id : 0, out_id);
    if (e == ERR_NOT_FOUND)
        return fail(cx, ERR_INVALID, "template", "error.unknown_template");
    if (e != ERR_OK)
        return e;
    cx->meta_changed = true;
    notice_add(cx, "meta", *out_id, *out_id);
    return ERR_OK;
}

static bool has_setting(const struct module *mod, const char *name)
{
    for (const char *const *s = mod->pipeline->settings; s && *s; s++)
        if (strcmp(*s, name) == 0)
            return true;
    return false;
}

static void drop_json(void *j)
{
    json_decref(j);
}

static void drop_text(void *s)
{
    free(s);
}

/* The settings as they would be: null takes one back to its default. */
static enum err merge(struct ctx *cx, const struct module *mod, const json_t *changes, json_t **out_merged)
{
    const char *name;
    json_t *value, *merged = json_deep_copy(mod->settings);
    arena_cleanup(cx->arena, drop_json, merged);
    json_object_foreach((json_t *)changes, name, value)
    {
        if (!has_setting(mod, name))
            return fail_arg(cx, ERR_INVALID, arena_printf(cx->arena, "settings.%s", name),
                    "error.unknown_setting", arena_str(cx->arena, name));
        if (json_is_null(value))
            json_object_del(merged, name);
        else
            json_object_set(merged, name, value);
    }
    *out_merged = merged;
    return ERR_OK;
}

static bool same_wait(bool waits_a, const struct card_wait *a, bool waits_b, const struct card_wait *b)
{
    if (!waits_a || !waits_b)
        return waits_a == waits_b;
    return a->contact_ms == b->contact_ms && a->status_ms == b->status_ms && a->task_pauses == b->task_pauses;
}

/* Does any status wait otherwise than before? */
static bool waits_changed(const struct module *before, const struct module *mod)
{
    for (int i = 0; mod->pipeline->waits && i < mod->n_statuses; i++) {
        const struct status *st = &mod->statuses[i];
        struct card_wait was, wait;
        bool waited = mod->pipeline->waits(before, st, &was), waits = mod->pipeline->waits(mod, st, &wait);
        if (!same_wait(waited, &was, waits, &wait))
            return true;
    }
    return false;
}

static const char *setting_text(struct ctx *cx, const json_t *settings, const char *name)
{
    const json_t *value = json_object_get(settings, name);
    return value ? json_text(cx->arena, value) : "null";
}

static enum err stale(struct ctx *cx, const struct module *mod, int64_t version, const json_t *wanted)
{
    struct stale s;
    stale_begin(cx, &s);
    jw_obj(&s.w);
    jw_kint(&s.w, "id", mod->id);
    jw_kint(&s.w, "version", mod->version);
    const char *settings = json_text(cx->arena, mod->settings), *name;
    jw_key(&s.w, "settings");
    jw_raw(&s.w, settings, strlen(settings));
    jw_obj_end(&s.w);
    stale_fields(&s, version);
    json_t *value;
    json_object_foreach((json_t *)wanted, name, value)
            stale_field_json(&s, arena_printf(cx->arena, "settings.%s", name), setting_text(cx, wanted, name),
                    setting_text(cx, mod->settings, name));
    return stale_end(cx, &s);
}

enum err module_settings_update(
        struct ctx *cx, const struct module *mod, int64_t version, const json_t *settings)
{
    json_t *merged = NULL;
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    if (e == ERR_OK)
        e = merge(cx, mod, settings, &merged);
    if (e == ERR_OK && mod->pipeline->check_settings)
        e = mod->pipeline->check_settings(cx, mod, merged);
    if (e != ERR_OK)
        return e;
    if (version && version != mod->version)
        return stale(cx, mod, version, settings);
    char *text = json_dumps(merged, JSON_COMPACT);
    arena_cleanup(cx->arena, drop_text, text);
    e = meta_store_module_settings(cx->db, mod->id, version ? version : mod->version, text);
    if (e == ERR_STALE)
        return fail(cx, ERR_STALE, NULL, "error.stale");
    struct module changed = *mod;
    changed.settings = merged;
    if (e == ERR_OK && waits_changed(mod, &changed))
        e = rewake(cx, &changed);
    if (e != ERR_OK)
        return e;
    cx->meta_changed = true;
    notice_add(cx, "meta", mod->id, mod->id);
    return ERR_OK;
}
