/* meta - modules, statuses, fields, task types and members of one account as one immutable, counted snapshot.
 * A request pins one (meta_pin) and lets go of it at its end; an administrator's change builds a new one and swaps.
 * Threads: reading a pinned snapshot needs no lock. */
#pragma once
#include "base/err.h"
#include "base/text.h"
#include "base/val.h"
#include "store/sees.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct db;
struct arena;

/* A text that people see. text[l] is never NULL: missing languages fall back to "*", then English. */
struct label {
    const char *text[N_LANG];
};

enum group { GRP_LEAD, GRP_OPEN, GRP_SUCCESS, GRP_FAILED, N_GROUP };

struct status {
    int64_t id, module_id;
    enum group group;
    int position;
    struct label label, cadence_label;
    const char *colour, *role;
    const char *const *needs; /* codes of the fields asked for on entering, NULL-terminated */
    int cadence_days, stalled_days, probability_pct;
};

struct option {
    int64_t id; /* what is stored in the card's column */
    const char *code, *colour;
    struct label label;
    bool retired;
    bool unmade; /* retired by the undo of the import that brought it: the next one that brings it takes it up again */
};

/* Where a field's column stands. */
enum field_table { IN_CARD, IN_MODULE, IN_CONTACT };

struct formula; /* meta/formula.h */

/* One row of the constant table of field types (meta/field_type.c): one file field_<type>.c each. */
struct field_type;

struct field {
    int64_t id; /* 0 for the fixed fields of every card */
    int64_t module_id;
    const char
            *code; /* stable name in the API: "qualification", "lead_source"; fixed fields see meta/fixed.c */
    const char *column; /* "qualification", or "f_12" */
    enum field_table table;
    const struct field_type *type;
    struct label label, help, grp;
    const char *role; /* what the module's rules know it by: readiness, lost_reason, deferred_until … */
    const struct option *options;
    int n_options;
    int position, index; /* index: place in card.custom[] for IN_MODULE fields */
    int64_t min, max;    /* numbers; for texts max = characters */
    bool required, filterable, editable, nullable;
    bool read_only, is_unique; /* read-only: files, rules and undo may write it, people may not */
    int64_t required_from;     /* a status: required in it and behind it; 0 = none */
    struct val dflt;           /* what a new card begins with */
    const char *dflt_word;     /* "now", "me": looked up then; NULL = dflt says it */
    bool follows; /* from other values: computed, or the next due time; history needs not tell it */
    bool indexed; /* an index finds and orders its values */
    const char *formula_source;    /* computed: what by; NULL = a field that people fill in */
    const struct formula *formula; /* the same, ready to run; NULL also when it is wrong by now */
};

struct task_type {
    int64_t id, module_id;
    const char *code, *icon;
    struct label label;
    int duration_min, reminder_min;
    bool is_contact, retired;
};

struct module {
    int64_t id;
    const char *kind, *template, *colour, *icon;
    const struct pipeline_kind *pipeline; /* set by core at load through meta_hooks */
    struct label label, item_label, items_label, group_labels[N_GROUP];
    int position;
    const json_t *settings;
    const struct status *statuses; /* by group, then position */
    int n_statuses;
    int n_all_statuses;            /* removed ones stand behind: history still names them */
    const struct field *fields;    /* fixed ones first, then the module's own by position */
    int n_fields, n_custom;        /* custom fields = fields[n_fields - n_custom …] */
    bool of_contacts;              /* holds the fields of people or companies alone: no cards, no pipeline */
    const struct field **computed; /* in the order in which they are computed */
    int n_computed;
    bool computes_contact, computes_today; /* some of them need the customer, or today's date */
    const struct task_type *task_types;
    int n_task_types;
    int n_all_task_types; /* retired ones stand behind: tasks may still have them */
    int64_t version, trashed_at;
};

/* How far a role reaches without asking for a single right: what a role must be for the routes of all three. */
enum role { ROLE_USER, ROLE_MANAGER, ROLE_ADMINISTRATOR };

enum may { MAY_SEE, MAY_EDIT, MAY_DELETE, N_MAY };

/* What a role may beside its work on cards. */
enum {
    RIGHT_EXPORT = 1,
    RIGHT_BULK = 2,
    RIGHT_IMPORT = 4,
    RIGHT_SEND = 8,
    RIGHT_CONFIGURE = 16, /* modules, pipelines, fields */
    RIGHT_MANAGE = 32     /* others' work: the team's day, shared views, undo of others' changes, rules */
};

/* What a role takes away of a field. */
enum { MARK_HIDDEN = 1, MARK_READ_ONLY = 2, MARK_FOLLOWS = 4 /* hidden by what it is computed from alone */ };

