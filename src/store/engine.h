/* engine - what a database back end gives to db.c; only files of src/store include this. A back end is one
 * constant table of functions (engine_sqlite, engine_postgres). db.c keeps what both
 * share: copying rows into the arena, statistics, fault injection, the dialect's words. */
#pragma once
#include "store/db.h"

#include <stdatomic.h>

/* Fault injection for tests, see db_fault.c. */
struct fault_plan {
    _Atomic bool on;
    _Atomic unsigned left; /* calls until it strikes; 0 = it strikes (sticky) */
    _Atomic int err;
    _Atomic bool sticky;
};

struct engine;

#define NOTES_MAX 8

struct notes {
    int n;
    struct {
        int64_t key, number;
    } note[NOTES_MAX];
};

/* The head of every back end's store. */
struct store {
    const struct engine *engine;
    struct fault_plan fault;
    bool shared; /* other servers may work on it */
};

#define STEPS_MAX 4 /* savepoints inside savepoints */

enum step { STEP_BEGIN, STEP_KEEP, STEP_BACK };

struct db {
    struct store *store;
    struct arena *arena;
    void *conn;        /* the back end's connection */
    const char *error; /* the database's own words, in the arena */
    enum err broken;   /* the transaction is gone: every further call answers with this */
    bool writing, alone;
    bool ahead;           /* reads are only sent, see db_ahead */
    const char *trace_id; /* of the request, for db_trace; NULL = none */
    unsigned n_sql, n_steps;
    size_t step_mark[STEPS_MAX]; /* the back end's */
    int64_t us;
};

/* A statement for engine->run. */
struct run {
    const char *sql;
    const struct val *params;
    size_t n_params;
    /* row - called for each row; its texts live only for the call. Another answer than ERR_OK stops and is
     * returned. NULL: rows are not looked at. */
    enum err (*row)(void *arg, const struct val *v, size_t cols);
    void *arg;
    bool want_id;
    bool apart; /* it asks for nothing that the transaction writes */
    bool blind; /* nobody looks at what comes of it: its failure may show at a later call, or at the end */
    bool one;   /* a blind one must change one row: ERR_STALE, at once or later */
    int64_t changed, id; /* results */
};

struct commit;

struct engine {
    enum store_kind kind;
    enum err (*open)(const struct store_config *cfg, struct store **out_store);
    void (*close)(struct store *s);
    enum err (*exists)(const struct store_config *cfg, bool *out_exists);
    enum err (*remove)(const struct store_config *cfg);
    enum err (*rename)(const struct store_config *cfg, const char *path);
    enum err (*read_begin)(struct db *db);
    void (*read_end)(struct db *db);
    /* commit_of - the line in which the store's writers stand; write_begun - the turn is there, or could not be had. */
    struct commit *(*commit_of)(struct store *s);
    void (*write_begun)(struct db *db, enum err e);
    void (*write_end)(struct db *db, bool keep, void (*done)(void *arg, enum err e), void *arg);
    enum err (*run)(struct db *db, struct run *r);
    /* ahead - see db_ahead; NULL: an answer costs no way. */
    void (*ahead)(struct db *db, const struct run *r);
    /* notes - see db_note; NULL: none are kept. */
    struct notes *(*notes)(struct db *db);
    enum err (*script)(struct db *db, const char *sql);
    /* index_apart - see store_index; NULL: building one in the transaction is the only way. */
    enum err (*index_apart)(struct store *s, const char *name, const char *on);
    enum err (*snapshot)(struct store *s, const char *path);
    char *(*match)(struct arena *a, const char *folded);
    enum err (*search_changed)(struct db *db, int64_t doc_id, const char *old_key, const char *new_key);
    /* search_check - see db_search_check; NULL: the database keeps the index itself. */
    enum err (*search_check)(struct db *db, int64_t *out_wrong);
    /* step - a savepoint was begun, kept or taken back by SQL; db->n_steps is how many stand around it. */
    void (*step)(struct db *db, enum step what);
    /* loaded - see db_loaded. */
    enum err (*loaded)(struct db *db, const char *table);
    void (*metrics)(struct store *s, int64_t account_id, struct buf *out);
    /* Several servers; NULL where there is only one. */
    void (*share)(struct store *s, int schema);
    enum err (*tell)(struct db *db, const char *text);
    int64_t (*stamp)(const struct db *db);
};

extern const struct engine engine_sqlite, engine_postgres;

/* db_search_changed - bring the full-text index up to a row of search_doc; NULL = there was, there is none. */
enum err db_search_changed(struct db *db, int64_t doc_id, const char *old_key, const char *new_key);

/* fault_hit - ERR_OK, or what the test has planned for this call. */
enum err fault_hit(struct store *s);
