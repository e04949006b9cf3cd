#include "unit_store.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

/* A disk that can be made full, or broken, after some more writes: SQLite's own door for replacing system calls. */
static _Atomic int writes_left = -1; /* -1 = no limit */
static _Atomic int write_errno = ENOSPC;

static ssize_t limited_pwrite(int fd, const void *p, size_t n, off_t at)
{
    int left = atomic_load(&writes_left);
    while (left > 0 && !atomic_compare_exchange_weak(&writes_left, &left, left - 1))
        ;
    if (left == 0) {
        errno = atomic_load(&write_errno);
        return -1;
    }
    return pwrite(fd, p, n, at);
}

static int disk_install(void **state)
{
    (void)state;
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    if (vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)limited_pwrite) != SQLITE_OK)
        return -1;
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)limited_pwrite);
    return 0;
}

static void disk_ok(void)
{
    atomic_store(&writes_left, -1);
}

/* One request: a row and the counter of rows, in one transaction. */

static enum err request_work(struct db *db, int64_t who)
{
    enum err e = db_savepoint(db);
    if (!e)
        e = db_insert(db, "INSERT INTO row (who, filler) VALUES (?1, ?2)",
                P(val_int(who), val_text("some text to make the row a little longer than an index entry")),
                NULL);
    if (!e)
        e = db_exec(db, "UPDATE counter SET n = n + 1 WHERE id = 1", P0, NULL);
    return e ? e : db_savepoint_end(db, true);
}

