#include "unit.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#define BUDAPEST  "Europe/Budapest"
#define BUCHAREST "Europe/Bucharest"

/* The instant of a local time written "2026-03-29 02:30". */
static int64_t local(const char *text, const char *zone)
{
    struct civil c = {0};
    int64_t at = 0;
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d", &c.year, &c.month, &c.day, &c.hour, &c.minute), 5);
    assert_true(clock_from_local(&c, zone, &at));
    return at;
}

static void assert_utc(int64_t at, const char *iso)
{
    char got[25];
    clock_iso(at, got);
    assert_string_equal(got, iso);
}

static void iso_text(void **state)
{
    assert_utc(0, "1970-01-01T00:00:00.000Z");
    assert_utc(-1, "1969-12-31T23:59:59.999Z");
    assert_utc(1795309323004, "2026-11-22T01:02:03.004Z");
    assert_utc(-62167219200000, "0000-01-01T00:00:00.000Z");
    assert_utc(INT64_MAX, "9999-12-31T23:59:59.999Z");
    assert_utc(INT64_MIN, "0000-01-01T00:00:00.000Z");
}

static void zones_are_known_by_name(void **state)
{
    assert_true(zone_valid(BUDAPEST));
    assert_true(zone_valid(BUCHAREST));
    assert_true(zone_valid("UTC"));
    assert_true(zone_valid("America/Argentina/Buenos_Aires"));
    assert_false(zone_valid("Europe/Atlantis"));
    assert_false(zone_valid(""));
    assert_false(zone_valid(NULL));
    assert_false(zone_valid("Európa/Budapest"));
    char longer[200];
    memset(longer, 'A', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    assert_false(zone_valid(longer));
}

static void bounds_on_an_ordinary_day(void **state)
{
    struct day_bounds b;
    clock_day_bounds(local("2026-06-17 14:30", BUDAPEST), BUDAPEST, &b); /* a Wednesday */
    assert_utc(b.today_at, "2026-06-16T22:00:00.000Z");
    assert_utc(b.tomorrow_at, "2026-06-17T22:00:00.000Z");
    assert_utc(b.day_after_at, "2026-06-18T22:00:00.000Z");
    assert_utc(b.next_week_at, "2026-06-21T22:00:00.000Z");
    assert_utc(b.week_after_at, "2026-06-28T22:00:00.000Z");
    assert_utc(b.next_month_at, "2026-06-30T22:00:00.000Z");
    assert_utc(b.month_after_at, "2026-07-31T22:00:00.000Z");
}

static void bounds_roll_over_at_midnight(void **state)
{
    struct day_bounds before, after;
    int64_t midnight = local("2026-01-15 00:00", BUCHAREST);
    clock_day_bounds(midnight - 1, BUCHAREST, &before);
    clock_day_bounds(midnight, BUCHAREST, &after);
    assert_int_equal(before.tomorrow_at, midnight);
    assert_int_equal(after.today_at, midnight);
    assert_int_equal(before.day_after_at, after.tomorrow_at);
}

/* It is another day in Bucharest than in Budapest for one hour of each evening. */
static void zones_differ_at_the_same_instant(void **state)
{
    int64_t at = local("2026-05-04 23:30", BUDAPEST);
    struct civil c;
    clock_local(at, BUCHAREST, &c);
    assert_int_equal(c.day, 5);
    assert_int_equal(c.hour, 0);
    struct day_bounds hu, ro;
    clock_day_bounds(at, BUDAPEST, &hu);
    clock_day_bounds(at, BUCHAREST, &ro);
    assert_int_equal(hu.tomorrow_at - ro.today_at, MS_HOUR);
}

static void bounds_at_the_ends_of_week_month_and_year(void **state)
{
    struct day_bounds b;
    clock_day_bounds(local("2026-08-02 12:00", BUDAPEST), BUDAPEST, &b); /* Sunday */
    assert_int_equal(b.next_week_at, b.tomorrow_at);
    clock_day_bounds(local("2026-08-03 00:00", BUDAPEST), BUDAPEST, &b); /* Monday */
    assert_int_equal(b.next_week_at, local("2026-08-10 00:00", BUDAPEST));
    clock_day_bounds(local("2026-12-31 23:59", BUDAPEST), BUDAPEST, &b); /* Thursday */
    assert_int_equal(b.tomorrow_at, local("2027-01-01 00:00", BUDAPEST));
    assert_int_equal(b.next_month_at, local("2027-01-01 00:00", BUDAPEST));
    assert_int_equal(b.month_after_at, local("2027-02-01 00:00", BUDAPEST));
    assert_int_equal(b.next_week_at, local("2027-01-04 00:00", BUDAPEST));
    clock_day_bounds(local("2028-02-28 10:00", BUDAPEST), BUDAPEST, &b); /* leap year */
    assert_int_equal(b.day_after_at, local("2028-03-01 00:00", BUDAPEST));
}

static void days_of_23_and_25_hours(void **state)
{
    static const struct {
        const char *zone, *noon;
        int hours;
    } days[] = {
            {BUDAPEST, "2026-03-29 12:00", 23},
            {BUDAPEST, "2026-10-25 12:00", 25},
            {BUCHAREST, "2026-03-29 12:00", 23},
            {BUCHAREST, "2026-10-25 12:00", 25},
            {BUDAPEST, "2026-03-30 12:00", 24},
            {"UTC", "2026-03-29 12:00", 24},
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        int64_t noon = local(days[i].noon, days[i].zone);
        struct day_bounds b;
        clock_day_bounds(noon, days[i].zone, &b);
        assert_int_equal(b.tomorrow_at - b.today_at, days[i].hours * MS_HOUR);
        assert_int_equal(clock_day_start(noon, days[i].zone, 0), b.today_at);
        assert_int_equal(clock_day_end(noon, days[i].zone, 0), b.tomorrow_at - 1);
        assert_int_equal(clock_day_start(noon, days[i].zone, 1), b.tomorrow_at);
    }
}

static void adding_days_keeps_the_wall_time(void **state)
{
    int64_t before = local("2026-03-28 09:00", BUDAPEST);
    assert_int_equal(clock_add_days(before, BUDAPEST, 1), local("2026-03-29 09:00", BUDAPEST));
    assert_int_equal(clock_add_days(before, BUDAPEST, 1) - before, 23 * MS_HOUR);
    assert_int_equal(clock_add_days(before + 123, BUDAPEST, 1), local("2026-03-29 09:00", BUDAPEST) + 123);
    before = local("2026-10-24 09:00", BUCHAREST);
    assert_int_equal(clock_add_days(before, BUCHAREST, 1) - before, 25 * MS_HOUR);
    assert_int_equal(clock_add_days(before, BUCHAREST, -365), local("2025-10-24 09:00", BUCHAREST));
    assert_int_equal(clock_add_days(local("2026-12-31 08:00", BUDAPEST), BUDAPEST, 1),
            local("2027-01-01 08:00", BUDAPEST));
}

static void skipped_wall_times_move_forward(void **state)
{
    int64_t at = clock_add_days(local("2026-03-28 02:30", BUDAPEST), BUDAPEST, 1);
    assert_int_equal(at, local("2026-03-29 03:30", BUDAPEST));
    at = clock_add_days(local("2026-03-28 03:30", BUCHAREST), BUCHAREST, 1);
    assert_int_equal(at, local("2026-03-29 04:30", BUCHAREST));
    assert_int_equal(local("2026-03-29 02:30", BUDAPEST), local("2026-03-29 03:30", BUDAPEST));
}

static void repeated_wall_times_mean_the_first(void **state)
{
    assert_utc(local("2026-10-25 02:30", BUDAPEST), "2026-10-25T00:30:00.000Z");
    assert_utc(local("2026-10-25 03:30", BUCHAREST), "2026-10-25T00:30:00.000Z");
    int64_t second = local("2026-10-25 02:30", BUDAPEST) + MS_HOUR;
    assert_int_equal(clock_add_days(second, BUDAPEST, 0), second);
}

/* In Cairo the clock goes from 23:59 to 01:00, so the day begins at one. */
static void a_day_without_midnight_begins_late(void **state)
{
    struct civil c;
    int64_t noon = local("2014-05-16 12:00", "Africa/Cairo");
    int64_t start = clock_day_start(noon, "Africa/Cairo", 0);
    clock_local(start, "Africa/Cairo", &c);
    assert_int_equal(c.day, 16);
    assert_int_equal(c.hour, 1);
    clock_local(start - 1, "Africa/Cairo", &c);
    assert_int_equal(c.day, 15);
}

static void adding_months_clamps_to_the_end(void **state)
{
    int64_t at = local("2026-01-31 17:00", BUDAPEST);
    assert_int_equal(clock_add_months(at, BUDAPEST, 1), local("2026-02-28 17:00", BUDAPEST));
    assert_int_equal(clock_add_months(at, BUDAPEST, 25), local("2028-02-29 17:00", BUDAPEST));
    assert_int_equal(clock_add_months(at, BUDAPEST, -2), local("2025-11-30 17:00", BUDAPEST));
    assert_int_equal(clock_add_months(at, BUDAPEST, 12), local("2027-01-31 17:00", BUDAPEST));
    assert_int_equal(clock_add_months(at, BUDAPEST, 2), local("2026-03-31 17:00", BUDAPEST));
    assert_int_equal(clock_add_months(at, BUDAPEST, 0), at);
}

static void weekdays_begin_on_monday(void **state)
{
    struct civil c;
    for (int i = 0; i < 7; i++) {
        clock_local(clock_add_days(local("2026-12-28 12:00", BUDAPEST), BUDAPEST, i), BUDAPEST, &c);
        assert_int_equal(c.weekday, i + 1);
    }
    assert_int_equal(c.year, 2027);
    assert_int_equal(c.month, 1);
    assert_int_equal(c.day, 3);
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    static const struct civil bad[] = {
            {.year = 2026, .month = 2, .day = 29},
            {.year = 2026, .month = 2, .day = 31},
            {.year = 2026, .month = 4, .day = 31},
            {.year = 1900, .month = 2, .day = 29},
            {.year = 2026, .month = 0, .day = 1},
            {.year = 2026, .month = 13, .day = 1},
            {.year = 2026, .month = 1, .day = 0},
            {.year = 2026, .month = 1, .day = 1, .hour = 24},
            {.year = 2026, .month = 1, .day = 1, .minute = 60},
            {.year = 2026, .month = 1, .day = 1, .second = 60},
            {.year = 0, .month = 1, .day = 1},
            {.year = 10000, .month = 1, .day = 1},
    };
    int64_t at = 42;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(clock_from_local(&bad[i], BUDAPEST, &at));
    assert_int_equal(at, 42);
    const struct civil leap = {.year = 2000, .month = 2, .day = 29};
    assert_true(clock_from_local(&leap, BUDAPEST, &at));
}

/* More zones than a thread keeps, and back: no answer may come from another zone's calendar. */
static void many_zones_do_not_mix(void **state)
{
    static const char *const zones[] = {BUDAPEST, BUCHAREST, "UTC", "Asia/Tokyo", "America/New_York",
            "Asia/Kolkata", "Australia/Sydney", "Europe/London", "Pacific/Auckland", "America/Sao_Paulo",
            "Asia/Kathmandu"};
    static const int hours[] = {13, 14, 12, 21, 7, 17, 23, 12, 1, 9, 17};
    int64_t at = local("2026-01-15 12:00", "UTC");
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
            struct civil c;
            clock_local(at, zones[i], &c);
            assert_int_equal(c.hour, hours[i]);
        }
    struct civil c;
    clock_local(at, "Nowhere/At_All", &c);
    assert_int_equal(c.hour, 12); /* an unknown zone counts as UTC */
}

