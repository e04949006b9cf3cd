/* When backups are due, and which are kept. */
#include "unit_core.h"

#include "core/backups.h"

#include <time.h>

#define NOON 1795348800000LL /* 2026-11-22 12:00 UTC, a Sunday */

static const struct backup_plan plan = {.hour = 2, .daily = 7, .weekly = 4, .monthly = 6};

static void test_hours(void **state)
{
    (void)state;
    assert_int_equal(backups_since(&plan, NOON), NOON - 10 * MS_HOUR);
    assert_int_equal(backups_next_at(&plan, NOON), NOON + 14 * MS_HOUR);
    assert_int_equal(
            backups_since(&plan, NOON - 11 * MS_HOUR), NOON - 34 * MS_HOUR); /* at one: yesterday's */
    assert_int_equal(backups_next_at(&plan, NOON - 11 * MS_HOUR), NOON - 10 * MS_HOUR);
    assert_int_equal(backups_since(&plan, NOON - 10 * MS_HOUR), NOON - 10 * MS_HOUR);
    const struct backup_plan never = {.hour = -1};
    assert_int_equal(backups_next_at(&never, NOON), 0);
}

static struct directory *home(struct arena *a, char *dir)
{
    struct directory *d;
    strcpy(dir, "/tmp/cardinal-backups-XXXXXX");
    assert_non_null(mkdtemp(dir));
    const struct place where = {.data_dir = dir};
    assert_ok(directory_open(&where, OPEN_ALONE, &d));
    (void)a;
    return d;
}

static void add_account(struct directory *d, struct arena *a, const char *slug, int64_t at)
{
    struct db *db;
    int64_t id;
    const struct account_row row = {.slug = slug, .name = slug, .place = "x.db", .created_at = at};
    assert_ok(store_write(directory_store(d), a, &db));
    assert_ok(account_row_add(db, &row, &id));
    assert_ok(store_write_commit(db));
}

static int64_t planned(struct directory *d, struct arena *a, int64_t now_at)
{
    struct ctx cx = {.arena = a, .now_at = now_at};
    int64_t n;
    assert_ok(backups_plan(d, &cx, &plan, &n));
    return n;
}

static void end_as(struct directory *d, struct arena *a, const char *as, int64_t at)
{
    struct ctx cx = {.arena = a, .now_at = at};
    struct backup_row row;
    struct db *db;
    assert_ok(backups_take(d, &cx, false, &row));
    row.state = as;
    row.file = row.sha256 = row.why = "";
    row.made_at = strcmp(as, "done") == 0 ? at : 0;
    row.lease_until = 0;
    assert_ok(store_write(directory_store(d), a, &db));
    assert_ok(backup_row_made(db, &row));
    assert_ok(store_write_commit(db));
}

static void test_plan(void **state)
{
    (void)state;
    char dir[64];
    struct arena *a = arena_new(0);
    struct directory *d = home(a, dir);
    const int64_t two = NOON - 10 * MS_HOUR;
    add_account(d, a, "old", NOON - 100 * MS_HOUR);
    add_account(d, a, "young", NOON - 5 * MS_HOUR); /* made after two: not before tomorrow */
    assert_int_equal(planned(d, a, NOON), 1);
    assert_int_equal(planned(d, a, NOON + MS_MINUTE), 0); /* it is asked for */
    end_as(d, a, "failed", NOON + MS_MINUTE);
    assert_int_equal(planned(d, a, NOON + 30 * MS_MINUTE), 0);
    assert_int_equal(planned(d, a, NOON + 61 * MS_MINUTE), 1); /* an hour later it is tried again */
    end_as(d, a, "done", NOON + 61 * MS_MINUTE);
    assert_int_equal(planned(d, a, two + MS_DAY - 1), 0);
    assert_int_equal(planned(d, a, two + MS_DAY), 2);
    end_as(d, a, "done", two + MS_DAY);
    struct ctx cx = {.arena = a, .now_at = two + MS_DAY};
    struct backup_row row;
    assert_ok(backups_take(d, &cx, false, &row));
    assert_err(backups_take(d, &cx, false, &row), ERR_NOT_FOUND); /* it is somebody's */
    cx.now_at += 7 * MS_HOUR;
    assert_ok(backups_take(d, &cx, false, &row)); /* who never came back */
    assert_ok(backups_take(d, &cx, true, &row));
    directory_close(d);
    assert_int_equal(system(arena_printf(a, "rm -rf '%s'", dir)), 0);
    arena_free(a);
}

/* One a day for 400 days, latest first. */
static void test_keep(void **state)
{
    (void)state;
    enum { N = 400 };
    static struct backup_row rows[N];
    static bool keep[N];
    int n = 0, first_weeks = 0;
    for (int i = 0; i < N; i++)
        rows[i] = (struct backup_row){
                .state = "done", .made_at = NOON - i * MS_DAY, .tested_at = 1, .test_why = ""};
    backups_keep(&plan, rows, N, keep);
    for (int i = 0; i < N; i++)
        n += keep[i];
    for (int i = 0; i < 7; i++)
        assert_true(keep[i]);
    for (int i = 7; i < 22; i++)
        first_weeks += keep[i];
    assert_int_equal(first_weeks, 3); /* 22 November is a Sunday: its week is within the seven days */
    assert_true(keep[7] && keep[14] && keep[21]);
    assert_true(keep[22]);          /* 31 October */
    assert_true(keep[22 + 31]);     /* 30 September */
    assert_int_equal(n, 7 + 3 + 5); /* November's is within the days */
    assert_false(keep[N - 1]);
    /* The newest that passed its test stays, however old. */
    for (int i = 0; i < 300; i++)
        rows[i].test_why = "bad";
    backups_keep(&plan, rows, N, keep);
    assert_true(keep[0] && keep[300]);
    assert_false(keep[301]);
    /* What failed is forgotten after a while, what is under way never. */
    for (int i = 0; i < N; i++)
        rows[i].state = i % 2 ? "failed" : "running";
    backups_keep(&plan, rows, N, keep);
    assert_true(keep[0] && keep[1] && keep[39] && keep[N - 2]);
    assert_false(keep[41]);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    tzset();
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_hours), cmocka_unit_test(test_plan), cmocka_unit_test(test_keep)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
