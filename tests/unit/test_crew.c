/* The crew: what is due is done, in every account, by few threads, and what cannot be done now is done later. */
#include "unit_accounts.h"

#include "core/job.h"
#include "jobs/jobs.h"
#include "store/job_store.h"

static void begin(struct home *h, int max_open)
{
    const struct accounts_config cfg = {.dir = h->d, .max_open = max_open, .idle_ms = 60000};
    assert_ok(accounts_new(&cfg, &h->as));
}

static struct jobs *crew(struct home *h)
{
    struct jobs *j;
    const struct jobs_config cfg = {.accounts = h->as, .workers = 2, .lease_ms = MS_MINUTE};
    assert_ok(jobs_start(&cfg, &j));
    return j;
}

static struct ctx in(struct home *h, int i, struct account **out_acc)
{
    assert_ok(accounts_hold(h->as, h->id[i], out_acc));
    return (struct ctx){.arena = h->a, .now_at = clock_now_at()};
}

static int64_t ask_for(struct home *h, int i, const char *kind, int64_t at)
{
    struct account *acc;
    struct ctx cx = in(h, i, &acc);
    int64_t id;
    json_t *payload = json_object();
    assert_ok(tx_write(acc, &cx, 0));
    assert_ok(job_add_at(&cx, kind, payload, at, &id));
    assert_ok(tx_end(acc, &cx, ERR_OK, NULL, NULL));
    json_decref(payload);
    accounts_release(h->as, acc);
    return id;
}

static const char *state_of(struct home *h, int i, int64_t job)
{
    struct account *acc;
    struct ctx cx = in(h, i, &acc);
    struct job_row row;
    assert_ok(tx_read(acc, &cx, 0));
    assert_ok(job_store_get(cx.db, job, &row));
    const char *is = arena_str(h->a, row.state);
    assert_ok(tx_end(acc, &cx, ERR_OK, NULL, NULL));
    accounts_release(h->as, acc);
    return is;
}

static void wait_until(struct home *h, int i, int64_t job, const char *wanted)
{
    for (int k = 0; k < 3000 && strcmp(state_of(h, i, job), wanted) != 0; k++)
        usleep(20000);
    assert_string_equal(state_of(h, i, job), wanted);
}

/* Asked for while nobody works, before and after the start, in more accounts than are kept open. */
static void does_what_is_due_everywhere(void **state)
{
    struct home *h = *state;
    int64_t first[N_ACCOUNTS], second[N_ACCOUNTS], unknown;
    begin(h, 1);
    int64_t now = clock_now_at();
    for (int i = 0; i < N_ACCOUNTS; i++)
        first[i] = ask_for(h, i, "radar", now);
    struct jobs *j = crew(h);
    for (int i = 0; i < N_ACCOUNTS; i++) {
        second[i] = ask_for(h, i, "radar", now);
        jobs_wake(j, h->id[i], now);
    }
    unknown = ask_for(h, 0, "nonsense", now);
    jobs_wake(j, h->id[0], now);
    for (int i = 0; i < N_ACCOUNTS; i++) {
        wait_until(h, i, first[i], "done");
        wait_until(h, i, second[i], "done");
    }
    wait_until(h, 0, unknown, "failed");
    jobs_stop(j);
}

static void not_before_its_time(void **state)
{
    struct home *h = *state;
    begin(h, 4);
    struct jobs *j = crew(h);
    int64_t soon = clock_now_at() + 1500;
    int64_t late = ask_for(h, 1, "radar", clock_now_at() + MS_HOUR), next = ask_for(h, 1, "radar", soon);
    jobs_wake(j, h->id[1], soon);
    wait_until(h, 1, next, "done");
    assert_true(clock_now_at() >= soon);
    assert_string_equal(state_of(h, 1, late), "waiting");
    jobs_stop(j);
}

