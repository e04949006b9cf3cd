/* list_impl - shared by the files that make lists (filter.c, list.c, list_row.c, list_sum.c, home.c). */
#pragma once
#include "core/cursor.h"
#include "core/list.h"
#include "store/list_store.h"

/* list_key_type - of the values that a field orders a list by; NULL = the next action. */
enum val_type list_key_type(const struct field *f);
/* filter_test - the store's conditions for a checked filter. */
struct test *filter_test(struct ctx *cx, const struct filter *f);
/* list_empty_value - what "not set" is in the field's column. */
struct val list_empty_value(const struct field *f);
void list_column_of(const struct field *f, struct list_column *out);
/* list_spec_of - what a query selects, narrowed to what the acting member may see. Errors: ERR_INVALID day group. */
enum err list_spec_of(struct ctx *cx, const struct list_query *q, bool page, struct list_spec *out);
/* list_day - bounds of a day group, 0 = open; false when there is none of this name. */
bool list_day(struct ctx *cx, const char *name, int64_t *out_from, int64_t *out_to);
/* list_rows_write - the members "rows", "next" and "partial" of a page. Takes: until_us see list_walk_limit */
enum err list_rows_write(struct ctx *cx, const struct list_query *q, int64_t until_us, struct jw *w);

/* Walks: a condition that no index finds is asked of row by row, in the list's order, for a bounded time. */
/* list_walk_limit - when the walks of a request must end (clock_mono_us), all of them together. */
int64_t list_walk_limit(const struct ctx *cx);
/* list_walk - the ids of the next cards that match, at most limit.
 * Takes:  order where to start; changed. Gives: ids[0 … n_valued) have a value in the order's column, the others none.
 *         more: there are others, behind `last`; partial: the time was over before as many were found
 * Errors: ERR_BUSY see ctx_long */
struct walked {
    int64_t *ids;
    int n, n_valued;
    bool more, partial;
    struct cursor last;
};
enum err list_walk(struct ctx *cx, const struct list_spec *spec, struct list_order *order, int limit,
        int64_t until_us, struct walked *out);
/* list_walk_count - how many match, and the sum of their values (NULL = not wanted), up to cap. *out_cut: there may be
 * more. */
enum err list_walk_count(struct ctx *cx, const struct list_spec *spec, int64_t cap, int64_t until_us,
        int64_t *out_n, int64_t *out_value, bool *out_cut);

/* What writing rows needs to know once for all of them. */
struct row_writer {
    struct ctx *cx;
    const struct module *module; /* of the present row */
    const struct field *const *columns;
    int n_columns;
    bool says_wake;        /* its module says beforehand what happens at wake_at */
    bool no_value;         /* its value is hidden from the acting member */
    int64_t review_before; /* qualified before this: due for review; 0 = never */
};
void row_writer_init(struct row_writer *rw, struct ctx *cx, const struct module *mod,
        const struct field *const *columns, int n_columns);
/* row_write - one CardRow from the columns of enum list_col. */
void row_write(struct row_writer *rw, struct jw *w, const struct val *row);
