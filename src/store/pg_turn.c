/* The line of writers over several servers. Whoever writes a schema locks the row of its table `turn`: a lock in place,
 * which leaves no dead row behind and holds wherever the row lives, also when the database is sharded. The row says what
 * a server must know before it writes: the schema's version, and the stamp of what it keeps in memory. */
#include "base/clock.h"
#include "store/pg.h"

#define MARKS_KEPT_S   "300" /* how long one may ask what became of a transaction */
#define SWEEP_EVERY_US 60000000

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
