#include "unit_commit.h"

static void many_writers_share_commits(void **state)
{
    struct box *b = *state;
    struct crew crew[8];
    tables(b);
    crew_run(b, crew, 8, 250);
    assert_int_equal(rows_and_counter_agree(b), 8 * 250);
    assert_int_equal(outcomes_are_true(b, crew, 8), 8 * 250);
    assert_true(box_metric(b, "commit_batch_max") > 1);
    assert_true(box_metric(b, "commit_requests_total") >= 8 * 250);
    assert_true(box_metric(b, "commits_total") < box_metric(b, "commit_requests_total"));
    assert_int_equal(box_metric(b, "commits_failed_total"), 0);
    assert_int_equal(box_metric(b, "writers_waiting"), 0);
}

static void failing_request_leaves_its_batch_alone(void **state)
{
    struct box *b = *state;
    struct step first = {.b = b, .who = 1}, others[] = {{.who = 2, .keep = true}, {.who = 3, .keep = false},
                                                    {.who = 1, .keep = true}, {.who = 4, .keep = true}};
    struct db *db;
    patient_store(b);
    tables(b);
    int64_t commits = box_metric(b, "commits_total");
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    steps_start(b, others, 4);
    store_write_end(db, true, step_done, &first);
    int64_t n = box_int(b, "SELECT COUNT(*) FROM row");
    assert_true(n == 0 || n == 3); /* never half of it */
    steps_end(others, 4);          /* the third one hurt a rule and rolled back */
    assert_int_equal(first.n_done, 1);
    assert_int_equal(rows_and_counter_agree(b), 3);
    assert_int_equal(box_int(b, "SELECT SUM(who) FROM row"), 1 + 2 + 4);
    assert_int_equal(box_metric(b, "commits_total"), commits + 1);
    assert_true(box_metric(b, "commit_batch_max") >= 3);
    assert_int_equal(box_metric(b, "rollbacks_total"), 2);
}

/* It lies in line between two others: those before it are committed for it, and nobody joins it. */
static void a_long_step_shares_with_nobody(void **state)
{
    struct box *b = *state;
    struct step before = {.b = b, .who = 1},
                others[] = {{.who = 2, .alone = true, .keep = true}, {.who = 3, .keep = true},
                        {.who = 4, .alone = true, .keep = false}, {.who = 5, .keep = true}};
    struct db *db;
    patient_store(b);
    tables(b);
    int64_t commits = box_metric(b, "commits_total");
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    steps_start(b, others, 4);
    store_write_end(db, true, step_done, &before);
    steps_end(others, 4);
    assert_int_equal(before.n_done, 1);
    assert_int_equal(rows_and_counter_agree(b), 4);
    assert_int_equal(box_int(b, "SELECT SUM(who) FROM row"), 1 + 2 + 3 + 5);
    assert_int_equal(box_metric(b, "commits_total"), commits + 4);
    assert_int_equal(box_metric(b, "commit_batch_max"), 1);
}

/* Threads that wait for their turn, long steps and jobs in one line: nobody is left standing, nothing is done twice. */
static void jobs_threads_and_long_steps_share_one_line(void **state)
{
    struct box *b = *state;
    struct crew crew[3];
    struct soon_crew soon[3];
    pthread_t t[3];
    tables(b);
    for (int i = 0; i < 3; i++) {
        soon[i] = (struct soon_crew){b, soons(b, 300, 1000000 + i * 1000), 300};
        soon[i].v[150].who = soon[i].v[149].who; /* this one hurts a rule */
        assert_int_equal(pthread_create(&t[i], NULL, soon_crew_work, &soon[i]), 0);
    }
    crew_run(b, crew, 3, 100);
    int n_ok = 0;
    for (int i = 0; i < 3; i++) {
        pthread_join(t[i], NULL);
        n_ok += soons_end(soon[i].v, 300);
        assert_int_equal(soon[i].v[150].outcome, ERR_CONFLICT);
    }
    assert_int_equal(n_ok, 3 * 299);
    assert_int_equal(outcomes_are_true(b, crew, 3), 3 * 100);
    assert_int_equal(rows_and_counter_agree(b), 3 * 299 + 3 * 100);
    assert_int_equal(box_metric(b, "writers_waiting"), 0);
    assert_ok(request(b->s, b->a, 5000)); /* the turn is free again */
}

/* They came while a thread had the turn: it runs them when it ends its own request, in one commit with it. */
static void jobs_that_came_meanwhile_are_run(void **state)
{
    struct box *b = *state;
    struct step first = {.b = b, .who = 1};
    struct db *db;
    patient_store(b);
    tables(b);
    int64_t commits = box_metric(b, "commits_total");
    assert_ok(store_write(b->s, b->a, &db));
    assert_ok(request_work(db, 1));
    struct soon *v = soons(b, 3, 2);
    v[1].who = 1; /* hurts a rule, and nobody else */
    for (int i = 0; i < 3; i++)
        store_write_soon(b->s, v[i].a, soon_run, &v[i]);
    assert_int_equal(v[0].outcome, -1);
    assert_int_equal(box_metric(b, "writers_waiting"), 3);
    store_write_end(db, true, step_done, &first);
    assert_int_equal(first.n_done, 1);
    assert_int_equal(soons_end(v, 3), 2);
    assert_int_equal(rows_and_counter_agree(b), 3);
    assert_int_equal(box_metric(b, "commits_total"), commits + 1);
}

static void a_fault_at_any_call(void **state)
{
    struct box *b = *state;
    for (int sticky = 0; sticky < 2; sticky++) {
        int n_failed = 1;
        for (unsigned n = 1; n_failed; n++) {
            struct box other = *b;
            assert_true(n < 100);
            other.cfg.path = box_place(b, arena_printf(b->a, "fault%d_%u", sticky, n));
            assert_ok(store_open(&other.cfg, &other.s));
            tables(&other);
            store_fault(other.s, n, n % 2 ? ERR_FULL : ERR_INTERNAL, sticky);
            n_failed = 0;
            for (int i = 0; i < 5; i++)
                n_failed += request(other.s, b->a, i) != ERR_OK;
            store_fault(other.s, 0, ERR_OK, false);
            assert_int_equal(rows_and_counter_agree(&other), 5 - n_failed);
            assert_true(sticky || n_failed <= 1);
            assert_ok(request(other.s, b->a, 99));
            store_close(other.s);
        }
    }
}

static void a_fault_under_many_writers(void **state)
{
    struct box *b = *state;
    for (unsigned n = 3; n < 60; n += 7) {
        struct box other = *b;
        struct crew crew[4];
        other.cfg.path = box_place(b, arena_printf(b->a, "crew%u", n));
        assert_ok(store_open(&other.cfg, &other.s));
        tables(&other);
        store_fault(other.s, n, ERR_INTERNAL, false);
        crew_run(&other, crew, 4, 20);
        store_fault(other.s, 0, ERR_OK, false);
        int n_ok = outcomes_are_true(&other, crew, 4);
        assert_int_equal(rows_and_counter_agree(&other), n_ok);
        assert_true(n_ok < 80);
        store_close(other.s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(many_writers_share_commits),
            box_test(failing_request_leaves_its_batch_alone),
            box_test(a_long_step_shares_with_nobody),
            box_test(jobs_threads_and_long_steps_share_one_line),
            box_test(jobs_that_came_meanwhile_are_run),
            box_test(a_fault_at_any_call),
            box_test(a_fault_under_many_writers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
