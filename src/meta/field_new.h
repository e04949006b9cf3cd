/* field_new - fields and options made at run time: by templates, and by imports that bring columns and choices of their
 * own. After the transaction the snapshot must be loaded anew: callers with a ctx set cx->meta_changed. */
#pragma once
#include "meta/meta.h"

#define FIELDS_MAX  200  /* of one module */
#define OPTIONS_MAX 1000 /* of one field */

struct field_new {
    int64_t module_id;
    const char *code;       /* [a-z0-9_], at most 40; see field_code */
    const char *type;       /* a name of field_types[] */
    const char *label;      /* as JSON, see label_json */
    const char *help, *grp; /* likewise, or NULL */
    const char *settings;   /* JSON object, or NULL */
    const char *role;       /* or NULL */
    bool filterable, required;
};

/* meta_field_create - the field's row, its column and, when filterable, its index.
 * Errors:  ERR_INVALID with *out_key error.field_type, error.field_code, error.field_exists, or error.too_many_fields
 * (limit FIELDS_MAX)
 * Effects: DDL of m_<module_id> */
enum err meta_field_create(struct db *db, const struct field_new *in, int64_t *out_id, const char **out_key);
/* meta_option_create - one more choice at the end. code "" and colour "" are fine.
 * Errors: ERR_INVALID with error.too_many_options (limit OPTIONS_MAX) */
enum err meta_option_create(struct db *db, int64_t field_id, const char *code, const char *label,
        const char *colour, int64_t *out_id, const char **out_key);
/* field_code - a code made of a label that no field of the module has yet: "Lead Source" -> "lead_source",
 * "lead_source_2". */
enum err field_code(struct db *db, const struct module *mod, const char *label, const char **out_code);
/* label_json - {"*": text}, for what a person named. */
char *label_json(struct arena *a, const char *text);
