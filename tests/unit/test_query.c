#include "unit_store.h"

#include "store/query.h"

#include <signal.h>
#include <sys/wait.h>

static struct cond test_of(
        enum cond_table t, const char *column, enum cond_op op, const struct val *v, size_t n)
{
    return (struct cond){
            .kind = COND_TEST, .table = t, .column = column, .op = op, .values = v, .n_values = n};
}

static void a_table_of_cards(struct box *b)
{
    assert_ok(box_do(b,
            "CREATE TABLE card (id {ID}, contact_id {INT}, name {TEXT} NOT NULL, rating {INT}, value_minor "
            "{INT}, "
            "f_12 {TEXT}, f_3 {TEXT} NOT NULL DEFAULT '');"
            "CREATE TABLE contact_point (id {ID}, contact_id {INT}, kind {TEXT}, value {TEXT});"
            "CREATE TABLE address (id {ID}, contact_id {INT}, city {TEXT} NOT NULL DEFAULT '');"
            "INSERT INTO card (contact_id, name, rating, value_minor, f_12, f_3) VALUES "
            "(1, 'Szűcs Kft.', 0, 100, 'red', '|1|17|'), (2, '100% Ștefan', 1, 200, '', '|7|'), "
            "(3, 'a_b', 2, 200, NULL, ''), (NULL, '+++', NULL, NULL, 'RED', '|17|')",
            P0));
    assert_ok(box_do(b,
            "INSERT INTO contact_point (contact_id, kind, value) VALUES (1, 'email', 'a@x.hu'), (1, 'email', "
            "'b@x.hu'), "
            "(2, 'phone', '0722 123 456'), (3, 'email', 'c@y.ro');"
            "INSERT INTO address (contact_id, city) VALUES (1, 'Győr'), (2, 'Cluj')",
            P0));
}

/* The ids that fit, in one number: 1, 3 -> 13. */
static int64_t fits(struct box *b, const struct cond *c)
{
    struct query q;
    struct rows r;
    struct db *db;
    int64_t n = 0;
    query_init(&q, b->a);
    query_sql(&q, "SELECT c.id FROM card c WHERE c.id < ");
    query_param(&q, val_int(100));
    query_sql(&q, " AND ");
    query_cond(&q, c);
    query_sql(&q, " ORDER BY c.id");
    assert_ok(store_read(b->s, b->a, &db));
    enum err e = query_rows(&q, db, &r);
    if (e)
        fail_msg("%s: %s", db_error_text(db), buf_str(&q.sql));
    store_read_end(db);
    for (size_t i = 0; i < r.n; i++)
        n = n * 10 + row_of(&r, i)[0].i;
    return n;
}

static int64_t fits_test(
        struct box *b, enum cond_table t, const char *column, enum cond_op op, const struct val *v, size_t n)
{
    struct cond c = test_of(t, column, op, v, n), text = c, opposite = {.kind = COND_NOT, .n_kids = 1};
    const struct cond *kid = &c;
    opposite.kids = (struct cond *const *)&kid;
    text.text = !strcmp(column, "f_12") || !strcmp(column, "f_3") || !strcmp(column, "city");
    if (text.text)
        kid = &text;
    /* Whatever fits, its opposite fits exactly the others. */
    int64_t found = fits(b, kid), others = fits(b, &opposite);
    for (int64_t id = 1; id <= 4; id++) {
        bool in = strchr(arena_printf(b->a, "%lld", (long long)found), '0' + (int)id);
        bool out = strchr(arena_printf(b->a, "%lld", (long long)others), '0' + (int)id);
        assert_true(in != out);
    }
    return found;
}

static void comparisons(void **state)
{
    struct box *b = *state;
    a_table_of_cards(b);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_EQ, P(val_int(1))), 2);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_NE, P(val_int(1))), 134);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_LT, P(val_int(1))), 1);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_LE, P(val_int(1))), 12);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_GT, P(val_int(1))), 3);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_GE, P(val_int(1))), 23);
    assert_int_equal(fits_test(b, AT_CARD, "value_minor", IS_BETWEEN, P(val_int(150), val_int(200))), 23);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_IN, P(val_int(0), val_int(2))), 13);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_NOT_IN, P(val_int(0), val_int(2))), 24);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_EMPTY, P0), 4);
    assert_int_equal(fits_test(b, AT_CARD, "rating", IS_NOT_EMPTY, P0), 123);
    assert_int_equal(fits_test(b, AT_CARD, "f_12", IS_EMPTY, P0), 23);
    assert_int_equal(fits_test(b, AT_CARD, "f_12", IS_NOT_EMPTY, P0), 14);
}

