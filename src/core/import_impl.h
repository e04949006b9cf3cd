/* import_impl - what the files of an import's run share; nobody else includes it. */
#pragma once
#include "core/import_plan.h"

#include <stdio.h>

/* How far a preview or a run came, and what came of its rows. */
struct progress {
    struct csv *csv;
    FILE *refused;
    int64_t row; /* data rows read */
    int64_t created, updated, unchanged, n_refused, contacts_created, contacts_matched, new_options;
    json_t *samples;
};

/* import_preview_row - count what would become of the row csv stands on, and keep a sample of it; writes nothing. */
enum err import_preview_row(
        struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r);
/* import_run_row - the row's card and customer, or a line in the file of refused rows. A refusal is not an error. */
enum err import_run_row(struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r,
        const char *const *cells, size_t n);

/* import_make_fields - create the fields the mapping wishes for and write their codes into it. */
enum err import_make_fields(struct ctx *cx, struct import_row *row, const struct plan *plan);
/* import_make_options - create the choices the file brings that its fields do not know yet. */
enum err import_make_options(struct ctx *cx, struct import_row *row, const struct plan *plan);
