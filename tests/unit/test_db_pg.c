/* What only PostgreSQL's back end does: connections shared and lost, and a server that dies. Run by script/postgres. */
#include "unit_commit.h"

static int64_t backend_of(struct db *db)
{
    const struct val *row;
    assert_ok(db_one(db, "SELECT pg_backend_pid()", P0, &row));
    return row[0].i;
}

/* The server ends a connection, as an administrator or a failing network would. */
static void end_backend(struct box *b, int64_t pid)
{
    struct db *db;
    const struct val *row;
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(db_one(db, "SELECT pg_terminate_backend(CAST(?1 AS INTEGER))", P(val_int(pid)), &row));
    assert_int_equal(row[0].i, 1);
    store_read_end(db);
    usleep(50000);
}

static void lost_connection_loses_the_whole_batch(void **state)
{
    struct box *b = *state;
    struct step first = {.b = b, .who = 1}, others[] = {{.who = 2, .keep = true}, {.who = 3, .keep = true}};
    struct db *db;
    patient_store(b);
    tables(b);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    int64_t pid = backend_of(db);
    steps_start(b, others, 2);
    end_backend(b, pid);
    assert_err(db_exec(db, "UPDATE counter SET n = 77", P0, NULL), ERR_BUSY);
    assert_err(db_exec(db, "UPDATE counter SET n = 78", P0, NULL), ERR_BUSY);
    store_write_end(db, true, step_done, &first); /* even if its owner did not notice */
    steps_end(others, 2);
    assert_int_equal(first.err, ERR_BUSY);
    assert_int_equal(others[0].err, ERR_OK); /* those behind it got a new connection */
    assert_int_equal(others[1].err, ERR_OK);
    assert_int_equal(rows_and_counter_agree(b), 2);
    assert_int_equal(box_metric(b, "transactions_lost_total"), 1);
}

static void lost_before_the_commit_is_no_success(void **state)
{
    struct box *b = *state;
    struct db *db;
    tables(b);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    end_backend(b, backend_of(db));
    assert_err(store_write_commit(db), ERR_BUSY);
    assert_int_equal(rows_and_counter_agree(b), 0);
    assert_ok(request(b->s, b->a, 1));
    assert_int_equal(rows_and_counter_agree(b), 1);
}

static void lost_in_a_read(void **state)
{
    struct box *b = *state;
    struct db *db;
    const struct val *row;
    tables(b);
    assert_ok(store_read(b->s, b->a, &db));
    end_backend(b, backend_of(db));
    assert_err(db_one(db, "SELECT COUNT(*) FROM row", P0, &row), ERR_BUSY);
    store_read_end(db);
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM row"), 0);
}

/* Idle connections that the server ended are noticed before they are used. */
static void lost_while_idle_costs_nothing(void **state)
{
    struct box *b = *state;
    struct db *db;
    tables(b);
    for (int i = 0; i < 5; i++) {
        assert_ok(store_read(b->s, b->a, &db));
        int64_t pid = backend_of(db);
        struct db *second;
        assert_ok(store_read(b->s, b->a, &second));
        backend_of(second);
        store_read_end(db);
        store_read_end(second);
        end_backend(b, pid);
        assert_ok(request(b->s, b->a, i));
        assert_int_equal(rows_and_counter_agree(b), i + 1);
    }
}

static void failure_stays_until_a_savepoint(void **state)
{
    struct box *b = *state;
    struct db *db;
    const struct val *row;
    tables(b);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(db_insert(db, "INSERT INTO row (who) VALUES (?1)", P(val_int(1)), NULL));
    assert_ok(db_savepoint(db));
    assert_err(db_insert(db, "INSERT INTO row (who) VALUES (?1)", P(val_int(1)), NULL), ERR_CONFLICT);
    assert_err(db_one(db, "SELECT 1", P0, &row), ERR_CONFLICT);
    assert_ok(db_savepoint_end(db, false));
    assert_ok(db_one(db, "SELECT COUNT(*) FROM row", P0, &row));
    assert_int_equal(row[0].i, 1);
    assert_err(db_insert(db, "INSERT INTO row (who) VALUES (?1)", P(val_int(1)), NULL), ERR_CONFLICT);
    assert_err(store_write_commit(db), ERR_CONFLICT); /* it can only be rolled back */
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM row"), 0);
}

