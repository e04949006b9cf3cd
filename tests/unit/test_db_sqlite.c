#include "unit_store.h"

/* What only SQLite's back end does; the interface is tested by test_db.c. */

static void second_opener_is_refused(void **state)
{
    struct box *b = *state;
    struct store *other = NULL;
    assert_err(store_open(&b->cfg, &other), ERR_CONFLICT);
    assert_null(other);
    store_close(b->s);
    assert_ok(store_open(&b->cfg, &b->s));
}

static void bad_places(void **state)
{
    struct box *b = *state;
    struct store *other = NULL;
    struct store_config cfg = b->cfg;
    cfg.path = arena_printf(b->a, "%s/no/such/folder/x.db", b->dir);
    assert_err(store_open(&cfg, &other), ERR_INTERNAL);
    cfg.path = arena_printf(b->a, "%s/notes.txt", b->dir);
    FILE *f = fopen(cfg.path, "w");
    for (int i = 0; i < 1000; i++)
        fputs("this is not a database\n", f);
    fclose(f);
    assert_err(store_open(&cfg, &other), ERR_DAMAGED);
    assert_null(other);
}

static void snapshot_is_whole(void **state)
{
    struct box *b = *state;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, s {TEXT}); INSERT INTO t (s) VALUES ('before')", P0));
    char *copy = arena_printf(b->a, "%s/copy.db", b->dir);
    assert_ok(store_snapshot(b->s, copy));
    assert_ok(box_do(b, "INSERT INTO t (s) VALUES ('after')", P0));
    struct box other = *b;
    other.cfg.path = copy;
    assert_ok(store_open(&other.cfg, &other.s));
    assert_int_equal(box_int(&other, "SELECT COUNT(*) FROM t"), 1);
    store_close(other.s);
    assert_ok(store_snapshot(b->s, copy)); /* replaces */
    assert_ok(store_open(&other.cfg, &other.s));
    assert_int_equal(box_int(&other, "SELECT COUNT(*) FROM t"), 2);
    store_close(other.s);
    assert_int_not_equal(access(arena_printf(b->a, "%s.part", copy), F_OK), 0);
    assert_err(store_snapshot(b->s, "/no/such/folder/copy.db"), ERR_INTERNAL);
}

static void only_what_we_mean(void **state)
{
    struct box *b = *state;
    struct db *db;
    const struct val *row;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, s {TEXT})", P0));
    assert_ok(store_read(b->s, b->a, &db));
    assert_err(db_one(db, "SELECT \"s x\" FROM t", P0, &row), ERR_INTERNAL); /* never a string */
    store_read_end(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(second_opener_is_refused),
            box_test(bad_places),
            box_test(snapshot_is_whole),
            box_test(only_what_we_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
