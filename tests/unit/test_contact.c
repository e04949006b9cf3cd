#include "unit_desk.h"

#include "core/contact.h"
#include "core/search.h"

/* A contact from JSON, saved and committed; the saved one is given. */
static struct contact save(struct desk *d, int64_t member_id, int64_t id, const char *json)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct contact c = {0};
    json_t *j;
    const char *why;
    if (id) {
        assert_ok(contact_get(cx, id, &c));
        c.version = 0;
    }
    assert_ok(json_read(cx->arena, json, strlen(json), &j, &why));
    assert_ok(contact_from_json(cx, j, NULL, &c));
    assert_ok(contact_save(cx, &c));
    desk_end(d);
    return c;
}

static struct contact get(struct desk *d, int64_t id)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct contact c;
    assert_ok(contact_get(cx, id, &c));
    desk_drop(d);
    return c;
}

/* What saving is refused with: "field key". */
static const char *refused(struct desk *d, const char *json)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct contact c = {0};
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, json, strlen(json), &j, &why));
    enum err e = contact_from_json(cx, j, NULL, &c);
    if (!e)
        e = contact_save(cx, &c);
    desk_drop(d);
    assert_int_equal(e, ERR_INVALID);
    return arena_printf(d->box->a, "%s %s", cx->fault.field, cx->fault.key);
}

static char *json_of(struct desk *d, enum err (*write)(struct ctx *cx, struct jw *w, const void *arg),
        const void *arg, int64_t member_id)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_ok(write(cx, &w, arg));
    desk_drop(d);
    return buf_str(&b);
}

static enum err write_contact(struct ctx *cx, struct jw *w, const void *arg)
{
    struct contact c;
    enum err e = contact_get(cx, *(const int64_t *)arg, &c);
    return e ? e : contact_write(cx, w, &c);
}

static enum err write_list(struct ctx *cx, struct jw *w, const void *arg)
{
    return contact_list_write(cx, arg, w);
}

static enum err write_search(struct ctx *cx, struct jw *w, const void *arg)
{
    return search_write(cx, arg, 20, w);
}

static json_t *read_json(struct desk *d, const char *text)
{
    json_t *j;
    const char *why;
    assert_ok(json_read(d->box->a, text, strlen(text), &j, &why));
    return j;
}

static void names_follow_the_accounts_order(void **state)
{
    struct desk *d = *state;
    struct contact c =
            save(d, ADMIN, 0, "{\"kind\":\"person\",\"first_name\":\"Anna\",\"last_name\":\"Szűcs\"}");
    assert_string_equal(c.name, "Anna Szűcs");
    assert_ok(box_do(
            d->box, "INSERT INTO setting (name, value) VALUES ('name_order', '\"family_first\"')", P0));
    desk_reload(d);
    c = save(d, ADMIN, c.id, "{\"position\":\"CEO\"}");
    assert_string_equal(c.name, "Szűcs Anna");
    assert_int_equal(c.version, 2);
    c = save(d, ADMIN, 0, "{\"kind\":\"person\",\"name\":\"Kovács Béla János\"}");
    assert_string_equal(c.last_name, "Kovács");
    assert_string_equal(c.first_name, "Béla János");
    c = save(d, ADMIN, 0, "{\"kind\":\"company\",\"name\":\" Minta Kft. \"}");
    assert_string_equal(c.name, "Minta Kft.");
}

