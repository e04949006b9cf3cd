/* account - one open account: its database, its metadata snapshot, and what happens after a commit. The dispatcher
 * (src/api) and the job worker (src/jobs) open and close transactions here and nowhere else.
 * Threads: everything here may be called from any thread. */
#pragma once
#include "core/ctx.h"

struct account;

/* What the program does after a durable commit; set once by main. */
struct account_hooks {
    void (*notices)(void *arg, struct account *acc, const struct notice *first,
            unsigned n); /* publish to event streams; of a shared database they come by its ear instead */
    void (*meta)(void *arg, struct account *acc, uint64_t serial); /* the snapshot was swapped */
    void (*wake)(void *arg, struct account *acc, int64_t at);      /* a card or a job is due at `at` */
    void *arg;
};

/* BESIDE: next to the server that works on the same folder. For commands that read, or write what the server does not
 * keep in memory: never metadata, members, jobs, or anything that people watch. */
enum open_how { OPEN_ALONE, OPEN_BESIDE };

/* account_open - open the account's database (migrating it first, when alone) and load its snapshot.
 * Takes:  id > 0; of where it takes kind, path, conninfo, connections, ear; hooks may be NULL
 * Errors: ERR_CONFLICT in use by another process or of a newer version (beside: of another one), ERR_FULL,
 *         ERR_BUSY PostgreSQL cannot be reached, ERR_INTERNAL */
enum err account_open(int64_t id, const struct store_config *where, enum open_how how,
        const struct account_hooks *hooks, struct account **out_account);
/* account_store_open - only the database: opened, and migrated or (beside) checked. Errors: as account_open */
enum err account_store_open(const struct store_config *where, enum open_how how, struct store **out_store);
void account_close(struct account *acc);
int64_t account_id(const struct account *acc);
/* account_store - where it is now; safe only where nobody moves it. */
struct store *account_store(struct account *acc);
/* account_hold - the same, kept open until account_release: for metrics and backups. */
struct store *account_hold(struct account *acc);
void account_release(struct account *acc, struct store *s);
/* account_limit - what it may have from now on; account_quota - that. A fresh account has no limits. */
void account_limit(struct account *acc, const struct quota *quota);
struct quota account_quota(struct account *acc);
/* account_meta - the present snapshot, pinned; the caller unpins it. */
struct meta *account_meta(struct account *acc);

/* account_shared - do several servers work on it? Then account_told is the number of the latest thing told about it. */
bool account_shared(struct account *acc);
enum err account_told(struct account *acc, struct arena *a, int64_t *out_number);
/* account_heard - a server, perhaps this one, says that metadata is now at least this new: takes it over, and calls the hook
 * for it. */
void account_heard(struct account *acc, int64_t stamp);

/* tx_read, tx_write - open a transaction into *cx, which the caller zeroed and filled with arena, member_id's wish,
 * now_at, origin, request_id: sets cx->db and cx->meta (pinned until tx_end), finds cx->member by member_id (0 = the
 * system), its language and zone.
 * Errors: ERR_BUSY; ERR_UNAUTHENTICATED when the member is unknown or not active (nothing is left open then). */
enum err tx_read(struct account *acc, struct ctx *cx, int64_t member_id);
enum err tx_write(struct account *acc, struct ctx *cx, int64_t member_id);
/* tx_write_soon - tx_write without waiting: run(arg, e) is called when it is its turn, before this returns or later, by
 * this thread or another; e as tx_write's. It ends the transaction by tx_end with a done before it returns. */
void tx_write_soon(struct account *acc, struct ctx *cx, int64_t member_id, void (*run)(void *arg, enum err e),
        void *arg);
/* tx_write_alone - tx_write for a step of many rows, see store_write_alone. */
enum err tx_write_alone(struct account *acc, struct ctx *cx, int64_t member_id);

/* tx_end - close it. result != ERR_OK rolls back. For writes: flushes counters, commits in the group, and after the
 * durable commit reloads the snapshot (cx->meta_changed), publishes the notices, rings the wake hook; then calls
 * done(arg, err) once from whichever thread committed (before that nothing may be answered). done == NULL: waits and
 * returns the outcome. With done the return value is only what was known before the commit. cx->arena must live
 * until done. */
enum err tx_end(
        struct account *acc, struct ctx *cx, enum err result, void (*done)(void *arg, enum err e), void *arg);

/* For moving an account to another database while people work in it; see core/move.c. A write that waits for its turn
 * in the old one goes to the new one; reads that have begun end where they began. */
/* account_gate - closed: writes that come wait, at most ten seconds (then ERR_BUSY), and whoever had waited for its turn
 * in the database waits with them. Open again: they go on. */
void account_gate(struct account *acc, bool closed);
/* account_swap - from now on the account is in s, and opens the gate. */
void account_swap(struct account *acc, struct store *s);
/* account_drop_old - close the databases it was in once their last reader is gone. Gives: how many are left. */
int account_drop_old(struct account *acc);
