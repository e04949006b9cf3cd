#include "api/meta_json.h"
#include "api/people.h"
#include "core/access.h"
#include "core/card.h"
#include "core/contact_own.h"
#include "core/member.h"
#include "core/pipeline.h"
#include "core/team.h"
#include "core/view.h"
#include "core/worktime.h"
#include "meta/field_type.h"
#include "meta/role.h"

static const char *const group_names[] = {"lead", "open", "success", "failed"};

static void write_account(struct jw *w, const struct meta *m)
{
    jw_obj(w);
    jw_kint(w, "id", m->account_id);
    jw_kstr(w, "name", meta_setting_str(m, "name", ""));
    jw_kstr(w, "currency", meta_setting_str(m, "currency", "EUR"));
    jw_kstr(w, "country", meta_setting_str(m, "country", "HU"));
    jw_kstr(w, "zone", meta_setting_str(m, "zone", "Europe/Budapest"));
    jw_kstr(w, "language", meta_setting_str(m, "language", "en"));
    jw_kstr(w, "name_order", meta_setting_str(m, "name_order", "given_first"));
    jw_kbool(w, "demo", meta_setting_int(m, "demo", 0) != 0);
    jw_key(w, "work_hours");
    worktime_write(m, w);
    jw_obj_end(w);
}

