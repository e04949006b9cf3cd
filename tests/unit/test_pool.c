#include "http/pool.h"

#include "unit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

struct task {
    struct pool_job job;
    int number;
};

static struct pool *pool;
static atomic_bool gate;
static atomic_int n_long, n_short, order_ok, last_number;

static void wait_for(atomic_int *n, int at_least)
{
    for (int i = 0; i < 30000 && atomic_load(n) < at_least; i++)
        usleep(1000);
    assert_true(atomic_load(n) >= at_least);
}

static void run_long(struct pool_job *job, struct pool_worker *w)
{
    n_long++;
    while (!gate)
        usleep(500);
}

static void run_short(struct pool_job *job, struct pool_worker *w)
{
    n_short++;
}

static void run_ordered(struct pool_job *job, struct pool_worker *w)
{
    const struct task *t = (struct task *)job;
    order_ok += t->number == last_number + 1;
    last_number = t->number;
}

static void submit(
        struct task *tasks, int n, enum pool_lane lane, void (*run)(struct pool_job *, struct pool_worker *))
{
    struct pool_batch b = {0};
    for (int i = 0; i < n; i++) {
        tasks[i] = (struct task){.job.run = run, .number = i + 1};
        pool_batch_add(&b, &tasks[i].job);
    }
    pool_submit(pool, lane, &b);
    assert_int_equal(b.n, 0);
}

static int open_pool(void **state)
{
    static const int threads[N_POOL_LANES] = {2, 2, 1};
    pool = pool_new(threads);
    gate = false;
    n_long = n_short = order_ok = last_number = 0;
    return 0;
}

static void long_jobs_leave_the_short_lane_free(void **state)
{
    static struct task longs[10], shorts[100];
    submit(longs, 10, POOL_LONG, run_long);
    wait_for(&n_long, 2);
    submit(shorts, 100, POOL_SHORT, run_short);
    wait_for(&n_short, 100);
    assert_int_equal(n_long, 2); /* both long workers are taken, and no other */
    struct pool_stats s;
    pool_stats(pool, POOL_LONG, &s);
    assert_int_equal(s.queued, 8);
    assert_int_equal(s.running, 2);
    assert_int_equal(s.threads, 2);
    gate = true;
    pool_stop(pool);
    assert_int_equal(n_long, 10); /* stopping runs what was queued */
}

static void one_thread_keeps_the_order(void **state)
{
    static struct task tasks[500];
    submit(tasks, 500, POOL_IO, run_ordered);
    pool_stop(pool);
    assert_int_equal(order_ok, 500);
}

static void *submit_many(void *arg)
{
    static struct task tasks[4][1000];
    static atomic_int next;
    struct task *mine = tasks[next++];
    for (int i = 0; i < 1000; i++)
        submit(&mine[i], 1, i % 2 ? POOL_SHORT : POOL_LONG, run_short);
    return NULL;
}

static void many_submitters_lose_nothing(void **state)
{
    pthread_t t[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, submit_many, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    pool_stop(pool);
    assert_int_equal(n_short, 4000);
}

static atomic_int before_other;

static void run_other(struct pool_job *job, struct pool_worker *w)
{
    before_other = n_short;
    n_long++;
}

static void put(struct task *t, uint64_t share, void (*run)(struct pool_job *, struct pool_worker *))
{
    struct pool_batch b = {0};
    *t = (struct task){.job = {.run = run, .share = share}};
    pool_batch_add(&b, &t->job);
    pool_submit(pool, POOL_SHORT, &b);
}

/* A flood of one share waits for a job of another, not the other way round. */
static void shares_take_turns(void **state)
{
    static struct task held[2], flood[500], other;
    gate = false;
    n_long = n_short = 0;
    put(&held[0], 1, run_long);
    put(&held[1], 1, run_long);
    wait_for(&n_long, 2); /* both threads: nobody else has come */
    for (int i = 0; i < 500; i++)
        put(&flood[i], 1, run_short);
    put(&other, 2, run_other);
    gate = true;
    wait_for(&n_short, 500);
    wait_for(&n_long, 3);
    assert_in_range(before_other, 0, 4);
    pool_stop(pool);
}

/* While several shares come, the long work of one leaves a thread for the others. */
static void a_share_never_has_all_threads(void **state)
{
    static struct task first, held[4], other;
    gate = false;
    n_long = n_short = 0;
    put(&first, 2, run_short);
    wait_for(&n_short, 1);
    for (int i = 0; i < 4; i++)
        put(&held[i], 1, run_long);
    wait_for(&n_long, 1);
    put(&other, 2, run_short);
    wait_for(&n_short, 2);
    assert_int_equal(n_long, 1);
    gate = true;
    wait_for(&n_long, 4);
    pool_stop(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup(long_jobs_leave_the_short_lane_free, open_pool),
            cmocka_unit_test_setup(one_thread_keeps_the_order, open_pool),
            cmocka_unit_test_setup(many_submitters_lose_nothing, open_pool),
            cmocka_unit_test_setup(shares_take_turns, open_pool),
            cmocka_unit_test_setup(a_share_never_has_all_threads, open_pool)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
