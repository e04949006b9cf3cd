#include "meta/meta.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/mem.h"
#include "meta/field_type.h"
#include "meta/formula.h"
#include "meta/role.h"
#include "store/meta_store.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What stands around a struct meta: its count and its memory, which goes with the last pin. */
struct snapshot {
    struct meta m;
    atomic_uint count;
    struct arena *arena;
};

/* The rows a snapshot is made of, in the loading transaction's arena. */
struct source {
    struct arena *a; /* the snapshot's */
    struct rows modules, statuses, fields, options, task_types, roles, teams, team_members;
};

static struct json_t *read_object(struct arena *a, const char *text)
{
    json_t *j = NULL;
    const char *why;
    if (json_read(a, text, strlen(text), &j, &why) == ERR_OK && json_is_object(j))
        return j;
    json_read(a, "{}", 2, &j, &why);
    return j;
}

static void label_from(struct arena *a, const json_t *j, struct label *out)
{
    const char *any = json_string_value(json_object_get(j, "*"));
    const char *en = json_string_value(json_object_get(j, "en"));
    for (int l = 0; !any && !en && l < N_LANG; l++) /* named in one language alone: better than nothing */
        any = json_string_value(json_object_get(j, lang_code((enum lang)l)));
    for (int l = 0; l < N_LANG; l++) {
        const char *s = json_string_value(json_object_get(j, lang_code((enum lang)l)));
        s = s ? s : any ? any : en ? en : "";
        out->text[l] = arena_str(a, s);
    }
}

void label_parse(struct arena *a, const char *json, struct label *out)
{
    json_t *j = NULL;
    const char *why;
    if (json_read(a, json, strlen(json), &j, &why) == ERR_OK && json_is_object(j)) {
        label_from(a, j, out);
        return;
    }
    for (int l = 0; l < N_LANG; l++)
        out->text[l] = arena_str(a, json);
}

static const char *text_col(struct source *s, struct val v)
{
    return arena_str(s->a, val_s(v, ""));
}

/* The rows of one owner: they are sorted by it, so they stand together. */
static size_t slice(const struct rows *r, int64_t owner, size_t *out_n)
{
    size_t lo = 0, hi = r->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (row_of(r, mid)[0].i < owner)
            lo = mid + 1;
        else
            hi = mid;
    }
    size_t end = lo;
    while (end < r->n && row_of(r, end)[0].i == owner)
        end++;
    *out_n = end - lo;
    return lo;
}

/* A JSON list of texts, NULL-terminated. */
static const char *const *read_texts(struct arena *a, const char *text)
{
    json_t *j = NULL;
    const char *why;
    size_t n = 0, i;
    const json_t *item;
    if (json_read(a, text, strlen(text), &j, &why) != ERR_OK)
        j = NULL;
    const char **list = arena_array(a, const char *, json_array_size(j) + 1);
    json_array_foreach(j, i, item)
    {
        if (json_is_string(item))
            list[n++] = arena_str(a, json_string_value(item));
    }
    return list;
}

static void load_statuses(struct source *s, struct module *mod)
{
    size_t n, from = slice(&s->statuses, mod->id, &n);
    struct status *st = arena_array(s->a, struct status, n);
    mod->n_statuses = 0;
    for (size_t i = 0; i < n; i++) {
        const struct val *v = row_of(&s->statuses, from + i);
        st[i] = (struct status){.module_id = mod->id,
                .id = v[1].i,
                .group = v[2].i >= 0 && v[2].i < N_GROUP ? (enum group)v[2].i : GRP_LEAD,
                .position = (int)v[3].i,
                .colour = text_col(s, v[5]),
                .role = text_col(s, v[6]),
                .cadence_days = (int)v[7].i,
                .stalled_days = (int)v[9].i,
                .probability_pct = (int)v[10].i,
                .needs = read_texts(s->a, val_s(v[11], "[]"))};
        mod->n_statuses += v[12].i == 0;
        label_parse(s->a, val_s(v[4], ""), &st[i].label);
        label_parse(s->a, val_s(v[8], "{}"), &st[i].cadence_label);
    }
    mod->statuses = st;
    mod->n_all_statuses = (int)n;
}

