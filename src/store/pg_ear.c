/* The connection that listens to what servers on one database tell each other (db_tell): one a server and database, with
 * a thread of its own. It comes back by itself; what was told meanwhile is lost, and the ear is told so. */
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/pg.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define BACKOFF_LEAST_MS 50
#define BACKOFF_MOST_MS  2000
#define QUIET_MS         5000 /* after so long without a word the line is tried */
#define ANSWER_MS        5000

struct pg_ear {
    char *conninfo;
    struct store_ear ear;
    pthread_t thread;
    int stop_fd;
    _Atomic bool stopping;
    struct pg_conn *conn; /* the thread's, once it runs */
};

/* A statement and its answer; only ever one at a time here. */
static bool ask(struct pg_conn *c, const char *sql)
{
    struct answer a = {0};
    pg_conn_queue(c, sql);
    bool ok = pg_conn_flush(c) && pg_conn_wait(c, ANSWER_MS, &a) && !a.error;
    answer_clear(&a);
    return ok;
}

static bool dial(struct pg_ear *e)
{
    char why[400];
    e->conn = pg_conn_open(e->conninfo, why, sizeof why);
    if (!e->conn) {
        log_msg(LOG_WARN, "PostgreSQL cannot be reached: %s", why);
        return false;
    }
    if (ask(e->conn, "LISTEN " PG_CHANNEL))
        return true;
    pg_conn_close(e->conn);
    e->conn = NULL;
    return false;
}

static void hear(struct pg_ear *e)
{
    for (PGnotify *n; (n = PQnotifies(e->conn->pg)); PQfreemem(n))
        e->ear.heard(e->ear.arg, n->extra);
}

/* Waits for a word, the end, or a time in which nothing was said. False: the line is broken. */
static bool listen_on(struct pg_ear *e)
{
    struct pollfd p[2] = {
            {.fd = e->stop_fd, .events = POLLIN}, {.fd = PQsocket(e->conn->pg), .events = POLLIN}};
    int n = poll(p, 2, QUIET_MS);
    if (n < 0)
        return errno == EINTR;
    bool ok = n > 0 ? !p[1].revents || PQconsumeInput(e->conn->pg) : ask(e->conn, "SELECT 1");
    hear(e);
    return ok && PQstatus(e->conn->pg) == CONNECTION_OK;
}

static void nap(struct pg_ear *e, int ms)
{
    struct pollfd p = {.fd = e->stop_fd, .events = POLLIN};
    poll(&p, 1, ms);
}

static void dial_again(struct pg_ear *e)
{
    e->ear.deaf(e->ear.arg, true);
    pg_conn_close(e->conn);
    e->conn = NULL;
    for (int ms = BACKOFF_LEAST_MS; !atomic_load(&e->stopping) && !dial(e);) {
        nap(e, ms);
        ms = ms * 2 < BACKOFF_MOST_MS ? ms * 2 : BACKOFF_MOST_MS;
    }
    if (e->conn)
        e->ear.deaf(e->ear.arg, false);
}

static void *ear_main(void *arg)
{
    struct pg_ear *e = arg;
    while (!atomic_load(&e->stopping))
        if (!listen_on(e) && !atomic_load(&e->stopping))
            dial_again(e);
    return NULL;
}

enum err pg_ear_open(const char *conninfo, const struct store_ear *ear, struct pg_ear **out_ear)
{
    struct pg_ear *e = mem_zalloc(sizeof *e);
    e->conninfo = mem_str(conninfo);
    e->ear = *ear;
    e->stop_fd = eventfd(0, EFD_CLOEXEC);
    bool there = e->stop_fd >= 0 && dial(e);
    if (there && pthread_create(&e->thread, NULL, ear_main, e))
        mem_panic("pg_ear: no thread");
    if (there) {
        *out_ear = e;
        return ERR_OK;
    }
    if (e->stop_fd >= 0)
        close(e->stop_fd);
    mem_free(e->conninfo);
    mem_free(e);
    return ERR_BUSY;
}

void pg_ear_close(struct pg_ear *e)
{
    static const uint64_t one = 1;
    if (!e)
        return;
    atomic_store(&e->stopping, true);
    if (write(e->stop_fd, &one, sizeof one) < 0)
        mem_panic("pg_ear: cannot wake its thread");
    pthread_join(e->thread, NULL);
    if (e->conn)
        pg_conn_close(e->conn);
    close(e->stop_fd);
    mem_free(e->conninfo);
    mem_free(e);
}
