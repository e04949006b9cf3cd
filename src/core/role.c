#include "core/role.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/label.h"
#include "core/stale.h"
#include "meta/role.h"
#include "store/role_store.h"

#include <stdlib.h>

static const char *const verb_names[] = {"see", "edit", "delete"};
static const char *const mark_names[] = {"hidden", "read_only", NULL};

/* What a role allows, as its row holds it. */

static json_t *scopes_json(const enum scope *scopes)
{
    json_t *list = json_array();
    for (int v = 0; v < N_MAY; v++)
        json_array_append_new(list, json_string(scope_names[scopes[v]]));
    return list;
}

static const char *mark_name(unsigned marks)
{
    return mark_names[marks & MARK_HIDDEN ? 0 : 1];
}

/* What an administrator marked himself. */
static bool is_marked(unsigned marks)
{
    return marks && !(marks & MARK_FOLLOWS);
}

static json_t *marks_json(const struct module *mod, const unsigned char *marks)
{
    json_t *o = json_object();
    for (int i = 0; marks && i < mod->n_fields; i++)
        if (is_marked(marks[i]))
            json_object_set_new(o, mod->fields[i].code, json_string(mark_name(marks[i])));
    return o;
}

/* {} for r NULL: a role that may nothing. */
static json_t *rights_json(struct ctx *cx, const struct role_of_account *r)
{
    static const enum scope nothing[N_MAY] = {SCOPE_NONE};
    json_t *o = json_keep(cx->arena, json_object()), *rights = json_array(), *modules = json_object(),
           *fields = json_object();
    for (int i = 0; r && right_names[i]; i++)
        if (r->rights >> i & 1)
            json_array_append_new(rights, json_string(right_names[i]));
    for (int i = 0; r && i < cx->meta->n_modules; i++) {
        const struct module_right *right = &r->modules[i];
        const char *key = arena_printf(cx->arena, "%lld", (long long)cx->meta->modules[i].id);
        if (right->named)
            json_object_set_new(modules, key, scopes_json(right->scope));
        if (right->marks)
            json_object_set_new(fields, key, marks_json(&cx->meta->modules[i], right->marks));
    }
    json_object_set_new(o, "rights", rights);
    json_object_set_new(o, "unowned", json_boolean(r && r->unowned));
    json_object_set_new(o, "all", scopes_json(r ? r->all : nothing));
    json_object_set_new(o, "modules", modules);
    json_object_set_new(o, "fields", fields);
    return o;
}

/* Taking a body */

static int word_index(const char *const *words, const json_t *word)
{
    for (int i = 0; json_is_string(word) && words[i]; i++)
        if (strcmp(words[i], json_string_value(word)) == 0)
            return i;
    return -1;
}

static enum err take_rights(struct ctx *cx, const json_t *in, json_t *out)
{
    size_t i;
    const json_t *word;
    json_t *rights = json_array();
    json_object_set_new(out, "rights", rights);
    json_array_foreach((json_t *)in, i, word)
    {
        if (word_index(right_names, word) < 0)
            return fail_arg(cx, ERR_INVALID, arena_printf(cx->arena, "rights[%zu]", i), "error.one_of",
                    "export, bulk, import, send, configure, manage");
        json_array_append(rights, (json_t *)word);
    }
    return ERR_OK;
}

static enum err take_scopes(struct ctx *cx, const char *path, const json_t *in, json_t **out)
{
    json_t *list = json_keep(cx->arena, json_array());
    int see = 0;
    for (int v = 0; v < N_MAY; v++) {
        const int scope = word_index(scope_names, json_object_get(in, verb_names[v]));
        const char *at = arena_printf(cx->arena, "%s.%s", path, verb_names[v]);
        if (scope < 0)
            return fail_arg(cx, ERR_INVALID, at, "error.one_of", "none, own, team, all");
        if (v == MAY_SEE)
            see = scope;
        if (scope > see)
            return fail(cx, ERR_INVALID, at, "error.scope_unseen");
        json_array_append_new(list, json_string(scope_names[scope]));
    }
    *out = list;
    return ERR_OK;
}

/* The module that a member of an object is named by. */
static enum err module_named(struct ctx *cx, const char *path, const char *key, const struct module **out)
{
    char *end;
    long long id = strtoll(key, &end, 10);
    *out = *end ? NULL : meta_module(cx->meta, id);
    return *out ? ERR_OK : fail(cx, ERR_INVALID, path, "error.unknown_module");
}

static enum err take_modules(struct ctx *cx, const json_t *in, json_t *out)
{
    const char *key;
    json_t *value, *modules = json_object();
    json_object_set_new(out, "modules", modules);
    json_object_foreach((json_t *)in, key, value)
    {
        const char *path = arena_printf(cx->arena, "modules.%s", key);
        const struct module *mod;
        json_t *scopes;
        enum err e = module_named(cx, path, key, &mod);
        if (!e)
            e = take_scopes(cx, path, value, &scopes);
        if (e)
            return e;
        json_object_set(modules, key, scopes);
    }
    return ERR_OK;
}

