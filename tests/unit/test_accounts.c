/* Who opens and closes accounts, and takes over what changed in the directory. */
#include "unit_accounts.h"

static atomic_int n_shut;
static _Atomic int64_t shut_id;

static void note_shut(void *arg, int64_t id)
{
    n_shut++;
    shut_id = id;
}

static void begin(struct home *h, int max_open, int idle_ms)
{
    const struct accounts_config cfg = {
            .dir = h->d, .max_open = max_open, .idle_ms = idle_ms, .shut = note_shut};
    n_shut = 0;
    assert_ok(accounts_new(&cfg, &h->as));
}

static struct account *held(struct home *h, int i)
{
    struct account *acc = NULL;
    assert_ok(accounts_hold(h->as, h->id[i], &acc));
    assert_int_equal(account_id(acc), h->id[i]);
    return acc;
}

static void use(struct home *h, int i)
{
    accounts_release(h->as, held(h, i));
}

/* Those open, as a number whose digits are their places, oldest first. */
static int open_ones(struct home *h)
{
    int64_t *ids;
    int seen = 0;
    size_t n = accounts_open_ids(h->as, h->a, &ids);
    for (int k = 0; k < N_ACCOUNTS; k++)
        for (size_t i = 0; i < n; i++)
            if (ids[i] == h->id[k])
                seen = seen * 10 + k + 1;
    return seen;
}

static void opens_on_use_and_keeps_the_latest(void **state)
{
    struct home *h = *state;
    begin(h, 2, 60000);
    assert_int_equal(open_ones(h), 0);
    use(h, 0);
    use(h, 1);
    assert_int_equal(open_ones(h), 12);
    use(h, 0);
    use(h, 2); /* the second was used longest ago */
    assert_int_equal(open_ones(h), 13);
    struct account *first = held(h, 0), *third = held(h, 2), *fourth = held(h, 3);
    assert_int_equal(open_ones(h), 134); /* all are in use: one too many */
    accounts_release(h->as, third);
    use(h, 1);
    assert_int_equal(open_ones(h), 124);
    accounts_release(h->as, first);
    accounts_release(h->as, fourth);
    struct account *acc;
    assert_err(accounts_hold(h->as, 999, &acc), ERR_NOT_FOUND);
    assert_false(accounts_hold_open(h->as, h->id[2], &acc)); /* it is not opened for that */
    assert_true(accounts_hold_open(h->as, h->id[3], &acc));
    accounts_hold_more(h->as, acc);
    accounts_release(h->as, acc);
    accounts_release(h->as, acc);
}

static void closes_what_rests(void **state)
{
    struct home *h = *state;
    begin(h, 4, 1);
    use(h, 0);
    struct account *kept = held(h, 1);
    usleep(5000);
    accounts_tend(h->as);
    assert_int_equal(open_ones(h), 2);
    accounts_release(h->as, kept);
    usleep(5000);
    accounts_tend(h->as);
    assert_int_equal(open_ones(h), 0);
}

static void change_state(struct home *h, int i, enum account_state as)
{
    struct ctx cx = {.arena = h->a, .now_at = clock_now_at()};
    assert_ok(book_state(h->d, &cx, h->id[i], as));
    assert_ok(accounts_refresh(h->as));
}

static void takes_over_what_changed(void **state)
{
    struct home *h = *state;
    struct account *acc;
    begin(h, 4, 60000);
    uint64_t serial = accounts_serial(h->as);
    assert_ok(accounts_refresh(h->as));
    assert_true(accounts_serial(h->as) == serial); /* nothing did */
    acc = held(h, 0);
    change_state(h, 0, ACCOUNT_READ_ONLY);
    assert_true(accounts_serial(h->as) != serial);
    assert_true(account_quota(acc).read_only);
    assert_int_equal(n_shut, 0);
    change_state(h, 0, ACCOUNT_CLOSED);
    assert_int_equal(n_shut, 1);
    assert_int_equal(shut_id, h->id[0]);
    struct account *more;
    assert_err(accounts_hold(h->as, h->id[0], &more), ERR_BUSY);
    assert_int_equal(account_id(acc), h->id[0]); /* who has it may go on to the end */
    accounts_release(h->as, acc);
    accounts_tend(h->as);
    assert_int_equal(open_ones(h), 0);
    change_state(h, 0, ACCOUNT_SERVED);
    acc = held(h, 0);
    assert_false(account_quota(acc).read_only);
    accounts_release(h->as, acc);
    assert_int_equal(accounts_named(h->as, "a2"), h->id[2]);
    assert_int_equal(accounts_named(h->as, "new"), 0);
    int64_t id = home_add(h, "new");
    struct ctx cx = {.arena = h->a, .now_at = clock_now_at()};
    assert_ok(book_host_new(h->d, &cx, id, "New.Example.com"));
    assert_ok(accounts_refresh(h->as));
    assert_int_equal(accounts_named(h->as, "new"), id);
    assert_int_equal(accounts_at_host(h->as, "new.example.COM:443"), id);
    assert_int_equal(accounts_count(h->as), N_ACCOUNTS + 1);
    assert_int_equal(accounts_only(h->as), 0);
    assert_int_equal(accounts_first(h->as), h->id[0]);
}

struct guest {
    struct home *h;
    unsigned seed;
    pthread_t thread;
};

static void *come_and_go(void *arg)
{
    struct guest *g = arg;
    struct arena *a = arena_new(0);
    for (int i = 0; i < 60; i++) {
        int k = rand_r(&g->seed) % N_ACCOUNTS;
        struct account *acc;
        arena_reset(a);
        struct ctx cx = {.arena = a, .now_at = clock_now_at()};
        assert_ok(accounts_hold(g->h->as, g->h->id[k], &acc));
        assert_int_equal(account_id(acc), g->h->id[k]);
        assert_ok(tx_read(acc, &cx, 0));
        assert_ok(tx_end(acc, &cx, ERR_OK, NULL, NULL));
        accounts_release(g->h->as, acc);
    }
    arena_free(a);
    return NULL;
}

/* More accounts than are kept open, more people than threads, and somebody who closes and refreshes meanwhile. */
static void many_come_and_go(void **state)
{
    struct home *h = *state;
    struct guest guest[6];
    begin(h, 2, 1);
    for (unsigned i = 0; i < 6; i++) {
        guest[i] = (struct guest){.h = h, .seed = i + 1};
        assert_int_equal(pthread_create(&guest[i].thread, NULL, come_and_go, &guest[i]), 0);
    }
    for (int i = 0; i < 50; i++) {
        assert_ok(accounts_refresh(h->as));
        accounts_tend(h->as);
        usleep(2000);
    }
    for (int i = 0; i < 6; i++)
        pthread_join(guest[i].thread, NULL);
    usleep(5000);
    accounts_tend(h->as);
    assert_int_equal(open_ones(h), 0);
}

#define at_home(fn) cmocka_unit_test_setup_teardown(fn, home_open, home_close)

int main(void)
{
    crypt_init();
    const struct CMUnitTest tests[] = {at_home(opens_on_use_and_keeps_the_latest), at_home(closes_what_rests),
            at_home(takes_over_what_changed), at_home(many_come_and_go)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