static enum err request(struct store *s, struct arena *a, int64_t who)
{
    struct db *db;
    enum err e = store_write(s, a, &db);
    if (e)
        return e;
    e = request_work(db, who);
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

/* Batches wait as long as they may, so that the tests decide who is in one. */
static void patient_store(struct box *b)
{
    store_close(b->s);
    b->cfg.batch_ms = 1000;
    assert_ok(store_open(&b->cfg, &b->s));
}

static void tables(struct box *b)
{
    assert_ok(box_do(b,
            "CREATE TABLE row (id {ID}, who {INT} NOT NULL UNIQUE, filler {TEXT});"
            "CREATE TABLE counter (id {INT} PRIMARY KEY, n {INT} NOT NULL); INSERT INTO counter (id, n) "
            "VALUES (1, 0)",
            P0));
}

static int64_t rows_and_counter_agree(struct box *b)
{
    int64_t n = box_int(b, "SELECT COUNT(*) FROM row");
    assert_int_equal(n, box_int(b, "SELECT n FROM counter WHERE id = 1"));
    return n;
}

/* Many writers */

struct crew {
    struct box *b;
    int me, n_requests;
    char *outcome; /* per request: enum err */
};

static void *crew_work(void *arg)
{
    struct crew *c = arg;
    struct arena *a = arena_new(0);
    for (int i = 0; i < c->n_requests; i++) {
        c->outcome[i] = (char)request(c->b->s, a, c->me * 100000 + i);
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static void crew_run(struct box *b, struct crew *crew, int n, int n_requests)
{
    pthread_t t[16];
    for (int i = 0; i < n; i++) {
        crew[i] = (struct crew){b, i, n_requests, arena_zalloc(b->a, (size_t)n_requests)};
        assert_int_equal(pthread_create(&t[i], NULL, crew_work, &crew[i]), 0);
    }
    for (int i = 0; i < n; i++)
        pthread_join(t[i], NULL);
}

/* Every request answered with ok is there, no other is. */
static int outcomes_are_true(struct box *b, struct crew *crew, int n)
{
    int n_ok = 0;
    struct db *db;
    assert_ok(store_read(b->s, b->a, &db));
    for (int i = 0; i < n; i++)
        for (int k = 0; k < crew[i].n_requests; k++) {
            const struct val *row;
            enum err e = db_one(db, "SELECT 1 FROM row WHERE who = ?1", P(val_int(i * 100000 + k)), &row);
            assert_err(e, crew[i].outcome[k] == ERR_OK ? ERR_OK : ERR_NOT_FOUND);
            n_ok += crew[i].outcome[k] == ERR_OK;
        }
    store_read_end(db);
    return n_ok;
}

static void many_writers_share_commits(void **state)
{
    struct box *b = *state;
    struct crew crew[8];
    tables(b);
    crew_run(b, crew, 8, 250);
    assert_int_equal(rows_and_counter_agree(b), 8 * 250);
    assert_int_equal(outcomes_are_true(b, crew, 8), 8 * 250);
    assert_true(box_metric(b, "commit_batch_max") > 1);
    assert_true(box_metric(b, "commit_requests_total") >= 8 * 250);
    assert_true(box_metric(b, "commits_total") < box_metric(b, "commit_requests_total"));
    assert_int_equal(box_metric(b, "commits_failed_total"), 0);
    assert_int_equal(box_metric(b, "writers_waiting"), 0);
}

/* One batch, step by step: the first writer holds the turn until the others stand in line. */

struct step {
    struct box *b;
    int64_t who;
    bool keep;
    _Atomic int n_done;
    _Atomic int err;
    pthread_t thread;
};

static void step_done(void *arg, enum err e)
{
    struct step *s = arg;
    atomic_store(&s->err, (int)e);
    atomic_fetch_add(&s->n_done, 1);
}

static void *step_run(void *arg)
{
    struct step *s = arg;
    struct arena *a = arena_new(0);
    struct db *db;
    assert_ok(store_write(s->b->s, a, &db));
    enum err e = request_work(db, s->who);
    store_write_end(db, s->keep && !e, step_done, s);
    while (!atomic_load(&s->n_done))
        usleep(1000);
    arena_free(a);
    return NULL;
}

static void steps_start(struct box *b, struct step *s, int n)
{
    for (int i = 0; i < n; i++) {
        s[i].b = b;
        assert_int_equal(pthread_create(&s[i].thread, NULL, step_run, &s[i]), 0);
        while (box_metric(b, "writers_waiting") != i + 1)
            usleep(1000);
    }
}

static void steps_end(struct step *s, int n)
{
    for (int i = 0; i < n; i++) {
        pthread_join(s[i].thread, NULL);
        assert_int_equal(s[i].n_done, 1);
    }
}

static void failing_request_leaves_its_batch_alone(void **state)
{
    struct box *b = *state;
    struct step first = {.b = b, .who = 1}, others[] = {{.who = 2, .keep = true}, {.who = 3, .keep = false},
                                                    {.who = 1, .keep = true}, {.who = 4, .keep = true}};
    struct db *db;
    patient_store(b);
    tables(b);
    int64_t commits = box_metric(b, "commits_total");
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    steps_start(b, others, 4);
    store_write_end(db, true, step_done, &first);
    int64_t n = box_int(b, "SELECT COUNT(*) FROM row");
    assert_true(n == 0 || n == 3); /* never half of it */
    steps_end(others, 4);          /* the third one hurt a rule and rolled back */
    assert_int_equal(first.n_done, 1);
    assert_int_equal(rows_and_counter_agree(b), 3);
    assert_int_equal(box_int(b, "SELECT SUM(who) FROM row"), 1 + 2 + 4);
    assert_int_equal(box_metric(b, "commits_total"), commits + 1);
    assert_true(box_metric(b, "commit_batch_max") >= 3);
    assert_int_equal(box_metric(b, "rollbacks_total"), 2);
}

static void failed_commit_answers_everybody(void **state)
{
    struct box *b = *state;
    struct step first = {.b = b, .who = 1}, others[] = {{.who = 2, .keep = true}, {.who = 3, .keep = true}};
    struct db *db;
    patient_store(b);
    tables(b);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    steps_start(b, others, 2);
    atomic_store(&writes_left, 0);
    store_write_end(db, true, step_done, &first);
    steps_end(others, 2);
    disk_ok();
    assert_int_equal(first.n_done, 1);
    assert_int_equal(first.err, ERR_FULL);
    assert_int_equal(others[0].err, ERR_FULL);
    assert_int_equal(others[1].err, ERR_FULL);
    assert_int_equal(rows_and_counter_agree(b), 0);
    assert_ok(request(b->s, b->a, 9));
    assert_int_equal(rows_and_counter_agree(b), 1);
    assert_int_equal(box_metric(b, "commits_failed_total"), 1);
}

/* A transaction too large for the cache goes to disk early: there the whole batch is lost in the middle of it. */
static void full_in_the_middle_of_a_batch(void **state)
{
    struct box *b = *state;
    struct step first = {.b = b, .who = 1}, last = {.b = b, .who = 3};
    struct db *db;
    patient_store(b);
    tables(b);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    struct step waiting[] = {{.who = 2, .keep = true}};
    steps_start(b, waiting, 1);
    store_write_end(db, true, step_done, &first);
    steps_end(waiting, 1);
    assert_int_equal(first.err, ERR_OK);

    atomic_store(&writes_left, 40);
    assert_ok(store_write(b->s, b->a, &db));
    enum err e = ERR_OK;
    static char big[30000];
    memset(big, 'x', sizeof big - 1);
    for (int i = 0; i < 1000 && !e; i++)
        e = db_exec(db, "INSERT INTO row (who, filler) VALUES (?1, ?2)", P(val_int(1000 + i), val_text(big)),
                NULL);
    assert_err(e, ERR_FULL);
    assert_true(db_exec(db, "UPDATE counter SET n = 77", P0, NULL) == ERR_FULL ||
                rows_and_counter_agree(b) == 2); /* lost as a whole, or still whole */
    store_write_end(db, true, step_done, &last); /* even if its owner did not notice */
    disk_ok();
    assert_int_equal(last.n_done, 1);
    assert_int_equal(last.err, ERR_FULL);
    assert_int_equal(rows_and_counter_agree(b), 2);
    assert_ok(request(b->s, b->a, 9));
    assert_int_equal(rows_and_counter_agree(b), 3);
}

static void disk_fills_at_any_write(void **state)
{
    struct box *b = *state;
    static const int errnos[] = {ENOSPC, EIO, EDQUOT};
    for (int round = 0; round < 30; round++) {
        struct box other = *b;
        struct crew crew[4];
        other.cfg.path = arena_printf(b->a, "%s/full%d.db", b->dir, round);
        other.cfg.checkpoint_pages = round % 2 ? 20 : 0;
        assert_ok(store_open(&other.cfg, &other.s));
        tables(&other);
        atomic_store(&write_errno, errnos[round % 3]);
        atomic_store(&writes_left, round * 3);
        crew_run(&other, crew, 4, 20);
        disk_ok();
        int n = outcomes_are_true(&other, crew, 4);
        assert_int_equal(rows_and_counter_agree(&other), n);
        assert_true(n < 80 && box_metric(&other, "commits_failed_total") > 0);
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < 20; k++)
                if (crew[i].outcome[k] != ERR_OK)
                    assert_err(
                            (enum err)crew[i].outcome[k], errnos[round % 3] == EIO ? ERR_INTERNAL : ERR_FULL);
        assert_ok(request(other.s, b->a, 999999)); /* space is back: it works again */
        assert_int_equal(rows_and_counter_agree(&other), n + 1);
        store_close(other.s);
        assert_ok(store_open(&other.cfg, &other.s));
        assert_int_equal(rows_and_counter_agree(&other), n + 1);
        store_close(other.s);
    }
}

static void a_fault_at_any_call(void **state)
{
    struct box *b = *state;
    for (int sticky = 0; sticky < 2; sticky++) {
        int n_failed = 1;
        for (unsigned n = 1; n_failed; n++) {
            struct box other = *b;
            assert_true(n < 100);
            other.cfg.path = arena_printf(b->a, "%s/fault%d-%u.db", b->dir, sticky, n);
            assert_ok(store_open(&other.cfg, &other.s));
            tables(&other);
            store_fault(other.s, n, n % 2 ? ERR_FULL : ERR_INTERNAL, sticky);
            n_failed = 0;
            for (int i = 0; i < 5; i++)
                n_failed += request(other.s, b->a, i) != ERR_OK;
            store_fault(other.s, 0, ERR_OK, false);
            assert_int_equal(rows_and_counter_agree(&other), 5 - n_failed);
            assert_true(sticky || n_failed <= 1);
            assert_ok(request(other.s, b->a, 99));
            store_close(other.s);
        }
    }
}

static void a_fault_under_many_writers(void **state)
{
    struct box *b = *state;
    for (unsigned n = 3; n < 60; n += 7) {
        struct box other = *b;
        struct crew crew[4];
        other.cfg.path = arena_printf(b->a, "%s/crew%u.db", b->dir, n);
        assert_ok(store_open(&other.cfg, &other.s));
        tables(&other);
        store_fault(other.s, n, ERR_INTERNAL, false);
        crew_run(&other, crew, 4, 20);
        store_fault(other.s, 0, ERR_OK, false);
        int n_ok = outcomes_are_true(&other, crew, 4);
        assert_int_equal(rows_and_counter_agree(&other), n_ok);
        assert_true(n_ok < 80);
        store_close(other.s);
    }
}

static void writers_give_up_in_time(void **state)
{
    struct box *b = *state;
    struct db *db;
    tables(b);
    sqlite3 *stranger; /* e.g. the sqlite3 shell, holding the file's own write lock */
    assert_int_equal(sqlite3_open(b->path, &stranger), SQLITE_OK);
    assert_int_equal(sqlite3_exec(stranger, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_err(store_write(b->s, b->a, &db), ERR_BUSY);
    assert_int_equal(sqlite3_exec(stranger, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(stranger);
    assert_ok(request(b->s, b->a, 1));
}

static off_t wal_size(struct box *b)
{
    struct stat st;
    return stat(arena_printf(b->a, "%s-wal", b->path), &st) ? 0 : st.st_size;
}

static void log_stays_bounded_and_shrinks_when_idle(void **state)
{
    struct box *b = *state;
    struct crew crew[4];
    struct db *reader;
    const struct val *row;
    store_close(b->s);
    b->cfg.checkpoint_pages = 700;
    b->cfg.idle_ms = 2500;
    assert_ok(store_open(&b->cfg, &b->s));
    tables(b);
    crew_run(b, crew, 4, 2000);
    assert_true(box_metric(b, "checkpoints_total") > 0);
    assert_true(wal_size(b) < 700 * 3 * 4120 * 2);
    assert_int_equal(box_metric(b, "checkpoints_failed_total"), 0);

    assert_ok(store_read(b->s, b->a, &reader)); /* an old snapshot stays readable meanwhile */
    assert_ok(db_one(reader, "SELECT COUNT(*) FROM row", P0, &row));
    int64_t n = row[0].i;
    for (int i = 0; i < 4; i++)
        assert_ok(request(b->s, b->a, 900000 + i));
    assert_ok(db_one(reader, "SELECT COUNT(*) FROM row", P0, &row));
    assert_int_equal(row[0].i, n);
    store_read_end(reader);
    for (int i = 0; i < 100 && wal_size(b) >= 8 << 20; i++)
        usleep(100000);
    assert_true(wal_size(b) < 8 << 20);
    assert_int_equal(rows_and_counter_agree(b), n + 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(many_writers_share_commits),
            box_test(failing_request_leaves_its_batch_alone),
            box_test(failed_commit_answers_everybody),
            box_test(full_in_the_middle_of_a_batch),
            box_test(disk_fills_at_any_write),
            box_test(a_fault_at_any_call),
            box_test(a_fault_under_many_writers),
            box_test(writers_give_up_in_time),
            box_test(log_stays_bounded_and_shrinks_when_idle),
    };
    return cmocka_run_group_tests(tests, disk_install, NULL);
}