static enum err take_marks(
        struct ctx *cx, const char *path, const struct module *mod, const json_t *in, json_t *out)
{
    const char *code;
    json_t *word;
    if (!json_is_object(in))
        return fail(cx, ERR_INVALID, path, "error.invalid");
    json_object_foreach((json_t *)in, code, word)
    {
        const char *at = arena_printf(cx->arena, "%s.%s", path, code);
        const struct field *f = module_field(mod, code);
        const int mark = word_index(mark_names, word);
        if (!f)
            return fail_arg(cx, ERR_INVALID, at, "error.unknown_field", code);
        if (mark < 0)
            return fail_arg(cx, ERR_INVALID, at, "error.one_of", "hidden, read_only");
        if (mark == 0 && !role_may_hide(f))
            return fail(cx, ERR_INVALID, at, "error.field_always_seen");
        json_object_set(out, code, word);
    }
    return ERR_OK;
}

/* Fields in the trash are named by nobody, and come back as they were. */
static void keep_marks(struct ctx *cx, const json_t *was, json_t *fields)
{
    for (int i = 0; i < cx->meta->n_modules; i++) {
        const char *code, *key = arena_printf(cx->arena, "%lld", (long long)cx->meta->modules[i].id);
        json_t *word, *marks;
        json_object_foreach(json_object_get(was, key), code, word)
        {
            if (module_field(&cx->meta->modules[i], code))
                continue;
            marks = json_object_get(fields, key);
            if (!marks)
                json_object_set_new(fields, key, marks = json_object());
            json_object_set(marks, code, word);
        }
    }
}

static enum err take_fields(struct ctx *cx, const json_t *in, json_t *out)
{
    const char *key;
    json_t *value, *fields = json_keep(cx->arena, json_object());
    json_object_foreach((json_t *)in, key, value)
    {
        const char *path = arena_printf(cx->arena, "fields.%s", key);
        const struct module *mod;
        json_t *marks = json_object();
        json_object_set_new(fields, key, marks);
        enum err e = module_named(cx, path, key, &mod);
        if (!e)
            e = take_marks(cx, path, mod, value, marks);
        if (e)
            return e;
    }
    keep_marks(cx, json_object_get(out, "fields"), fields);
    json_object_set(out, "fields", fields);
    return ERR_OK;
}

/* What the body has takes the place of what is there. */
static enum err take(struct ctx *cx, const json_t *body, json_t *rights)
{
    const json_t *list = json_object_get(body, "rights"), *all = json_object_get(body, "all"),
                 *modules = json_object_get(body, "modules"), *fields = json_object_get(body, "fields"),
                 *unowned = json_object_get(body, "unowned");
    json_t *scopes = NULL;
    enum err e = list ? take_rights(cx, list, rights) : ERR_OK;
    if (!e && all)
        e = take_scopes(cx, "all", all, &scopes);
    if (!e && scopes)
        json_object_set(rights, "all", scopes);
    if (!e && modules)
        e = take_modules(cx, modules, rights);
    if (!e && fields)
        e = take_fields(cx, fields, rights);
    if (!e && unowned)
        json_object_set(rights, "unowned", (json_t *)unowned);
    return e;
}

/* Changing */

static enum err find(struct ctx *cx, const char *code, const struct role_of_account **out)
{
    *out = meta_role(cx->meta, code);
    if (!*out)
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    return strcmp(code, ROLE_CODE_ADMINISTRATOR) == 0
                   ? fail(cx, ERR_CONFLICT, NULL, "error.administrator_role")
                   : ERR_OK;
}

static const char *label_json(struct ctx *cx, const struct label *label)
{
    json_t *o = json_keep(cx->arena, json_object());
    for (int l = 0; l < N_LANG; l++)
        json_object_set_new(o, lang_code((enum lang)l), json_string(label->text[l]));
    return json_text(cx->arena, o);
}

enum err role_add(struct ctx *cx, const json_t *body, const char **out_code)
{
    json_t *rights = rights_json(cx, NULL);
    const char *label;
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    if (!e && cx->meta->n_roles >= ROLES_MAX)
        e = fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many", ROLES_MAX);
    if (!e)
        e = label_take(cx, json_object_get(body, "label"), "label", LABEL_CHARS, true, &label);
    if (!e)
        e = take(cx, body, rights);
    if (e)
        return e;
    const char *code = arena_printf(cx->arena, "own_%llx", (unsigned long long)cx->now_at);
    if (meta_role(cx->meta, code))
        return fail(cx, ERR_BUSY, NULL, "error.busy");
    cx->meta_changed = true;
    *out_code = code;
    e = role_row_put(
            cx->db, &(struct role_row){.code = code, .label = label, .rights = json_text(cx->arena, rights)});
    return e ? e : audit_note(cx, AUDIT_ROLE_ADDED, label_shown(cx, label), NULL);
}

static enum err stale(struct ctx *cx, const struct role_of_account *now, int64_t version, const json_t *body)
{
    struct stale s;
    stale_begin(cx, &s);
    role_write(cx, &s.w, now);
    return stale_members(cx, &s, version, body);
}

