/* An index built while others write: outside of transactions, on a connection of its own. One that was left half built, by
 * a crash or a full disk, is dropped and begun anew. */
#include "base/log.h"
#include "store/pg.h"

#include <stdio.h>

/* Nothing here may be cut short: building waits for whoever has the table in an open transaction. */
static const char set_up[] = "SET statement_timeout = 0; SET lock_timeout = 0";

/* What time does not mend, as a value that fits into no index, is not tried for ever. */
static enum err run(PGconn *pg, const char *sql)
{
    PGresult *res = PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(res);
    bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    enum err e = ok ? ERR_OK : PQstatus(pg) != CONNECTION_OK ? ERR_BUSY : pg_err(res);
    if (!ok)
        log_msg(LOG_WARN, "index: %s", PQresultErrorMessage(res));
    PQclear(res);
    return e;
}

/* The first value: 't', 'f', or 0 when there is none. */
static char answer_of(PGconn *pg, const char *sql, const char *param, const char *other)
{
    const char *const params[] = {param, other};
    PGresult *res = PQexecParams(pg, sql, other ? 2 : 1, NULL, params, NULL, NULL, 0);
    bool some = PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) > 0;
    char answer = some ? *PQgetvalue(res, 0, 0) : 0;
    PQclear(res);
    return answer;
}

static enum err build(PGconn *pg, const char *schema, const char *name, const char *on)
{
    char text[512];
    enum err e = run(pg, set_up);
    if (e)
        return e;
    /* Whoever waited for this lock would hold up the building that it waits for. */
    snprintf(text, sizeof text, "%s.%s", schema, name);
    if (answer_of(pg, "SELECT pg_try_advisory_lock(hashtextextended('cardinal.index.' || $1, 0))", text,
                NULL) != 't')
        return ERR_BUSY;
    char valid = answer_of(pg,
            "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n "
            "ON "
            "n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
            schema, name);
    if (valid == 't')
        return ERR_OK;
    snprintf(text, sizeof text, "DROP INDEX CONCURRENTLY %s.%s", schema, name);
    if (valid)
        e = run(pg, text);
    snprintf(text, sizeof text, "CREATE INDEX CONCURRENTLY %s ON %s.%s", name, schema, on);
    return e ? e : run(pg, text);
}

enum err pg_index_build(const char *conninfo, const char *schema, const char *name, const char *on)
{
    char why[256];
    struct pg_conn *c = pg_conn_open(conninfo, why, sizeof why);
    if (!c)
        return ERR_BUSY;
    enum err e = PQexitPipelineMode(c->pg) && PQsetnonblocking(c->pg, 0) == 0 ? build(c->pg, schema, name, on)
                                                                              : ERR_BUSY;
    pg_conn_close(c);
    return e;
}
