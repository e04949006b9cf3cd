#include "base/text.h"
#include "base/buf.h"
#include "base/mem.h"

#include <pthread.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>
#include <utf8proc.h>

static const char *const lang_codes[N_LANG] = {[LANG_EN] = "en", [LANG_HU] = "hu", [LANG_RO] = "ro"};

const char *lang_code(enum lang l)
{
    return lang_codes[l];
}

enum lang lang_from(const char *code, bool *out_known)
{
    enum lang found = N_LANG;
    for (enum lang l = 0; code && l < N_LANG; l++)
        if (strncasecmp(code, lang_codes[l], 2) == 0 && (code[2] == 0 || code[2] == '-' || code[2] == '_'))
            found = l;
    if (out_known)
        *out_known = found != N_LANG;
    return found == N_LANG ? LANG_EN : found;
}

static bool tail(const unsigned char *s, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return false;
    return true;
}

size_t text_utf8_len(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
    if (n == 0)
        return 0;
    unsigned char c = s[0];
    if (c < 0x80)
        return 1;
    if (c >= 0xc2 && c <= 0xdf)
        return n >= 2 && tail(s, 2) ? 2 : 0;
    if (c >= 0xe0 && c <= 0xef) {
        if (n < 3 || !tail(s, 3))
            return 0;
        bool overlong = c == 0xe0 && s[1] < 0xa0;
        bool surrogate = c == 0xed && s[1] > 0x9f;
        return overlong || surrogate ? 0 : 3;
    }
    if (c >= 0xf0 && c <= 0xf4) {
        if (n < 4 || !tail(s, 4))
            return 0;
        bool overlong = c == 0xf0 && s[1] < 0x90;
        bool beyond = c == 0xf4 && s[1] > 0x8f;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

bool text_valid(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t k = s[i] ? text_utf8_len(s + i, n - i) : 0;
        if (k == 0)
            return false;
        i += k;
    }
    return true;
}

size_t text_chars(const char *s, size_t n)
{
    size_t chars = 0;
    for (size_t i = 0; i < n; i++)
        chars += ((unsigned char)s[i] & 0xc0) != 0x80;
    return chars;
}

/* The code point at s and its length; a byte that is not UTF-8 counts as U+FFFD of length 1. */
static int32_t code_point(const char *s, size_t n, size_t *out_len)
{
    size_t k = text_utf8_len(s, n);
    *out_len = k ? k : 1;
    if (k == 0)
        return 0xfffd;
    if (k == 1)
        return (unsigned char)s[0];
    utf8proc_int32_t c = 0xfffd;
    utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &c);
    return c;
}

static bool is_blank(int32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    utf8proc_category_t k = utf8proc_category(c);
    return k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP ||
           c == 0xfeff || c == 0x200b;
}

static bool is_control(int32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
}

char *text_trim(struct arena *a, const char *s)
{
    size_t n = strlen(s), len = 0, used = 0, k;
    char *out = arena_alloc(a, n + 1);
    for (size_t i = 0; i < n; i += k) {
        int32_t c = code_point(s + i, n - i, &k);
        bool broken = c == 0xfffd && k == 1;
        if (broken || is_control(c) || (used == 0 && is_blank(c)))
            continue;
        memcpy(out + used, s + i, k);
        used += k;
        if (!is_blank(c))
            len = used;
    }
    out[len] = 0;
    return out;
}

/* Letters that Unicode gives no decomposition but people type without their stroke. Lower case: it is asked
 * after folding. */
static const char *plain_letter(int32_t c)
{
    static const struct {
        int32_t c;
        const char *plain;
    } letters[] = {
            {0x00e6, "ae"}, /* æ */
            {0x00f0, "d"},  /* ð */
            {0x00f8, "o"},  /* ø */
            {0x00fe, "th"}, /* þ */
            {0x0111, "d"},  /* đ */
            {0x0127, "h"},  /* ħ */
            {0x0131, "i"},  /* ı */
            {0x0138, "k"},  /* ĸ */
            {0x0142, "l"},  /* ł */
            {0x014b, "n"},  /* ŋ */
            {0x0153, "oe"}, /* œ */
            {0x0167, "t"},  /* ŧ */
            {0x0180, "b"},  /* ƀ */
            {0x0192, "f"},  /* ƒ */
            {0x01dd, "e"},  /* ǝ */
            {0x0259, "e"},  /* ə */
            {0x0268, "i"},  /* ɨ */
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].c == c)
            return letters[i].plain;
    return NULL;
}