static void load_options(struct source *s, struct field *f)
{
    size_t n, from = slice(&s->options, f->id, &n);
    struct option *o = arena_array(s->a, struct option, n);
    for (size_t i = 0; i < n; i++) {
        const struct val *v = row_of(&s->options, from + i);
        o[i] = (struct option){.id = v[1].i,
                .code = text_col(s, v[2]),
                .colour = text_col(s, v[4]),
                .retired = v[5].i != OPTION_OFFERED,
                .unmade = v[5].i == OPTION_UNMADE};
        label_parse(s->a, val_s(v[3], ""), &o[i].label);
    }
    f->options = o;
    f->n_options = (int)n;
}

/* A default that the field no longer takes is none. */
static void load_default(struct source *s, const char *text, struct field *f)
{
    json_t *j = json_loads(text, JSON_DECODE_ANY, NULL);
    const char *word = json_string_value(j), *key;
    int64_t limit;
    bool day = strcmp(f->type->name, "date") == 0 || strcmp(f->type->name, "datetime") == 0;
    if (word && ((day && strcmp(word, "now") == 0) ||
                        (strcmp(f->type->name, "user") == 0 && strcmp(word, "me") == 0)))
        f->dflt_word = arena_str(s->a, word);
    else if (!j || f->type->parse(s->a, f, j, &f->dflt, &key, &limit) != ERR_OK)
        f->dflt = val_null();
    json_decref(j);
}

static void load_field(struct source *s, const struct val *v, int index, struct field *f)
{
    *f = (struct field){.module_id = v[0].i,
            .id = v[1].i,
            .code = text_col(s, v[2]),
            .column = arena_printf(s->a, "f_%lld", (long long)v[1].i),
            .table = IN_MODULE,
            .type = field_type_named(val_s(v[3], "text")),
            .position = (int)v[7].i,
            .index = index,
            .filterable = v[9].i != 0,
            .indexed = v[9].i != 0 && v[16].i != 0 && meta_store_may_index(val_s(v[3], "text")),
            .required = v[10].i != 0,
            .role = text_col(s, v[11]),
            .required_from = v[12].i,
            .read_only = v[13].i != 0,
            .is_unique = v[14].i != 0,
            .editable = v[13].i == 0,
            .nullable = true};
    label_parse(s->a, val_s(v[4], ""), &f->label);
    label_parse(s->a, val_s(v[5], "{}"), &f->help);
    label_parse(s->a, val_s(v[6], "{}"), &f->grp);
    const json_t *settings = read_object(s->a, val_s(v[8], "{}"));
    f->min = json_integer_value(json_object_get(settings, "min"));
    f->max = json_integer_value(json_object_get(settings, "max"));
    const char *formula = json_string_value(json_object_get(settings, "formula"));
    if (formula)
        f->formula_source = arena_str(s->a, formula);
    f->follows = formula || strcmp(f->role, "due_next") == 0;
    f->read_only = f->read_only || f->follows;
    f->editable = !f->read_only;
    load_options(s, f);
    load_default(s, val_s(v[15], "null"), f);
}

static void add_fixed(
        struct source *s, struct field *dst, int *n, const struct field *src, int n_src, int64_t module_id)
{
    for (int i = 0; i < n_src; i++) {
        dst[*n] = src[i];
        dst[*n].module_id = module_id;
        dst[*n].position = *n;
        if (!dst[*n].role)
            dst[*n].role = "";
        (*n)++;
    }
}

