/* pg - the insides of the PostgreSQL back end: pg_pool.c (connections shared by the accounts of a database), pg_conn.c
 * (one connection: what is sent and what comes back), pg_stmt.c (its prepared statements), pg_value.c (values on the
 * wire), db_pg.c (the back end itself).
 * Connections stay in pipeline mode: what needs no answer at once (BEGIN, savepoints, the end of a read) travels with
 * the next statement, so a statement costs one round trip and the rest nothing; so do reads that are asked for ahead. */
#pragma once
#include "store/commit.h"

#include <libpq-fe.h>

#define SCHEMA_MAX      63      /* bytes of a schema's name */
#define STATEMENT_LIMIT "'60s'" /* a statement at most */
#define LOCK_LIMIT      "'10s'" /* waiting for a lock at most */
#define IDLE_LIMIT      "'60s'" /* a transaction in which nothing happens is ended by the server, */
#define TURN_LIMIT      "'6s'"  /* and one that has the turn to write sooner: other servers wait for it */
#define REPLY_MS        75000   /* an answer that takes longer does not come any more */
#define PG_STMTS_MAX    256     /* prepared statements kept on a connection */
#define PG_STMT_BUCKETS 256
#define PG_QUEUE_MAX    8
#define PG_ONE_MAX      8
#define PG_CHANNEL      "cardinal" /* on which servers tell each other what they did */

/* A prepared statement: one for each schema, text and types of parameters. */
struct pg_stmt {
    struct pg_stmt *chain, *newer, *older;
    char schema[SCHEMA_MAX + 1], name[16];
    char *sql;
    size_t len;
    uint32_t hash;
    int n_params;
    Oid *types;
};

struct pg_conn {
    struct pg_conn *next; /* in the pool's idle list, latest used first */
    struct pg_pool *pool;
    PGconn *pg;
    struct arena *scratch;       /* parameters on their way; reset by each statement */
    char schema[SCHEMA_MAX + 1]; /* the search path in force */
    int64_t used_at_us, swept_at_us;
    const char *queue
            [PG_QUEUE_MAX]; /* commands that go out with the next statement; constants or in path, lock */
    int n_queue;
    char path[SCHEMA_MAX + 40], lock[64];
    int64_t n_sent, n_got;   /* commands, and answers to them */
    struct pg_ahead *ahead;  /* see pg_ahead.c */
    struct pg_bulk *bulk;    /* see pg_bulk.c; NULL until it is needed */
    int n_deferred;          /* statements sent whose outcome nobody has looked at */
    int64_t one[PG_ONE_MAX]; /* commands awaited that must change one row */
    int n_one;
    int n_syncs;     /* answers awaited */
    bool in_tx;      /* BEGIN went out */
    bool lost;       /* the connection is gone */
    bool stale;      /* one of them did not */
    enum err failed; /* the transaction failed with this: only going back to a savepoint helps */
    struct pg_stmt *bucket[PG_STMT_BUCKETS], *newest, *oldest;
    int n_stmts;
    unsigned next_name;
};

/* What came back up to the last sync: the first error, or the last result. Both belong to the caller. */
struct answer {
    PGresult *last, *error;
};

/* pg_conn.c */

/* pg_conn_open - a configured connection, or NULL with the reason in why. */
struct pg_conn *pg_conn_open(const char *conninfo, char *why, size_t why_size);
void pg_conn_close(struct pg_conn *c);
/* pg_conn_path - make unqualified names mean this schema's; outside of a transaction. */
void pg_conn_path(struct pg_conn *c, const char *schema);
/* pg_conn_queue - a command that goes out with the next statement: a constant text, or one of the connection's own. */
void pg_conn_queue(struct pg_conn *c, const char *sql);
/* pg_conn_sent - counts a command that libpq took (ok). False: the connection is lost. */
bool pg_conn_sent(struct pg_conn *c, int ok);
/* pg_conn_flush - hand what is queued to the library. False: the connection is lost. */
bool pg_conn_flush(struct pg_conn *c);
/* pg_conn_wait - send a sync and wait for all answers. False: the connection is lost. */
bool pg_conn_wait(struct pg_conn *c, int wait_ms, struct answer *out);
/* pg_conn_go - wait for what went out before, and let go what is sent now without waiting for it.
 * False: the connection is lost. */
