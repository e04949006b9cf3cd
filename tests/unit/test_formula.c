/* Formulas: what they give over the values of a card, what is refused and where, and what stays when choices are renamed. */
#include "unit.h"

#include "base/clock.h"
#include "meta/field_type.h"
#include "meta/formula.h"

#include <stdio.h>

static struct option colours[] = {
        {.id = 3, .code = "red", .label = {{"Red", "Piros", "Roșu"}}},
        {.id = 17, .code = "", .label = {{"Dark \"blue\"", "Sötétkék", "Albastru închis"}}},
};
static const struct status statuses[] = {
        {.id = 5, .label = {{"New", "Új", "Nou"}}}, {.id = 6, .label = {{"Won", "Nyert", "Câștigat"}}}};

enum { HOURS, RATE, TEXT, DAY, AT, YES, COLOUR, STATUS, TASKS, N_FIELDS };
static struct field fields[N_FIELDS] = {
        [HOURS] = {.id = 1, .code = "hours"},
        [RATE] = {.id = 2, .code = "rate"},
        [TEXT] = {.id = 3, .code = "text"},
        [DAY] = {.id = 4, .code = "day"},
        [AT] = {.id = 5, .code = "at"},
        [YES] = {.id = 6, .code = "yes"},
        [COLOUR] = {.id = 7, .code = "colour", .options = colours, .n_options = 2},
        [STATUS] = {.id = 0, .code = "status"},
        [TASKS] = {.id = 8, .code = "who"},
};
static const char *const types[N_FIELDS] = {
        "number", "money", "text", "date", "datetime", "bool", "choice", "status", "user"};
static struct module mod = {.statuses = statuses,
        .n_statuses = 2,
        .n_all_statuses = 2,
        .fields = fields,
        .n_fields = N_FIELDS,
        .n_custom = N_FIELDS};

static struct val values[N_FIELDS];

static struct val value_of(void *arg, const struct field *f)
{
    (void)arg;
    return f->table == IN_CONTACT ? val_text("Kovács Kft.") : values[f - fields];
}

