/* bare_list - what the machine gives without Cardinal: the list's SQL through one prepared statement, the list's bytes by
 * printf, behind the same HTTP library in the arrangement that measured best (one epoll daemon of one thread per core, each
 * with a connection of its own; on PostgreSQL, which works while a thread waits, four for each core). No sessions, no
 * rights, no log, no limits. bench/figures.mjs compares its rows with the server's.
 *
 *   bare_list FILE MODULE STATUS               on SQLite
 *   bare_list CONNINFO MODULE STATUS SCHEMA    on PostgreSQL
 * Prints its port; ends when its input ends. */
#include <libpq-fe.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS     2
#define MAX_THREADS 8

static const char SQL[] =
        "SELECT c.id, c.next_due_at, c.number, c.module_id, c.status_id, c.name, c.owner_id, c.contact_id, "
        "ct.name, "
        "ct.kind, c.company_id, co.name, "
        "(SELECT dp.value FROM contact_point dp WHERE dp.contact_id = c.contact_id AND dp.kind = 'phone' AND "
        "dp.is_default = 1 LIMIT 1), "
        "(SELECT dp.value FROM contact_point dp WHERE dp.contact_id = c.contact_id AND dp.kind = 'email' AND "
        "dp.is_default = 1 LIMIT 1), "
        "c.value_minor, t.id, t.text, t.type_id, t.assignee_id, t.due_at, t.due_has_time, t.version, "
        "c.next_due_at, "
        "c.n_open_tasks, t.n_checks, t.n_checks_done, t.repeat_rule, c.n_checks, c.n_checks_done, "
        "c.qualification, c.rating, c.sales_state, c.last_contact_at, c.wake_at, "
        "c.qualified_at, "
        "c.status_at, c.created_at, c.updated_at, c.trashed_at, c.version "
        "FROM card c LEFT JOIN contact ct ON ct.id = c.contact_id LEFT JOIN contact co ON co.id = "
        "c.company_id "
        "LEFT JOIN task t ON t.id = c.next_task_id "
        "WHERE c.module_id = $1 AND c.trashed_at = 0 AND c.status_id = $2 ORDER BY 2, 1 LIMIT 50";

enum {
    ID,
    KEY,
    NUMBER,
    MODULE,
    STATUS,
    NAME,
    OWNER,
    CONTACT,
    CONTACT_NAME,
    CONTACT_KIND,
    COMPANY,
    COMPANY_NAME,
    PHONE,
    EMAIL,
    VALUE,
    TASK,
    TASK_TEXT,
    TASK_TYPE,
    TASK_ASSIGNEE,
    TASK_DUE,
    TASK_HAS_TIME,
    TASK_VERSION,
    DUE,
    N_OPEN,
    TASK_CHECKS,
    TASK_CHECKS_DONE,
    TASK_RULE,
    CHECKS,
    CHECKS_DONE,
    QUALIFICATION,
    RATING,
    SALES_STATE,
    LAST_CONTACT,
    WAKE,
    QUALIFIED,
    STATUS_AT,
    CREATED,
    UPDATED,
    TRASHED,
    VERSION,
    N_CELLS
};

/* A value of a row: PostgreSQL gives texts, SQLite numbers as numbers. */
struct cell {
    const char *s; /* NULL for a number of SQLite's */
    long long i;
    bool null;
};

struct side {
    struct MHD_Daemon *daemon;
    sqlite3 *db;
    sqlite3_stmt *st;
    PGconn *pg;
};

static long module_id, status_id;

static void fatal(const char *what)
{
    fprintf(stderr, "bare_list: %s\n", what);
    exit(1);
}

static char *text(char *p, const char *s)
{
    size_t n = strlen(s);
    memcpy(p, s, n);
    return p + n;
}

static char *string(char *p, struct cell c)
{
    if (c.null)
        return text(p, "null");
    *p++ = '"';
    for (const char *s = c.s; *s; s++) {
        if (*s == '"' || *s == '\\')
            *p++ = '\\';
        *p++ = *s;
    }
    *p++ = '"';
    return p;
}

/* A number; `null_of` is the value that stands for nothing. */
static char *number(char *p, struct cell c, long long null_of)
{
    if (c.null || (c.s ? strtoll(c.s, NULL, 10) : c.i) == null_of)
        return text(p, "null");
    return c.s ? text(p, c.s) : p + sprintf(p, "%lld", c.i);
}