/* Thousands of accounts on a few connections: each sees its own tables, also where the same text means other types. */
static void many_schemas_few_connections(void **state)
{
    enum { STORES = 40 };
    struct box *b = *state, other[STORES];
    store_close(b->s);
    b->cfg.connections = 3;
    assert_ok(store_open(&b->cfg, &b->s));
    for (int i = 0; i < STORES; i++) {
        other[i] = *b;
        other[i].cfg.path = box_place(b, arena_printf(b->a, "s%d", i));
        assert_ok(store_open(&other[i].cfg, &other[i].s));
        assert_ok(box_do(&other[i],
                i % 2 ? "CREATE TABLE t (v {TEXT}); INSERT INTO t (v) VALUES ('x')"
                      : "CREATE TABLE t (v {INT}); INSERT INTO t (v) VALUES (7)",
                P0));
    }
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < STORES; i++) {
            struct db *db;
            const struct val *row;
            if (round)
                assert_ok(store_read(other[i].s, b->a, &db));
            else
                assert_ok(store_write(other[i].s, b->a, &db));
            assert_ok(db_one(db, "SELECT v FROM t", P0, &row));
            assert_true(val_equal(row[0], i % 2 ? val_text("x") : val_int(7)));
            if (round)
                store_read_end(db);
            else
                store_write_rollback(db);
        }
    assert_true(box_metric(b, "readers_open") <= 3);
    assert_int_equal(box_metric(b, "readers_busy"), 0);
    for (int i = 0; i < STORES; i++)
        store_close(other[i].s);
}

static void a_free_connection_is_waited_for(void **state)
{
    struct box *b = *state;
    struct db *one, *two, *three;
    store_close(b->s);
    b->cfg.connections = 2;
    assert_ok(store_open(&b->cfg, &b->s));
    assert_ok(store_read(b->s, b->a, &one));
    assert_ok(store_read(b->s, b->a, &two));
    assert_err(store_read(b->s, b->a, &three), ERR_BUSY);
    store_read_end(one);
    assert_ok(store_read(b->s, b->a, &three));
    store_read_end(two);
    store_read_end(three);
    assert_int_equal(box_metric(b, "read_timeouts_total"), 1);
}

/* Two nodes: stores of the same schema with pools of their own. */
static void nodes_stand_in_line(void **state)
{
    struct box *b = *state, node = *b;
    struct crew crew[6];
    pthread_t t[6];
    node.cfg.conninfo = arena_printf(b->a, "%s application_name=second", b->cfg.conninfo);
    assert_ok(store_open(&node.cfg, &node.s));
    tables(b);
    for (int i = 0; i < 6; i++) {
        crew[i] = (struct crew){i % 2 ? b : &node, i, 100, arena_zalloc(b->a, 100)};
        assert_int_equal(pthread_create(&t[i], NULL, crew_work, &crew[i]), 0);
    }
    for (int i = 0; i < 6; i++)
        pthread_join(t[i], NULL);
    assert_int_equal(rows_and_counter_agree(b), 600);
    assert_int_equal(outcomes_are_true(b, crew, 6), 600);
    store_close(node.s);
}

static void locks_and_statements_end_in_time(void **state)
{
    struct box *b = *state, node = *b;
    struct db *db, *late;
    const struct val *row;
    tables(b);
    node.cfg.conninfo = arena_printf(b->a, "%s application_name=second", b->cfg.conninfo);
    assert_ok(store_open(&node.cfg, &node.s));
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    assert_ok(store_write(node.s, b->a, &late));
    assert_err(db_one(late, "SELECT 1", P0, &row), ERR_BUSY); /* another node holds the account */
    store_write_rollback(late);
    assert_ok(db_exec(db, "SET LOCAL statement_timeout = 50", P0, NULL));
    assert_err(db_one(db, "SELECT pg_sleep(20)", P0, &row), ERR_BUSY);
    store_write_rollback(db);
    assert_ok(request(node.s, b->a, 2));
    assert_int_equal(rows_and_counter_agree(b), 1);
    store_close(node.s);
}

/* A server of our own that dies by kill -9 under load, with durable commits. */

