#include "unit_commit.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>

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

static int64_t pieces(struct box *b)
{
    return box_int(b, "SELECT COUNT(DISTINCT segid) FROM search_index_idx");
}

/* Each commit leaves a piece; at a pause they are put together, and everything is still found. */
static void a_pause_puts_the_search_index_together(void **state)
{
    struct box *b = *state;
    struct db *db;
    struct rows rows;
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(db_script(
            db, db_words(db, "CREATE TABLE search_doc (id {ID}, kind {INT} NOT NULL, ref_id {INT} NOT NULL, "
                             "text_key {TEXT} NOT NULL);{SEARCH_INDEX}")));
    assert_ok(store_write_commit(db));
    for (int i = 1; i <= 7; i++) {
        assert_ok(store_write(b->s, b->a, &db));
        assert_ok(db_search_add(db, 0, i, arena_printf(b->a, "word%d same", i)));
        assert_ok(store_write_commit(db));
    }
    assert_true(pieces(b) > 1);
    for (int i = 0; i < 300 && pieces(b) > 1; i++)
        usleep(100000);
    assert_int_equal(pieces(b), 1);
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(db_query(db,
            db_words(db, "SELECT d.ref_id FROM {SEARCH_FROM} WHERE {SEARCH_MATCH} ORDER BY {SEARCH_ID} DESC"),
            P(val_text(db_match(db, "same"))), &rows));
    assert_int_equal(rows.n, 7);
    assert_int_equal(row_of(&rows, 0)[0].i, 7);
    store_read_end(db);
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
        other.cfg.path = box_place(b, arena_printf(b->a, "full%d", round));
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
            box_test(a_pause_puts_the_search_index_together),
            box_test(failed_commit_answers_everybody),
            box_test(full_in_the_middle_of_a_batch),
            box_test(disk_fills_at_any_write),
            box_test(writers_give_up_in_time),
            box_test(log_stays_bounded_and_shrinks_when_idle),
    };
    return cmocka_run_group_tests(tests, disk_install, NULL);
}
