#include "unit_store.h"

#include "base/text.h"

#include <pthread.h>

static void values_come_back(void **state)
{
    struct box *b = *state;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, i {INT}, r {REAL}, s {TEXT}, b {BLOB}, n {TEXT})", P0));
    struct db *db;
    int64_t id = 0;
    assert_ok(store_write(b->s, b->a, &db));
    assert_true(db_is_write(db));
    assert_ok(db_insert(db, "INSERT INTO t (i, r, s, b, n) VALUES (?1, ?2, ?3, ?4, ?5)",
            P(val_int(INT64_MIN), val_real(0.1), val_text("Szűcs Ștefan"), val_blob("a\0b", 3), val_null()),
            &id));
    assert_int_equal(id, 1);
    assert_ok(store_write_commit(db));

    struct rows r;
    assert_ok(store_read(b->s, b->a, &db));
    assert_false(db_is_write(db));
    assert_ok(db_query(db, "SELECT i, r, s, b, n, id FROM t WHERE id = ?1", P(val_int(id)), &r));
    store_read_end(db);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.cols, 6);
    const struct val *v = row_of(&r, 0);
    assert_true(val_equal(v[0], val_int(INT64_MIN)));
    assert_true(val_equal(v[1], val_real(0.1)));
    assert_true(val_equal(v[2], val_text("Szűcs Ștefan")));
    assert_int_equal(v[2].s[v[2].len], 0);
    assert_true(val_equal(v[3], val_blob("a\0b", 3)));
    assert_true(val_is_null(v[4]));
}

/* A transaction that changes far more pages than one write call of SQLite's journal may carry. */
static void large_rewrite(void **state)
{
    struct box *b = *state;
    enum { ROWS = 20000 };
    char wide[601];
    memset(wide, 'x', 600);
    wide[600] = 0;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, s {TEXT})", P0));
    struct db *db;
    assert_ok(store_write(b->s, b->a, &db));
    for (int i = 0; i < ROWS; i++)
        assert_ok(db_insert(db, "INSERT INTO t (s) VALUES (?1)", P(val_text(wide)), NULL));
    assert_ok(store_write_commit(db));
    int64_t changed;
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(db_exec(db, "UPDATE t SET s = 'y' || s", P0, &changed));
    assert_int_equal(changed, ROWS);
    store_write_rollback(db);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(db_savepoint(db));
    for (int i = 1; i <= ROWS; i++)
        assert_ok(db_exec(db, "UPDATE t SET s = 'z' || s WHERE id = ?1", P(val_int(i)), NULL));
    assert_ok(db_savepoint_end(db, true));
    assert_ok(store_write_commit(db));
    const struct val *v;
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(db_one(db, "SELECT count(*) FROM t WHERE s LIKE 'zx%'", P0, &v));
    assert_int_equal(v[0].i, ROWS);
    store_read_end(db);
}

static void many_rows(void **state)
{
    struct box *b = *state;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, s {TEXT})", P0));
    struct db *db;
    assert_ok(store_write(b->s, b->a, &db));
    for (int i = 1; i <= 1000; i++)
        assert_ok(db_insert(
                db, "INSERT INTO t (s) VALUES (?1)", P(val_text(arena_printf(b->a, "row %d", i))), NULL));
    assert_ok(store_write_commit(db));
    struct rows r;
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(db_query(db, "SELECT id, s FROM t ORDER BY id", P0, &r));
    assert_int_equal(r.n, 1000);
    for (size_t i = 0; i < r.n; i++) {
        assert_int_equal(row_of(&r, i)[0].i, i + 1);
        assert_string_equal(row_of(&r, i)[1].s, arena_printf(b->a, "row %zu", i + 1));
    }
    unsigned n;
    int64_t us;
    db_stats(db, &n, &us);
    assert_int_equal(n, 1);
    assert_true(us > 0);
    store_read_end(db);
}

static void fails_in_a_read(struct box *b, const char *sql, const char *word)
{
    struct db *db;
    const struct val *row;
    assert_ok(store_read(b->s, b->a, &db));
    assert_err(db_one(db, sql, P0, &row), ERR_INTERNAL);
    assert_non_null(strstr(db_error_text(db), word));
    store_read_end(db);
}

