/* field_new - fields and options made at run time: by templates, and by imports that bring columns and choices of their
 * own. After the transaction the snapshot must be loaded anew: callers with a ctx set cx->meta_changed. */
#pragma once
#include "meta/meta.h"

#define FIELDS_MAX  200  /* of one module */
#define OPTIONS_MAX 1000 /* of one field */

struct field_new {
    const char *code;                   /* [a-z0-9_], at most 40; see field_code */
    const char *type;                   /* a name of field_types[] */
    const char *label_json;             /* see label_json() */
    const char *help_json, *group_json; /* likewise, or NULL */
    const char *settings_json;          /* {"min":…,"max":…}, or NULL */
    const char *role;                   /* or NULL */
    bool filterable, required;
};

/* meta_field_create - the field's row, its column and, when filterable, its index.
 * Errors:  ERR_INVALID no such type, or a code that is not one or belongs to a fixed field; ERR_CONFLICT the code is taken;
 *          ERR_TOO_LARGE the module has FIELDS_MAX fields
 * Effects: DDL of m_<module_id> */
enum err meta_field_create(struct db *db, int64_t module_id, const struct field_new *in, int64_t *out_id);
/* meta_field_unmake - the undo of what made it: into the trash, giving its code free. Its column stays. */
enum err meta_field_unmake(struct db *db, int64_t field_id, int64_t now_at);
/* meta_field_remake - the field that was unmade last with this code and type, out of the trash with in's label, group and
 * filterability, its options to be taken up again one by one (OPTION_UNMADE); otherwise a new one. Errors and effects as meta_field_create. */
enum err meta_field_remake(struct db *db, int64_t module_id, const struct field_new *in, int64_t *out_id);
/* meta_field_restore - an unmade field as it was, under its own code or, where that is taken, one with a number behind
 * it. Nothing when it is not in the trash. Errors: ERR_TOO_LARGE */
enum err meta_field_restore(struct db *db, const struct module *mod, int64_t field_id);
/* meta_field_check - what meta_field_create would refuse, when `more` others are made before it. */
enum err meta_field_check(struct db *db, int64_t module_id, const struct field_new *in, int more);
/* meta_option_create - one more choice at the end; code may be "". Errors: ERR_TOO_LARGE the field has OPTIONS_MAX. */
enum err meta_option_create(
        struct db *db, int64_t field_id, const char *label_json, const char *code, int64_t *out_id);
/* field_code - a code made of a label that no field of the module has yet: "Lead Source" -> "lead_source",
 * "lead_source_2". */
enum err field_code(struct db *db, const struct module *mod, const char *label, const char **out_code);
/* label_json - {"*": text}, for what a person named. */
char *label_json(struct arena *a, const char *text);