static void load_fields(struct source *s, struct module *mod, bool has_key_fields)
{
    int n_fixed, n_key, n = 0;
    const struct field *fixed = fixed_fields(&n_fixed), *key = fixed_key_fields(&n_key);
    if (mod->of_contacts)
        n_fixed = 0;
    size_t n_own, from = slice(&s->fields, mod->id, &n_own);
    struct field *f = arena_array(s->a, struct field, (size_t)(n_fixed + n_key) + n_own);
    add_fixed(s, f, &n, fixed, n_fixed, mod->id);
    if (has_key_fields)
        add_fixed(s, f, &n, key, n_key, mod->id);
    int own = 0;
    for (size_t i = 0; i < n_own; i++) {
        const struct val *v = row_of(&s->fields, from + i);
        if (!field_type_named(val_s(v[3], "")))
            continue; /* of a newer program: it stays in its column, unseen */
        load_field(s, v, own++, &f[n++]);
    }
    mod->fields = f;
    mod->n_fields = n;
    mod->n_custom = own;
    formula_order(s->a, mod);
}

static void load_task_types(struct source *s, struct module *mod)
{
    size_t n, from = slice(&s->task_types, mod->id, &n);
    struct task_type *t = arena_array(s->a, struct task_type, n);
    for (size_t i = 0; i < n; i++) {
        const struct val *v = row_of(&s->task_types, from + i);
        t[i] = (struct task_type){.module_id = mod->id,
                .id = v[1].i,
                .code = text_col(s, v[2]),
                .icon = text_col(s, v[4]),
                .duration_min = (int)v[5].i,
                .reminder_min = (int)v[6].i,
                .is_contact = v[7].i != 0,
                .retired = v[8].i != 0};
        mod->n_task_types += !t[i].retired;
        label_parse(s->a, val_s(v[3], ""), &t[i].label);
    }
    mod->task_types = t;
    mod->n_all_task_types = (int)n;
}

static void load_group_labels(struct source *s, struct module *mod, const char *json)
{
    json_t *j = NULL;
    const char *why;
    if (json_read(s->a, json, strlen(json), &j, &why) != ERR_OK)
        j = NULL;
    for (size_t g = 0; g < N_GROUP; g++)
        label_from(s->a, json_array_get(j, g), &mod->group_labels[g]);
}

/* Whose fields a module is the place of, as enum contact_kind; -1: of cards. */
static int contacts_of(const struct val *v)
{
    for (int i = 0; i < 2; i++)
        if (strcmp(val_s(v[1], ""), meta_store_contact_kinds[i]) == 0)
            return i;
    return -1;
}

static void load_module(struct source *s, const struct val *v, struct module *mod)
{
    bool has_key_fields = false;
    *mod = (struct module){.id = v[0].i,
            .kind = text_col(s, v[1]),
            .template = text_col(s, v[2]),
            .colour = text_col(s, v[7]),
            .icon = text_col(s, v[8]),
            .position = (int)v[9].i,
            .settings = read_object(s->a, val_s(v[10], "{}")),
            .trashed_at = v[11].i,
            .version = v[12].i};
    label_parse(s->a, val_s(v[3], ""), &mod->label);
    label_parse(s->a, val_s(v[4], ""), &mod->item_label);
    label_parse(s->a, val_s(v[5], ""), &mod->items_label);
    load_group_labels(s, mod, val_s(v[6], "[]"));
    mod->of_contacts = contacts_of(v) >= 0;
    if (mod->of_contacts) {
        load_fields(s, mod, false);
        return;
    }
    mod->pipeline = meta_hooks.pipeline(mod->kind, &has_key_fields);
    load_statuses(s, mod);
    load_fields(s, mod, has_key_fields);
    load_task_types(s, mod);
}

static int member_by_name(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    int c = strcmp(x->name, y->name);
    return c ? c : (x->id > y->id) - (x->id < y->id);
}