static bool is_word(int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO && k != UTF8PROC_CATEGORY_MN &&
           k != UTF8PROC_CATEGORY_MC && k != UTF8PROC_CATEGORY_ME;
}

/* A folder collects words; `gap` says that a blank is due before the next letter. */
struct folder {
    struct buf out;
    bool gap;
};

static void fold_put(struct folder *f, const void *p, size_t n)
{
    if (f->gap && f->out.len)
        buf_putc(&f->out, ' ');
    f->gap = false;
    buf_add(&f->out, p, n);
}

static void fold_wide(struct folder *f, int32_t c)
{
    utf8proc_int32_t parts[20];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, (utf8proc_ssize_t)(sizeof parts / sizeof *parts),
            UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE,
            &boundary);
    if (n < 0 || n > (utf8proc_ssize_t)(sizeof parts / sizeof *parts)) {
        f->gap = true;
        return;
    }
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        const char *plain = plain_letter(parts[i]);
        utf8proc_uint8_t bytes[4];
        if (plain)
            fold_put(f, plain, strlen(plain));
        else if (is_word(parts[i]))
            fold_put(f, bytes, (size_t)utf8proc_encode_char(parts[i], bytes));
        else
            f->gap = true;
    }
}

char *text_fold(struct arena *a, const char *s)
{
    struct folder f = {.gap = false};
    size_t n = strlen(s), k;
    buf_init(&f.out, a);
    buf_reserve(&f.out, n + 1);
    for (size_t i = 0; i < n; i += k) {
        unsigned char c = (unsigned char)s[i];
        k = 1;
        if (c >= 0x80)
            fold_wide(&f, code_point(s + i, n - i, &k));
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            fold_put(&f, &c, 1);
        else if (c >= 'A' && c <= 'Z')
            fold_put(&f, &(char){(char)(c | 0x20)}, 1);
        else
            f.gap = true;
    }
    return buf_str(&f.out);
}

/* How a country writes its own numbers. `trunk` is what stands before a national number at home; `min` and
 * `max` are the digits of a national number, without it. Source: ITU-T E.164 national plans. */
struct dial_plan {
    char country[3], code[4], trunk[3], abroad[4];
    size_t min, max;
};

static const struct dial_plan *dial_plan(const char *country)
{
    static const struct dial_plan plans[] = {
            {"HU", "36", "06", "00", 8, 9},
            {"RO", "40", "0", "00", 9, 9},
            {"MD", "373", "0", "00", 8, 8},
            {"SK", "421", "0", "00", 9, 9},
            {"AT", "43", "0", "00", 7, 13},
            {"DE", "49", "0", "00", 7, 12},
            {"CH", "41", "0", "00", 9, 9},
            {"SI", "386", "0", "00", 8, 8},
            {"HR", "385", "0", "00", 8, 9},
            {"RS", "381", "0", "00", 8, 9},
            {"UA", "380", "0", "00", 9, 9},
            {"BG", "359", "0", "00", 7, 9},
            {"CZ", "420", "", "00", 9, 9},
            {"PL", "48", "", "00", 9, 9},
            {"IT", "39", "", "00", 8, 11},
            {"ES", "34", "", "00", 9, 9},
            {"PT", "351", "", "00", 9, 9},
            {"FR", "33", "0", "00", 9, 9},
            {"BE", "32", "0", "00", 8, 9},
            {"NL", "31", "0", "00", 9, 9},
            {"LU", "352", "", "00", 6, 11},
            {"GB", "44", "0", "00", 9, 10},
            {"IE", "353", "0", "00", 7, 9},
            {"DK", "45", "", "00", 8, 8},
            {"SE", "46", "0", "00", 7, 9},
            {"NO", "47", "", "00", 8, 8},
            {"FI", "358", "0", "00", 6, 10},
            {"GR", "30", "", "00", 10, 10},
            {"TR", "90", "0", "00", 10, 10},
            {"IN", "91", "0", "00", 10, 10},
            {"US", "1", "1", "011", 10, 10},
            {"CA", "1", "1", "011", 10, 10},
    };
    for (size_t i = 0; country && i < sizeof plans / sizeof *plans; i++)
        if (strcmp(plans[i].country, country) == 0)
            return &plans[i];
    return NULL;
}

