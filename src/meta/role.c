#include "meta/role.h"
#include "base/arena.h"
#include "base/json.h"
#include "meta/formula.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

#define L3(en, hu, ro)                                                                                       \
    {                                                                                                        \
        {                                                                                                    \
            en, hu, ro                                                                                       \
        }                                                                                                    \
    }

const char *const right_names[] = {"export", "bulk", "import", "send", "configure", "manage", NULL};
const char *const scope_names[] = {"none", "own", "team", "all", NULL};

/* What users could do before roles had rights, they can still. */
static const struct role_of_account program[] = {
        {.code = ROLE_CODE_ADMINISTRATOR,
                .label = L3("Administrator", "Adminisztrátor", "Administrator"),
                .level = ROLE_ADMINISTRATOR,
                .rights = RIGHT_EXPORT | RIGHT_BULK | RIGHT_IMPORT | RIGHT_SEND | RIGHT_CONFIGURE |
                          RIGHT_MANAGE,
                .unowned = true,
                .all = {SCOPE_ALL, SCOPE_ALL, SCOPE_ALL}},
        {.code = "manager",
                .label = L3("Manager", "Menedzser", "Manager"),
                .level = ROLE_MANAGER,
                .rights = RIGHT_EXPORT | RIGHT_BULK | RIGHT_IMPORT | RIGHT_SEND | RIGHT_MANAGE,
                .unowned = true,
                .all = {SCOPE_ALL, SCOPE_ALL, SCOPE_ALL}},
        {.code = ROLE_CODE_USER,
                .label = L3("User", "Felhasználó", "Utilizator"),
                .rights = RIGHT_EXPORT | RIGHT_BULK | RIGHT_SEND,
                .unowned = true,
                .all = {SCOPE_OWN, SCOPE_OWN, SCOPE_OWN}},
        {.code = "restricted",
                .label = L3("Restricted", "Korlátozott", "Restricționat"),
                .all = {SCOPE_OWN, SCOPE_OWN, SCOPE_NONE}},
        {.code = ROLE_CODE_EXTERNAL,
                .label = L3("External (view only)", "Külső (csak megtekintés)", "Extern (doar vizualizare)"),
                .all = {SCOPE_OWN, SCOPE_NONE, SCOPE_NONE}}};

#define N_PROGRAM ((int)(sizeof program / sizeof *program))

static const struct role_of_account least = {.code = ""};

