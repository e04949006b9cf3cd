/* Field types: what each takes from JSON and from the cells of files, how it stores, writes and shows it. */
#include "unit.h"

#include "base/clock.h"
#include "meta/field_type.h"

#include <stdio.h>

static const struct option colours[] = {
        {.id = 3, .code = "red", .label = {{"Red", "Piros", "Roșu"}}},
        {.id = 17, .code = "high", .label = {{"01.High", "Magas", "Înalt"}}},
        {.id = 20, .code = "", .label = {{"Not sure", "Nem biztos", "Nesigur"}}, .retired = true},
};

static struct field field_of(const char *type)
{
    struct field f = {.code = "x", .type = field_type_named(type), .options = colours, .n_options = 3};
    assert_non_null(f.type);
    return f;
}

/* The stored value of a JSON text; on refusal the message key as text with type BLOB. */
static struct val take(struct arena *a, const struct field *f, const char *json)
{
    json_error_t je;
    json_t *j = json_loads(json, JSON_DECODE_ANY, &je);
    assert_non_null(j);
    struct val v = val_null();
    const char *key = NULL;
    int64_t limit = 0;
    enum err e = f->type->parse(a, f, j, &v, &key, &limit);
    json_decref(j);
    if (e == ERR_OK)
        return v;
    assert_int_equal(e, ERR_INVALID);
    assert_non_null(key);
    return val_blob(key, strlen(key));
}

static struct val cell(struct arena *a, const struct field *f, const char *text)
{
    struct val v = val_null();
    const char *key = NULL;
    enum err e = f->type->parse_text(a, f, text, "Europe/Budapest", &v, &key);
    if (e == ERR_OK)
        return v;
    assert_int_equal(e, ERR_INVALID);
    assert_non_null(key);
    return val_blob(key, strlen(key));
}

#define assert_val(v, want)    assert_true(val_equal((v), (want)))
#define assert_refused(v, key) assert_true(val_equal((v), val_blob((key), strlen(key))))

static const char *written(struct arena *a, const struct field *f, struct val v)
{
    struct buf b;
    struct jw w;
    buf_init(&b, a);
    jw_init(&w, &b);
    f->type->write(&w, f, v);
    return buf_str(&b);
}

static const char *shown(struct arena *a, const struct field *f, struct val v, enum lang l)
{
    return f->type->show(a, f, v, l, "Europe/Budapest");
}

static void names_and_ops(void **state)
{
    static const char *const all[] = {"text", "long_text", "number", "money", "date", "datetime", "choice",
            "choices", "bool", "link", "email", "phone", "user", "contact", "file", "status"};
    size_t n = 0;
    for (const struct field_type *const *t = field_types; *t; t++, n++)
        assert_string_equal((*t)->name, all[n]);
    assert_int_equal(n, sizeof all / sizeof *all);
    assert_null(field_type_named("blob"));
    for (int i = 0; i < N_OP; i++)
        assert_int_equal(op_named(op_name((enum op)i)), i);
    assert_int_equal(op_named("like"), N_OP);
    struct field text = field_of("text"), number = field_of("number"), flag = field_of("bool");
    assert_true(field_takes(&text, OP_CONTAINS) && !field_takes(&text, OP_LT));
    assert_true(field_takes(&number, OP_BETWEEN) && !field_takes(&number, OP_CONTAINS));
    assert_true(field_takes(&flag, OP_EQ) && !field_takes(&flag, OP_IN));
}

static void every_type_knows_null(void **state)
{
    for (const struct field_type *const *t = field_types; *t; t++) {
        struct field f = field_of((*t)->name);
        assert_val(take(*state, &f, "null"), val_null());
        assert_val(cell(*state, &f, "  "), val_null());
        assert_string_equal(shown(*state, &f, val_null(), LANG_HU), "");
        assert_string_equal(written(*state, &f, val_null()), strcmp((*t)->name, "choices") ? "null" : "[]");
        assert_int_equal(take(*state, &f, "{}").type, VAL_BLOB); /* nobody takes an object */
    }
}

