/* One connection to PostgreSQL: opening it, sending and waiting in pipeline mode, the meaning of its errors. */
#include "base/clock.h"
#include "base/mem.h"
#include "store/pg.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>

/* What a connection is opened with; what stands in the conninfo wins. The transport notices within half a minute that
 * nobody answers any more. */
static const char *const keys[] = {"application_name", "client_encoding", "connect_timeout",
        "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "dbname", NULL};
static const char *const defaults[] = {"cardinal", "UTF8", "5", "10", "5", "3", "25000"};

/* Plans are made once for all values: planning a list takes longer than reading it. */
static const char set_up[] = "SET statement_timeout = " STATEMENT_LIMIT "; SET lock_timeout = " LOCK_LIMIT
                             "; SET idle_in_transaction_session_timeout = " IDLE_LIMIT
                             "; SET plan_cache_mode = force_generic_plan; SET client_min_messages = error"
                             "; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on"
                             "; SET synchronous_commit = on";

static void keep_words(char *why, size_t size, const char *words)
{
    snprintf(why, size, "%s", words);
    for (char *p = why; *p; p++)
        if (*p == '\n')
            *p = p[1] ? ' ' : 0;
}

static bool configure(PGconn *pg)
{
    PGresult *res = PQexec(pg, set_up);
    bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
    PQclear(res);
    return ok && PQsetnonblocking(pg, 1) == 0 && PQenterPipelineMode(pg);
}

static void ignore_notice(void *arg, const PGresult *res)
{
    (void)arg, (void)res;
}

struct pg_conn *pg_conn_open(const char *conninfo, char *why, size_t why_size)
{
    const char *values[sizeof keys / sizeof *keys] = {0};
    memcpy(values, defaults, sizeof defaults);
    values[sizeof defaults / sizeof *defaults] = conninfo;
    PGconn *pg = PQconnectdbParams(keys, values, 1);
    if (pg)
        PQsetNoticeReceiver(pg, ignore_notice, NULL);
    if (!pg || PQstatus(pg) != CONNECTION_OK || !configure(pg)) {
        keep_words(why, why_size, pg ? PQerrorMessage(pg) : "out of memory");
        PQfinish(pg);
        return NULL;
    }
    if (strcmp(PQparameterStatus(pg, "server_encoding"), "UTF8") != 0) {
        keep_words(why, why_size, "the database's encoding is not UTF8");
        PQfinish(pg);
        return NULL;
    }
    struct pg_conn *c = mem_zalloc(sizeof *c);
    c->pg = pg;
    c->scratch = arena_new(0);
    return c;
}

void pg_conn_close(struct pg_conn *c)
{
    pg_stmts_free(c);
    pg_bulk_free(c);
    PQfinish(c->pg);
    arena_free(c->scratch);
    mem_free(c);
}

void answer_clear(struct answer *a)
{
    PQclear(a->last);
    PQclear(a->error);
    *a = (struct answer){0};
}

/* Sending */

static bool note_loss(struct pg_conn *c)
{
    if (PQstatus(c->pg) == CONNECTION_BAD)
        c->lost = true;
    return !c->lost;
}

bool pg_conn_sent(struct pg_conn *c, int ok)
{
    c->n_sent += ok;
    return ok ? true : note_loss(c);
}

static bool send_text(struct pg_conn *c, const char *sql)
{
    return pg_conn_sent(c, PQsendQueryParams(c->pg, sql, 0, NULL, NULL, NULL, NULL, 1));
}

static void send_sync(struct pg_conn *c)
{
    if (PQpipelineSync(c->pg))
        c->n_syncs++;
    else
        note_loss(c);
}

void pg_conn_queue(struct pg_conn *c, const char *sql)
{
    if (c->n_queue == PG_QUEUE_MAX)
        pg_conn_flush(c);
    c->queue[c->n_queue++] = sql;
}

/* The path gets a sync of its own: what stands before a BEGIN without one is taken back with that transaction. */
bool pg_conn_flush(struct pg_conn *c)
{
    for (int i = 0; i < c->n_queue && !c->lost; i++) {
        send_text(c, c->queue[i]);
        if (c->queue[i] == c->path)
            send_sync(c);
    }
    if (c->n_queue)
        c->in_tx = true;
    c->n_queue = 0;
    return !c->lost;
}

void pg_conn_path(struct pg_conn *c, const char *schema)
{
    if (strcmp(c->schema, schema) == 0)
        return;
    snprintf(c->schema, sizeof c->schema, "%s", schema);
    snprintf(c->path, sizeof c->path, "SET search_path TO \"%s\"", schema);
    pg_conn_queue(c, c->path);
}

/* Waiting */

/* Sends what is left and reads until an answer is complete. */
static bool wait_readable(struct pg_conn *c, int64_t until_us)
{
    for (;;) {
        int unsent = PQflush(c->pg);
        if (unsent < 0 || !PQisBusy(c->pg))
            return note_loss(c);
        struct pollfd p = {.fd = PQsocket(c->pg), .events = (short)(unsent ? POLLIN | POLLOUT : POLLIN)};
        int n = poll(&p, 1, 1000);
        if ((n == 0 && clock_mono_us() > until_us) || (n < 0 && errno != EINTR)) {
            c->lost = true; /* whatever comes later comes too late */
            return false;
        }
        if (n > 0 && p.revents & ~POLLOUT && !PQconsumeInput(c->pg))
            return note_loss(c);
    }
}

static void take_result(PGresult *res, struct answer *out)
{
    ExecStatusType status = PQresultStatus(res);
    if (status == PGRES_FATAL_ERROR && !out->error) {
        out->error = res;
    } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        PQclear(out->last);
        out->last = res;
    } else {
        PQclear(res); /* an error that follows from the first one */
    }
}