static void server(struct box *b, const char *verb)
{
    assert_int_equal(system(arena_printf(b->a, "PG_FSYNC=on %s/script/postgres %s %s/server >/dev/null",
                             SOURCE_DIR, verb, b->dir)),
            0);
}

static void until_it_answers(struct box *b)
{
    enum err e = ERR_BUSY;
    for (int i = 0; e && i < 1200; i++) {
        struct db *db;
        e = store_read(b->s, b->a, &db);
        if (!e)
            store_read_end(db);
        else
            usleep(50000);
    }
    assert_ok(e);
}

/* Works until the server is gone; n_requests becomes how many were asked. */
static void *work_until_it_dies(void *arg)
{
    struct crew *c = arg;
    struct arena *a = arena_new(0);
    int i = 0;
    for (int n_failed = 0; i < c->n_requests && n_failed < 3; i++) {
        c->outcome[i] = (char)request(c->b->s, a, c->me * 100000 + i);
        n_failed += c->outcome[i] != ERR_OK;
        arena_reset(a);
    }
    c->n_requests = i;
    arena_free(a);
    return NULL;
}

static void wait_for_rows(struct box *b, int64_t n)
{
    for (int i = 0; box_int(b, "SELECT COUNT(*) FROM row") < n; i++) {
        assert_true(i < 3000);
        usleep(10000);
    }
}

static void server_dies_under_load(void **state)
{
    enum { MOST = 50000 };
    struct box *b = *state, mine = *b;
    struct crew crew[4];
    pthread_t t[4];
    chmod(b->dir, 0755);
    server(b, "start");
    mine.cfg.conninfo = arena_printf(b->a, "host=%s/server user=postgres dbname=postgres", b->dir);
    mine.cfg.path = "account";
    assert_ok(store_open(&mine.cfg, &mine.s));
    tables(&mine);
    for (int round = 0; round < 5; round++) {
        int64_t before = box_int(&mine, "SELECT COUNT(*) FROM row");
        for (int i = 0; i < 4; i++) {
            crew[i] = (struct crew){&mine, round * 4 + i, MOST, arena_zalloc(b->a, MOST)};
            assert_int_equal(pthread_create(&t[i], NULL, work_until_it_dies, &crew[i]), 0);
        }
        wait_for_rows(&mine, before + 1 + 10 * round);
        server(b, "kill");
        for (int i = 0; i < 4; i++)
            pthread_join(t[i], NULL);
        server(b, "start");
        until_it_answers(&mine);
        /* what was answered with ok is there; an answer lost in a COMMIT may stand for either */
        struct db *db;
        int n_ok = 0, n_failed = 0;
        assert_ok(store_read(mine.s, b->a, &db));
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < crew[i].n_requests; k++) {
                const struct val *row;
                struct val who = val_int(crew[i].me * 100000 + k);
                enum err e = db_one(db, "SELECT 1 FROM row WHERE who = ?1", P(who), &row);
                if (crew[i].outcome[k] == ERR_OK)
                    assert_ok(e);
                n_ok += crew[i].outcome[k] == ERR_OK;
                n_failed += crew[i].outcome[k] != ERR_OK;
            }
        store_read_end(db);
        assert_true(n_ok > 0 && n_failed > 0);
        rows_and_counter_agree(&mine);
    }
    store_close(mine.s);
    server(b, "stop");
    assert_int_equal(system(arena_printf(b->a, "rm -rf %s/server", b->dir)), 0);
}

static void bad_places(void **state)
{
    struct box *b = *state;
    struct store *other = NULL;
    struct store_config cfg = b->cfg;
    static const char *const names[] = {"", "Upper", "two words", "x\"; DROP SCHEMA y", "9lives", "pg_own",
            "a_name_that_is_longer_than_the_sixty_three_bytes_a_schema_may_have"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cfg.path = names[i];
        assert_err(store_open(&cfg, &other), ERR_INTERNAL);
    }
    cfg.path = "nobody_there";
    cfg.conninfo = "host=/nowhere user=postgres";
    assert_err(store_open(&cfg, &other), ERR_BUSY);
    assert_null(other);
}

