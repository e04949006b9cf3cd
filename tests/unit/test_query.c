#include "unit_store.h"

#include "store/query.h"

#include <signal.h>
#include <sys/wait.h>

static void pieces_become_a_statement(void **state)
{
    struct box *b = *state;
    struct query q;
    struct rows r;
    struct db *db;
    const struct val *row;
    assert_ok(box_do(b, "CREATE TABLE card (id {ID}, name {TEXT}, f_12 {TEXT})", P0));
    assert_ok(box_do(
            b, "INSERT INTO card (name, f_12) VALUES ('Szűcs', 'a'), ('x', '''; DROP TABLE card --')", P0));
    assert_ok(store_read(b->s, b->a, &db));
    query_init(&q, b->a);
    query_sql(&q, "SELECT c.id FROM card c WHERE ");
    query_column(&q, "c", "f_12");
    query_sql(&q, " = ");
    query_param(&q, val_text("'; DROP TABLE card --"));
    query_sql(&q, " AND c.id > ");
    query_int(&q, -5);
    query_sql(&q, " AND c.id < ");
    query_param(&q, val_int(100));
    assert_ok(query_rows(&q, db, &r));
    assert_int_equal(r.n, 1);
    assert_int_equal(row_of(&r, 0)[0].i, 2);
    query_init(&q, b->a);
    query_sql(&q, "SELECT COUNT(*) FROM card WHERE {FOLD}(");
    query_column(&q, NULL, "name");
    query_sql(&q, ") = ");
    query_param(&q, val_text("szucs"));
    assert_ok(query_one(&q, db, &row));
    assert_int_equal(row[0].i, 1);
    store_read_end(db);
}

static enum err sum_row(void *arg, const struct val *row)
{
    *(int64_t *)arg += row[0].i;
    return ERR_OK;
}

static void many_parameters(void **state)
{
    struct box *b = *state;
    struct query q;
    struct db *db;
    int64_t sum = 0;
    query_init(&q, b->a);
    query_sql(&q, "SELECT 0");
    for (int i = 1; i <= 200; i++) {
        query_sql(&q, " + ");
        query_param(&q, val_int(i));
    }
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(query_each(&q, db, sum_row, &sum));
    store_read_end(db);
    assert_int_equal(sum, 200 * 201 / 2);
}

static void texts_never_become_columns(void **state)
{
    struct box *b = *state;
    static const char *const bad[] = {"", "id; DROP TABLE card", "f_", "f_1 ", "f_1a",
            "f_12345678901234567890", "Name", "password_hash", "name --", "sqlite_master", "rowid"};
    static const char *const bad_alias[] = {"", "c.", "C", "abcdefghi", "c1", "c "};
    for (size_t i = 0; i < sizeof bad / sizeof *bad + sizeof bad_alias / sizeof *bad_alias; i++) {
        size_t n_bad = sizeof bad / sizeof *bad;
        pid_t pid = fork();
        if (pid == 0) {
            struct query q;
            query_init(&q, b->a);
            fclose(stderr);
            signal(SIGABRT, SIG_DFL);
            if (i < n_bad)
                query_column(&q, "c", bad[i]);
            else
                query_column(&q, bad_alias[i - n_bad], "id");
            _exit(0);
        }
        int status = 0;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    }
    static const char *const good[] = {"assigned_at", "bank_account", "card_id", "eu_tax_no", "id", "kind",
            "name", "name_key", "sort_key", "value", "value_minor", "version", "wake_at", "f_77", NULL};
    for (int i = 0; good[i]; i++) {
        struct query q;
        query_init(&q, b->a);
        query_column(&q, "c", good[i]);
        assert_string_equal(buf_str(&q.sql), arena_printf(b->a, "c.%s", good[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(pieces_become_a_statement),
            box_test(many_parameters),
            box_test(texts_never_become_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
