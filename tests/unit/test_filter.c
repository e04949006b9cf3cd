#include "unit_list.h"

static struct filter *filter_of(struct desk *d, int64_t module_id, int64_t member_id, const char *json)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct filter *f;
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, json, strlen(json), &j, &why));
    enum err e = filter_parse(cx, desk_module(d, module_id), j, &f);
    if (e)
        print_message("%s: %s %s\n", json, cx->fault.field, cx->fault.key);
    assert_ok(e);
    desk_drop(d);
    return f;
}

static const char *filtered(struct desk *d, int64_t module_id, const char *json)
{
    struct list_query q = query(d, module_id);
    bool capped;
    int64_t n;
    q.filter = filter_of(d, module_id, ADMIN, json);
    q.sort = list_field(&(struct ctx){0}, q.module, "name");
    const char *got = names(d, ADMIN, &q);
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    assert_ok(list_count(cx, &q, 1000, &n, &capped));
    desk_drop(d);
    assert_int_equal(n, json_array_size(rows_of(d, ADMIN, &q)));
    return got;
}

static int64_t new_field(struct desk *d, const char *code, const char *type)
{
    struct db *db;
    assert_ok(store_write(d->box->s, d->box->a, &db));
    int64_t id;
    assert_ok(db_insert(db,
            "INSERT INTO field (module_id, code, type, label, position) VALUES (?1, ?2, ?3, '{\"*\":\"x\"}', "
            "99)",
            P(val_int(d->sales), val_text(code), val_text(type)), &id));
    const char *word = field_type_named(type)->sql_word;
    assert_ok(db_script(db, db_words(db, arena_printf(d->box->a, "ALTER TABLE m_%lld ADD COLUMN f_%lld %s",
                                                 (long long)d->sales, (long long)id, word))));
    if (strncmp(type, "choice", 6) == 0)
        assert_ok(db_script(
                db, arena_printf(d->box->a,
                            "INSERT INTO field_option (field_id, code, label, position) VALUES "
                            "(%lld, '%s_x', '{\"*\":\"X\"}', 1), (%lld, '%s_y', '{\"*\":\"Y\"}', 2)",
                            (long long)id, code, (long long)id, code)));
    assert_ok(store_write_commit(db));
    return id;
}

