/* The archive of an SQLite file's past: every commit of a busy store is in it, whatever the checkpoints do, and what is
 * rebuilt for a time is what was there then. */
#include "unit_store.h"

#include "base/clock.h"
#include "base/crypt.h"
#include "store/archive_file.h"

#include <fcntl.h>
#include <pthread.h>

#define MARKS 12

struct past {
    struct box *b;
    struct store_archive cfg;
    struct store_config store;
    struct {
        int64_t at, n;
    } mark[MARKS];
    int n_marks;
    _Atomic bool working;
};

static void sleep_ms(int ms)
{
    usleep((unsigned)ms * 1000);
}

static void past_open(struct past *p, bool archived)
{
    p->store = p->b->cfg;
    p->store.archive = archived ? &p->cfg : NULL;
    p->store.checkpoint_pages = 16;
    p->store.idle_ms = 100;
    assert_ok(store_open(&p->store, &p->b->s));
}

static void past_close(struct past *p)
{
    store_close(p->b->s);
    p->b->s = NULL;
}

static void past_new(struct past *p, struct box *b)
{
    *p = (struct past){.b = b};
    p->cfg = (struct store_archive){
            .dir = arena_printf(b->a, "%s/past/one", b->dir), .days = 3, .max_bytes = 1 << 30, .tick_ms = 10};
    store_close(b->s);
    past_open(p, true);
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, v {TEXT} NOT NULL)", P0));
}

static void past_end(struct past *p)
{
    if (p->b->s)
        past_close(p);
    assert_ok(store_open(&p->b->cfg, &p->b->s));
    assert_int_equal(system(arena_printf(p->b->a, "rm -rf '%s/past'", p->b->dir)), 0);
}

static void wait_for_base(struct past *p, int64_t n)
{
    for (int i = 0; box_metric(p->b, "archive_bases_total") < n || box_metric(p->b, "archive_lost"); i++) {
        assert_true(i < 3000);
        sleep_ms(10);
    }
}

static void add_row(struct box *b, struct arena *a)
{
    struct db *db;
    char text[1500];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    assert_ok(store_write(b->s, a, &db));
    assert_ok(db_exec(db, "INSERT INTO t (v) VALUES (?1)", P(val_text(text)), NULL));
    assert_ok(db_exec(db, "UPDATE t SET v = v WHERE id IN (SELECT max(id) - 7 FROM t)", P0, NULL));
    assert_ok(store_write_commit(db));
}

/* At this moment exactly so many rows are there; nobody writes meanwhile. */
static void mark(struct past *p)
{
    assert_true(p->n_marks < MARKS);
    sleep_ms(3);
    p->mark[p->n_marks].at = clock_now_at();
    p->mark[p->n_marks++].n = box_int(p->b, "SELECT count(*) FROM t");
    sleep_ms(3);
}

static void *writer(void *arg)
{
    struct past *p = arg;
    struct arena *a = arena_new(0);
    for (int i = 0; i < 60; i++) {
        arena_reset(a);
        add_row(p->b, a);
    }
    arena_free(a);
    return NULL;
}

static void *reader(void *arg)
{
    struct past *p = arg;
    struct arena *a = arena_new(0);
    while (p->working) {
        struct db *db;
        const struct val *row;
        arena_reset(a);
        assert_ok(store_read(p->b->s, a, &db));
        assert_ok(db_one(db, "SELECT count(*) FROM t", P0, &row));
        sleep_ms(15);
        store_read_end(db);
    }
    arena_free(a);
    return NULL;
}

static enum err rebuilt(struct past *p, int64_t at, int64_t *out_n, const char **out_why)
{
    struct archive_reached reached;
    struct box *b = p->b;
    char *to = arena_printf(b->a, "%s/rebuilt.db", b->dir);
    enum err e = archive_rebuild(b->a, p->cfg.dir, at, to, &reached, out_why);
    if (e) {
        assert_int_equal(access(to, F_OK), -1);
        return e;
    }
    assert_true(reached.commit_at <= at);
    struct store_config cfg = b->cfg;
    struct store *s;
    struct db *db;
    const struct val *row;
    cfg.path = to;
    assert_ok(store_open(&cfg, &s));
    assert_ok(store_read(s, b->a, &db));
    assert_ok(db_one(db, "PRAGMA integrity_check", P0, &row));
    assert_string_equal(row[0].s, "ok");
    assert_ok(db_one(db, "SELECT count(*) FROM t", P0, &row));
    *out_n = row[0].i;
    store_read_end(db);
    store_close(s);
    assert_ok(store_remove(&cfg));
    return ERR_OK;
}