static void texts(void **state)
{
    struct box *b = *state;
    a_table_of_cards(b);
    assert_int_equal(fits_test(b, AT_CARD, "name", IS_CONTAINS, P(val_text("KFT"))), 1);
    assert_int_equal(fits_test(b, AT_CARD, "name", IS_CONTAINS, P(val_text("stefán"))), 2);
    assert_int_equal(fits_test(b, AT_CARD, "name", IS_STARTS, P(val_text("szucs"))), 1);
    assert_int_equal(fits_test(b, AT_CARD, "name", IS_STARTS, P(val_text("kft"))), 0);
    assert_int_equal(fits_test(b, AT_CARD, "name", IS_CONTAINS, P(val_text("+"))), 4);
    assert_int_equal(fits_test(b, AT_CARD, "name", IS_CONTAINS, P(val_text("%"))), 2);
    assert_int_equal(fits_test(b, AT_CARD, "name", IS_CONTAINS, P(val_text("_"))), 3);
    assert_int_equal(fits_test(b, AT_CARD, "name", IS_CONTAINS, P(val_text("' OR 1=1 --"))), 0);
    assert_int_equal(fits_test(b, AT_CARD, "f_12", IS_CONTAINS, P(val_text("red"))), 14);
    assert_int_equal(fits_test(b, AT_CARD, "f_12", IS_EQ, P(val_text("red"))), 1);
    assert_int_equal(fits_test(b, AT_CARD, "f_3", IS_HAS, P(val_int(17))), 14);
    assert_int_equal(fits_test(b, AT_CARD, "f_3", IS_HAS, P(val_int(1), val_int(7))), 12);
}

static void of_the_customer(void **state)
{
    struct box *b = *state;
    a_table_of_cards(b);
    assert_int_equal(fits_test(b, AT_EMAIL, "value", IS_CONTAINS, P(val_text("x.hu"))), 1);
    assert_int_equal(fits_test(b, AT_EMAIL, "value", IS_EMPTY, P0), 24);
    assert_int_equal(fits_test(b, AT_EMAIL, "value", IS_NOT_EMPTY, P0), 13);
    assert_int_equal(fits_test(b, AT_EMAIL, "value", IS_NE, P(val_text("b@x.hu"))), 234);
    assert_int_equal(fits_test(b, AT_PHONE, "value", IS_STARTS, P(val_text("0722"))), 2);
    assert_int_equal(fits_test(b, AT_ADDRESS, "city", IS_IN, P(val_text("Cluj"), val_text("Arad"))), 2);
    assert_int_equal(fits_test(b, AT_ADDRESS, "city", IS_EMPTY, P0), 34);
}

static void trees(void **state)
{
    struct box *b = *state;
    a_table_of_cards(b);
    const struct val two[] = {val_int(2)}, red[] = {val_text("red")};
    struct cond rating = test_of(AT_CARD, "rating", IS_EQ, two, 1),
                colour = test_of(AT_CARD, "f_12", IS_EQ, red, 1);
    struct cond *both[] = {&rating, &colour};
    struct cond any = {.kind = COND_ANY, .kids = both, .n_kids = 2},
                all = {.kind = COND_ALL, .kids = both, .n_kids = 2};
    struct cond *not_any[] = {&any};
    struct cond opposite = {.kind = COND_NOT, .kids = not_any, .n_kids = 1};
    struct cond none = {.kind = COND_ANY}, every = {.kind = COND_ALL};
    assert_int_equal(fits(b, &any), 13);
    assert_int_equal(fits(b, &all), 0);
    assert_int_equal(fits(b, &opposite), 24);
    assert_int_equal(fits(b, &none), 0);
    assert_int_equal(fits(b, &every), 1234);
}

static void keyset(void **state)
{
    struct box *b = *state;
    struct query q;
    struct db *db;
    const struct val *row;
    a_table_of_cards(b);
    assert_ok(store_read(b->s, b->a, &db));
    for (int descending = 0; descending < 2; descending++) {
        query_init(&q, b->a);
        query_sql(&q, "SELECT COUNT(*), MIN(c.id), MAX(c.id) FROM card c WHERE ");
        query_after(&q, "c", "value_minor", val_int(200), descending ? 3 : 2, descending);
        assert_ok(query_one(&q, db, &row));
        assert_int_equal(row[0].i, descending ? 2 : 1);
        assert_int_equal(row[1].i, descending ? 1 : 3);
        assert_int_equal(row[2].i, descending ? 2 : 3);
    }
    store_read_end(db);
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
    struct query q;
    query_init(&q, b->a);
    query_column(&q, NULL, "f_77");
    query_column(&q, "c", "sort_key");
    assert_string_equal(buf_str(&q.sql), "f_77c.sort_key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(comparisons),
            box_test(texts),
            box_test(of_the_customer),
            box_test(trees),
            box_test(keyset),
            box_test(texts_never_become_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
