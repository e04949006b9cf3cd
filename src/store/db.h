/* db - the small interface that both databases stand behind. All SQL lives in src/store, in the part of SQL that
 * SQLite 3.40 and PostgreSQL 15 both speak; placeholders are ?1, ?2, …
 *
 * A `store` is one open database (an account or the directory): one write connection with group commit and a pool of
 * read connections. A `db` is one transaction on one of them, used by one thread. Rows are copied into the arena, so
 * nothing has to be finalized above. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/val.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;
struct db;

struct rows {
    size_t n, cols;
    struct val *v; /* row-major: v[row * cols + col] */
};

/* row_of - the values of row i. */
static inline const struct val *row_of(const struct rows *r, size_t i)
{
    return r->v + i * r->cols;
}

enum store_kind { STORE_SQLITE, STORE_POSTGRES };

/* What a server does with what servers on one PostgreSQL tell each other (db_tell). Called from one thread of each
 * database, one after the other; must outlive the stores that were opened with it. */
struct store_ear {
    void (*heard)(void *arg, const char *text);
    /* deaf - the line broke (true), or stands again (false): what was told between is lost. */
    void (*deaf)(void *arg, bool deaf);
    void *arg;
};

/* What came and went in an SQLite file, for restoring it as it was at a time; see sqlite_archive.c. */
struct store_archive {
    const char *dir;   /* of this database alone; made when it is missing */
    int days;          /* so far back it shall reach */
    int64_t max_bytes; /* it may take, whatever the days */
    int tick_ms;       /* how often new commits are taken, 0 = the default */
};

/* 0 in a number = the default. */
struct store_config {
    enum store_kind kind;
    const char *path;     /* SQLite: file; PostgreSQL: schema name */
    const char *conninfo; /* PostgreSQL only */
    int connections; /* PostgreSQL: at most, shared by all stores of the conninfo; the first one's wish counts */
    int readers;     /* read connections kept */
    int cache_mib;        /* page cache of each read connection */
    int batch_max;        /* requests in one commit at most */
    int batch_ms;         /* how long a finished request waits for others to join its commit */
    int checkpoint_pages; /* WAL pages after which the checkpoint thread works */
    int idle_ms;          /* after this long without a write the log gives its disk space back */
    const struct store_archive *archive; /* SQLite: keep its past; NULL = not */
    bool beside; /* SQLite: without the lock, beside the server that has it; see store_open */
    const struct store_ear
            *ear; /* PostgreSQL: what to do with what other servers tell; NULL: nobody listens */
};

/* store_open - open (and create) the database. SQLite takes an exclusive lock file, so a second server is refused.
 * With cfg->beside no lock is taken, and checkpoints are left to whoever has it: for a command that reads, or writes a
 * row or two that the server does not keep in memory. The schema must not be changed then.
 * Errors: ERR_CONFLICT in use by another process, ERR_FULL, ERR_BUSY PostgreSQL cannot be reached, ERR_INTERNAL. */
enum err store_open(const struct store_config *cfg, struct store **out_store);
/* store_close - after the last transaction has ended. NULL is fine. */
void store_close(struct store *s);
/* store_exists - is there something of this name, perhaps half-made? Of cfg it takes kind, path, conninfo. */
enum err store_exists(const struct store_config *cfg, bool *out_exists);
/* store_remove - the whole database, for good; it must not be open. Fine when there is none. */
enum err store_remove(const struct store_config *cfg);
/* store_rename - give the whole database another name, at once and durably; it must not be open, and nothing may have
 * the new name. Of cfg it takes what store_exists takes. Errors: ERR_CONFLICT the name is taken. */
enum err store_rename(const struct store_config *cfg, const char *path);
enum store_kind store_kind(const struct store *s);
/* store_share - the schema is now of this version, with the tables `turn` and `committed`: from here on writers of several
 * servers stand in one line (PostgreSQL; SQLite has one server only). A write finds ERR_VERSION when another server has
 * brought the schema to a newer version meanwhile. */
void store_share(struct store *s, int schema);
/* store_shared - may other servers work on it, so that what is kept in memory must be told about? */
bool store_shared(const struct store *s);
/* store_told - the number of the latest thing told about this database; nobody writes it just then.
 * Errors: as store_write. */
enum err store_told(struct store *s, struct arena *a, int64_t *out_number);
/* store_snapshot - a consistent copy of the whole database into a new file at path (replaced when it exists), while
 * others go on working; complete and durable, or not there at all. Errors: ERR_FULL, ERR_INTERNAL. */
enum err store_snapshot(struct store *s, const char *path);

/* store_read - a read transaction (a consistent snapshot); waits for a free connection at most 5 s (ERR_BUSY). */
enum err store_read(struct store *s, struct arena *a, struct db **out_db);
/* store_read_end - give it back. */
void store_read_end(struct db *db);

