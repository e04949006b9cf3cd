/* What was acknowledged is there after kill -9, what was not is there whole or not at all. */
#include "unit_store.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#define ROUNDS  20
#define WRITERS 4

static int ack_fd;
static struct store *victim;

static void acknowledge(void *arg, enum err e)
{
    int64_t *id = arg;
    if (e == ERR_OK && write(ack_fd, id, sizeof *id) != sizeof *id)
        _exit(3);
    free(id);
}

static void *write_for_ever(void *arg)
{
    struct arena *a = arena_new(0);
    for (int64_t i = 0;; i++) {
        int64_t *id = malloc(sizeof *id);
        *id = *(int64_t *)arg + i * WRITERS;
        struct db *db;
        if (store_write(victim, a, &db))
            _exit(4);
        enum err e = db_exec(db, "INSERT INTO row (who) VALUES (?1)", P(val_int(*id)), NULL);
        if (!e)
            e = db_exec(db, "UPDATE counter SET n = n + 1", P0, NULL);
        if (e)
            _exit(5);
        if (i % 3)
            store_write_end(db, true, acknowledge, id);
        else
            acknowledge(id, store_write_commit(db));
        arena_reset(a);
    }
    return NULL;
}

static _Noreturn void victim_main(struct box *b, int fd, int64_t base)
{
    pthread_t t;
    static int64_t first[WRITERS];
    ack_fd = fd;
    b->cfg.checkpoint_pages = 50;
    if (store_open(&b->cfg, &victim))
        _exit(2);
    for (int i = 0; i < WRITERS; i++) {
        first[i] = base + i;
        pthread_create(&t, NULL, write_for_ever, &first[i]);
    }
    for (;;)
        pause();
}

static size_t read_acks(int fd, int64_t *ids, size_t max, pid_t pid, int kill_after)
{
    size_t n = 0;
    bool killed = false;
    while (n < max && read(fd, &ids[n], sizeof *ids) == sizeof *ids) {
        n++;
        if (!killed && n >= (size_t)kill_after) {
            assert_int_equal(kill(pid, SIGKILL), 0);
            killed = true;
        }
    }
    return n;
}

static void check_after(struct box *b, const int64_t *ids, size_t n, int64_t *io_total)
{
    struct db *db;
    const struct val *row;
    assert_ok(store_open(&b->cfg, &b->s));
    assert_ok(store_read(b->s, b->a, &db));
    for (size_t i = 0; i < n; i++)
        assert_ok(db_one(db, "SELECT 1 FROM row WHERE who = ?1", P(val_int(ids[i])), &row));
    assert_ok(db_one(db, "SELECT COUNT(*), (SELECT n FROM counter) FROM row", P0, &row));
    assert_int_equal(row[0].i, row[1].i);
    assert_true(row[0].i >= *io_total + (int64_t)n);
    *io_total = row[0].i;
    assert_ok(db_one(db, "PRAGMA integrity_check", P0, &row));
    assert_string_equal(row[0].s, "ok");
    store_read_end(db);
    store_close(b->s);
    b->s = NULL;
}

static void acknowledged_writes_survive(void **state)
{
    struct box *b = *state;
    static int64_t ids[1 << 20];
    int64_t total = 0;
    size_t n_acks = 0;
    assert_ok(box_do(b,
            "CREATE TABLE row (id {ID}, who {INT} NOT NULL UNIQUE); CREATE TABLE counter (n {INT} NOT NULL);"
            "INSERT INTO counter (n) VALUES (0)",
            P0));
    store_close(b->s); /* no thread may run while we fork */
    b->s = NULL;
    for (int round = 0; round < ROUNDS; round++) {
        int fd[2];
        assert_int_equal(pipe(fd), 0);
        pid_t pid = fork();
        if (pid == 0) {
            close(fd[0]);
            victim_main(b, fd[1], (int64_t)(round + 1) * 10000000);
        }
        close(fd[1]);
        size_t n = read_acks(fd[0], ids, sizeof ids / sizeof *ids, pid, 1 + round * 37);
        close(fd[0]);
        int status = 0;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        assert_true(n >= (size_t)(1 + round * 37));
        check_after(b, ids, n, &total);
        n_acks += n;
        arena_reset(b->a);
    }
    print_message(
            "%zu acknowledged rows after %d kills, %lld rows in all\n", n_acks, ROUNDS, (long long)total);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(acknowledged_writes_survive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