static int set_up(void **state)
{
    for (int i = 0; i < N_FIELDS; i++) {
        fields[i].type = field_type_named(types[i]);
        fields[i].table = IN_MODULE;
    }
    values[HOURS] = val_real(2.5);
    values[RATE] = val_int(400000);
    values[TEXT] = val_text("ő");
    values[DAY] = val_text("2026-11-22");
    values[AT] = val_int(1795391940000); /* 2026-11-22 23:59 UTC: the 23rd in Budapest */
    values[YES] = val_int(1);
    values[COLOUR] = val_int(17);
    values[STATUS] = val_int(6);
    values[TASKS] = val_null();
    *state = arena_new(0);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static const struct formula *compiled(struct arena *a, const char *source)
{
    struct formula_error error;
    const struct formula *f = NULL;
    if (formula_compile(a, source, &mod, 0, &f, &error) != ERR_OK)
        fail_msg("%s: %s at %d", source, error.key, error.at);
    return f;
}

static struct val run(struct arena *a, const char *source)
{
    return formula_value(compiled(a, source), &(struct formula_run){.arena = a,
                                                      .mod = &mod,
                                                      .lang = LANG_EN,
                                                      .zone = "Europe/Budapest",
                                                      .now_at = 1795348800000,
                                                      .value = value_of});
}

#define gives(source, want) assert_true(val_equal(run(*state, source), want))

static void test_numbers(void **state)
{
    gives("1 + 2 * 3 - 4 / 2", val_real(5));
    gives("-(1 + 2) * -2", val_real(6));
    gives("hours * 2", val_real(5));
    gives("rate * hours", val_int(1000000));
    gives("rate / 1000", val_int(400));
    gives("rate / rate", val_real(1));
    gives("number(rate)", val_real(4000));
    gives("money(12.345)", val_int(1235));
    gives("round(2.345, 1)", val_real(2.3));
    gives("round(1250, -2)", val_real(1300));
    gives("abs(-3)", val_real(3));
    gives("min(hours, 7; 3)", val_real(2.5));
    gives("max(rate, 5000)", val_int(500000));
    gives("1 / 0", val_null());
    gives("1000000000000000 * 1000000", val_null());
}

static void test_truth(void **state)
{
    gives("1 < 2 and not (2 <= 1)", val_int(1));
    gives("yes and false or true", val_int(1));
    gives("not yes = false", val_int(1));
    gives("day > today()", val_int(0));
    gives("text = \"ő\" and text <> \"o\"", val_int(1));
    gives("if(hours >= 2.5, \"long\", \"short\")", val_text("long"));
}

static void test_choices(void **state)
{
    gives("colour = \"sotetkek\"", val_int(1));
    gives("\"Red\" = colour", val_int(0));
    gives("status = \"Nyert\"", val_int(1));
    gives("concat(colour, \" \", status)", val_text("Dark \"blue\" Won"));
    gives("if(yes, colour, \"none\")", val_text("Dark \"blue\""));
    gives("colour", val_text("Dark \"blue\""));
    const struct formula *f = compiled(*state, "colour = \"Sötétkék\" or colour=\"red\"");
    assert_string_equal(formula_kept(*state, f), "colour = #17 or colour=#3");
    const struct formula *kept = compiled(*state, formula_kept(*state, f));
    assert_string_equal(
            formula_shown(*state, &mod, kept, LANG_EN), "colour = \"Dark \"\"blue\"\"\" or colour=\"Red\"");
    assert_int_equal(compiled(*state, formula_shown(*state, &mod, kept, LANG_EN))->n_spans, 2);
}

static void test_dates(void **state)
{
    gives("days(day, at)", val_real(1));
    gives("add_days(day, 40)", val_text("2027-01-01"));
    gives("day - 22", val_text("2026-10-31"));
    gives("at - day", val_real(1));
    gives("today()", val_text("2026-11-22"));
    gives("concat(year(day), \"/\", month(day))", val_text("2,026/11"));
    gives("max(day, at)", val_text("2026-11-23"));
    gives("add_days(day, 4000000)", val_null());
    assert_true(compiled(*state, "today()")->uses_today);
    assert_false(compiled(*state, "day")->uses_today);
}

static void test_nothing(void **state)
{
    values[HOURS] = values[DAY] = values[YES] = values[COLOUR] = val_null();
    gives("hours + 1", val_null());
    gives("hours > 1", val_int(0));
    gives("not (hours > 1)", val_int(1));
    gives("hours = 0", val_int(0));
    gives("if(yes, 1, 2)", val_real(2));
    gives("empty(hours) and empty(day) and empty(\"\")", val_int(1));
    gives("first(hours, 7)", val_real(7));
    gives("min(hours, 7)", val_real(7));
    gives("concat(hours, colour)", val_null());
    gives("days(day, today())", val_null());
    gives("contact.name", val_text("Kovács Kft."));
    assert_true(compiled(*state, "contact.name")->uses_contact);
}

/* Where each is wrong: characters from the beginning, and how many. */
static void test_refused(void **state)
{
    static const struct {
        const char *source, *key;
        int at, len;
    } wrong[] = {{"", "formula.unfinished", 0, 0}, {"hours +", "formula.unfinished", 7, 0},
            {"hours hours", "formula.unexpected", 6, 5}, {"ő", "formula.unexpected", 0, 1},
            {"(1", "formula.unfinished", 2, 0}, {"1 < 2 < 3", "formula.unexpected", 6, 1},
            {"\"őű", "formula.open_text", 0, 3}, {"\"ő\" + 1", "formula.wrong_kind", 0, 3},
            {"1 and true", "formula.wrong_kind", 0, 1}, {"nobody", "formula.unknown_name", 0, 6},
            {"sum(1)", "formula.unknown_function", 0, 3}, {"round()", "formula.arguments", 0, 7},
            {"who", "formula.not_usable", 0, 3}, {"contact.email", "formula.not_usable", 0, 13},
            {"colour = \"green\"", "formula.unknown_choice", 9, 7}, {"#3", "formula.wrong_kind", 0, 2},
            {"colour < \"red\"", "formula.wrong_kind", 0, 6}, {"concat(yes)", "formula.wrong_kind", 7, 3},
            {"min(text)", "formula.wrong_kind", 4, 4}, {"if(1, 2, 3)", "formula.wrong_kind", 3, 1},
            {"if(yes, 2, day)", "formula.wrong_kind", 11, 3}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct formula_error error;
        const struct formula *f;
        assert_int_equal(formula_compile(*state, wrong[i].source, &mod, 0, &f, &error), ERR_INVALID);
        if (strcmp(error.key, wrong[i].key) != 0 || error.at != wrong[i].at || error.len != wrong[i].len)
            fail_msg("%s: %s at %d, %d", wrong[i].source, error.key, error.at, error.len);
    }
}

static enum err compile_repeated(struct arena *a, const char *first, const char *part, int n)
{
    struct buf b;
    struct formula_error error;
    const struct formula *f;
    buf_init(&b, a);
    buf_puts(&b, first);
    for (int i = 0; i < n; i++)
        buf_puts(&b, part);
    return formula_compile(a, buf_str(&b), &mod, 0, &f, &error);
}

static void test_limits(void **state)
{
    assert_int_equal(compile_repeated(*state, "1", "+1", 200), ERR_OK);
    assert_int_equal(compile_repeated(*state, "1", "+1", 600), ERR_INVALID);
    assert_int_equal(compile_repeated(*state, "1", " ", 3000), ERR_INVALID);
    assert_int_equal(compile_repeated(*state, "", "-", 100), ERR_INVALID);
    assert_int_equal(compile_repeated(*state, "", "not ", 100), ERR_INVALID);
}

/* Sixty layers of two fields, each needing both of the next layer: as many ways as no machine walks. */
static void test_many_ways(void **state)
{
    enum { LAYERS = 60 };
    static struct field layers[LAYERS * 2];
    struct module m = {.fields = layers, .n_fields = LAYERS * 2, .n_custom = LAYERS * 2};
    for (int i = 0; i < LAYERS * 2; i++)
        layers[i] = (struct field){.id = 100 + i,
                .code = arena_printf(*state, "f%d", i),
                .type = field_type_named("number"),
                .table = IN_MODULE,
                .formula_source = i / 2 == LAYERS - 1
                                          ? "1"
                                          : arena_printf(*state, "f%d + f%d", i / 2 * 2 + 2, i / 2 * 2 + 3)};
    formula_order(*state, &m);
    assert_int_equal(m.n_computed, LAYERS * 2);
    assert_true(formula_leads_to(*state, &m, layers[0].formula, 100 + LAYERS * 2 - 1));
    assert_false(formula_leads_to(*state, &m, layers[0].formula, 7));
}

/* Three fields, each needing the one behind it, are computed from the last to the first; a ring leaves none out. */
static void test_order(void **state)
{
    struct field chain[3] = {{.id = 21, .code = "a", .formula_source = "b + 1"},
            {.id = 22, .code = "b", .formula_source = "c * 2"},
            {.id = 23, .code = "c", .formula_source = "7"}};
    struct module m = {.fields = chain, .n_fields = 3, .n_custom = 3};
    for (int i = 0; i < 3; i++) {
        chain[i].type = field_type_named("number");
        chain[i].table = IN_MODULE;
    }
    formula_order(*state, &m);
    assert_int_equal(m.n_computed, 3);
    assert_string_equal(m.computed[0]->code, "c");
    assert_string_equal(m.computed[2]->code, "a");
    assert_true(formula_leads_to(*state, &m, chain[0].formula, 23));
    assert_false(formula_leads_to(*state, &m, chain[2].formula, 21));
    struct formula_error error;
    const struct formula *f;
    assert_int_equal(formula_compile(*state, "c + 1", &m, 23, &f, &error), ERR_INVALID);
    assert_string_equal(error.key, "formula.circular");
    chain[2].formula_source = "a";
    m.n_computed = 0;
    formula_order(*state, &m);
    assert_int_equal(m.n_computed, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_truth, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_choices, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_dates, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_nothing, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
            cmocka_unit_test_setup_teardown(test_many_ways, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
