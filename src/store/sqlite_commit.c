/* What group commit (commit.c) asks of SQLite: one connection writes. */
#include "store/sqlite.h"

static enum err outcome(struct sqlite_store *s, int rc)
{
    if (rc == SQLITE_OK)
        return ERR_OK;
    enum err e = conn_err(s->writer, rc);
    if (e == ERR_DAMAGED)
        sqlite_damaged(s, sqlite3_errmsg(s->writer->sq));
    return e == ERR_FULL || e == ERR_DAMAGED ? e : ERR_INTERNAL;
}

/* A savepoint keeps a copy of every page the request touches: worth avoiding for the first of a transaction. */
static enum err write_open(void *owner, enum commit_as as)
{
    struct sqlite_store *s = owner;
    int rc = SQLITE_OK;
    if (atomic_load(&s->damaged))
        return ERR_DAMAGED;
    s->request_mark = search_mark(s);
    if (as != COMMIT_JOINED && s->lazy != (as == COMMIT_ALONE)) {
        bool lazy =
                as == COMMIT_ALONE; /* by exec: this one works when it is prepared, not when it is stepped */
        rc = sqlite3_exec(s->writer->sq, lazy ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL", NULL,
                NULL, NULL);
        if (rc == SQLITE_OK)
            s->lazy = lazy;
    }
    if (rc == SQLITE_OK)
        rc = conn_do(s->writer, as == COMMIT_JOINED ? "SAVEPOINT request" : "BEGIN IMMEDIATE");
    return rc == SQLITE_OK ? ERR_OK : conn_err(s->writer, rc);
}

static enum err write_close(void *owner, bool keep)
{
    struct sqlite_store *s = owner;
    int rc = keep ? SQLITE_OK : conn_do(s->writer, "ROLLBACK TO SAVEPOINT request");
    if (rc == SQLITE_OK)
        rc = conn_do(s->writer, "RELEASE SAVEPOINT request");
    if (!keep)
        search_back(s, s->request_mark);
    return outcome(s, rc);
}

static enum err write_commit(void *owner)
{
    struct sqlite_store *s = owner;
    int rc = search_flush(s);
    if (rc == SQLITE_OK)
        rc = conn_do(s->writer, "COMMIT");
    if (rc == SQLITE_OK) {
        search_back(s, 0);
        checkpoint_ask(s);
    }
    return outcome(s, rc);
}

static void write_discard(void *owner)
{
    struct sqlite_store *s = owner;
    if (!sqlite3_get_autocommit(s->writer->sq))
        conn_do(s->writer, "ROLLBACK");
    search_back(s, 0);
}

const struct commit_ops sqlite_commit_ops = {write_open, write_close, write_commit, write_discard};

struct commit *sqlite_commit_of(struct store *s)
{
    return &sqlite_of(s)->commit;
}

void sqlite_write_begun(struct db *db, enum err e)
{
    db->conn = sqlite_of(db->store)->writer;
    if (e)
        db->error = "SQLite: no transaction could be begun";
}

void sqlite_write_end(struct db *db, bool keep, void (*done)(void *arg, enum err e), void *arg)
{
    enum err own = keep && !db->broken ? fault_hit(db->store) : ERR_OK;
    commit_end(&sqlite_of(db->store)->commit, keep, own, done, arg);
}
