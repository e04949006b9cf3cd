/* bench_store - durable single-row inserts a second: a bare SQLite connection with synchronous=FULL, then the store's
 * group commit with more and more writers, over the same table in the same run.
 *
 *   bench_store [SECONDS [FOLDER]]      3 seconds for each line, in a folder of its own under FOLDER (.) */
#include "base/buf.h"
#include "base/clock.h"
#include "store/db.h"

#include <dirent.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_THREADS 32
#define ASYNC_OPEN  64 /* requests a thread may have on their way, as when replies are sent by done */

static const char TABLE[] =
        "CREATE TABLE row (id INTEGER PRIMARY KEY, owner INTEGER, due INTEGER, name TEXT);"
        "CREATE INDEX row_due ON row(owner, due, id); CREATE INDEX row_name ON row(name);";
static const char INSERT[] = "INSERT INTO row (owner, due, name) VALUES (?1, ?2, ?3)";

static int seconds = 3;
static char folder[200];

static void fatal(const char *what)
{
    fprintf(stderr, "bench_store: %s\n", what);
    exit(1);
}

static void remove_folder(void)
{
    DIR *d = opendir(folder);
    for (struct dirent *f; d && (f = readdir(d));) {
        char name[512];
        snprintf(name, sizeof name, "%s/%s", folder, f->d_name);
        unlink(name);
    }
    if (d)
        closedir(d);
    rmdir(folder);
}

static const char *file_named(const char *name)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/%s.db", folder, name);
    return path;
}

static void row_values(unsigned *seed, int64_t *out_owner, int64_t *out_due, char name[40])
{
    *seed = *seed * 1103515245u + 12345u;
    *out_owner = *seed >> 16 & 15;
    *out_due = 1700000000000 + (int64_t)(*seed >> 4) * 1000;
    snprintf(name, 40, "szucs popescu %08x", *seed * 2654435761u);
}

/* The reference: nothing but SQLite. */