static void points_keep_one_default_of_a_kind(void **state)
{
    struct desk *d = *state;
    struct contact c = save(d, ADMIN, 0,
            "{\"kind\":\"person\",\"last_name\":\"X\",\"points\":["
            "{\"kind\":\"email\",\"value\":\"a@x.hu\"},{\"kind\":\"email\",\"value\":\"b@x.hu\",\"is_"
            "default\":true},"
            "{\"kind\":\"email\",\"value\":\"A@X.hu\",\"is_default\":true},"
            "{\"kind\":\"phone\",\"value\":\"06 30 123 4567\"},{\"kind\":\"phone\",\"value\":\"+36 "
            "30/1234567\"},"
            "{\"kind\":\"web\",\"value\":\"\"}]}");
    c = get(d, c.id);
    assert_int_equal(c.n_points, 3);
    assert_string_equal(c.points[0].value, "a@x.hu");
    assert_true(c.points[0].is_default);
    assert_false(c.points[1].is_default);
    assert_true(c.points[2].is_default);
    assert_string_equal(refused(d, "{\"kind\":\"person\",\"last_name\":\"X\",\"points\":[{\"kind\":\"email\","
                                   "\"value\":\"x\"}]}"),
            "points[0].value error.email");
    assert_string_equal(refused(d, "{\"kind\":\"person\",\"last_name\":\"X\",\"points\":[{\"kind\":\"phone\","
                                   "\"value\":\"12\"}]}"),
            "points[0].value error.phone");
    assert_string_equal(refused(d, "{\"kind\":\"company\",\"name\":\" \"}"), "name error.required");
    assert_string_equal(refused(d, "{\"kind\":\"person\"}"), "last_name error.required");
    assert_string_equal(refused(d, "{\"kind\":\"person\",\"last_name\":\"X\",\"company_id\":99}"),
            "company_id error.unknown_contact");
    assert_string_equal(refused(d, "{\"kind\":\"company\",\"name\":\"X\",\"employees\":-1}"),
            "employees error.too_small");
    assert_string_equal(refused(d, "{\"kind\":\"firm\"}"), "kind error.not_one_of");
}

static void addresses_keep_one_default(void **state)
{
    struct desk *d = *state;
    struct contact c = save(d, ADMIN, 0,
            "{\"kind\":\"company\",\"name\":\"X\",\"addresses\":[{\"city\":\"Cluj\"},{\"city\":\"Szeged\","
            "\"is_default\":true},"
            "{\"street\":\"\"}]}");
    c = get(d, c.id);
    assert_int_equal(c.n_addresses, 2);
    assert_false(c.addresses[0].is_default);
    assert_true(c.addresses[1].is_default);
    assert_string_equal(c.addresses[0].kind, "office");
}

static void default_names_of_cards_follow(void **state)
{
    struct desk *d = *state;
    struct contact firm = save(d, ADMIN, 0, "{\"kind\":\"company\",\"name\":\"Alfa Kft.\"}");
    struct contact other = save(d, ADMIN, 0, "{\"kind\":\"company\",\"name\":\"Béta Zrt.\"}");
    struct contact man = save(d, ADMIN, 0,
            arena_printf(d->box->a,
                    "{\"kind\":\"person\",\"first_name\":\"Péter\",\"last_name\":\"Nagy\",\"company_id\":%d}",
                    (int)firm.id));
    char *of_man = arena_printf(d->box->a, "{\"contact\":%d}", (int)man.id);
    int64_t a = desk_card(d, ADMIN, d->sales, of_man);
    int64_t b = desk_card(d, ADMIN, d->sales,
            arena_printf(d->box->a, "{\"contact\":%d,\"name\":\"Own name\"}", (int)man.id));
    int64_t c = desk_card(
            d, ADMIN, d->sales, arena_printf(d->box->a, "{\"contact\":%d,\"owner\":4}", (int)firm.id));
    assert_string_equal(desk_get(d, a).name, "Alfa Kft. (Péter Nagy)");
    save(d, ADMIN, man.id, "{\"first_name\":\"Pál\"}");
    assert_string_equal(desk_get(d, a).name, "Alfa Kft. (Pál Nagy)");
    assert_string_equal(desk_get(d, b).name, "Own name");
    save(d, ADMIN, firm.id, "{\"name\":\"Gamma Kft.\"}");
    assert_string_equal(desk_get(d, a).name, "Gamma Kft. (Pál Nagy)");
    assert_string_equal(desk_get(d, c).name, "Gamma Kft.");
    save(d, ADMIN, man.id, arena_printf(d->box->a, "{\"company_id\":%d}", (int)other.id));
    assert_string_equal(desk_get(d, a).name, "Béta Zrt. (Pál Nagy)");
    assert_int_equal(desk_get(d, a).company_id, other.id);
    desk_counters_right(d);
}

