#include "unit.h"

#include "base/clock.h"
#include "base/recur.h"

#include <stdio.h>
#include <string.h>

#define BUDAPEST  "Europe/Budapest"
#define BUCHAREST "Europe/Bucharest"

static int64_t local(const char *text, const char *zone)
{
    struct civil c = {0};
    int64_t at = 0;
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d", &c.year, &c.month, &c.day, &c.hour, &c.minute), 5);
    assert_true(clock_from_local(&c, zone, &at));
    return at;
}

static struct recur timed(const char *rule, const char *start, const char *zone)
{
    return (struct recur){.rule = rule, .zone = zone, .start_at = local(start, zone), .timed = true};
}

static struct recur days(const char *rule, const char *start, const char *zone)
{
    return (struct recur){.rule = rule, .zone = zone, .start_at = clock_day_end(local(start, zone), zone, 0)};
}

/* What follows `after`, as local times behind each other: "2026-03-29 10:00 2026-03-30 10:00". */
static void follows(const struct recur *r, const char *after, const char *want)
{
    char got[400] = "";
    int64_t at = local(after, r->zone);
    for (size_t i = 0; strlen(got) < strlen(want) && recur_next(r, at, &at); i++) {
        struct civil c;
        size_t n = strlen(got);
        clock_local(at, r->zone, &c);
        if (r->timed)
            snprintf(got + n, sizeof got - n, "%s%04d-%02d-%02d %02d:%02d", i ? ", " : "", c.year, c.month,
                    c.day, c.hour, c.minute);
        else {
            assert_int_equal(at, clock_day_end(at, r->zone, 0));
            snprintf(got + n, sizeof got - n, "%s%04d-%02d-%02d", i ? ", " : "", c.year, c.month, c.day);
        }
    }
    assert_string_equal(got, want);
}

static void the_time_of_day_stays_when_clocks_change(void **state)
{
    struct recur r = timed("FREQ=DAILY", "2026-03-27 10:00", BUDAPEST);
    follows(&r, "2026-03-28 10:00", "2026-03-29 10:00, 2026-03-30 10:00");
    assert_int_equal(local("2026-03-29 10:00", BUDAPEST) - local("2026-03-28 10:00", BUDAPEST), 23 * MS_HOUR);
    r = timed("FREQ=WEEKLY;BYDAY=SU", "2026-10-11 23:30", BUCHAREST);
    follows(&r, "2026-10-18 23:30", "2026-10-25 23:30, 2026-11-01 23:30");
    /* half past two does not come on the last Sunday of March, and comes again the day after */
    r = timed("FREQ=DAILY", "2026-03-27 02:30", BUDAPEST);
    follows(&r, "2026-03-28 02:30", "2026-03-29 03:30, 2026-03-30 02:30");
    r = timed("FREQ=DAILY", "2026-03-27 03:30", BUCHAREST);
    follows(&r, "2026-03-28 03:30", "2026-03-29 04:30, 2026-03-30 03:30");
}

static void days_end_with_the_local_day(void **state)
{
    struct recur r = days("FREQ=DAILY", "2026-10-24 12:00", BUDAPEST);
    follows(&r, "2026-10-24 12:00", "2026-10-24, 2026-10-25, 2026-10-26");
    follows(&r, "2026-10-25 23:00", "2026-10-25, 2026-10-26");
    r = days("FREQ=DAILY;INTERVAL=3", "2026-03-27 12:00", BUCHAREST);
    follows(&r, "2026-03-28 00:00", "2026-03-30, 2026-04-02");
}

static void weeks_keep_their_step(void **state)
{
    struct recur r = timed("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2026-01-05 09:00", BUDAPEST);
    follows(&r, "2026-01-05 09:00", "2026-01-08 09:00, 2026-01-19 09:00, 2026-01-22 09:00");
    follows(&r, "2026-01-12 12:00", "2026-01-19 09:00"); /* closed in a week between */
    follows(&r, "2027-01-01 00:00", "2027-01-04 09:00, 2027-01-07 09:00, 2027-01-18 09:00");
}

