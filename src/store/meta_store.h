/* meta_store - the SQL of modules, statuses, fields, options, task types, members and settings: what a snapshot is made
 * of, and the DDL of the modules' own tables m_<id>. */
#pragma once
#include "store/db.h"

/* What a snapshot is read from, each in the order in which meta wants it. The comments name the columns. */
enum err meta_store_settings(struct db *db, struct rows *out); /* name, value */
enum err meta_store_members(
        struct db *db, struct rows *out); /* id, login_id, name, initials, email, role, sees_all,
                                                                  language, zone, theme, active, version, locked */
enum err meta_store_roles(struct db *db, struct rows *out); /* id, code, label, position, rights, version */
enum err meta_store_teams(struct db *db, struct rows *out); /* id, name, leader_id, version */
enum err meta_store_team_members(struct db *db, struct rows *out); /* team_id, member_id */
enum err meta_store_modules(
        struct db *db, struct rows *out); /* id, kind, template, label, item_label, items_label,
                               group_labels, colour, icon, position, settings, trashed_at, version; trashed ones last */
enum err meta_store_statuses(
        struct db *db, struct rows *out); /* module_id, id, grp, position, label, colour, role,
                                                      cadence_days, cadence_label, stalled_days, probability_pct, needs, trashed_at; trashed ones last */
enum err meta_store_fields(
        struct db *db, struct rows *out); /* module_id, id, code, type, label, help, grp, position,
settings, filterable, required, role, required_from, read_only, is_unique, dflt, indexed */
enum err meta_store_options(struct db *db, struct rows *out); /* field_id, id, code, label, colour, retired */
enum err meta_store_task_types(
        struct db *db, struct rows *out); /* module_id, id, code, label, icon, duration_min,
                                                                    reminder_min, is_contact, retired; retired ones last */

/* New rows; the parameters are the columns in the order of the comment. */
enum err meta_store_add_module(
        struct db *db, const struct val *v, size_t n, int64_t *out_id); /* kind, template, label,
                               item_label, items_label, group_labels, colour, icon, settings; goes to the end */
enum err meta_store_add_status(
        struct db *db, const struct val *v, size_t n, int64_t *out_id); /* module_id, grp, position,
                       label, colour, role, cadence_days, cadence_label, stalled_days, probability_pct, needs */
enum err meta_store_add_field(
        struct db *db, const struct val *v, size_t n, int64_t *out_id); /* module_id, code, type, label,
                       help, grp, settings, filterable, required, role; goes to the end */
enum err meta_store_add_option(
        struct db *db, const struct val *v, size_t n, int64_t *out_id); /* field_id, code, label,
                                                                                                   colour; to the end */
enum err meta_store_add_task_type(
        struct db *db, const struct val *v, size_t n, int64_t *out_id); /* module_id, code, label,
                       icon, duration_min, reminder_min, is_contact, position */
enum err meta_store_add_view(
        struct db *db, const struct val *v, size_t n, int64_t *out_id); /* module_id, member_id, label,
                                                                                                 position, config */
/* Kinds of the rows of `module` that are the places of people's and companies' own fields: they have no cards, and the
 * card_id of their tables is a contact's id; a contact without values has no row there. By enum contact_kind. */
extern const char *const meta_store_contact_kinds[2];
#define MODULE_HAS_CARDS "kind NOT IN ('people', 'companies')"
/* meta_store_contact_place - the place's id. Errors: ERR_NOT_FOUND it is not made yet. */
enum err meta_store_contact_place(struct db *db, const char *kind, int64_t *out_id);
/* meta_store_count - how many fields a module has (field_id 0), or how many options a field has. */
enum err meta_store_count(struct db *db, int64_t module_id, int64_t field_id, int64_t *out_n);
/* meta_store_code_taken - has the module a field of this code, trashed or not? */
enum err meta_store_code_taken(struct db *db, int64_t module_id, const char *code, bool *out_taken);
/* What field_option.retired says. UNMADE: retired by the undo of the import that brought it. */
enum { OPTION_OFFERED, OPTION_RETIRED, OPTION_UNMADE };
/* meta_store_option_turn - from one of them to another; an option that says something else stays as it is. of_field: all
 * options of a field instead of one. */
enum err meta_store_option_turn(struct db *db, int64_t option_id, int64_t of_field, int from, int to);
/* meta_store_field_state - a field's code and when it was trashed (0 = it is not). */
enum err meta_store_field_state(
        struct db *db, int64_t field_id, const char **out_code, int64_t *out_trashed_at);
/* meta_store_trashed_fields - id, code, filterable of a module's trashed fields of a type, the latest first. */
enum err meta_store_trashed_fields(struct db *db, int64_t module_id, const char *type, struct rows *out);
/* meta_store_field_move - into the trash or (0) out of it, under a code. */
enum err meta_store_field_move(struct db *db, int64_t field_id, int64_t trashed_at, const char *code);
enum err meta_store_field_relabel(
        struct db *db, int64_t field_id, const char *label, const char *grp, bool filterable);
/* meta_store_code_named - do the module's settings, what a status asks for, its saved views, or another import that stands name the field? The
 * code in quotes is looked for in their JSON, so a text that happens to be the same counts, too. */
enum err meta_store_code_named(
        struct db *db, int64_t module_id, const char *code, int64_t but_import_id, bool *out_named);
/* meta_store_namings - the settings and saved views themselves that name it, as texts. */
enum err meta_store_namings(struct db *db, int64_t module_id, const char *code, struct rows *out);
/* meta_store_module_settings - a module's settings as JSON, version + 1. Errors: ERR_STALE. */
enum err meta_store_module_settings(struct db *db, int64_t module_id, int64_t version, const char *settings);

/* Tables of modules; the module's row must be there. Adding a column and its index are statements of their own, so that no constraint hangs on them. */
enum err meta_store_create_table(struct db *db, int64_t module_id);
/* sql_word: "{TEXT}", "{INT}", "{REAL}" */
enum err meta_store_add_column(struct db *db, int64_t module_id, int64_t field_id, const char *sql_word);
/* meta_store_may_index - has a field of this type an index? A long text fits into none. */
bool meta_store_may_index(const char *type);
enum err meta_store_add_index(struct db *db, int64_t module_id, int64_t field_id);
