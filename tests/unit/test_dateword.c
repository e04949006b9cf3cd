#include "unit_core.h"

#include "core/task.h"

#include <stdio.h>

#define BUDAPEST  "Europe/Budapest"
#define BUCHAREST "Europe/Bucharest"

struct parsed {
    char *rest;
    int64_t due_at;
    bool has_time;
};

/* A Wednesday morning. */
static const char *now_text = "2026-11-25 09:15";

static int64_t local(const char *text, const char *zone)
{
    struct civil c = {0};
    int64_t at = 0;
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d", &c.year, &c.month, &c.day, &c.hour, &c.minute), 5);
    assert_true(clock_from_local(&c, zone, &at));
    return at;
}

static struct parsed parse(struct arena *a, const char *text, const char *now, const char *zone)
{
    struct parsed p;
    dateword_parse(a, text, local(now, zone), zone, &p.rest, &p.due_at, &p.has_time);
    return p;
}

/* What was understood, as "2026-11-26 10:00" or "2026-11-26", or "-". */
static const char *due_text(struct arena *a, struct parsed p, const char *zone)
{
    if (p.due_at == NO_DUE)
        return "-";
    struct civil c;
    clock_local(p.due_at, zone, &c);
    if (p.has_time)
        return arena_printf(a, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
    assert_int_equal(p.due_at, clock_day_end(p.due_at, zone, 0));
    return arena_printf(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

struct expected {
    const char *text, *rest, *due;
};

static void check_all(struct arena *a, const struct expected *e, size_t n, const char *now, const char *zone)
{
    for (size_t i = 0; i < n; i++) {
        struct parsed p = parse(a, e[i].text, now, zone);
        char *got = arena_printf(a, "%s: [%s] %s", e[i].text, p.rest, due_text(a, p, zone));
        char *want = arena_printf(a, "%s: [%s] %s", e[i].text, e[i].rest, e[i].due);
        assert_string_equal(got, want);
    }
}

#define CHECK(a, table, now, zone) check_all(a, table, sizeof table / sizeof *table, now, zone)

static void english(void **state)
{
    static const struct expected t[] = {
            {"Call tomorrow 10:00", "Call", "2026-11-26 10:00"},
            {"Call Anna today", "Call Anna", "2026-11-25"},
            {"Call the day after tomorrow", "Call", "2026-11-27"},
            {"Send offer by Friday", "Send offer", "2026-11-27"},
            {"Send offer on fri, please", "Send offer please", "2026-11-27"},
            {"Visit Wednesday", "Visit", "2026-12-02"},
            {"Visit next friday at 14:30", "Visit", "2026-12-04 14:30"},
            {"Plan next week", "Plan", "2026-11-30"},
            {"Plan next month", "Plan", "2026-12-01"},
            {"Call in 3 days", "Call", "2026-11-28"},
            {"Call in two weeks at 9am", "Call", "2026-12-09 09:00"},
            {"Call in a month", "Call", "2026-12-25"},
            {"Call in 2 hours", "Call", "2026-11-25 11:15"},
            {"+3d call", "call", "2026-11-28"},
            {"Check +2w", "Check", "2026-12-09"},
            {"Check +30min", "Check", "2026-11-25 09:45"},
            {"Renew november 30", "Renew", "2026-11-30"},
            {"Renew Nov 30th, 2027", "Renew", "2027-11-30"},
            {"Renew 30th of November", "Renew", "2026-11-30"},
            {"Renew march 1", "Renew", "2027-03-01"},
            {"Sign 2026-11-30 at 3pm", "Sign", "2026-11-30 15:00"},
            {"Sign 2026-11-30 12:05 am", "Sign", "2026-11-30 00:05"},
            {"Lunch at noon tomorrow", "Lunch", "2026-11-26 12:00"},
            {"Call at 3 tomorrow", "Call", "2026-11-26 15:00"},
            {"Call 8:00", "Call", "2026-11-26 08:00"},
            {"Call 18:00", "Call", "2026-11-25 18:00"},
            {"tomorrow", "", "2026-11-26"},
    };
    CHECK(*state, t, now_text, BUDAPEST);
}

static void hungarian(void **state)
{
    static const struct expected t[] = {
            {"Hívás holnap 10-kor", "Hívás", "2026-11-26 10:00"},
            {"hivas holnap 10:30-kor", "hivas", "2026-11-26 10:30"},
            {"Hívás ma 15:00", "Hívás", "2026-11-25 15:00"},
            {"Ajánlat holnapután", "Ajánlat", "2026-11-27"},
            {"ajanlat holnaputanra", "ajanlat", "2026-11-27"},
            {"Ajánlat péntekig", "Ajánlat", "2026-11-27"},
            {"Ajánlat csütörtökön 14h", "Ajánlat", "2026-11-26 14:00"},
            {"Találkozó hétfőn 9 órakor", "Találkozó", "2026-11-30 09:00"},
            {"Találkozó jövő hétfőn", "Találkozó", "2026-11-30"},
            {"Terv jövő héten", "Terv", "2026-11-30"},
            {"Terv jövő hónapban", "Terv", "2026-12-01"},
            {"Hívás 3 nap múlva", "Hívás", "2026-11-28"},
            {"Hívás két hét múlva", "Hívás", "2026-12-09"},
            {"Hívás hét nap múlva", "Hívás", "2026-12-02"},
            {"Hívás 2 óra múlva", "Hívás", "2026-11-25 11:15"},
            {"Szerződés november 30-ig", "Szerződés", "2026-11-30"},
            {"Szerződés nov. 30.", "Szerződés", "2026-11-30"},
            {"Szerződés 2027. március 15-én", "Szerződés", "2027-03-15"},
            {"Szerződés 2026.12.01.", "Szerződés", "2026-12-01"},
            {"Zárás 12.31", "Zárás", "2026-12-31"},
            {"Zárás 01.31.", "Zárás", "2027-01-31"},
            {"Zárás 03.04", "Zárás", "2027-03-04"},
            {"Ebéd délben", "Ebéd", "2026-11-25 12:00"},
            {"Hívás 10.30-kor", "Hívás", "2026-11-25 10:30"},
            {"Hívás 3-kor", "Hívás", "2026-11-25 15:00"},
    };
    CHECK(*state, t, now_text, BUDAPEST);
}

static void romanian(void **state)
{
    static const struct expected t[] = {
            {"sună mâine la 10", "sună", "2026-11-26 10:00"},
            {"suna maine la 10", "suna", "2026-11-26 10:00"},
            {"sună la 10 mâine", "sună", "2026-11-26 10:00"},
            {"Ofertă astăzi", "Ofertă", "2026-11-25"},
            {"Ofertă poimâine", "Ofertă", "2026-11-27"},
            {"Ofertă până vineri", "Ofertă", "2026-11-27"},
            {"Întâlnire marți la ora 14:30", "Întâlnire", "2026-12-01 14:30"},
            {"Întâlnire joia viitoare", "Întâlnire", "2026-12-03"},
            {"Plan săptămâna viitoare", "Plan", "2026-11-30"},
            {"Plan luna viitoare", "Plan", "2026-12-01"},
            {"Sună peste 3 zile", "Sună", "2026-11-28"},
            {"Sună peste două săptămâni", "Sună", "2026-12-09"},
            {"Sună peste 20 de zile", "Sună", "2026-12-15"},
            {"Sună în 2 luni", "Sună", "2027-01-25"},
            {"Contract 30 noiembrie", "Contract", "2026-11-30"},
            {"Contract pe 31.12.2026", "Contract", "2026-12-31"},
            {"Contract 31.12", "Contract", "2026-12-31"},
            {"Contract 03.04", "Contract", "2027-04-03"},
            {"Apel la 10.30", "Apel", "2026-11-25 10:30"},
            {"Mă sună mâine", "Mă sună", "2026-11-26"},
            {"ma suna maine", "ma suna", "2026-11-26"},
    };
    CHECK(*state, t, now_text, BUCHAREST);
}

static void texts_without_a_date_stay(void **state)
{
    static const struct expected t[] = {
            {"", "", "-"},
            {"Call Anna", "Call Anna", "-"},
            {"Trimite oferta la 10 clienți", "Trimite oferta la 10 clienți", "-"},
            {"Support 24/7", "Support 24/7", "-"},
            {"Discount 3.5 million", "Discount 3.5 million", "-"},
            {"sun clientul", "sun clientul", "-"},
            {"Read 2 months of mail", "Read 2 months of mail", "-"},
            {"Mă sună", "Mă sună", "-"},
            {"Call 25:00", "Call 25:00", "-"},
            {"Sign 2026-02-30", "Sign 2026-02-30", "-"},
            {"Room 12.45.78.99", "Room 12.45.78.99", "-"},
            {"Mai sună o dată", "Mai sună o dată", "-"},
    };
    CHECK(*state, t, now_text, BUCHAREST);
}

static void ends_of_months_and_years(void **state)
{
    static const struct expected eve[] = {
            {"x tomorrow", "x", "2027-01-01"},
            {"x next month", "x", "2027-01-01"},
            {"x in a month", "x", "2027-01-31"},
            {"x in 2 months", "x", "2027-02-28"},
            {"x 12.31", "x", "2026-12-31"},
            {"x 12.30", "x", "2027-12-30"},
            {"x february 29", "x", "2028-02-29"},
    };
    CHECK(*state, eve, "2026-12-31 23:30", BUDAPEST);
    static const struct expected sunday[] = {
            {"x monday", "x", "2026-11-30"},
            {"x next week", "x", "2026-11-30"},
            {"x next monday", "x", "2026-11-30"},
            {"x sunday", "x", "2026-12-06"},
            {"x 22:00", "x", "2026-11-29 22:00"},
            {"x 10:00", "x", "2026-11-30 10:00"},
    };
    CHECK(*state, sunday, "2026-11-29 21:00", BUDAPEST);
}

/* Budapest leaves 2:00-3:00 out on 29 March 2026 and has it twice on 25 October; Bucharest an hour later by its clock. */
static void changes_of_the_clock(void **state)
{
    struct arena *a = *state;
    struct parsed p = parse(a, "x tomorrow 10:00", "2026-03-28 10:00", BUDAPEST);
    assert_int_equal(p.due_at - local("2026-03-28 10:00", BUDAPEST), 23 * MS_HOUR);
    p = parse(a, "x holnap 10-kor", "2026-10-24 10:00", BUCHAREST);
    assert_int_equal(p.due_at - local("2026-10-24 10:00", BUCHAREST), 25 * MS_HOUR);
    p = parse(a, "x maine", "2026-03-28 10:00", BUCHAREST);
    assert_int_equal(p.due_at, local("2026-03-30 00:00", BUCHAREST) - 1);
    p = parse(a, "x in 2 hours", "2026-03-29 01:30", BUDAPEST);
    assert_string_equal(due_text(a, p, BUDAPEST), "2026-03-29 04:30");
    p = parse(a, "x tomorrow 2:30", "2026-03-28 10:00", BUDAPEST);
    assert_string_equal(due_text(a, p, BUDAPEST), "2026-03-29 03:30");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            arena_test(english),
            arena_test(hungarian),
            arena_test(romanian),
            arena_test(texts_without_a_date_stay),
            arena_test(ends_of_months_and_years),
            arena_test(changes_of_the_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
