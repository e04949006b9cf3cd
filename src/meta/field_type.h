/* field_type - the kinds of values a card can hold. One record per type, one list (field_types[]). */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "meta/meta.h"

/* Filter operators; a type names the ones it takes. */
enum op {
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_BETWEEN,
    OP_IN,
    OP_NOT_IN,
    OP_CONTAINS,
    OP_STARTS,
    OP_EMPTY,
    OP_NOT_EMPTY,
    OP_RELATIVE, /* dates: today, yesterday, this_week, last_7_days, next_30_days, older_than_90_days … */
    N_OP
};

struct field_type {
    const char *
            name; /* text, long_text, number, money, date, datetime, choice, choices, bool, link, email, phone, user, contact, file, status */
    const char *sql_word; /* dialect word of its column: "{TEXT}" … */
    unsigned ops;         /* bit set of enum op */
    bool sortable;
    /* parse - from a JSON value (already one of null, bool, int, real, string, array) to the stored value.
     * Errors: ERR_INVALID with *out_key a message key such as "error.too_long" and *out_limit its limit. */
    enum err (*parse)(struct arena *a, const struct field *f, const json_t *in, struct val *out,
            const char **out_key, int64_t *out_limit);
    /* parse_text - from a cell of an imported file, in the given zone's calendar and with the usual notations
     * ("1 234,56", "2026. 11. 22.", "igen", an option's label in any language). Errors as parse. */
    enum err (*parse_text)(struct arena *a, const struct field *f, const char *in, const char *zone,
            struct val *out, const char **out_key);
    /* write - the stored value as JSON. */
    void (*write)(struct jw *w, const struct field *f, struct val v);
    /* show - as plain text in a language, for history, search and exports. */
    char *(*show)(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone);
};

/* field_type_named - NULL when there is none. */
const struct field_type *field_type_named(const char *name);
extern const struct field_type *const field_types[]; /* NULL-terminated */
/* field_takes - is the operator one of the type's? */
static inline bool field_takes(const struct field *f, enum op op)
{
    return f->type->ops >> op & 1;
}

/* field_sortable - is it offered to order lists by? The cards' own fields only with an index that has their order; a
 * module's fields without one cost a look at all of its cards. What is not offered is still taken (saved views). */
static inline bool field_sortable(const struct field *f)
{
    return f->type->sortable && f->table != IN_CONTACT && (f->indexed || f->table == IN_MODULE);
}

/* op_name / op_named - "eq", "ne", "lt", … ; N_OP when unknown. */
const char *op_name(enum op op);
enum op op_named(const char *name);

/* The fixed fields that every card of every module has (meta/fixed.c): name, status, owner, contact, company, value,
 * source, created_at, updated_at, last_contact_at, next_due_at, status_at, number, and the key fields qualification,
 * rating, sales_state of modules whose kind has them. Key field values: see the enums below. */
const struct field *fixed_fields(int *out_n);
const struct field *fixed_key_fields(int *out_n);
/* fixed_contact_fields - the customer's own data as filters and table columns know them (IN_CONTACT): contact.name,
 * contact.email, contact.phone, contact.city, contact.industry, contact.region, contact.employees, contact.revenue. */
const struct field *fixed_contact_fields(int *out_n);

enum sales_state { SALES_IN_PROGRESS, SALES_WON, SALES_LOST, SALES_FORGOTTEN };
enum qualification { QUAL_NON_TARGET, QUAL_TARGET, QUAL_VIP };
enum rating { RATING_NOT_INTERESTED, RATING_UNDECIDED, RATING_COMMITTED };
