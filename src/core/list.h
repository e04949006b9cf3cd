/* list - bounded, paged lists of cards: filters over metadata, sorting, keyset cursors, day groups, counts. */
#pragma once
#include "core/card.h"
#include "meta/field_type.h"

/* A filter is a small tree: {"all":[…]} / {"any":[…]} / {"not":…} / {"field":"rating","op":"eq","value":"committed"}.
 * At most 5 deep and 50 conditions. Fields: every field code of the module, and contact.* (name, city, industry, region,
 * employees, revenue, email, phone). */
struct filter {
    enum { F_ALL, F_ANY, F_NOT, F_COND } kind;
    struct filter **kids;
    int n_kids;
    const struct field *field;
    enum op op;
    struct val *values;
    int n_values;
};

/* filter_parse - check against the module's metadata; relative dates are resolved in the member's zone now.
 * Errors: ERR_INVALID with the path of the member ("filter.all[1].value"). */
enum err filter_parse(struct ctx *cx, const struct module *mod, const json_t *in, struct filter **out_filter);
/* list_field - a field that lists may filter, sort or show by its code: the module's, or contact.*; NULL when there is
 * none, or the acting member may not know of it. */
const struct field *list_field(const struct ctx *cx, const struct module *mod, const char *code);

struct list_query {
    const struct module *module;
    int64_t status_id;           /* 0 = all */
    int group;                   /* -1 = all, else enum group */
    int64_t owner_id;            /* 0 = all, -1 = without owner */
    int64_t box_cell;            /* -1 = all, else qualification * 3 + rating */
    const struct filter *filter; /* or NULL */
    const int64_t *ids;          /* only these cards */
    int n_ids;                   /* 0 = all */
    const char *
            search; /* what was typed: its words are prefixes of words in name, customer, mails, phones; or NULL */
    const struct field *sort; /* NULL = next action */
    bool descending;
    const char *cursor;                 /* opaque, from the last page; or NULL */
    const struct field *const *columns; /* custom and contact columns wanted beside the fixed ones */
    int n_columns;
    int limit;             /* 1-200 */
    bool trash;            /* the trash instead of the live cards */
    const char *day_group; /* overdue, today, …: only this group; NULL = all */
};

/* list_columns - the columns of q by their codes, separated by commas; at most 60. NULL or "": none.
 * Errors: ERR_INVALID, field "columns" */
enum err list_columns(
        struct ctx *cx, const struct module *mod, const char *codes, struct list_query *out_query);
/* list_write - {"rows":[…CardRow…],"next":cursor|null} straight from the rows. Never computes a total. */
enum err list_write(struct ctx *cx, const struct list_query *q, struct jw *w);
/* list_groups_write - the nine day groups with their counts; each count stops at 1,000 ("capped":true). */
enum err list_groups_write(struct ctx *cx, const struct list_query *q, struct jw *w);
/* list_count - exact number of matches, stopping at `cap` (then *out_capped). For the bulk bar. */
enum err list_count(
        struct ctx *cx, const struct list_query *q, int64_t cap, int64_t *out_n, bool *out_capped);
/* list_ids - ids after `after_id` in id order, at most max: how bulk jobs walk "all that match". */
enum err list_ids(
        struct ctx *cx, const struct list_query *q, int64_t after_id, int max, int64_t *out_ids, int *out_n);
/* board_write - {"columns":[{status_id,n,value_minor,rows,next}]}: the first 30 cards of each status; n stops at 10,000
 * where a filter or a search narrows it. */
enum err board_write(struct ctx *cx, const struct list_query *q, struct jw *w);
/* pipeline_write - statuses with count and value from the counters, narrowed to what the member may see. */
enum err pipeline_write(struct ctx *cx, const struct module *mod, int64_t owner_id, struct jw *w);
/* box_write - nine cells with count, value, overdue. */
enum err box_write(struct ctx *cx, const struct module *mod, int64_t owner_id, struct jw *w);