static void fields_of_every_type(struct desk *d)
{
    static const char *const types[] = {"text", "long_text", "number", "money", "date", "datetime", "choice",
            "choices", "bool", "link", "email", "phone", "user"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        new_field(d, arena_printf(d->box->a, "t_%s", types[i]), types[i]);
    desk_reload(d);
    desk_card(d, ANNA, d->sales,
            "{\"name\":\"a\",\"t_text\":\"Szűcs "
            "Ödön\",\"t_long_text\":\"line\\ntwo\",\"t_number\":1.5,\"t_money\":100,"
            "\"t_date\":\"2026-11-22\",\"t_datetime\":1795348800000,\"t_choice\":\"t_choice_x\",\"t_"
            "choices\":[\"t_choices_x\"],"
            "\"t_bool\":true,\"t_link\":\"https://a.hu/x\",\"t_email\":\"anna@alfa.hu\",\"t_phone\":\"+36 30 "
            "123 4567\",\"t_user\":3,"
            "\"source\":\"web\",\"value\":100}");
    desk_card(d, BELA, d->sales,
            "{\"name\":\"b\",\"t_text\":\"50%_x\",\"t_long_text\":\"other\",\"t_number\":10,\"t_money\":200,"
            "\"t_date\":\"2026-12-31\",\"t_datetime\":1798027200000,\"t_choice\":\"t_choice_y\",\"t_"
            "choices\":[\"t_choices_x\",\"t_choices_y\"],"
            "\"t_bool\":false,\"t_link\":\"https://b.ro\",\"t_email\":\"bela@beta.ro\",\"t_phone\":\"0722 "
            "123 456\",\"t_user\":4,"
            "\"value\":200}");
    desk_card(d, ADMIN, d->sales, "{\"name\":\"c\",\"owner\":null}");
}

static void every_comparison_of_every_type(void **state)
{
    static const struct {
        const char *field, *op, *value, *names;
    } cases[] = {
            {"t_text", "eq", "\"szucs odon\"", "a"},
            {"t_text", "ne", "\"szucs odon\"", "b c"},
            {"t_text", "in", "[\"SZŰCS ödön\",\"x\"]", "a"},
            {"t_text", "not_in", "[\"szucs odon\"]", "b c"},
            {"t_text", "contains", "\"ODO\"", "a"},
            {"t_text", "starts", "\"szu\"", "a"},
            {"t_text", "starts", "\"odon\"", ""},
            {"t_text", "empty", NULL, "c"},
            {"t_text", "not_empty", NULL, "a b"},
            {"t_long_text", "contains", "\"two\"", "a"},
            {"t_long_text", "empty", NULL, "c"},
            {"t_link", "contains", "\"b.ro\"", "b"},
            {"t_email", "starts", "\"anna@\"", "a"},
            {"t_email", "eq", "\"BELA@beta.ro\"", "b"},
            {"t_phone", "contains", "\"123\"", "a b"},
            {"t_phone", "empty", NULL, "c"},
            {"t_number", "eq", "1.5", "a"},
            {"t_number", "ne", "1.5", "b c"},
            {"t_number", "lt", "10", "a"},
            {"t_number", "le", "10", "a b"},
            {"t_number", "gt", "1.5", "b"},
            {"t_number", "ge", "1.5", "a b"},
            {"t_number", "between", "[1, 2]", "a"},
            {"t_number", "in", "[10, 11]", "b"},
            {"t_number", "not_in", "[10]", "a c"},
            {"t_number", "empty", NULL, "c"},
            {"t_number", "not_empty", NULL, "a b"},
            {"t_money", "ge", "200", "b"},
            {"t_money", "between", "[100, 200]", "a b"},
            {"value", "lt", "200", "a"},
            {"value", "empty", NULL, "c"},
            {"t_date", "eq", "\"2026-11-22\"", "a"},
            {"t_date", "ne", "\"2026-11-22\"", "b c"},
            {"t_date", "lt", "\"2026-12-31\"", "a"},
            {"t_date", "ge", "\"2026-12-31\"", "b"},
            {"t_date", "between", "[\"2026-11-01\",\"2026-11-30\"]", "a"},
            {"t_date", "in", "[\"2026-12-31\"]", "b"},
            {"t_date", "relative", "\"today\"", "a"},
            {"t_date", "relative", "\"next_30_days\"", "a"},
            {"t_date", "relative", "\"next_40_days\"", "a b"},
            {"t_date", "relative", "\"this_month\"", "a"},
            {"t_date", "relative", "\"next_month\"", "b"},
            {"t_date", "relative", "\"this_year\"", "a b"},
            {"t_date", "relative", "\"future\"", "b"},
            {"t_date", "relative", "\"past\"", ""},
            {"t_date", "empty", NULL, "c"},
            {"t_datetime", "eq", "1795348800000", "a"},
            {"t_datetime", "eq", "\"2026-11-22\"", "a"},
            {"t_datetime", "ne", "\"2026-11-22\"", "b c"},
            {"t_datetime", "lt", "\"2026-11-22\"", ""},
            {"t_datetime", "le", "\"2026-11-22\"", "a"},
            {"t_datetime", "gt", "\"2026-11-22\"", "b"},
            {"t_datetime", "ge", "\"2026-11-22\"", "a b"},
            {"t_datetime", "between", "[\"2026-11-22\",\"2026-12-23\"]", "a b"},
            {"t_datetime", "in", "[\"2026-11-22\",\"2026-11-23\"]", "a"},
            {"t_datetime", "not_in", "[\"2026-11-22\"]", "b c"},
            {"t_datetime", "relative", "\"today\"", "a"},
            {"t_datetime", "relative", "\"this_week\"", "a"},
            {"t_datetime", "relative", "\"future\"", "b"},
            {"t_datetime", "empty", NULL, "c"},
            {"t_choice", "eq", "\"t_choice_x\"", "a"},
            {"t_choice", "ne", "\"t_choice_x\"", "b c"},
            {"t_choice", "in", "[\"t_choice_x\",\"t_choice_y\"]", "a b"},
            {"t_choice", "not_in", "[\"t_choice_y\"]", "a c"},
            {"t_choice", "empty", NULL, "c"},
            {"t_choice", "not_empty", NULL, "a b"},
            {"t_choices", "contains", "\"t_choices_y\"", "b"},
            {"t_choices", "in", "[\"t_choices_x\"]", "a b"},
            {"t_choices", "not_in", "[\"t_choices_y\"]", "a c"},
            {"t_choices", "eq", "[\"t_choices_y\",\"t_choices_x\"]", "b"},
            {"t_choices", "ne", "[\"t_choices_x\"]", "b c"},
            {"t_choices", "empty", NULL, "c"},
            {"t_bool", "eq", "true", "a"},
            {"t_bool", "ne", "true", "b c"},
            {"t_bool", "eq", "false", "b"},
            {"t_bool", "empty", NULL, "c"},
            {"t_user", "eq", "4", "b"},
            {"t_user", "ne", "4", "a c"},
            {"t_user", "in", "[3, 4]", "a b"},
            {"t_user", "empty", NULL, "c"},
            {"owner", "eq", "3", "a"},
            {"owner", "empty", NULL, "c"},
            {"name", "starts", "\"B\"", "b"},
            {"name", "ne", "\"b\"", "a c"},
            {"source", "eq", "\"WEB\"", "a"},
            {"source", "ne", "\"web\"", "b c"},
            {"source", "empty", NULL, "b c"},
            {"source", "not_empty", NULL, "a"},
            {"number", "ge", "2", "b c"},
            {"next_due_at", "empty", NULL, "a b c"},
            {"next_due_at", "relative", "\"future\"", ""},
            {"last_contact_at", "empty", NULL, "a b c"},
            {"last_contact_at", "relative", "\"older_than_1_days\"", ""},
            {"created_at", "relative", "\"today\"", "a b c"},
            {"created_at", "relative", "\"older_than_90_days\"", ""},
            {"created_at", "relative", "\"last_7_days\"", "a b c"},
    };
    struct desk *d = *state;
    fields_of_every_type(d);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *json = arena_printf(d->box->a, "{\"field\":\"%s\",\"op\":\"%s\"%s%s}", cases[i].field,
                cases[i].op, cases[i].value ? ",\"value\":" : "", cases[i].value ? cases[i].value : "");
        char *got = arena_printf(d->box->a, "%s -> %s", json, filtered(d, d->sales, json));
        assert_string_equal(got, arena_printf(d->box->a, "%s -> %s", json, cases[i].names));
        /* "not" is the exact opposite, also where there is no value */
        size_t n = 0, all = 3;
        for (const char *p = cases[i].names; *p; p++)
            n += *p != ' ';
        const char *opposite = filtered(d, d->sales, arena_printf(d->box->a, "{\"not\":%s}", json));
        size_t m = 0;
        for (const char *p = opposite; *p; p++)
            m += *p != ' ';
        assert_int_equal(n + m, all);
    }
}

