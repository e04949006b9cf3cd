/* Folding is stable and gives valid text, keys keep their promises, sort keys exist for anything. */
#include "fuzz.h"

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new(0);
    const char *s = arena_strn(a, (const char *)data, n);

    const char *folded = text_fold(a, s);
    must(text_valid(folded, strlen(folded)));
    must(strcmp(text_fold(a, folded), folded) == 0);
    must(folded[0] != ' ' && !strstr(folded, "  "));

    const char *trimmed = text_trim(a, s);
    must(strcmp(text_trim(a, trimmed), trimmed) == 0);

    const char *email = text_email_key(a, s);
    must(!email || (strlen(email) <= 254 && strchr(email, '@')));
    must(strlen(text_company_key(a, s)) <= strlen(folded));

    static const char *const countries[] = {"HU", "RO", "US", "IT", "", NULL};
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        const char *phone = text_phone_key(a, s, countries[i]);
        size_t digits = strlen(phone);
        must(strspn(phone, "0123456789") == digits && (digits == 0 || (digits >= 5 && digits <= 24)));
    }
    for (enum lang l = 0; l < N_LANG; l++)
        must(text_sort_key(a, s, l).len > 0);
    arena_free(a);
    return 0;
}
