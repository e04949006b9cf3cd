/* list_store - the SQL of card lists: pages by keyset, counts, ids. The lists ordered by next action are merged from
 * branches that an index drives each, so a page costs the same in a thousand cards and in a million. */
#pragma once
#include "store/db.h"
#include "store/sees.h"

/* Where a column stands. */
enum place { ON_CARD, ON_MODULE, ON_CONTACT };

/* A condition; columns come from metadata only. A customer's columns (ON_CONTACT): name, email, phone, city, industry,
 * region, employees, revenue_minor; the latter four are the company's where there is one. */
struct test {
    enum { T_ALL, T_ANY, T_NOT, T_CMP } kind;
    struct test *const *kids;
    int n_kids; /* an empty T_ALL or T_ANY narrows nothing */
    enum place place;
    const char *column;
    enum {
        AS_VALUE,  /* compare as it is */
        AS_TEXT,   /* compare without case and accents */
        AS_FOLDED, /* the column is folded already, and so are the values */
        AS_SET,    /* ",3,7,": a set of ids; values are ids */
        AS_PHONE,  /* values are digits in international form */
    } as;
    enum cmp {
        CMP_EQ,
        CMP_NE,
        CMP_LT,
        CMP_LE,
        CMP_GT,
        CMP_GE,
        CMP_BETWEEN, /* both ends included */
        CMP_RANGE,   /* from the first to before the second; either may be VAL_NULL: open */
        CMP_IN,
        CMP_NOT_IN,
        CMP_CONTAINS,
        CMP_STARTS,
        CMP_EMPTY,
        CMP_NOT_EMPTY
    } cmp;
    const struct val *values;
    int n_values;
    struct val empty; /* what "not set" is in this column; VAL_NULL = NULL */
    bool indexed;     /* an index finds these values, so the condition may drive the list */
};

struct list_spec {
    int64_t module_id;
    const int64_t *status_ids; /* none = all */
    int n_statuses;
    const int64_t *ids; /* none = all */
    int n_ids;
    int64_t qualification, rating; /* both >= 0: one cell of the 9-box */
    int64_t owner_id;              /* 0 = all, -1 = without owner */
    const struct sees *sees;       /* what this member sees; NULL = everything of the module */
    const struct test *test;       /* or NULL */
    const char *search;            /* folded words, or NULL */
    int search_scan;               /* newest hits looked at; 0 = all of them */
    bool trash;                    /* the trashed instead of the live ones */
    int64_t due_from, due_to;      /* next_due_at from … to before …; both 0 = any */
    const struct test *driver; /* as list_store_drive chose: what its index finds drives the list; or NULL */
};

struct list_column {
    enum place place;
    const char *column;
    bool indexed; /* an index has its order */
    bool contact,
            file; /* list_store_values: the name of the contact, or of the attached file, whose id it holds */
};

struct list_order {
    const struct list_column *by; /* NULL = by next action, ascending or descending */
    bool descending;
    bool has_empty;   /* the column can be "not set"; those rows come last, in a pass of their own */
    bool empty_pass;  /* this is that pass */
    struct val empty; /* as in struct test */
    bool after;       /* start behind this row */
    struct val after_key;
    int64_t after_id;
};

/* The columns of a row; then come the wanted ones. */
enum list_col {
    ROW_ID,
    ROW_KEY, /* what the list is ordered by */
    ROW_NUMBER,
    ROW_MODULE,
    ROW_STATUS,
    ROW_NAME,
    ROW_OWNER,
    ROW_CONTACT,
    ROW_CONTACT_NAME,
    ROW_CONTACT_KIND,
    ROW_COMPANY,
    ROW_COMPANY_NAME,
    ROW_PHONE,
    ROW_EMAIL,
    ROW_VALUE,
    ROW_TASK,
    ROW_TASK_TEXT,
    ROW_TASK_TYPE,
    ROW_TASK_ASSIGNEE,
    ROW_TASK_DUE,
    ROW_TASK_HAS_TIME,
    ROW_TASK_VERSION,
    ROW_NEXT_DUE,
    ROW_N_OPEN,
    ROW_TASK_CHECKS,
    ROW_TASK_CHECKS_DONE,
    ROW_TASK_RULE,
    ROW_CHECKS,
    ROW_CHECKS_DONE,
    ROW_QUALIFICATION,
    ROW_RATING,
    ROW_SALES_STATE,
    ROW_LAST_CONTACT,
    ROW_WAKE,
    ROW_QUALIFIED_AT,
    ROW_STATUS_AT,
    ROW_CREATED,
    ROW_UPDATED,
    ROW_TRASHED,
    ROW_VERSION,
    N_ROW_COL
};

/* list_store_drive - s->driver: the condition with the fewest matches that an index finds, when they are few enough to be
 * looked up one by one; for a page or for counting. */
enum err list_store_drive(struct db *db, struct list_spec *s, bool page);

/* How a page is found. */
enum list_way {
    LIST_BY_INDEX, /* an index gives the rows in order, or those few that match */
    LIST_BY_WALK,  /* an index gives the order, and a condition is asked of row by row: list_store_walk */
    LIST_BY_SORT   /* all that match are read and sorted */
};
enum list_way list_store_way(const struct list_spec *s, const struct list_order *o);

/* list_store_walk - the next `max` rows in the list's order, those included that s->test does not hold for: id, key, 1 or 0,
 * and the card's value when with_value (else NULL). Only for LIST_BY_WALK. */
enum err list_store_walk(struct db *db, const struct list_spec *s, const struct list_order *o, int max,
        bool with_value, enum err (*each)(void *arg, const struct val *row), void *arg);
/* list_store_page - at most `limit` rows in order, each given to each() while it lives. */
enum err list_store_page(struct db *db, const struct list_spec *s, const struct list_order *o,
        const struct list_column *extra, int n_extra, int limit,
        enum err (*each)(void *arg, const struct val *row), void *arg);
/* list_store_count - how many match, and the sum of their values, looking at `cap` at most. */
enum err list_store_count(
        struct db *db, const struct list_spec *s, int64_t cap, int64_t *out_n, int64_t *out_value);
/* list_store_ids - ids after after_id, ascending; at most max. */
enum err list_store_ids(
        struct db *db, const struct list_spec *s, int64_t after_id, int max, int64_t *out_ids, int *out_n);
/* list_store_values - the wanted columns of the cards after after_id, in id order, at most max: for exports. Row: the id, then
 * the columns. */
enum err list_store_values(struct db *db, const struct list_spec *s, const struct list_column *cols,
        int n_cols, int64_t after_id, int max, enum err (*each)(void *arg, const struct val *row), void *arg);
/* list_store_page_sql - the text of the page's statement, for tests of the query plan. */
char *list_store_page_sql(struct db *db, const struct list_spec *s, const struct list_order *o, int limit);

/* list_store_counters - sums for a module, status, qualification and rating; the same may come twice: status_id,
 * qualification, rating, n, value_minor. Reads the counter rows, and cards that are seen in spite of their owner, or are not,
 * one by one. Takes: owner_id as in list_spec; sees NULL = everything */
enum err list_store_counters(
        struct db *db, int64_t module_id, int64_t owner_id, const struct sees *sees, struct rows *out_rows);
/* list_store_cell_overdue - cards of a cell in these statuses whose next action is due before `before_at`, counted over
 * the index of the 9-box, at most cap, for a member who sees all of them. */
enum err list_store_cell_overdue(struct db *db, int64_t module_id, int64_t qualification, int64_t rating,
        const int64_t *status_ids, int n_statuses, int64_t owner_id, int64_t before_at, int64_t cap,
        int64_t *out_n);
