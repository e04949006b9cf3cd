/* sqlite - the insides of the SQLite back end, shared by db_sqlite.c (statements), sqlite_conn.c (connections
 * and their statement caches), sqlite_commit.c (what group commit asks of it), sqlite_checkpoint.c. */
#pragma once
#include "store/commit.h"

#include <pthread.h>
#include <sqlite3.h>

#define READ_WAIT_MS     5000
#define STMT_CACHE_MAX   200
#define STMT_CACHE_BYTES 16384 /* longer statements are not kept */
#define STMT_BUCKETS     256

/* A prepared statement kept for the next time; in a hash chain and in the order of use. */
struct stmt {
    struct stmt *chain, *newer, *older;
    sqlite3_stmt *st;
    char *sql;
    size_t len;
    uint32_t hash;
    bool busy; /* being stepped: a nested run of the same text prepares its own */
    bool kept; /* in the cache */
};

struct conn {
    struct conn *next; /* in the pool of idle readers */
    sqlite3 *sq;
    struct arena *scratch; /* for fold(); reset at each call */
    struct stmt *bucket[STMT_BUCKETS], *newest, *oldest;
    int n_stmts;
};

/* A document of the full-text index that changed in the open transaction; NULL = there was, there is none. */
struct search_change {
    int64_t doc_id;
    size_t order;
    const char *old_key, *new_key;
};

struct search_pending {
    struct search_change *v;
    size_t n, cap;
    struct arena *arena;
};

struct sqlite_store {
    struct store base;
    char *path;
    int lock_fd; /* -1: opened beside the server that has the lock; no checkpoint thread then */
    int cache_mib, checkpoint_pages, idle_ms;

    /* Readers */
    pthread_mutex_t read_mutex;
    pthread_cond_t read_cond;
    struct conn *idle; /* latest used first: its cache is warm */
    int readers_max, readers_open, readers_busy;

    /* The writer: guarded by the turn */
    struct commit commit;
    struct conn *writer;
    struct search_pending search;
    bool lazy;           /* the writer's commits do not wait for the disk */
    size_t request_mark; /* where the request's changes of the index begin */
    bool search_loose;   /* the index may be in more pieces than it need be */

    /* Checkpoints */
    pthread_t checkpoint_thread;
    pthread_mutex_t checkpoint_mutex;
    pthread_cond_t checkpoint_cond;
    bool stopping;             /* guarded by checkpoint_mutex */
    int asked;                 /* guarded by checkpoint_mutex: enum ask of sqlite_checkpoint.c */
    struct conn *checkpointer; /* the thread's own */
    bool tidied;               /* the thread's own */
    _Atomic int wal_frames;    /* frames in the log after the last commit */
    _Atomic int wal_next;      /* the next checkpoint is due at this many frames */
    _Atomic bool wal_dirty;    /* something was committed since the thread last looked */
    _Atomic int64_t commit_at_us;

    _Atomic bool damaged;    /* a page made no sense: nothing is done with the file any more */
    struct archive *archive; /* NULL: its past is not kept */

    /* Metrics */
    _Atomic uint64_t n_checkpoints, n_forced_checkpoints, n_failed_checkpoints, n_truncates, checkpoint_us;
    _Atomic uint64_t n_read_waits, n_read_timeouts;
};

static inline struct sqlite_store *sqlite_of(struct store *s)
{
    return (struct sqlite_store *)s;
}

/* sqlite_conn.c */

/* sqlite_conn_open - a configured connection to the store's file. Errors: ERR_FULL, ERR_INTERNAL. */
enum err sqlite_conn_open(struct sqlite_store *s, bool read_only, struct conn **out_conn);
void sqlite_conn_close(struct conn *c);
/* conn_stmt - a prepared statement for the text, from the cache where possible; give it back with
 * conn_stmt_end. */
int conn_stmt(struct conn *c, const char *sql, struct stmt **out_stmt);
void conn_stmt_end(struct conn *c, struct stmt *st);
/* conn_do - run a statement without parameters and rows; an SQLite result code. */
int conn_do(struct conn *c, const char *sql);
/* wal_bytes - size of the store's log file. */
int64_t wal_bytes(const struct sqlite_store *s);
/* conn_err - our code for an SQLite result code (extended) on this connection. */
enum err conn_err(struct conn *c, int rc);

/* sqlite_commit.c */
struct commit *sqlite_commit_of(struct store *s);
void sqlite_write_begun(struct db *db, enum err e);
void sqlite_write_end(struct db *db, bool keep, void (*done)(void *arg, enum err e), void *arg);
extern const struct commit_ops sqlite_commit_ops;

/* sqlite_search.c; all of it holding the turn */
enum err sqlite_search_changed(struct db *db, int64_t doc_id, const char *old_key, const char *new_key);
/* search_mark, search_back - take back what was noted since the mark; 0 = all. */
size_t search_mark(const struct sqlite_store *s);
void search_back(struct sqlite_store *s, size_t mark);
/* search_flush - put what was noted into the index, before the commit; an SQLite result code. */
int search_flush(struct sqlite_store *s);
/* search_tidy - put the index together a step further, with no transaction open; see s->search_loose. */
void search_tidy(struct sqlite_store *s);
/* sqlite_search_check.c; in a read transaction */
enum err sqlite_search_check(struct db *db, int64_t *out_wrong);
enum err sqlite_loaded(struct db *db, const char *table);

/* sqlite_checkpoint.c */
enum err checkpoint_start(struct sqlite_store *s);
void checkpoint_stop(struct sqlite_store *s);
/* checkpoint_wal_grew - SQLite's hook after a commit on the write connection. */
int checkpoint_wal_grew(void *store, sqlite3 *sq, const char *db_name, int frames);
/* checkpoint_ask - after a commit: wake the thread when the log is long enough, or was clean before. */
void checkpoint_ask(struct sqlite_store *s);

/* sqlite_archive.c */

/* sqlite_archive_prepare - before anything is opened: does the archive end where the file stands? */
enum err sqlite_archive_prepare(struct sqlite_store *s, const struct store_archive *cfg);
/* sqlite_archive_start - before the first write. */
enum err sqlite_archive_start(struct archive *ar);
/* sqlite_archive_commit - the write connection has committed; so many frames are in the log. */
void sqlite_archive_commit(struct archive *ar, int frames);
/* sqlite_archive_tick - take what was committed, so that a checkpoint can go further. */
void sqlite_archive_tick(struct archive *ar);
/* sqlite_archive_turn - holding the turn, before the log is emptied: everything in it is taken. False: it must not be
 * emptied now. After true sqlite_archive_turned follows. */
bool sqlite_archive_turn(struct archive *ar);
void sqlite_archive_turned(struct archive *ar);
/* sqlite_archive_stop - take the rest, before the connections are closed; sqlite_archive_end: after. */
void sqlite_archive_stop(struct archive *ar);
void sqlite_archive_end(struct archive *ar);
void sqlite_archive_metrics(struct archive *ar, int64_t account_id, struct buf *out);

/* db_sqlite.c */

/* sqlite_damaged - note that the file makes no sense; says so in the log once. */
void sqlite_damaged(struct sqlite_store *s, const char *words);
/* sqlite_fail - note the database's own words and map the code; when a failure took the whole transaction
 * with it, marks the batch and this db as lost. */
enum err sqlite_fail(struct db *db, int rc);