/* store_write - the account's write transaction, which it may share with others: waits for its turn (FIFO). While it is
 * held nobody else writes this account, so keep it short. Reads on it see its own changes.
 * Errors: ERR_BUSY after 10 s, ERR_INTERNAL. */
enum err store_write(struct store *s, struct arena *a, struct db **out_db);
/* store_write_alone - the same for steps of hundreds of rows: it shares with nobody, so it needs no copy of what it changes
 * to take it back, and its commit does not wait for the disk: a power cut may take back the latest such steps, in
 * order, until the next store_write is durable. For work that notes in the same transaction how far it came. */
enum err store_write_alone(struct store *s, struct arena *a, struct db **out_db);
/* store_write_soon - store_write without waiting for the turn: run(arg, e, db) is called once, before this returns or
 * later, by this thread or another that writes this account; db is NULL unless e is ERR_OK. run ends the transaction by
 * store_write_end before it returns. The arena must live until run has returned. */
void store_write_soon(
        struct store *s, struct arena *a, void (*run)(void *arg, enum err e, struct db *db), void *arg);
/* store_write_end - keep == false rolls this request's savepoint back (others of the batch are untouched) and calls
 * done(arg, ERR_OK) at once (of store_write_soon: while others wait for the turn). keep == true joins the batch; done(arg, err) is called exactly once, from whichever thread
 * commits, after the commit is durable (ERR_OK) or has failed (ERR_FULL, ERR_INTERNAL: nothing was saved). Nothing is
 * held while done runs, so it may open transactions; dones of two batches may run at the same time. done may be NULL.
 * db is gone when this returns; the arena is not touched any more. */
void store_write_end(struct db *db, bool keep, void (*done)(void *arg, enum err e), void *arg);
/* store_write_commit - the same, but waits and returns the result. */
enum err store_write_commit(struct db *db);
void store_write_rollback(struct db *db);

/* A statement that fails leaves the transaction to be rolled back, as a whole or to a savepoint taken before: until then
 * PostgreSQL answers every further call with the same error. A text with a NUL inside is refused with ERR_INVALID. */

/* db_query - all rows. A query that may return many rows carries its own LIMIT. */
enum err db_query(
        struct db *db, const char *sql, const struct val *params, size_t n_params, struct rows *out_rows);
/* db_note - a number that nobody but this write transaction changes, so that those who join it need not ask again;
 * forgotten with its end, and when anything is taken back. db_noted - false: it must be asked for (SQLite: always, that is
 * as fast). */
void db_note(struct db *db, int64_t key, int64_t number);
bool db_noted(struct db *db, int64_t key, int64_t *out_number);
/* db_ahead - reads that are needed soon travel together: while it is on, each is only sent and gives no rows (db_one:
 * ERR_NOT_FOUND); asked for again afterwards, before anything is written, its answer is there. Nothing may be written
 * while it is on. Gives: false where an answer costs no way (SQLite): nothing is to be asked ahead then */
bool db_ahead(struct db *db, bool on);
/* db_one - the first row's values (NULL cols beyond), ERR_NOT_FOUND when there is none. */
enum err db_one(struct db *db, const char *sql, const struct val *params, size_t n_params,
        const struct val **out_row);
/* db_exec - run; *out_changed = rows changed. With NULL the failure of the statement may show only at a later call, at
 * the end of the savepoint, or at the end of the write, which then keeps nothing: PostgreSQL is not waited for.
 * Errors: ERR_CONFLICT a uniqueness or reference rule was hurt, ERR_FULL, ERR_BUSY, ERR_INTERNAL. */
enum err db_exec(
        struct db *db, const char *sql, const struct val *params, size_t n_params, int64_t *out_changed);
/* db_exec_one - a change of the one row that the statement means, sent on trust as with NULL.
 * Errors: ERR_STALE it was not there, at once or later; as db_exec */
enum err db_exec_one(struct db *db, const char *sql, const struct val *params, size_t n_params);
/* db_insert - an INSERT into a table with an ID column; *out_id = the new row's id. With ON CONFLICT: the id of the row
 * that was inserted or updated; ERR_CONFLICT when DO NOTHING did nothing. Errors as db_exec. */
enum err db_insert(
        struct db *db, const char *sql, const struct val *params, size_t n_params, int64_t *out_id);
/* db_add - db_insert of a row that no uniqueness can refuse: its failure may show later, as with db_exec and NULL. */
enum err db_add(struct db *db, const char *sql, const struct val *params, size_t n_params, int64_t *out_id);
/* db_each - row by row without keeping them (exports, rebuilds); each() returning != ERR_OK stops and is returned.
 * The row's texts live only for the call. */
enum err db_each(struct db *db, const char *sql, const struct val *params, size_t n_params,
        enum err (*each)(void *arg, const struct val *row), void *arg);