static void one_and_none(void **state)
{
    struct box *b = *state;
    struct db *db;
    const struct val *row = NULL;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, s {TEXT}); INSERT INTO t (s) VALUES ('a'), ('b')", P0));
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(db_one(db, "SELECT s FROM t ORDER BY id DESC", P0, &row));
    assert_string_equal(row[0].s, "b");
    row = NULL;
    assert_err(db_one(db, "SELECT s FROM t WHERE id = ?1", P(val_int(9)), &row), ERR_NOT_FOUND);
    assert_null(row);
    store_read_end(db);
    fails_in_a_read(b, "SELECT nope FROM t", "nope");
    fails_in_a_read(b, "SELECT s FROM t WHERE id = ?1", "");
    fails_in_a_read(b, "DELETE FROM t", ""); /* readers cannot write */
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM t"), 2);
}

static enum err sum_row(void *arg, const struct val *row)
{
    int64_t *sum = arg;
    *sum += row[0].i;
    return row[0].i == 3 ? ERR_BUSY : ERR_OK;
}

static void each_stops(void **state)
{
    struct box *b = *state;
    struct db *db;
    int64_t sum = 0;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}); INSERT INTO t (id) VALUES (1), (2), (3), (4)", P0));
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(db_each(db, "SELECT id FROM t WHERE id <> 3", P0, sum_row, &sum));
    assert_int_equal(sum, 7);
    assert_err(db_each(db, "SELECT id FROM t ORDER BY id", P0, sum_row, &sum), ERR_BUSY);
    assert_int_equal(sum, 13);
    store_read_end(db);
}

struct nested {
    struct db *db;
    int n;
};

static enum err count_again(void *arg, const struct val *row)
{
    struct nested *n = arg;
    (void)row;
    if (n->n++ > 3)
        return ERR_OK;
    struct nested inner = {n->db, 9};
    enum err e = db_each(n->db, "SELECT id FROM t", P0, count_again, &inner);
    n->n += inner.n;
    return e;
}

static void same_statement_nested(void **state)
{
    struct box *b = *state;
    struct nested n = {0};
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}); INSERT INTO t (id) VALUES (1), (2)", P0));
    assert_ok(store_read(b->s, b->a, &n.db));
    assert_ok(db_each(n.db, "SELECT id FROM t", P0, count_again, &n));
    assert_int_equal(n.n, 13); /* 1 + (9 + 2), then 1 more */
    store_read_end(n.db);
}

static void reads_are_snapshots(void **state)
{
    struct box *b = *state;
    struct db *early, *late;
    const struct val *row;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}); INSERT INTO t (id) VALUES (1)", P0));
    assert_ok(store_read(b->s, b->a, &early));
    assert_ok(db_one(early, "SELECT COUNT(*) FROM t", P0, &row));
    assert_int_equal(row[0].i, 1);
    assert_ok(box_do(b, "INSERT INTO t (id) VALUES (2)", P0));
    assert_ok(store_read(b->s, b->a, &late));
    assert_ok(db_one(late, "SELECT COUNT(*) FROM t", P0, &row));
    assert_int_equal(row[0].i, 2);
    assert_ok(db_one(early, "SELECT COUNT(*) FROM t", P0, &row));
    assert_int_equal(row[0].i, 1);
    store_read_end(early);
    store_read_end(late);
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM t"), 2);
}

static void writes_see_themselves_only(void **state)
{
    struct box *b = *state;
    struct db *db;
    const struct val *row;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID})", P0));
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(db_insert(db, "INSERT INTO t (id) VALUES (?1)", P(val_int(7)), NULL));
    assert_ok(db_one(db, "SELECT COUNT(*) FROM t", P0, &row));
    assert_int_equal(row[0].i, 1);
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM t"), 0);
    store_write_rollback(db);
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM t"), 0);
}