static void conditions_nest(void **state)
{
    struct desk *d = *state;
    fields_of_every_type(d);
    assert_string_equal(filtered(d, d->sales,
                                "{\"any\":[{\"field\":\"t_number\",\"op\":\"eq\",\"value\":10},"
                                "{\"all\":[{\"field\":\"t_text\",\"op\":\"empty\"},{\"not\":{\"field\":"
                                "\"name\",\"op\":\"eq\",\"value\":\"a\"}}]}]}"),
            "b c");
    assert_string_equal(filtered(d, d->sales, "{\"all\":[]}"), "a b c");
    assert_string_equal(filtered(d, d->sales, "{\"any\":[]}"), "a b c");
    struct list_query q = query(d, d->sales);
    q.filter = filter_of(d, d->sales, ANNA, "{\"field\":\"owner\",\"op\":\"eq\",\"value\":\"me\"}");
    assert_string_equal(names(d, ANNA, &q), "a");
}

static void the_customers_data_can_be_asked(void **state)
{
    struct desk *d = *state;
    int64_t firm = desk_company(d, "Alfa Kft."), man = desk_person(d, "Szűcs Pál", firm),
            lone = desk_person(d, "Lone", 0);
    sql(d, arena_printf(d->box->a,
                   "UPDATE contact SET employees = 50, industry = 'Építőipar', region = 'Bihar', "
                   "revenue_minor = 900 WHERE id = %lld; "
                   "UPDATE contact SET employees = 3 WHERE id = %lld; "
                   "INSERT INTO contact_point (contact_id, kind, value, match_key, is_default) VALUES "
                   "(%lld, 'phone', '06 30 123 4567', '36301234567', 1), (%lld, 'email', 'pal@x.hu', "
                   "'pal@x.hu', 0), "
                   "(%lld, 'email', 'p@y.ro', 'p@y.ro', 1); "
                   "INSERT INTO address (contact_id, city, is_default) VALUES (%lld, 'Kolozsvár', 1)",
                   (long long)firm, (long long)lone, (long long)man, (long long)man, (long long)man,
                   (long long)firm));
    desk_card(
            d, ANNA, d->sales, arena_printf(d->box->a, "{\"name\":\"a\",\"contact\":%lld}", (long long)man));
    desk_card(
            d, ANNA, d->sales, arena_printf(d->box->a, "{\"name\":\"b\",\"contact\":%lld}", (long long)lone));
    desk_card(d, ANNA, d->sales, "{\"name\":\"c\"}");
    static const struct {
        const char *filter, *names;
    } cases[] = {
            {"{\"field\":\"contact.name\",\"op\":\"contains\",\"value\":\"szucs\"}", "a"},
            {"{\"field\":\"contact.employees\",\"op\":\"ge\",\"value\":3}", "a b"},
            {"{\"field\":\"contact.employees\",\"op\":\"gt\",\"value\":3}", "a"},
            {"{\"field\":\"contact.employees\",\"op\":\"empty\"}", "c"},
            {"{\"field\":\"contact.industry\",\"op\":\"eq\",\"value\":\"epitoipar\"}", "a"},
            {"{\"field\":\"contact.industry\",\"op\":\"empty\"}", "b c"},
            {"{\"field\":\"contact.region\",\"op\":\"ne\",\"value\":\"Bihar\"}", "b c"},
            {"{\"field\":\"contact.revenue\",\"op\":\"between\",\"value\":[900,1000]}", "a"},
            {"{\"field\":\"contact.city\",\"op\":\"eq\",\"value\":\"kolozsvar\"}", "a"},
            {"{\"field\":\"contact.city\",\"op\":\"ne\",\"value\":\"kolozsvar\"}", "b c"},
            {"{\"field\":\"contact.city\",\"op\":\"not_empty\"}", "a"},
            {"{\"field\":\"contact.email\",\"op\":\"contains\",\"value\":\"@x.hu\"}", "a"},
            {"{\"field\":\"contact.email\",\"op\":\"empty\"}", "b c"},
            {"{\"field\":\"contact.phone\",\"op\":\"eq\",\"value\":\"+36 30/123-4567\"}", "a"},
            {"{\"field\":\"contact.phone\",\"op\":\"contains\",\"value\":\"123 45\"}", "a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(filtered(d, d->sales, cases[i].filter), cases[i].names);
}

static void bad_filters_say_where(void **state)
{
    static const struct {
        const char *filter, *field, *key;
    } cases[] = {
            {"[]", "filter", "error.not_object"},
            {"{\"all\":{}}", "filter.all", "error.not_list"},
            {"{\"all\":[],\"any\":[]}", "filter", "error.bad_filter"},
            {"{\"all\":[{\"field\":\"name\",\"op\":\"eq\",\"value\":\"x\"},{\"field\":\"rating\",\"op\":"
             "\"eq\",\"value\":1}]}",
                    "filter.all[1].field", "error.unknown_field"},
            {"{\"field\":\"name\",\"op\":\"between\",\"value\":[1,2]}", "filter.op", "error.unknown_op"},
            {"{\"field\":\"name\",\"op\":\"like\",\"value\":\"x\"}", "filter.op", "error.unknown_op"},
            {"{\"field\":\"name\",\"op\":\"eq\",\"value\":5}", "filter.value", "error.not_text"},
            {"{\"field\":\"name\",\"op\":\"eq\"}", "filter.value", "error.required"},
            {"{\"field\":\"name\",\"op\":\"contains\",\"value\":\"%%\"}", "filter.value", "error.required"},
            {"{\"field\":\"value\",\"op\":\"eq\",\"value\":1.5}", "filter.value", "error.not_whole_number"},
            {"{\"field\":\"value\",\"op\":\"between\",\"value\":[1]}", "filter.value", "error.needs_two"},
            {"{\"field\":\"value\",\"op\":\"in\",\"value\":[1,\"x\"]}", "filter.value[1]",
                    "error.not_whole_number"},
            {"{\"field\":\"created_at\",\"op\":\"eq\",\"value\":\"2026-02-30\"}", "filter.value",
                    "error.not_date"},
            {"{\"field\":\"created_at\",\"op\":\"relative\",\"value\":\"last_0_days\"}", "filter.value",
                    "error.unknown_relative"},
            {"{\"field\":\"created_at\",\"op\":\"relative\",\"value\":\"last_9999_days\"}", "filter.value",
                    "error.unknown_relative"},
            {"{\"field\":\"owner\",\"op\":\"eq\",\"value\":77}", "filter.value", "error.unknown_user"},
            {"{\"field\":\"status\",\"op\":\"eq\",\"value\":77777}", "filter.value", "error.unknown_choice"},
            {"{\"field\":\"name\",\"op\":\"empty\",\"value\":\"x\"}", "filter.value", "error.no_value"},
            {"{\"field\":\"name\",\"op\":\"eq\",\"value\":\"x\",\"sql\":\"1\"}", "filter",
                    "error.bad_filter"},
            {"{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"all\":[]}}}}}}", "filter.not.not.not.not.not",
                    "error.too_deep"},
    };
    struct desk *d = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
        struct filter *f;
        json_t *j;
        const char *why;
        assert_ok(json_read(cx->arena, cases[i].filter, strlen(cases[i].filter), &j, &why));
        assert_err(filter_parse(cx, desk_module(d, d->sales), j, &f), ERR_INVALID);
        desk_drop(d);
        assert_string_equal(
                arena_printf(d->box->a, "%s: %s %s", cases[i].filter, cx->fault.field, cx->fault.key),
                arena_printf(d->box->a, "%s: %s %s", cases[i].filter, cases[i].field, cases[i].key));
    }
    struct buf b;
    buf_init(&b, d->box->a);
    buf_puts(&b, "{\"all\":[");
    for (int i = 0; i < 51; i++)
        buf_puts(&b,
                i ? ",{\"field\":\"name\",\"op\":\"empty\"}" : "{\"field\":\"name\",\"op\":\"not_empty\"}");
    buf_puts(&b, "]}");
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct filter *f;
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, b.p, b.len, &j, &why));
    assert_err(filter_parse(cx, desk_module(d, d->sales), j, &f), ERR_INVALID);
    assert_string_equal(cx->fault.key, "error.too_many_conditions");
    desk_drop(d);
}

static void texts_never_become_sql(void **state)
{
    struct desk *d = *state;
    desk_card(d, ANNA, d->sales, "{\"name\":\"x'; DROP TABLE card; --\",\"source\":\"50%_\\\\\"}");
    assert_string_equal(filtered(d, d->sales, "{\"field\":\"source\",\"op\":\"contains\",\"value\":\"50\"}"),
            "x'; DROP TABLE card; --");
    assert_string_equal(
            filtered(d, d->sales, "{\"field\":\"source\",\"op\":\"contains\",\"value\":\"') OR 1=1 --\"}"),
            "");
    struct list_query q = query(d, d->sales);
    q.search = "x' OR \"NEAR( *";
    assert_string_equal(names(d, ADMIN, &q), "");
    q.search = "DROP table";
    assert_string_equal(names(d, ADMIN, &q), "x'; DROP TABLE card; --");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            desk_test(every_comparison_of_every_type),
            desk_test(conditions_nest),
            desk_test(the_customers_data_can_be_asked),
            desk_test(bad_filters_say_where),
            desk_test(texts_never_become_sql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