static bool is_one(struct cell c)
{
    return !c.null && (c.s ? *c.s == '1' && !c.s[1] : c.i == 1);
}

/* Of a checklist: how many items, and how many are done. */
static char *checks(char *p, const struct cell *c)
{
    if (c[0].null || (c[0].s ? strtoll(c[0].s, NULL, 10) : c[0].i) == 0)
        return text(p, ",\"checks\":null");
    p = number(text(p, ",\"checks\":{\"n\":"), c[0], -1);
    return text(number(text(p, ",\"done\":"), c[1], -1), "}");
}

#define NOTHING (-1LL)
#define NO_DUE  253402300800000LL

static char *row(char *p, const struct cell *c)
{
#define N(key, col, null_of) p = number(text(p, key), c[col], null_of)
#define S(key, col)          p = string(text(p, key), c[col])
    N("{\"id\":", ID, NOTHING);
    N(",\"number\":", NUMBER, NOTHING);
    N(",\"module_id\":", MODULE, NOTHING);
    N(",\"status_id\":", STATUS, NOTHING);
    S(",\"name\":", NAME);
    N(",\"owner_id\":", OWNER, NOTHING);
    if (!c[CONTACT_NAME].null) {
        bool company = is_one(c[CONTACT_KIND]);
        N(",\"contact\":{\"id\":", CONTACT, NOTHING);
        S(",\"name\":", CONTACT_NAME);
        p = text(p, company ? ",\"kind\":\"company\",\"company\":null" : ",\"kind\":\"person\"");
        if (!company)
            S(",\"company\":", COMPANY_NAME);
        p = text(p, "}");
    } else
        p = text(p, ",\"contact\":null");
    if (!c[COMPANY_NAME].null) {
        N(",\"company\":{\"id\":", COMPANY, NOTHING);
        S(",\"name\":", COMPANY_NAME);
        p = text(p, "}");
    } else
        p = text(p, ",\"company\":null");
    S(",\"phone\":", PHONE);
    S(",\"email\":", EMAIL);
    N(",\"value_minor\":", VALUE, NOTHING);
    if (!c[TASK].null) {
        N(",\"next_task\":{\"id\":", TASK, NOTHING);
        S(",\"text\":", TASK_TEXT);
        N(",\"type_id\":", TASK_TYPE, NOTHING);
        N(",\"assignee_id\":", TASK_ASSIGNEE, NOTHING);
        N(",\"due_at\":", TASK_DUE, NO_DUE);
        p = text(p, is_one(c[TASK_HAS_TIME]) ? ",\"due_has_time\":true" : ",\"due_has_time\":false");
        N(",\"version\":", TASK_VERSION, NOTHING);
        p = checks(p, &c[TASK_CHECKS]);
        p = text(p, c[TASK_RULE].null || !*c[TASK_RULE].s ? ",\"repeats\":false}" : ",\"repeats\":true}");
    } else
        p = text(p, ",\"next_task\":null");
    N(",\"next_due_at\":", DUE, NO_DUE);
    N(",\"n_open_tasks\":", N_OPEN, NOTHING);
    p = checks(p, &c[CHECKS]);
    N(",\"qualification\":", QUALIFICATION, NOTHING);
    N(",\"rating\":", RATING, NOTHING);
    N(",\"sales_state\":", SALES_STATE, NOTHING);
    N(",\"last_contact_at\":", LAST_CONTACT, 0);
    N(",\"wake_at\":", WAKE, 0);
    p = text(p, ",\"review_due\":false,\"stalled\":false");
    N(",\"status_at\":", STATUS_AT, NOTHING);
    N(",\"created_at\":", CREATED, NOTHING);
    N(",\"updated_at\":", UPDATED, NOTHING);
    N(",\"trashed_at\":", TRASHED, 0);
    N(",\"version\":", VERSION, NOTHING);
    return text(p, ",\"fields\":{}}");
}

