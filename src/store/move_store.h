/* move_store - an account's rows on their way to another database. While they are copied, triggers note in the table move_log
 * which rows change, in the transaction that changes them: whatever is committed is noted, whoever wrote it. Writers of an
 * account stand in line until their commit, so notes become visible in the order of their ids. */
#pragma once
#include "store/backup_store.h"

/* A table, or a part of one, that moves; as backup_store.h knows it, but with every column as it is. */
struct move_table {
    struct backup_table t;
    int64_t no;      /* in move_log; the parts of a table share it */
    bool pointed_at; /* other tables refer to its rows */
    /* Statements: a new row; by key: is it there? the row (of this part), make it so, remove it; of a whole table without
     * a key. */
    const char *insert, *has, *row, *put, *drop;
};

/* move_tables - all of an account's, in an order in which nothing points at what comes later. */
enum err move_tables(
        struct db *db, const char *(*sql_word)(const char *type), struct move_table **out_tables, int *out_n);
/* move_shape - modules, fields and their columns as one text: equal texts, equal tables. */
enum err move_shape(struct db *db, const char **out_shape);
/* move_rows - how many rows there are in all. */
enum err move_rows(struct db *db, const struct move_table *tables, int n, int64_t *out_n);

/* move_watch - from this write's commit on, changes are noted. */
enum err move_watch(struct db *db, const struct move_table *tables, int n);
/* move_refuse - from this write's commit on, nothing can be changed here any more. */
enum err move_refuse(struct db *db, const struct move_table *tables, int n);
/* move_end - neither any more. Fine when there was nothing. */
enum err move_end(struct db *db);

/* move_seal - the target's last step before it is used: ids go on behind the greatest. Its commit makes all before durable. */
enum err move_seal(struct db *db, const struct move_table *tables, int n);

/* move_last - the newest note, 0 = none. */
enum err move_last(struct db *db, int64_t *out_id);
/* move_pending - how many there are behind a note. */
enum err move_pending(struct db *db, int64_t after, int64_t *out_n);

struct move_key {
    int64_t id;      /* 0 when the key is a text */
    const char *key; /* "" when it is a number */
};
/* move_keys - the next rows of a table that were noted after a note and up to another, by key, behind `from` (NULL: the
 * first); at most 500. Tables with longer keys than a number and a text give one key for all their rows. */
enum err move_keys(struct db *db, const struct move_table *t, int64_t after, int64_t upto,
        const struct move_key *from, struct move_key **out_keys, size_t *out_n);
/* move_drop - remove the row from the target when the source has none. */
enum err move_drop(
        struct db *source, struct db *target, const struct move_table *t, const struct move_key *key);
/* move_put - make the target's row what the source's is; nothing when there is none (of this part). */
enum err move_put(
        struct db *source, struct db *target, const struct move_table *t, const struct move_key *key);
/* move_whole - is the whole table copied anew when anything in it changed? */
bool move_whole(const struct move_table *t);