/* The answer to command n_got: did it change its row, if it had to? Answers come in the order of the commands. */
static void check_one(struct pg_conn *c, PGresult *res)
{
    int n = 0;
    for (int i = 0; i < c->n_one; i++)
        if (c->one[i] > c->n_got)
            c->one[n++] = c->one[i];
        else if (PQresultStatus(res) == PGRES_COMMAND_OK && strcmp(PQcmdTuples(res), "1") != 0)
            c->stale = true;
    c->n_one = n;
}

/* All answers up to the last sync. */
static bool take_answers(struct pg_conn *c, int wait_ms, struct answer *out)
{
    int64_t until_us = clock_mono_us() + wait_ms * 1000LL;
    int n_nothing = 0;
    while (c->n_syncs > 0 && !c->lost) {
        if (!wait_readable(c, until_us))
            break;
        PGresult *res = PQgetResult(c->pg);
        if (res && PQresultStatus(res) == PGRES_PIPELINE_SYNC) {
            c->n_syncs--;
            PQclear(res);
        } else if (res) {
            c->n_got++;
            check_one(c, res);
            if (!pg_ahead_came(c, res))
                take_result(res, out);
        } else if (!note_loss(c) || ++n_nothing > 10000) {
            c->lost = true;
        }
    }
    return note_loss(c);
}

bool pg_conn_wait(struct pg_conn *c, int wait_ms, struct answer *out)
{
    send_sync(c);
    c->n_deferred = 0;
    return take_answers(c, wait_ms, out);
}

bool pg_conn_go(struct pg_conn *c, struct answer *out)
{
    take_answers(c, REPLY_MS, out);
    send_sync(c);
    PQflush(c->pg);
    return note_loss(c);
}

/* A failure among what was sent would swallow the last command too, were there no sync between. */
void pg_conn_end(struct pg_conn *c, const char *sql)
{
    if (c->n_deferred)
        send_sync(c);
    c->n_deferred = 0;
    if (pg_conn_flush(c) && send_text(c, sql)) {
        send_sync(c);
        PQflush(c->pg);
    }
    note_loss(c);
}

/* A connection at rest has nothing to say; if it has, the server ended it. */
bool pg_conn_settle(struct pg_conn *c)
{
    struct answer a = {0};
    bool ok = take_answers(c, REPLY_MS, &a);
    answer_clear(&a);
    c->in_tx = false;
    c->failed = ERR_OK;
    c->stale = false;
    struct pollfd p = {.fd = PQsocket(c->pg), .events = POLLIN};
    if (ok && poll(&p, 1, 0) > 0 && (!PQconsumeInput(c->pg) || (p.revents & (POLLHUP | POLLERR))))
        c->lost = true;
    return note_loss(c);
}

/* Statements without parameters, several in one text, only travel outside of a pipeline. They may take their time:
 * migrations build indexes. */
bool pg_conn_script(struct pg_conn *c, const char *sql, struct answer *out)
{
    pg_conn_queue(c, "SET LOCAL statement_timeout = 0");
    if (!pg_conn_flush(c) || !pg_conn_wait(c, REPLY_MS, out) || out->error)
        return !c->lost;
    answer_clear(out);
    if (!PQexitPipelineMode(c->pg) || !PQsendQuery(c->pg, sql))
        return note_loss(c);
    const int64_t for_ever = INT64_MAX;
    while (wait_readable(c, for_ever)) {
        PGresult *res = PQgetResult(c->pg);
        if (!res)
            break;
        take_result(res, out);
    }
    if (note_loss(c) && !PQenterPipelineMode(c->pg))
        c->lost = true;
    if (!c->lost && !out->error)
        pg_conn_queue(c, "SET LOCAL statement_timeout = " STATEMENT_LIMIT);
    return !c->lost;
}

/* Errors: by class where a class has one meaning. Source: PostgreSQL, appendix A */
enum err pg_err(const PGresult *res)
{
    static const struct {
        const char *state;
        enum err e;
    } meanings[] = {{"23505", ERR_CONFLICT}, {"23503", ERR_CONFLICT}, {"53100", ERR_FULL}, {"53", ERR_BUSY},
            {"40", ERR_BUSY}, {"55P03", ERR_BUSY}, {"57", ERR_BUSY}, {"08", ERR_BUSY}, {"25P03", ERR_BUSY}};
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    for (size_t i = 0; state && i < sizeof meanings / sizeof *meanings; i++)
        if (strncmp(state, meanings[i].state, strlen(meanings[i].state)) == 0)
            return meanings[i].e;
    return ERR_INTERNAL;
}
