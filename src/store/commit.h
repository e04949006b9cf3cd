/* commit - group commit, the same for both databases; only back ends include this. Requests that write one account
 * stand in line and share its open transaction; see commit.c. What differs, how a transaction is opened, closed and made
 * durable, a back end gives as a table of functions; they are called by whoever holds the turn. */
#pragma once
#include "store/engine.h"

#include <pthread.h>
#include <time.h>

#define WRITE_WAIT_MS 10000 /* how long a request waits for its turn */
#define COMMIT_SIZES  8     /* of batches: 1, 2, 4 … 64 requests, and more */
#define BATCH_CAP     256   /* requests in one commit at most, whatever the setting says */

/* How a request begins: with a transaction for it and whoever joins, as one who joins, or with one for itself alone, which
 * is durable with the next commit at the latest. */
enum commit_as { COMMIT_FIRST, COMMIT_JOINED, COMMIT_ALONE };

struct commit_ops {
    /* open - begin the transaction, or a savepoint in it for a request that joins others. */
    enum err (*open)(void *owner, enum commit_as as);
    /* close - end the request's savepoint: keep its work, or take it back. */
    enum err (*close)(void *owner, bool keep);
    /* commit - make the transaction durable. After a failure discard follows. */
    enum err (*commit)(void *owner);
    /* discard - take the whole transaction back. */
    void (*discard)(void *owner);
};

/* Who stands in line: a thread that waits, or a job that whoever has the turn runs when it comes to it. */
struct turn_wait {
    struct turn_wait *next;
    struct commit_job *job; /* NULL: a thread */
    pthread_cond_t cond;
    bool granted, alone; /* alone: wants the transaction to itself at first */
};

/* A request that nobody's thread waits for; its memory is the caller's until run returns. */
struct commit_job {
    struct turn_wait place;
    int64_t since_us;
    int wait_ms;
    /* run - the request is open (ERR_OK) and is ended by commit_end before run returns, or could not be begun. */
    void (*run)(struct commit_job *job, enum err e);
};

/* A request whose work stands in the open transaction and waits for the commit. */
struct batch_member {
    void (*done)(void *arg, enum err e);
    void *arg;
};

struct batch {
    int n;
    struct batch_member member[BATCH_CAP];
};

struct commit {
    const struct commit_ops *ops;
    void *owner;
    struct store *store;
    int batch_max, batch_ms;

    /* The turn: guarded by mutex up to here … */
    pthread_mutex_t mutex;
    struct turn_wait *first_wait, **last_wait;
    bool turn_taken;
    bool guest; /* who has the turn runs jobs only because nobody else is there for it */
    int n_waiting;
    /* … and from here by holding the turn. */
    bool in_tx;
    bool leading;           /* the request is a job: its end leaves the turn to who runs it */
    enum commit_as as;      /* the present request */
    enum err batch_err;     /* the open transaction is lost: all its members fail with this */
    int64_t batch_since_us; /* when its first request ended */
    struct batch batch;

    _Atomic uint64_t n_commits, n_batches[COMMIT_SIZES], n_members, n_rollbacks, n_failed, commit_us,
            n_grouped, max_batch, n_timeouts;
};

void commit_init(struct commit *c, struct store *s, const struct commit_ops *ops, void *owner, int batch_max,
        int batch_ms);
void commit_destroy(struct commit *c);
/* commit_turn - wait in line until nobody else writes; alone: until no transaction is open either, and none may join.
 * Errors: ERR_BUSY after wait_ms. */
enum err commit_turn(struct commit *c, int wait_ms, bool alone);
/* commit_begin - take the turn and open the request. */
enum err commit_begin(struct commit *c, int wait_ms, bool alone);
/* commit_soon - begin a request when it is its turn, in this thread or in another that has the turn by then. Set run and
 * wait_ms; run gets ERR_BUSY when its turn came later than that. */
void commit_soon(struct commit *c, struct commit_job *job);
/* commit_end - end the request as store_write_end says. own: why it cannot be kept although it was wished. */
void commit_end(struct commit *c, bool keep, enum err own, void (*done)(void *arg, enum err e), void *arg);
/* commit_now - holding the turn: commit the open batch if there is one, then call while_held (may be NULL) with nothing
 * open, pass the turn on and answer the batch's members. Gives: true when something was committed. */
bool commit_now(struct commit *c, void (*while_held)(void *owner));
/* commit_metrics - as Prometheus text. */
void commit_metrics(struct commit *c, int64_t account_id, struct buf *out);
/* metric_put - one line of it. */
void metric_put(struct buf *out, const char *name, int64_t account_id, int64_t v);

/* cond_until - absolute CLOCK_MONOTONIC time ms from now; conditions are made by cond_init to use that clock. */
struct timespec cond_until(int ms);
void cond_init(pthread_cond_t *c);