static void texts(void **state)
{
    struct field f = field_of("text");
    assert_val(take(*state, &f, "\"  Szűcs \\n Ștefan  \""), val_text("Szűcs   Ștefan"));
    assert_val(take(*state, &f, "\"   \""), val_null());
    assert_refused(take(*state, &f, "12"), "error.not_text");
    f.max = 5;
    assert_val(take(*state, &f, "\"őűșțé\""), val_text("őűșțé")); /* characters count, not bytes */
    assert_refused(take(*state, &f, "\"őűșțéa\""), "error.too_long");
    struct field g = field_of("long_text");
    assert_val(take(*state, &g, "\"a\\nb\""), val_text("a\nb"));
    char *big = arena_alloc(*state, 20010);
    memset(big, 'x', 20009);
    big[0] = '"', big[20002] = '"', big[20003] = 0;
    assert_refused(take(*state, &g, big), "error.too_long");
    big[20001] = '"', big[20002] = 0;
    assert_int_equal(take(*state, &g, big).len, 20000);
}

static void numbers(void **state)
{
    struct field f = field_of("number");
    assert_val(take(*state, &f, "12"), val_real(12));
    assert_val(take(*state, &f, "-0.5"), val_real(-0.5));
    assert_refused(take(*state, &f, "\"12\""), "error.not_number");
    assert_refused(take(*state, &f, "1e300"), "error.too_large");
    assert_string_equal(written(*state, &f, val_real(12)), "12");
    assert_string_equal(written(*state, &f, val_int(7)), "7");
    static const struct {
        const char *in;
        double want;
    } good[] = {{"1 234,56", 1234.56}, {"1,234.56", 1234.56}, {"1.234,56", 1234.56}, {"12,5", 12.5},
            {"12.5", 12.5}, {"1,234", 1234}, {"0,234", 0.234}, {"1.234.567", 1234567}, {"-3", -3}, {"+4", 4},
            {"1\xc2\xa0"
             "234",
                    1234},
            {"12 %", 12}, {"1 000 Ft", 1000}, {"99 EUR", 99}, {"1'000", 1000}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_val(cell(*state, &f, good[i].in), val_real(good[i].want));
    static const char *const bad[] = {"abc", "12a3", "1-2", "--1", ",", ".", "1,2.3,4", "12 forint and more"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(cell(*state, &f, bad[i]), "error.not_number");
    f.max = 100;
    assert_refused(take(*state, &f, "101"), "error.too_large");
    assert_refused(take(*state, &f, "-1"), "error.too_small");
    assert_val(take(*state, &f, "100"), val_real(100));
    assert_string_equal(shown(*state, &f, val_real(-1234567.25), LANG_EN), "-1,234,567.25");
    assert_string_equal(shown(*state, &f, val_real(1234), LANG_RO), "1.234");
    assert_string_equal(shown(*state, &f, val_real(1234.5), LANG_HU), "1\xc2\xa0"
                                                                      "234,5");
    assert_string_equal(shown(*state, &f, val_real(0), LANG_HU), "0");
}

static void money(void **state)
{
    struct field f = field_of("money");
    assert_val(take(*state, &f, "123456"), val_int(123456));
    assert_refused(take(*state, &f, "1.5"), "error.not_whole_number");
    assert_refused(take(*state, &f, "9007199254740992"), "error.too_large");
    assert_val(cell(*state, &f, "1 234,56 Ft"), val_int(123456));
    assert_val(cell(*state, &f, "0.29"), val_int(29));
    assert_refused(cell(*state, &f, "999999999999999999"), "error.too_large");
    assert_string_equal(shown(*state, &f, val_int(123450), LANG_EN), "1,234.5");
    f.max = 1000;
    assert_refused(take(*state, &f, "-1"), "error.too_small");
}

static void dates(void **state)
{
    struct field f = field_of("date");
    assert_val(take(*state, &f, "\"2028-02-29\""), val_text("2028-02-29"));
    static const char *const bad[] = {"\"2026-02-29\"", "\"2026-2-3\"", "\"2026-13-01\"", "\"0026-01-01\"",
            "\"today\"", "\"2026-01-01x\"", "\"+026-01-01\"", "20260101"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(take(*state, &f, bad[i]), "error.not_date");
    static const char *const same[] = {"2026-11-22", "2026. 11. 22.", "22.11.2026", "22/11/2026",
            "11/22/2026", "2026/11/22", "2026-11-22 10:30:00", "2026-11-22T10:30:00Z", "22. 11. 2026"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_val(cell(*state, &f, same[i]), val_text("2026-11-22"));
    assert_val(
            cell(*state, &f, "3/4/2026"), val_text("2026-04-03")); /* the day comes first where both could */
    assert_refused(cell(*state, &f, "31.04.2026"), "error.not_date");
    assert_refused(cell(*state, &f, "22.11.26"), "error.not_date");
    struct val v = val_text("2026-11-02");
    assert_string_equal(shown(*state, &f, v, LANG_EN), "2 Nov 2026");
    assert_string_equal(shown(*state, &f, v, LANG_HU), "2026. 11. 02.");
    assert_string_equal(shown(*state, &f, v, LANG_RO), "02.11.2026");
}

static void datetimes(void **state)
{
    struct field f = field_of("datetime");
    const int64_t noon_utc = 1795348800000; /* 2026-11-22 12:00 UTC = 13:00 in Budapest */
    assert_val(take(*state, &f, "1795348800000"), val_int(noon_utc));
    assert_refused(take(*state, &f, "\"2026-11-22\""), "error.not_whole_number");
    assert_refused(take(*state, &f, "253402300800000"), "error.too_large"); /* means "none" elsewhere */
    assert_val(cell(*state, &f, "2026-11-22 13:00"), val_int(noon_utc));
    assert_val(cell(*state, &f, "2026.11.22. 13:00:00"), val_int(noon_utc));
    assert_val(cell(*state, &f, "2026-11-22T12:00:00.123Z"), val_int(noon_utc));
    assert_val(cell(*state, &f, "2026-11-22T14:00:00+02:00"), val_int(noon_utc));
    assert_refused(cell(*state, &f, "2026-11-22 25:00"), "error.not_date");
    assert_refused(cell(*state, &f, "2026-11-22 12:00 noon"), "error.not_date");
    assert_string_equal(shown(*state, &f, val_int(noon_utc), LANG_HU), "2026. 11. 22. 13:00");
}

static void choice(void **state)
{
    struct field f = field_of("choice");
    assert_val(take(*state, &f, "17"), val_int(17));
    assert_val(take(*state, &f, "\"red\""), val_int(3));
    assert_refused(take(*state, &f, "4"), "error.unknown_choice");
    assert_refused(take(*state, &f, "\"\""),
            "error.unknown_choice"); /* a choice without a code is not meant by "" */
    assert_val(cell(*state, &f, "01.High"), val_int(17));
    assert_val(cell(*state, &f, "ROSU"), val_int(3)); /* case and accents do not matter */
    assert_val(cell(*state, &f, "nem biztos"), val_int(20));
    assert_refused(cell(*state, &f, "blue"), "error.unknown_choice");
    assert_string_equal(shown(*state, &f, val_int(3), LANG_HU), "Piros");
    assert_string_equal(shown(*state, &f, val_int(99), LANG_HU), "");
}

static void choices(void **state)
{
    struct field f = field_of("choices");
    assert_val(take(*state, &f, "[17,\"red\",17]"), val_text(",3,17,"));
    assert_val(take(*state, &f, "[]"), val_null());
    assert_refused(take(*state, &f, "[3,4]"), "error.unknown_choice");
    assert_refused(take(*state, &f, "3"), "error.not_list");
    assert_val(cell(*state, &f, "Piros; 01.high"), val_text(",3,17,"));
    assert_refused(cell(*state, &f, "Piros; Kék"), "error.unknown_choice");
    assert_string_equal(written(*state, &f, val_text(",3,17,")), "[3,17]");
    assert_string_equal(shown(*state, &f, val_text(",3,17,"), LANG_RO), "Roșu, Înalt");
    struct buf b;
    buf_init(&b, *state);
    for (int i = 0; i < 101; i++)
        buf_puts(&b, i ? ",3" : "[3");
    buf_putc(&b, ']');
    assert_refused(take(*state, &f, buf_str(&b)), "error.too_many");
}

static void flags(void **state)
{
    struct field f = field_of("bool");
    assert_val(take(*state, &f, "true"), val_int(1));
    assert_val(take(*state, &f, "false"), val_int(0));
    assert_refused(take(*state, &f, "1"), "error.not_bool");
    assert_val(cell(*state, &f, "Igen"), val_int(1));
    assert_val(cell(*state, &f, "NU"), val_int(0));
    assert_refused(cell(*state, &f, "maybe"), "error.not_bool");
    assert_string_equal(written(*state, &f, val_int(1)), "true");
    assert_string_equal(shown(*state, &f, val_int(0), LANG_RO), "nu");
}

static void links(void **state)
{
    struct field f = field_of("link");
    assert_val(take(*state, &f, "\"https://example.com/a?b=c#d\""), val_text("https://example.com/a?b=c#d"));
    assert_val(take(*state, &f, "\"example.com\""), val_text("https://example.com"));
    assert_val(cell(*state, &f, "example.com:8080/x"), val_text("https://example.com:8080/x"));
    static const char *const bad[] = {"\"javascript:alert(1)\"", "\"JavaScript:x.y\"",
            "\"data:text/html,x.y\"", "\"ftp://example.com\"", "\"http://\"", "\"two words.com\"",
            "\"nodot\"", "\"https://a\\\"b.com\""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(take(*state, &f, bad[i]), "error.link");
}

static void mails_and_phones(void **state)
{
    struct field f = field_of("email"), g = field_of("phone");
    assert_val(take(*state, &f, "\" Anna@Example.com \""), val_text("Anna@Example.com"));
    assert_refused(take(*state, &f, "\"anna@\""), "error.email");
    assert_refused(cell(*state, &f, "anna"), "error.email");
    assert_val(take(*state, &g, "\"+36 (30) 123-4567\""), val_text("+36 (30) 123-4567"));
    assert_refused(take(*state, &g, "\"1234\""), "error.phone");
    assert_refused(take(*state, &g, "\"call me 123456\""), "error.phone");
    assert_refused(cell(*state, &g, "123456789012345678901"), "error.phone");
}

static void ids(void **state)
{
    struct field f = field_of("user");
    assert_val(take(*state, &f, "5"), val_int(5));
    assert_refused(take(*state, &f, "0"), "error.too_small");
    assert_refused(take(*state, &f, "\"5\""), "error.not_whole_number");
    assert_val(cell(*state, &f, "42"), val_int(42));
    assert_refused(cell(*state, &f, "-4"), "error.not_whole_number");
}

/* What a type wrote, it takes back as the same value: history and undo stand on this. */
static void round_trip(void **state)
{
    static const struct {
        const char *type, *json;
    } all[] = {{"text", "\"é \\\" x\""}, {"long_text", "\"a\\nb\""}, {"number", "0.1"},
            {"number", "123456789.25"}, {"money", "-5"}, {"date", "\"2026-01-31\""},
            {"datetime", "1795345200123"}, {"choice", "17"}, {"choices", "[3,20]"}, {"bool", "false"},
            {"link", "\"https://a.b\""}, {"email", "\"a@b.co\""}, {"phone", "\"12345\""}, {"user", "1"},
            {"contact", "9"}, {"status", "4"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct field f = field_of(all[i].type);
        struct val v = take(*state, &f, all[i].json);
        assert_string_equal(written(*state, &f, v), all[i].json);
        assert_val(take(*state, &f, written(*state, &f, v)), v);
    }
}

static void fixed(void **state)
{
    int n, n_key, n_contact;
    const struct field *f = fixed_fields(&n), *k = fixed_key_fields(&n_key),
                       *c = fixed_contact_fields(&n_contact);
    assert_int_equal(n, 13);
    assert_int_equal(n_contact, 8);
    const struct field *all[] = {f, k, c};
    int counts[] = {n, n_key, n_contact};
    for (int t = 0; t < 3; t++)
        for (int i = 0; i < counts[t]; i++)
            for (int l = 0; l < N_LANG; l++) {
                assert_true(all[t][i].label.text[l][0]);
                assert_non_null(all[t][i].help.text[l]);
                assert_true(all[t][i].grp.text[l][0]);
            }
    assert_string_equal(k[1].options[QUAL_NON_TARGET].label.text[LANG_HU], "Nem célcsoport");
    assert_string_equal(k[2].options[RATING_COMMITTED].label.text[LANG_HU], "Elkötelezett");
    for (int i = 0; i < 3; i++)
        for (int o = 0; o < k[i].n_options; o++)
            assert_int_equal(k[i].options[o].id, o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {arena_test(names_and_ops), arena_test(every_type_knows_null),
            arena_test(texts), arena_test(numbers), arena_test(money), arena_test(dates),
            arena_test(datetimes), arena_test(choice), arena_test(choices), arena_test(flags),
            arena_test(links), arena_test(mails_and_phones), arena_test(ids), arena_test(round_trip),
            arena_test(fixed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