static int word_index(const char *const *words, const char *word)
{
    for (int i = 0; word && words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

/* Nobody edits or deletes what he does not see. */
static void scopes_read(const json_t *list, enum scope *out)
{
    for (size_t v = 0; json_is_array(list) && v < N_MAY; v++) {
        int i = word_index(scope_names, json_string_value(json_array_get(list, v)));
        out[v] = i < 0 ? SCOPE_NONE : (enum scope)i;
        if (v && out[v] > out[MAY_SEE])
            out[v] = out[MAY_SEE];
    }
}

bool role_may_hide(const struct field *f)
{
    return f->table == IN_MODULE || strcmp(f->code, "value") == 0 || strcmp(f->code, "source") == 0;
}

static unsigned mark_of(const struct field *f, const json_t *marks)
{
    const char *word = json_string_value(json_object_get(marks, f->code));
    if (!word)
        return 0;
    bool hidden = strcmp(word, "hidden") == 0 && role_may_hide(f);
    return hidden ? MARK_HIDDEN | MARK_READ_ONLY : MARK_READ_ONLY;
}

static bool shows_hidden(const struct module *mod, const struct formula *f, const unsigned char *marks)
{
    for (int i = 0; i < f->n_uses; i++)
        if (f->uses[i]->table != IN_CONTACT && marks[f->uses[i] - mod->fields] & MARK_HIDDEN)
            return true;
    return false;
}

static bool hides_role(const struct module *mod, const char *role, const unsigned char *marks)
{
    const struct field *f = module_field_role(mod, role);
    return f && marks[f - mod->fields] & MARK_HIDDEN;
}

static void hide(unsigned char *marks)
{
    if (!(*marks & MARK_HIDDEN))
        *marks |= MARK_HIDDEN | MARK_READ_ONLY | MARK_FOLLOWS;
}

static const unsigned char *marks_read(struct arena *a, const struct module *mod, const json_t *marks)
{
    if (!json_object_size(marks))
        return NULL;
    unsigned char *out = arena_array(a, unsigned char, mod->n_fields + 1);
    for (int i = 0; i < mod->n_fields; i++)
        out[i] = (unsigned char)mark_of(&mod->fields[i], marks);
    for (int i = 0; i < mod->n_computed; i++) /* in their order: those that others need first */
        if (shows_hidden(mod, mod->computed[i]->formula, out))
            hide(&out[mod->computed[i] - mod->fields]);
    const struct field *next = module_field_role(mod, "due_next");
    if (next && (hides_role(mod, "answer_due", out) || hides_role(mod, "solution_due", out)))
        hide(&out[next - mod->fields]);
    return out;
}

static void rights_read(const json_t *j, struct role_of_account *r)
{
    size_t i;
    const json_t *word;
    r->rights = 0;
    json_array_foreach((json_t *)json_object_get(j, "rights"), i, word)
    {
        int bit = word_index(right_names, json_string_value(word));
        r->rights |= bit < 0 ? 0 : 1u << bit;
    }
    r->unowned = json_is_true(json_object_get(j, "unowned"));
    scopes_read(json_object_get(j, "all"), r->all);
    r->level = r->rights & RIGHT_MANAGE ? ROLE_MANAGER : ROLE_USER;
}

static void modules_read(struct arena *a, const struct meta *m, const json_t *j, struct role_of_account *r)
{
    const json_t *modules = json_object_get(j, "modules"), *fields = json_object_get(j, "fields");
    r->modules = arena_array(a, struct module_right, m->n_modules + 1);
    for (int i = 0; i < m->n_modules; i++) {
        struct module_right *right = &r->modules[i];
        const char *key = arena_printf(a, "%lld", (long long)m->modules[i].id);
        const json_t *own = json_object_get(modules, key);
        memcpy(right->scope, r->all, sizeof r->all);
        right->named = json_is_array(own);
        scopes_read(own, right->scope);
        right->marks = marks_read(a, &m->modules[i], json_object_get(fields, key));
    }
}

static void role_read(struct arena *a, const struct meta *m, const struct val *row, struct role_of_account *r)
{
    json_t *j = NULL;
    const char *why;
    r->version = 1; /* as the program has it */
    if (row) {
        const char *text = val_s(row[4], "{}");
        r->id = row[0].i;
        r->version = row[5].i + 1;
        if (json_read(a, text, strlen(text), &j, &why) != ERR_OK || !json_is_object(j))
            j = NULL;
    }
    bool narrowed = j && strcmp(r->code, ROLE_CODE_ADMINISTRATOR) != 0;
    if (narrowed)
        rights_read(j, r);
    modules_read(a, m, narrowed ? j : NULL, r);
}

static const struct val *row_named(const struct rows *rows, const char *code)
{
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(val_s(row_of(rows, i)[1], ""), code) == 0)
            return row_of(rows, i);
    return NULL;
}

static bool is_program(const char *code)
{
    for (int i = 0; i < N_PROGRAM; i++)
        if (strcmp(program[i].code, code) == 0)
            return true;
    return false;
}

void role_load(struct arena *a, const struct rows *rows, struct meta *m)
{
    struct role_of_account *roles = arena_array(a, struct role_of_account, (size_t)N_PROGRAM + rows->n);
    int n = 0;
    for (int i = 0; i < N_PROGRAM; i++) {
        roles[n] = program[i];
        role_read(a, m, row_named(rows, program[i].code), &roles[n++]);
    }
    for (size_t i = 0; i < rows->n; i++) {
        const struct val *row = row_of(rows, i);
        if (is_program(val_s(row[1], "")))
            continue;
        roles[n] = (struct role_of_account){.code = arena_str(a, val_s(row[1], "")), .own = true};
        label_parse(a, val_s(row[2], "{}"), &roles[n].label);
        role_read(a, m, row, &roles[n++]);
    }
    m->roles = roles;
    m->n_roles = n;
}

void role_load_teams(struct arena *a, const struct rows *teams, const struct rows *members, struct meta *m)
{
    struct team *out = arena_array(a, struct team, teams->n + 1);
    for (size_t i = 0; i < teams->n; i++) {
        const struct val *row = row_of(teams, i);
        int64_t *ids = arena_array(a, int64_t, members->n + 1);
        int n = 0;
        for (size_t k = 0; k < members->n; k++)
            if (row_of(members, k)[0].i == row[0].i)
                ids[n++] = row_of(members, k)[1].i;
        out[i] = (struct team){.id = row[0].i,
                .name = arena_str(a, val_s(row[1], "")),
                .leader_id = val_i(row[2], 0),
                .version = row[3].i,
                .member_ids = arena_copy(a, ids, sizeof *ids * (size_t)n),
                .n_members = n};
    }
    m->teams = out;
    m->n_teams = (int)teams->n;
}

const struct role_of_account *role_or_least(const struct meta *m, const char *code)
{
    const struct role_of_account *r = meta_role(m, code);
    return r ? r : &least;
}

enum scope role_scope(const struct member *member, int i, enum may verb)
{
    const struct role_of_account *r = member->may;
    enum scope s = r->modules ? r->modules[i].scope[verb] : SCOPE_NONE;
    return member->sees_all && s > SCOPE_NONE ? SCOPE_ALL : s;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool belongs(const struct team *t, int64_t member_id)
{
    for (int i = 0; i < t->n_members; i++)
        if (t->member_ids[i] == member_id)
            return true;
    return t->leader_id == member_id;
}

/* Everybody of his teams and himself, in order, each once. */
static void mates_of(struct arena *a, const struct meta *m, int64_t member_id, struct sees *out)
{
    size_t room = 1;
    for (int i = 0; i < m->n_teams; i++)
        room += belongs(&m->teams[i], member_id) ? (size_t)m->teams[i].n_members + 1 : 0;
    int64_t *ids = arena_array(a, int64_t, room);
    int n = 0, kept = 0;
    ids[n++] = member_id;
    for (int i = 0; i < m->n_teams; i++) {
        const struct team *t = &m->teams[i];
        if (!belongs(t, member_id))
            continue;
        if (t->leader_id)
            ids[n++] = t->leader_id;
        for (int k = 0; k < t->n_members; k++)
            ids[n++] = t->member_ids[k];
    }
    qsort(ids, (size_t)n, sizeof *ids, by_id);
    for (int i = 0; i < n; i++)
        if (!kept || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    out->owner_ids = ids;
    out->n_owners = kept;
}

const struct sees *role_sees(struct arena *a, const struct meta *m, const struct member *member)
{
    struct sees *s = arena_new_of(a, struct sees);
    struct sees_module *modules = arena_array(a, struct sees_module, m->n_modules + 1);
    const bool administers = member->may->level == ROLE_ADMINISTRATOR;
    const bool privates = meta_setting_int(m, "private_cards", 0) != 0 && !administers;
    *s = (struct sees){.member_id = member->id,
            .contacts = true,
            .privates = privates,
            .guests = meta_setting_int(m, "guests", 0) != 0,
            .unowned = member->may->unowned || member->sees_all,
            .modules = modules,
            .n_modules = m->n_modules};
    bool team = false;
    for (int i = 0; i < m->n_modules; i++) {
        modules[i] = (struct sees_module){m->modules[i].id, role_scope(member, i, MAY_SEE)};
        s->contacts &= modules[i].scope == SCOPE_ALL;
        for (enum may verb = MAY_SEE; verb < N_MAY; verb++)
            team |= role_scope(member, i, verb) == SCOPE_TEAM;
    }
    s->everything = s->contacts && !privates;
    if (team)
        mates_of(a, m, member->id, s);
    return s;
}
