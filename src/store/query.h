/* query - builds one SQL statement from three kinds of pieces only: constant texts of ours, columns that the store
 * itself knows, and parameters. Text of a request can only ever become a parameter.
 * Columns come from metadata (field.column): either a fixed column, looked up in the table in query.c, or f_<id> of a
 * module's own fields. */
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

/* query_rows, query_one, query_each, query_exec - run it; dialect words are replaced. Errors as db_query, db_one, db_each. */
enum err query_rows(struct query *q, struct db *db, struct rows *out_rows);
enum err query_one(struct query *q, struct db *db, const struct val **out_row);
enum err query_each(
        struct query *q, struct db *db, enum err (*each)(void *arg, const struct val *row), void *arg);
enum err query_exec(struct query *q, struct db *db, int64_t *out_changed);