bool pg_conn_go(struct pg_conn *c, struct answer *out);
/* pg_conn_end - send the queue with a last command, and leave its answer for whoever uses the connection next. */
void pg_conn_end(struct pg_conn *c, const char *sql);
/* pg_conn_settle - take the answers nobody waited for. False: the connection is lost. */
bool pg_conn_settle(struct pg_conn *c);
/* pg_conn_script - several statements at once, in the open transaction. */
bool pg_conn_script(struct pg_conn *c, const char *sql, struct answer *out);
void answer_clear(struct answer *a);
/* pg_err - our code for a failed result. */
enum err pg_err(const PGresult *res);

/* pg_index.c */

/* pg_index_build - CREATE INDEX name ON schema.on, while others write. Errors: ERR_BUSY it did not succeed this time, or another
 * server is at it */
enum err pg_index_build(const char *conninfo, const char *schema, const char *name, const char *on);

/* pg_stmt.c */

/* pg_stmt_find - a prepared statement that takes these values, or NULL. */
struct pg_stmt *pg_stmt_find(struct pg_conn *c, const char *sql, const struct val *v, int n);
/* pg_stmt_make - prepare it. NULL: *out says why. */
struct pg_stmt *pg_stmt_make(
        struct pg_conn *c, const char *sql, const struct val *v, int n, struct answer *out);
/* pg_stmt_forget - drop it: its plan does not fit the tables any more. */
void pg_stmt_forget(struct pg_conn *c, struct pg_stmt *st);
void pg_stmts_free(struct pg_conn *c);
/* pg_stmt_send - queue it with its parameters. */
void pg_stmt_send(struct pg_conn *c, const struct pg_stmt *st, const struct val *v);
/* pg_stmt_send_once - a statement planned for these very values. */
void pg_stmt_send_once(struct pg_conn *c, const char *sql, const struct val *v, int n);
/* pg_stmt_is_stale - the answer says that its plan does not fit the tables any more. */
bool pg_stmt_is_stale(const struct answer *a);
/* pg_numbered - ?1 as $1, outside of quotes. */
char *pg_numbered(struct arena *a, const char *sql);

/* pg_ahead.c: reads sent ahead */

/* pg_ahead_add - the command sent last is such a read. */
void pg_ahead_add(struct pg_conn *c, struct arena *a, const struct run *r);
/* pg_ahead_came - the answer to command n_got: true when it belongs to one of them, and is kept. */
bool pg_ahead_came(struct pg_conn *c, PGresult *res);
/* pg_ahead_take - false: it was not sent ahead. Otherwise its answer, waited for where necessary; out->last may be NULL when
 * it failed. */
bool pg_ahead_take(struct pg_conn *c, const struct run *r, struct answer *out);
void pg_ahead_drop(struct pg_conn *c);

/* pg_bulk.c: rows gathered to go out together */

/* pg_bulk_add - keep a row of this INSERT for later; false: it must go out by itself, or *out says what failed before. */
bool pg_bulk_add(struct pg_conn *c, const char *sql, const struct pg_stmt *st, const struct val *v,
        struct answer *out);
/* pg_bulk_full - enough is gathered to send it. */
bool pg_bulk_full(const struct pg_conn *c);
/* pg_bulk_send - before anything else goes out that may ask for the rows. pg_bulk_drop - they are not wanted any more. */
void pg_bulk_send(struct pg_conn *c);
void pg_bulk_drop(struct pg_conn *c);
void pg_bulk_free(struct pg_conn *c);

/* pg_ids.c */

