/* query - builds one SQL statement from three kinds of pieces only: constant texts of ours, columns that the store
 * itself knows, and parameters. Text of a request can only ever become a parameter.
 *
 * Columns come from metadata (field.table, field.column): either a fixed column, looked up in the table in query.c, or
 * f_<id> of a module's or the contacts' own fields. Conditions are a tree of plain structs that core makes from a
 * filter; query_cond writes it with its parameters. */
#pragma once
#include "base/buf.h"
#include "store/db.h"

struct query {
    struct buf sql;
    struct val *params;
    size_t n, cap;
};

void query_init(struct query *q, struct arena *a);
/* query_sql - a constant text. */
void query_sql(struct query *q, const char *text);
/* query_int - a whole number of ours, written into the text (offsets, table numbers). */
void query_int(struct query *q, int64_t i);
/* query_param - a placeholder for the value. */
void query_param(struct query *q, struct val v);
/* query_bind - a parameter without a placeholder: for dialect words that name it by its number ({SEARCH_MATCH}: ?1). */
void query_bind(struct query *q, struct val v);
/* query_column - alias.column, or column when alias is NULL. Takes: an alias that is a constant; a fixed column of
 * card, contact, contact_point, address or task, or f_<digits>. Anything else ends the program: it is a bug. */
void query_column(struct query *q, const char *alias, const char *column);

/* query_rows, query_one, query_each, query_exec - run it; dialect words are replaced. Errors as db_query, db_one, db_each,
 * db_exec. */
enum err query_rows(struct query *q, struct db *db, struct rows *out_rows);
enum err query_one(struct query *q, struct db *db, const struct val **out_row);
enum err query_each(
        struct query *q, struct db *db, enum err (*each)(void *arg, const struct val *row), void *arg);
enum err query_exec(struct query *q, struct db *db, int64_t *out_changed);

/* Where a condition's column stands, by the aliases that list statements give their tables: c card, m the module's own
 * table, k the customer (contact_id), o the customer's company. The last three are looked up in their own tables for
 * the card's customer: true when any of its rows fits. */
enum cond_table { AT_CARD, AT_MODULE, AT_CUSTOMER, AT_COMPANY, AT_EMAIL, AT_PHONE, AT_ADDRESS };

enum cond_op {
    IS_EQ,
    IS_NE,
    IS_LT,
    IS_LE,
    IS_GT,
    IS_GE,
    IS_BETWEEN, /* two values, both ends belong */
    IS_IN,
    IS_NOT_IN,
    IS_CONTAINS, /* text, without case and accents */
    IS_STARTS,
    IS_HAS, /* text column of several ids, kept as "|3|17|": holds any of the given ids */
    IS_EMPTY,
    IS_NOT_EMPTY,
};

/* A value that is missing (NULL) is unequal to every value and neither smaller nor greater; "not" turns a condition
 * into exactly its opposite, also for missing values. */
struct cond {
    enum { COND_ALL, COND_ANY, COND_NOT, COND_TEST } kind;
    struct cond *const *kids; /* ALL, ANY: none of them = true, false; NOT: one */
    size_t n_kids;
    /* TEST: */
    enum cond_table table;
    const char *column;
    enum cond_op op;
    const struct val *values;
    size_t n_values;
    bool text; /* of a text column: "" is empty too */
};

/* query_cond - write the tree, in brackets. */
void query_cond(struct query *q, const struct cond *c);
/* query_after - the rows behind a keyset cursor: (alias.column, alias.id) beyond (v, id) in the direction; v is not
 * NULL. Rows whose column is NULL come last in either direction: add them as a second step, by id. */
void query_after(
        struct query *q, const char *alias, const char *column, struct val v, int64_t id, bool descending);