static void stale_versions_are_refused_with_both(void **state)
{
    struct desk *d = *state;
    struct contact c = save(d, ADMIN, 0, "{\"kind\":\"company\",\"name\":\"Alfa\"}");
    save(d, ADMIN, c.id, "{\"name\":\"Beta\"}");
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct contact mine;
    assert_ok(contact_get(cx, c.id, &mine));
    mine.version = 1;
    mine.name = "Gamma";
    assert_err(contact_save(cx, &mine), ERR_STALE);
    json_t *j = read_json(d, cx->fault.extra_json), *fields = json_object_get(j, "fields");
    desk_drop(d);
    assert_string_equal(json_string_value(json_object_get(json_object_get(j, "current"), "name")), "Beta");
    assert_int_equal(json_integer_value(json_object_get(j, "your_version")), 1);
    assert_string_equal(
            json_string_value(json_object_get(json_object_get(fields, "name"), "yours")), "Gamma");
}

static void duplicates_are_found(void **state)
{
    struct desk *d = *state;
    struct contact a = save(d, ADMIN, 0,
            "{\"kind\":\"company\",\"name\":\"Szűcs és Társa "
            "Kft.\",\"points\":[{\"kind\":\"phone\",\"value\":\"06 1 234 5678\"}]}");
    struct contact b = save(d, ADMIN, 0,
            "{\"kind\":\"company\",\"name\":\"Más\",\"points\":[{\"kind\":\"email\",\"value\":\"Info@Mas."
            "hu\"}]}");
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    const struct point points[] = {{"email", "info@mas.hu", "", false}, {"phone", "+3612345678", "", false}};
    struct contact wish = {
            .kind = CONTACT_COMPANY, .name = "SZUCS ES TARSA Zrt", .points = points, .n_points = 2};
    struct duplicate *dup;
    size_t n;
    int64_t id;
    const char *name;
    assert_ok(contact_duplicates(cx, &wish, &dup, &n));
    assert_int_equal(n, 2);
    assert_int_equal(dup[0].id, b.id);
    assert_string_equal(dup[0].reason, "email");
    assert_int_equal(dup[1].id, a.id);
    assert_string_equal(dup[1].reason, "phone");
    wish.n_points = 0;
    assert_ok(contact_duplicates(cx, &wish, &dup, &n));
    assert_int_equal(n, 1);
    assert_string_equal(dup[0].reason, "name");
    assert_ok(contact_import_match(cx, &wish, &id, &name));
    assert_int_equal(id, a.id);
    assert_string_equal(name, a.name);
    wish.kind = CONTACT_PERSON;
    assert_ok(contact_import_match(cx, &wish, &id, &name));
    assert_int_equal(id, 0);
    desk_drop(d);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    wish = (struct contact){.kind = CONTACT_COMPANY, .name = "Más"};
    assert_ok(contact_duplicates(cx, &wish, &dup, &n));
    assert_int_equal(n, 0); /* she sees no card of it */
    desk_drop(d);
}