/* db_script - several statements separated by ';', no parameters: migrations and DDL of custom fields. */
enum err db_script(struct db *db, const char *sql);

/* store_index - build an index beforehand, outside of transactions, where that keeps no writer waiting; elsewhere nothing:
 * CREATE INDEX IF NOT EXISTS in a write does what is left. on: "table (columns) …". Errors: ERR_BUSY try again later */
enum err store_index(struct store *s, const char *name, const char *on);

/* db_tell - tell all servers that listen, once this transaction is durable, in the order of commits. In the text {} becomes
 * a number that grows with each telling about this database. Only for a shared store, in a write; at most TELL_MAX bytes. */
#define TELL_MAX 7800
enum err db_tell(struct db *db, const char *text);
/* db_stamp, db_stamp_move - of a shared store: a number that is moved on with every change of what servers keep in memory;
 * in a write db_stamp is what it was when the write began. */
enum err db_stamp(struct db *db, int64_t *out_stamp);
enum err db_stamp_move(struct db *db, int64_t now_at);

/* db_savepoint / db_savepoint_end - a nested all-or-nothing step inside a write (an import's row). */
enum err db_savepoint(struct db *db);
enum err db_savepoint_end(struct db *db, bool keep);

/* db_words - replace the dialect's words in a text: {ID} {INT} {REAL} {TEXT} {BLOB}, {FOLD}(column) for comparing
 * without case, {+}column where no index shall be used, {PART}SELECT … {PART_END}( ORDER BY … LIMIT …) around the parts of
 * a UNION ALL that is read in an order, {AGAIN}( ORDER BY …) behind what joins an ordered table expression, and for looking
 * things up in the full-text index:
 *   SELECT d.kind, d.ref_id FROM {SEARCH_FROM} WHERE {SEARCH_MATCH} ORDER BY {SEARCH_ID} DESC LIMIT ?2
 * where d is search_doc and ?1 is made by db_match. Newest first costs nothing; any other order reads all hits. */
char *db_words(struct db *db, const char *sql);
/* db_match - the parameter for {SEARCH_MATCH} from a folded text: every word a prefix, all of them needed. */
char *db_match(struct db *db, const char *folded);
/* db_search_put, db_search_drop - write, replace or remove a thing's entry in the full-text index (table search_doc and
 * the index over it, which only these two keep together: no other SQL may change search_doc). text_key is folded;
 * dropping what is not there is fine. */
enum err db_search_put(struct db *db, int kind, int64_t ref_id, const char *text_key);
/* db_search_add - the same for what is surely new. */
enum err db_search_add(struct db *db, int kind, int64_t ref_id, const char *text_key);
enum err db_search_drop(struct db *db, int kind, int64_t ref_id);
/* db_search_check - in a read transaction: how many documents are found by other words than their own. */
enum err db_search_check(struct db *db, int64_t *out_wrong);
/* db_loaded - after rows with ids of their own were put into a table that has an ID: new ones go on behind the greatest,
 * and for search_doc the full-text index is made anew from the rows. */
enum err db_loaded(struct db *db, const char *table);
struct arena *db_arena(struct db *db);
enum store_kind db_kind(const struct db *db);
struct store *db_store(const struct db *db);
/* db_shared - of a store that other servers may work on? */
bool db_shared(const struct db *db);
/* db_bytes - how much the whole database takes, without what is free in it. */
enum err db_bytes(struct db *db, int64_t *out_bytes);
/* db_trace - from now on a line on stderr for each statement of transactions that belong to a request or a job: its text,
 * which holds no values, and how long it took. */
void db_trace(bool on);
/* db_trace_as - the transaction belongs to this request. */
void db_trace_as(struct db *db, const char *request_id);
/* db_is_write - is it the write transaction? */
bool db_is_write(const struct db *db);
/* db_stats - statements run and microseconds spent in this transaction. */
void db_stats(const struct db *db, unsigned *out_n_sql, int64_t *out_us);
/* db_error_text - the database's own words for the last failure; for the log only. */
const char *db_error_text(const struct db *db);

/* Params from a list: P(val_int(1), val_text("x")) gives two arguments, array and count. */
#define P(...)                                                                                               \
    (const struct val[]){__VA_ARGS__}, sizeof((const struct val[]){__VA_ARGS__}) / sizeof(struct val)
#define P0 NULL, 0

/* store_fault - tests only: the n-th call from now into the database (of any db of this store) fails with e, every
 * later one too when sticky; n = 0 switches it off. */
void store_fault(struct store *s, unsigned n, enum err e, bool sticky);
/* store_metrics - batches, batch sizes, WAL bytes, checkpoints as Prometheus text. */
struct buf;
void store_metrics(struct store *s, int64_t account_id, struct buf *out);