/* In an account that is read only all waits, and is done when it is served again. */
static void waits_while_nothing_may_change(void **state)
{
    struct home *h = *state;
    begin(h, 4);
    struct ctx cx = {.arena = h->a, .now_at = clock_now_at()};
    int64_t job = ask_for(h, 2, "radar", cx.now_at), other = ask_for(h, 3, "radar", cx.now_at);
    assert_ok(book_state(h->d, &cx, h->id[2], ACCOUNT_READ_ONLY));
    assert_ok(accounts_refresh(h->as));
    struct jobs *j = crew(h);
    wait_until(h, 3, other, "done");
    assert_string_equal(state_of(h, 2, job), "waiting");
    assert_ok(book_state(h->d, &cx, h->id[2], ACCOUNT_SERVED));
    wait_until(h, 2, job, "done");
    jobs_stop(j);
}

/* Asked for by a clock that was set back since, and held by somebody who is long gone. */
static void a_clock_set_back_keeps_nothing_waiting(void **state)
{
    struct home *h = *state;
    begin(h, 4);
    int64_t then = clock_now_at() + MS_HOUR;
    struct account *acc;
    struct ctx cx = in(h, 0, &acc);
    struct job_row row = {.kind = "radar", .payload = "{}", .run_at = then, .created_at = then};
    int64_t asked, taken;
    assert_ok(tx_write(acc, &cx, 0));
    assert_ok(job_store_insert(cx.db, &row, &taken));
    assert_ok(job_store_claim(cx.db, then, MS_MINUTE, &row)); /* an hour ahead of everybody */
    assert_int_equal(row.id, taken);
    row = (struct job_row){.kind = "radar", .payload = "{}", .run_at = then, .created_at = then};
    assert_ok(job_store_insert(cx.db, &row, &asked));
    assert_ok(tx_end(acc, &cx, ERR_OK, NULL, NULL));
    accounts_release(h->as, acc);
    struct jobs *j = crew(h);
    wait_until(h, 0, asked, "done");
    wait_until(h, 0, taken, "done");
    jobs_stop(j);
}

static void claim_as(struct home *h, int64_t at, int64_t lease_ms, enum err wanted)
{
    struct account *acc;
    struct ctx cx = in(h, 0, &acc);
    struct job_row row;
    assert_ok(tx_write(acc, &cx, 0));
    assert_err(job_store_claim(cx.db, at, lease_ms, &row), wanted);
    assert_ok(tx_end(acc, &cx, ERR_OK, NULL, NULL));
    accounts_release(h->as, acc);
}

/* A server with a short lease leaves the jobs of one with a long lease to it, also when its own clock is a little late. */
static void a_longer_lease_is_no_lease_of_the_future(void **state)
{
    struct home *h = *state;
    begin(h, 4);
    int64_t now = clock_now_at(), next;
    ask_for(h, 0, "radar", now);
    claim_as(h, now, JOB_LEASE_MOST_MS, ERR_OK);
    claim_as(h, now - 50 * MS_SECOND, 2 * MS_SECOND, ERR_NOT_FOUND);
    claim_as(h, now + JOB_LEASE_MOST_MS, 2 * MS_SECOND, ERR_NOT_FOUND);
    struct account *acc;
    struct ctx cx = in(h, 0, &acc);
    assert_ok(tx_read(acc, &cx, 0));
    assert_ok(job_store_next_at(cx.db, now, &next));
    assert_ok(tx_end(acc, &cx, ERR_OK, NULL, NULL));
    accounts_release(h->as, acc);
    assert_int_equal(next, now + JOB_LEASE_MOST_MS);
    claim_as(h, now + JOB_LEASE_MOST_MS + 1, 2 * MS_SECOND, ERR_OK);
}

#define at_home(fn) cmocka_unit_test_setup_teardown(fn, home_open, home_close)

int main(void)
{
    crypt_init();
    const struct CMUnitTest tests[] = {at_home(does_what_is_due_everywhere), at_home(not_before_its_time),
            at_home(waits_while_nothing_may_change), at_home(a_clock_set_back_keeps_nothing_waiting),
            at_home(a_longer_lease_is_no_lease_of_the_future)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
