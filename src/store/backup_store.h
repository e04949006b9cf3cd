/* backup_store - an account's rows for a backup, and back into an empty database. Which tables and columns there are stands
 * in one table (backup_store.c); a test holds it to the schema. A backup is canonical: tables in that order, the modules'
 * own tables behind them by id, rows by key. */
#pragma once
#include "store/directory_store.h"

struct backup_column {
    const char *name;
    const char *sql; /* what is read for it: its name, or an expression */
    char type;       /* i whole number, r number, t text, e empty text, b bytes; each may be NULL */
};

struct backup_table {
    const char *name;  /* in the file */
    const char *table; /* NULL: it speaks of the directory, and is read and written by functions of its own */
    const char *only;  /* the part of the table, or NULL */
    int64_t module_id; /* > 0: a module's own table */
    int n_key;         /* its first columns order the rows */
    int n_cols;
    const struct backup_column *cols;
};

#define BACKUP_COLUMNS_MAX 1000
#define BACKUP_KEY_MAX     5

/* backup_tables - those that every account of a schema version has, first those of the directory. */
int backup_tables(struct arena *a, int version, const struct backup_table **out_tables);
/* backup_value_fits - may a column of this type hold the value? */
bool backup_value_fits(char type, struct val v);

/* Reading */

enum err backup_version(struct db *db, int *out_version);
enum err backup_modules(struct db *db, int64_t **out_ids, size_t *out_n);
/* backup_module_table - a module's own table by its fields. sql_word gives the dialect's word for the column of a field's
 * type, NULL for an unknown one (ERR_INVALID). */
enum err backup_module_table(struct db *db, int64_t module_id, const char *(*sql_word)(const char *type),
        struct backup_table *out_table);
/* backup_each - all rows of a table, by key; texts live for the call only. */
enum err backup_each(struct db *db, const struct backup_table *t,
        enum err (*each)(void *arg, const struct val *row), void *arg);
/* Of the directory; rows as the tables "login" and "api_key" have them. */
enum err backup_members(struct db *db, struct rows *out_ids); /* of the account: id, login_id */
enum err backup_login(
        struct db *db, int64_t account_id, int64_t member_id, int64_t login_id, const struct val **out_row);
enum err backup_keys(
        struct db *db, int64_t account_id, enum err (*each)(void *arg, const struct val *row), void *arg);

/* Writing */

/* backup_insert - the statement for so many rows; its parameters are their columns. */
char *backup_insert(struct arena *a, const struct backup_table *t, int n_rows);
/* An index is built over all rows, and references are checked, in a fraction of the time that doing it row by row takes. backup_indexes_drop gives
 * what backup_indexes_make needs to build them again; only for a database nobody knows of yet. */
struct backup_indexes {
    const char **create;
    size_t n;
};
enum err backup_indexes_drop(
        struct db *db, struct arena *a, const struct backup_table *t, struct backup_indexes *out);
enum err backup_indexes_make(struct db *db, const struct backup_indexes *in);
/* backup_module_make - a module's own table, with its fields' columns and indexes. */
enum err backup_module_make(struct db *db, int64_t module_id, const char *(*sql_word)(const char *type));
/* backup_member_login - a member's log-in, in the directory the account lives in from now on. */
enum err backup_member_login(struct db *db, int64_t member_id, int64_t login_id);
/* backup_key_put - *out_done false: another account has this key. */
enum err backup_key_put(struct db *db, int64_t account_id, const struct val *row, bool *out_done);