/* Digits up to the first letter behind a whole number ("… ext 12", "… mellék 12"); "(0)" in "+36 (0)30 …" is
 * no part of the number. Returns how many; more than room means: not a phone number. */
static size_t phone_digits(const char *s, char *dst, size_t room, bool *out_plus)
{
    size_t n = 0;
    *out_plus = false;
    for (; *s; s++) {
        if (*s >= '0' && *s <= '9') {
            if (n == room)
                return room + 1;
            dst[n++] = *s;
        } else if (*s == '+' && n == 0)
            *out_plus = true;
        else if (strncmp(s, "(0)", 3) == 0 && n > 0)
            s += 2;
        else if (n >= 5 && (((unsigned char)*s | 0x20) >= 'a' && ((unsigned char)*s | 0x20) <= 'z'))
            break;
    }
    dst[n] = 0;
    return n;
}

static bool starts(const char *s, const char *prefix)
{
    return *prefix && strncmp(s, prefix, strlen(prefix)) == 0;
}

char *text_phone_key(struct arena *a, const char *s, const char *country)
{
    char d[21];
    bool plus;
    size_t n = phone_digits(s, d, sizeof d - 1, &plus);
    if (n < 5 || n > sizeof d - 1)
        return arena_str(a, "");
    const struct dial_plan *p = dial_plan(country);
    if (plus)
        return arena_str(a, d);
    const char *abroad = p ? p->abroad : "00";
    if (starts(d, abroad) && n - strlen(abroad) >= 5)
        return arena_str(a, d + strlen(abroad));
    if (!p)
        return arena_str(a, d);
    if (starts(d, p->trunk) && n - strlen(p->trunk) <= p->max)
        return arena_printf(a, "%s%s", p->code, d + strlen(p->trunk));
    if (starts(d, p->code) && n - strlen(p->code) >= p->min)
        return arena_str(a, d);
    return n <= p->max ? arena_printf(a, "%s%s", p->code, d) : arena_str(a, d);
}

char *text_email_key(struct arena *a, const char *s)
{
    const char *t = text_trim(a, s);
    size_t n = strlen(t), k, at = 0, ats = 0;
    struct buf out;
    buf_init(&out, a);
    if (n > 254 || !text_valid(s, strlen(s)))
        return NULL;
    for (size_t i = 0; i < n; i += k) {
        int32_t c = code_point(t + i, n - i, &k);
        if (c == 0xfffd || c < 0x20 || is_blank(c) || (c < 0x80 && strchr(",;:<>()[]\"\\", (char)c)))
            return NULL;
        if (c == '@') {
            at = out.len;
            ats++;
        }
        utf8proc_uint8_t bytes[4];
        buf_add(&out, bytes, (size_t)utf8proc_encode_char(utf8proc_tolower(c), bytes));
    }
    const char *key = buf_str(&out);
    const char *domain = key + at + 1;
    if (ats != 1 || at == 0 || at > 64 || !strchr(domain, '.') || strstr(domain, "..") || domain[0] == '.' ||
            out.len > 254 || key[out.len - 1] == '.')
        return NULL;
    return out.p;
}

/* Company forms as they look after folding, the longer of two that end alike first. */
static const char *const company_forms[] = {
        /* Hungary */
        "zartkoruen mukodo reszvenytarsasag", "nyilvanosan mukodo reszvenytarsasag", "reszvenytarsasag",
        "korlatolt felelossegu tarsasag", "beteti tarsasag", "kozkereseti tarsasag", "egyeni vallalkozo",
        "egyeni ceg", "szovetkezet", "nonprofit kft", "kft", "zrt", "nyrt", "rt", "bt", "kkt", "kht", "ev",
        "ec",
        /* Romania, Moldova */
        "societate cu raspundere limitata", "societate pe actiuni", "societate in comandita simpla", "srl d",
        "srl", "sca", "scs", "snc", "sa", "pfa", "ii", "if",
        /* German, English, French, Italian, Dutch, Nordic, Slavic */
        "gmbh", "mbh", "ag", "kg", "ohg", "ug", "se", "limited", "ltd", "llc", "llp", "lp", "plc", "inc",
        "incorporated", "corporation", "corp", "company", "co", "sarl", "sas", "spa", "bv", "nv", "oyj", "oy",
        "ab", "aps", "asa", "as", "sp z o o", "spzoo", "sp zoo", "sro", "spol s r o", "doo", "dd", "dooel",
        "eood", "ood", "ead", "ooo", "tov"};

