#include "unit_store.h"

static struct db *search_db(struct box *b)
{
    struct db *db;
    assert_ok(store_write(b->s, b->a, &db));
    return db;
}

static int hits(struct box *b, const char *folded)
{
    struct db *db;
    struct rows r;
    assert_ok(store_read(b->s, b->a, &db));
    const char *sql = db_words(
            db, "SELECT d.ref_id FROM {SEARCH_FROM} WHERE {SEARCH_MATCH} ORDER BY {SEARCH_ID} DESC LIMIT ?2");
    assert_ok(db_query(db, sql, P(val_text(db_match(db, folded)), val_int(50)), &r));
    store_read_end(db);
    for (size_t i = 1; i < r.n; i++)
        assert_true(row_of(&r, i - 1)[0].i > row_of(&r, i)[0].i);
    return (int)r.n;
}

static void full_text_index_follows_the_table(void **state)
{
    struct box *b = *state;
    struct migration m;
    assert_ok(migrate_run(b->s, MIGRATE_ACCOUNT, b->path, b->a, 1, &m));
    static const char *const texts[] = {
            "szucs popescu stefan", "szabo anna 36301234567", "stefanescu ion", "иван петров"};
    struct db *db = search_db(b);
    for (int i = 0; i < 4; i++)
        assert_ok(db_search_put(db, 0, i + 1, texts[i]));
    assert_ok(store_write_commit(db));
    assert_int_equal(hits(b, "s"), 3);
    assert_int_equal(hits(b, "sz"), 2);
    assert_int_equal(hits(b, "stefan"), 2);
    assert_int_equal(hits(b, "pop ste"), 1);
    assert_int_equal(hits(b, "363012"), 1);
    assert_int_equal(hits(b, "иван"), 1);
    assert_int_equal(hits(b, "xyz"), 0);
    assert_int_equal(hits(b, ""), 0);
    assert_int_equal(hits(b, "a\" OR \"s"), 0); /* quotes are no syntax */
    assert_int_equal(hits(b, "NOT OR (*"), 0);
    db = search_db(b);
    assert_ok(db_search_put(db, 0, 1, "kiss bela"));
    assert_ok(db_search_drop(db, 0, 3));
    assert_ok(store_write_commit(db));
    assert_int_equal(hits(b, "stefan"), 0);
    assert_int_equal(hits(b, "ki be"), 1);
    db = search_db(b);
    assert_ok(db_search_drop(db, 0, 2));
    store_write_rollback(db);
    db = search_db(b);
    assert_ok(db_search_put(db, 1, 2, "a person of the same number"));
    assert_ok(db_search_put(db, 0, 2, "szabo anna 36301234567")); /* unchanged */
    assert_ok(db_search_drop(db, 0, 77));
    assert_ok(store_write_commit(db));
    assert_int_equal(hits(b, "person num"), 1);
    assert_int_equal(box_int(b, "SELECT COUNT(*) FROM search_doc"), 4);
    assert_int_equal(hits(b, "szabo"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(full_text_index_follows_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
