/* One filter, two answers: what the list's SQL finds and what filter_match says of each card in memory are the same. */
#include "unit_desk.h"

#include "core/list.h"

#include <stdlib.h>

enum { CARDS = 60 };

static int64_t contacts[4];

static void customers(struct desk *d)
{
    contacts[0] = 0;
    contacts[1] = desk_company(d, "Szűcs Kft.");
    contacts[2] = desk_person(d, "Ștefan Popescu", contacts[1]);
    contacts[3] = desk_person(d, "Anna", 0);
    assert_ok(box_do(d->box,
            "UPDATE contact SET employees = 50, revenue_minor = 700000, industry = 'Építőipar' WHERE id = ?1",
            P(val_int(contacts[1]))));
    assert_ok(box_do(d->box, "UPDATE contact SET region = 'Erdély', employees = 3 WHERE id = ?1",
            P(val_int(contacts[3]))));
    assert_ok(box_do(d->box,
            "INSERT INTO contact_point (contact_id, kind, value, match_key, is_default) VALUES "
            "(?1, 'email', 'Stefan@Example.com', 'stefan@example.com', 1), "
            "(?1, 'email', 'second@x.ro', 'second@x.ro', 0), "
            "(?1, 'phone', '+40 722 123 456', '40722123456', 1)",
            P(val_int(contacts[2]))));
    assert_ok(box_do(d->box, "INSERT INTO address (contact_id, city, is_default) VALUES (?1, 'Kolozsvár', 1)",
            P(val_int(contacts[1]))));
}

static void cards(struct desk *d, int64_t *ids)
{
    static const char *const sources[] = {"null", "\"Web\"", "\"Őszi vásár 50%\"", "\"web fair\""};
    static const char *const steps[] = {"null", "[\"offer\"]", "[\"needs\",\"offer\"]", "[\"demo\"]"};
    static const char *const dates[] = {"null", "\"2026-11-22\"", "\"2026-11-30\"", "\"2025-01-01\""};
    customers(d);
    srand(11);
    for (int i = 0; i < CARDS; i++) {
        int64_t contact = contacts[rand() % 4];
        d->now_at = DESK_NOW - (rand() % 40) * MS_DAY;
        ids[i] = desk_card(d, ADMIN, d->autosales,
                arena_printf(d->box->a,
                        "{\"name\":\"%s "
                        "%d\",\"source\":%s,\"sales_steps\":%s,\"expected_close\":%s,\"value\":%s,"
                        "\"qualification\":%s,\"rating\":%s,\"contact\":%s,\"owner\":%s}",
                        rand() % 2 ? "Árvíztűrő" : "flood", i, sources[rand() % 4], steps[rand() % 4],
                        dates[rand() % 4],
                        rand() % 2   ? "null"
                        : rand() % 2 ? "5000"
                                     : "120",
                        rand() % 3 ? "1" : "null", rand() % 3 ? "2" : "0",
                        contact ? arena_printf(d->box->a, "%lld", (long long)contact) : "null",
                        rand() % 3 ? "3" : "null"));
    }
    d->now_at = DESK_NOW;
    for (int i = 0; i < CARDS; i += 3)
        assert_ok(desk_contact(d, ids[i], DESK_NOW - i * MS_HOUR));
}