static void *work(void *arg)
{
    struct day_bounds b;
    int64_t at = local("2026-06-17 14:30", BUDAPEST);
    for (int i = 0; i < 200; i++)
        clock_day_bounds(at + i * MS_DAY, i % 2 ? BUDAPEST : BUCHAREST, &b);
    *(int64_t *)arg = b.today_at;
    return NULL;
}

static void threads_have_their_own_calendars(void **state)
{
    pthread_t t[4];
    int64_t got[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, work, &got[i]), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    for (int i = 0; i < 4; i++)
        assert_int_equal(got[i], local("2027-01-02 00:00", BUDAPEST));
}

static void now_runs_forward(void **state)
{
    assert_true(clock_now_at() > 1700000000000);
    int64_t us = clock_mono_us();
    assert_true(clock_mono_us() >= us);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(iso_text),
            cmocka_unit_test(zones_are_known_by_name),
            cmocka_unit_test(bounds_on_an_ordinary_day),
            cmocka_unit_test(bounds_roll_over_at_midnight),
            cmocka_unit_test(zones_differ_at_the_same_instant),
            cmocka_unit_test(bounds_at_the_ends_of_week_month_and_year),
            cmocka_unit_test(days_of_23_and_25_hours),
            cmocka_unit_test(adding_days_keeps_the_wall_time),
            cmocka_unit_test(skipped_wall_times_move_forward),
            cmocka_unit_test(repeated_wall_times_mean_the_first),
            cmocka_unit_test(a_day_without_midnight_begins_late),
            cmocka_unit_test(adding_months_clamps_to_the_end),
            cmocka_unit_test(weekdays_begin_on_monday),
            cmocka_unit_test(dates_that_do_not_exist_are_refused),
            cmocka_unit_test(many_zones_do_not_mix),
            cmocka_unit_test(threads_have_their_own_calendars),
            cmocka_unit_test(now_runs_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