static void numbers_that_only_postgres_has(void **state)
{
    struct box *b = *state;
    static const struct {
        const char *sql;
        double d;
        bool whole;
    } cases[] = {{"0::numeric", 0, true}, {"-10000::numeric", -10000, true},
            {"123456789012::numeric", 123456789012, true}, {"1e30::numeric", 1e30, false},
            {"0.00001234::numeric", 0.00001234, false}, {"-2.5::numeric", -2.5, false},
            {"100000000.0001::numeric", 100000000.0001, false}, {"2::smallint", 2, true},
            {"-7::integer", -7, true}, {"0.5::real", 0.5, false}, {"true", 1, true}};
    struct db *db;
    const struct val *row;
    assert_ok(store_read(b->s, b->a, &db));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(db_one(db, arena_printf(b->a, "SELECT %s", cases[i].sql), P0, &row));
        struct val expected = cases[i].whole ? val_int((int64_t)cases[i].d) : val_real(cases[i].d);
        assert_true(val_equal(row[0], expected));
    }
    store_read_end(db);
}

static int64_t count_rows(struct db *db, int64_t who)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT COUNT(*) FROM row WHERE who <= ?1", P(val_int(who)), &row);
    return e ? -1 : row[0].i;
}

/* Reads sent ahead give what they would give without; what is written between is seen. */
static void reads_sent_ahead(void **state)
{
    struct box *b = *state;
    struct db *db;
    tables(b);
    for (int64_t who = 1; who <= 3; who++)
        assert_ok(request(b->s, b->a, who));
    assert_ok(store_write(b->s, b->a, &db));
    assert_true(db_ahead(db, true));
    assert_int_equal(count_rows(db, 1), -1);
    assert_int_equal(count_rows(db, 2), -1);
    assert_int_equal(count_rows(db, 2), -1);
    assert_false(db_ahead(db, false));
    assert_int_equal(count_rows(db, 3), 3);
    assert_int_equal(count_rows(db, 2), 2);
    assert_ok(db_exec(db, "DELETE FROM row WHERE who = 1", P0, NULL));
    assert_int_equal(count_rows(db, 1), 0);
    assert_int_equal(count_rows(db, 2), 1);
    assert_true(db_ahead(db, true));
    assert_int_equal(count_rows(db, 2), -1); /* never asked for */
    db_ahead(db, false);
    store_write_rollback(db);
    assert_int_equal(rows_and_counter_agree(b), 3);
}

static void a_failure_sent_ahead(void **state)
{
    struct box *b = *state;
    struct db *db;
    struct rows rows;
    tables(b);
    assert_ok(request(b->s, b->a, 1));
    assert_ok(store_read(b->s, b->a, &db));
    assert_true(db_ahead(db, true));
    assert_ok(db_query(db, "SELECT 1 / (who - 1) FROM row", P0, &rows));
    assert_int_equal(rows.n, 0);
    assert_int_equal(count_rows(db, 1), -1);
    db_ahead(db, false);
    assert_err(db_query(db, "SELECT 1 / (who - 1) FROM row", P0, &rows), ERR_INTERNAL);
    assert_int_equal(count_rows(db, 1), -1);
    store_read_end(db);
    assert_int_equal(rows_and_counter_agree(b), 1);
}

/* The one row that is to change is not there: found out later, and nobody else's loss. */
static void one_row_or_none(void **state)
{
    struct box *b = *state;
    struct db *db;
    static const char change[] = "UPDATE row SET filler = 'x' WHERE who = ?1";
    struct step first = {.b = b, .who = 1};
    tables(b);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    assert_ok(db_exec_one(db, change, P(val_int(1))));
    store_write_end(db, true, step_done, &first);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 2));
    assert_ok(db_exec_one(db, change, P(val_int(7))));
    assert_int_equal(count_rows(db, 2), -1);
    assert_err(store_write_commit(db), ERR_STALE);
    assert_ok(first.err);
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(db_exec_one(db, change, P(val_int(7))));
    assert_err(store_write_commit(db), ERR_STALE);
    assert_ok(request(b->s, b->a, 3));
    assert_int_equal(rows_and_counter_agree(b), 2);
}

