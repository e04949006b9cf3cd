#include "unit_store.h"

/* Where the copy made before a migration goes; a schema is backed up by other means. */
static const char *box_copies(struct box *b)
{
    return on_postgres() ? NULL : b->cfg.path;
}

static void from_nothing_and_again(void **state)
{
    struct box *b = *state;
    struct migration m;
    for (int kind = MIGRATE_ACCOUNT; kind <= MIGRATE_DIRECTORY; kind++) {
        struct box other = *b;
        other.cfg.path = box_place(b, kind == MIGRATE_ACCOUNT ? "account" : "directory");
        assert_ok(store_open(&other.cfg, &other.s));
        assert_ok(migrate_run(other.s, (enum migrate_kind)kind, box_copies(&other), b->a, 1234, &m));
        assert_int_equal(m.from, 0);
        assert_true(m.newest >= 1);
        assert_int_equal(m.to, m.newest);
        assert_null(m.snapshot);
        assert_int_equal(box_int(&other, "SELECT MAX(version) FROM schema_version"), m.newest);
        assert_int_equal(box_int(&other, "SELECT applied_at FROM schema_version WHERE version = 1"), 1234);
        assert_ok(migrate_run(other.s, (enum migrate_kind)kind, box_copies(&other), b->a, 9999, &m));
        assert_int_equal(m.from, m.newest);
        assert_null(m.snapshot);
        assert_int_equal(box_int(&other, "SELECT MAX(applied_at) FROM schema_version"), 1234);
        store_close(other.s);
    }
}

#define STEP(n, sql)                                                                                         \
    {                                                                                                        \
        "account_000" #n ".sql", sql, sizeof sql - 1                                                         \
    }
#define STEP_END                                                                                             \
    {                                                                                                        \
        0                                                                                                    \
    }

static const struct embedded one[] = {
        STEP(1, "CREATE TABLE t (id {ID}); INSERT INTO t (id) VALUES (1);"), STEP_END};
static const struct embedded three[] = {STEP(1, "CREATE TABLE t (id {ID}); INSERT INTO t (id) VALUES (1);"),
        STEP(2, "ALTER TABLE t ADD COLUMN s {TEXT} NOT NULL DEFAULT 'x'; INSERT INTO t (id) VALUES (2);"),
        STEP(3, "CREATE INDEX t_s ON t(s); INSERT INTO t (id) VALUES (3);"), STEP_END};
static const struct embedded broken[] = {STEP(1, "CREATE TABLE t (id {ID}); INSERT INTO t (id) VALUES (1);"),
        STEP(2, "INSERT INTO t (id) VALUES (2);"),
        STEP(3, "INSERT INTO t (id) VALUES (3); INSERT INTO no_such_table (id) VALUES (3);"), STEP_END};

static void upgrade_takes_a_snapshot_first(void **state)
{
    struct box *b = *state;
    struct migration m;
    assert_ok(migrate_list(b->s, one, box_copies(b), b->a, 1, &m));
    assert_ok(migrate_list(b->s, three, box_copies(b), b->a, 2, &m));
    assert_int_equal(m.from, 1);
    assert_int_equal(m.to, 3);
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM t WHERE s = 'x'"), 3);
    if (on_postgres())
        return;
    assert_non_null(m.snapshot);
    struct box old = *b;
    old.cfg.path = m.snapshot;
    assert_ok(store_open(&old.cfg, &old.s));
    assert_int_equal(box_int(&old, "SELECT COUNT(*) FROM t"), 1);
    assert_int_equal(box_int(&old, "SELECT MAX(version) FROM schema_version"), 1);
    store_close(old.s);
}

static void failing_step_leaves_the_ones_before(void **state)
{
    struct box *b = *state;
    struct migration m;
    assert_err(migrate_list(b->s, broken, box_copies(b), b->a, 1, &m), ERR_INTERNAL);
    assert_int_equal(m.to, 2);
    assert_non_null(strstr(m.error, "no_such_table"));
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM t"), 2);
    assert_int_equal(box_int(b, "SELECT MAX(version) FROM schema_version"), 2);
}

static void newer_schema_is_refused(void **state)
{
    struct box *b = *state;
    struct migration m;
    assert_ok(migrate_list(b->s, three, box_copies(b), b->a, 1, &m));
    assert_err(migrate_list(b->s, one, box_copies(b), b->a, 2, &m), ERR_CONFLICT);
    assert_int_equal(m.from, 3);
    assert_int_equal(m.newest, 1);
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM t"), 3);
}

static void every_fault_leaves_whole_steps(void **state)
{
    struct box *b = *state;
    enum err e = ERR_FULL;
    for (unsigned n = 1; e; n++) {
        struct migration m;
        assert_true(n < 40);
        struct box other = *b;
        other.cfg.path = box_place(b, arena_printf(b->a, "fault%u", n));
        assert_ok(store_open(&other.cfg, &other.s));
        store_fault(other.s, n, ERR_FULL, true);
        e = migrate_list(other.s, three, box_copies(&other), b->a, 1, &m);
        store_fault(other.s, 0, ERR_OK, false);
        if (e) {
            assert_err(e, ERR_FULL);
            int found = m.to;
            assert_ok(migrate_list(other.s, three, box_copies(&other), b->a, 1, &m));
            assert_int_equal(m.from, found);
        }
        assert_int_equal(box_int(&other, "SELECT COUNT(*) FROM t"), 3);
        store_close(other.s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(from_nothing_and_again),
            box_test(upgrade_takes_a_snapshot_first),
            box_test(failing_step_leaves_the_ones_before),
            box_test(newer_schema_is_refused),
            box_test(every_fault_leaves_whole_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
