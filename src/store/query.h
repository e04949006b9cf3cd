/* query - builds one SQL statement from three kinds of pieces only: constant texts of ours, columns (checked
 * names that come from metadata), and parameters. Text of a request can only ever become a parameter. */
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
/* query_column - alias.column, or column when alias is NULL; anything but [a-z][a-z0-9_]* ends the program.
 */
void query_column(struct query *q, const char *alias, const char *column);

/* query_rows, query_one, query_each - run it; dialect words are replaced. Errors as db_query, db_one,
 * db_each. */
enum err query_rows(struct query *q, struct db *db, struct rows *out_rows);
enum err query_one(struct query *q, struct db *db, const struct val **out_row);
enum err query_each(
        struct query *q, struct db *db, enum err (*each)(void *arg, const struct val *row), void *arg);