static char *sqlite_rows(struct side *s, char *p)
{
    struct cell c[N_CELLS];
    sqlite3_bind_int64(s->st, 1, module_id);
    sqlite3_bind_int64(s->st, 2, status_id);
    for (int n = 0; sqlite3_step(s->st) == SQLITE_ROW; n++) {
        for (int i = 0; i < N_CELLS; i++) {
            int type = sqlite3_column_type(s->st, i);
            c[i] = (struct cell){.null = type == SQLITE_NULL};
            if (type == SQLITE_INTEGER)
                c[i].i = sqlite3_column_int64(s->st, i);
            else
                c[i].s = (const char *)sqlite3_column_text(s->st, i);
        }
        if (n)
            *p++ = ',';
        p = row(p, c);
    }
    sqlite3_reset(s->st);
    return p;
}

static char *pg_rows(struct side *s, char *p)
{
    struct cell c[N_CELLS];
    char module[24], status[24];
    const char *params[] = {module, status};
    snprintf(module, sizeof module, "%ld", module_id);
    snprintf(status, sizeof status, "%ld", status_id);
    PGresult *r = PQexecPrepared(s->pg, "list", 2, params, NULL, NULL, 0);
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        fatal(PQerrorMessage(s->pg));
    for (int n = 0; n < PQntuples(r); n++) {
        for (int i = 0; i < N_CELLS; i++)
            c[i] = (struct cell){.s = PQgetvalue(r, n, i), .null = PQgetisnull(r, n, i)};
        if (n)
            *p++ = ',';
        p = row(p, c);
    }
    PQclear(r);
    return p;
}

static enum MHD_Result answer(void *arg, struct MHD_Connection *con, const char *url, const char *method,
        const char *version, const char *data, size_t *n, void **state)
{
    struct side *s = arg;
    char *body = malloc(256 * 1024), *p = text(body, "{\"rows\":["); /* 50 rows of at most 5 KB each */
    p = text(s->pg ? pg_rows(s, p) : sqlite_rows(s, p), "]}");
    struct MHD_Response *r = MHD_create_response_from_buffer((size_t)(p - body), body, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(r, "Content-Type", "application/json; charset=utf-8");
    enum MHD_Result ok = MHD_queue_response(con, 200, r);
    MHD_destroy_response(r);
    return ok;
}

static void open_sqlite(struct side *s, const char *file)
{
    if (sqlite3_open_v2(file, &s->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) ||
            sqlite3_exec(s->db, "PRAGMA cache_size = -65536", NULL, NULL, NULL) ||
            sqlite3_prepare_v2(s->db, SQL, -1, &s->st, NULL))
        fatal(sqlite3_errmsg(s->db));
}

static void open_pg(struct side *s, const char *conninfo, const char *schema)
{
    char path[200];
    s->pg = PQconnectdb(conninfo);
    char *name = PQescapeIdentifier(s->pg, schema, strlen(schema));
    snprintf(path, sizeof path, "SET search_path = %s", name ? name : "");
    PQfreemem(name);
    PGresult *r = PQexec(s->pg, path);
    PGresult *made = PQprepare(s->pg, "list", SQL, 0, NULL);
    if (PQresultStatus(r) != PGRES_COMMAND_OK || PQresultStatus(made) != PGRES_COMMAND_OK)
        fatal(PQerrorMessage(s->pg));
    PQclear(r);
    PQclear(made);
}

int main(int argc, char **argv)
{
    static struct side sides[MAX_THREADS];
    if (argc != 4 && argc != 5)
        fatal("usage: bare_list FILE|CONNINFO MODULE STATUS [SCHEMA]");
    module_id = strtol(argv[2], NULL, 10);
    status_id = strtol(argv[3], NULL, 10);
    int n = argc == 5 ? MAX_THREADS : THREADS;
    unsigned short port = 0;
    for (int i = 0; i < n; i++) {
        struct side *s = &sides[i];
        if (argc == 5)
            open_pg(s, argv[1], argv[4]);
        else
            open_sqlite(s, argv[1]);
        s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, port, NULL, NULL, answer, s,
                MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_CONNECTION_LIMIT, 512u, MHD_OPTION_END);
        if (!s->daemon)
            fatal("cannot listen");
        port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    }
    printf("%u\n", port);
    fflush(stdout);
    char c;
    while (read(STDIN_FILENO, &c, 1) > 0)
        ;
    for (int i = 0; i < n; i++)
        MHD_stop_daemon(sides[i].daemon);
    return 0;
}