static void load_members(struct source *s, const struct rows *r, struct meta *m)
{
    struct member *mem = arena_array(s->a, struct member, r->n);
    for (size_t i = 0; i < r->n; i++) {
        const struct val *v = row_of(r, i);
        mem[i] = (struct member){.id = v[0].i,
                .login_id = v[1].i,
                .name = text_col(s, v[2]),
                .initials = text_col(s, v[3]),
                .email = text_col(s, v[4]),
                .may = role_or_least(m, val_s(v[5], "")),
                .sees_all = v[6].i != 0 && strcmp(val_s(v[5], ""), ROLE_CODE_USER) == 0,
                .lang = lang_from(val_s(v[7], "en"), NULL),
                .zone = text_col(s, v[8]),
                .theme = text_col(s, v[9]),
                .active = v[10].i != 0,
                .version = v[11].i,
                .locked = v[12].i != 0};
        mem[i].role = mem[i].may->level;
        mem[i].sees = role_sees(s->a, m, &mem[i]);
    }
    qsort(mem, r->n, sizeof *mem, member_by_name);
    m->members = mem;
    m->n_members = (int)r->n;
}

/* Settings are rows name, value: the value is a JSON value of any kind. */
static void drop_json(void *j)
{
    json_decref(j);
}

static void load_settings(struct source *s, const struct rows *r, struct meta *m)
{
    json_t *all = json_object();
    arena_cleanup(s->a, drop_json, all);
    for (size_t i = 0; i < r->n; i++) {
        const struct val *v = row_of(r, i);
        json_t *j = json_loads(val_s(v[1], "null"), JSON_DECODE_ANY, NULL);
        json_object_set_new(all, val_s(v[0], ""), j ? j : json_null());
    }
    m->settings = all;
}

static enum err query_all(struct db *db, struct source *s, struct rows *settings, struct rows *members)
{
    enum err e = meta_store_settings(db, settings);
    if (e == ERR_OK)
        e = meta_store_members(db, members);
    if (e == ERR_OK)
        e = meta_store_modules(db, &s->modules);
    if (e == ERR_OK)
        e = meta_store_statuses(db, &s->statuses);
    if (e == ERR_OK)
        e = meta_store_fields(db, &s->fields);
    if (e == ERR_OK)
        e = meta_store_options(db, &s->options);
    if (e == ERR_OK)
        e = meta_store_task_types(db, &s->task_types);
    if (e == ERR_OK)
        e = meta_store_roles(db, &s->roles);
    if (e == ERR_OK)
        e = meta_store_teams(db, &s->teams);
    if (e == ERR_OK)
        e = meta_store_team_members(db, &s->team_members);
    return e;
}

enum err meta_load(struct db *db, int64_t account_id, uint64_t serial, struct meta **out_meta)
{
    struct rows settings, members;
    struct source src = {0};
    enum err e = query_all(db, &src, &settings, &members);
    if (e != ERR_OK)
        return e;
    struct snapshot *snap = mem_zalloc(sizeof *snap);
    snap->arena = src.a = arena_new(64 * 1024);
    atomic_init(&snap->count, 1);
    snap->m.account_id = account_id;
    snap->m.serial = serial;
    load_settings(&src, &settings, &snap->m);
    struct module *mods = arena_array(src.a, struct module, src.modules.n);
    snap->m.modules = mods;
    for (size_t i = 0; i < src.modules.n; i++) {
        const struct val *v = row_of(&src.modules, i);
        int contacts = contacts_of(v);
        struct module *mod = contacts < 0 ? &mods[snap->m.n_modules++] : arena_new_of(src.a, struct module);
        load_module(&src, v, mod);
        if (contacts >= 0)
            snap->m.contacts[contacts] = mod;
    }
    role_load(src.a, &src.roles, &snap->m);
    role_load_teams(src.a, &src.teams, &src.team_members, &snap->m);
    load_members(&src, &members, &snap->m);
    *out_meta = &snap->m;
    return ERR_OK;
}

struct meta *meta_pin(struct meta *m)
{
    struct snapshot *snap = (struct snapshot *)m;
    atomic_fetch_add_explicit(&snap->count, 1, memory_order_relaxed);
    return m;
}

void meta_unpin(struct meta *m)
{
    struct snapshot *snap = (struct snapshot *)m;
    if (!m || atomic_fetch_sub_explicit(&snap->count, 1, memory_order_acq_rel) != 1)
        return;
    arena_free(snap->arena);
    mem_free(snap);
}
