/* lookup - finding things in a snapshot. The lists are short (tens), so they are walked. */
#include "meta/meta.h"

#include <string.h>

const struct module *meta_module(const struct meta *m, int64_t id)
{
    for (int i = 0; i < m->n_modules; i++)
        if (m->modules[i].id == id)
            return &m->modules[i];
    return NULL;
}

const struct module *meta_shape(const struct meta *m, int64_t id)
{
    for (int i = 0; i < 2; i++)
        if (m->contacts[i] && m->contacts[i]->id == id)
            return m->contacts[i];
    return meta_module(m, id);
}

const struct module *meta_module_live(const struct meta *m, int64_t id)
{
    const struct module *mod = meta_module(m, id);
    return mod && !mod->trashed_at ? mod : NULL;
}

const struct role_of_account *meta_role(const struct meta *m, const char *code)
{
    for (int i = 0; i < m->n_roles; i++)
        if (strcmp(m->roles[i].code, code) == 0)
            return &m->roles[i];
    return NULL;
}

const struct team *meta_team(const struct meta *m, int64_t id)
{
    for (int i = 0; i < m->n_teams; i++)
        if (m->teams[i].id == id)
            return &m->teams[i];
    return NULL;
}

const struct status *module_status(const struct module *mod, int64_t id)
{
    for (int i = 0; i < mod->n_statuses; i++)
        if (mod->statuses[i].id == id)
            return &mod->statuses[i];
    return NULL;
}

const struct status *module_status_ever(const struct module *mod, int64_t id)
{
    for (int i = 0; i < mod->n_all_statuses; i++)
        if (mod->statuses[i].id == id)
            return &mod->statuses[i];
    return NULL;
}

const struct status *module_status_role(const struct module *mod, const char *role)
{
    for (int i = 0; i < mod->n_statuses; i++)
        if (strcmp(mod->statuses[i].role, role) == 0)
            return &mod->statuses[i];
    return NULL;
}

const struct field *module_field(const struct module *mod, const char *code)
{
    for (int i = 0; i < mod->n_fields; i++)
        if (strcmp(mod->fields[i].code, code) == 0)
            return &mod->fields[i];
    return NULL;
}

const struct field *module_field_role(const struct module *mod, const char *role)
{
    for (int i = 0; i < mod->n_fields; i++)
        if (strcmp(mod->fields[i].role, role) == 0)
            return &mod->fields[i];
    return NULL;
}

const struct option *field_option(const struct field *f, int64_t id)
{
    for (int i = 0; i < f->n_options; i++)
        if (f->options[i].id == id)
            return &f->options[i];
    return NULL;
}

const struct task_type *module_task_type(const struct module *mod, int64_t id)
{
    for (int i = 0; i < mod->n_all_task_types; i++)
        if (mod->task_types[i].id == id)
            return &mod->task_types[i];
    return NULL;
}

const struct member *meta_member(const struct meta *m, int64_t id)
{
    for (int i = 0; i < m->n_members; i++)
        if (m->members[i].id == id)
            return &m->members[i];
    return NULL;
}

int64_t module_setting_int(const struct module *mod, const char *name, int64_t dflt)
{
    const json_t *j = json_object_get(mod->settings, name);
    if (json_is_boolean(j))
        return json_is_true(j);
    return json_is_integer(j) ? json_integer_value(j) : dflt;
}

int64_t meta_setting_int(const struct meta *m, const char *name, int64_t dflt)
{
    const json_t *j = json_object_get(m->settings, name);
    if (json_is_boolean(j))
        return json_is_true(j);
    return json_is_integer(j) ? json_integer_value(j) : dflt;
}

const char *meta_setting_str(const struct meta *m, const char *name, const char *dflt)
{
    const char *s = json_string_value(json_object_get(m->settings, name));
    return s ? s : dflt;
}