static void rules_hurt_are_conflicts(void **state)
{
    struct box *b = *state;
    struct db *db;
    int64_t id = 0, changed = 0;
    assert_ok(box_do(b,
            "CREATE TABLE p (id {ID}, name {TEXT} NOT NULL UNIQUE);"
            "CREATE TABLE c (id {ID}, p_id {INT} NOT NULL REFERENCES p(id));"
            "INSERT INTO p (name) VALUES ('a')",
            P0));
    assert_ok(store_write(b->s, b->a, &db));
    assert_refused(
            db, db_exec(db, "INSERT INTO p (name) VALUES (?1)", P(val_text("a")), &changed), ERR_CONFLICT);
    assert_non_null(strcasestr(db_error_text(db), "unique"));
    assert_refused(
            db, db_exec(db, "INSERT INTO c (p_id) VALUES (?1)", P(val_int(99)), &changed), ERR_CONFLICT);
    assert_refused(
            db, db_exec(db, "INSERT INTO p (name) VALUES (?1)", P(val_null()), &changed), ERR_INTERNAL);
    assert_ok(db_insert(db, "INSERT INTO c (p_id) VALUES (?1)", P(val_int(1)), &id));
    assert_refused(db, db_exec(db, "DELETE FROM p WHERE id = ?1", P(val_int(1)), &changed), ERR_CONFLICT);
    assert_ok(db_exec(db, "UPDATE p SET name = ?1 WHERE id > 0", P(val_text("b")), &changed));
    assert_int_equal(changed, 1);
    assert_ok(store_write_commit(db));
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM p WHERE name = 'b'"), 1);
}

static void insert_on_conflict_knows_the_row(void **state)
{
    struct box *b = *state;
    struct db *db;
    int64_t first = 0, second = 0, third = 0;
    assert_ok(box_do(
            b, "CREATE TABLE p (id {ID}, name {TEXT} NOT NULL UNIQUE, n {INT} NOT NULL DEFAULT 1)", P0));
    assert_ok(store_write(b->s, b->a, &db));
    const char *up = "INSERT INTO p (name) VALUES (?1) ON CONFLICT (name) DO UPDATE SET n = p.n + 1";
    assert_ok(db_insert(db, up, P(val_text("a")), &first));
    assert_ok(db_insert(db, up, P(val_text("b")), &second));
    assert_ok(db_insert(db, up, P(val_text("a")), &third));
    assert_int_equal(first, third);
    assert_int_not_equal(first, second);
    const char *no = "INSERT INTO p (name) VALUES (?1) ON CONFLICT (name) DO NOTHING";
    assert_err(db_insert(db, no, P(val_text("a")), &first), ERR_CONFLICT);
    assert_ok(db_insert(db, no, P(val_text("c")), &first));
    assert_ok(store_write_commit(db));
    assert_int_equal(box_int(b, "SELECT SUM(n) FROM p"), 4);
}

static void steps_inside_a_write(void **state)
{
    struct box *b = *state;
    struct db *db;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID})", P0));
    assert_ok(store_write(b->s, b->a, &db));
    for (int i = 1; i <= 4; i++) {
        assert_ok(db_savepoint(db));
        assert_ok(db_insert(db, "INSERT INTO t (id) VALUES (?1)", P(val_int(i)), NULL));
        assert_ok(db_savepoint(db));
        assert_ok(db_insert(db, "INSERT INTO t (id) VALUES (?1)", P(val_int(i * 10)), NULL));
        assert_ok(db_savepoint_end(db, i == 1));
        assert_ok(db_savepoint_end(db, i % 2));
    }
    assert_ok(store_write_commit(db));
    assert_int_equal(box_int(b, "SELECT SUM(id) FROM t"), 1 + 10 + 3);
}

/* What is not looked at may fail later: at the end of its step, of the write, or at any call before. */
static void a_blind_failure_keeps_nothing(void **state)
{
    struct box *b = *state;
    struct db *db;
    assert_ok(
            box_do(b, "CREATE TABLE p (name {TEXT} NOT NULL UNIQUE); INSERT INTO p (name) VALUES ('a')", P0));
    for (int round = 0; round < 3; round++) { /* the first time the statement is new to the connection */
        assert_ok(store_write(b->s, b->a, &db));
        enum err e = db_exec(db, "INSERT INTO p (name) VALUES (?1)", P(val_text("b")), NULL);
        assert_ok(e);
        e = db_exec(db, "INSERT INTO p (name) VALUES (?1)", P(val_text("a")), NULL);
        if (!e)
            assert_err(store_write_commit(db), ERR_CONFLICT);
        else
            store_write_rollback(db);
        assert_int_equal(box_int(b, "SELECT COUNT(*) FROM p"), 1);
        assert_ok(store_write(b->s, b->a, &db));
        assert_ok(db_savepoint(db));
        assert_ok(db_exec(db, "INSERT INTO p (name) VALUES (?1)", P(val_text("c")), NULL));
        e = db_exec(db, "INSERT INTO p (name) VALUES (?1)", P(val_text("c")), NULL);
        assert_ok(db_savepoint_end(db, false));
        assert_ok(db_savepoint(db));
        e = db_exec(db, "INSERT INTO p (name) VALUES (?1)", P(val_text("a")), NULL);
        if (!e)
            e = db_savepoint_end(db, true);
        else
            assert_ok(db_savepoint_end(db, false));
        assert_err(e, ERR_CONFLICT);
        store_write_rollback(db);
        assert_int_equal(box_int(b, "SELECT COUNT(*) FROM p"), 1);
    }
}

