/* Every field type takes any cell of a file or any JSON value, or refuses it with a message; what it has taken it writes
 * as JSON that it takes again as the same value, and shows as valid text. Source: the first byte picks the type. */
#include "fuzz.h"

#include "base/text.h"
#include "meta/field_type.h"

static const struct option options[] = {
        {.id = 3, .code = "red", .label = {{"Red", "Piros", "Roșu"}}},
        {.id = 17, .code = "high", .label = {{"01.High", "Magas", "Înalt"}}},
        {.id = 20, .code = "", .label = {{"Not sure", "Nem biztos", "Nesigur"}}},
};

static void round_trip(struct arena *a, const struct field *f, struct val v)
{
    struct buf out;
    struct jw w;
    buf_init(&out, a);
    jw_init(&w, &out);
    jw_arr(&w);
    f->type->write(&w, f, v);
    jw_arr_end(&w);
    json_t *j = NULL;
    const char *why = NULL, *key = NULL;
    must(json_read(a, out.p, out.len, &j, &why) == ERR_OK);

    struct val again = val_null();
    int64_t limit = 0;
    must(f->type->parse(a, f, json_array_get(j, 0), &again, &key, &limit) == ERR_OK);
    must(val_equal(v, again));
    for (enum lang l = 0; l < N_LANG; l++) {
        const char *shown = f->type->show(a, f, v, l, "Europe/Bucharest");
        must(shown && text_valid(shown, strlen(shown)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    size_t n_types = 0;
    while (field_types[n_types])
        n_types++;
    if (n == 0 || !text_valid((const char *)data + 1, n - 1))
        return 0;
    struct arena *a = arena_new(0);
    const char *s = arena_strn(a, (const char *)data + 1, n - 1);
    struct field f = {
            .code = "x", .type = field_types[data[0] % n_types], .options = options, .n_options = 3};

    struct val v = val_null();
    const char *key = NULL, *why = NULL;
    int64_t limit = 0;
    if (f.type->parse_text(a, &f, s, "Europe/Budapest", &v, &key) == ERR_OK)
        round_trip(a, &f, v);
    else
        must(key != NULL);

    json_t *j = NULL;
    key = NULL;
    if (json_read(a, arena_printf(a, "[%s]", s), n + 1, &j, &why) == ERR_OK && json_array_size(j) == 1) {
        v = val_null();
        if (f.type->parse(a, &f, json_array_get(j, 0), &v, &key, &limit) == ERR_OK)
            round_trip(a, &f, v);
        else
            must(key != NULL);
    }
    arena_free(a);
    return 0;
}
