/* bare_list - what the machine gives without Cardinal: the list's SQL through one prepared statement, the list's bytes by
 * printf, behind the same HTTP library in the arrangement that measured best (one epoll daemon of one thread per core, each
 * with a connection of its own). No sessions, no rights, no log, no limits. bench/run.mjs compares its rows with the server's.
 *
 *   bare_list FILE MODULE STATUS      prints its port; ends when its input ends */
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS 2

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
        "c.n_open_tasks, c.qualification, c.rating, c.sales_state, c.last_contact_at, c.wake_at, "
        "c.qualified_at, "
        "c.status_at, c.created_at, c.updated_at, c.trashed_at, c.version "
        "FROM card c LEFT JOIN contact ct ON ct.id = c.contact_id LEFT JOIN contact co ON co.id = "
        "c.company_id "
        "LEFT JOIN task t ON t.id = c.next_task_id "
        "WHERE c.module_id = ?1 AND c.trashed_at = 0 AND c.status_id = ?2 ORDER BY 2, 1 LIMIT 50";

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
    VERSION
};

struct side {
    struct MHD_Daemon *daemon;
    sqlite3 *db;
    sqlite3_stmt *st;
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

static char *string(char *p, sqlite3_stmt *st, int col)
{
    const char *s = (const char *)sqlite3_column_text(st, col);
    if (!s)
        return text(p, "null");
    *p++ = '"';
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            *p++ = '\\';
        *p++ = *s;
    }
    *p++ = '"';
    return p;
}

/* A number; `null_of` is the value that stands for nothing. */
static char *number(char *p, sqlite3_stmt *st, int col, long long null_of)
{
    long long v = sqlite3_column_int64(st, col);
    if (sqlite3_column_type(st, col) == SQLITE_NULL || v == null_of)
        return text(p, "null");
    return p + sprintf(p, "%lld", v);
}

#define NOTHING (-1LL)
#define NO_DUE  253402300800000LL

static char *row(char *p, sqlite3_stmt *st)
{
#define N(key, col, null_of) p = number(text(p, key), st, col, null_of)
#define S(key, col)          p = string(text(p, key), st, col)
    N("{\"id\":", ID, NOTHING);
    N(",\"number\":", NUMBER, NOTHING);
    N(",\"module_id\":", MODULE, NOTHING);
    N(",\"status_id\":", STATUS, NOTHING);
    S(",\"name\":", NAME);
    N(",\"owner_id\":", OWNER, NOTHING);
    if (sqlite3_column_type(st, CONTACT_NAME) != SQLITE_NULL) {
        int company = sqlite3_column_int(st, CONTACT_KIND) == 1;
        N(",\"contact\":{\"id\":", CONTACT, NOTHING);
        S(",\"name\":", CONTACT_NAME);
        p = text(p, company ? ",\"kind\":\"company\",\"company\":null" : ",\"kind\":\"person\"");
        if (!company)
            S(",\"company\":", COMPANY_NAME);
        p = text(p, "}");
    } else
        p = text(p, ",\"contact\":null");
    if (sqlite3_column_type(st, COMPANY_NAME) != SQLITE_NULL) {
        N(",\"company\":{\"id\":", COMPANY, NOTHING);
        S(",\"name\":", COMPANY_NAME);
        p = text(p, "}");
    } else
        p = text(p, ",\"company\":null");
    S(",\"phone\":", PHONE);
    S(",\"email\":", EMAIL);
    N(",\"value_minor\":", VALUE, NOTHING);
    if (sqlite3_column_type(st, TASK) != SQLITE_NULL) {
        N(",\"next_task\":{\"id\":", TASK, NOTHING);
        S(",\"text\":", TASK_TEXT);
        N(",\"type_id\":", TASK_TYPE, NOTHING);
        N(",\"assignee_id\":", TASK_ASSIGNEE, NOTHING);
        N(",\"due_at\":", TASK_DUE, NO_DUE);
        p = text(p,
                sqlite3_column_int(st, TASK_HAS_TIME) ? ",\"due_has_time\":true" : ",\"due_has_time\":false");
        N(",\"version\":", TASK_VERSION, NOTHING);
        p = text(p, "}");
    } else
        p = text(p, ",\"next_task\":null");
    N(",\"next_due_at\":", DUE, NO_DUE);
    N(",\"n_open_tasks\":", N_OPEN, NOTHING);
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

static enum MHD_Result answer(void *arg, struct MHD_Connection *con, const char *url, const char *method,
        const char *version, const char *data, size_t *n, void **state)
{
    struct side *s = arg;
    char *body = malloc(256 * 1024), *p = text(body, "{\"rows\":["); /* 50 rows of at most 5 KB each */
    sqlite3_bind_int64(s->st, 1, module_id);
    sqlite3_bind_int64(s->st, 2, status_id);
    for (int i = 0; sqlite3_step(s->st) == SQLITE_ROW; i++) {
        if (i)
            *p++ = ',';
        p = row(p, s->st);
    }
    sqlite3_reset(s->st);
    p = text(p, "]}");
    struct MHD_Response *r = MHD_create_response_from_buffer((size_t)(p - body), body, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(r, "Content-Type", "application/json; charset=utf-8");
    enum MHD_Result ok = MHD_queue_response(con, 200, r);
    MHD_destroy_response(r);
    return ok;
}

int main(int argc, char **argv)
{
    static struct side sides[THREADS];
    if (argc != 4)
        fatal("usage: bare_list FILE MODULE STATUS");
    module_id = strtol(argv[2], NULL, 10);
    status_id = strtol(argv[3], NULL, 10);
    unsigned short port = 0;
    for (int i = 0; i < THREADS; i++) {
        struct side *s = &sides[i];
        if (sqlite3_open_v2(argv[1], &s->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) ||
                sqlite3_exec(s->db, "PRAGMA cache_size = -65536", NULL, NULL, NULL) ||
                sqlite3_prepare_v2(s->db, SQL, -1, &s->st, NULL))
            fatal(sqlite3_errmsg(s->db));
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
    for (int i = 0; i < THREADS; i++)
        MHD_stop_daemon(sides[i].daemon);
    return 0;
}
