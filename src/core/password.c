#include "core/password.h"
#include "base/embed.h"
#include "base/text.h"
#include "core/directory.h"

#include <ctype.h>

#define DISTINCT_MIN 5
#define DIGITS_MIN   16 /* of a password without any letter: shorter ones are dates and telephone numbers */
#define OWN_MIN      4  /* shorter parts of a name are in many words */

extern const struct embedded common_passwords[];

/* A line of the list; its head are lines of "#!comment". */
static bool listed(const char *word)
{
    const char *list = common_passwords[0].text, *end = list + common_passwords[0].n;
    size_t n = strlen(word);
    for (const char *line = list, *stop; line < end; line = stop + 1) {
        stop = memchr(line, '\n', (size_t)(end - line));
        stop = stop ? stop : end;
        if ((size_t)(stop - line) == n && *line != '#' && strncasecmp(line, word, n) == 0)
            return true;
    }
    return false;
}

static bool letter(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* What is left without digits and signs at both ends. */
static char *core_of(struct arena *a, const char *folded)
{
    const char *end = folded + strlen(folded);
    while (*folded && !letter(*folded))
        folded++;
    while (end > folded && !letter(end[-1]))
        end--;
    return arena_strn(a, folded, (size_t)(end - folded));
}

/* "p4ssw0rd" -> "password". */
static char *plain_of(struct arena *a, const char *core)
{
    static const char from[] = "0134578", to[] = "oieastb";
    char *s = arena_str(a, core);
    for (char *p = s; *p; p++) {
        const char *at = strchr(from, *p);
        *p = at ? to[at - from] : *p;
    }
    return s;
}

/* The first half of a word that is written twice, else the word. */
static char *half_of(struct arena *a, char *word)
{
    size_t n = strlen(word) / 2;
    return n && strlen(word) % 2 == 0 && memcmp(word, word + n, n) == 0 ? arena_strn(a, word, n) : word;
}

static bool common(struct arena *a, const char *folded)
{
    char *core = core_of(a, folded), *plain = plain_of(a, core);
    if (!*core)
        return strlen(folded) < DIGITS_MIN;
    if (strlen(folded) - strlen(core) >= PASSWORD_MIN_CHARS)
        return false; /* the rest would do alone */
    return listed(folded) || listed(half_of(a, core)) || listed(half_of(a, plain));
}

/* "aaaaaaaaaa", "1212121212", "abcdefghij". */
static bool simple(const char *folded)
{
    bool seen[256] = {0}, steady = true;
    int n = 0;
    for (const unsigned char *p = (const unsigned char *)folded; *p; p++) {
        n += !seen[*p];
        seen[*p] = true;
        steady = steady && (!p[1] || p[1] - *p == 1 || *p - p[1] == 1);
    }
    return n < DISTINCT_MIN || steady;
}

/* Is this part of the name or e-mail nearly all of it? */
static bool mostly(const char *folded, const char *part)
{
    size_t n = strlen(part);
    return n >= OWN_MIN && strstr(folded, part) && strlen(folded) - n < PASSWORD_MIN_CHARS;
}

static bool own(struct arena *a, const char *folded, const char *text)
{
    char *save = NULL, *whole = text_fold(a, text ? text : "");
    bool found = mostly(folded, whole);
    for (char *word = strtok_r(whole, " ", &save); word && !found; word = strtok_r(NULL, " ", &save))
        found = mostly(folded, word);
    return found;
}

enum err password_check(struct ctx *cx, const char *password, const char *name, const char *email)
{
    if (!text_valid(password, strlen(password)))
        return fail(cx, ERR_INVALID, "password", "error.not_utf8");
    size_t n = text_chars(password, strlen(password));
    if (n < PASSWORD_MIN_CHARS)
        return fail_limit(cx, ERR_INVALID, "password", "error.too_short", PASSWORD_MIN_CHARS);
    if (n > PASSWORD_MAX_CHARS)
        return fail_limit(cx, ERR_INVALID, "password", "error.too_long", PASSWORD_MAX_CHARS);
    const char *folded = text_fold(cx->arena, password);
    if (own(cx->arena, folded, name) || own(cx->arena, folded, email))
        return fail(cx, ERR_INVALID, "password", "error.password_own");
    return common(cx->arena, folded) || simple(folded)
                   ? fail(cx, ERR_INVALID, "password", "error.password_common")
                   : ERR_OK;
}