static void check_marks(struct past *p)
{
    for (int i = 0; i < p->n_marks; i++) {
        const char *why = NULL;
        int64_t n = -1;
        enum err e = rebuilt(p, p->mark[i].at, &n, &why);
        if (e || n != p->mark[i].n)
            print_message("mark %d: %s\n", i, why ? why : "");
        assert_ok(e);
        assert_int_equal(n, p->mark[i].n);
    }
}

/* Four writers and a reader, a log that begins anew again and again. */
static void test_busy(void **state)
{
    struct past p;
    pthread_t w[4], r;
    past_new(&p, *state);
    wait_for_base(&p, 1);
    p.working = true;
    pthread_create(&r, NULL, reader, &p);
    mark(&p);
    for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 4; i++)
            pthread_create(&w[i], NULL, writer, &p);
        for (int i = 0; i < 4; i++)
            pthread_join(w[i], NULL);
        mark(&p);
        if (round == 2)
            sleep_ms(2500); /* a pause in which the log is moved away */
    }
    p.working = false;
    pthread_join(r, NULL);
    assert_true(box_metric(p.b, "checkpoints_forced_total") > 2);
    assert_int_equal(box_metric(p.b, "archive_bases_total"), 1);
    assert_int_equal(box_metric(p.b, "archive_failures_total"), 0);
    past_close(&p);
    check_marks(&p);
    assert_int_equal(p.mark[p.n_marks - 1].n, 6 * 4 * 60);
    past_end(&p);
}

/* Closed and opened it goes on; changed without it, it begins anew, and says what it does not know. */
static void test_gap(void **state)
{
    struct past p;
    const char *why;
    int64_t n;
    past_new(&p, *state);
    wait_for_base(&p, 1);
    add_row(p.b, p.b->a);
    mark(&p);
    past_close(&p);
    past_open(&p, true);
    add_row(p.b, p.b->a);
    mark(&p);
    sleep_ms(50);
    assert_int_equal(box_metric(p.b, "archive_bases_total"), 0);
    past_close(&p);
    sleep_ms(5);
    past_open(&p, false);
    add_row(p.b, p.b->a);
    past_close(&p);
    sleep_ms(5);
    int64_t unknown = clock_now_at();
    sleep_ms(5);
    past_open(&p, true);
    wait_for_base(&p, 1);
    add_row(p.b, p.b->a);
    mark(&p);
    past_close(&p);
    check_marks(&p);
    assert_err(rebuilt(&p, unknown, &n, &why), ERR_INVALID);
    assert_non_null(strstr(why, "was not kept"));
    assert_err(rebuilt(&p, p.mark[0].at - 3600000, &n, &why), ERR_NOT_FOUND);
    assert_non_null(strstr(why, "it begins at"));
    past_end(&p);
}

/* A folder that fills up: old epochs go, and the newest still rebuilds. */
static void test_bounded(void **state)
{
    struct past p;
    const char *why;
    int64_t n, *epochs;
    size_t n_epochs;
    past_new(&p, *state);
    wait_for_base(&p, 1);
    past_close(&p);
    p.cfg.max_bytes = 20000;
    past_open(&p, true);
    for (int i = 0; i < 400; i++)
        add_row(p.b, p.b->a);
    wait_for_base(&p, 1);
    sleep_ms(100);
    mark(&p);
    past_close(&p);
    assert_ok(rebuilt(&p, p.mark[0].at, &n, &why));
    assert_int_equal(n, 400);
    assert_ok(archive_epochs(p.b->a, p.cfg.dir, &epochs, &n_epochs));
    assert_int_equal(n_epochs, 1);
    past_end(&p);
}

int main(void)
{
    crypt_init();
    const struct CMUnitTest tests[] = {box_test(test_busy), box_test(test_gap), box_test(test_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