static void ids_are_never_used_again(void **state)
{
    struct box *b = *state;
    struct db *db;
    int64_t id = 0;
    assert_ok(box_do(
            b, "CREATE TABLE t (id {ID}, s {TEXT}); INSERT INTO t (s) VALUES ('a'); DELETE FROM t", P0));
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(db_insert(db, "INSERT INTO t (s) VALUES (?1)", P(val_text("b")), &id));
    assert_ok(store_write_commit(db));
    assert_int_equal(id, 2);
}

static void *read_one(void *arg)
{
    struct box *b = arg;
    struct arena *a = arena_new(0);
    struct db *db;
    for (int i = 0; i < 200; i++) {
        const struct val *row;
        assert_ok(store_read(b->s, a, &db));
        assert_ok(db_one(db, "SELECT COUNT(*) FROM t", P0, &row));
        assert_int_equal(row[0].i, 3);
        store_read_end(db);
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static void more_readers_than_connections(void **state)
{
    struct box *b = *state;
    pthread_t t[8];
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}); INSERT INTO t (id) VALUES (1), (2), (3)", P0));
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&t[i], NULL, read_one, b), 0);
    for (int i = 0; i < 8; i++)
        pthread_join(t[i], NULL);
    assert_true(box_metric(b, "readers_open") <= (on_postgres() ? 8 : 3));
    assert_int_equal(box_metric(b, "readers_busy"), 0);
    assert_int_equal(box_metric(b, "read_timeouts_total"), 0);
}

static void many_statements(void **state)
{
    struct box *b = *state;
    struct db *db;
    const struct val *row;
    assert_ok(store_read(b->s, b->a, &db));
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 700; i++) {
            assert_ok(db_one(db, arena_printf(b->a, "SELECT %d + ?1", i), P(val_int(1)), &row));
            assert_int_equal(row[0].i, i + 1);
        }
    store_read_end(db);
}

/* fold - what {FOLD}() makes of a text, as the number 1 when it is what text_fold makes. */
static void fold_is_text_fold(void **state)
{
    struct box *b = *state;
    static const char *const texts[] = {"", "  Szűcs-Popescu ȘTEFAN", "Őrült ÁRVÍZTŰRŐ tükörfúrógép",
            "ŞŢşţȘȚșț ăâîĂÂÎ", "Straße Łódź Øre Đorđe Æther œuvre Þór ısı İstanbul", "ﬁn ½ ² ① Ⅳ",
            "a\u00adb c\u200bd", "ΑΘΉΝΑ ΣΊΣΥΦΟΣ", "Иван Петров Ёлка", "x_y%z\\w'q\"(r)", "1,5 000.00 €",
            "日本語 テスト", "e\u0301\u0302 o\u030b"};
    struct db *db;
    const struct val *row;
    assert_ok(store_read(b->s, b->a, &db));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_ok(db_one(db, db_words(db, "SELECT {FOLD}(?1)"), P(val_text(texts[i])), &row));
        assert_string_equal(row[0].s, text_fold(b->a, texts[i]));
    }
    assert_ok(db_one(db, db_words(db, "SELECT COUNT(*) WHERE {FOLD}(CAST(NULL AS TEXT)) IS NULL"), P0, &row));
    assert_int_equal(row[0].i, 1);
    assert_ok(db_one(db, "SELECT COUNT(*) WHERE 'A' LIKE 'a'", P0, &row));
    assert_int_equal(row[0].i, 0);
    store_read_end(db);
}