static void only_ones_own_are_seen(void **state)
{
    struct desk *d = *state;
    struct contact a = save(d, ANNA, 0, "{\"kind\":\"company\",\"name\":\"Annáé\"}");
    struct contact b = save(d, BELA, 0, "{\"kind\":\"company\",\"name\":\"Béláé\"}");
    struct contact man = save(d, BELA, 0,
            arena_printf(d->box->a, "{\"kind\":\"person\",\"last_name\":\"Embere\",\"company_id\":%d}",
                    (int)b.id));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct contact c;
    assert_ok(contact_get(cx, a.id, &c));
    assert_err(contact_get(cx, b.id, &c), ERR_NOT_FOUND);
    desk_drop(d);
    struct contact_query q = {.kind = -1, .limit = 10};
    json_t *j = read_json(d, json_of(d, write_list, &q, ANNA));
    assert_int_equal(json_array_size(json_object_get(j, "rows")), 1);
    int64_t card = desk_card(d, BELA, d->sales, arena_printf(d->box->a, "{\"contact\":%d}", (int)b.id));
    assert_int_equal(desk_apply(d, ADMIN, ORIGIN_USER, card, "{\"owner\":3}"), ERR_OK);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(contact_get(cx, b.id, &c));
    assert_ok(contact_get(cx, man.id, &c));
    desk_drop(d);
    j = read_json(d, json_of(d, write_list, &q, ANNA));
    assert_int_equal(json_array_size(json_object_get(j, "rows")), 3);
}

static void lists_page_by_name_in_the_languages_order(void **state)
{
    struct desk *d = *state;
    static const char *const names[] = {
            "Zala", "Czakó", "Csaba", "Ágnes", "Dzsungel", "Dávid", "Gyula", "Gál"};
    static const char *const sorted[] = {
            "Ágnes", "Czakó", "Csaba", "Dávid", "Dzsungel", "Gál", "Gyula", "Zala"};
    for (int i = 0; i < 8; i++)
        save(d, ADMIN, 0,
                arena_printf(d->box->a, "{\"kind\":\"%s\",\"last_name\":\"%s\",\"name\":\"%s\"}",
                        i % 2 ? "person" : "company", names[i], names[i]));
    struct contact_query q = {.kind = -1, .limit = 3};
    for (int i = 0; i < 8;) {
        json_t *j = read_json(d, json_of(d, write_list, &q, ADMIN)), *rows = json_object_get(j, "rows");
        for (size_t k = 0; k < json_array_size(rows); k++)
            assert_string_equal(
                    json_string_value(json_object_get(json_array_get(rows, k), "name")), sorted[i++]);
        q.cursor = json_string_value(json_object_get(j, "next"));
        assert_int_equal(q.cursor == NULL, i == 8);
    }
    q = (struct contact_query){.kind = CONTACT_PERSON, .limit = 3, .by_updated = true};
    json_t *j = read_json(d, json_of(d, write_list, &q, ADMIN));
    assert_int_equal(json_array_size(json_object_get(j, "rows")), 3);
    assert_non_null(json_string_value(json_object_get(j, "next")));
    q = (struct contact_query){.kind = -1, .limit = 3, .search = "agn"};
    j = read_json(d, json_of(d, write_list, &q, ADMIN));
    assert_int_equal(json_array_size(json_object_get(j, "rows")), 1);
}

static void the_whole_contact_is_written(void **state)
{
    struct desk *d = *state;
    struct contact firm =
            save(d, ADMIN, 0, "{\"kind\":\"company\",\"name\":\"Alfa\",\"employees\":12,\"tags\":\"a,b\"}");
    save(d, ADMIN, 0,
            arena_printf(d->box->a, "{\"kind\":\"person\",\"last_name\":\"Nagy\",\"company_id\":%d}",
                    (int)firm.id));
    desk_card(d, ADMIN, d->sales, arena_printf(d->box->a, "{\"contact\":%d,\"owner\":4}", (int)firm.id));
    json_t *j = read_json(d, json_of(d, write_contact, &firm.id, ADMIN));
    assert_string_equal(json_string_value(json_object_get(j, "name")), "Alfa");
    assert_int_equal(json_integer_value(json_object_get(j, "employees")), 12);
    assert_int_equal(json_array_size(json_object_get(j, "people")), 1);
    assert_int_equal(json_array_size(json_object_get(j, "cards")), 1);
    assert_true(json_is_null(json_object_get(j, "trashed_at")));
}