static void months_end_where_they_end(void **state)
{
    struct recur r = days("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2027-12-31 12:00", BUDAPEST);
    follows(&r, "2028-01-01 00:00", "2028-01-31, 2028-02-29, 2028-03-31, 2028-04-30");
    r = days("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-12-31 12:00", BUDAPEST);
    follows(&r, "2027-01-01 00:00", "2027-01-31, 2027-02-28, 2027-03-31");
    r = days("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2026-12-30 12:00", BUDAPEST);
    follows(&r, "2027-01-01 00:00", "2027-01-30, 2027-02-28, 2027-03-30");
    r = timed("FREQ=MONTHLY;BYDAY=2TU", "2026-03-10 08:15", BUCHAREST);
    follows(&r, "2026-03-10 08:15", "2026-04-14 08:15, 2026-05-12 08:15");
    r = days("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30 12:00", BUCHAREST);
    follows(&r, "2026-02-01 00:00", "2026-02-27, 2026-03-27");
}

static void leap_days(void **state)
{
    struct recur r = days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "2024-02-29 12:00", BUDAPEST);
    follows(&r, "2024-03-01 00:00", "2025-02-28, 2026-02-28, 2027-02-28, 2028-02-29");
    r = days("FREQ=YEARLY", "2024-02-29 12:00", BUDAPEST);
    follows(&r, "2024-03-01 00:00", "2028-02-29, 2032-02-29");
}

static void an_end_day_counts(void **state)
{
    struct recur r = timed("FREQ=DAILY;UNTIL=20260331", "2026-03-27 23:00", BUDAPEST);
    int64_t at;
    follows(&r, "2026-03-30 12:00", "2026-03-30 23:00, 2026-03-31 23:00");
    assert_false(recur_next(&r, local("2026-03-31 23:00", BUDAPEST), &at));
    r = days("FREQ=DAILY;UNTIL=20260331", "2026-03-27 12:00", BUDAPEST);
    follows(&r, "2026-03-30 12:00", "2026-03-30, 2026-03-31");
}

static void a_range_is_bounded(void **state)
{
    struct recur r = days("FREQ=DAILY", "2026-01-01 12:00", BUDAPEST);
    int64_t at[5];
    assert_int_equal(
            recur_times(&r, local("2026-05-01 00:00", BUDAPEST), local("2026-05-03 12:00", BUDAPEST), at, 5),
            2);
    assert_int_equal(recur_times(&r, r.start_at, NO_DUE, at, 5), 5);
}

static void rules_are_checked(void **state)
{
    static const char *const wrong[] = {"", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=100",
            "FREQ=DAILY;COUNT=1000", "FREQ=DAILY;COUNT=2;UNTIL=20270101", "FREQ=DAILY;BYHOUR=3",
            "FREQ=WEEKLY;BYDAY=2MO", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;UNTIL=20270101T000000Z", "FREQ=DAILY\r\nDTSTART:20200101", "FREQ=WEEKLY;BYDAY=XX",
            "every day"};
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (recur_clean(a, wrong[i]))
            fail_msg("taken: %s", wrong[i]);
    assert_string_equal(
            recur_clean(a, "FREQ=WEEKLY;BYDAY=MO,TH;INTERVAL=2"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH");
    assert_string_equal(
            recur_clean(a, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), "FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2");
    assert_int_equal(recur_count(recur_clean(a, "FREQ=DAILY;COUNT=12")), 12);
    assert_int_equal(recur_count("FREQ=DAILY"), 0);
    arena_free(a);
}

static void calendars_are_told_the_zones_end(void **state)
{
    struct arena *a = arena_new(0);
    struct recur r = timed("FREQ=DAILY;UNTIL=20260331", "2026-03-27 23:00", BUDAPEST);
    assert_string_equal(recur_for_calendar(a, &r, 0), "FREQ=DAILY;UNTIL=20260331T215959Z");
    r = days("FREQ=DAILY;UNTIL=20260331", "2026-03-27 12:00", BUDAPEST);
    assert_string_equal(recur_for_calendar(a, &r, 0), "FREQ=DAILY;UNTIL=20260331");
    r = days("FREQ=DAILY;COUNT=9", "2026-03-27 12:00", BUDAPEST);
    assert_string_equal(recur_for_calendar(a, &r, 4), "FREQ=DAILY;COUNT=4");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(the_time_of_day_stays_when_clocks_change),
            cmocka_unit_test(days_end_with_the_local_day),
            cmocka_unit_test(weeks_keep_their_step),
            cmocka_unit_test(months_end_where_they_end),
            cmocka_unit_test(leap_days),
            cmocka_unit_test(an_end_day_counts),
            cmocka_unit_test(a_range_is_bounded),
            cmocka_unit_test(rules_are_checked),
            cmocka_unit_test(calendars_are_told_the_zones_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
