/* Any text is a formula or is refused with its place; a formula gives a value of its type, or nothing; kept by ids and shown
 * by names it is the same formula again. The first byte picks the values. */
#include "fuzz.h"

#include "base/text.h"
#include "meta/field_type.h"
#include "meta/formula.h"

static struct option options[] = {{.id = 3, .code = "red", .label = {{"Red", "Piros", "Roșu"}}},
        {.id = 17, .code = "", .label = {{"Dark \"blue\"", "Sötétkék", "Albastru"}}}};
static const struct status statuses[] = {{.id = 5, .label = {{"New", "Új", "Nou"}}}};
static struct field fields[] = {{.id = 1, .code = "n"}, {.id = 2, .code = "m"}, {.id = 3, .code = "t"},
        {.id = 4, .code = "d"}, {.id = 5, .code = "at"}, {.id = 6, .code = "b"},
        {.id = 7, .code = "c", .options = options, .n_options = 2}, {.id = 0, .code = "status"}};
#define N_FIELDS (sizeof fields / sizeof *fields)

static struct val value_of(void *arg, const struct field *f)
{
    const struct val all[2][N_FIELDS] = {
            {val_real(-1e15), val_int(-9007199254740991), val_text("ő"), val_text("9999-12-31"),
                    val_int(253402300799999), val_int(1), val_int(17), val_int(5)},
            {val_real(0.1), val_int(1), val_null(), val_text("2024-02-29"), val_null(), val_null(),
                    val_int(99), val_int(4)}};
    return f->table == IN_CONTACT ? val_text("Kft.") : all[*(const uint8_t *)arg % 2][f - fields];
}

static bool right_kind(const struct formula *f, struct val v)
{
    switch (f->type) {
    case FT_NUMBER:
        return v.type == VAL_REAL;
    case FT_MONEY:
        return v.type == VAL_INT;
    case FT_BOOL:
        return v.type == VAL_INT && (v.i == 0 || v.i == 1);
    case FT_DATE:
        return v.type == VAL_TEXT && v.len == 10;
    default:
        return v.type == VAL_TEXT && v.len > 0 && text_valid(v.s, v.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const types[N_FIELDS] = {
            "number", "money", "text", "date", "datetime", "bool", "choice", "status"};
    static const struct module mod = {.statuses = statuses,
            .n_statuses = 1,
            .n_all_statuses = 1,
            .fields = fields,
            .n_fields = N_FIELDS,
            .n_custom = N_FIELDS};
    if (n < 1 || n > 3000)
        return 0;
    for (size_t i = 0; i < N_FIELDS; i++) {
        fields[i].type = field_type_named(types[i]);
        fields[i].table = IN_MODULE;
    }
    struct arena *a = arena_new(0);
    const char *source = arena_strn(a, (const char *)data + 1, n - 1);
    struct formula_error error;
    const struct formula *f, *kept, *shown;
    if (formula_compile(a, source, &mod, 0, &f, &error) != ERR_OK) {
        must(error.key && error.at >= 0 && error.len >= 0);
        must(!text_valid(source, strlen(source)) ||
                (size_t)(error.at + error.len) <= text_chars(source, strlen(source)));
        arena_free(a);
        return 0;
    }
    struct val v = formula_value(f, &(struct formula_run){.arena = a,
                                            .mod = &mod,
                                            .lang = LANG_HU,
                                            .zone = "Europe/Budapest",
                                            .now_at = 1795348800000,
                                            .value = value_of,
                                            .arg = (void *)data});
    must(val_is_null(v) || right_kind(f, v));
    const char *ids = formula_kept(a, f);
    if (text_chars(ids, strlen(ids)) > FORMULA_CHARS) {
        arena_free(a);
        return 0;
    }
    must(formula_compile(a, ids, &mod, 0, &kept, &error) == ERR_OK && kept->type == f->type);
    const char *text = formula_shown(a, &mod, kept, LANG_EN);
    if (text_chars(text, strlen(text)) <= FORMULA_CHARS) /* names may be longer than ids */
        must(formula_compile(a, text, &mod, 0, &shown, &error) == ERR_OK && shown->n_spans == f->n_spans);
    arena_free(a);
    return 0;
}