static size_t hits(struct desk *d, int64_t member_id, const char *text)
{
    json_t *j = read_json(d, json_of(d, write_search, text, member_id));
    return json_array_size(json_object_get(j, "hits"));
}

static void everything_is_found(void **state)
{
    struct desk *d = *state;
    struct contact man = save(d, BELA, 0,
            "{\"kind\":\"person\",\"first_name\":\"Ștefan\",\"last_name\":\"Szűcs\",\"points\":["
            "{\"kind\":\"phone\",\"value\":\"06 30/123-4567\"},{\"kind\":\"phone\",\"value\":\"+40 722 123 "
            "456\"},"
            "{\"kind\":\"email\",\"value\":\"stefan.szucs@pelda.ro\"}]}");
    desk_card(d, BELA, d->sales, arena_printf(d->box->a, "{\"contact\":%d}", (int)man.id));
    static const char *const found[] = {"stefan", "Szucs", "SZŰCS ștef", "szu ste", "06301234567",
            "+36 30 123 45 67", "30 123 4567", "0036301234567", "1234567", "0722 123 456", "0040722123456",
            "722123", "stefan.szucs@pelda.ro", "pelda"};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        assert_int_equal(hits(d, ADMIN, found[i]), 2);
    assert_int_equal(hits(d, ADMIN, "kovacs"), 0);
    assert_int_equal(hits(d, ADMIN, "stefan kovacs"), 0);
    assert_int_equal(hits(d, ADMIN, "06309999999"), 0);
    assert_int_equal(hits(d, ADMIN, "\" OR *"), 0);
    assert_int_equal(hits(d, ANNA, "stefan"), 0);
    assert_int_equal(hits(d, BELA, "stefan"), 2);
    struct ctx *cx = desk_begin(d, BELA, ORIGIN_USER);
    assert_ok(contact_trash(cx, man.id));
    desk_end(d);
    assert_int_equal(hits(d, ADMIN, "stefan"), 1); /* the card stays */
}

static void entries(struct desk *d, int from, int to)
{
    struct db *db;
    assert_ok(store_write(d->box->s, d->box->a, &db));
    for (int i = from; i < to; i++)
        assert_ok(db_search_add(db, SEARCH_CARD, 1000000 + i, "plenty"));
    assert_ok(store_write_commit(db));
}

/* Who sees a part: what can be looked at is bounded, and the reply says so. */
static void a_search_that_was_cut_says_so(void **state)
{
    struct desk *d = *state;
    desk_card(d, ANNA, d->sales, "{\"name\":\"Plenty of hers\"}"); /* older than the others */
    entries(d, 0, 1500);
    assert_int_equal(hits(d, ANNA, "plenty"), 1);
    assert_false(
            json_is_true(json_object_get(read_json(d, json_of(d, write_search, "plenty", ANNA)), "partial")));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct buf b;
    struct jw w;
    cx->short_lane = true;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_err(search_write(cx, "plenty", 10, &w), ERR_BUSY);
    assert_true(cx->wants_long);
    desk_drop(d);
    entries(d, 1500, 20100);
    json_t *j = read_json(d, json_of(d, write_search, "plenty", ANNA));
    assert_int_equal(json_array_size(json_object_get(j, "hits")), 0);
    assert_true(json_is_true(json_object_get(j, "partial")));
    j = read_json(d, json_of(d, write_search, "plenty", ADMIN));
    assert_false(json_is_true(json_object_get(j, "partial")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            desk_test(names_follow_the_accounts_order),
            desk_test(points_keep_one_default_of_a_kind),
            desk_test(addresses_keep_one_default),
            desk_test(default_names_of_cards_follow),
            desk_test(stale_versions_are_refused_with_both),
            desk_test(duplicates_are_found),
            desk_test(only_ones_own_are_seen),
            desk_test(lists_page_by_name_in_the_languages_order),
            desk_test(the_whole_contact_is_written),
            desk_test(a_search_that_was_cut_says_so),
            desk_test(everything_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