static const char *const filters[] = {"{\"all\":[]}", "{\"any\":[]}",
        "{\"field\":\"name\",\"op\":\"contains\",\"value\":\"arvizturo\"}",
        "{\"field\":\"name\",\"op\":\"starts\",\"value\":\"FLOOD 1\"}",
        "{\"field\":\"name\",\"op\":\"ne\",\"value\":\"flood 5\"}", "{\"field\":\"source\",\"op\":\"empty\"}",
        "{\"field\":\"source\",\"op\":\"not_empty\"}",
        "{\"field\":\"source\",\"op\":\"eq\",\"value\":\"WEB\"}",
        "{\"field\":\"source\",\"op\":\"contains\",\"value\":\"50%\"}",
        "{\"field\":\"source\",\"op\":\"not_in\",\"value\":[\"web\",\"web fair\"]}",
        "{\"field\":\"value\",\"op\":\"gt\",\"value\":120}",
        "{\"field\":\"value\",\"op\":\"between\",\"value\":[120,5000]}",
        "{\"field\":\"value\",\"op\":\"ne\",\"value\":120}",
        "{\"field\":\"qualification\",\"op\":\"eq\",\"value\":\"target\"}",
        "{\"field\":\"qualification\",\"op\":\"empty\"}",
        "{\"field\":\"rating\",\"op\":\"in\",\"value\":[0,1]}",
        "{\"field\":\"sales_steps\",\"op\":\"in\",\"value\":[\"offer\"]}",
        "{\"field\":\"sales_steps\",\"op\":\"contains\",\"value\":\"needs\"}",
        "{\"field\":\"sales_steps\",\"op\":\"eq\",\"value\":[\"offer\",\"needs\"]}",
        "{\"field\":\"sales_steps\",\"op\":\"not_in\",\"value\":[\"offer\"]}",
        "{\"field\":\"sales_steps\",\"op\":\"ne\",\"value\":[\"offer\"]}",
        "{\"field\":\"sales_steps\",\"op\":\"empty\"}",
        "{\"field\":\"expected_close\",\"op\":\"eq\",\"value\":\"2026-11-22\"}",
        "{\"field\":\"expected_close\",\"op\":\"relative\",\"value\":\"this_month\"}",
        "{\"field\":\"expected_close\",\"op\":\"relative\",\"value\":\"past\"}",
        "{\"field\":\"expected_close\",\"op\":\"lt\",\"value\":\"2026-11-30\"}",
        "{\"field\":\"created_at\",\"op\":\"eq\",\"value\":\"2026-11-20\"}",
        "{\"field\":\"created_at\",\"op\":\"gt\",\"value\":\"2026-11-10\"}",
        "{\"field\":\"created_at\",\"op\":\"in\",\"value\":[\"2026-11-20\",\"2026-11-19\"]}",
        "{\"field\":\"created_at\",\"op\":\"relative\",\"value\":\"last_7_days\"}",
        "{\"field\":\"last_contact_at\",\"op\":\"empty\"}",
        "{\"field\":\"last_contact_at\",\"op\":\"relative\",\"value\":\"today\"}",
        "{\"field\":\"last_contact_at\",\"op\":\"lt\",\"value\":\"2026-11-22\"}",
        "{\"field\":\"next_due_at\",\"op\":\"empty\"}",
        "{\"field\":\"wake_at\",\"op\":\"relative\",\"value\":\"next_7_days\"}",
        "{\"field\":\"wake_at\",\"op\":\"empty\"}", "{\"field\":\"owner\",\"op\":\"eq\",\"value\":3}",
        "{\"field\":\"owner\",\"op\":\"empty\"}", "{\"field\":\"owner\",\"op\":\"ne\",\"value\":3}",
        "{\"field\":\"number\",\"op\":\"le\",\"value\":10}",
        "{\"field\":\"contact.name\",\"op\":\"contains\",\"value\":\"stefan\"}",
        "{\"field\":\"contact.name\",\"op\":\"empty\"}",
        "{\"field\":\"contact.email\",\"op\":\"contains\",\"value\":\"@X.RO\"}",
        "{\"field\":\"contact.email\",\"op\":\"empty\"}",
        "{\"field\":\"contact.email\",\"op\":\"ne\",\"value\":\"second@x.ro\"}",
        "{\"field\":\"contact.phone\",\"op\":\"eq\",\"value\":\"+40 722 123 456\"}",
        "{\"field\":\"contact.phone\",\"op\":\"contains\",\"value\":\"722 123\"}",
        "{\"field\":\"contact.city\",\"op\":\"eq\",\"value\":\"kolozsvar\"}",
        "{\"field\":\"contact.industry\",\"op\":\"starts\",\"value\":\"epito\"}",
        "{\"field\":\"contact.region\",\"op\":\"not_empty\"}",
        "{\"field\":\"contact.employees\",\"op\":\"ge\",\"value\":50}",
        "{\"field\":\"contact.employees\",\"op\":\"lt\",\"value\":50}",
        "{\"field\":\"contact.revenue\",\"op\":\"empty\"}",
        "{\"not\":{\"field\":\"value\",\"op\":\"gt\",\"value\":120}}",
        ("{\"any\":[{\"field\":\"rating\",\"op\":\"eq\",\"value\":0},{\"all\":[{\"field\":\"value\",\"op\":"
         "\"ge\",\"value\":1},{\"not\":{\"field\":\"contact.employees\",\"op\":\"ge\",\"value\":50}}]}]}")};

/* Ids grow, but need not follow each other: PostgreSQL's are taken ahead. */
static int by_sql(
        struct ctx *cx, const struct module *mod, const struct filter *f, bool *hit, const int64_t *cards)
{
    struct list_query q = {.module = mod, .group = -1, .box_cell = -1, .limit = 200, .filter = f};
    int64_t ids[200];
    int n = 0;
    assert_ok(list_ids(cx, &q, 0, 200, ids, &n));
    for (int i = 0, k = 0; i < n; i++) {
        while (k < CARDS && cards[k] != ids[i])
            k++;
        assert_true(k < CARDS);
        hit[k] = true;
    }
    return n;
}

static void same_answers(void **state)
{
    struct desk *d = *state;
    int64_t ids[CARDS];
    int some = 0;
    cards(d, ids);
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    const struct module *mod = desk_module(d, d->autosales);
    for (size_t k = 0; k < sizeof filters / sizeof *filters; k++) {
        json_t *j;
        const char *why;
        struct filter *f;
        bool hit[CARDS] = {false};
        assert_ok(json_read(cx->arena, filters[k], strlen(filters[k]), &j, &why));
        if (filter_parse(cx, mod, j, &f) != ERR_OK)
            print_message("%s: %s %s\n", filters[k], cx->fault.field, cx->fault.key);
        assert_int_equal(cx->fault.code, ERR_OK);
        int n = by_sql(cx, mod, f, hit, ids);
        for (int i = 0; i < CARDS; i++) {
            struct card card;
            bool match = false;
            assert_ok(card_get(cx, ids[i], false, &card));
            assert_ok(filter_match(cx, f, &card, &match));
            if (match != hit[i])
                print_message("%s: card %d: sql %d, memory %d\n", filters[k], i, hit[i], match);
            assert_int_equal(match, hit[i]);
        }
        some += n > 0 && n < CARDS;
    }
    assert_true(some >= 45); /* the filters do tell cards apart */
    desk_drop(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {desk_test(same_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