/* The same statement with values of other types, and columns of each type. */
static void types_fit_the_column(void **state)
{
    struct box *b = *state;
    struct db *db;
    struct rows r;
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, i {INT}, r {REAL}, s {TEXT})", P0));
    const char *put = "INSERT INTO t (i, r, s) VALUES (?1, ?2, ?3)";
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(db_insert(db, put, P(val_null(), val_null(), val_null()), NULL));
    assert_ok(db_insert(db, put, P(val_int(1LL << 40), val_int(7), val_text("x")), NULL));
    assert_ok(db_insert(db, put, P(val_int(-3), val_real(2.5), val_null()), NULL));
    assert_ok(db_query(db, "SELECT i, r, s FROM t WHERE ?1 = 0 OR i = ?1 ORDER BY id", P(val_int(0)), &r));
    assert_int_equal(r.n, 3);
    assert_ok(db_query(
            db, "SELECT i, r, s FROM t WHERE ?1 = 0 OR i = ?1 ORDER BY id", P(val_int(1LL << 40)), &r));
    assert_int_equal(r.n, 1);
    assert_true(val_equal(r.v[1], val_real(7)));
    assert_ok(db_query(db, "SELECT COUNT(*), SUM(i), AVG(i), SUM(r), MAX(s), COUNT(*) > 2 FROM t", P0, &r));
    assert_true(val_equal(r.v[0], val_int(3)));
    assert_true(val_equal(r.v[1], val_int((1LL << 40) - 3)));
    assert_true(val_equal(r.v[2], val_real(((double)(1LL << 40) - 3) / 2)));
    assert_true(val_equal(r.v[3], val_real(9.5)));
    assert_true(val_equal(r.v[4], val_text("x")));
    assert_true(val_equal(r.v[5], val_int(1)));
    assert_ok(db_query(db, "SELECT SUM(i) FROM t WHERE i < 0", P0, &r));
    assert_true(val_equal(r.v[0], val_int(-3)));
    store_write_rollback(db);
}

/* Texts order by bytes: keyset pages are alike on both. */
static void texts_order_by_bytes(void **state)
{
    struct box *b = *state;
    struct db *db;
    struct rows r;
    assert_ok(box_do(b,
            "CREATE TABLE t (s {TEXT}); INSERT INTO t (s) VALUES ('b'), ('B'), ('á'), ('a b'), ('ab'), ('_')",
            P0));
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(db_query(db, "SELECT s FROM t WHERE s > ?1 ORDER BY s", P(val_text("A")), &r));
    store_read_end(db);
    static const char *const order[] = {"B", "_", "a b", "ab", "b", "á"};
    assert_int_equal(r.n, 6);
    for (size_t i = 0; i < r.n; i++)
        assert_string_equal(r.v[i].s, order[i]);
}

static void nul_in_a_text_is_refused(void **state)
{
    struct box *b = *state;
    struct db *db;
    struct val v = {.type = VAL_TEXT, .len = 3, .s = "a\0b"};
    assert_ok(box_do(b, "CREATE TABLE t (id {ID}, s {TEXT})", P0));
    assert_ok(store_write(b->s, b->a, &db));
    assert_err(db_insert(db, "INSERT INTO t (s) VALUES (?1)", P(v), NULL), ERR_INVALID);
    assert_ok(db_insert(db, "INSERT INTO t (s) VALUES (?1)", P(val_text("a")), NULL));
    assert_ok(store_write_commit(db));
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM t"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(values_come_back),
            box_test(large_rewrite),
            box_test(many_rows),
            box_test(one_and_none),
            box_test(each_stops),
            box_test(same_statement_nested),
            box_test(reads_are_snapshots),
            box_test(writes_see_themselves_only),
            box_test(rules_hurt_are_conflicts),
            box_test(insert_on_conflict_knows_the_row),
            box_test(steps_inside_a_write),
            box_test(a_blind_failure_keeps_nothing),
            box_test(ids_are_never_used_again),
            box_test(more_readers_than_connections),
            box_test(many_statements),
            box_test(fold_is_text_fold),
            box_test(types_fit_the_column),
            box_test(texts_order_by_bytes),
            box_test(nul_in_a_text_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