#define PG_TABLE_MAX 32
#define PG_ID_TABLES 12
#define PG_ID_BLOCK  256

struct id_block {
    char table[PG_TABLE_MAX];
    int64_t ids[PG_ID_BLOCK];
    int n, at, size; /* ids there are, the next one, how many are asked for at once; 0 = none yet */
    int used;        /* in this transaction */
};

/* The ids that a write transaction has taken ahead, by table. */
struct pg_ids {
    struct id_block tables[PG_ID_TABLES];
    int n_tables;
};

/* pg_ids_reset - a new transaction begins. */
void pg_ids_reset(struct pg_ids *ids);
/* pg_ids_block - where the id of an INSERT comes from; NULL when it must be asked for with the row. With *out_fill != NULL
 * the block is empty: run that first, each row to pg_ids_row. */
struct id_block *pg_ids_block(struct pg_ids *ids, struct arena *a, struct run *r, const char **out_fill);
enum err pg_ids_row(void *arg, const struct val *v, size_t cols);
/* pg_ids_use - give the INSERT the block's next id: as its first column, in a parameter behind the others. */
void pg_ids_use(struct id_block *b, struct arena *a, struct run *r);

/* pg_value.c */

/* pg_type_of - the type we declare for a value; 0 = PostgreSQL shall say. */
Oid pg_type_of(struct val v);
/* pg_takes - can a parameter of this type carry the value unchanged? */
bool pg_takes(Oid type, struct val v);
/* pg_encode - the value's bytes. */
const char *pg_encode(struct arena *a, Oid type, struct val v, int *out_len);
/* pg_decode - field col of row; texts point into the result. */
struct val pg_decode(struct arena *a, const PGresult *res, int row, int col);

/* pg_turn.c: the line of writers over several servers */

struct pg_turn {
    int64_t schema, stamp;
};
/* pg_turn_take - in a transaction just begun: wait for the turn and leave the token as its mark, which is there for all to
 * see once the transaction is committed. Errors: ERR_BUSY others hold it too long, or the connection is lost */
enum err pg_turn_take(struct pg_conn *c, int64_t token, struct pg_turn *out_turn);
/* pg_turn_fate - what became of a transaction whose connection (to this backend) broke before its COMMIT was answered? Asked
 * by a new connection, behind whatever the old one still does.
 * Gives: ERR_OK it was committed, ERR_BUSY it was not and will not be; ERR_DOUBT nobody could be asked in time */
enum err pg_turn_fate(struct pg_pool *p, const char *schema, int backend_pid, int64_t token);

/* pg_ear.c: the connection that listens */

struct pg_ear;
/* pg_ear_open - Errors: ERR_BUSY */
enum err pg_ear_open(const char *conninfo, const struct store_ear *ear, struct pg_ear **out_ear);
/* pg_ear_close - NULL is fine. */
void pg_ear_close(struct pg_ear *e);

/* pg_pool.c: the connections to one database, bounded, shared by all its accounts */

/* pool_get - the pool of a conninfo, made when it is the first; each get has a put. */
struct pg_pool *pool_get(const char *conninfo, int max);
void pool_put(struct pg_pool *p);
/* pool_take - a connection whose search path is the schema, with nothing open. Errors: ERR_BUSY. */
enum err pool_take(struct pg_pool *p, const char *schema, int wait_ms, struct pg_conn **out_conn);
/* pool_give - take it back; one that is lost is closed. */
void pool_give(struct pg_conn *c);

/* pool_listen - from now on the ear hears what servers tell each other in this database, by a connection of its own; the
 * first ear stays until the pool goes. Errors: ERR_BUSY the database cannot be reached */
enum err pool_listen(struct pg_pool *p, const struct store_ear *ear);
/* pool_conninfo - how the database is reached. */
const char *pool_conninfo(const struct pg_pool *p);

struct pool_figures {
    int open, busy, max;
    int64_t waits, timeouts, losses, failures;
};
void pool_figures(struct pg_pool *p, struct pool_figures *out);