static void write_options(struct jw *w, const struct field *f, enum lang lang)
{
    jw_key(w, "options");
    jw_arr(w);
    for (int i = 0; i < f->n_options; i++) {
        const struct option *o = &f->options[i];
        jw_obj(w);
        jw_kint(w, "id", o->id);
        jw_kstr(w, "code", o->code);
        jw_kstr(w, "label", label_in(&o->label, lang));
        jw_kstr(w, "colour", o->colour);
        jw_kbool(w, "retired", o->retired);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void write_limit(struct jw *w, const char *key, int64_t v)
{
    jw_kval(w, key, v ? val_int(v) : val_null());
}

static void write_field(struct jw *w, const struct field *f, unsigned marks, enum lang lang)
{
    jw_obj(w);
    jw_kint(w, "id", f->id);
    jw_kstr(w, "code", f->code);
    jw_kstr(w, "type", f->type->name);
    jw_kstr(w, "label", label_in(&f->label, lang));
    jw_kstr(w, "help", label_in(&f->help, lang));
    jw_kstr(w, "group", label_in(&f->grp, lang));
    jw_kstr(w, "role", f->role ? f->role : "");
    jw_kbool(w, "required", f->required);
    jw_kbool(w, "filterable", f->type->ops != 0);
    jw_kbool(w, "sortable", field_sortable(f));
    jw_kbool(w, "editable", f->editable && !marks);
    jw_kbool(w, "nullable", f->nullable);
    jw_key(w, "ops");
    jw_arr(w);
    for (int op = 0; op < N_OP; op++)
        if (field_takes(f, (enum op)op))
            jw_str(w, op_name((enum op)op));
    jw_arr_end(w);
    write_limit(w, "min", f->min);
    write_limit(w, "max", f->max);
    write_options(w, f, lang);
    jw_obj_end(w);
}

static void write_fields(const struct call *c, const struct module *mod)
{
    jw_key(c->out, "fields");
    jw_arr(c->out);
    for (int i = 0; i < mod->n_fields; i++) {
        const unsigned marks = access_marks(c->cx, mod, &mod->fields[i]);
        if (!(marks & MARK_HIDDEN))
            write_field(c->out, &mod->fields[i], marks, c->cx->lang);
    }
    jw_arr_end(c->out);
}

/* Own fields of people or of companies. */
static void write_own(const struct call *c, const char *key, enum contact_kind kind)
{
    int n;
    const struct field *f = contact_own_fields(c->cx, kind, &n);
    jw_key(c->out, key);
    jw_arr(c->out);
    for (int i = 0; i < n; i++)
        write_field(c->out, &f[i], 0, c->cx->lang);
    jw_arr_end(c->out);
}

static void write_may(const struct call *c, const struct module *mod)
{
    static const char *const names[] = {"see", "edit", "delete"};
    jw_key(c->out, "may");
    jw_obj(c->out);
    for (enum may verb = MAY_SEE; verb < N_MAY; verb++)
        jw_kstr(c->out, names[verb], scope_names[access_scope(c->cx, mod, verb)]);
    jw_obj_end(c->out);
}

/* Only what the caller sees and may write is asked of him. */
static void write_statuses(struct ctx *cx, struct jw *w, const struct module *mod, enum lang lang)
{
    jw_key(w, "statuses");
    jw_arr(w);
    for (int i = 0; i < mod->n_statuses; i++) {
        const struct status *s = &mod->statuses[i];
        jw_obj(w);
        jw_kint(w, "id", s->id);
        jw_kstr(w, "group", group_names[s->group]);
        jw_kint(w, "position", s->position);
        jw_kstr(w, "label", label_in(&s->label, lang));
        jw_kstr(w, "colour", s->colour);
        jw_kstr(w, "role", s->role);
        jw_kint(w, "cadence_days", s->cadence_days);
        jw_kstr(w, "cadence_label", label_in(&s->cadence_label, lang));
        jw_kint(w, "stalled_days", s->stalled_days);
        jw_kint(w, "probability_pct", s->probability_pct);
        jw_key(w, "needs");
        jw_arr(w);
        for (int k = 0; k < mod->n_fields; k++)
            if (card_asked_at(mod, s, &mod->fields[k]) && !access_marks(cx, mod, &mod->fields[k]))
                jw_str(w, mod->fields[k].code);
        jw_arr_end(w);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void write_task_types(struct jw *w, const struct module *mod, enum lang lang)
{
    jw_key(w, "task_types");
    jw_arr(w);
    for (int i = 0; i < mod->n_all_task_types; i++) {
        const struct task_type *t = &mod->task_types[i];
        jw_obj(w);
        jw_kint(w, "id", t->id);
        jw_kstr(w, "code", t->code);
        jw_kstr(w, "label", label_in(&t->label, lang));
        jw_kstr(w, "icon", t->icon);
        jw_kint(w, "duration_min", t->duration_min);
        jw_kint(w, "reminder_min", t->reminder_min);
        jw_kbool(w, "is_contact", t->is_contact);
        jw_kbool(w, "retired", t->retired);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void write_groups(struct jw *w, const struct module *mod, enum lang lang)
{
    jw_key(w, "groups");
    jw_arr(w);
    for (int g = 0; g < N_GROUP; g++) {
        jw_obj(w);
        jw_kstr(w, "group", group_names[g]);
        jw_kstr(w, "label", label_in(&mod->group_labels[g], lang));
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void write_settings(struct call *c, const struct module *mod)
{
    char *text = mod->settings ? json_dumps(mod->settings, JSON_COMPACT) : NULL;
    jw_key(c->out, "settings");
    jw_raw(c->out, text ? text : "{}", text ? strlen(text) : 2);
    free(text);
}

static enum err write_views(struct call *c, const struct module *mod)
{
    struct view *views;
    size_t n;
    enum err e = views_of_module(c->cx, mod->id, &views, &n);
    if (e)
        return e;
    jw_key(c->out, "views");
    jw_arr(c->out);
    for (size_t i = 0; i < n; i++)
        view_write(c->cx, c->out, &views[i]);
    jw_arr_end(c->out);
    return ERR_OK;
}

static enum err write_module(struct call *c, const struct module *mod)
{
    struct jw *w = c->out;
    enum lang lang = c->cx->lang;
    const struct pipeline_kind *p = mod->pipeline;
    jw_obj(w);
    jw_kint(w, "id", mod->id);
    jw_kstr(w, "kind", mod->kind);
    jw_kstr(w, "template", mod->template);
    jw_kstr(w, "label", label_in(&mod->label, lang));
    jw_kstr(w, "item_label", label_in(&mod->item_label, lang));
    jw_kstr(w, "items_label", label_in(&mod->items_label, lang));
    jw_kstr(w, "colour", mod->colour);
    jw_kstr(w, "icon", mod->icon);
    jw_kint(w, "position", mod->position);
    jw_kint(w, "version", mod->version);
    jw_kbool(w, "fixed", p && p->fixed);
    jw_kstr(w, "fixed_reason",
            p && p->fixed && p->fixed_key ? message(c->cx->arena, lang, p->fixed_key, NULL, NULL, 0) : "");
    jw_kbool(w, "has_key_fields", p && p->has_key_fields);
    write_settings(c, mod);
    write_groups(w, mod, lang);
    write_statuses(c->cx, w, mod, lang);
    write_fields(c, mod);
    write_may(c, mod);
    write_task_types(w, mod, lang);
    enum err e = write_views(c, mod);
    jw_obj_end(w);
    return e;
}

/* What the acting member may beside his work on cards. */
static void write_rights(const struct call *c)
{
    jw_key(c->out, "rights");
    jw_arr(c->out);
    for (int i = 0; right_names[i]; i++)
        if (access_has(c->cx, 1u << i))
            jw_str(c->out, right_names[i]);
    jw_arr_end(c->out);
}

static void write_teams(struct jw *w, const struct meta *m)
{
    jw_key(w, "teams");
    jw_arr(w);
    for (int i = 0; i < m->n_teams; i++)
        team_write(w, &m->teams[i]);
    jw_arr_end(w);
}

enum err meta_write(struct call *c)
{
    struct jw *w = c->out;
    const struct meta *m = c->cx->meta;
    enum err e = ERR_OK;
    jw_obj(w);
    jw_kint(w, "serial", (int64_t)m->serial);
    jw_key(w, "account");
    write_account(w, m);
    jw_key(w, "me");
    member_write(w, c->cx->member, false);
    jw_key(w, "members");
    e = people_write(c);
    jw_key(w, "modules");
    jw_arr(w);
    for (int i = 0; i < m->n_modules && !e; i++)
        if (!m->modules[i].trashed_at && access_scope(c->cx, &m->modules[i], MAY_SEE) != SCOPE_NONE)
            e = write_module(c, &m->modules[i]);
    jw_arr_end(w);
    int n;
    const struct field *contact = fixed_contact_fields(&n);
    jw_key(w, "contact_fields");
    jw_arr(w);
    for (int i = 0; i < n; i++)
        write_field(w, &contact[i], 0, c->cx->lang);
    jw_arr_end(w);
    write_own(c, "person_fields", CONTACT_PERSON);
    write_own(c, "company_fields", CONTACT_COMPANY);
    jw_key(w, "contact_shapes");
    jw_obj(w);
    write_limit(w, "person", m->contacts[CONTACT_PERSON] ? m->contacts[CONTACT_PERSON]->id : 0);
    write_limit(w, "company", m->contacts[CONTACT_COMPANY] ? m->contacts[CONTACT_COMPANY]->id : 0);
    jw_obj_end(w);
    write_rights(c);
    write_teams(w, m);
    jw_obj_end(w);
    return e;
}