/* As its row has it, marks of fields in the trash among them; of one without a row, as the program has it. */
static enum err stored_rights(struct ctx *cx, const struct role_of_account *r, json_t **out)
{
    const char *text, *why;
    enum err e = role_store_rights(cx->db, r->code, &text);
    *out = rights_json(cx, r);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = json_read(cx->arena, text, strlen(text), out, &why);
    return e || !json_is_object(*out) ? ERR_INTERNAL : ERR_OK;
}

enum err role_edit(struct ctx *cx, const char *code, int64_t version, const json_t *body)
{
    const struct role_of_account *r;
    const json_t *in = json_object_get(body, "label");
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    if (!e)
        e = find(cx, code, &r);
    if (e)
        return e;
    if (version && version != r->version)
        return stale(cx, r, version, body);
    json_t *rights;
    e = stored_rights(cx, r, &rights);
    if (e)
        return e;
    const char *label = r->own ? label_json(cx, &r->label) : "{}", *was = json_text(cx->arena, rights);
    if (in && r->own)
        e = label_take(cx, in, "label", LABEL_CHARS, true, &label);
    if (!e)
        e = take(cx, body, rights);
    if (e)
        return e;
    const char *now = json_text(cx->arena, rights);
    cx->meta_changed = true;
    e = role_row_put(cx->db, &(struct role_row){.code = code, .label = label, .rights = now});
    const struct audit_change change = {"rights", was, now};
    return e ? e
             : audit_note(cx, AUDIT_ROLE_CHANGED, label_in(&r->label, cx->lang),
                       audit_changes(cx->arena, &change, 1));
}

enum err role_remove(struct ctx *cx, const char *code, const char *to)
{
    const struct role_of_account *r;
    int64_t n = 0;
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    if (!e)
        e = find(cx, code, &r);
    if (!e && r->own)
        e = role_store_members(cx->db, code, &n);
    if (e)
        return e;
    if (n && !to)
        return fail_limit(cx, ERR_CONFLICT, "to", "error.role_in_use", n);
    if (n && (strcmp(to, code) == 0 || !meta_role(cx->meta, to)))
        return fail_arg(cx, ERR_INVALID, "to", "error.unknown_role", to);
    if (n)
        e = role_store_give(cx->db, code, to);
    if (!e)
        e = role_row_remove(cx->db, code);
    cx->meta_changed = true;
    return e ? e : audit_note(cx, AUDIT_ROLE_REMOVED, label_in(&r->label, cx->lang), NULL);
}

/* Showing */

static void scopes_write(struct jw *w, const enum scope *scopes)
{
    jw_obj(w);
    for (int v = 0; v < N_MAY; v++)
        jw_kstr(w, verb_names[v], scope_names[scopes[v]]);
    jw_obj_end(w);
}

static void modules_write(struct ctx *cx, struct jw *w, const struct role_of_account *r)
{
    jw_key(w, "modules");
    jw_obj(w);
    for (int i = 0; i < cx->meta->n_modules; i++) {
        if (!r->modules[i].named)
            continue;
        jw_key(w, arena_printf(cx->arena, "%lld", (long long)cx->meta->modules[i].id));
        scopes_write(w, r->modules[i].scope);
    }
    jw_obj_end(w);
}

static void fields_write(struct ctx *cx, struct jw *w, const struct role_of_account *r)
{
    jw_key(w, "fields");
    jw_obj(w);
    for (int i = 0; i < cx->meta->n_modules; i++) {
        const struct module *mod = &cx->meta->modules[i];
        const unsigned char *marks = r->modules[i].marks;
        if (!marks)
            continue;
        jw_key(w, arena_printf(cx->arena, "%lld", (long long)mod->id));
        jw_obj(w);
        for (int k = 0; k < mod->n_fields; k++)
            if (is_marked(marks[k]))
                jw_kstr(w, mod->fields[k].code, mark_name(marks[k]));
        jw_obj_end(w);
    }
    jw_obj_end(w);
}

void role_write(struct ctx *cx, struct jw *w, const struct role_of_account *r)
{
    int n = 0;
    for (int i = 0; i < cx->meta->n_members; i++)
        n += cx->meta->members[i].may == r;
    jw_obj(w);
    jw_kstr(w, "code", r->code);
    jw_kstr(w, "label", label_in(&r->label, cx->lang));
    jw_kbool(w, "own", r->own);
    jw_kbool(w, "fixed", strcmp(r->code, ROLE_CODE_ADMINISTRATOR) == 0);
    jw_kbool(w, "changed", !r->own && r->id > 0);
    jw_key(w, "rights");
    jw_arr(w);
    for (int i = 0; right_names[i]; i++)
        if (r->rights >> i & 1)
            jw_str(w, right_names[i]);
    jw_arr_end(w);
    jw_kbool(w, "unowned", r->unowned);
    jw_key(w, "all");
    scopes_write(w, r->all);
    modules_write(cx, w, r);
    fields_write(cx, w, r);
    jw_kint(w, "n_members", n);
    jw_kint(w, "version", r->version);
    jw_obj_end(w);
}
