#include "unit.h"

#include "base/text.h"

static void languages_by_code(void **state)
{
    bool known;
    assert_int_equal(lang_from("hu", &known), LANG_HU);
    assert_true(known);
    assert_int_equal(lang_from("ro-MD", &known), LANG_RO);
    assert_true(known);
    assert_int_equal(lang_from("huh", &known), LANG_EN);
    assert_false(known);
    assert_int_equal(lang_from(NULL, &known), LANG_EN);
    assert_false(known);
    assert_int_equal(lang_from("", NULL), LANG_EN);
    assert_string_equal(lang_code(LANG_RO), "ro");
}

static void utf8_is_checked_as_rfc_3629(void **state)
{
    static const struct {
        const char *s;
        size_t len;
    } cases[] = {
            {"a", 1},
            {"\xc5\x91", 2},
            {"\xe2\x82\xac", 3},
            {"\xf0\x9f\x98\x80", 4},
            {"\x80", 0},
            {"\xc0\x80", 0},
            {"\xc1\xbf", 0},
            {"\xe0\x9f\xbf", 0},
            {"\xed\xa0\x80", 0},
            {"\xf0\x8f\xbf\xbf", 0},
            {"\xf4\x90\x80\x80", 0},
            {"\xf5\x80\x80\x80", 0},
            {"\xe2\x82", 0},
            {"\xc5z", 0},
            {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_utf8_len(cases[i].s, strlen(cases[i].s)), cases[i].len);
    assert_true(text_valid("Szűcs", strlen("Szűcs")));
    assert_false(text_valid("a\0b", 3));
    assert_false(text_valid("Sz\xfb"
                            "cs",
            5));
    assert_int_equal(text_chars("Ștefan", strlen("Ștefan")), 6);
}

static void trims_and_drops_control_characters(void **state)
{
    struct arena *a = *state;
    assert_string_equal(text_trim(a, " \t\n a\x01 b\r\n c \xc2\xa0\xe2\x80\x83 "), "a b\n c");
    assert_string_equal(text_trim(a, "\xef\xbb\xbfname\x7f"), "name");
    assert_string_equal(text_trim(a, " \r\n\x02 "), "");
    assert_string_equal(text_trim(a, "a\tb"), "a\tb");
    assert_string_equal(text_trim(a, "a\xff\xc2\x01\x90"
                                     "b"),
            "ab");
}

static void folds_case_accents_and_strokes(void **state)
{
    struct arena *a = *state;
    static const char *const pairs[][2] = {
            {"  Szűcs-Popescu Ștefan", "szucs popescu stefan"},
            {"ÁRVÍZTŰRŐ TÜKÖRFÚRÓGÉP", "arvizturo tukorfurogep"},
            {"Țuțu ţuţu Ştefan ăâî", "tutu tutu stefan aai"},
            {"Łódź Đorđe Ðan Øre Æble", "lodz dorde dan ore aeble"},
            {"Straße ẞ", "strasse ss"},
            {"ISTANBUL İstanbul ısı", "istanbul istanbul isi"},
            {"e\xcc\x81t\xcc\xa7", "et"}, /* accents as marks of their own */
            {"O'Brien & Sons, Ltd.", "o brien sons ltd"},
            {"ﬁ Ⅳ x² ＡＢ", "fi iv x2 ab"},
            {"Иванов ΑΘΗΝΑ", "иванов αθηνα"},
            {"--- !?", ""},
            {"", ""},
            {"co\xc2\xadop", "coop"}, /* soft hyphen */
            {"a\xff"
             "b",
                    "a b"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(text_fold(a, pairs[i][0]), pairs[i][1]);
}

static void folding_twice_changes_nothing(void **state)
{
    struct arena *a = *state;
    const char *once = text_fold(a, "Ǆ ŉ ß ﬀ ǅ ẞ Ⅷ ½ Å ℡ ĳ ΐ Kft.");
    assert_string_equal(text_fold(a, once), once);
}

static void phones_become_international(void **state)
{
    struct arena *a = *state;
    static const char *const cases[][3] = {
            {"06 30/123-4567", "HU", "36301234567"},
            {"+36 30 123 4567", "HU", "36301234567"},
            {"+36 (0)30 123 4567", "HU", "36301234567"},
            {"0036 30 1234567", "HU", "36301234567"},
            {"36301234567", "HU", "36301234567"},
            {"30 123 4567", "HU", "36301234567"},
            {"(1) 234-5678", "HU", "3612345678"},
            {"06-1-234-5678 mellék 12", "HU", "3612345678"},
            {"+40 722 123 456", "HU", "40722123456"},
            {"0722 123 456", "RO", "40722123456"},
            {"0040-722-123-456", "RO", "40722123456"},
            {"+40 (0) 722.123.456", "RO", "40722123456"},
            {"40722123456", "RO", "40722123456"},
            {"021 312 34 56", "RO", "40213123456"},
            {"+36301234567", "RO", "36301234567"},
            {"011 36 30 123 4567", "US", "36301234567"},
            {"(212) 555-0123", "US", "12125550123"},
            {"1-212-555-0123 ext. 7", "US", "12125550123"},
            {"06 12345678", "IT", "390612345678"},
            {"030 1234567", "DE", "49301234567"},
            {"0301234567", "", "0301234567"},
            {"0036301234567", NULL, "36301234567"},
            {"1234", "HU", ""},
            {"none", "HU", ""},
            {"123456789012345678901", "HU", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(text_phone_key(a, cases[i][0], cases[i][1]), cases[i][2]);
}

static void emails_are_lowered_or_refused(void **state)
{
    struct arena *a = *state;
    assert_string_equal(text_email_key(a, "  Szucs.Anna+crm@Example.HU "), "szucs.anna+crm@example.hu");
    assert_string_equal(text_email_key(a, "Őri@Példa.hu"), "őri@példa.hu");
    static const char *const bad[] = {"", "anna", "@b.hu", "a@b", "a@@b.hu", "a b@c.hu", "a@.hu", "a@b..hu",
            "a@b.hu.", "a@b.hu, c@d.hu", "<a@b.hu>", "a@b.hu\nc", "a\xff@b.hu"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (text_email_key(a, bad[i]))
            fail_msg("accepted: %s", bad[i]);
    char longer[300];
    memset(longer, 'a', sizeof longer);
    memcpy(longer + 60, "@", 1);
    memcpy(longer + 280, ".hu", 4);
    assert_null(text_email_key(a, longer));
}

static void company_forms_fall_away(void **state)
{
    struct arena *a = *state;
    static const char *const cases[][2] = {
            {"Kovács és Fia Kft.", "kovacs es fia"},
            {"KOVÁCS ÉS FIA Korlátolt Felelősségű Társaság", "kovacs es fia"},
            {"Alföldi Malom Zrt", "alfoldi malom"},
            {"S.C. Dacia Motor S.R.L.", "dacia motor"},
            {"SC Dacia Motor SRL", "dacia motor"},
            {"Dacia Motor", "dacia motor"},
            {"Banca Țării S.A.", "banca tarii"},
            {"Muster GmbH & Co. KG", "muster"},
            {"Acme Holding Ltd", "acme holding"},
            {"A.B.C. Kft.", "abc"},
            {"Drewno Sp. z o.o.", "drewno"},
            {"Kft", "kft"},
            {"PFA Ion Popescu", "ion popescu"},
            {"Kftex", "kftex"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(text_company_key(a, cases[i][0]), cases[i][1]);
}

static void assert_order(struct arena *a, enum lang l, const char *const *names, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct val x = text_sort_key(a, names[i - 1], l), y = text_sort_key(a, names[i], l);
        int order = memcmp(x.s, y.s, x.len < y.len ? x.len : y.len);
        if (!(order < 0 || (order == 0 && x.len < y.len)))
            fail_msg("%s does not sort before %s in %s", names[i - 1], names[i], lang_code(l));
    }
}

static void sorts_as_the_language_does(void **state)
{
    struct arena *a = *state;
    static const char *const hu[] = {"Cukor", "Csaba", "Dombi", "Dzombor", "Dzsida", "Garas", "Guba",
            "Gyarmati", "Nagy", "Nzuzi", "Nyári", "Odor", "Zoltán", "Zsolt"};
    static const char *const ro[] = {"Adam", "Ăsta", "Âra", "Bucur", "Ion", "Îmb", "Sorin", "Suzana",
            "Șerban", "Toma", "Tudor", "Țepeș", "Vlad"};
    static const char *const en[] = {"adam", "Adam", "Ben", "Csaba", "Cukor", "Zoe"};
    assert_order(a, LANG_HU, hu, sizeof hu / sizeof *hu);
    assert_order(a, LANG_RO, ro, sizeof ro / sizeof *ro);
    assert_order(a, LANG_EN, en, sizeof en / sizeof *en);
    struct val k = text_sort_key(a, "", LANG_EN);
    assert_int_equal(k.type, VAL_BLOB);
}

static void long_and_broken_text_has_a_sort_key(void **state)
{
    struct arena *a = *state;
    char text[20001];
    memset(text, 'z', 20000);
    text[20000] = 0;
    assert_true(text_sort_key(a, text, LANG_HU).len > 100);
    assert_true(text_sort_key(a, "a\xff", LANG_HU).len > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(languages_by_code),
            cmocka_unit_test(utf8_is_checked_as_rfc_3629),
            arena_test(trims_and_drops_control_characters),
            arena_test(folds_case_accents_and_strokes),
            arena_test(folding_twice_changes_nothing),
            arena_test(phones_become_international),
            arena_test(emails_are_lowered_or_refused),
            arena_test(company_forms_fall_away),
            arena_test(sorts_as_the_language_does),
            arena_test(long_and_broken_text_has_a_sort_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
