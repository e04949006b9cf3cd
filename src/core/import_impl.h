/* import_impl - what the files of an import's run share; nobody else includes it. */
#pragma once
#include "core/file.h"
#include "core/import_plan.h"
#include "store/import_store.h"

#define IMPORT_KEEP_MS (30 * MS_DAY) /* a file, and its refused rows */

/* How far a preview or a run came, and what came of its rows. */
struct progress {
    struct csv *csv;
    struct file_reader *reader; /* of csv's stream; NULL: a file of the machine, of an older version */
    struct buf refused;         /* rows refused by this step, as CSV */
    int64_t refused_bytes;      /* of all, those included */
    int64_t row;                /* data rows read */
    int64_t created, updated, unchanged, n_refused, contacts_created, contacts_matched, new_options;
    json_t *samples;
    json_t *wanted; /* see import_wanted; NULL: no column makes options */
    bool scanned;   /* the file was read once for them */
};

/* import_analyse_csv - import_analyse with the reader before the header; closes it. */
enum err import_analyse_csv(
        struct arena *a, struct csv *csv, struct import_file *out_file, const char **out_key);
/* import_open - the import's file, before its header; *out_reader may become NULL.
 * Errors: ERR_NOT_FOUND with error.import_file_gone */
enum err import_open(struct ctx *cx, const struct import_row *row, enum csv_encoding encoding, char delimiter,
        struct csv **out_csv, struct file_reader **out_reader);

/* A row of the file, read and not yet written. */
struct import_line {
    struct row_result r;
    const char *const *cells;
    size_t n;
};

/* import_look_up - which cards and customers some rows mean, asked for together, where that is of use (cx->known). */
enum err import_look_up(struct ctx *cx, const struct plan *plan, const struct import_line *lines, int n);
/* import_preview_row - count what would become of the row csv stands on, and keep a sample of it; writes nothing. */
enum err import_preview_row(
        struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r);
/* import_run_row - the row's card and customer, or a line in the file of refused rows. A refusal is not an error. */
enum err import_run_row(struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r,
        const char *const *cells, size_t n);

/* import_make_fields - create the fields the mapping wishes for and write their codes into it.
 * import_check_fields - what it would fail with. */
enum err import_make_fields(struct ctx *cx, struct import_row *row, const struct plan *plan);
enum err import_check_fields(struct ctx *cx, const struct import_row *row, const struct plan *plan);

/* The options that a file brings and its fields do not offer yet, gathered row by row: for each column that makes
 * options an object {meaning: null, the id of one that the undo of another import took away, or false: another spelling
 * of one before it}, in order of appearance, 500 at most. */
/* import_wanted - the empty ones; NULL when no column makes options. New reference. */
json_t *import_wanted(const struct plan *plan);
void import_note_options(
        struct ctx *cx, const struct plan *plan, const char *const *cells, size_t n, json_t *wanted);
/* import_option_coming - does this text need an option that the run would make, and find it then? c->wanted is the
 * column's own. Takes: unknown - the field cannot read the text as it is */
bool import_option_coming(struct ctx *cx, const struct plan_column *c, const char *text, bool unknown);
/* import_make_options - create them. import_check_options - what it would fail with, or how many it would make. */
enum err import_make_options(
        struct ctx *cx, struct import_row *row, const struct plan *plan, const json_t *wanted);
enum err import_check_options(struct ctx *cx, const struct plan *plan, const json_t *wanted, int64_t *out_n);
