/* The line of writers over several servers. Whoever writes a schema locks the row of its table `turn`: a lock in place,
 * which leaves no dead row behind and holds wherever the row lives, also when the database is sharded. The row says what
 * a server must know before it writes: the schema's version, and the stamp of what it keeps in memory. */
#include "base/clock.h"
#include "base/log.h"
#include "store/pg.h"

#define MARKS_KEPT_S   "300" /* how long one may ask what became of a transaction */
#define SWEEP_EVERY_US 60000000
#define FATE_WAIT_US   30000000

#define MARK  "INSERT INTO committed (token, at) VALUES (?1, CAST(extract(epoch FROM now()) AS BIGINT))"
#define TURN  "SELECT schema, stamp FROM turn WHERE id = 1 FOR UPDATE"
#define SWEEP "DELETE FROM committed WHERE at < CAST(extract(epoch FROM now()) AS BIGINT) - " MARKS_KEPT_S

/* Sends a statement without waiting, but for its first time on the connection. */
static bool send(struct pg_conn *c, const char *sql, const struct val *v, int n, struct answer *out)
{
    struct pg_stmt *st = pg_stmt_find(c, sql, v, n);
    if (!st)
        st = pg_stmt_make(c, sql, v, n, out);
    if (st)
        pg_stmt_send(c, st, v);
    return st != NULL;
}

/* Each connection sweeps now and then; the database's own clock decides, for those of servers may differ. */
static bool sweep(struct pg_conn *c, struct answer *out)
{
    int64_t now_us = clock_mono_us();
    if (now_us - c->swept_at_us < SWEEP_EVERY_US)
        return true;
    c->swept_at_us = now_us;
    return send(c, SWEEP, NULL, 0, out);
}

#define END_OTHER                                                                                            \
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = CAST(?1 AS INTEGER) AND "     \
    "state LIKE 'idle in transaction%'"
#define WAS_DONE "SELECT count(*) FROM committed WHERE token = ?1"

/* False: no answer. Whoever has the turn knows that the other has ended, so the mark is there now or never. */
static bool fate_ask(struct pg_conn *c, int backend_pid, int64_t token, bool *out_done)
{
    struct answer a = {0};
    const struct val pid = val_int(backend_pid), mark = val_int(token);
    pg_conn_queue(c, "BEGIN");
    bool there = send(c, END_OTHER, &pid, 1, &a) && send(c, TURN, NULL, 0, &a) &&
                 send(c, WAS_DONE, &mark, 1, &a) && pg_conn_wait(c, REPLY_MS, &a) && !a.error && a.last;
    if (there)
        *out_done = pg_decode(c->scratch, a.last, 0, 0).i > 0;
    answer_clear(&a);
    if (!c->lost)
        pg_conn_end(c, "ROLLBACK");
    return there;
}

enum err pg_turn_fate(struct pg_pool *p, const char *schema, int backend_pid, int64_t token)
{
    const struct timespec nap = {.tv_nsec = 100000000};
    int64_t until_us = clock_mono_us() + FATE_WAIT_US;
    bool done = false, known = false;
    while (!known && clock_mono_us() < until_us) {
        struct pg_conn *c;
        if (pool_take(p, schema, 1000, &c) == ERR_OK) {
            known = fate_ask(c, backend_pid, token, &done);
            pool_give(c);
        }
        if (!known)
            nanosleep(&nap, NULL);
    }
    log_msg(known ? LOG_WARN : LOG_ERROR, "PostgreSQL: the connection broke in a commit of %s: %s", schema,
            !known ? "nobody could be asked whether it was done"
            : done ? "it was done"
                   : "it was not done");
    return !known ? ERR_DOUBT : done ? ERR_OK : ERR_BUSY;
}

enum err pg_turn_take(struct pg_conn *c, int64_t token, struct pg_turn *out_turn)
{
    struct answer a = {0};
    const struct val mark = val_int(token);
    /* The turn comes last: its answer is the one that is looked at. */
    bool sent = sweep(c, &a) && send(c, MARK, &mark, 1, &a) && send(c, TURN, NULL, 0, &a);
    bool there = sent && pg_conn_wait(c, REPLY_MS, &a);
    enum err e = a.error                  ? pg_err(a.error)
                 : !there                 ? ERR_BUSY
                 : PQntuples(a.last) != 1 ? ERR_INTERNAL
                                          : ERR_OK;
    if (!e) {
        out_turn->schema = pg_decode(c->scratch, a.last, 0, 0).i;
        out_turn->stamp = pg_decode(c->scratch, a.last, 0, 1).i;
    }
    answer_clear(&a);
    return e;
}