/* The folded name with runs of single letters joined, so that "S.R.L." reads "srl" and "A. B. C." reads
 * "abc". */
static char *join_initials(struct arena *a, const char *folded)
{
    size_t n = strlen(folded), out = 0, word = 0;
    char *s = arena_alloc(a, n + 1);
    bool single = false;
    for (size_t i = 0; i <= n; i++) {
        if (folded[i] != ' ' && folded[i] != 0)
            continue;
        size_t len = i - word;
        bool now = text_chars(folded + word, len) == 1;
        if (word > 0 && !(single && now))
            s[out++] = ' ';
        memcpy(s + out, folded + word, len);
        out += len;
        single = now;
        word = i + 1;
    }
    s[out] = 0;
    return s;
}

/* Length of the name without the form at its end, or n when there is none; a name is never emptied. */
static size_t cut_form(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof company_forms / sizeof *company_forms; i++) {
        size_t k = strlen(company_forms[i]);
        if (n > k + 1 && name[n - k - 1] == ' ' && memcmp(name + n - k, company_forms[i], k) == 0)
            return n - k - 1;
    }
    return n;
}

char *text_company_key(struct arena *a, const char *s)
{
    char *name = join_initials(a, text_fold(a, s));
    size_t n = strlen(name), before;
    do {
        before = n;
        n = cut_form(name, n);
    } while (n < before);
    name[n] = 0;
    if ((starts(name, "sc ") || starts(name, "ii ")) && n > 3)
        return name + 3;
    return starts(name, "pfa ") && n > 4 ? name + 4 : name;
}

/* Collators are costly to open and not promised to be shareable, so each thread keeps its own three. */
struct collators {
    UCollator *of[N_LANG];
};

static pthread_key_t collators_key;
static pthread_once_t collators_once = PTHREAD_ONCE_INIT;

static void collators_free(void *p)
{
    struct collators *c = p;
    for (int l = 0; l < N_LANG; l++)
        if (c->of[l])
            ucol_close(c->of[l]);
    mem_free(c);
}

static void collators_start(void)
{
    if (pthread_key_create(&collators_key, collators_free))
        mem_panic("text: no thread key left");
}

static UCollator *collator(enum lang l)
{
    pthread_once(&collators_once, collators_start);
    struct collators *c = pthread_getspecific(collators_key);
    if (!c) {
        c = mem_zalloc(sizeof *c);
        pthread_setspecific(collators_key, c);
    }
    if (!c->of[l]) {
        UErrorCode e = U_ZERO_ERROR;
        c->of[l] = ucol_open(lang_codes[l], &e);
        if (U_FAILURE(e))
            mem_panic("text: ICU has no collation data");
    }
    return c->of[l];
}

struct val text_sort_key(struct arena *a, const char *s, enum lang l)
{
    size_t n = strlen(s);
    UChar *wide = arena_alloc(a, (n + 1) * sizeof *wide);
    int32_t wide_n = 0;
    UErrorCode e = U_ZERO_ERROR;
    u_strFromUTF8WithSub(wide, (int32_t)n + 1, &wide_n, s, (int32_t)n, 0xfffd, NULL, &e);
    if (U_FAILURE(e))
        mem_panic("text_sort_key: text too long");
    UCollator *c = collator(l);
    int32_t room = wide_n * 4 + 32;
    uint8_t *key = arena_alloc(a, (size_t)room);
    int32_t need = ucol_getSortKey(c, wide, wide_n, key, room);
    if (need > room) {
        key = arena_alloc(a, (size_t)need);
        need = ucol_getSortKey(c, wide, wide_n, key, need);
    }
    return val_blob(key, (size_t)need);
}

char *text_cut(struct arena *a, const char *s, size_t max)
{
    size_t n = strlen(s), i = 0;
    while (i < n) {
        size_t k = text_utf8_len(s + i, n - i);
        if (!k || i + k > max)
            break;
        i += k;
    }
    return arena_strn(a, s, i);
}