static void notes_last_as_long_as_they_are_true(void **state)
{
    struct box *b = *state;
    struct db *db;
    int64_t n = 0;
    tables(b);
    assert_ok(store_write(b->s, b->a, &db));
    assert_false(db_noted(db, 5, &n));
    db_note(db, 5, 50);
    db_note(db, 6, 60);
    db_note(db, 5, 51);
    assert_true(db_noted(db, 5, &n));
    assert_int_equal(n, 51);
    assert_ok(db_savepoint(db));
    db_note(db, 5, 52);
    assert_ok(db_savepoint_end(db, false));
    assert_false(db_noted(db, 5, &n));
    db_note(db, 5, 53);
    assert_ok(store_write_commit(db));
    assert_ok(store_write(b->s, b->a, &db));
    assert_false(db_noted(db, 5, &n));
    store_write_rollback(db);
}

/* Rows of a step of its own go out together, what they refer to first; the step sees them, and so do all after it. */
static void rows_gathered(void **state)
{
    struct box *b = *state;
    struct db *db;
    const struct val *row;
    const int64_t n = 700;
    assert_ok(box_do(b,
            "CREATE TABLE contact (id {ID}, name {TEXT});"
            "CREATE TABLE card (id {ID}, contact_id {INT} NOT NULL REFERENCES contact (id), name {TEXT}, "
            "part {REAL}, "
            "bytes {BLOB})",
            P0));
    assert_ok(store_write_alone(b->s, b->a, &db));
    for (int64_t i = 1; i <= n; i++) {
        int64_t contact_id, card_id;
        struct val name = i % 3 ? val_text(arena_printf(b->a, "Őrző %lld", (long long)i)) : val_null();
        assert_ok(db_add(db, "INSERT INTO contact (name) VALUES (?1)", P(name), &contact_id));
        assert_ok(db_add(db, "INSERT INTO card (contact_id, name, part, bytes) VALUES (?1, ?2, ?3, ?4)",
                P(val_int(contact_id), name, val_real((double)i / 2), val_blob("\0\1", 2)), &card_id));
        if (i % 100)
            continue;
        assert_ok(db_one(db,
                "SELECT COUNT(*), MAX(c.id), COUNT(k.name) FROM card c JOIN contact k ON k.id = c.contact_id",
                P0, &row));
        assert_int_equal(row[0].i, i);
        assert_int_equal(row[1].i, card_id);
        assert_int_equal(row[2].i, i - i / 3);
    }
    assert_ok(store_write_commit(db));
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM card WHERE part * 2 = id AND length(bytes) = 2 AND "
                                "(name = 'Őrző ' || "
                                "CAST(id AS TEXT) OR (name IS NULL AND id % 3 = 0))"),
            n);
}

static void rows_gathered_and_refused(void **state)
{
    struct box *b = *state;
    struct db *db;
    assert_ok(box_do(b, "CREATE TABLE card (id {ID}, name {TEXT} UNIQUE)", P0));
    assert_ok(store_write_alone(b->s, b->a, &db));
    assert_ok(db_exec(db, "INSERT INTO card (name) VALUES (?1)", P(val_text("one")), NULL));
    assert_ok(db_exec(db, "INSERT INTO card (name) VALUES (?1)", P(val_text("one")), NULL));
    assert_err(store_write_commit(db), ERR_CONFLICT);
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM card"), 0);
    assert_ok(store_write_alone(b->s, b->a, &db));
    assert_ok(db_exec(db, "INSERT INTO card (name) VALUES (?1)", P(val_text("two")), NULL));
    assert_ok(db_savepoint(db));
    assert_ok(db_exec(db, "INSERT INTO card (name) VALUES (?1)", P(val_text("three")), NULL));
    assert_ok(db_savepoint_end(db, false));
    assert_ok(store_write_commit(db));
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM card"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(lost_connection_loses_the_whole_batch),
            box_test(lost_before_the_commit_is_no_success),
            box_test(lost_in_a_read),
            box_test(lost_while_idle_costs_nothing),
            box_test(failure_stays_until_a_savepoint),
            box_test(many_schemas_few_connections),
            box_test(a_free_connection_is_waited_for),
            box_test(nodes_stand_in_line),
            box_test(locks_and_statements_end_in_time),
            box_test(server_dies_under_load),
            box_test(bad_places),
            box_test(numbers_that_only_postgres_has),
            box_test(reads_sent_ahead),
            box_test(a_failure_sent_ahead),
            box_test(one_row_or_none),
            box_test(notes_last_as_long_as_they_are_true),
            box_test(rows_gathered),
            box_test(rows_gathered_and_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