static double bare(void)
{
    sqlite3 *sq;
    sqlite3_stmt *insert, *begin, *commit;
    if (sqlite3_open(file_named("bare"), &sq) != SQLITE_OK)
        fatal("cannot open a file");
    sqlite3_exec(
            sq, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8000", 0, 0, 0);
    if (sqlite3_exec(sq, TABLE, 0, 0, 0) != SQLITE_OK)
        fatal(sqlite3_errmsg(sq));
    sqlite3_prepare_v2(sq, INSERT, -1, &insert, NULL);
    sqlite3_prepare_v2(sq, "BEGIN IMMEDIATE", -1, &begin, NULL);
    sqlite3_prepare_v2(sq, "COMMIT", -1, &commit, NULL);
    unsigned seed = 1;
    int64_t n = 0, from = clock_mono_us(), until = from + seconds * 1000000LL;
    while (clock_mono_us() < until) {
        int64_t owner, due;
        char name[40];
        row_values(&seed, &owner, &due, name);
        sqlite3_bind_int64(insert, 1, owner);
        sqlite3_bind_int64(insert, 2, due);
        sqlite3_bind_text(insert, 3, name, -1, SQLITE_STATIC);
        bool ok = sqlite3_step(begin) == SQLITE_DONE && sqlite3_step(insert) == SQLITE_DONE;
        sqlite3_reset(begin);
        sqlite3_reset(insert);
        if (!ok || sqlite3_step(commit) != SQLITE_DONE)
            fatal(sqlite3_errmsg(sq));
        sqlite3_reset(commit);
        n++;
    }
    double rate = (double)n * 1e6 / (double)(clock_mono_us() - from);
    sqlite3_finalize(insert);
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
    sqlite3_close(sq);
    return rate;
}

/* The store. */

struct writer {
    struct store *s;
    unsigned seed;
    int64_t until_us;
    bool async;
    _Atomic int64_t n_done, n_failed;
    int64_t *latency_us; /* of waiting writers */
    size_t n_latency, max_latency;
    pthread_t thread;
};

static void written(void *arg, enum err e)
{
    struct writer *w = arg;
    atomic_fetch_add(e ? &w->n_failed : &w->n_done, 1);
}

static void insert_one(struct writer *w, struct arena *a)
{
    struct db *db;
    int64_t owner, due, t = clock_mono_us();
    char name[40];
    row_values(&w->seed, &owner, &due, name);
    if (store_write(w->s, a, &db))
        fatal("store_write failed");
    if (db_insert(db, INSERT, P(val_int(owner), val_int(due), val_text(name)), NULL))
        fatal(db_error_text(db));
    if (w->async) {
        store_write_end(db, true, written, w);
        return;
    }
    written(w, store_write_commit(db));
    if (w->n_latency < w->max_latency)
        w->latency_us[w->n_latency++] = clock_mono_us() - t;
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;
    struct arena *a = arena_new(0);
    int64_t n = 0;
    for (; clock_mono_us() < w->until_us; n++) {
        while (w->async && n - atomic_load(&w->n_done) >= ASYNC_OPEN)
            usleep(20);
        insert_one(w, a);
        arena_reset(a);
    }
    while (atomic_load(&w->n_done) + atomic_load(&w->n_failed) < n)
        usleep(1000);
    arena_free(a);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t percentile_us(struct writer *w, int n, int pct)
{
    size_t total = 0;
    for (int i = 0; i < n; i++)
        total += w[i].n_latency;
    if (!total)
        return 0;
    int64_t *all = malloc(total * sizeof *all);
    size_t k = 0;
    for (int i = 0; i < n; i++)
        for (size_t j = 0; j < w[i].n_latency; j++)
            all[k++] = w[i].latency_us[j];
    qsort(all, total, sizeof *all, by_size);
    int64_t p = all[total * (size_t)pct / 100];
    free(all);
    return p;
}

static struct store *open_store(const char *name)
{
    struct store_config cfg = {.kind = STORE_SQLITE, .path = file_named(name)};
    struct store *s;
    struct arena *a = arena_new(0);
    struct db *db;
    if (store_open(&cfg, &s) || store_write(s, a, &db) || db_script(db, TABLE) || store_write_commit(db))
        fatal("cannot make the store");
    arena_free(a);
    return s;
}

static int64_t metric(struct store *s, const char *name)
{
    struct buf b;
    buf_init(&b, NULL);
    store_metrics(s, 1, &b);
    const char *at = strstr(buf_str(&b), name);
    int64_t v = at ? strtoll(strchr(at, ' '), NULL, 10) : -1;
    buf_free(&b);
    return v;
}

static void grouped(int n_threads, bool async, double bare_rate)
{
    char name[40];
    snprintf(name, sizeof name, "%s%d", async ? "async" : "wait", n_threads);
    struct store *s = open_store(name);
    static struct writer w[MAX_THREADS];
    memset(w, 0, sizeof w);
    int64_t from = clock_mono_us(), n = 0, failed = 0;
    for (int i = 0; i < n_threads; i++) {
        w[i].s = s;
        w[i].seed = (unsigned)i * 7919u + 1;
        w[i].until_us = from + seconds * 1000000LL;
        w[i].async = async;
        w[i].max_latency = 1 << 18;
        w[i].latency_us = malloc(w[i].max_latency * sizeof(int64_t));
        pthread_create(&w[i].thread, NULL, writer_main, &w[i]);
    }
    for (int i = 0; i < n_threads; i++) {
        pthread_join(w[i].thread, NULL);
        n += w[i].n_done;
        failed += w[i].n_failed;
    }
    double rate = (double)n * 1e6 / (double)(clock_mono_us() - from);
    int64_t commits = metric(s, "commits_total");
    printf("store, %2d thread%s %-18s %8.0f rows/s  %5.2f x bare  batch %5.1f", n_threads,
            n_threads > 1 ? "s" : " ", async ? "not waiting" : "waiting each", rate, rate / bare_rate,
            (double)n / (double)(commits ? commits : 1));
    if (!async)
        printf("  p50 %lld us, p99 %lld us", (long long)percentile_us(w, n_threads, 50),
                (long long)percentile_us(w, n_threads, 99));
    printf("%s\n", failed ? "  FAILURES" : "");
    for (int i = 0; i < n_threads; i++)
        free(w[i].latency_us);
    store_close(s);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        seconds = atoi(argv[1]);
    if (seconds < 1 || argc > 3)
        fatal("usage: bench_store [SECONDS [FOLDER]]");
    snprintf(folder, sizeof folder, "%s/bench-store-XXXXXX", argc > 2 ? argv[2] : ".");
    if (!mkdtemp(folder))
        fatal("cannot make a folder");
    double rate = bare();
    printf("bare SQLite, FULL, 1 connection      %8.0f rows/s\n", rate);
    static const int threads[] = {1, 8, 32};
    for (size_t i = 0; i < 3; i++)
        grouped(threads[i], false, rate);
    for (size_t i = 0; i < 2; i++)
        grouped(threads[i] + 1, true, rate);
    remove_folder();
    return 0;
}
