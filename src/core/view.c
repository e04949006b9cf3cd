#include "core/view.h"
#include "base/text.h"
#include "core/access.h"
#include "core/stale.h"
#include "store/view_store.h"

static struct view view_of(const struct view_row *r)
{
    return (struct view){.id = r->id,
            .module_id = r->module_id,
            .member_id = r->member_id,
            .version = r->version,
            .label = r->label,
            .config = r->config,
            .shared = r->shared};
}

static struct view_row row_of_view(const struct view *v)
{
    return (struct view_row){.id = v->id,
            .module_id = v->module_id,
            .member_id = v->member_id,
            .label = v->label,
            .config = v->config,
            .shared = v->shared};
}

static int64_t acting(const struct ctx *cx)
{
    return cx->member ? cx->member->id : 0;
}

enum err view_get(struct ctx *cx, int64_t id, struct view *out_view)
{
    struct view_row r;
    enum err e = view_row_get(cx->db, id, &r);
    if (e)
        return e;
    if (!r.shared && r.member_id != acting(cx))
        return ERR_NOT_FOUND;
    *out_view = view_of(&r);
    return ERR_OK;
}

enum err views_of_module(struct ctx *cx, int64_t module_id, struct view **out_views, size_t *out_n)
{
    struct view_row *rows;
    enum err e = view_rows(cx->db, module_id, acting(cx), &rows, out_n);
    if (e)
        return e;
    *out_views = arena_array(cx->arena, struct view, *out_n);
    for (size_t i = 0; i < *out_n; i++)
        (*out_views)[i] = view_of(&rows[i]);
    return ERR_OK;
}

/* Who may write it: its maker; a shared one also a manager. Sharing itself is a manager's. */
static enum err may_write(struct ctx *cx, const struct view *v, bool shared_before)
{
    if ((v->shared || shared_before) && (!cx->member || cx->member->role < ROLE_MANAGER))
        return fail(cx, ERR_FORBIDDEN, "shared", "error.share_needs_manager");
    return shared_before || v->member_id == acting(cx) ? ERR_OK : ERR_NOT_FOUND;
}

/* A label that stays as it was is not measured: a template's holds every language. */
static enum err check(struct ctx *cx, struct view *v, const char *label_before)
{
    if (!label_before || strcmp(v->label, label_before) != 0) {
        v->label = text_trim(cx->arena, v->label);
        if (!*v->label)
            return fail(cx, ERR_INVALID, "label", "error.required");
        if (text_chars(v->label, strlen(v->label)) > VIEW_CHARS)
            return fail_limit(cx, ERR_INVALID, "label", "error.too_long", VIEW_CHARS);
    }
    if (strlen(v->config) > VIEW_CONFIG_MAX)
        return fail_limit(cx, ERR_INVALID, "config", "error.too_long", VIEW_CONFIG_MAX);
    const struct module *mod = meta_module(cx->meta, v->module_id);
    return mod ? access_module(cx, mod, MAY_SEE) : ERR_NOT_FOUND;
}

static void tell(struct ctx *cx, const struct view *v)
{
    struct notice *n = notice_add(cx, "view", v->id, v->module_id);
    n->owner_id = v->shared ? 0 : v->member_id;
    n->private = !v->shared;
}

enum err view_create(struct ctx *cx, struct view *v)
{
    int64_t n;
    v->member_id = acting(cx);
    enum err e = may_write(cx, v, false);
    if (!e)
        e = check(cx, v, NULL);
    if (!e)
        e = view_row_count(cx->db, v->module_id, v->member_id, &n);
    if (e)
        return e;
    if (n >= VIEWS_MAX)
        return fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_views", VIEWS_MAX);
    struct view_row r = row_of_view(v);
    e = view_row_add(cx->db, &r, &v->id);
    if (e)
        return e;
    v->version = 1;
    tell(cx, v);
    return ERR_OK;
}

static enum err stale(struct ctx *cx, const struct view *now, const struct view *yours, int64_t version)
{
    struct stale s;
    stale_begin(cx, &s);
    view_write(cx, &s.w, now);
    stale_fields(&s, version);
    stale_field(&s, "label", val_text(yours->label), val_text(now->label));
    stale_field_json(&s, "shared", yours->shared ? "true" : "false", now->shared ? "true" : "false");
    stale_field_json(&s, "config", yours->config, now->config);
    return stale_end(cx, &s);
}

enum err view_save(struct ctx *cx, struct view *v, int64_t version)
{
    struct view old;
    enum err e = view_get(cx, v->id, &old);
    if (!e)
        e = may_write(cx, v, old.shared);
    if (!e && version && version != old.version)
        return stale(cx, &old, v, version);
    if (!e)
        e = check(cx, v, old.label);
    if (e)
        return e;
    struct view_row r = row_of_view(v);
    e = view_row_save(cx->db, &r);
    if (e)
        return e;
    v->version = old.version + 1;
    tell(cx, v);
    return ERR_OK;
}

enum err view_delete(struct ctx *cx, int64_t id)
{
    struct view v;
    enum err e = view_get(cx, id, &v);
    if (!e && v.member_id != acting(cx))
        e = may_write(cx, &v, v.shared);
    if (!e)
        e = view_row_delete(cx->db, id);
    if (!e)
        tell(cx, &v);
    return e;
}

void view_write(struct ctx *cx, struct jw *w, const struct view *v)
{
    struct label label;
    label_parse(cx->arena, v->label, &label);
    jw_obj(w);
    jw_kint(w, "id", v->id);
    jw_kint(w, "module_id", v->module_id);
    jw_kint(w, "member_id", v->member_id);
    jw_kstr(w, "label", label_in(&label, cx->lang));
    jw_kbool(w, "shared", v->shared);
    jw_key(w, "config");
    jw_raw(w, v->config, strlen(v->config));
    jw_kint(w, "version", v->version);
    jw_obj_end(w);
}
