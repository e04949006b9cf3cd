#include "core/module.h"
#include "core/access.h"
#include "core/due_times.h"
#include "core/label.h"
#include "core/piece.h"
#include "core/pipeline.h"
#include "core/rewake.h"

#include <string.h>

static bool has_setting(const struct module *mod, const char *name)
{
    for (const char *const *s = mod->pipeline->settings; s && *s; s++)
        if (strcmp(*s, name) == 0)
            return true;
    return false;
}

/* The settings as they would be: null takes one back to its default. */
static enum err merge(struct ctx *cx, const struct module *mod, const char *settings, const json_t *changes,
        json_t **out_merged)
{
    const char *name;
    json_t *value, *merged = json_tree(cx->arena, settings);
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

enum err module_settings_follow(struct ctx *cx, int64_t module_id, const char *settings)
{
    const struct module *mod = meta_module(cx->meta, module_id);
    if (!mod || !mod->pipeline)
        return ERR_OK;
    struct module changed = *mod;
    changed.settings = json_tree(cx->arena, settings);
    enum err e = waits_changed(mod, &changed) ? rewake(cx, &changed) : ERR_OK;
    return e ? e : due_times_follow(cx, mod, changed.settings);
}

static enum err set_settings(struct ctx *cx, struct piece *p, const json_t *settings)
{
    const struct module *mod = meta_module(cx->meta, piece_id(p));
    json_t *merged = NULL;
    if (!mod)
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    enum err e = merge(cx, mod, val_s(p->v[MODULE_SETTINGS], "{}"), settings, &merged);
    if (e == ERR_OK && mod->pipeline->check_settings)
        e = mod->pipeline->check_settings(cx, mod, merged);
    if (e == ERR_OK)
        piece_set(p, MODULE_SETTINGS, val_text(json_text(cx->arena, merged)));
    return e;
}

/* Names, colour and icon, where the body gives them. */
static enum err set_looks(struct ctx *cx, struct piece *p, const json_t *in)
{
    static const struct {
        const char *name;
        int col;
    } labels[] = {{"label", MODULE_LABEL}, {"item_label", MODULE_ITEM}, {"items_label", MODULE_ITEMS}};
    const char *colour = json_str(in, "colour"), *icon = json_str(in, "icon");
    enum err e = ERR_OK;
    for (size_t i = 0; i < sizeof labels / sizeof *labels && e == ERR_OK; i++) {
        const json_t *label = json_object_get(in, labels[i].name);
        const char *json;
        if (!label)
            continue;
        e = label_take(cx, label, labels[i].name, LABEL_CHARS, true, &json);
        if (e == ERR_OK)
            piece_set(p, labels[i].col, val_text(json));
    }
    if (e == ERR_OK && colour)
        e = colour_check(cx, "colour", colour);
    if (e == ERR_OK && icon)
        e = icon_check(cx, "icon", icon);
    if (e != ERR_OK)
        return e;
    if (colour)
        piece_set(p, MODULE_COLOUR, val_text(colour));
    if (icon)
        piece_set(p, MODULE_ICON, val_text(icon));
    return ERR_OK;
}

static enum err set_groups(struct ctx *cx, struct piece *p, const json_t *groups)
{
    struct buf b;
    struct jw w;
    if (json_array_size(groups) != N_GROUP)
        return fail_limit(cx, ERR_INVALID, "groups", "error.four_groups", N_GROUP);
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_arr(&w);
    for (size_t g = 0; g < N_GROUP; g++) {
        const char *json;
        enum err e = label_take(cx, json_array_get(groups, g), arena_printf(cx->arena, "groups[%zu]", g),
                LABEL_CHARS, true, &json);
        if (e != ERR_OK)
            return e;
        jw_raw(&w, json, strlen(json));
    }
    jw_arr_end(&w);
    piece_set(p, MODULE_GROUPS, val_text(buf_str(&b)));
    return ERR_OK;
}

/* The row, for whoever may change it. */
static enum err get(struct ctx *cx, int64_t id, struct piece *out)
{
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_MODULE, id, out);
    return e == ERR_OK && piece_of_contacts(out) ? fail(cx, ERR_NOT_FOUND, NULL, "error.not_found") : e;
}

enum err module_edit(struct ctx *cx, int64_t id, int64_t version, const json_t *in)
{
    struct piece p;
    const json_t *groups = json_object_get(in, "groups"), *settings = json_object_get(in, "settings");
    enum err e = get(cx, id, &p);
    if (e == ERR_OK && p.v[MODULE_TRASHED].i)
        e = fail(cx, ERR_CONFLICT, NULL, "error.module_trashed");
    if (e == ERR_OK)
        e = set_looks(cx, &p, in);
    if (e == ERR_OK && groups)
        e = set_groups(cx, &p, groups);
    if (e == ERR_OK && settings)
        e = set_settings(cx, &p, settings);
    if (!cx->change_kind)
        cx->change_kind = "module.edit";
    return e == ERR_OK ? piece_save(cx, &p, version) : e;
}

enum err module_create(struct ctx *cx, const char *template_name, const json_t *looks, int64_t *out_id)
{
    struct piece p;
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK && cx->meta->n_modules >= MODULES_MAX)
        return fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_modules", MODULES_MAX);
    if (e == ERR_OK)
        e = template_install(cx->db, template_name, cx->member ? cx->member->id : 0, out_id);
    if (e == ERR_NOT_FOUND)
        return fail(cx, ERR_INVALID, "template", "error.unknown_template");
    cx->change_kind = "module.create";
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_MODULE, *out_id, &p);
    if (e == ERR_OK)
        e = set_looks(cx, &p, looks);
    if (e == ERR_OK && p.n) /* its own names are a part of its making, not a change of it */
        e = piece_store_update(
                cx->db, PIECE_MODULE, *out_id, p.v[PIECE_VERSION].i, true, p.cols, p.vals, p.n);
    return e == ERR_OK ? piece_made(cx, PIECE_MODULE, *out_id) : e;
}

/* How many modules are in use. */
static enum err live(struct ctx *cx, struct rows *out_rows, size_t *out_n)
{
    enum err e = piece_store_list(cx->db, PIECE_MODULE, 0, out_rows);
    *out_n = 0;
    while (e == ERR_OK && *out_n < out_rows->n && !row_of(out_rows, *out_n)[MODULE_TRASHED].i)
        ++*out_n;
    return e;
}

enum err module_trash(struct ctx *cx, int64_t id, int64_t version)
{
    struct piece p;
    struct rows rows;
    size_t n = 0;
    enum err e = get(cx, id, &p);
    if (e == ERR_OK)
        e = live(cx, &rows, &n);
    if (e != ERR_OK || p.v[MODULE_TRASHED].i)
        return e;
    if (n == 1)
        return fail(cx, ERR_CONFLICT, NULL, "error.last_module");
    cx->change_kind = "module.trash";
    piece_set(&p, MODULE_TRASHED, val_int(cx->now_at));
    return piece_save(cx, &p, version);
}

enum err module_restore(struct ctx *cx, int64_t id)
{
    struct piece p;
    enum err e = get(cx, id, &p);
    if (e != ERR_OK)
        return e;
    cx->change_kind = "module.restore";
    piece_set(&p, MODULE_TRASHED, val_int(0));
    return piece_save(cx, &p, 0);
}

enum err module_order(struct ctx *cx, const json_t *ids)
{
    struct rows rows;
    size_t n = 0;
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = live(cx, &rows, &n);
    cx->change_kind = "module.order";
    return e == ERR_OK ? pieces_order(cx, PIECE_MODULE, &rows, n, MODULE_POSITION, ids) : e;
}
