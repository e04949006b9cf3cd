/* import_plan - a mapping made ready for rows: what each column means, and what one row becomes. */
#pragma once
#include "core/card.h"
#include "core/contact.h"
#include "core/import.h"

enum target { TO_NOTHING, TO_FIELD, TO_NAME, TO_PERSON, TO_COMPANY };

struct plan_column {
    int index; /* cell number in the file */
    const char *header;
    enum target target;
    const struct field *field; /* TO_FIELD; made up when the field is still to be created */
    bool is_new, create_options;
    const char *member;   /* TO_PERSON, TO_COMPANY: "email", "city", … */
    const json_t *values; /* cell text -> meaning, or NULL */
    const json_t *empty;  /* texts that mean nothing, or NULL */
    const json_t *spec;   /* the column's own object in the mapping */
    const json_t *wanted; /* previews: the options that a run would make; see import_impl.h */
};

struct plan {
    const struct module *module;
    enum csv_encoding encoding;
    char delimiter;
    struct plan_column *columns;
    int n_columns;
    const struct plan_column *key; /* rows whose value stands on a card update it; NULL = always create */
    const char *name_template;     /* "Lead {Lead Number}" or NULL */
    int64_t owner_id, status_id;
    bool match_contacts, unassigned;
};

/* plan_make - from a mapping and the file's header row. Errors: ERR_INVALID with field "mapping.…". */
enum err plan_make(struct ctx *cx, const struct module *mod, const json_t *mapping,
        const char *const *headers, size_t n_headers, struct plan *out_plan);

/* What one row becomes. */
struct row_result {
    enum { ROW_CREATE, ROW_UPDATE, ROW_REFUSE } kind;
    int64_t card_id; /* ROW_UPDATE */
    int64_t line;    /* of the file, the header being 1 */
    struct edit *edits;
    size_t n_edits, n_mapped; /* the first n_mapped come from cells; the rest are defaults for new cards */
    const char *title;
    struct contact *person, *company; /* NULL when the row says nothing of one */
    const char *error;                /* ROW_REFUSE: sentence in the member's language */
};

/* plan_row - read one row; writes nothing. A refused row is a result, not an error. */
enum err plan_row(
        struct ctx *cx, const struct plan *plan, const char *const *cells, size_t n, struct row_result *out);
/* plan_guess - the mapping suggested for analysed columns. New reference. */
json_t *plan_guess(struct ctx *cx, const struct module *mod, const json_t *columns);
/* plan_makes_options - may the run add options to the column's field? */
bool plan_makes_options(const struct plan_column *c);
/* plan_cell_empty - does this text mean nothing in this column? */
bool plan_cell_empty(const struct plan_column *c, const char *text);
/* plan_cell_meaning - the text after the column's value map. */
const char *plan_cell_meaning(const struct plan_column *c, const char *text);
/* import_plan_of - the plan of a kept import, against the module as it is now. Errors: as plan_make; ERR_NOT_FOUND */
struct import_row;
enum err import_plan_of(struct ctx *cx, const struct import_row *row, struct plan *out_plan);