/* A role: one of the program's or an account's own, with its row's rights if somebody changed it. */
struct role_of_account {
    int64_t id;       /* of its row, 0 = none */
    const char *code; /* what member.role holds */
    struct label label;
    enum role level;
    unsigned rights;
    bool own, unowned; /* one of the account's own; sees cards without an owner */
    enum scope all[N_MAY];
    struct module_right {
        enum scope scope[N_MAY];
        bool named;                 /* the role names this module; else `all` holds for it */
        const unsigned char *marks; /* by place in module->fields; NULL = nothing is taken away */
    } * modules;                    /* as meta->modules */
    int64_t version;
};

struct team {
    int64_t id, leader_id, version;
    const char *name;
    const int64_t *member_ids;
    int n_members;
};

struct member {
    int64_t id, login_id;
    const char *name, *initials, *email, *zone, *theme;
    enum lang lang;
    enum role role;
    const struct role_of_account *may;
    const struct sees *sees; /* compiled: what he may see */
    bool sees_all;           /* of the role user alone: its scopes own and team count as all */
    bool active, locked;
    int64_t version;
};

struct meta {
    int64_t account_id;
    uint64_t serial;              /* grows with every change; the ETag of GET /api/meta */
    const struct module *modules; /* by position, trashed ones last */
    int n_modules;
    const struct module *contacts[2]; /* people's and companies' own fields; NULL until the first is made */
    const struct member *members;     /* by name */
    int n_members;
    const struct role_of_account *roles; /* the program's first */
    int n_roles;
    const struct team *teams; /* by name */
    int n_teams;
    const json_t *settings; /* the account's: name, currency, country, zone, language, name_order … */
};

/* meta_hooks - how the rooms above tie their rules to modules: the pipeline of a kind, and whether its cards carry the
 * three key fields. The one constant record stands in core/pipeline.c, so that meta need not know core. */
struct meta_hooks {
    const struct pipeline_kind *(*pipeline)(const char *kind, bool *out_has_key_fields);
};
extern const struct meta_hooks meta_hooks;

/* meta_load - build a snapshot from the database (counted 1). Errors: ERR_INTERNAL. */
enum err meta_load(struct db *db, int64_t account_id, uint64_t serial, struct meta **out_meta);
struct meta *meta_pin(struct meta *m);
void meta_unpin(struct meta *m);

/* Look-ups; NULL when absent. */
const struct module *meta_module(const struct meta *m, int64_t id);
/* meta_shape - also the places of people's and companies' fields. */
const struct module *meta_shape(const struct meta *m, int64_t id);
/* meta_module_live - not one in the trash. */
const struct module *meta_module_live(const struct meta *m, int64_t id);
const struct status *module_status(const struct module *mod, int64_t id);
/* module_status_ever - also one that was removed. */
const struct status *module_status_ever(const struct module *mod, int64_t id);
/* module_status_role - the first status with the role. */
const struct status *module_status_role(const struct module *mod, const char *role);
const struct field *module_field(const struct module *mod, const char *code);
const struct field *module_field_role(const struct module *mod, const char *role);
const struct option *field_option(const struct field *f, int64_t id);
const struct task_type *module_task_type(const struct module *mod, int64_t id);
const struct member *meta_member(const struct meta *m, int64_t id);
const struct role_of_account *meta_role(const struct meta *m, const char *code);
const struct team *meta_team(const struct meta *m, int64_t id);
/* module_setting_int, meta_setting_* - a setting with its default. */
int64_t module_setting_int(const struct module *mod, const char *name, int64_t dflt);
int64_t meta_setting_int(const struct meta *m, const char *name, int64_t dflt);
const char *meta_setting_str(const struct meta *m, const char *name, const char *dflt);
/* label_in - the text in a language. */
static inline const char *label_in(const struct label *l, enum lang lang)
{
    return l->text[lang];
}

/* label_parse - a label column: {"en":…,"hu":…,"ro":…} or {"*":…}; anything else is taken as the text itself in every
 * language. The texts live in the arena. */
void label_parse(struct arena *a, const char *json, struct label *out_label);

/* template_install - make a module from sql/template/<name>.json (statuses, fields with their columns, options, task
 * types, saved views), at the end of the bar. Effects: DDL of m_<id>. Errors: ERR_NOT_FOUND no such template. */
enum err template_install(struct db *db, const char *name, int64_t member_id, int64_t *out_module_id);
/* template_list - the names there are, NULL-terminated; embedded into the binary at build time. */
const char *const *template_list(void);
const char *template_json(const char *name);
